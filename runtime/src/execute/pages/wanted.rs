//! The argument `pages` of the tool `execute`: how many pages, and where an earlier call stopped.

use serde_json::Value;

use super::query::{MAX_PAIRS, Pair, pairs};
use crate::{Code, Fault, arguments};

/// Longest query that a call carries on with, in bytes.
pub(super) const MAX_LENGTH: usize = 8_192;

/// How many pages of a list a call wants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// At most so many; none stands for all.
    pub most: Option<usize>,
    /// Pairs of the query that the operation has no parameter for, as an API's address of the next page had them.
    pub rest: Vec<String>,
}

impl Pages {
    /// Reads `"all"`, `3` or `"3"`; in a call that resumes another also `"all?after=x"`. Null is nothing.
    pub(in crate::execute) fn read(value: &Value) -> Result<Option<Self>, Fault> {
        match value {
            Value::Null => Ok(None),
            Value::Number(number) => arguments::unsigned(number)
                .and_then(|number| Self::counting(number, &[]))
                .map(Some)
                .ok_or_else(unreadable),
            Value::String(text) => Self::parse(text.trim()).map(Some),
            Value::Bool(_) | Value::Array(_) | Value::Object(_) => Err(unreadable()),
        }
    }

    fn parse(text: &str) -> Result<Self, Fault> {
        let (count, query) = text.split_once('?').unwrap_or((text, ""));
        let plain = query.len() <= MAX_LENGTH && query.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
        let rest = pairs(query);
        if !plain || rest.len() > MAX_PAIRS {
            return Err(unreadable());
        }
        if count.eq_ignore_ascii_case("all") {
            return Ok(Self { most: None, rest: raw(&rest) });
        }
        count.parse().ok().and_then(|count| Self::counting(count, &rest)).ok_or_else(unreadable)
    }

    fn counting(count: u64, rest: &[Pair]) -> Option<Self> {
        let most = usize::try_from(count).ok().filter(|count| *count > 0)?;
        Some(Self { most: Some(most), rest: raw(rest) })
    }

    /// The argument of a call that goes on with `rest`.
    pub(super) fn going_on(&self, rest: &[String]) -> Value {
        let count = self.most.map_or_else(|| "all".to_owned(), |most| most.to_string());
        match (rest, self.most) {
            ([], Some(most)) => Value::from(most),
            ([], None) => Value::from(count),
            _ => Value::from(format!("{count}?{}", rest.join("&"))),
        }
    }
}

fn raw(pairs: &[Pair]) -> Vec<String> {
    pairs.iter().map(|pair| pair.raw.clone()).collect()
}

fn unreadable() -> Fault {
    Fault::new(Code::InvalidValue, "pages must be \"all\" or a number of pages from 1 on")
        .at("/pages")
        .expecting("\"all\" | integer")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Pages;

    #[test]
    fn counts_and_where_to_go_on() {
        let read = |value: Value| Pages::read(&value).ok();
        let pages = |most, rest: &[&str]| {
            Some(Some(Pages { most, rest: rest.iter().map(|pair| (*pair).to_owned()).collect() }))
        };
        assert_eq!(read(Value::Null), Some(None));
        assert_eq!(read(json!("all")), pages(None, &[]));
        assert_eq!(read(json!("All")), pages(None, &[]));
        assert_eq!(read(json!(" 3 ")), pages(Some(3), &[]));
        assert_eq!(read(json!(3)), pages(Some(3), &[]));
        assert_eq!(read(json!(3.0)), pages(Some(3), &[]));
        assert_eq!(read(json!("all?a=%20&b")), pages(None, &["a=%20", "b"]));
        for wrong in [
            json!(0),
            json!(-1),
            json!(1.5),
            json!(1e30),
            json!(true),
            json!(["all"]),
            json!(""),
            json!("0"),
            json!("none"),
            json!("all?a b"),
            json!("all?a=1#b"),
            json!("all?a=\u{e9}"),
            json!("all?a=\r\nX: y"),
            json!(format!("all?{}", "a".repeat(9_000))),
            json!(format!("all?{}", "a&".repeat(600))),
        ] {
            assert_eq!(read(wrong.clone()), None, "{wrong}");
        }
        for text in ["all?a=1&b", "5?a=1"] {
            let pages = Pages::parse(text).unwrap();
            assert_eq!(pages.going_on(&pages.rest), text);
        }
        assert_eq!(Pages::parse("5").unwrap().going_on(&[]), 5);
    }
}
