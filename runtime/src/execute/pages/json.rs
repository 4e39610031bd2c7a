//! Pieces of JSON text, found without reading it into values: what isn't touched stays digit by digit, and costs nothing.
//!
//! The text is valid JSON without whitespace between tokens. On any other text the pieces are wrong, but nothing fails.

use std::borrow::Cow;
use std::ops::Range;

/// The text of the value at a JSON pointer (RFC 6901). As an array's index, `-` stands for the last item.
pub(super) fn at<'t>(text: &'t str, pointer: &str) -> Option<&'t str> {
    text.get(range_at(text, pointer)?)
}

/// The same, as a range of the text.
pub(super) fn range_at(text: &str, pointer: &str) -> Option<Range<usize>> {
    let mut range = 0..text.len();
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let within = text.get(range.clone())?;
        let next = match within.as_bytes().first()? {
            // Of names that occur twice the last one counts, as it does to serde_json.
            b'{' => members(within).filter(|(name, _)| *name == *token).last().map(|(_, range)| range),
            b'[' if token == "-" => elements(within).last(),
            b'[' => elements(within).nth(token.parse().ok()?),
            _ => None,
        }?;
        range = range.start + next.start..range.start + next.end;
    }
    Some(range)
}

/// The members of an object, in order; none of any other text.
pub(super) fn members(text: &str) -> impl Iterator<Item = (Cow<'_, str>, Range<usize>)> {
    let mut next = if text.starts_with('{') { 1 } else { text.len() };
    std::iter::from_fn(move || {
        let key_end = end(text, next)?;
        let key = text.get(next..key_end)?;
        let value = key_end + 1;
        let value_end = end(text, value)?;
        next = value_end + 1;
        Some((unescaped(key)?, value..value_end))
    })
}

/// The items of an array, in order; none of any other text.
pub(super) fn elements(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut next = if text.starts_with('[') { 1 } else { text.len() };
    std::iter::from_fn(move || {
        let item = next..end(text, next)?;
        next = item.end + 1;
        Some(item)
    })
}

/// The string that a JSON string stands for.
pub(super) fn unescaped(text: &str) -> Option<Cow<'_, str>> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') { serde_json::from_str(text).ok().map(Cow::Owned) } else { Some(Cow::Borrowed(inner)) }
}

/// Where the value that starts at a byte ends; none where none starts.
fn end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (start, 0_usize);
    loop {
        match bytes.get(at)? {
            b'"' => at = string_end(bytes, at)?,
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                at += 1;
            }
            // Between the parts of what is open.
            b',' | b':' if depth > 0 => at += 1,
            b',' | b':' => return None,
            _ => at += bytes.get(at..)?.iter().take_while(|byte| !b",:{}[]\"".contains(byte)).count(),
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{at, elements, members};

    #[test]
    fn values_are_found_by_pointer() {
        let text = r#"{"a":[1.10,{"b":"x,}\"]"},[]],"c/d":{"~":null,"\u0041":-1e5},"e":"","a":[true],"f":[[{"i":7}],{"i":8}]}"#;
        for (pointer, expected) in [
            ("", Some(text)),
            ("/a", Some("[true]")),
            ("/a/0", Some("true")),
            ("/a/1", None),
            ("/a/x", None),
            ("/c~1d/~0", Some("null")),
            ("/c~1d/A", Some("-1e5")),
            ("/e", Some("\"\"")),
            ("/e/0", None),
            ("/f/-/i", Some("8")),
            ("/f/0/-", Some(r#"{"i":7}"#)),
            ("/f/-/-", None),
            ("/g", None),
        ] {
            assert_eq!(at(text, pointer), expected, "{pointer}");
        }
        assert_eq!(at("[]", "/-"), None);
        assert_eq!(at("5", ""), Some("5"));
    }

    #[test]
    fn pieces_are_whole() {
        let text = r#"[1.10,"a,\\\"b",{"x":[1,2]},[],{},"é\\",null]"#;
        let items: Vec<_> = elements(text).map(|item| &text[item]).collect();
        assert_eq!(items, ["1.10", r#""a,\\\"b""#, r#"{"x":[1,2]}"#, "[]", "{}", r#""é\\""#, "null"]);
        let deep = format!("[{}1{},2]", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(elements(&deep).count(), 2);
    }

    /// Every value of a document is where serde_json has it.
    #[test]
    fn pieces_are_those_of_a_parser() {
        fn check(text: &str, pointer: &str, value: &Value) {
            assert_eq!(at(text, pointer), Some(value.to_string().as_str()), "{pointer}");
            let name = |key: &str| format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
            match value {
                Value::Array(items) => {
                    items.iter().enumerate().for_each(|(index, item)| check(text, &name(&index.to_string()), item));
                }
                Value::Object(members) => members.iter().for_each(|(key, member)| check(text, &name(key), member)),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        let odd = [
            "",
            "\\",
            "\"",
            "\\\"",
            "}",
            "]",
            ",",
            ":",
            "a\nb",
            "~",
            "/",
            "~1",
            "\u{0}",
            "\u{1f600}",
            "é",
            "{\"a\":1}",
        ];
        let strings: Value = odd.iter().map(|text| Value::from(*text)).collect();
        let members: Value = odd.iter().map(|key| ((*key).to_owned(), json!([key, {}, [], null, -1.5e-7]))).collect();
        for value in [json!([strings, members, [[[]], {}, true]]), json!({"a": members, "b": {"c": [strings]}})] {
            check(&value.to_string(), "", &value);
        }
    }

    #[test]
    fn broken_text_ends() {
        for text in
            ["", "[", "{", "[1", "{\"a\"", "{\"a\":", "[,]", "{,}", "]", "}", "\"", "[\"\\", "[é", "{\"a\"é:1}", ":"]
        {
            assert!(elements(text).take(9).count() < 9, "{text}");
            assert!(members(text).take(9).count() < 9, "{text}");
        }
    }
}
