//! `application/x-www-form-urlencoded`: a row's `const` is the value that the text has to stand for.

use serde_json::{Value, json};

use crate::requests::{check, only, taking};

const FORM: &str = "application/x-www-form-urlencoded";
const ANY: &str = r#"{"type":"object"}"#;
const TYPED: &str = r#"{"type":"object","properties":{"n":{"type":"integer"},"b":{"type":"boolean"},
    "s":{"type":"string"},"l":{"type":"array","items":{"type":"integer"}},
    "o":{"type":"object","properties":{"x":{"type":"integer"},"y":{"type":"string"}}},
    "t":{"type":"array","items":{"type":"string"}},
    "m":{"type":"array","items":{"type":"object","properties":{"x":{"type":"integer"}}}},
    "u":{"type":["string","integer","null"]}}}"#;

/// Encoding Object of each property, what is sent, and the value it stands for or the verdict.
#[cfg(test)]
fn rows(schema: &str, rows: &[(&str, &str, Result<Value, &str>)]) {
    for (encoding, text, expected) in rows {
        let (schema, verdict) = match expected {
            Ok(value) => (only(schema, value), ""),
            Err(verdict) => (schema.to_owned(), *verdict),
        };
        let mock = taking("3.1.1", FORM, &format!("{{schema: {schema}, encoding: {encoding}}}"));
        check(&mock, FORM, text.as_bytes(), verdict);
    }
}

