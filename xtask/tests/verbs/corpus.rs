//! `corpus`: exit codes and the account of folders with good, bad and uncompilable documents.

use serde_json::{Value, json};

use crate::scratch::{Scratch, TEA};

const CORPUS: [&str; 5] = ["corpus", "--dir", "documents", "--json", "account.json"];

fn account(scratch: &Scratch) -> Value {
    serde_json::from_str(&scratch.read("account.json")).expect("the account is JSON")
}

#[test]
fn every_document_has_a_row() {
    let scratch = Scratch::empty("corpus");
    scratch.write("documents/index.tsv", "path\tvalid_osv\na/openapi.yaml\tvalid\nb.json\tinvalid\n");
    scratch.write("documents/a/openapi.yaml", TEA);
    // One operation without a reading, and a document that says nothing.
    let bad = json!({"openapi": "3.0.0", "info": {"title": "B", "version": "1"}, "paths": {
        "/b": {"get": {"responses": {}}, "put": {"responses": {}, "parameters": [
            {"name": "b", "in": "query", "required": true, "schema": {"allOf": [{"type": "string"}, {"type": "integer"}]}}]}}}});
    scratch.write("documents/b.json", &bad.to_string());
    scratch.write("documents/c/swagger.json", "{");
    scratch.write("documents/readme.yaml", "words: 1\n");
    let run = scratch.run(&CORPUS);
    run.assert(0, &["all: 3 documents, 2 loaded", "valid: 1 documents, 2 of 2 operations offered (100.000 %)"]);
    let account = account(&scratch);
    let sums =
        ["documents", "loaded", "panics", "nondeterministic", "compiled", "uncompilable", "operations", "offered"];
    let sums: Vec<_> = sums.iter().map(|name| account[name].as_u64().expect("a number")).collect();
    assert_eq!(sums, [3, 2, 0, 0, 0, 0, 4, 3], "{account:#}");
    let skipped: u64 = account["skipped"].as_object().expect("codes").values().filter_map(Value::as_u64).sum();
    assert_eq!(skipped, 1, "{account:#}");
    let rows = account["rows"].as_array().expect("rows");
    let paths: Vec<_> = rows.iter().map(|row| row["path"].as_str().expect("a path")).collect();
    assert_eq!(paths, ["a/openapi.yaml", "b.json", "c/swagger.json"]);
    for name in ["path", "version", "operations", "offered", "seconds", "peak_mb", "output_bytes", "error"] {
        assert!(rows.iter().all(|row| row.get(name).is_some()), "{name}");
    }
    assert!(rows[0]["error"].is_null() && rows[0]["output_bytes"].as_u64() > Some(1000));
    assert_eq!((&rows[0]["version"], &rows[0]["offered"]), (&json!("3.1"), &json!(2)));
    assert!(rows[2]["error"].as_str().is_some_and(|error| error.contains("syntax")), "{account:#}");
}

#[test]
fn crates_that_do_not_compile_fail_the_run_after_the_account() {
    let scratch = Scratch::empty("corpus_uncompilable");
    // There is no runtime in it that a crate could be compiled with.
    scratch.write("Cargo.toml", "[workspace]\nresolver = \"3\"\n");
    scratch.write("documents/openapi.yaml", TEA);
    let run = scratch.run(&[&CORPUS[..], &["--compile", "1"]].concat());
    run.assert(1, &["openapi.yaml can't be compiled", "0 compiled, 1 uncompilable"]);
    let account = account(&scratch);
    assert_eq!((&account["uncompilable"], &account["offered"]), (&json!(1), &json!(2)));
}

#[test]
fn folders_without_documents_are_usage_errors() {
    let scratch = Scratch::empty("corpus_empty");
    scratch.write("documents/words.txt", "openapi: 3.1.0\n");
    scratch.run(&CORPUS).assert(2, &["holds no OpenAPI document"]);
    scratch.run(&["corpus", "--dir", "gone"]).assert(2, &["gone is no folder"]);
    scratch.run(&["corpus"]).assert(2, &["--dir"]);
    assert!(!scratch.root.join("account.json").exists());
}
