//! `new`: from a file and from the network.

use std::io::{Read, Write};
use std::net::TcpListener;

use crate::scratch::{Scratch, TEA};

#[test]
fn a_vendor_is_added_from_a_file_and_never_overwritten() {
    let scratch = Scratch::empty("new_file");
    scratch.write("tea.yaml", TEA);
    scratch
        .run(&["new", "tea", "--spec", "tea.yaml"])
        .assert(0, &["tea: 2 operations offered", "specs/tea/vendor.toml"]);
    assert_eq!(scratch.read("specs/tea/openapi.yaml"), TEA);
    assert!(scratch.read("specs/tea/source.toml").contains("path = \"tea.yaml\"\nsha256 = \""));
    assert!(scratch.read("specs/tea/vendor.toml").contains("[credentials.\"key\"]\nenv = \"TEA_API_KEY\""));
    scratch.run(&["generate", "--check"]).assert(0, &["up to date"]);
    let before = scratch.files(".");
    scratch.run(&["new", "tea", "--spec", "tea.yaml"]).assert(1, &["specs/tea exists"]);
    assert_eq!(scratch.files("."), before);
}

#[test]
fn paths_of_one_machine_are_not_kept() {
    let scratch = Scratch::empty("new_absolute");
    scratch.write(
        "tea.json",
        r#"{"openapi":"3.1.0","info":{"title":"T","version":"1"},
        "paths":{"/t":{"get":{"responses":{"200":{"description":"x"}}}}}}"#,
    );
    let path = scratch.root.join("tea.json");
    scratch.run(&["new", "tea", "--spec", path.as_str()]).assert(0, &[]);
    assert!(scratch.read("specs/tea/source.toml").contains("path = \"tea.json\"\n"));
    assert!(scratch.root.join("specs/tea/openapi.json").is_file());
}

#[test]
fn a_vendor_is_added_from_a_url() {
    let scratch = Scratch::empty("new_url");
    let url = serve("200 OK", TEA);
    scratch.run(&["new", "tea", "--spec", &url]).assert(0, &["tea: 2 operations offered"]);
    assert_eq!(scratch.read("specs/tea/openapi.yaml"), TEA);
    assert!(scratch.read("specs/tea/source.toml").contains(&format!("url = \"{url}\"\n")));
}

#[test]
fn what_cannot_be_compiled_is_not_added() {
    let scratch = Scratch::empty("new_bad");
    scratch.write("bad.yaml", "openapi: 3.1.0\n");
    scratch.run(&["new", "tea", "--spec", "bad.yaml"]).assert(1, &["bad.yaml", "nothing written"]);
    scratch.run(&["new", "tea", "--spec", "gone.yaml"]).assert(1, &["gone.yaml"]);
    scratch.run(&["new", "Tea", "--spec", "bad.yaml"]).assert(2, &["no vendor name"]);
    scratch.run(&["new", "tea", "--spec", "http://me:secret@127.0.0.1:9/x"]).assert(2, &["password"]);
    scratch.run(&["new", "tea", "--spec", &serve("404 Not Found", "")]).assert(1, &["404"]);
    assert!(scratch.files("specs").is_empty() && scratch.files("generated").is_empty());
}

#[test]
fn errors_of_a_new_document_are_accepted_and_said() {
    let scratch = Scratch::empty("new_errors");
    scratch.write("tea.yaml", &TEA.replace("{ type: object }", "{ $ref: '#/components/schemas/Gone' }"));
    let run = scratch.run(&["new", "tea", "--spec", "tea.yaml"]);
    run.assert(0, &["unresolved-reference", "tea: 2 operations offered", "vendor.toml accepts the errors"]);
    assert!(scratch.read("specs/tea/vendor.toml").contains("\naccept = [\"unresolved-reference\"]\n"));
    scratch.run(&["generate", "--check"]).assert(0, &["up to date"]);
}

/// Answers requests on loopback, whatever they ask for.
pub(crate) fn serve(status: &'static str, body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it listens");
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.expect("somebody calls");
            let mut head = [0; 4096];
            let _ = connection.read(&mut head).expect("they say something");
            let length = body.len();
            let answer = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
            connection.write_all(answer.as_bytes()).expect("they listen");
        }
    });
    format!("http://{address}/openapi.yaml")
}
