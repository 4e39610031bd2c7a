//! The text of a document is hostile: it never becomes code, a path, a template or a row of a table.

use std::collections::BTreeSet;

use contract::Parameter;
use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Value, json};

use crate::support::{Compiled, compile, compile_as};

/// Texts that would escape from somewhere if they were let.
fn poisons() -> Vec<String> {
    let mut poisons: Vec<String> = [
        "*/ \"] } fn pwned() {} /*",
        "\"#; fn pwned() {} r#\"",
        "\\\"); pwned!();",
        "`]` `rust\nfn pwned() {}\n``` \r\n//! pwned\n#![pwned]\n",
        "NUL\0 bell\u{7} escape\u{1b}[31m delete\u{7f} next\u{85}line\u{2028}paragraph\u{2029}",
        "\u{202e}reversed\u{2066}isolated\u{2069}\u{200b}\u{feff}\u{ad}\u{e0041}",
        "{{ askama }} {% include \"/etc/passwd\" %} {# comment #} {}",
        "| a | b |\n|---|---|\n| pwned | pwned |",
        "<script>pwned()</script> [link](javascript:pwned) <!-- ![image](x) &amp;",
        "../../../etc/passwd",
        "$(pwned) `pwned` ; rm -rf ~ & \\",
        "type",
        "self",
        "Self",
        "crate",
        "super",
        "_",
        "r#type",
        "'static",
        "async",
        "gen",
        "union",
        "macro_rules",
        "From",
        "Option",
        "Value",
        "Arguments",
        "Argument",
        "Request",
        "Operation",
        "String",
        "Choice",
        "API",
        "body",
        "arguments",
        "request",
        "new",
        "None",
        "lib",
        "main",
        "runtime",
        "mod",
        "con",
        "std",
        "core",
        "2fa",
        "404",
        "7",
        "数据",
        "📦🚀",
        "",
        " ",
        "é",
        "ß",
        "ǅ",
        "İstanbul",
        "a\u{301}",
        "Case",
        "case",
        "CASE",
        "cAsE",
        "A_L_L",
        "F_I_R_S_T",
    ]
    .map(str::to_owned)
    .into();
    poisons.push("pwned ".repeat(200 * 1024 / 6));
    poisons.push("{".repeat(300));
    poisons
}

/// A document that has every poison everywhere.
fn document() -> Value {
    let mut paths = serde_json::Map::new();
    let poisons = poisons();
    for (index, poison) in poisons.iter().enumerate() {
        let parameters: Vec<Value> = ["query", "header", "cookie"]
            .into_iter()
            .map(|location| json!({"name": poison, "in": location, "description": poison, "schema": {"type": "string", "enum": [poison, "other"], "description": poison}}))
            .collect();
        let operation = json!({
            "operationId": poison,
            "tags": [poison],
            "summary": poison,
            "description": poison,
            "security": [{poison: []}],
            "parameters": parameters,
            "requestBody": {"description": poison, "content": {
                "application/json": {"schema": {"title": poison, "required": [poison], "properties": {poison: {"const": poison}}}},
                poison: {},
            }},
            "responses": {"200": {"description": poison, "headers": {poison: {}}, "content": {poison: {}}}, poison: {}},
        });
        let form = json!({"requestBody": {"content": {poison: {}}}});
        // Once is enough for the list of them all.
        let poisons = if index == 0 { poisons.as_slice() } else { &[] };
        let choices =
            json!({"parameters": [{"name": "choice", "in": "query", "schema": {"type": "string", "enum": poisons}}]});
        let mut item = json!({"put": operation, "post": form, "get": choices, "summary": poison});
        item[poison.as_str()] = json!({});
        paths.insert(format!("/{index}/{{{poison}}}"), item.clone());
        paths.insert(format!("/{index}{poison}"), item);
    }
    let schemes: serde_json::Map<String, Value> = poisons
        .iter()
        .map(|poison| (poison.clone(), json!({"type": "apiKey", "in": "query", "name": poison, "description": poison})))
        .collect();
    let poison = poisons.concat();
    json!({
        "openapi": "3.1.0",
        "info": {"title": poison, "version": poison, "description": poison},
        "servers": [{"url": poison, "description": poison}],
        "tags": poisons.iter().map(|poison| json!({"name": poison, "description": poison})).collect::<Vec<_>>(),
        "paths": paths,
        "components": {"securitySchemes": schemes},
    })
}

fn compiled() -> Compiled {
    compile(&document().to_string())
}

