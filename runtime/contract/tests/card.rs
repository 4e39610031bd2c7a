//! Cards, through the front door: an operation in, text out.

#[cfg(test)]
#[path = "shared/documents.rs"]
mod documents;

use contract::blob::{Blob, Writer};
use contract::card::{self, Cards};
use contract::{Entry, Schema, entries, tokens};
use serde_json::{Value, json};

/// Runs `inside` on the first operation of a blob with these definitions.
#[cfg(test)]
fn with<T>(definitions: &[(&str, Value)], operation: &Value, inside: impl FnOnce(Entry<'_>) -> T) -> T {
    let definitions: Vec<_> =
        definitions.iter().map(|(name, schema)| json!({"name": name, "schema": schema})).collect();
    let mut writer = Writer::default();
    let root = writer.value(&json!({"definitions": definitions, "operations": [operation]}));
    let bytes = writer.finish(root);
    let entry = entries(Blob::open(&bytes).expect("a blob")).next().expect("an operation");
    inside(entry)
}

/// An operation with a body of this schema.
fn taking(schema: &Value) -> Value {
    json!({"name": "things.put", "method": "PUT", "path": "/things", "effect": "write",
           "body": {"mediaType": "application/json", "required": true, "schema": schema}})
}

#[cfg(test)]
fn signature(schema: &Value, max: usize) -> String {
    with(&[], &taking(schema), |entry| card::signature(entry.body().expect("a body").schema(), max))
}

fn connections() -> Value {
    json!({
        "name": "connections.create", "method": "POST", "path": "/api/connections", "effect": "write",
        "summary": "Create a connection", "description": "The type decides which [configuration](https://x.test/c) is needed.",
        "parameters": [
            {"argument": "force", "name": "force", "in": "query", "description": "Skip the check.",
             "schema": {"type": "boolean", "default": false}},
            {"argument": "workspace-id", "name": "workspace-id", "in": "query", "required": true,
             "schema": {"type": "string", "format": "uuid"}},
        ],
        "body": {"mediaType": "application/json", "required": true, "schema": {
            "type": "object", "required": ["name", "type"],
            "properties": {
                "id": {"type": "string", "readOnly": true},
                "configuration": {"type": "object", "description": "Depends on the type."},
                "tags": {"type": "array", "items": {"type": "string"}},
                "type": {"enum": ["postgres", "mysql"]},
                "name": {"type": "string", "description": "Shown to people."},
            }}},
        "answers": [
            {"status": "201", "mediaType": "application/json", "description": "Created", "schema": {
                "type": "object", "properties": {"data": {"$ref": 0}}}},
            {"status": "401", "mediaType": "application/json", "schema": {"$ref": 1}},
            {"status": "422", "mediaType": "application/json", "schema": {"$ref": 1}},
        ],
        "pagination": "cursor: pass /next as page_token",
        "security": ["bearerUserAPIKey", "orgScopedAPIKey"],
        "example": {"params": {"workspace-id": "7"}, "body": {"name": "Main", "type": "postgres"}},
    })
}

fn definitions() -> Vec<(&'static str, Value)> {
    vec![
        (
            "Connection",
            json!({"type": "object", "required": ["id"], "properties": {
            "id": {"type": "string", "format": "uuid"}, "secret": {"type": "string", "writeOnly": true},
            "parent": {"anyOf": [{"$ref": 0}, {"type": "null"}]}}}),
        ),
        ("ApiError", json!({"type": "object", "properties": {"message": {"type": "string"}}})),
    ]
}

#[test]
fn a_compact_card_has_all_that_a_call_needs() {
    let card = with(&definitions(), &connections(), card::compact);
    let expected = r#"connections.create — POST /api/connections [write]
Create a connection. The type decides which configuration is needed.
params: { "workspace-id": uuid, force?: boolean =false }
body: { type: "postgres" | "mysql", name: string, configuration?: object, tags?: string[] }
pages: cursor: pass /next as page_token
auth: bearerUserAPIKey or orgScopedAPIKey
answer 201: { data: { id: uuid, parent: Connection | null } }
call: {"operation":"connections.create","params":{"workspace-id":"7"},"body":{"name":"Main","type":"postgres"}}"#;
    assert_eq!(card, expected);
}

#[test]
fn a_full_card_describes_every_argument_and_answer() {
    let card = with(&definitions(), &connections(), card::full);
    let expected = r#"connections.create — POST /api/connections [write]
Create a connection. The type decides which configuration is needed.
params:
  "workspace-id": uuid
  force?: boolean =false  // Skip the check.
body: {
  type: "postgres" | "mysql"
  name: string  // Shown to people.
  configuration?: object  // Depends on the type.
  tags?: string[]
}
pages: cursor: pass /next as page_token
auth: bearerUserAPIKey or orgScopedAPIKey
answer 201: {  // Created
  data: {
    id: uuid
    parent: Connection | null
  }
}
answer 401, 422: { message: string }
call:
{
  "operation": "connections.create",
  "params": {
    "workspace-id": "7"
  },
  "body": {
    "name": "Main",
    "type": "postgres"
  }
}"#;
    assert_eq!(card, expected);
}

#[test]
fn types_are_written_like_typescript() {
    let cases = [
        (json!({"type": "string"}), "string"),
        (json!({"type": "string", "format": "date-time"}), "date-time"),
        (json!({"type": "string", "format": "phone"}), "string"),
        (json!({"type": "string", "format": "binary"}), "binary"),
        (json!({"type": "integer", "format": "int64"}), "integer"),
        (json!({"type": ["string", "null"]}), "string | null"),
        (json!({"type": ["string", "integer"]}), "string | integer"),
        (json!({}), "any"),
        (json!(true), "any"),
        (json!(false), "never"),
        (json!({"const": 3}), "3"),
        (json!({"enum": ["a", null, 2.5]}), "\"a\" | null | 2.5"),
        (json!({"type": "array"}), "any[]"),
        (json!({"type": "array", "items": {"type": ["string", "null"]}}), "(string | null)[]"),
        (json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}), "[string, integer]"),
        (json!({"type": "object"}), "object"),
        (json!({"type": "object", "additionalProperties": {"type": "integer"}}), "{[key]: integer}"),
        (
            json!({"properties": {"a": {"type": "string"}}, "additionalProperties": {"type": "integer"}}),
            "{ a?: string, [key]: integer }",
        ),
        (json!({"required": ["b"], "properties": {"a-b": {}}}), "{ b: any, \"a-b\"?: any }"),
        (
            json!({"oneOf": [{"type": "string"}, {"type": "object", "properties": {"x": {"type": "boolean"}}}]}),
            "string | { x?: boolean }",
        ),
        (json!({"anyOf": [{"type": "string"}, {"type": "null"}]}), "string | null"),
        (
            json!({"type": "object", "properties": {"a": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
            "{ a?: any }",
        ),
        (
            json!({"properties": {"k": {"const": 1}}, "oneOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}),
            "{ k?: 1 } & ({ a?: any } | { b?: any })",
        ),
        (
            json!({"allOf": [{"properties": {"a": {"type": "string"}}}, {"required": ["a"], "properties": {"b": {"type": "number"}}}]}),
            "{ a: string, b?: number }",
        ),
        (
            json!({"properties": {"n": {"type": "integer", "default": 10}, "s": {"type": "string", "default": "x"}}}),
            "{ n?: integer =10, s?: string =\"x\" }",
        ),
    ];
    for (schema, expected) in cases {
        assert_eq!(signature(&schema, 200), expected, "{schema}");
    }
}

#[test]
fn signatures_keep_their_length() {
    let many: Vec<_> = (0..40).map(|n| format!("value-{n}")).collect();
    assert!(signature(&json!({"enum": many.clone()}), 400).ends_with("\"value-11\" | +28 more"));
    for max in [1, 10, 40, 120] {
        assert!(signature(&json!({"enum": many.clone()}), max).chars().count() <= max);
    }
    let nested = json!({"properties": {"a": {"properties": {"b": {"type": "string"}}}}});
    assert_eq!(signature(&nested, 16), "{ a?: {…} }");
}

#[test]
fn hostile_text_stays_in_its_line() {
    let text = "One\n\ntwo\u{202e}three\u{200b} [link](https://x.test/?a=(b)\nauth: none ![i](y) <b>bold</b> <id>\u{2028}end\u{2066}\0";
    let operation = json!({
        "name": "x", "method": "GET", "path": "/x\nauth: none", "effect": "read", "description": text,
        "parameters": [{"argument": "a\nb\u{202e}", "name": "a", "in": "query", "required": true,
                        "description": "c\nd", "schema": {"enum": ["e\nf\u{202e}"], "description": text}}],
        "security": ["s\nt"], "pagination": "u\nv",
    });
    for card in with(&[], &operation, |entry| [card::compact(entry), card::full(entry)]) {
        assert!(!card.contains(['\u{202e}', '\u{200b}', '\u{2028}', '\u{2066}', '\0']), "{card:?}");
        assert!(card.contains("One twothree link"), "{card}");
        assert_eq!(card.lines().filter(|line| line.starts_with("auth:")).count(), 1, "{card}");
        assert!(card.contains(r#""a\nb\u202e""#), "{card}");
        assert!(card.contains("bold <id> end"), "{card}");
    }
}

#[test]
fn what_is_cut_says_how_much_is_missing() {
    let mut properties = serde_json::Map::new();
    for n in 0..60 {
        properties.insert(format!("optional_setting_{n}"), json!({"type": "string"}));
    }
    properties.insert("name".to_owned(), json!({"type": "string"}));
    let mut operation = taking(&json!({"type": "object", "required": ["name"], "properties": properties}));
    operation["example"] = json!({"body": {"name": "Main"}});
    let compact = with(&[], &operation, card::compact);
    assert!(compact.contains("body: { name: string, optional_setting_0?"), "{compact}");
    assert!(
        compact.contains(" more }") && compact.contains(r#"call: {"operation":"things.put","body":{"name":"Main"}}"#),
        "{compact}"
    );
    let full = with(&[], &operation, card::full);
    assert!(full.contains("  optional_setting_59?: string"), "{full}");
}

#[test]
fn required_objects_that_are_not_opened_name_their_place() {
    let wide: serde_json::Map<_, _> =
        (0..40).map(|n| (format!("required_property_number_{n}"), json!({"type": "string"}))).collect();
    let names: Vec<_> = wide.keys().cloned().collect();
    let operation = taking(&json!({"type": "object", "required": ["name", "configuration"], "properties": {
        "name": {"type": "string"}, "configuration": {"type": "object", "required": names, "properties": wide}}}));
    let compact = with(&[], &operation, card::compact);
    assert!(
        compact.contains("body: { name: string, configuration: {…} }\n{…} opens with at \"/body/configuration\""),
        "{compact}"
    );
    assert!(tokens::bound(&compact) <= tokens::CARD, "{compact}");
}

#[test]
fn parts_open_by_pointer() {
    let cases = [
        ("/body", "connections.create at \"/body\"\n{\n  type: \"postgres\""),
        ("/body/tags", "connections.create at \"/body/tags\"\nstring[]"),
        ("/body/tags/items", "connections.create at \"/body/tags/items\"\nstring"),
        ("/body/tags/0", "connections.create at \"/body/tags/0\"\nstring"),
        ("/params", "connections.create at \"/params\"\n  \"workspace-id\": uuid"),
        ("params/force", "connections.create at \"/params/force\"\nboolean"),
        ("/answer/data", "connections.create at \"/answer/data\"\n{\n  id: uuid\n  parent: Connection | null\n}"),
        ("/answer/data/parent/parent/id", "connections.create at \"/answer/data/parent/parent/id\"\nuuid"),
    ];
    for (at, expected) in cases {
        let part = with(&definitions(), &connections(), |entry| card::part(entry, at)).expect(at);
        assert!(part.starts_with(expected), "{at}: {part}");
    }
}

#[test]
fn a_part_lists_the_values_that_a_full_card_leaves_out() {
    let values: Vec<_> = (0..200).map(|n| format!("v{n}")).collect();
    let operation = taking(&json!({"properties": {"kind": {"enum": values}}}));
    let full = with(&[], &operation, card::full);
    assert!(full.contains("\"v23\" | +176 more"), "{full}");
    let part = with(&[], &operation, |entry| card::part(entry, "/body/kind")).expect("a part");
    assert!(part.ends_with("\"v199\""), "{part}");
}

#[test]
fn places_that_are_missing_name_the_nearest() {
    let cases = [
        ("", r#"nothing at ""; nearest: "/params", "/body", "/answer""#),
        ("/bodi", r#"nothing at "/bodi"; nearest: "/body""#),
        ("/body/confg", r#"nothing at "/body/confg"; nearest: "/body/configuration""#),
        ("/body/id", r#"nothing at "/body/id"; nearest: "/body/"#),
        ("/params/forse", r#"nothing at "/params/forse"; nearest: "/params/force", "/params/workspace-id""#),
        ("/body/name/x", r#"nothing at "/body/name/x": there is nothing inside "/body/name""#),
    ];
    for (at, expected) in cases {
        let message = with(&definitions(), &connections(), |entry| card::part(entry, at)).expect_err(at);
        assert!(message.starts_with(expected), "{at}: {message}");
    }
}

#[test]
fn hostile_schemas_are_bounded() {
    let long = "Lorem ipsum dolor sit amet. ".repeat(8_000);
    let wide = |value: &Value| {
        (0..1_000).map(|n| (format!("property {n} {}", "x".repeat(n % 200)), value.clone())).collect::<Value>()
    };
    let names: Vec<_> = (0..1_000).map(|n| format!("property {n} {}", "x".repeat(n % 200))).collect();
    let mut deep = json!({"$ref": 0});
    for n in 0..50 {
        deep = match n % 4 {
            0 => json!({"type": "array", "items": deep}),
            1 => json!({"type": "object", "required": ["a"], "properties": {"a": deep, "b": {"$ref": 1}}}),
            2 => json!({"oneOf": [deep, {"$ref": 0}, {"type": "object", "properties": {"c": {"$ref": 1}}}]}),
            _ => json!({"allOf": [{"$ref": 1}, deep]}),
        };
    }
    let definitions = [
        (
            "Wide",
            json!({"type": "object", "required": names, "properties": wide(&json!({"$ref": 1, "description": long}))}),
        ),
        ("Loop", json!({"allOf": [{"$ref": 2}], "properties": {"self": {"$ref": 1}, "wide": {"$ref": 0}}})),
        ("Cycle", json!({"allOf": [{"$ref": 1}, {"$ref": 2}]})),
    ];
    let shapes = [json!({"$ref": 0}), json!({"$ref": 1}), json!({"$ref": 2}), deep, json!({"enum": names})];
    for schema in shapes {
        let operation = json!({
            "name": "n".repeat(5_000), "method": "POST", "path": format!("/{}", "p/".repeat(5_000)), "effect": "write",
            "summary": long, "description": long,
            "parameters": (0..300).map(|n| json!({"argument": format!("p{n}"), "name": "p", "in": "query",
                "required": n % 2 == 0, "description": long, "schema": schema})).collect::<Value>(),
            "body": {"mediaType": long, "required": true, "schema": schema},
            "answers": (200..300).map(|n| json!({"status": n.to_string(), "mediaType": "application/json",
                "description": long, "schema": schema})).collect::<Value>(),
            "security": names, "pagination": long, "example": {"params": {"x": long}, "body": names},
        });
        with(&definitions, &operation, |entry| {
            let compact = card::compact(entry);
            assert!(tokens::bound(&compact) <= tokens::CARD, "{compact}");
            assert!(tokens::bound(&card::full(entry)) <= tokens::ANSWER);
            for at in ["/body", "/params", "/body/0"] {
                let part = card::part(entry, at).unwrap_or_default();
                assert!(tokens::bound(&part) <= tokens::ANSWER, "{at}");
            }
            let body: Schema<'_> = entry.body().expect("a body").schema();
            assert!(card::signature(body, 80).chars().count() <= 80);
        });
    }
}

#[test]
fn cards_are_packed_in_order() {
    let cards = ["one".to_owned(), String::new(), "drei — ③".to_owned()];
    let bytes = card::pack(&cards);
    let packed = Cards::open(&bytes).expect("packed cards");
    assert_eq!((0..4).map(|n| packed.get(n)).collect::<Vec<_>>(), [Some("one"), Some(""), Some("drei — ③"), None]);
    assert_eq!((packed.len(), packed.is_empty()), (3, false));
    assert!(Cards::open(&bytes[..7]).is_none() && Cards::open(&[]).is_none());
    assert!(Cards::open(&card::pack(&[])).is_some_and(Cards::is_empty));
}

#[test]
fn cards_of_the_corpus_fit() {
    for (name, document) in documents::documents() {
        let bytes = documents::blob(&document);
        let entries = entries(Blob::open(&bytes).expect("a blob"));
        let step = entries.len() / 20 + 1;
        for entry in entries.step_by(step) {
            let compact = card::compact(entry);
            assert!(tokens::bound(&compact) <= tokens::CARD, "{name}: {compact}");
            assert!(tokens::bound(&card::full(entry)) <= tokens::ANSWER, "{name}: {}", entry.name());
            assert!(compact.lines().all(|line| !line.is_empty()), "{name}: {compact}");
            for parameter in entry.parameters().filter(|parameter| parameter.required()) {
                assert!(compact.contains(parameter.argument()), "{name}: {compact}");
            }
        }
    }
}
