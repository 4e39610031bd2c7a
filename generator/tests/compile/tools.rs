//! Curated tools: what vendor.toml may say of them, and the schemas that come of it.

use serde_json::Value;

use crate::support::{Compiled, HEAD, compile_as};

const DOCUMENT: &str = "  /syncs:
    get:
      summary: List syncs
      parameters:
        - {name: order, in: query, schema: {enum: [asc, desc]}}
        - {name: limit, in: query, required: true, schema: {type: integer, maximum: 50}}
        - {name: after, in: query, schema: {type: string}}
        - {name: 'very[long].name-that no-client would take as it is', in: query, schema: {type: boolean}}
      responses: {'200': {description: A, content: {application/json: {schema: {type: object, properties: {next: {type: string}, list: {type: array, items: {type: object}}}}}}}}
  /syncs/{id}:
    put:
      summary: Replace a sync
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [name, target]
              additionalProperties: false
              properties:
                id: {type: string}
                name: {type: string}
                target: {type: object, required: [kind], properties: {kind: {enum: [a, b]}, size: {type: integer}}}
    delete:
      summary: Delete a sync
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
  /list: {post: {summary: List, requestBody: {required: true, content: {application/json: {schema: {type: array, items: {type: integer}}}}}}}
";

fn compiled(decisions: &str) -> Compiled {
    compile_as(&format!("{HEAD}{DOCUMENT}"), decisions, None)
}

/// The diagnostics of decisions, each with a part of its message or help.
#[track_caller]
fn check(decisions: &str, expected: &[(&str, &str)]) {
    let compiled = compiled(decisions);
    let places: Vec<&str> = expected.iter().map(|(place, _)| *place).collect();
    assert_eq!(compiled.said(), places, "{decisions}\n{:#?}", compiled.diagnostics);
    for (diagnostic, (_, text)) in compiled.diagnostics.iter().zip(expected) {
        let said = format!("{}; {}", diagnostic.message, diagnostic.help);
        assert!(said.contains(text), "{said:?} has no {text:?}");
    }
}

/// A table for one tool over an operation.
fn tool(operation: &str, rest: &str) -> String {
    format!("[[tool]]\nname = \"t\"\noperation = \"{operation}\"\n{rest}")
}