#[test]
fn generated_rust_is_what_the_emitter_wrote() {
    let compiled = compiled();
    let mut files = 0;
    for (path, bytes) in compiled.files.iter().filter(|(path, _)| path.extension() == Some("rs")) {
        let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        let known = |item: &syn::Item| {
            use syn::Item::{Enum, Fn, Impl, Mod, Static, Struct, Use};
            matches!(item, Enum(_) | Fn(_) | Impl(_) | Mod(_) | Static(_) | Struct(_) | Use(_))
        };
        assert!(file.items.iter().all(known), "{path}: {text}");
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
        let words = identifiers(tokens);
        assert!(!words.contains("pwned") && !words.contains("compile_error"), "{path}");
        // The documentation of an item is beside it in the text, so a line of it can't be longer than what is kept.
        let longest = text.lines().filter(|line| line.trim_start().starts_with("//")).map(str::len).max();
        assert!(longest < Some(5_000), "{path}: {longest:?}");
        files += 1;
    }
    assert!(files > 40, "{files}");
}

fn identifiers(tokens: TokenStream) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => found.extend(identifiers(group.stream())),
            TokenTree::Ident(ident) => {
                found.insert(ident.to_string());
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    found
}

#[test]
fn paths_are_plain() {
    for path in compiled().files.keys() {
        let fits = |c: char| c.is_ascii_alphanumeric() || "/_.".contains(c);
        assert!(path.as_str().chars().all(fits) && !path.as_str().contains(".."), "{path}");
        assert!(path.starts_with("generated/cafe") || path == "specs/cafe/names.lock", "{path}");
        assert!(!["con", "aux", "nul"].contains(&path.file_stem().unwrap_or_default()), "{path}");
    }
}

#[test]
fn text_files_hold_no_text_that_acts() {
    let compiled = compiled();
    for (path, bytes) in compiled.files.iter().filter(|(path, _)| path.extension() != Some("bin")) {
        let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        let acts = |c: char| {
            c.is_control() && c != '\n' || "\u{202e}\u{2066}\u{2069}\u{200b}\u{feff}\u{2028}\u{e0041}".contains(c)
        };
        assert!(!text.contains(acts), "{path}");
        if path.extension() == Some("md") {
            assert!(!text.contains("<script") && !text.contains("<!-- !"), "{path}");
            assert!(text.len() < 400_000, "{path}: {}", text.len());
        }
        if path.extension() == Some("toml") {
            assert!(!text.contains("pwned"), "{path}");
        }
    }
    for (table, columns) in [("OPERATIONS.md", 7), ("COVERAGE.md", 4)] {
        let rows = compiled.text(table).lines().filter(|line| line.starts_with('|'));
        let rows: Vec<&str> = rows.take_while(|line| !line.starts_with("| what |")).collect();
        assert!(rows.len() > 40, "{table}");
        for row in rows {
            let bars = row.replace("\\\\", "").replace("\\|", "").matches('|').count();
            assert_eq!(bars, columns + 1, "{table}: {row}");
        }
    }
    assert!(compiled.text("OPERATIONS.md").contains("{{ askama }} {% include"));
}

#[test]
fn names_survive() {
    let first = compiled();
    let names: BTreeSet<String> = first.names().into_iter().map(|(_, name)| name).collect();
    assert_eq!(names.len(), first.names().len());
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c);
    for name in &names {
        assert!(!name.is_empty() && name.len() <= 96 && name.chars().all(fits), "{name}");
    }
    let again = compile_as(&document().to_string(), "", Some(first.text("names.lock")));
    assert_eq!(again.names(), first.names());
    assert!(!again.said().iter().any(|said| said.contains("invalid-lock")));
}

#[test]
fn arguments_are_unique() {
    let names = ["id", "path.id", "ID", "i-d", "i_d", "query.id", "Id", "body", "self"];
    let parameters: Vec<Value> = ["query", "header"]
        .into_iter()
        .flat_map(|location| names.map(|name| json!({"name": name, "in": location, "schema": {"type": "string"}})))
        .chain([json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}})])
        .collect();
    let operation = json!({"parameters": parameters, "requestBody": {"content": {"application/json": {}}}});
    let document = json!({"openapi": "3.1.0", "paths": {"/a/{id}": {"put": operation}}});
    let compiled = compile(&document.to_string());
    let arguments: Vec<&str> = compiled.only().parameters().map(Parameter::argument).collect();
    let different: BTreeSet<&str> = arguments.iter().copied().collect();
    assert_eq!(different.len(), 2 * names.len() + 1, "{arguments:?}");
    assert!(different.contains("query.query.id") && different.contains("path.path.id"), "{arguments:?}");
}

