//! Cases that once went wrong, each named after what was wrong.

use generator::{Code, Source, Vendor};
use serde_json::{Value, json};

use crate::support::{HEAD, compile, compile_as};

/// Errors were dropped once there were many warnings before them.
#[test]
fn errors_are_kept_behind_many_warnings() {
    let broken = |index: usize| format!("  /{index}: {{get: 7}}\n");
    let paths: String = (0..2_500).map(broken).collect();
    let said = compile(&format!("{HEAD}{paths}  /z: {{$ref: '#/nowhere'}}\n")).said();
    assert!(said.contains(&"error unresolved-reference /paths/~1z/$ref 2505:8".to_owned()), "{said:?}");
}

/// The document was blamed for a server that vendor.toml names.
#[test]
fn a_decided_server_is_a_server() {
    let text = "openapi: 3.1.0\npaths: {/a: {get: {}}}\n";
    assert_eq!(compile_as(text, "server = \"https://cafe.example/\"\n", None).said(), [""; 0]);
    assert_eq!(compile(text).said(), ["warning no-server /servers 1:1"]);
}

/// A variant called like a type of the runtime was imported as that type.
#[test]
fn variants_are_no_imports() {
    let schema = json!({"type": "string", "enum": ["Number", "Value", "Pagination"]});
    let parameter = json!({"name": "kind", "in": "query", "schema": schema});
    let document = json!({"openapi": "3.1.0", "paths": {"/a": {"get": {"parameters": [parameter]}}}});
    let compiled = compile(&document.to_string());
    let imports = compiled.text("src/a.rs").split(';').find(|item| item.contains("use runtime")).unwrap_or_default();
    assert!(imports.contains("Choice") && imports.contains("Argument"), "{imports}");
    assert!(!["Number", "Value", "Pagination"].iter().any(|name| imports.contains(name)), "{imports}");
}

/// A struct called `From` hid the trait that the enums beside it implement.
#[test]
fn an_operation_called_from_hides_no_trait() {
    let compiled = compile(&format!(
        "{HEAD}  /a: {{put: {{tags: [t], operationId: from, parameters: [{{name: q, in: query, schema: {{type: integer}}}}]}}}}\n"
    ));
    assert!(!compiled.text("src/t.rs").contains("struct From "));
}

/// A name that no header can have was sent, and refused, at run time.
#[test]
fn names_that_no_header_can_have_are_no_arguments() {
    let compiled = compile(&format!(
        "{HEAD}  /a: {{get: {{parameters: [{{name: 'X Y', in: header, schema: {{}}}}, {{name: X-Y, in: header, schema: {{}}}}]}}}}\n"
    ));
    assert_eq!(compiled.said(), ["warning invalid-parameter /paths/~1a/get/parameters/0 5:27"]);
    assert_eq!(compiled.only().parameters().len(), 1);
    assert!(compiled.text("COVERAGE.md").contains("| header X Y | 1 | nothing of that name can be sent |"));
}

/// A vendor's name went into paths unseen.
#[test]
fn names_of_vendors_are_plain() {
    let text = format!("{HEAD}  /a: {{get: {{}}}}\n");
    for name in ["", "../cafe", "Cafe", "1cafe", "ca fe", "ca-fe"] {
        let source = Source { name: "openapi.yaml".to_owned(), text: text.clone(), ..Source::default() };
        let (files, diagnostics) = generator::compile(&source, &Vendor::plain(name));
        assert!(files.is_empty(), "{name}");
        assert_eq!(
            diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(),
            [Code::InvalidVendor],
            "{name}"
        );
    }
}

/// The mapping that a discriminator implies, as the blob holds it.
#[track_caller]
fn check_mapping(alternatives: [Value; 2], mapping: &Value, expected: &Value) {
    let schema = json!({
        "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    });
    let [cat, dog] = alternatives;
    let document = json!({
        "openapi": "3.1.0",
        "paths": {"/a": {"get": {"parameters": [{"name": "q", "in": "query", "schema": schema}]}}},
        "components": {"schemas": {"Cat": {"properties": {"kind": cat}}, "Dog": {"allOf": [{"properties": {"kind": dog}}]}}},
    });
    let compiled = compile(&document.to_string());
    let schema = compiled.only().parameters().next().map(|parameter| parameter.schema().node.to_value());
    assert_eq!(schema.as_ref().map(|schema| &schema["discriminator"]["mapping"]), Some(expected));
}

/// An alternative went by its schema's name although it only allows another value.
#[test]
fn alternatives_go_by_the_values_that_they_allow() {
    let any = json!({"type": "string"});
    check_mapping([any.clone(), any.clone()], &json!({}), &json!({"Cat": 0, "Dog": 1}));
    check_mapping(
        [json!({"const": "cat"}), json!({"enum": ["dog", "hound"]})],
        &json!({}),
        &json!({"cat": 0, "dog": 1, "hound": 1}),
    );
    check_mapping([json!({"const": "cat"}), any.clone()], &json!({"tom": "Cat"}), &json!({"cat": 0, "Dog": 1}));
    let both = json!({"enum": ["cat", "dog"]});
    check_mapping([both.clone(), both], &json!({}), &json!(null));
    check_mapping([any.clone(), any], &json!({"c": "#/components/schemas/Cat"}), &json!({"c": 0, "Dog": 1}));
}

/// The example beside a parameter's schema was not used.
#[test]
fn the_example_of_a_parameter_is_used() {
    let check = |given: Value, expected: &Value| {
        let mut parameter = json!({"name": "q", "in": "query", "required": true, "schema": {"type": "string"}});
        parameter.as_object_mut().into_iter().zip(given.as_object()).for_each(|(all, more)| all.extend(more.clone()));
        let document = json!({"openapi": "3.0.3", "paths": {"/a": {"get": {"parameters": [parameter]}}}});
        let compiled = compile(&document.to_string());
        let params = compiled.only().example().and_then(|example| example.field("params"));
        assert_eq!(params.map(|params| params.to_value()["q"].clone()).as_ref(), Some(expected));
    };
    check(json!({"example": "latte"}), &json!("latte"));
    check(json!({"examples": {"one": {"value": "mocha"}}}), &json!("mocha"));
    check(json!({"example": 7}), &json!("example"));
}

#[test]
fn scopes_go_along_with_the_operations_that_need_them() {
    let schemes =
        "components: {securitySchemes: {oauth: {type: oauth2, flows: {}}, key: {type: apiKey, in: header, name: K}}}";
    let check = |security: &str, own: &str, decisions: &str, expected: &[&str]| {
        let text = format!("{HEAD}  /a:\n    get: {{{own}}}\n{schemes}\n{security}\n");
        let compiled = compile_as(&text, decisions, None);
        assert_eq!(compiled.only().scopes().collect::<Vec<_>>(), expected, "{security} {own}");
    };
    let both = "security: [{oauth: [b, a]}, {oauth: [c, a], key: []}]";
    check(both, "", "", &["oauth: b, a, c"]);
    check(both, "security: [{key: []}]", "", &[]);
    check("", "security: [{oauth: [' x ', '', \"a\\nb\"]}]", "", &["oauth: x"]);
    check(both, "security: []", "", &[]);
    check(both, "", "[auth.operations]\n\"GET /a\" = [\"key\"]\n", &[]);
    check("security: 7", "", "", &[]);
}
