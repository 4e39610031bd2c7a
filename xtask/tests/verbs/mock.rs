//! `mock`: the stand-in for an API.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;

use crate::scratch::{Scratch, TEA};

#[test]
fn every_mutated_request_is_refused() {
    let scratch = Scratch::with_tea("mock_mutations");
    scratch.run(&["mock", "tea", "--mutations"]).assert(0, &["tea: 10 mutated requests sent, 0 not as they should be"]);
}

#[test]
fn a_document_outside_specs_is_played_under_its_decisions() {
    let scratch = Scratch::empty("mock_outside");
    scratch.write("tea.yaml", TEA);
    scratch.write("tea.toml", "[header.X-Version]\nvalue = \"1\"\n");
    let outside = ["mock", "--spec", "tea.yaml", "--mutations"];
    scratch.run(&outside).assert(0, &["document: 10 mutated requests sent, 0 not as they should be"]);
    scratch.run(&[&outside[..], &["--decisions", "tea.toml"]].concat()).assert(1, &["tea.toml: "]);
    scratch.write("tea.toml", "title = \"Tea\"\n");
    scratch.run(&[&outside[..], &["--decisions", "tea.toml"]].concat()).assert(0, &["10 mutated requests sent"]);
    scratch.run(&["mock"]).assert(2, &["VENDOR"]);
    scratch.run(&["mock", "tea", "--spec", "tea.yaml"]).assert(2, &["cannot be used with"]);
}

#[test]
fn a_port_in_use_is_named() {
    let scratch = Scratch::with_tea("mock_port");
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = taken.local_addr().expect("it listens").port().to_string();
    scratch.run(&["mock", "tea", "--port", &port]).assert(1, &["listening on port", "--port 0 takes any"]);
}

#[test]
fn exchanges_and_violations_are_told() {
    let scratch = Scratch::with_tea("mock_serve");
    let mut command = scratch.command(&["mock", "tea"]);
    let mut program = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut address = String::new();
    let mut stdout = BufReader::new(program.stdout.take().expect("it is piped"));
    stdout.read_line(&mut address).expect("the address is printed");
    let address = address.trim().strip_prefix("http://").expect("an address").to_owned();
    let mut connection = TcpStream::connect(&address).expect("it listens");
    let request = format!(
        "GET /teas?limit=x HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer a\r\nConnection: close\r\n\r\n"
    );
    connection.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    let mut told = BufReader::new(program.stderr.take().expect("it is piped")).lines();
    let mut line = || told.next().expect("a line").expect("a text");
    assert_eq!(line(), "GET /teas?limit=x -> 400, 1 violation");
    assert!(line().contains("query limit"));
    program.kill().expect("it runs");
    program.wait().expect("it ends");
}
