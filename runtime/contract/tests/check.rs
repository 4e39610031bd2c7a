//! The check of arguments: what is wrong is found, all of it, at its place, with what would be right.

use contract::blob::{Blob, Writer};
use contract::check::{Problem, check};
use contract::{Keyword, Schema};
use serde_json::{Value, json};

/// The problems of a value under the first definition; `{"$ref": n}` names the others.
#[cfg(test)]
fn problems(definitions: &[Value], value: &Value) -> Vec<Problem> {
    let list: Vec<Value> = definitions.iter().map(|schema| json!({"name": "Named", "schema": schema})).collect();
    let mut writer = Writer::default();
    let root = writer.value(&json!({"definitions": list}));
    let bytes = writer.finish(root);
    let blob = Blob::open(&bytes).expect("a blob");
    let first = blob.root().get(Keyword::Definitions).and_then(|list| list.item(0)).expect("a definition");
    check(Schema::new(first.get(Keyword::Schema).expect("a schema")), value, "/body")
}

/// `path message`, and the suggestion where there is one.
#[cfg(test)]
fn said(definitions: &[Value], value: &Value) -> Vec<String> {
    let line = |problem: Problem| {
        let suggestion = problem.suggestion.map_or_else(String::new, |meant| format!(" (did you mean {meant}?)"));
        format!("{} {}{suggestion}", problem.path, problem.message)
    };
    problems(definitions, value).into_iter().map(line).collect()
}

#[test]
fn what_is_valid_passes() {
    let cases = [
        (json!({}), json!(null)),
        (json!(true), json!([1])),
        (json!({"type": "integer"}), json!(1.0)),
        (json!({"type": ["string", "null"]}), json!(null)),
        (json!({"type": "number", "minimum": 0, "exclusiveMaximum": 1}), json!(0)),
        (json!({"type": "number", "multipleOf": 0.01}), json!(19.99)),
        (json!({"type": "integer", "maximum": 18_446_744_073_709_551_615_u64}), json!(18_446_744_073_709_551_615_u64)),
        (json!({"enum": [1, "a", null]}), json!(1.0)),
        (json!({"const": {"a": [1]}}), json!({"a": [1]})),
        (json!({"type": "string", "maxLength": 2}), json!("éé")),
        (json!({"type": "string", "pattern": "^a"}), json!("ab")),
        (json!({"type": "string", "pattern": "(?!x)a"}), json!("x")),
        (json!({"type": "string", "format": "uuid"}), json!("00000000-0000-4000-8000-000000000000")),
        (json!({"type": "string", "format": "date-time"}), json!("2024-02-29T23:59:60.5+05:45")),
        (json!({"type": "string", "format": "no-such-format"}), json!("anything")),
        (json!({"properties": {"a": {"readOnly": true}}, "required": ["a"]}), json!({})),
        (json!({"properties": {"a": {}}, "additionalProperties": {"type": "integer"}}), json!({"b": 1})),
        (json!({"patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": false}), json!({"x-a": "1"})),
        (json!({"oneOf": [{"type": "integer"}, {"type": "number"}]}), json!(1)),
        (json!({"prefixItems": [{"type": "string"}], "items": {"type": "integer"}}), json!(["a", 1, 2])),
        (
            json!({"allOf": [
                {"properties": {"a": {}}, "additionalProperties": false},
                {"properties": {"b": {}}, "additionalProperties": false},
            ]}),
            json!({"a": 1, "b": 2}),
        ),
        (json!({"if": {"properties": {"k": {"const": 1}}}, "then": {"required": ["a"]}}), json!({"k": 2})),
        (json!({"type": "no such type"}), json!(1)),
    ];
    for (schema, value) in cases {
        assert_eq!(said(std::slice::from_ref(&schema), &value), Vec::<String>::new(), "{schema} {value}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let cases = [
        (json!(false), json!(1), "/body no value is allowed here"),
        (json!({"type": "integer"}), json!("x"), "/body expected integer, got string \"x\""),
        (json!({"type": "integer"}), json!(1.5), "/body expected integer, got number 1.5"),
        (
            json!({"enum": ["create", "update"]}),
            json!("creat"),
            "/body \"creat\" is not an allowed value (did you mean create?)",
        ),
        (json!({"minimum": 3}), json!(2), "/body expected at least 3, got 2"),
        (json!({"exclusiveMinimum": 3}), json!(3), "/body expected more than 3, got 3"),
        (json!({"multipleOf": 5}), json!(7), "/body expected a multiple of 5, got 7"),
        (json!({"minLength": 2}), json!("é"), "/body expected at least 2 characters, got 1"),
        (json!({"pattern": "^a$"}), json!("b"), "/body \"b\" does not match the pattern ^a$"),
        (
            json!({"format": "date"}),
            json!("2023-02-29"),
            "/body expected a date of RFC 3339, such as 2025-01-31, got \"2023-02-29\"",
        ),
        (json!({"uniqueItems": true}), json!([1, 2, 1]), "/body items must differ; item 2 repeats an earlier one"),
        (json!({"maxItems": 1}), json!([1, 2]), "/body expected at most 1 items, got 2"),
        (json!({"items": {"type": "string"}}), json!(["a", 1]), "/body/1 expected string, got integer 1"),
        (
            json!({"properties": {"name": {"type": "string"}}, "required": ["name"]}),
            json!({}),
            "/body/name missing required property name: string",
        ),
        (
            json!({"properties": {"name": {}}, "required": ["name"], "additionalProperties": false}),
            json!({"nmae": 1}),
            "/body/nmae unknown property \"nmae\" (did you mean name?)",
        ),
        (
            json!({"properties": {"title": {}}}),
            json!({"titel": 1}),
            "/body/titel unknown property \"titel\" (did you mean title?)",
        ),
        (
            json!({"properties": {"a~b/c": {"type": "null"}}}),
            json!({"a~b/c": 1}),
            "/body/a~0b~1c expected null, got integer 1",
        ),
        (json!({"dependentRequired": {"a": ["b"]}}), json!({"a": 1}), "/body a needs b beside it"),
        (json!({"not": {"type": "string"}}), json!("x"), "/body \"x\" is excluded"),
        (
            json!({"anyOf": [{"type": "string"}, {"properties": {"n": {"type": "integer"}}, "required": ["n"], "type": "object"}]}),
            json!({"n": "1"}),
            "/body/n expected integer, got string \"1\"",
        ),
        (
            json!({"oneOf": [{"$ref": 1}, {"$ref": 2}], "discriminator": {"propertyName": "t", "mapping": {"cat": 0, "dog": 1}}}),
            json!({"t": "dgo"}),
            "/body/t \"dgo\" is not an allowed value (did you mean dog?)",
        ),
        (
            json!({"oneOf": [{"$ref": 1}, {"$ref": 2}], "discriminator": {"propertyName": "t", "mapping": {"cat": 0, "dog": 1}}}),
            json!({"t": "dog"}),
            "/body/bone missing required property bone",
        ),
    ];
    let others = [json!({"required": ["fish"]}), json!({"required": ["bone"]})];
    for (schema, value, expected) in cases {
        let definitions: Vec<Value> = std::iter::once(schema.clone()).chain(others.clone()).collect();
        assert_eq!(said(&definitions, &value), [expected], "{schema} {value}");
    }
}

#[test]
fn the_alternative_that_was_meant_is_the_one_spoken_of() {
    let numbers = json!({"type": "array", "items": {"type": "integer"}});
    let either = json!({"anyOf": [
        {"type": "object", "required": ["a"], "properties": {"a": numbers}},
        {"type": "object", "required": ["b"], "properties": {"b": numbers}},
    ]});
    let tagged = json!({"oneOf": [
        {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["a"]}, "size": {"type": "string"}}},
        {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["b"]}, "size": {"type": "integer"}}},
    ]});
    for (schema, value, path) in [
        (&either, json!({"b": [1, "x"]}), "/body/b/1"),
        (&either, json!({"a": [1, "x"]}), "/body/a/1"),
        (&tagged, json!({"kind": "b", "size": "x"}), "/body/size"),
        (&tagged, json!({"kind": "a", "size": 1}), "/body/size"),
        (&tagged, json!({"kind": "c", "size": 1}), "/body/kind"),
    ] {
        let found = problems(std::slice::from_ref(schema), &value);
        assert_eq!(found.first().map(|problem| problem.path.as_str()), Some(path), "{value}: {found:?}");
    }
}

