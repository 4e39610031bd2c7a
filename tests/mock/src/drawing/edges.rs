//! Values at the edges of what a type holds. It knows nothing of schemas.

use serde_json::{Value, json};

/// Values of the type of one, some of them near to it.
pub(super) fn of(value: &Value) -> Vec<Value> {
    let mut values = match value {
        Value::String(_) => texts(),
        Value::Number(number) if number.is_f64() => fractions(),
        Value::Number(_) => [wholes(), fractions()].concat(),
        Value::Bool(flag) => vec![json!(!flag)],
        Value::Null => vec![json!("amber"), json!(7)],
        Value::Array(items) => {
            let mut more = vec![json!([])];
            more.extend(items.last().map(|last| Value::Array([items.as_slice(), std::slice::from_ref(last)].concat())));
            more.push(items.iter().rev().cloned().collect());
            more.extend(items.first().map(|first| json!([first])));
            more
        }
        Value::Object(map) => {
            let halved = map.iter().step_by(2).map(|(name, value)| (name.clone(), value.clone()));
            vec![json!({}), Value::Object(halved.collect())]
        }
    };
    values.push(Value::Null);
    values
}

/// Whether a number is within so many bits, by the formats int32 and int64 (OpenAPI 3.1 section 4.4).
pub(super) fn fits(value: &Value, bits: u32) -> bool {
    let Value::Number(number) = value else { return true };
    match (number.as_i64(), number.as_f64()) {
        (Some(whole), _) => bits == 64 || i32::try_from(whole).is_ok(),
        (None, Some(number)) => number.abs() < f64::from(i32::MAX),
        (None, None) => false,
    }
}

/// Whether a text is written in the alphabet of base64 (RFC 4648 section 4); anything else is.
pub(super) fn is_base64(value: &Value) -> bool {
    let is = |letter: u8| letter.is_ascii_alphanumeric() || b"+/=".contains(&letter);
    value.as_str().is_none_or(|text| text.len().is_multiple_of(4) && text.bytes().all(is))
}

fn texts() -> Vec<Value> {
    let long = "long ".repeat(60);
    let texts = [
        "",
        " ",
        "Zoë Ł 漢字 🎉",
        "a/b?c=d&e=f#g%20+;,:@!$'()*",
        " lead and trail ",
        "\"quoted\" \\ back",
        "null",
        "true",
        "0123",
        "-1",
        "1e3",
        "a|b|c",
        "[1,2]",
        "{\"a\":1}",
        "<a>&amp;</a>",
        "line\nbreak",
        "tab\there",
        "~1.~0",
        "%",
        "..",
        "x=y",
        "\u{a0}",
        "'",
        "*",
        &long,
    ];
    texts.into_iter().map(Value::from).collect()
}

fn wholes() -> Vec<Value> {
    let mut numbers: Vec<Value> = [
        0,
        -1,
        1,
        100,
        2_147_483_647,
        2_147_483_648,
        -2_147_483_648,
        4_294_967_296,
        9_007_199_254_740_993,
        -9_007_199_254_740_993,
        i64::MAX,
        i64::MIN,
    ]
    .into_iter()
    .map(Value::from)
    .collect();
    numbers.push(json!(u64::MAX));
    numbers
}

fn fractions() -> Vec<Value> {
    [0.1, -0.5, 1.5, 1.0, 1e-7, 1e21, 0.30000000000000004, 123456789.125].into_iter().map(Value::from).collect()
}
