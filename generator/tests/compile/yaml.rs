//! What a YAML text means: the core schema of YAML 1.2, anchors, merge keys, and what is refused.

use contract::blob::Node;
use serde_json::{Value, json};

use crate::support::{HEAD, compile};

/// The value that a text stands for, seen as the default of a parameter.
#[track_caller]
fn check(text: &str, expected: &Value) {
    let document = format!(
        "{HEAD}  /a:\n    get:\n      parameters:\n        - name: q\n          in: query\n          schema:\n            default: {text}\n"
    );
    let compiled = compile(&document);
    let entry = compiled.only();
    let parameter = entry.parameters().next().unwrap_or_else(|| panic!("{text}: no parameter"));
    let found = parameter.schema().node.field("default").map(Node::to_value);
    assert_eq!(found.as_ref(), Some(expected), "{text}");
    assert_eq!(found.map(|value| value.to_string()), Some(expected.to_string()), "{text}");
}

/// The same text as JSON has the same value.
#[track_caller]
fn check_json(text: &str, expected: &Value) {
    let document = format!(
        "{{\"openapi\":\"3.1.0\",\"paths\":{{\"/a\":{{\"get\":{{\"parameters\":[{{\"name\":\"q\",\"in\":\"query\",\"schema\":{{\"default\":{text}}}}}]}}}}}}}}"
    );
    let compiled = compile(&document);
    let entry = compiled.only();
    let found = entry.parameters().next().and_then(|parameter| parameter.schema().node.field("default"));
    assert_eq!(found.map(|node| node.to_value().to_string()), Some(expected.to_string()), "{text}");
}

#[test]
fn plain_scalars_that_are_text() {
    for text in [
        "y",
        "n",
        "yes",
        "No",
        "on",
        "OFF",
        "tRUE",
        "nUll",
        "1_000",
        "0b11",
        "0o8",
        "0O17",
        "0X1F",
        "-0x1F",
        "+0o7",
        "0x",
        "1e",
        "e3",
        "+",
        ".",
        "1.2.3",
        "2001-12-14",
        "12:30:45",
        "1-2",
        "+-1",
        "--1",
        ".e3",
        "０",
        "1e400",
        ".inf",
        "-.Inf",
        ".NaN",
        "NaN",
        "inf",
        "infinity",
        "nan",
        "0x+1",
        "a#b",
        "~a",
        "<<",
    ] {
        check(text, &json!(text));
    }
    check("'200'", &json!("200"));
    check("\"\"", &json!(""));
    check("!!str 200", &json!("200"));
    check("!!str ~", &json!("~"));
    check("|\n              on\n              090", &json!("on\n090\n"));
    check(">-\n              12\n", &json!("12"));
    check("\"a\\tb\\u0041\\/\\x41\"", &json!("a\tbA/A"));
}

#[test]
fn plain_scalars_that_are_not_text() {
    for (text, value) in [
        ("~", json!(null)),
        ("null", json!(null)),
        ("Null", json!(null)),
        ("true", json!(true)),
        ("False", json!(false)),
        ("TRUE", json!(true)),
        ("090", json!(90)),
        ("+1312", json!(1312)),
        ("-7", json!(-7)),
        ("0o17", json!(15)),
        ("0x1F", json!(31)),
        ("1e3", json!(1000.0)),
        (".5", json!(0.5)),
        ("+.5", json!(0.5)),
        ("5.", json!(5.0)),
        ("-1.5E-1", json!(-0.15)),
        ("-0", json!(0)),
        ("-0.0", json!(-0.0)),
        ("9007199254740993", json!(9_007_199_254_740_993_u64)),
        ("9223372036854775808", json!(9_223_372_036_854_775_808_u64)),
        ("18446744073709551615", json!(u64::MAX)),
        ("-9223372036854775808", json!(i64::MIN)),
        ("18446744073709551616", json!(18_446_744_073_709_551_616.0)),
        ("-9223372036854775809", json!(-9_223_372_036_854_775_808.0)),
        ("[on, 1, {a: ~}]", json!(["on", 1, {"a": null}])),
        ("!!int \"7\"", json!(7)),
    ] {
        check(text, &value);
    }
    check("", &json!(null));
}

