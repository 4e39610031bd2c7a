//! `multipart/form-data` and `multipart/mixed`: boundaries, names, media types and headers of parts. A
//! row's `const` is the value that the parts have to stand for.

use serde_json::{Value, json};

use crate::requests::{check, only, taking};

const FORM: &str = "multipart/form-data";
const TYPED: &str = r#"{"type":"object","properties":{"n":{"type":"integer"},"s":{"type":"string"},
    "l":{"type":"array","items":{"type":"integer"}},"o":{"type":"object","properties":{"x":{"type":"integer"}}},
    "m":{"type":"array","items":{"type":"object"}},"f":{"type":"string","format":"binary"},
    "fs":{"type":"array","items":{"type":"string","format":"binary"}},"a":{},
    "e":{"type":"string","contentEncoding":"base64"},"i":{"contentMediaType":"image/png"}}}"#;

/// Content of parts in short: each begins with `name:` or `name(media type):`, and they are divided by `|`.
#[cfg(test)]
fn content(short: &str) -> String {
    let part = |short: &str| {
        let (head, text) = short.split_once(':').unwrap_or((short, ""));
        let (name, media_type) = head.split_once('(').unwrap_or((head, ""));
        let media_type = match media_type.trim_end_matches(')') {
            "" => String::new(),
            media_type => format!("Content-Type: {media_type}\r\n"),
        };
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n{media_type}\r\n{text}\r\n")
    };
    let parts: String = short.split('|').filter(|short| !short.is_empty()).map(part).collect();
    format!("{parts}--x--\r\n")
}

/// Encoding Object of each property, parts in short, and the value they stand for or the verdict.
#[cfg(test)]
fn rows(schema: &str, rows: &[(&str, &str, Result<Value, &str>)]) {
    for (encoding, short, expected) in rows {
        let (schema, verdict) = match expected {
            Ok(value) => (only(schema, value), ""),
            Err(verdict) => (schema.to_owned(), *verdict),
        };
        let mock = taking("3.1.1", FORM, &format!("{{schema: {schema}, encoding: {encoding}}}"));
        check(&mock, &format!("{FORM}; boundary=x"), content(short).as_bytes(), verdict);
    }
}

#[test]
fn by_schema() {
    rows(
        TYPED,
        &[
            ("{}", "n:1|s:12", Ok(json!({"n": 1, "s": "12"}))),
            ("{}", "n(text/plain):1", Ok(json!({"n": 1}))),
            ("{}", "s(text/plain; charset=utf-8):ż%20+", Ok(json!({"s": "ż%20+"}))),
            ("{}", "s(text/plain; charset=iso-8859-1):a", Ok(json!({"s": "a"}))),
            ("{}", "n(application/json):1", Err("body part n: application/json is not text/plain")),
            ("{}", "n:a", Err("body part n: \"a\" is no integer")),
            ("{}", "n:1|n:2", Err("body part n: is repeated and is no array")),
            ("{}", "s(image/png):a", Err("body part s: image/png is not text/plain")),
            ("{}", "l:1|l:2", Ok(json!({"l": [1, 2]}))),
            ("{}", "l:1", Ok(json!({"l": [1]}))),
            ("{}", "l:1,2", Err("body part l")),
            ("{}", "l(application/json):[1]", Err("application/json is not text/plain")),
            ("{}", "o(application/json):{\"x\":1}", Ok(json!({"o": {"x": 1}}))),
            ("{}", "o:{\"x\":1}", Err("body part o: text/plain is not application/json")),
            ("{}", "o(application/json):{\"x\":\"1\"}", Err("body /o/x")),
            ("{}", "o(application/json):{", Err("body part o: no JSON")),
            ("{}", "m(application/json):{}|m(application/json):{}", Ok(json!({"m": [{}, {}]}))),
            ("{}", "m(application/json):{}|m:{}", Err("body part m: text/plain is not application/json")),
            ("{}", "f(application/octet-stream):a", Ok(json!({"f": "a"}))),
            ("{}", "f(image/png):é", Ok(json!({"f": "Ã©"}))),
            ("{}", "f:a", Ok(json!({"f": "a"}))),
            ("{}", "f(a/b):1|f(a/b):2", Err("body part f: is repeated")),
            ("{}", "fs(a/b):1|fs(c/d):2", Ok(json!({"fs": ["1", "2"]}))),
            ("{}", "a(a/b):1", Ok(json!({"a": 1}))),
            ("{}", "e(application/octet-stream):aGk=", Ok(json!({"e": "aGk="}))),
            ("{}", "i(image/png):a", Ok(json!({"i": "a"}))),
            ("{}", "z:1", Ok(json!({"z": "1"}))),
            ("{}", "s(text):1", Err("is no media type")),
            ("{}", "", Ok(json!({}))),
        ],
    );
    rows(
        r#"{"type":"object","required":["s"],"additionalProperties":false,"properties":{"s":{"type":"string"}}}"#,
        &[
            ("{}", "s:", Ok(json!({"s": ""}))),
            ("{}", "", Err("\"s\" is a required")),
            ("{}", "s:a|t:b", Err("'t' was unexpected")),
        ],
    );
}