/// The input schema of the only tool.
#[track_caller]
fn input(decisions: &str) -> Value {
    let compiled = compiled(decisions);
    let library = compiled.text("src/lib.rs");
    let line = library.lines().find_map(|line| line.trim().strip_prefix("input: "));
    let line = line.unwrap_or_else(|| panic!("{}\n{library}", compiled.said().join("\n")));
    let text: String = serde_json::from_str(line.trim_end_matches(',')).expect("a literal");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn tables_that_cannot_be_read() {
    let list = |name: &str| {
        format!("[[tool]]\nname = \"{name}\"\noperation = \"syncs.list\"\narguments = {{limit = \"limit\"}}\n")
    };
    for (name, text) in [
        ("search", "already a tool"),
        ("execute", "already a tool"),
        ("submit_mcp_feedback", "already a tool"),
        ("Syncs", "no name of a tool"),
        ("9syncs", "no name of a tool"),
        ("", "no name of a tool"),
        ("a.b", "no name of a tool"),
        ("a\u{e9}", "no name of a tool"),
        (&"a".repeat(41), "no name of a tool"),
    ] {
        check(&list(name), &[("error invalid-vendor /tool/0/name 2:8", text)]);
    }
    check(&list(&"a".repeat(40)), &[]);
    check(&format!("{}{}", list("a"), list("a")), &[("error invalid-vendor /tool/1/name 6:8", "already a tool \"a\"")]);
    for (rest, expected) in [
        ("fixd = {}\n", ("error invalid-vendor /tool/0/fixd 4:1", "did you mean `fixed`?")),
        ("output = { jqq = \".\" }\n", ("error invalid-vendor /tool/0/output/jqq 4:12", "did you mean `jq`?")),
        ("output = { jq = \" \" }\n", ("error invalid-vendor /tool/0/output/jq 4:17", "1 to 10,000 bytes")),
        ("output = { pages = 0 }\n", ("error invalid-vendor /tool/0/output/pages 4:20", "from 1 on")),
        ("output = { pages = \"some\" }\n", ("error invalid-vendor /tool/0/output/pages 4:20", "from 1 on")),
        ("description = \" \"\n", ("error invalid-vendor /tool/0/description 4:15", "1 to 1,000")),
        ("arguments = { a = 7 }\n", ("error invalid-vendor /tool/0/arguments/a 4:19", "a string or a table")),
        ("arguments = { a = { frm = \"b\" } }\n", ("error invalid-vendor /tool/0/arguments/a/frm 4:21", "`from`")),
        ("arguments = { a = { from = 7 } }\n", ("error invalid-vendor /tool/0/arguments/a/from 4:28", "a string")),
        (
            "arguments = { \"a b\" = \"limit\" }\n",
            ("error invalid-vendor /tool/0/arguments/a b 4:23", "no name of a tool's"),
        ),
        (
            "arguments = { approval = \"limit\" }\n",
            ("error invalid-vendor /tool/0/arguments/approval 4:26", "not `approval`"),
        ),
    ] {
        check(&tool("syncs.list", rest), &[expected]);
    }
}

#[test]
fn tables_that_apply_to_nothing() {
    check(
        &tool("syncs.lists", ""),
        &[("error unmatched-decision /tool/0/operation 3:1", "did you mean `syncs.list`?")],
    );
    check(&tool("GET /sync", ""), &[("error unmatched-decision /tool/0/operation 3:1", "did you mean `GET /syncs`?")]);
    for (rest, expected) in [
        ("arguments = { limit = \"limt\" }\n", "/tool/0/arguments/limit 4:15 did you mean `limit`?"),
        ("arguments = { limit = \"limit\", b = \"body\" }\n", "/tool/0/arguments/b 4:32 has no argument \"body\""),
        ("arguments = { limit = \"limit\", b = \"path.limit\" }\n", "/tool/0/arguments/b 4:32 use one of"),
        (
            "arguments = { limit = \"limit\" }\nfixed = { ordr = \"asc\" }\n",
            "/tool/0/fixed/ordr 5:11 did you mean `order`?",
        ),
    ] {
        let (place, text) = expected.match_indices(' ').nth(1).map(|(at, _)| expected.split_at(at)).unwrap();
        let place = format!("error unmatched-decision {place}");
        let compiled = compiled(&tool("syncs.list", rest));
        assert!(compiled.said().contains(&place), "{rest}: {:?}", compiled.said());
        let said = compiled.diagnostics.iter().map(|it| format!("{}; {}", it.message, it.help)).collect::<String>();
        assert!(said.contains(text.trim()), "{said}");
    }
    let body = "arguments = { id = \"id\", name = \"body.nme\", target = \"body.target\" }\n";
    let compiled = compiled(&tool("PUT /syncs/{id}", body));
    assert_eq!(compiled.said()[0], "error unmatched-decision /tool/0/arguments/name 4:26");
    assert!(compiled.diagnostics[0].help.contains("did you mean `body.name`?"), "{:?}", compiled.diagnostics);
    check(
        &tool("PUT /syncs/{id}", "output.pages = \"all\"\n"),
        &[("error unmatched-decision /tool/0/output/pages 4:8", "has no pages")],
    );
}

#[test]
fn values_that_the_operation_refuses() {
    for (rest, place, text) in [
        ("arguments = { limit = { default = 51 } }\n", "/tool/0/arguments/limit/default 4:25", "at most 50"),
        ("arguments = { limit = { default = \"x\" } }\n", "/tool/0/arguments/limit/default 4:25", "integer"),
        ("fixed = { limit = 5, order = \"descc\" }\narguments = {}\n", "/tool/0/fixed/order 4:22", "`desc`"),
        ("fixed = { limit = 1979-05-27 }\narguments = {}\n", "/tool/0/fixed/limit 4:11", "integer"),
        ("arguments = { limit = \"limit\" }\nfixed = { limit = 5 }\n", "/tool/0/name 2:1", "both give params.limit"),
        ("arguments = { a = \"limit\", b = \"query.limit\" }\n", "/tool/0/name 2:1", "b and a both give"),
        ("arguments = {}\n", "/tool/0/name 2:1", "requires params.limit"),
    ] {
        check(&tool("syncs.list", rest), &[(&format!("error invalid-vendor {place}"), text)]);
    }
    for (rest, text) in [
        ("arguments = { id = \"id\", name = \"body.name\" }\n", "requires body.target"),
        (
            "arguments = { id = \"id\", name = \"body.name\", size = \"body.target.size\" }\n",
            "requires body.target.kind",
        ),
        ("arguments = { name = \"body.name\", target = \"body.target\" }\n", "requires params.id"),
    ] {
        check(&tool("PUT /syncs/{id}", rest), &[("error invalid-vendor /tool/0/name 2:1", text)]);
    }
    // A body that need not be sent is not missed.
    check(&tool("PUT /syncs/{id}", "description = \"d\"\narguments = { id = \"id\" }\n"), &[]);
}

#[test]
fn schemas_say_what_is_shown() {
    for (operation, rest, expected) in [
        (
            "syncs.list",
            "fixed.order = \"desc\"\n",
            r#"{"type":"object","properties":{"limit":{"type":"integer","maximum":50},"after":{"type":"string"},
                "very_long_name_that_no_client_would_take":{"type":"boolean"}},"required":["limit"]}"#,
        ),
        (
            "syncs.list",
            "arguments = { sort = \"order\", n = { from = \"limit\", default = 10, description = \"How\\n many\" } }\n",
            r#"{"type":"object","properties":{"sort":{"type":"string","enum":["asc","desc"]},
                "n":{"type":"integer","maximum":50,"description":"How many","default":10}}}"#,
        ),
        (
            "PUT /syncs/{id}",
            "fixed.\"/body/target/kind\" = \"a\"\narguments = { id = \"id\", name = \"/body/name\", size = \"body.target.size\" }\n",
            r#"{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"size":{"type":"integer"}},
                "required":["id","name"]}"#,
        ),
        (
            "PUT /syncs/{id}",
            "",
            r#"{"type":"object","properties":{"id":{"type":"string"},"body_id":{"type":"string"},"name":{"type":"string"},
                "target":{"type":"object","properties":{"kind":{"type":"string","enum":["a","b"]},"size":{"type":"integer"}},
                "required":["kind"]}},"required":["id"]}"#,
        ),
        (
            "DELETE /syncs/{id}",
            "",
            r#"{"type":"object","properties":{"id":{"type":"string"},
                "approval":{"type":"string","description":"Token that an answer asked for"}},"required":["id"]}"#,
        ),
        (
            "POST /list",
            "",
            r#"{"type":"object","properties":{"body":{"type":"array","items":{"type":"integer"}}},"required":["body"]}"#,
        ),
    ] {
        let expected: Value = serde_json::from_str(expected).expect("JSON");
        assert_eq!(input(&tool(operation, rest)), expected, "{operation} {rest}");
    }
}