#[test]
fn without_encoding() {
    rows(
        TYPED,
        &[
            ("{}", "n=1&b=true&s=12", Ok(json!({"n": 1, "b": true, "s": "12"}))),
            ("{}", "s=a+b%20c%2B", Ok(json!({"s": "a b c+"}))),
            ("{}", "s=%C5%BC%26%3D", Ok(json!({"s": "ż&="}))),
            ("{}", "s=", Ok(json!({"s": ""}))),
            ("{}", "s", Ok(json!({"s": ""}))),
            ("{}", "", Ok(json!({}))),
            ("{}", "l=1&l=2", Ok(json!({"l": [1, 2]}))),
            ("{}", "l=1", Ok(json!({"l": [1]}))),
            ("{}", "l=1,2", Err("body /l: \"1,2\" is no integer")),
            ("{}", "l=[1,2]", Err("body /l")),
            ("{}", "o=%7B%22x%22:1%7D", Ok(json!({"o": {"x": 1}}))),
            ("{}", "o[x]=1", Ok(json!({"o[x]": "1"}))),
            ("{}", "o=x", Err("body /o: no JSON text")),
            ("{}", "m=%7B%22x%22:1%7D&m=%7B%22x%22:2%7D", Ok(json!({"m": [{"x": 1}, {"x": 2}]}))),
            ("{}", "u=1", Ok(json!({"u": 1}))),
            ("{}", "u=a", Ok(json!({"u": "a"}))),
            ("{}", "n=a", Err("body /n: \"a\" is no integer")),
            ("{}", "n=1&n=2", Err("body /n: n is repeated and is no array")),
            ("{}", "s=a&s=b", Err("s is repeated")),
            ("{}", "s=%zz", Err("no percent-escape")),
            ("{}", "s=%ff", Err("UTF-8")),
            ("{}", "s=a b", Err("may not stand in a query unescaped")),
            ("{}", "s=ż", Err("may not stand in a query unescaped")),
            ("{}", "=a", Err("a key is empty")),
            ("{}", "s=a&&n=1", Err("a key is empty")),
            ("{}", r#"{"s":"a"}"#, Err("no form")),
        ],
    );
}

#[test]
fn by_style() {
    rows(
        TYPED,
        &[
            ("{l: {explode: false}}", "l=1,2&n=3", Ok(json!({"l": [1, 2], "n": 3}))),
            ("{l: {style: form, explode: true}}", "l=1&l=2", Ok(json!({"l": [1, 2]}))),
            ("{l: {style: form, explode: false}}", "l=1&l=2", Err("body /l: the key is repeated")),
            ("{t: {explode: false}}", "t=a%2Cb,c+d", Ok(json!({"t": ["a,b", "c d"]}))),
            ("{l: {style: spaceDelimited}}", "l=1%202", Ok(json!({"l": [1, 2]}))),
            ("{l: {style: spaceDelimited}}", "l=1+2", Ok(json!({"l": [1, 2]}))),
            ("{l: {style: pipeDelimited}}", "l=1%7C2", Ok(json!({"l": [1, 2]}))),
            ("{l: {style: pipeDelimited, explode: false}}", "l=1,2", Err("body /l")),
            ("{o: {style: deepObject, explode: true}}", "o[x]=1&o%5By%5D=2", Ok(json!({"o": {"x": 1, "y": "2"}}))),
            ("{o: {style: deepObject}}", "o[x]=a", Err("body /o")),
            ("{o: {style: deepObject}}", "o[x=1", Err("body /o")),
            ("{o: {style: form}}", "x=1&y=b&n=2", Ok(json!({"o": {"x": 1, "y": "b"}, "n": 2}))),
            ("{o: {style: form, explode: false}}", "o=x,1,y,b", Ok(json!({"o": {"x": 1, "y": "b"}}))),
            ("{o: {style: form, explode: false}}", "o=x", Err("body /o")),
            ("{s: {allowReserved: true}}", "s=a/b?c:d", Ok(json!({"s": "a/b?c:d"}))),
            ("{l: {explode: false, contentType: application/json}}", "l=1,2", Ok(json!({"l": [1, 2]}))),
        ],
    );
}

#[test]
fn by_media_type() {
    rows(
        TYPED,
        &[
            ("{o: {contentType: application/json}}", "o=%7B%22x%22:1%7D", Ok(json!({"o": {"x": 1}}))),
            ("{o: {contentType: application/json}}", "o=%7B%22x%22:%22a%22%7D", Err("body /o/x")),
            ("{s: {contentType: application/json}}", "s=%22a%22", Ok(json!({"s": "a"}))),
            ("{s: {contentType: application/json}}", "s=a", Err("no JSON text")),
            ("{l: {contentType: application/json}}", "l=%5B1,2%5D", Ok(json!({"l": [1, 2]}))),
            ("{l: {contentType: application/json}}", "l=1&l=2", Ok(json!({"l": [1, 2]}))),
            ("{n: {contentType: text/plain}}", "n=1", Ok(json!({"n": 1}))),
        ],
    );
}

#[test]
fn by_the_whole_schema() {
    let strict =
        r#"{"type":"object","required":["a"],"additionalProperties":false,"properties":{"a":{"type":"string"}}}"#;
    let free = r#"{"type":"object","additionalProperties":{"type":"integer"}}"#;
    let either = r#"{"oneOf":[{"type":"object","required":["k","v"],"properties":{"k":{"const":"n"},"v":{"type":"integer"}}},
        {"type":"object","required":["k","v"],"properties":{"k":{"const":"s"},"v":{"type":"string"}}}]}"#;
    let both = r#"{"allOf":[{"type":"object","properties":{"a":{"type":"integer"}}},{"properties":{"b":{"type":"boolean"}}}]}"#;
    rows(
        strict,
        &[
            ("{}", "a=1", Ok(json!({"a": "1"}))),
            ("{}", "b=1", Err("\"a\" is a required property")),
            ("{}", "a=1&b=1", Err("'b' was unexpected")),
        ],
    );
    rows(free, &[("{}", "x=1&y=2", Ok(json!({"x": 1, "y": 2}))), ("{}", "x=a", Err("body /x"))]);
    rows(
        either,
        &[
            ("{}", "k=n&v=1", Ok(json!({"k": "n", "v": 1}))),
            ("{}", "k=s&v=1", Ok(json!({"k": "s", "v": "1"}))),
            ("{}", "k=n&v=a", Err("body")),
        ],
    );
    rows(both, &[("{}", "a=1&b=true", Ok(json!({"a": 1, "b": true})))]);
    rows(ANY, &[("{}", "a=1", Ok(json!({"a": "1"})))]);
}

#[test]
fn without_schema() {
    let mock = taking("3.0.4", FORM, "{}");
    check(&mock, FORM, b"a=1&a=2", "");
    check(&mock, FORM, b"a=%", "no form");
    check(&mock, FORM, b"\xff", "no form");
}
