//! `tidy`: a workspace with one crate of two modules.

use crate::scratch::Scratch;

const ARCHITECTURE: &str = "# Architecture\n\n```floors\n0 a\n```\n\n```floors a\n1 high\n0 low\n```\n";

fn workspace(name: &str) -> Scratch {
    let scratch = Scratch::empty(name);
    scratch.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"a\"]\n");
    scratch.write("Cargo.lock", "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n");
    scratch.write("a/Cargo.toml", "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    scratch.write("a/src/lib.rs", "//! A crate.\n\nmod high;\nmod low;\n");
    scratch.write("a/src/high.rs", "//! Above.\n\nuse crate::low::Low;\n");
    scratch.write("a/src/low.rs", "//! Below.\n\npub struct Low;\n");
    scratch.write("ARCHITECTURE.md", ARCHITECTURE);
    scratch.write("deny.toml", "[licenses]\nallow = [\"MIT\"]\n");
    scratch
}

#[test]
fn a_tidy_workspace_passes() {
    workspace("tidy").run(&["tidy"]).assert(0, &["nothing to put right"]);
}

#[test]
fn findings_name_place_and_remedy() {
    let scratch = workspace("untidy");
    scratch.write("a/src/low.rs", "//! Below.\n\nuse crate::high;\npub struct Low;\n");
    scratch.write("a/src/high/mod.rs", "");
    let parts = [
        "a/src/low.rs:3: low (floor 0) imports high (floor 1); a module imports its own floor and lower ones",
        "a/src/high/mod.rs: a file mod.rs; name it after the module",
        "a/src/high/mod.rs:1: the module says nothing about itself; begin it with //!",
        "tidy: 3 things to put right",
    ];
    scratch.run(&["tidy"]).assert(1, &parts);
}

#[test]
fn a_stale_lock_file_is_named() {
    let scratch = workspace("tidy_lock");
    scratch.write("Cargo.lock", "version = 4\n");
    scratch.run(&["tidy"]).assert(1, &["cargo metadata --locked failed", "lock file"]);
}
