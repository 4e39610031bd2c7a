//! OpenAPI 3.0 and 3.1 say the same in different words; what the blob holds is JSON Schema 2020-12.

use serde_json::{Value, json};

use crate::support::compile;

/// The schema of a parameter as the blob holds it, under a version.
#[track_caller]
fn check(version: &str, schema: &Value, expected: &Value) {
    let document = json!({
        "openapi": version,
        "paths": {"/a": {"get": {"parameters": [{"name": "q", "in": "query", "schema": schema}]}}},
        "components": {"schemas": {"Other": {"type": "string"}}},
    });
    let compiled = compile(&document.to_string());
    let found = compiled.only().parameters().next().map(|parameter| parameter.schema().node.to_value());
    assert_eq!(found.as_ref(), Some(expected), "{version} {schema}");
}

#[test]
fn nullable() {
    let other = json!({"$ref": "#/components/schemas/Other"});
    for (schema, expected) in [
        (json!({"type": "string", "nullable": true}), json!({"type": ["string", "null"]})),
        (json!({"type": "string", "nullable": false}), json!({"type": "string"})),
        (json!({"nullable": true}), json!({})),
        (
            json!({"type": "string", "nullable": true, "enum": ["a"]}),
            json!({"type": ["string", "null"], "enum": ["a", null]}),
        ),
        (
            json!({"type": "string", "nullable": true, "enum": ["a", null]}),
            json!({"type": ["string", "null"], "enum": ["a", null]}),
        ),
        (
            json!({"nullable": true, "allOf": [other], "description": "d"}),
            json!({"description": "d", "anyOf": [{"allOf": [{"$ref": 0}]}, {"type": "null"}]}),
        ),
        (json!({"nullable": true, "oneOf": [other]}), json!({"oneOf": [{"$ref": 0}, {"type": "null"}]})),
        (
            json!({"nullable": true, "anyOf": [{"minLength": 1}], "allOf": [other]}),
            json!({
                "anyOf": [{"minLength": 1}, {"type": "null"}],
                "allOf": [{"anyOf": [{"allOf": [{"$ref": 0}]}, {"type": "null"}]}],
            }),
        ),
    ] {
        check("3.0.3", &schema, &expected);
    }
    check("3.1.0", &json!({"type": ["string", "null"]}), &json!({"type": ["string", "null"]}));
}

#[test]
fn exclusive_bounds() {
    for (schema, expected) in [
        (json!({"minimum": 1, "exclusiveMinimum": true}), json!({"exclusiveMinimum": 1})),
        (json!({"minimum": 1, "exclusiveMinimum": false}), json!({"minimum": 1})),
        (json!({"maximum": 1.5, "exclusiveMaximum": true}), json!({"exclusiveMaximum": 1.5})),
        (json!({"exclusiveMaximum": true}), json!({})),
    ] {
        check("3.0.3", &schema, &expected);
    }
    check("3.1.0", &json!({"exclusiveMinimum": 1, "minimum": 0}), &json!({"exclusiveMinimum": 1, "minimum": 0}));
    // Vendors keep the flag of earlier versions.
    check("3.1.0", &json!({"minimum": 1, "exclusiveMinimum": true}), &json!({"exclusiveMinimum": 1}));
}

#[test]
fn references_with_siblings() {
    let schema = json!({"$ref": "#/components/schemas/Other", "description": "d", "maxLength": 3});
    check("3.0.3", &schema, &json!({"$ref": 0, "description": "d"}));
    check("3.1.0", &schema, &json!({"$ref": 0, "description": "d", "maxLength": 3}));
}

#[test]
fn keywords() {
    for version in ["3.0.3", "3.1.0"] {
        check(version, &json!({"example": "a"}), &json!({"examples": ["a"]}));
        check(version, &json!({"enum": []}), &json!({}));
        check(version, &json!({"type": 7, "minLength": -1, "pattern": ["x"]}), &json!({}));
        check(version, &json!({"xml": {}, "x-own": 1, "externalDocs": {}}), &json!({}));
        check(
            version,
            &json!({"properties": {"$ref": {"type": "string"}}}),
            &json!({"properties": {"$ref": {"type": "string"}}}),
        );
        check(version, &json!({"maximum": u64::MAX}), &json!({"maximum": u64::MAX}));
        check(version, &json!({"default": {"$ref": "#/nowhere"}}), &json!({"default": {"$ref": "#/nowhere"}}));
    }
    for schema in [
        json!({"const": "a"}),
        json!({"const": null}),
        json!({"type": ["integer", "string"], "enum": [1, "a", null]}),
        json!({"prefixItems": [{"type": "string"}], "items": false}),
        json!({"if": {"const": 1}, "then": {"maximum": 1}, "else": true}),
        json!({"propertyNames": {"pattern": "^a"}, "patternProperties": {"^a": {"type": "string"}}}),
        json!({"dependentRequired": {"a": ["b"]}}),
    ] {
        check("3.1.0", &schema, &schema);
    }
    check("3.1.0", &json!(true), &json!(true));
}