#[test]
fn by_encoding() {
    rows(
        TYPED,
        &[
            ("{f: {contentType: 'image/png, audio/*'}}", "f(image/png):a", Ok(json!({"f": "a"}))),
            ("{f: {contentType: 'image/png, audio/*'}}", "f(audio/wav):a", Ok(json!({"f": "a"}))),
            (
                "{f: {contentType: 'image/png, audio/*'}}",
                "f(image/gif):a",
                Err("image/gif is not image/png or audio/*"),
            ),
            ("{f: {contentType: image/png}}", "f:a", Err("body part f: text/plain is not image/png")),
            ("{fs: {contentType: image/png}}", "fs(image/png):1|fs(image/gif):2", Err("image/gif is not image/png")),
            ("{n: {contentType: application/json}}", "n(application/json):1", Ok(json!({"n": 1}))),
            ("{s: {contentType: application/json}}", "s(application/json):a", Err("body part s: no JSON")),
            ("{l: {contentType: application/json}}", "l(application/json):[1,2]", Ok(json!({"l": [1, 2]}))),
            (
                "{l: {contentType: application/json}}",
                "l(application/json):1|l(application/json):2",
                Ok(json!({"l": [1, 2]})),
            ),
            ("{o: {contentType: application/xml}}", "o(application/xml):<o><x>1</x></o>", Ok(json!({"o": {"x": 1}}))),
            ("{o: {contentType: application/xml}}", "o(application/xml):<o><x>1</o>", Err("no XML")),
            ("{s: {contentType: text/csv}}", "s(text/csv):a", Ok(json!({"s": "a"}))),
            ("{l: {style: form, explode: false}}", "l:1,2", Ok(json!({"l": [1, 2]}))),
            ("{l: {style: pipeDelimited}}", "l:1|s:a", Ok(json!({"l": [1], "s": "a"}))),
            ("{o: {style: deepObject}}", "o[x]:1|s:a", Ok(json!({"o": {"x": 1}, "s": "a"}))),
            ("{o: {style: deepObject}}", "o[x]:a", Err("body /o")),
        ],
    );
}