/// Every schema of every kind comes out in words that all clients take.
#[test]
fn schemas_are_portable() {
    let schemas = [
        "{}",
        "true",
        "false",
        "{type: [string, integer, 'null']}",
        "{oneOf: [{type: string}, {type: array, items: {type: string}}]}",
        "{anyOf: [{type: 'null'}, {$ref: '#/components/schemas/Node'}]}",
        "{allOf: [{$ref: '#/components/schemas/Node'}, {required: [next], properties: {more: true}}]}",
        "{type: array, items: {type: array, items: {type: array, items: {type: array, items: {type: array, items: {}}}}}}",
        "{type: array}",
        "{prefixItems: [{type: string}, {type: integer}]}",
        "{type: object, additionalProperties: {$ref: '#/components/schemas/Node'}}",
        "{type: object, additionalProperties: true, patternProperties: {'^x': {type: string}}}",
        "{enum: [1, a, null, {b: 1}]}",
        "{const: {a: 1}}",
        "{not: {type: string}}",
        "{type: string, pattern: '(?=a)', format: date-time, minLength: 1, default: x}",
        "{type: number, minimum: -1.5e300, exclusiveMaximum: 7, multipleOf: 0.1}",
        "{$ref: '#/components/schemas/Loop'}",
        "{if: {type: string}, then: {minLength: 1}, else: {type: integer}}",
    ];
    for schema in schemas {
        let document = format!(
            "{HEAD}  /a: {{post: {{summary: S, parameters: [{{name: q, in: query, schema: {schema}}}], requestBody: {{content: {{application/json: {{schema: {{properties: {{f: {schema}}}}}}}}}}}}}}}
components: {{schemas: {{Node: {{type: object, properties: {{next: {{$ref: '#/components/schemas/Node'}}, kind: {{enum: [a]}}}}}},
  Loop: {{type: array, items: {{$ref: '#/components/schemas/Loop'}}}}}}}}
"
        );
        let compiled = compile_as(&document, "[[tool]]\nname = \"t\"\noperation = \"POST /a\"\n", None);
        let errors = compiled.said().into_iter().filter(|said| said.starts_with("error")).collect::<Vec<_>>();
        assert!(errors.is_empty(), "{schema}: {errors:?}");
        let library = compiled.text("src/lib.rs");
        let line = library.lines().find_map(|line| line.trim().strip_prefix("input: ")).expect("a tool");
        let text: String = serde_json::from_str(line.trim_end_matches(',')).expect("a literal");
        assert!(text.len() < 4_000, "{schema}: {text}");
        portable(&serde_json::from_str(&text).expect("JSON"), &text);
    }
}

