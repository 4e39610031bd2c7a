//! A short text that a regular expression matches.

use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

/// Characters of a made text.
const MAX_LENGTH: usize = 256;

/// A text that matches; none for what the engine can't read.
pub(super) fn matching(expression: &str) -> Option<String> {
    let hir = regex_syntax::parse(expression).ok()?;
    let mut text = String::new();
    write(&hir, &mut text)?;
    Some(text)
}

fn write(hir: &Hir, text: &mut String) -> Option<()> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => text.push(character(class)?),
        HirKind::Repetition(Repetition { min, max, sub, .. }) => {
            // One where none is needed reads better than an empty text.
            let times = if *min == 0 && *max != Some(0) && text.is_empty() { 1 } else { *min };
            for _ in 0..times {
                write(sub, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, text)?;
            }
        }
        HirKind::Alternation(parts) => write(parts.first()?, text)?,
    }
    Some(())
}

/// A readable character of a class: a lower-case letter, a digit, or the first that there is.
fn character(class: &Class) -> Option<char> {
    match class {
        Class::Unicode(class) => {
            let holds = |c: char| class.iter().any(|range| range.start() <= c && c <= range.end());
            ['a', 'A', '1', '0', '-', '_', ' ']
                .into_iter()
                .find(|c| holds(*c))
                .or_else(|| class.iter().next().map(|range| range.start()))
        }
        Class::Bytes(class) => class.iter().next().map(|range| char::from(range.start())),
    }
}