#[test]
fn headers_of_parts() {
    let encoding = "{f: {contentType: image/png, headers: {X-Rate: {required: true, schema: {type: integer}}, \
                    X-Tags: {schema: {type: array, items: {maxLength: 2}}}, Content-Type: {required: true, schema: {const: no}}}}}";
    let mock = taking("3.1.1", FORM, &format!("{{schema: {TYPED}, encoding: {encoding}}}"));
    for (headers, verdict) in [
        ("X-Rate: 1\r\nContent-Type: image/png\r\n", ""),
        ("x-rate: 1\r\ncontent-type: image/png\r\nX-Tags: ab,c\r\n", ""),
        ("Content-Type: image/png\r\n", "body part f header X-Rate: required, but missing"),
        ("X-Rate: a\r\nContent-Type: image/png\r\n", "body part f header X-Rate: \"a\" is no integer"),
        ("X-Rate: 1\r\nContent-Type: image/png\r\nX-Tags: abc\r\n", "body part f header X-Tags/0"),
        ("X-Rate: 1\r\nContent-Type: image/png\r\nContent-Type: image/png\r\n", "Content-Type is there twice"),
        ("X-Rate: 1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n", "is encoded as base64"),
        ("X-Rate: 1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n", ""),
        ("X-Rate 1\r\nContent-Type: image/png\r\n", "is no header field of a part"),
        ("X-Rate: 1\r\n Content-Type: image/png\r\n", "is no header field of a part"),
        ("X-Rate: 1\nContent-Type: image/png\r\n", "is no header field of a part"),
    ] {
        let body =
            format!("--x\r\nContent-Disposition: form-data; name=f; filename=\"a\"\r\n{headers}\r\nP\r\n--x--\r\n");
        check(&mock, &format!("{FORM}; boundary=x"), body.as_bytes(), verdict);
    }
}

#[test]
fn boundaries() {
    let mock = taking(
        "3.0.4",
        FORM,
        r#"{"schema":{"properties":{"s":{"type":"string","const":"a"}},"additionalProperties":false}}"#,
    );
    let head = "Content-Disposition: form-data; name=\"s\"\r\n\r\n";
    let long = "b".repeat(71);
    for (parameter, body, verdict) in [
        ("; boundary=x", format!("--x\r\n{head}a\r\n--x--"), ""),
        ("; boundary=\"x\"", format!("--x\r\n{head}a\r\n--x--\r\n"), ""),
        ("; charset=utf-8; Boundary=\"a b:c\"", format!("--a b:c\r\n{head}a\r\n--a b:c--\r\n"), ""),
        ("; boundary=x", format!("preamble\r\n--x  \r\n{head}a\r\n--x-- \r\nepilogue"), ""),
        ("; boundary=x", format!("--x\r\n{head}\r\n--x--"), "body /s"),
        ("", format!("--x\r\n{head}a\r\n--x--"), "header Content-Type: has no boundary"),
        ("; boundary=y", format!("--x\r\n{head}a\r\n--x--"), "the boundary doesn't occur"),
        ("; boundary=X", format!("--x\r\n{head}a\r\n--x--"), "the boundary doesn't occur"),
        ("; boundary=x", format!("--x\r\n{head}a\r\n--x"), "a boundary's line goes on"),
        ("; boundary=x", format!("--x\r\n{head}a\r\n"), "the last boundary is missing"),
        ("; boundary=x", format!("--x\r\n{head}a--x--"), "the last boundary is missing"),
        ("; boundary=x", format!("--x\n{head}a\n--x--"), "a boundary's line goes on"),
        ("; boundary=x", format!("--xy\r\n{head}a\r\n--x--"), "a boundary's line goes on"),
        ("; boundary=x", format!("--x\r\n{head}a\r\n--x--y"), "the last boundary's line goes on"),
        ("; boundary=x", "--x\r\nContent-Disposition: form-data; name=s\r\n--x--".to_owned(), "doesn't end"),
        ("; boundary=x", "--x\r\n\r\na\r\n--x--".to_owned(), "has to have Content-Disposition once"),
        ("; boundary=x", "--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--".to_owned(), "a part has no name"),
        (
            "; boundary=x",
            "--x\r\nContent-Disposition: inline; name=s\r\n\r\na\r\n--x--".to_owned(),
            "no disposition of a form",
        ),
        (
            "; boundary=x",
            format!("--x\r\nContent-Disposition: form-data; name=s\r\n{head}a\r\n--x--"),
            "Content-Disposition once",
        ),
        (
            "; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=s; filename*=utf-8''a\r\n\r\na\r\n--x--".to_owned(),
            "`filename*`",
        ),
        (
            "; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"s\r\n\r\na\r\n--x--".to_owned(),
            "doesn't close",
        ),
        ("; boundary=\"x \"", format!("--x \r\n{head}a\r\n--x --"), "is no boundary"),
        ("; boundary=\"\"", format!("--\r\n{head}a\r\n----"), "is no boundary"),
        (&format!("; boundary={long}"), format!("--{long}\r\n{head}a\r\n--{long}--"), "is no boundary"),
        ("; boundary=x", String::new(), "body"),
        ("; boundary=x", "--x".to_owned(), "body"),
    ] {
        check(&mock, &format!("{FORM}{parameter}"), body.as_bytes(), verdict);
    }
}

