//! Texts that match a regular expression, as far as it is regular: no look-around, no references
//! back. It knows nothing of schemas.

use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

use crate::seed::Seed;

/// Letters and digits, of which a class is filled if it has any.
const USUAL: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// How many times more than necessary something is repeated at most.
const EXTRA: u32 = 64;
/// Longer texts are given up: nested repetitions multiply.
const LONGEST: usize = 4_096;

/// The shortest of some matching texts that has at least so many characters; `None` if the pattern
/// can't be read.
pub(super) fn matching(pattern: &str, least: usize, seed: Seed) -> Option<String> {
    let expression = regex_syntax::parse(pattern).ok()?;
    // What is too long with so many repetitions is too long with more.
    let mut texts = (0..=EXTRA).map_while(|extra| {
        let mut text = String::new();
        append(&expression, extra, seed, &mut text)?;
        Some(text)
    });
    texts.find(|text| text.chars().count() >= least.max(1))
}

fn append(expression: &Hir, extra: u32, seed: Seed, text: &mut String) -> Option<()> {
    if text.len() > LONGEST {
        return None;
    }
    let seed = seed.index(text.len() as u64);
    match expression.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => text.push(chosen(&members(class), seed)?),
        HirKind::Repetition(repetition) => repeat(repetition, extra, seed, text)?,
        HirKind::Capture(capture) => append(&capture.sub, extra, seed, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                append(part, extra, seed, text)?;
            }
        }
        HirKind::Alternation(branches) => {
            append(branches.get(seed.below(branches.len()))?, extra, seed, text)?;
        }
    }
    Some(())
}

fn repeat(repetition: &Repetition, extra: u32, seed: Seed, text: &mut String) -> Option<()> {
    let most = repetition.max.unwrap_or(u32::MAX);
    let times = repetition.min.saturating_add(extra).min(most);
    let HirKind::Class(class) = repetition.sub.kind() else {
        return (0..times).try_for_each(|_| append(&repetition.sub, extra, seed, text));
    };
    let members = members(class);
    for _ in 0..times {
        if text.len() > LONGEST {
            return None;
        }
        text.push(chosen(&members, seed.index(text.len() as u64))?);
    }
    Some(())
}

fn chosen(members: &[char], seed: Seed) -> Option<char> {
    members.get(seed.below(members.len())).copied()
}

/// Characters of a class: the usual ones, or the first if it has none of them.
fn members(class: &Class) -> Vec<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => class.iter().map(|range| (range.start().into(), range.end().into())).collect(),
    };
    let contains = |character: &char| ranges.iter().any(|(start, end)| start <= character && character <= end);
    let usual: Vec<char> = USUAL.chars().filter(contains).collect();
    if usual.is_empty() { ranges.iter().map(|(start, _)| *start).take(1).collect() } else { usual }
}