const KEYWORDS: [&str; 13] = [
    "type",
    "description",
    "properties",
    "required",
    "items",
    "enum",
    "default",
    "additionalProperties",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
];

#[track_caller]
fn portable(schema: &Value, whole: &str) {
    let members = schema.as_object().unwrap_or_else(|| panic!("no object: {whole}"));
    assert!(members.get("type").is_some_and(Value::is_string), "untyped: {whole}");
    for (key, value) in members {
        assert!(KEYWORDS.contains(&key.as_str()) || key == "maxItems", "{key}: {whole}");
        match key.as_str() {
            "properties" => value.as_object().expect("properties").values().for_each(|part| portable(part, whole)),
            "items" | "additionalProperties" => portable(value, whole),
            "enum" => assert!(value.as_array().is_some_and(|values| !values.is_empty()), "{whole}"),
            _ => {}
        }
    }
}

#[test]
fn what_not_every_client_can_be_told_is_warned_of() {
    let many = (0..150).map(|index| format!("{{name: parameter_{index}, in: query, schema: {{type: string}}}}"));
    let many = many.collect::<Vec<_>>().join(", ");
    let document = format!(
        "{HEAD}  /a: {{get: {{parameters: [{{name: q, in: query, schema: {{}}}}]}}}}\n  /b: {{get: {{summary: B, parameters: [{many}]}}}}\n"
    );
    let decisions = "[[tool]]\nname = \"a\"\noperation = \"GET /a\"\n[[tool]]\nname = \"b\"\noperation = \"GET /b\"\n";
    let compiled = compile_as(&document, decisions, None);
    let expected =
        [("a", "all of q: it may be of any type"), ("a", "says what the tool a does"), ("b", "tokens in every")];
    assert_eq!(compiled.diagnostics.len(), expected.len(), "{:#?}", compiled.said());
    for (tool, text) in expected {
        let place = if tool == "a" { "/tool/0/name 2:1" } else { "/tool/1/name 5:1" };
        let found = compiled.diagnostics.iter().zip(compiled.said());
        let mut found = found.filter(|(diagnostic, _)| diagnostic.message.contains(text));
        assert_eq!(found.next().map(|(_, said)| said), Some(format!("warning tool-schema {place}")), "{text}");
    }
}

#[test]
fn programs_that_cannot_be_compiled() {
    let list = |program: &str| {
        tool("syncs.list", &format!("arguments = {{limit = \"limit\"}}\noutput.jq = {}\n", serde_json::json!(program)))
    };
    let deep = format!("{}.{}", "(".repeat(4_990), ")".repeat(4_990));
    for program in [".", ".list | map({id, name}) | sort_by(.name)", "@csv", ".a += 1 | del(.b, .c)", deep.as_str()] {
        check(&list(program), &[]);
    }
    for (program, text) in [
        (".[", "line 1, column 3: expected"),
        (".list |\n  map(.id", "line 2, column"),
        ("map(nmae(1))", "line 1, column 5: no function \"nmae\" with 1 argument"),
        ("sum", "that is add in jq"),
        ("sort_bye(.a)", "did you mean sort_by?"),
        ("input", "the answer's body is the only input"),
        ("$x", "bind it first"),
        ("import \"a\" as a; .", "there are no modules"),
        (&"(".repeat(9_999), "expected"),
        (" ", "1 to 10,000 bytes"),
        (&".".repeat(10_001), "1 to 10,000 bytes"),
    ] {
        check(&list(program), &[("error invalid-vendor /tool/0/output/jq 5:13", text)]);
    }
    let places = ["error invalid-vendor /tool/0/output/jq 5:13"; 2];
    assert_eq!(compiled(&list("a | b")).said(), places);
}