#[test]
fn names_that_need_escapes() {
    let schema = r#"{"schema":{"properties":{"a\"b":{"const":1},"ż;c":{"const":2}},"additionalProperties":false,"minProperties":2}}"#;
    let mock = taking("3.1.1", FORM, schema);
    for (first, second) in [("a%22b", "ż;c"), ("a\\\"b", "ż;c")] {
        check(&mock, &format!("{FORM}; boundary=x"), content(&format!("{first}:1|{second}:2")).as_bytes(), "");
    }
    check(&mock, &format!("{FORM}; boundary=x"), content("a:1|ż;c:2").as_bytes(), "'a' was unexpected");
}

#[test]
fn too_many_parts() {
    let mock = taking("3.1.1", FORM, "{}");
    let sent = format!("{FORM}; boundary=x");
    let many = |count: usize| (0..count).map(|index| format!("a{index}:1|")).collect::<String>();
    check(&mock, &sent, content(&many(1000)).as_bytes(), "");
    check(&mock, &sent, content(&many(1001)).as_bytes(), "more than 1000 parts");
    let long = format!("--x\r\nContent-Disposition: form-data; name={}\r\n\r\na\r\n--x--", "a".repeat(20_000));
    check(&mock, &sent, long.as_bytes(), "more than 16384 bytes");
}

#[test]
fn mixed() {
    let tuple = "{schema: {type: array, maxItems: 3, prefixItems: [{type: object, required: [k]}], items: {type: string, format: binary}}, \
                 prefixEncoding: [{contentType: application/json}], itemEncoding: {contentType: image/*}}";
    let part = |media_type: &str, text: &str| format!("--x\r\nContent-Type: {media_type}\r\n\r\n{text}\r\n");
    let first = part("application/json", "{\"k\":1}");
    let image = part("image/png", "P");
    let mock = taking("3.2.0", "multipart/mixed", tuple);
    for (parts, verdict) in [
        (format!("{first}{image}{image}"), ""),
        (first.clone(), ""),
        (format!("{first}{image}{image}{image}"), "has more than 3 items"),
        (image.clone(), "body part 0: image/png is not application/json"),
        (part("application/json", "{}"), "body /0: \"k\" is a required property"),
        (format!("{first}{}", part("text/plain", "a")), "body part 1: text/plain is not image/*"),
    ] {
        check(&mock, "multipart/mixed; boundary=x", format!("{parts}--x--\r\n").as_bytes(), verdict);
    }
    let named = taking("3.0.4", "multipart/mixed", &format!("{{schema: {TYPED}}}"));
    check(&named, "multipart/mixed; boundary=x", content("n:1|o(application/json):{}").as_bytes(), "");
    check(&named, "multipart/mixed; boundary=x", content("n:a").as_bytes(), "body part n");
    check(&named, "multipart/mixed; boundary=x", format!("{first}--x--").as_bytes(), "Content-Disposition");
    check(&named, "multipart/form-data; boundary=x", content("n:1").as_bytes(), "none of the media types");
}
