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

#[test]
fn passwords_are_not_repeated() {
    let scratch = Scratch::empty("new_password");
    let run = scratch.run(&["new", "tea", "--spec", "https://me:secret@tea.example:x/openapi.yaml"]);
    run.assert(2, &["the URL can't be read"]);
    assert!(!format!("{run:?}").contains("secret"), "{run:?}");
}

#[test]
fn files_beside_the_document_come_along() {
    let scratch = Scratch::empty("new_siblings");
    // The document is elsewhere; its files are beside the place where it is.
    let url = serve_each(|path| match path {
        "/openapi.yaml" => ("302 Found\r\nLocation: /v2/tea.yaml".to_owned(), String::new()),
        "/v2/tea.yaml" => ("200 OK".to_owned(), referring("leaf%20%25.yaml")),
        "/v2/leaf%20%25.yaml" => ("200 OK".to_owned(), "type: object\n".to_owned()),
        _ => ("500 Wrong".to_owned(), String::new()),
    });
    scratch.run(&["new", "tea", "--spec", &url]).assert(0, &["tea: 2 operations offered"]);
    assert_eq!(scratch.read("specs/tea/leaf %.yaml"), "type: object\n");
    scratch.run(&["update", "tea"]).assert(0, &["0 files written"]);
}

#[test]
fn files_that_cannot_be_fetched_are_no_missing_files() {
    let scratch = Scratch::empty("new_unavailable");
    let answer = |path: &str, status: &str| match path {
        "/openapi.yaml" => ("200 OK".to_owned(), referring("leaf.yaml")),
        _ => (status.to_owned(), String::new()),
    };
    let unavailable = serve_each(move |path| answer(path, "503 Service Unavailable"));
    scratch.run(&["new", "tea", "--spec", &unavailable]).assert(1, &["leaf.yaml", "503"]);
    let endless = serve_each(move |path| answer(path, "302 Found\r\nLocation: /again"));
    scratch.run(&["new", "tea", "--spec", &endless]).assert(1, &["leaf.yaml", "too many redirects"]);
    assert!(scratch.files("specs").is_empty() && scratch.files("generated").is_empty());
    let gone = serve_each(move |path| answer(path, "410 Gone"));
    scratch.run(&["new", "tea", "--spec", &gone]).assert(0, &["unresolved-reference"]);
}

#[test]
fn the_projects_own_files_are_never_brought_along() {
    let scratch = Scratch::empty("new_own");
    for own in ["vendor.toml", "names.lock", "openapi.json", "OVERLAY.yaml", "external/a", ".git/config"] {
        let url = serve_each(move |path| match path {
            "/openapi.yaml" => ("200 OK".to_owned(), referring(own)),
            _ => ("200 OK".to_owned(), "type: object\n".to_owned()),
        });
        scratch.run(&["new", "tea", "--spec", &url]).assert(1, &[own, "nothing was written"]);
        scratch.write(&format!("from/{own}"), "type: object\n");
        scratch.write("from/tea.yaml", &referring(own));
        scratch.run(&["new", "tea", "--spec", "from/tea.yaml"]).assert(1, &[own, "nothing was written"]);
    }
    assert!(scratch.files("specs").is_empty() && scratch.files("generated").is_empty());
}

#[test]
fn one_run_fetches_so_many_files() {
    let scratch = Scratch::empty("new_many");
    let url = serve_each(|path| match path {
        "/openapi.yaml" => {
            let schemas = (0..600).map(|number| format!("    S{number}: {{ $ref: '{number}.yaml' }}\n"));
            let schemas = format!("components:\n  schemas:\n{}", schemas.collect::<String>());
            ("200 OK".to_owned(), TEA.replace("components:\n", &schemas))
        }
        _ => ("404 Not Found".to_owned(), String::new()),
    });
    scratch.run(&["new", "tea", "--spec", &url]).assert(1, &["500 files"]);
    assert!(scratch.files("specs").is_empty());
}

/// The document of the tea shop, a schema of which is elsewhere.
pub(crate) fn referring(file: &str) -> String {
    TEA.replacen("{ schema: { type: object } }", &format!("{{ schema: {{ $ref: '{file}' }} }}"), 1)
}

/// Answers requests on loopback, whatever they ask for.
pub(crate) fn serve(status: &'static str, body: &'static str) -> String {
    serve_each(move |_| (status.to_owned(), body.to_owned()))
}

/// Answers requests on loopback by their paths: status, with further lines of the head, and body.
pub(crate) fn serve_each(answer: impl Fn(&str) -> (String, String) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it listens");
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.expect("somebody calls");
            let mut head = [0; 4096];
            let read = connection.read(&mut head).expect("they say something");
            let head = String::from_utf8_lossy(&head[..read]);
            let (status, body) = answer(head.split(' ').nth(1).unwrap_or_default());
            let length = body.len();
            let answer = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
            connection.write_all(answer.as_bytes()).expect("they listen");
        }
    });
    format!("http://{address}/openapi.yaml")
}
