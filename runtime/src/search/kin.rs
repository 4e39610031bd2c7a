//! Operations that are nearly the same, so that the card of one says enough of the other: a list and one of its items, two
//! paths to one thing.

use contract::Method;

use crate::{Catalog, Operation};

/// Whether two operations are nearly the same.
pub(super) fn are_kin(catalog: &Catalog, first: usize, second: usize) -> bool {
    let (Some(left), Some(right)) = (catalog.operation(first), catalog.operation(second)) else { return false };
    if left.method != right.method {
        return false;
    }
    let summary = |ordinal| catalog.entry(ordinal).map(contract::Entry::summary).filter(|summary| !summary.is_empty());
    let same_words = summary(first).is_some() && summary(first) == summary(second) && left.tag == right.tag;
    same_words || thing(left) == thing(right)
}

/// What a path leads to, without the names of variables, and in the singular. Reading the list of something and reading one
/// of it lead to the same; writing doesn't.
fn thing(operation: &Operation) -> Vec<&str> {
    let variable = |segment: &str| segment.contains('{');
    let segments = operation.path.split(['/', '?']).filter(|segment| !segment.is_empty());
    let mut thing: Vec<&str> = segments
        .map(|segment| if variable(segment) { "{}" } else { segment.strip_suffix('s').unwrap_or(segment) })
        .collect();
    if operation.method == Method::Get && thing.last() == Some(&"{}") {
        thing.pop();
    }
    thing
}

#[cfg(test)]
mod tests {
    use contract::{Effect, Method};

    use super::thing;
    use crate::Operation;

    fn operation(method: Method, path: &'static str) -> Operation {
        let (tag, effect) = ("", Effect::Read);
        Operation { name: "", method, path, tag, effect, security: &[], pagination: None, handler: |_, _| {} }
    }

    #[test]
    fn lists_and_their_items_are_one_thing() {
        let cases = [
            (Method::Get, "/syncs", "/syncs/{id}", true),
            (Method::Get, "/syncs", "/syncs/{id}/schema", false),
            (Method::Post, "/syncs", "/syncs/{id}", false),
            (Method::Post, "/charges/{id}/refund", "/charges/{charge}/refunds", true),
            (Method::Get, "/users/{id}", "/teams/{id}", false),
        ];
        for (method, left, right, expected) in cases {
            let (left, right) = (operation(method, left), operation(method, right));
            assert_eq!(thing(&left) == thing(&right), expected, "{} {}", left.path, right.path);
        }
    }
}
