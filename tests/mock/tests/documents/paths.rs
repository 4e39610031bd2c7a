//! Keys of the Paths Object as vendors write them.

use crate::requests::{check, golden, mock, sweep};

const NONE: (&str, &str) = ("", "");

#[test]
fn odd() {
    let mock = golden("odd-paths");
    assert_eq!(sweep(&mock).len(), 14);
    check(&mock, "POST /", NONE, "");
    check(&mock, "GET /trains", NONE, "");
    check(&mock, "GET /trains?delayed", NONE, "");
    check(&mock, "GET /trains?delayed=1", NONE, "query delayed: no parameter of this name");
    check(&mock, "GET /trains?from=a&to=b", NONE, "");
    check(&mock, "GET /trains?from=a&via=b", NONE, "query via");
    check(&mock, "GET /lines/a%2Fb", NONE, "");
    check(&mock, "GET /platforms/12", NONE, "");
    check(&mock, "GET /platforms/twelve", NONE, "path id");
    check(&mock, "GET /halls/a", NONE, "");
    check(&mock, "GET /gates/:gate", NONE, "");
    check(&mock, "GET /gates/a", NONE, "no path template fits");
    check(&mock, "GET /signals/%7Bsignal", NONE, "");
    check(&mock, "GET /trucks", NONE, "");
    check(&mock, "GET /two//slashes/", NONE, "");
    check(&mock, "GET /two/slashes/", NONE, "no path template fits");
    check(&mock, "GET /with%20space/%7Bid%7D/gr%C3%B6%C3%9Fe", NONE, "");
}

#[test]
fn partial_segments() {
    assert_eq!(sweep(&golden("partial-segments")).len(), 6);
}

/// Paths that differ in what follows the path, or in a constant of the query.
const DOCUMENT: &str = r"
openapi: 3.0.3
paths:
  /#Add:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: integer}}}}
  /#Remove:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: string}}}}
  /cups?view=full:
    get:
      parameters:
        - {name: view, in: query, schema: {type: string}}
        - {name: depth, in: query, schema: {type: integer}}
  /cups?view=brief:
    get: {}
  /cups/{id:[0-9]{2}/?}/{rest*}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
        - {name: rest, in: path, required: true, schema: {type: string, enum: [a]}}
  /shelves?no={shelf}:
    get:
      parameters: [{name: shelf, in: path, required: true, schema: {type: integer}}]
";

#[test]
fn what_follows_the_path() {
    let mock = mock(DOCUMENT);
    assert_eq!(sweep(&mock).len(), 6);
    let json = |text: &'static str| ("application/json", text);
    check(&mock, "POST /", json("1"), "");
    check(&mock, "POST /", json("\"a\""), "");
    check(&mock, "POST /", json("true"), "body");
    check(&mock, "GET /cups?view=full&depth=1", NONE, "");
    check(&mock, "GET /cups?view=brief", NONE, "");
    check(&mock, "GET /cups?view=brief&depth=1", NONE, "query depth: no parameter");
    check(&mock, "GET /cups?view=half", NONE, "query view: the path asks for the value \"full\"");
    check(&mock, "GET /cups", NONE, "query view: the path asks for the value \"full\"");
    check(&mock, "GET /cups/7/a", NONE, "");
    check(&mock, "GET /cups/7/b", NONE, "path rest");
    check(&mock, "GET /shelves?no=7", NONE, "");
    check(&mock, "GET /shelves?no=x", NONE, "query no");
    check(&mock, "GET /shelves", NONE, "query no: required, but missing");
}
