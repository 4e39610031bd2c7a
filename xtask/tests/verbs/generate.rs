//! `generate`: writing, checking, refusing.

use std::fs;

use crate::scratch::{Scratch, TEA};

#[test]
fn a_second_run_changes_nothing() {
    let scratch = Scratch::generated("a_second_run");
    let (before, modified) = (scratch.files("."), modified(&scratch));
    scratch.run(&["generate"]).assert(0, &["tea: 2 operations offered, 0 left out; 0 files written"]);
    scratch.run(&["generate", "--check", "tea"]).assert(0, &["files up to date"]);
    assert_eq!(scratch.files("."), before);
    assert_eq!(modified, self::modified(&scratch));
}

fn modified(scratch: &Scratch) -> Vec<std::time::SystemTime> {
    let modified = |path: &camino::Utf8PathBuf| fs::metadata(path).and_then(|metadata| metadata.modified());
    scratch.files("generated").keys().map(|path| modified(path).expect("files have a time")).collect()
}

#[test]
fn edits_by_hand_are_stale() {
    let scratch = Scratch::generated("edits_by_hand");
    let before = scratch.files(".");
    scratch.write("generated/tea/src/main.rs", "// mine\n");
    let parts = ["generated/tea/src/main.rs: line 1 is \"// mine\"", "`cargo xtask generate tea` repairs it"];
    scratch.run(&["generate", "--check"]).assert(4, &parts);
    assert_eq!(scratch.read("generated/tea/src/main.rs"), "// mine\n");
    scratch.run(&["generate", "tea"]).assert(0, &["1 files written"]);
    assert_eq!(scratch.files("."), before);
}

#[test]
fn an_edited_document_is_stale() {
    let scratch = Scratch::generated("an_edited_document");
    scratch.write("specs/tea/openapi.yaml", &TEA.replace("List the teas", "List every tea"));
    scratch.run(&["generate", "--check"]).assert(4, &["`cargo xtask generate tea` repairs it"]);
}

#[test]
fn missing_files_and_orphans_are_stale() {
    let scratch = Scratch::generated("missing_and_orphans");
    let before = scratch.files(".");
    fs::remove_file(scratch.root.join("generated/tea/src/lib.rs")).expect("it is there");
    scratch.write("generated/tea/src/old/deep.rs", "");
    scratch.write("generated/gone/src/lib.rs", "");
    let parts = [
        "generated/tea/src/lib.rs is missing",
        "generated/tea/src/old/deep.rs belongs to nothing that is generated",
        "generated/gone belongs to no vendor",
    ];
    scratch.run(&["generate", "--check"]).assert(4, &parts);
    scratch.run(&["generate"]).assert(0, &["generated/gone belonged to no vendor and was removed"]);
    assert_eq!(scratch.files("."), before);
    assert!(!scratch.root.join("generated/tea/src/old").exists());
    assert!(!scratch.root.join("generated/gone").exists());
}

#[test]
fn one_vendor_leaves_the_others_alone() {
    let scratch = Scratch::generated("one_vendor");
    scratch.write("specs/coffee/openapi.yaml", TEA);
    scratch.write("specs/coffee/vendor.toml", "");
    scratch.write("generated/gone/x", "");
    scratch.run(&["generate", "--check", "tea"]).assert(0, &[]);
    scratch.run(&["generate", "--check"]).assert(4, &["coffee"]);
    scratch.run(&["generate", "coffee"]).assert(0, &["coffee: 2 operations"]);
    assert!(scratch.root.join("generated/gone/x").exists());
}

#[test]
fn links_are_replaced_and_not_followed() {
    let scratch = Scratch::generated("links");
    let before = scratch.files("generated");
    scratch.write("elsewhere/lib.rs", "mine");
    let link = scratch.root.join("generated/tea/src/lib.rs");
    fs::remove_file(&link).expect("it is there");
    std::os::unix::fs::symlink(scratch.root.join("elsewhere/lib.rs"), &link).expect("links can be made");
    scratch.run(&["generate", "--check"]).assert(4, &["generated/tea/src/lib.rs is missing"]);
    scratch.run(&["generate"]).assert(0, &[]);
    assert_eq!(scratch.files("generated"), before);
    assert_eq!(scratch.read("elsewhere/lib.rs"), "mine");
}

#[test]
fn unknown_vendors_are_a_usage_error() {
    let scratch = Scratch::with_tea("unknown_vendors");
    let parts = ["there is no vendor \"tee\"; did you mean tea?", "vendor.toml): tea"];
    scratch.run(&["generate", "tee"]).assert(2, &parts);
    scratch.run(&["generate", "--spec", "x.yaml"]).assert(2, &["--out"]);
    scratch.run(&["generate", "tea", "--spec", "x.yaml", "--out", "y"]).assert(2, &[]);
    scratch.run(&["generte"]).assert(2, &["generate"]);
    assert!(scratch.files("generated").is_empty());
}