#[test]
fn an_address_has_one_at_sign() {
    for (address, valid) in [("a@b.example", true), ("a@b@c.example", false), ("\"a@b\"@c.example", true)] {
        let found = problems(&[json!({"type": "string", "format": "email"})], &json!(address));
        assert_eq!(found.is_empty(), valid, "{address}");
    }
}

#[test]
fn all_mistakes_come_at_once() {
    let schema = json!({
        "type": "object",
        "required": ["currency", "amount"],
        "additionalProperties": false,
        "properties": {
            "amount": {"type": "integer"},
            "currency": {"type": "string"},
            "mode": {"type": "string", "enum": ["fast", "slow"]},
            "items": {"type": "array", "items": {"$ref": 1}},
        },
    });
    let item =
        json!({"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}, "required": ["id"]});
    let value = json!({"amount": "x", "curency": "usd", "mode": "fats", "items": [{}, {"id": "1"}]});
    assert_eq!(
        said(&[schema, item], &value),
        [
            "/body/amount expected integer, got string \"x\"",
            "/body/curency unknown property \"curency\" (did you mean currency?)",
            "/body/mode \"fats\" is not an allowed value (did you mean fast?)",
            "/body/items/0/id missing required property id: uuid",
            "/body/items/1/id expected a UUID (8-4-4-4-12 hexadecimal digits, RFC 9562), got \"1\"",
        ]
    );
}

#[test]
fn hostile_schemas_end() {
    // Each level tries the next twice: 2^40 ways without a bound.
    let doubling: Vec<Value> = (0..40)
        .map(|n| json!({"anyOf": [{"$ref": n + 1}, {"$ref": n + 1}]}))
        .chain([json!({"type": "string"})])
        .collect();
    assert!(problems(&doubling, &json!(1)).len() <= 40);
    let itself = [json!({"allOf": [{"$ref": 0}, {"$ref": 0}]})];
    assert!(problems(&itself, &json!(1)).is_empty());
    let patterns = json!({"pattern": "(a+)+$", "maxLength": 1});
    assert_eq!(problems(&[patterns], &json!("a".repeat(100_000) + "b")).len(), 2);
    let mut deep = json!("x");
    for _ in 0..2_000 {
        deep = json!([deep]);
    }
    let nested = [json!({"type": ["array", "string"], "items": {"$ref": 0}})];
    assert!(problems(&nested, &deep).is_empty());
}
