//! Example calls: what is required, filled with values that the schemas allow.

use contract::Idempotency;
use contract::blob::Node;
use contract::check::check as mistakes;
use generator::Code;
use serde_json::{Value, json};

use crate::support::{compile, corpus_folder};

/// The example body of an operation whose body is required.
#[track_caller]
fn check(schema: &Value, expected: &Value) {
    let document = json!({
        "openapi": "3.1.0",
        "paths": {"/a": {"post": {"requestBody": {"required": true, "content": {"application/json": {"schema": schema}}}}}},
        "components": {"schemas": {
            "Name": {"type": "object", "properties": {"name": {"type": "string", "enum": ["ada"]}}},
            "Named": {"required": ["name"]},
            "Cat": {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "Cat"}}},
            "Dog": {"type": "object", "required": ["kind", "legs"], "properties": {"kind": {"type": "string"}, "legs": {"type": "integer", "minimum": 3}}},
            "Tree": {"type": "object", "required": ["children"], "properties": {"children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}}},
        }},
    });
    let compiled = compile(&document.to_string());
    let body = compiled.only().example().and_then(|example| example.field("body")).map(Node::to_value);
    assert_eq!(body.as_ref(), Some(expected), "{schema}");
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

#[test]
fn scalars() {
    for (schema, expected) in [
        (json!({}), json!("example")),
        (json!({"type": "string"}), json!("example")),
        (json!({"type": "string", "maxLength": 3}), json!("exa")),
        (json!({"type": "string", "minLength": 9}), json!("examplexx")),
        (json!({"type": "string", "format": "date"}), json!("2025-01-31")),
        (json!({"type": "string", "pattern": "^[A-Z]{2}-\\d{3}$"}), json!("AA-111")),
        (json!({"type": "string", "pattern": "^(?:red|green)$", "minLength": 4}), json!("green")),
        (json!({"type": "string", "enum": ["b", "a"]}), json!("b")),
        (json!({"type": "string", "default": "d", "enum": ["b", "d"]}), json!("d")),
        (json!({"type": "string", "examples": [7, "x"]}), json!("x")),
        (json!({"type": ["null", "boolean"]}), json!(true)),
        (json!({"type": "null"}), json!(null)),
        (json!({"type": "integer", "minimum": 5}), json!(5)),
        (json!({"type": "integer", "exclusiveMinimum": 5, "multipleOf": 4}), json!(8)),
        (json!({"type": "integer", "maximum": -3}), json!(-3)),
        (json!({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}), json!(0.5)),
        (json!({"type": "integer", "minimum": u64::MAX}), json!(u64::MAX)),
        (json!({"type": "integer", "minimum": 2.5}), json!(3)),
    ] {
        check(&schema, &expected);
    }
}

#[test]
fn lists_and_objects() {
    for (schema, expected) in [
        (json!({"type": "array", "items": {"type": "integer"}}), json!([1])),
        (json!({"type": "array", "maxItems": 0, "items": {"type": "integer"}}), json!([])),
        (
            json!({"type": "array", "minItems": 2, "uniqueItems": true, "items": {"type": "string"}}),
            json!(["example", "example1"]),
        ),
        (
            json!({"type": "array", "minItems": 2, "uniqueItems": true, "items": {"type": "string", "enum": ["a", "b"]}}),
            json!(["a", "b"]),
        ),
        (
            json!({"type": "array", "minItems": 2, "uniqueItems": true, "items": {"type": "string", "pattern": "^[1-9][0-9]*$"}}),
            json!(["1", "11"]),
        ),
        (json!({"required": ["a"]}), json!({"a": "example"})),
        (
            json!({"type": "object", "minProperties": 1, "additionalProperties": {"type": "integer"}}),
            json!({"key1": 1}),
        ),
        (
            json!({"required": ["id", "name"], "properties": {"id": {"readOnly": true}, "name": {"type": "string"}}}),
            json!({"name": "example"}),
        ),
        (reference("Tree"), json!({"children": []})),
    ] {
        check(&schema, &expected);
    }
}

#[test]
fn compositions() {
    for (schema, expected) in [
        (json!({"allOf": [reference("Name"), reference("Named")]}), json!({"name": "ada"})),
        (json!({"allOf": [reference("Named"), {"allOf": [reference("Name")]}]}), json!({"name": "ada"})),
        (
            json!({"properties": {"n": {"type": "integer"}}, "anyOf": [{"required": ["n"]}, {"required": ["m"]}]}),
            json!({"n": 1}),
        ),
        // One part declares the property, another requires it, a third says more of it.
        (
            json!({"allOf": [{"required": ["t"], "properties": {"t": {"type": "string"}}}, {"properties": {"t": {"enum": ["x"]}}}]}),
            json!({"t": "x"}),
        ),
        (json!({"allOf": [{"type": "string"}, {"maxLength": 2}]}), json!("ex")),
        (json!({"type": "integer", "allOf": [{"enum": [7]}]}), json!(7)),
        (json!({"oneOf": [{"type": "null"}, {"type": "boolean"}]}), json!(true)),
        (
            json!({"oneOf": [reference("Cat"), reference("Dog")], "discriminator": {"propertyName": "kind"}}),
            json!({"kind": "Cat"}),
        ),
        (
            json!({"oneOf": [reference("Dog")], "discriminator": {"propertyName": "kind", "mapping": {"woof": "#/components/schemas/Dog"}}}),
            json!({"kind": "woof", "legs": 3}),
        ),
        // The mapping contradicts the alternative, whose word counts.
        (
            json!({"oneOf": [reference("Cat")], "discriminator": {"propertyName": "kind", "mapping": {"feline": "Cat"}}}),
            json!({"kind": "Cat"}),
        ),
    ] {
        check(&schema, &expected);
    }
}

/// Documents of the corpus, with how many of their operations may stay without an example. Those declare what no value
/// can be: parts of an `allOf` that forbid each other's properties.
const CORPUS: [(&str, usize); 10] = [
    ("clerk/openapi.yaml", 0),
    ("discord/openapi.json", 0),
    ("figma/openapi.yaml", 0),
    ("miro/openapi.json", 3),
    ("petstore-3.0/openapi.yaml", 0),
    ("petstore-3.1/openapi.json", 0),
    ("resend/openapi.yaml", 0),
    ("shipengine/openapi.yaml", 16),
    ("train-travel/openapi.yaml", 0),
    ("typesense/openapi.yaml", 0),
];

#[test]
fn the_corpus_has_examples() {
    for (path, most) in CORPUS {
        let Ok(text) = std::fs::read_to_string(corpus_folder().join(path)) else {
            println!("skipped: no {path} in the corpus, see TOOLWRIGHT_CORPUS");
            continue;
        };
        let compiled = compile(&text);
        let without = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::NoExample).count();
        println!("{path}: {without} of {} operations have no example", compiled.entries().len());
        assert!(without <= most, "{path}: {without} operations have no example");
        for entry in compiled.entries() {
            let body = entry.example().and_then(|example| example.field("body"));
            if let (Some(body), Some(value)) = (entry.body(), body) {
                let mut value = value.to_value();
                // The key is made when the call is sent.
                if let Some((Idempotency::Member(key), members)) = entry.idempotency().zip(value.as_object_mut()) {
                    members.insert(key.to_owned(), json!("0b5ba4e8-86b5-4d7b-9c6c-6b1f0a4f0c5e"));
                }
                assert_eq!(mistakes(body.schema(), &value, ""), [], "{path} {}", entry.name());
            }
        }
    }
}