#[test]
fn bad_documents_write_nothing() {
    let broken = TEA.replace("{ type: object }", "{ $ref: '#/components/schemas/Gone' }");
    let truncated = TEA.get(..TEA.len() / 2).expect("ASCII");
    let hostile = format!("{truncated}\n  \"*/ ] }} fn main");
    for (name, document, part) in [
        ("not_openapi", "title: x", "error[not-openapi]"),
        ("unresolved", &broken, "#/components/schemas/Gone"),
        ("hostile", &hostile, "specs/tea/openapi.yaml:"),
        ("empty", "", "error["),
    ] {
        let scratch = Scratch::generated(&format!("bad_{name}"));
        let before = scratch.files("generated");
        scratch.write("specs/tea/openapi.yaml", document);
        scratch.run(&["generate"]).assert(1, &[part, "tea: nothing written"]);
        scratch.run(&["generate", "--check"]).assert(1, &[part]);
        assert_eq!(scratch.files("generated"), before);
    }
}

#[test]
fn errors_that_are_accepted_cost_what_they_are_about() {
    let scratch = Scratch::generated("accepted");
    let broken = TEA.replace("{ type: object }", "{ $ref: '#/components/schemas/Gone' }");
    scratch.write("specs/tea/openapi.yaml", &broken);
    let accept = "accept = [\"unresolved-reference\"]\n";
    scratch.run(&["generate"]).assert(1, &[accept.trim(), "specs/tea/overlay.yaml"]);
    scratch.write("specs/tea/vendor.toml", accept);
    scratch.run(&["generate"]).assert(0, &["warning[unresolved-reference]", "tea: 2 operations offered"]);
    scratch.write("specs/tea/vendor.toml", "accept = [\"unresolvd-reference\"]\n");
    scratch.run(&["generate"]).assert(1, &["vendor.toml:1:11", "did you mean `unresolved-reference`?"]);
    scratch.write("specs/tea/vendor.toml", accept);
    scratch.write("specs/tea/openapi.yaml", TEA);
    scratch.run(&["generate"]).assert(1, &["the document has no unresolved-reference", "vendor.toml:1:11"]);
}

#[test]
fn bad_decisions_are_shown_at_their_place() {
    let scratch = Scratch::with_tea("bad_decisions");
    scratch.write("specs/tea/vendor.toml", "title = \"Tea\"\ntitel = 1\n");
    scratch.run(&["generate"]).assert(1, &["specs/tea/vendor.toml:2:1", "titel", "did you mean `title`?"]);
    scratch.write("specs/tea/vendor.toml", "[effect]\n\"GET /coffee\" = \"read\"\n");
    scratch.run(&["generate"]).assert(1, &["unmatched-decision"]);
    assert!(scratch.files("generated").is_empty());
}

#[test]
fn a_vendor_has_exactly_one_document() {
    let scratch = Scratch::with_tea("one_document");
    scratch.write("specs/tea/openapi.json", "{}");
    scratch.run(&["generate"]).assert(1, &["keep one of openapi.yaml, openapi.json"]);
    for document in ["openapi.json", "openapi.yaml"] {
        fs::remove_file(scratch.root.join("specs/tea").join(document)).expect("it is there");
    }
    scratch.run(&["generate"]).assert(1, &["specs/tea has no document"]);
}

#[test]
fn json_is_all_that_is_printed() {
    let scratch = Scratch::with_tea("json");
    let summary = |arguments: &[&str], code: i32| -> serde_json::Value {
        let run = scratch.run(arguments);
        assert_eq!(run.code, Some(code), "{run:?}");
        serde_json::from_str(&run.stdout).expect("standard output is one JSON value")
    };
    let first = summary(&["generate", "--json"], 0);
    assert_eq!(first["vendors"][0]["operations"]["offered"], 2);
    assert_ne!(first["vendors"][0]["files"]["written"], 0);
    scratch.write("generated/tea/README.md", "mine");
    scratch.write("generated/gone/x", "");
    let stale = summary(&["generate", "--json", "--check"], 4);
    assert_eq!(stale["outcome"], "stale");
    assert_eq!(stale["vendors"][0]["changes"][0]["path"], "generated/tea/README.md");
    assert_eq!(stale["orphans"][0], "generated/gone");
    scratch.write("specs/tea/openapi.yaml", "openapi: 3.1.0\n");
    let failed = summary(&["generate", "--json"], 1);
    assert_eq!(failed["vendors"][0]["diagnostics"][0]["severity"], "error");
    assert_eq!(failed["vendors"][0]["diagnostics"][0]["file"], "specs/tea/openapi.yaml");
}
