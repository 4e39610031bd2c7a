//! `update`: documents from the network, and what other documents refer to.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest, Sha256};

use crate::new::{referring, serve, serve_each};
use crate::scratch::{Scratch, TEA};

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_document_is_fetched_again_unless_it_was_edited() {
    let scratch = Scratch::empty("update");
    let url = serve("200 OK", TEA);
    scratch.run(&["new", "tea", "--spec", &url]).assert(0, &[]);
    scratch.run(&["update", "tea"]).assert(0, &["is unchanged", "0 files written"]);
    let old = TEA.replace("List the teas", "List teas");
    scratch.write("specs/tea/openapi.yaml", &old);
    scratch.run(&["update"]).assert(1, &["was edited since"]);
    scratch.write("specs/tea/source.toml", &format!("url = \"{url}\"\nsha256 = \"{}\"\n", hash(&old)));
    scratch.run(&["update"]).assert(0, &["is changed", "2 files written", "`cargo xtask generate tea`"]);
    assert_eq!(scratch.read("specs/tea/openapi.yaml"), TEA);
    assert!(scratch.read("specs/tea/source.toml").contains(&hash(TEA)));
}

#[test]
fn listed_urls_are_fetched_and_nothing_else() {
    const SHARED: &str = "type: object\nproperties: {leaf: {type: string}}\n";
    let url = serve("200 OK", SHARED);
    let scratch = Scratch::with_tea("update_external");
    let document = TEA.replace("{ schema: { type: object } }", &format!("{{ schema: {{ $ref: '{url}' }} }}"));
    scratch.write("specs/tea/openapi.yaml", &document);
    scratch.run(&["generate"]).assert(1, &["error[external-reference]", "[external]"]);
    let listed = |hash: &str| format!("[external.\"{url}\"]\nsha256 = \"{hash}\"\n");
    scratch.write("specs/tea/vendor.toml", &listed(&hash("other")));
    scratch.run(&["update"]).assert(1, &[&hash(SHARED), "specs/tea/vendor.toml"]);
    scratch.write("specs/tea/vendor.toml", &listed(&hash(SHARED)));
    scratch.run(&["generate"]).assert(1, &["was not fetched", "cargo xtask update"]);
    scratch.run(&["update"]).assert(0, &["1 files written"]);
    scratch.run(&["generate"]).assert(0, &["tea: 2 operations offered"]);
    // What was fetched is held against its hash, too.
    scratch.write(&format!("specs/tea/external/{}", hash(SHARED)), "type: string\n");
    scratch.run(&["generate"]).assert(1, &["another SHA-256"]);
}

#[test]
fn files_beside_a_document_are_fetched_again() {
    static LEAF: Mutex<&str> = Mutex::new("200 OK");
    let url = serve_each(|path| match path {
        "/openapi.yaml" => ("200 OK".to_owned(), referring("leaf.yaml")),
        _ => (LEAF.lock().expect("it is whole").to_string(), "type: object\n".to_owned()),
    });
    let scratch = Scratch::empty("update_siblings");
    scratch.run(&["new", "tea", "--spec", &url]).assert(0, &[]);
    scratch.write("specs/tea/leaf.yaml", "type: string\n");
    scratch.run(&["update"]).assert(0, &["1 files written"]);
    assert_eq!(scratch.read("specs/tea/leaf.yaml"), "type: object\n");
    *LEAF.lock().expect("it is whole") = "404 Not Found";
    scratch.run(&["update"]).assert(0, &["leaf.yaml is no longer beside", "specs/tea/leaf.yaml stays as it was"]);
    *LEAF.lock().expect("it is whole") = "503 Service Unavailable";
    scratch.write("specs/tea/leaf.yaml", "type: string\n");
    scratch.run(&["update"]).assert(1, &["leaf.yaml", "503"]);
    assert_eq!(scratch.read("specs/tea/leaf.yaml"), "type: string\n");
}

#[test]
fn listed_urls_are_fetched_once() {
    static FETCHED: AtomicUsize = AtomicUsize::new(0);
    const SHARED: &str = "type: object\n";
    let shared = serve_each(|_| {
        FETCHED.fetch_add(1, Ordering::Relaxed);
        ("200 OK".to_owned(), SHARED.to_owned())
    });
    let scratch = Scratch::with_tea("update_once");
    let document = referring(&shared);
    let text = document.clone();
    let url = serve_each(move |_| ("200 OK".to_owned(), text.clone()));
    scratch.write("specs/tea/openapi.yaml", &document);
    scratch.write("specs/tea/source.toml", &format!("url = \"{url}\"\nsha256 = \"{}\"\n", hash(&document)));
    scratch.write("specs/tea/vendor.toml", &format!("[external.\"{shared}\"]\nsha256 = \"{}\"\n", hash(SHARED)));
    scratch.run(&["update"]).assert(0, &["is unchanged"]);
    assert_eq!(FETCHED.load(Ordering::Relaxed), 1);
    scratch.run(&["generate"]).assert(0, &["tea: 2 operations offered"]);
}

#[test]
fn references_stay_in_the_folder() {
    let scratch = Scratch::with_tea("references_stay");
    scratch.write("specs/secret.yaml", "type: object\n");
    scratch.write("specs/tea/leaf.yaml", "type: object\n");
    let document = |reference: &str| {
        TEA.replace("{ schema: { type: object } }", &format!("{{ schema: {{ $ref: {reference} }} }}"))
    };
    scratch.write("specs/tea/openapi.yaml", &document("./leaf.yaml"));
    scratch.run(&["generate"]).assert(0, &["tea: 2 operations offered"]);
    for reference in ["../secret.yaml", "/etc/hostname", "file:///etc/hostname", "https://tea.example/x.yaml"] {
        scratch.write("specs/tea/openapi.yaml", &document(reference));
        scratch.run(&["generate"]).assert(1, &["error[external-reference]"]);
    }
    std::os::unix::fs::symlink(scratch.root.join("specs/secret.yaml"), scratch.root.join("specs/tea/link.yaml"))
        .expect("links can be made");
    scratch.write("specs/tea/openapi.yaml", &document("link.yaml"));
    scratch.run(&["generate"]).assert(1, &["link.yaml, which is not there"]);
}

#[test]
fn an_overlay_corrects_the_document() {
    let scratch = Scratch::with_tea("overlay");
    let overlay = |target: &str| {
        format!("overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions:\n  - target: {target}\n    remove: true\n")
    };
    scratch.write("specs/tea/overlay.yaml", &overlay("$.paths['/teas']"));
    scratch.run(&["generate"]).assert(0, &["tea: 1 operations offered"]);
    scratch.write("specs/tea/overlay.yaml", &overlay("$.paths['/coffees']"));
    scratch.run(&["generate"]).assert(1, &["error[unmatched-action]", "specs/tea/overlay.yaml:4:5"]);
    scratch.write("specs/tea/overlay.yaml", "overlay: 3.0.0\nactions: []\n");
    scratch.run(&["generate"]).assert(1, &["error[invalid-overlay]"]);
}
