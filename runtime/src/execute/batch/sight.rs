//! What a program of a batch names that it can't see, as far as its beginning tells: `.nope.data[]`, where no call before
//! it is `nope`. Whatever could be a valid program passes; the worker is the judge of it.

use crate::fault::quoted;
use crate::similar::nearest;
use crate::{Code, Fault};

/// Why a program is bound to fail: it begins with a name that nothing has, whose value is null, and goes over its items.
/// `before` are the calls whose bodies it sees, `after` those that it doesn't.
pub(super) fn unseen(program: &str, before: &[&str], after: &[&str]) -> Option<Fault> {
    let (name, rest) = first(program)?;
    if before.contains(&name) || !iterates(rest) {
        return None;
    }
    let message = if after.contains(&name) {
        format!("the program begins with {}, which is no call before this one", quoted(name))
    } else {
        format!("the program begins with {}, and no call has that id", quoted(name))
    };
    let fault = Fault::new(Code::InvalidValue, message).allowing(before.iter().copied());
    Some(match nearest(name, before.iter().copied()) {
        Some(meant) => fault.suggesting(meant),
        None if before.is_empty() => fault.suggesting("put the call whose body it needs before this one, with that id"),
        None => fault.suggesting("a program sees the bodies of the calls before it, by id"),
    })
}

/// The name that a program begins with, `.a` or `."a"`, and what follows it.
fn first(program: &str) -> Option<(&str, &str)> {
    let path = program.trim_start().strip_prefix('.')?;
    if let Some(text) = path.strip_prefix('"') {
        return text.split_once('"').filter(|(name, _)| !name.contains('\\'));
    }
    let end = path.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(path.len());
    let (name, rest) = path.split_at_checked(end)?;
    name.starts_with(|letter: char| !letter.is_ascii_digit()).then_some((name, rest))
}

/// Whether a path goes on with names to `[]`, which nothing catches: null has no items.
fn iterates(rest: &str) -> bool {
    let rest = rest.trim_start();
    if let Some(after) = rest.strip_prefix("[]") {
        let after = after.trim_start();
        return after.is_empty()
            || after.starts_with(['.', '|'])
                && !after.starts_with("|=")
                && !after.contains('?')
                && !after.contains("//");
    }
    rest.starts_with('.') && first(rest).is_some_and(|(_, rest)| iterates(rest))
}

#[cfg(test)]
mod tests {
    use super::unseen;

    #[test]
    fn only_what_is_bound_to_fail_is_refused() {
        let refused = |program: &str| unseen(program, &["syncs", "0", "a b"], &["later"]).is_some();
        for program in [
            ".nope[]",
            ".nope.data[]",
            " .nope .data [] | select(.x)",
            ".\"nope\".data[].id",
            ".later.data[]",
            ".sync.data[]",
            ".\"1\"[]",
            ".nope.\"a b\"[]",
        ] {
            assert!(refused(program), "{program}");
        }
        for program in [
            "",
            ".",
            ".[]",
            "..",
            ".syncs.data[]",
            ".\"0\"[]",
            ".\"a b\"[]",
            // Null has these.
            ".nope",
            ".nope.data",
            ".nope | length",
            ".nope == null",
            ".nope.data | (.[]?, 1)",
            // What catches.
            ".nope.data[]?",
            ".nope[]? | .x",
            ".nope[] // 1",
            ".nope.data[] // .syncs.data[]",
            "(.nope[]) // 1",
            "try .nope[] catch 1",
            ".nope[].x?",
            ".nope[].x // 1",
            // Assignments, other terms and what isn't read here.
            ".nope[] |= 1",
            ".nope[] += 1",
            ".nope[] = 1",
            ".nope.data[0]",
            ".nope[\"x\"][]",
            ".\"no\\u0070e\"[]",
            "$x.nope[]",
            "[.nope[]]",
            "def f: .nope[]; 1",
            "#.nope[]\n1",
            ".5[]",
        ] {
            assert!(!refused(program), "{program}");
        }
    }
}