#[test]
fn long_chains_of_references_end() {
    let mut schemas = serde_json::Map::new();
    let reference = |index: usize| json!({"$ref": format!("#/components/schemas/S{index}")});
    for index in 0..5_000 {
        let schema = match index % 3 {
            0 => reference(index + 1),
            1 => json!({"allOf": [reference(index + 1)]}),
            _ => json!({"required": ["a"], "properties": {"a": reference(index + 1)}}),
        };
        schemas.insert(format!("S{index}"), schema);
    }
    schemas.insert("S5000".to_owned(), json!({"type": "string"}));
    let document = json!({
        "openapi": "3.1.0",
        "paths": {"/a": {"post": {"requestBody": {"required": true, "content": {"application/json": {"schema": reference(0)}}}}}},
        "components": {"schemas": schemas},
    });
    assert!(compile(&document.to_string()).only().body().is_some());
}

#[test]
fn operations_with_thousands_of_parameters_are_left_out() {
    let parameter = |index: usize| json!({"name": format!("p{index}"), "in": "query", "schema": {"type": "string"}});
    let operation = |count: usize| json!({"get": {"parameters": (0..count).map(parameter).collect::<Vec<_>>()}});
    let document = json!({"openapi": "3.1.0", "paths": {"/few": operation(300), "/many": operation(20_000)}});
    let compiled = compile(&document.to_string());
    assert_eq!(compiled.only().parameters().count(), 300);
    assert!(compiled.said().iter().any(|said| said.contains("invalid-operation")), "{:?}", compiled.said());
}

#[test]
fn large_crates_come_in_parts_that_divide_the_modules() {
    let paths = (0..1_800).map(|index| {
        let operation = json!({"tags": [format!("group{}", index % 9)], "operationId": format!("get{index}")});
        (format!("/things/{index}"), json!({"get": operation}))
    });
    let document = json!({"openapi": "3.1.0", "paths": paths.collect::<serde_json::Map<_, _>>()});
    let source = generator::Source { text: document.to_string(), ..generator::Source::default() };
    let (files, _) = generator::compile(&source, &generator::Vendor::plain("cafe"));
    let modules: Vec<&str> =
        files.keys().map(|path| path.as_str()).filter(|path| path.contains("/src/group")).collect();
    let parts: BTreeSet<&str> = modules.iter().filter_map(|path| path.split('/').nth(2)).collect();
    assert_eq!((modules.len(), parts.len()), (9, 2), "{modules:?}");
    for part in parts {
        assert!(files.contains_key(camino::Utf8Path::new(&format!("generated/cafe/{part}/Cargo.toml"))), "{part}");
    }
}

#[test]
fn paths_stay_on_their_line() {
    let paths = ["/a#\nGET /b evil.name", "/b\n", "/c{?x\ny}", "/d?a={b}\u{202e}", "/ok#part"];
    let paths = paths.map(|path| (path.to_owned(), json!({"get": {"operationId": "same"}})));
    let document = json!({"openapi": "3.1.0", "paths": serde_json::Map::from_iter(paths)}).to_string();
    let first = compile(&document);
    assert_eq!(first.only().path(), "/ok#part");
    assert_eq!(first.text("names.lock").lines().filter(|line| line.starts_with("GET ")).count(), 1);
    assert!(!compile_as(&document, "", Some(first.text("names.lock"))).said().iter().any(|it| it.contains("lock")));
}

#[test]
fn references_and_compositions_that_branch_end() {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let many = |name: &str| json!({"allOf": vec![reference(name); 300]});
    let schemas = json!({
        "Within": {"$ref": "#/components/schemas/Within/x"},
        "Twice": {"$ref": "#/components/schemas/Other/k/k/k/k/k/k/k/k/k/k/k/k/k/k/k/k/k/k/k/k/k/k/k/k/k"},
        "Other": {"$ref": "#/components/schemas/Twice/k"},
        "A": many("A"),
        "Union": {"oneOf": [reference("A"), reference("B")], "discriminator": {"propertyName": "kind"}},
        "B": {"type": "object", "properties": {"kind": {"const": "b"}}},
    });
    let content = json!({"application/json": {"schema": reference("Union")}});
    let document = json!({
        "openapi": "3.1.0",
        "paths": {"/a": {"get": {"responses": {"200": {"description": "x", "content": content}}}}},
        "components": {"schemas": schemas},
    });
    let paged = "[pagination.\"GET /a\"]\nkind = \"next-url\"\nnext = \"/a/b/c\"\n";
    assert!(!compile_as(&document.to_string(), paged, None).said().is_empty());
}

#[test]
fn long_keys_count_where_they_are_copied() {
    let key = "k".repeat(500_000);
    let text = format!("openapi: 3.1.0\nx-a: &a {{{key}: 1}}\nx-b: [{}]\npaths: {{}}\n", "*a, ".repeat(2_000));
    assert!(compile(&text).said().iter().any(|it| it.contains("syntax")), "the copies are bounded");
}