#[test]
fn json_numbers() {
    for (text, value) in [
        ("18446744073709551615", json!(u64::MAX)),
        ("-9223372036854775808", json!(i64::MIN)),
        ("18446744073709551616", json!(18_446_744_073_709_551_616.0)),
        ("1e3", json!(1000.0)),
        ("-0.0", json!(-0.0)),
        ("\"\\u0041\\ud83d\\ude00\"", json!("A😀")),
    ] {
        check_json(text, &value);
    }
}

#[test]
fn keys_are_text() {
    let text = "{'200': a, 201: b, ~: c, true: d, 0x1F: e, on: f, null: g, 1.50: h, '': i}";
    let expected = json!({"200": "a", "201": "b", "~": "c", "true": "d", "0x1F": "e", "on": "f", "null": "g", "1.50": "h", "": "i"});
    check(text, &expected);
}

#[test]
fn anchors_and_merge_keys() {
    check("[&a {x: [1]}, *a, {<<: *a, y: 2}]", &json!([{"x": [1]}, {"x": [1]}, {"y": 2, "x": [1]}]));
    check(
        "[&a {x: 1}, &b {x: 2, y: 2}, {<<: [*a, *b], z: 3}]",
        &json!([{"x": 1}, {"x": 2, "y": 2}, {"z": 3, "x": 1, "y": 2}]),
    );
    check("[&a {x: 1}, {x: 7, <<: *a}]", &json!([{"x": 1}, {"x": 7}]));
    check("[&a k, {*a : 1}]", &json!(["k", {"k": 1}]));
    check("[&a 1, &a 2, *a]", &json!([1, 2, 2]));
    // Where there is nothing to merge, the key is a key.
    check("{<<: text}", &json!({"<<": "text"}));
}

#[test]
fn texts_that_are_refused() {
    let check = |text: &str, place: &str, message: &str| {
        let compiled = compile(text);
        assert_eq!(compiled.said(), [format!("error syntax  {place}")], "{text:.200}");
        let said = compiled.diagnostics.first().map(|diagnostic| diagnostic.message.as_str()).unwrap_or_default();
        assert!(said.contains(message), "{text:.200}: {said}");
    };
    check("a: *nobody\n", "1:4", "anchor");
    check("a: &a [*a]\n", "1:8", "");
    check("? [1]\n: 2\n", "1:5", "keys are text");
    check("a:\n  - b\n c: d\n", "3:2", "");
    check("a: 1\n...\nb: 2\n", "3:1", "second");
    let deep = format!("a: {}{}", "[".repeat(220), "]".repeat(220));
    check(&deep, "1:123", "deeper than 120");
    let deep = format!("{{\"a\": {}", "[".repeat(300));
    check(&deep, "1:126", "deeper than 120");
    let mut bomb = "a: &a0 [x, x]\n".to_owned();
    for level in 1..40 {
        let below = level - 1;
        bomb += &format!("b{level}: &a{level} [*a{below}, *a{below}]\n");
    }
    check(&bomb, "15:22", "aliases copy more");
    // Each alias is shallow where it stands; together they would be deeper than any stack.
    let nested = |inner: &str| format!("{}{inner}{}", "[".repeat(80), "]".repeat(80));
    let mut chain = format!("a: &a0 {}\n", nested("x"));
    for level in 1..40 {
        chain += &format!("b{level}: &a{level} {}\n", nested(&format!("*a{}", level - 1)));
    }
    check(&chain, "2:89", "deeper than 120");
}

#[test]
fn marks_around_the_text() {
    let document = format!("{HEAD}  /a: {{get: {{}}}}\n");
    for text in [
        format!("\u{feff}{document}"),
        format!("%YAML 1.2\n---\n{document}...\n"),
        format!("# a comment\n---\n{document}"),
        document.replace('\n', "\r\n"),
    ] {
        assert_eq!(compile(&text).said(), [""; 0], "{text}");
    }
    // An empty second document is a second document.
    assert_eq!(compile(&format!("{document}---\n")).said(), ["error syntax  6:1"]);
}
