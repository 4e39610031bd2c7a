//! Where counting begins: a page's number or offset, by the call, else by the document.

use contract::{Entry, Keyword, Pagination, Schema};
use serde_json::{Number, Value};

use super::asked::Asked;
use crate::arguments;
use crate::execute::matching::Matched;

/// The number or offset of the page that a call asks for; 0 where pages aren't counted.
///
/// Where neither the call nor a `default` says it, an offset begins at 0 and numbers at 1, but at `minimum` where that
/// is the other of the two.
pub(super) fn position(pagination: &Pagination, entry: Entry<'_>, matched: &Matched) -> i64 {
    let (name, usual) = match *pagination {
        Pagination::Offset { parameter, .. } => (parameter, 0),
        Pagination::PageNumber { parameter, .. } => (parameter, 1),
        Pagination::Cursor { .. } | Pagination::LinkHeader { .. } | Pagination::NextUrl { .. } => return 0,
    };
    let Some(asked) = Asked::find(name, entry) else { return usual };
    let given = asked.value(matched).and_then(whole);
    let number = |keyword: Keyword| asked.schema(matched).and_then(|schema| number(schema, keyword));
    let least = || number(Keyword::Minimum).filter(|least| matches!(least, 0 | 1));
    given.or_else(|| number(Keyword::Default)).or_else(least).unwrap_or(usual)
}

fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => arguments::signed(number),
        Value::String(text) => text.parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn number(schema: Schema<'_>, keyword: Keyword) -> Option<i64> {
    let own = schema.schema(keyword).or_else(|| schema.resolved().schema(keyword))?;
    let number: Number = own.node.as_number()?;
    arguments::signed(&number)
}
