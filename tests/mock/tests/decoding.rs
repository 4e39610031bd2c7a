//! How parameters are decoded: one row per spelling. A row's schema names the value that the spelling
//! has to stand for as its `const`, so that a wrong reading is a violation.

use mock::{Mock, Options, RawRequest};
use serde_json::{Value, json};

/// Parameter object without its name, then what is sent, then what the violation mentions, if any.
type Row = (&'static str, &'static str, Option<&'static str>);

/// The parameter is called `p`; a path is sent as `/x/…`, a query as `/x?…`.
#[cfg(test)]
fn check(row: Row) {
    let (parameter, sent, expected) = row;
    let mut parameter: Value = serde_json::from_str(parameter).unwrap_or_else(|error| panic!("{parameter}: {error}"));
    parameter["name"] = json!("p");
    let location = parameter["in"].as_str().unwrap_or_default().to_owned();
    parameter["required"] = json!(true);
    let path = if location == "path" { "/x/{p}" } else { "/x" };
    let operation = json!({ "parameters": [parameter], "responses": { "200": { "description": "ok" } } });
    let document = json!({ "openapi": "3.1.0", "info": {}, "paths": { path: { "get": operation } } });
    let mock = Mock::new(&document.to_string(), Options::default()).unwrap_or_else(|error| panic!("{error}: {row:?}"));
    let (target, headers) = match location.as_str() {
        "path" => (format!("/x/{sent}"), vec![]),
        "query" => (format!("/x?{sent}"), vec![]),
        "header" => ("/x".to_owned(), vec![("P".to_owned(), sent.to_owned())]),
        _ => ("/x".to_owned(), vec![("cookie".to_owned(), sent.to_owned())]),
    };
    let request = RawRequest { method: "GET".to_owned(), target, headers, body: vec![] };
    let violations = mock.check(&request).violations;
    let found: Vec<String> = violations.iter().map(|one| format!("{}: {}", one.place, one.message)).collect();
    match expected {
        None => assert!(found.is_empty(), "{row:?}: {found:?}"),
        Some(text) => assert!(found.iter().any(|one| one.contains(text)), "{row:?}: {found:?}"),
    }
}

#[test]
fn path() {
    let rows: [Row; 37] = [
        (r#"{"in":"path","schema":{"const":"blue"}}"#, "blue", None),
        (r#"{"in":"path","schema":{"type":"string","const":"a b/c"}}"#, "a%20b%2Fc", None),
        (r#"{"in":"path","schema":{"type":"string","const":"100%"}}"#, "100%25", None),
        (r#"{"in":"path","schema":{"type":"string","const":"Zoë"}}"#, "Zo%C3%AB", None),
        (r#"{"in":"path","schema":{"type":"string","const":"12"}}"#, "12", None),
        (r#"{"in":"path","schema":{"type":"integer","const":12}}"#, "12", None),
        (r#"{"in":"path","schema":{"type":"integer"}}"#, "12.0", Some("path p: \"12.0\" is no integer")),
        (r#"{"in":"path","schema":{"type":"integer"}}"#, "012", Some("is no integer")),
        (r#"{"in":"path","schema":{"type":"integer"}}"#, "+12", Some("is no integer")),
        (r#"{"in":"path","schema":{"type":"number","const":1.5}}"#, "1.5", None),
        (r#"{"in":"path","schema":{"type":"boolean"}}"#, "True", Some("is no boolean")),
        (r#"{"in":"path","schema":{"type":["integer","null"],"const":null}}"#, "null", None),
        (r#"{"in":"path","schema":{"type":"string","format":"uuid"}}"#, "12", Some("is not a \"uuid\"")),
        (r#"{"in":"path","schema":{"type":"string"}}"#, "", Some("path p: the path segment is empty")),
        (r#"{"in":"path","schema":{"type":"string"}}"#, "a%2", Some("`%2` is no percent-escape")),
        (r#"{"in":"path","schema":{"type":"string"}}"#, "%FF", Some("doesn't decode to UTF-8")),
        (r#"{"in":"path","schema":{"type":"string"}}"#, "..", Some("dot segment")),
        (r#"{"in":"path","schema":{"type":"string"}}"#, "%2E%2e", Some("dot segment")),
        (r#"{"in":"path","schema":{"type":"string"}}"#, "a b", Some("' ' may not stand in a path")),
        (r#"{"in":"path","schema":{"type":"string"}}"#, "{id}", Some("'{' may not stand in a path")),
        (r#"{"in":"path","schema":{"type":"array","items":{"type":"integer"},"const":[3,4]}}"#, "3,4", None),
        (r#"{"in":"path","schema":{"type":"array","items":{"type":"string"},"const":["a,b","c"]}}"#, "a%2Cb,c", None),
        (r#"{"in":"path","schema":{"type":"object","const":{"R":"1","G":"2"}}}"#, "R,1,G,2", None),
        (r#"{"in":"path","schema":{"type":"object","const":{"R":"1"}}}"#, "R,2", Some("was expected")),
        (
            r#"{"in":"path","schema":{"type":"object","properties":{"R":{"type":"integer"}},"const":{"R":1}}}"#,
            "R,1",
            None,
        ),
        (r#"{"in":"path","schema":{"type":"object"}}"#, "R,1,G", Some("has no value")),
        (
            r#"{"in":"path","explode":true,"schema":{"type":"object","additionalProperties":{"type":"string"},"const":{"R":"1"}}}"#,
            "R=1",
            None,
        ),
        (r#"{"in":"path","style":"label","schema":{"type":"string","const":"blue"}}"#, ".blue", None),
        (r#"{"in":"path","style":"label","schema":{"type":"string"}}"#, "blue", Some("dot of style label")),
        (
            r#"{"in":"path","style":"label","schema":{"type":"array","items":{"type":"string"},"const":["a","b"]}}"#,
            ".a,b",
            None,
        ),
        (
            r#"{"in":"path","style":"label","explode":true,"schema":{"type":"array","items":{"type":"string"},"const":["a","b"]}}"#,
            ".a.b",
            None,
        ),
        (
            r#"{"in":"path","style":"label","explode":true,"schema":{"type":"object","properties":{"R":{"type":"integer"},"G":{"type":"integer"}},"const":{"R":1,"G":2}}}"#,
            ".R=1.G=2",
            None,
        ),
        (r#"{"in":"path","style":"matrix","schema":{"type":"integer","const":5}}"#, ";p=5", None),
        (r#"{"in":"path","style":"matrix","schema":{"type":"integer"}}"#, ";q=5", Some("doesn't name p")),
        (
            r#"{"in":"path","style":"matrix","schema":{"type":"array","items":{"type":"integer"},"const":[1,2]}}"#,
            ";p=1,2",
            None,
        ),
        (
            r#"{"in":"path","style":"matrix","explode":true,"schema":{"type":"array","items":{"type":"integer"},"const":[1,2]}}"#,
            ";p=1;p=2",
            None,
        ),
        (
            r#"{"in":"path","style":"matrix","explode":true,"schema":{"type":"object","properties":{"R":{"type":"integer"}},"const":{"R":1}}}"#,
            ";R=1",
            None,
        ),
    ];
    rows.into_iter().for_each(check);
}

#[test]
fn query() {
    let rows: [Row; 36] = [
        (
            r#"{"in":"query","content":{"application/x-www-form-urlencoded":{"schema":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"const":{"a":"x y","b":1}}}}}"#,
            "p=a%3Dx%2By%26b%3D1",
            None,
        ),
        (
            r#"{"in":"query","content":{"application/x-www-form-urlencoded":{"schema":{"type":"object","required":["a"]}}}}"#,
            "p=%7B%22a%22%3A1%7D",
            Some("\"a\" is a required property"),
        ),
        (r#"{"in":"query","schema":{"type":"string","const":"a b&c"}}"#, "p=a%20b%26c", None),
        (r#"{"in":"query","schema":{"type":"string","const":"a+b"}}"#, "p=a%2Bb", None),
        (r#"{"in":"query","schema":{"type":"string"}}"#, "p=a+b", Some("`+` is ambiguous")),
        (r#"{"in":"query","allowReserved":true,"schema":{"const":"a+b"}}"#, "p=a+b", None),
        (r#"{"in":"query","schema":{"type":"string"}}"#, "", Some("query p: required, but missing")),
        (r#"{"in":"query","schema":{"type":"string"}}"#, "p=a&p=b", Some("query p: the key is repeated")),
        (r#"{"in":"query","schema":{"type":"string"}}"#, "p=a&q=b", Some("query q: no parameter of this name")),
        (r#"{"in":"query","schema":{"type":"string"}}"#, "p=\"a\"", Some("may not stand in a query")),
        (r#"{"in":"query","schema":{"type":"boolean"}}"#, "p=1", Some("is no boolean")),
        (r#"{"in":"query","allowEmptyValue":true,"schema":{"type":"boolean"}}"#, "p=", None),
        (r#"{"in":"query","schema":{"type":["integer","string"],"const":"12"}}"#, "p=12", None),
        (r#"{"in":"query","schema":{"type":["integer","string"],"const":12}}"#, "p=12", None),
        (r#"{"in":"query","schema":{"type":"array","items":{"type":"integer"},"const":[1,2]}}"#, "p=1&p=2", None),
        (r#"{"in":"query","schema":{"type":"array","items":{"type":"integer"}}}"#, "p=1,2", Some("is no integer")),
        (r#"{"in":"query","schema":{"type":"array","items":{"type":"integer"}}}"#, "p%5B%5D=1", Some("query p[]")),
        (
            r#"{"in":"query","explode":false,"schema":{"type":"array","items":{"type":"string"},"const":["a,b","c"]}}"#,
            "p=a%2Cb,c",
            None,
        ),
        (
            r#"{"in":"query","explode":false,"schema":{"type":"array","items":{"type":"string"}}}"#,
            "p=a&p=b",
            Some("the key is repeated"),
        ),
        (
            r#"{"in":"query","style":"spaceDelimited","schema":{"type":"array","items":{"type":"integer"},"const":[1,2]}}"#,
            "p=1%202",
            None,
        ),
        (
            r#"{"in":"query","style":"pipeDelimited","schema":{"type":"array","items":{"type":"integer"},"const":[1,2]}}"#,
            "p=1%7C2",
            None,
        ),
        (
            r#"{"in":"query","style":"pipeDelimited","schema":{"type":"array","items":{"type":"integer"},"const":[1,2]}}"#,
            "p=1|2",
            None,
        ),
        (
            r#"{"in":"query","style":"pipeDelimited","schema":{"type":"object","properties":{"R":{"type":"integer"}},"const":{"R":1}}}"#,
            "p=R%7C1",
            None,
        ),
        (
            r#"{"in":"query","schema":{"type":"object","properties":{"R":{"type":"integer"},"G":{"type":"integer"}},"const":{"R":1,"G":2}}}"#,
            "R=1&G=2",
            None,
        ),
        (
            r#"{"in":"query","schema":{"type":"object","properties":{"R":{"type":"integer"}}}}"#,
            "R=1&G=2",
            Some("query G: no parameter"),
        ),
        (
            r#"{"in":"query","explode":false,"schema":{"type":"object","properties":{"R":{"type":"integer"}},"const":{"R":1}}}"#,
            "p=R,1",
            None,
        ),
        (
            r#"{"in":"query","schema":{"type":"object","additionalProperties":{"type":"string"},"const":{"a":"b"}}}"#,
            "p=%7B%22a%22:%22b%22%7D",
            None,
        ),
        (
            r#"{"in":"query","schema":{"type":"object","additionalProperties":{"type":"string"}}}"#,
            "a=b",
            Some("query p: required, but missing"),
        ),
        (
            r#"{"in":"query","schema":{"type":"object","properties":{"a":{"type":"object"}},"const":{"a":{"b":1}}}}"#,
            "p=%7B%22a%22%3A%7B%22b%22%3A1%7D%7D",
            None,
        ),
        (
            r#"{"in":"query","schema":{"type":"array","items":{"type":"object"},"const":[{"b":1}]}}"#,
            "p=%5B%7B%22b%22%3A1%7D%5D",
            None,
        ),
        (
            r#"{"in":"query","style":"deepObject","schema":{"type":"object","properties":{"R":{"type":"integer"}},"const":{"R":1}}}"#,
            "p%5BR%5D=1",
            None,
        ),
        (
            r#"{"in":"query","style":"deepObject","schema":{"type":"object","properties":{"a":{"type":"object","properties":{"b":{"type":"array","items":{"type":"integer"}}}}},"const":{"a":{"b":[1,2]}}}}"#,
            "p[a][b]=1&p[a][b]=2",
            None,
        ),
        (
            r#"{"in":"query","style":"deepObject","schema":{"type":"object","properties":{"R":{"type":"integer"}}}}"#,
            "p[R]=1&p[R]=2",
            Some("a key is repeated whose value is no array"),
        ),
        (r#"{"in":"query","style":"deepObject","schema":{"type":"object"}}"#, "p[R=1", Some("don't close")),
        (
            r#"{"in":"query","content":{"application/json":{"schema":{"type":"object","const":{"a":[1]}}}}}"#,
            "p=%7B%22a%22%3A%5B1%5D%7D",
            None,
        ),
        (
            r#"{"in":"query","content":{"application/json":{"schema":{"type":"object"}}}}"#,
            "p=%7B",
            Some("query p: no JSON text"),
        ),
    ];
    rows.into_iter().for_each(check);
}

#[test]
fn header_and_cookie() {
    let rows: [Row; 15] = [
        (
            r#"{"in":"header","content":{"application/x-www-form-urlencoded":{"schema":{"type":"object","const":{"a":"x y"}}}}}"#,
            "a=x+y",
            None,
        ),
        (
            r#"{"in":"cookie","content":{"application/x-www-form-urlencoded":{"schema":{"type":"object","const":{"a":"x y"}}}}}"#,
            "p=a%3Dx%2By",
            None,
        ),
        (r#"{"in":"cookie","style":"cookie","schema":{"type":"array","const":["a","b"]}}"#, "p=a; p=b", None),
        (r#"{"in":"header","schema":{"type":"string","const":"a, b%20c"}}"#, "a, b%20c", None),
        (r#"{"in":"header","schema":{"type":"integer"}}"#, "twelve", Some("header p: \"twelve\" is no integer")),
        (r#"{"in":"header","schema":{"type":"array","items":{"type":"integer"},"const":[1,2]}}"#, "1, 2", None),
        (
            r#"{"in":"header","schema":{"type":"object","properties":{"R":{"type":"integer"}},"const":{"R":1}}}"#,
            "R,1",
            None,
        ),
        (
            r#"{"in":"header","explode":true,"schema":{"type":"object","properties":{"R":{"type":"integer"}},"const":{"R":1}}}"#,
            "R=1",
            None,
        ),
        (r#"{"in":"header","content":{"application/json":{"schema":{"const":{"a":1}}}}}"#, r#"{"a":1}"#, None),
        (r#"{"in":"cookie","schema":{"type":"string","const":"a b"}}"#, "q=1; p=a%20b", None),
        (r#"{"in":"cookie","schema":{"type":"string"}}"#, "q=1", Some("cookie p: required, but missing")),
        (r#"{"in":"cookie","schema":{"type":"string"}}"#, "p=1; p=2", Some("the cookie is there more than once")),
        (
            r#"{"in":"cookie","explode":false,"schema":{"type":"array","items":{"type":"integer"},"const":[1,2]}}"#,
            "p=1,2",
            None,
        ),
        (r#"{"in":"cookie","schema":{"type":"array","items":{"type":"integer"},"const":[1,2]}}"#, "p=1; p=2", None),
        (
            r#"{"in":"cookie","schema":{"type":"object","properties":{"R":{"type":"integer"}},"const":{"R":1}}}"#,
            "R=1",
            None,
        ),
    ];
    rows.into_iter().for_each(check);
}
