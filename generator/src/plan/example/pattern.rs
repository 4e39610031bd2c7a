//! A short text that a regular expression matches.

use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind, Repetition};

/// Characters of a made text.
const MAX_LENGTH: usize = 256;

/// Texts that match, the plainest first; none for what the engine can't read. They differ in the alternative that they
/// take and in how often they repeat what may be repeated: as seldom as possible, `times`, or something between.
pub(super) fn matching(expression: &str, times: usize) -> Vec<String> {
    let Ok(hir) = regex_syntax::parse(expression) else { return Vec::new() };
    let repeats = [(0, false), (times, false), (2, false), (4, false), (8, false), (0, true)];
    let takes =
        repeats.into_iter().flat_map(|(times, bare)| (0..4).map(move |alternative| Taken { alternative, times, bare }));
    let texts = takes.filter_map(|taken| {
        let mut text = String::new();
        write(&hir, taken, &mut text)?;
        Some(text)
    });
    texts.collect()
}

/// Which of several, and how often.
#[derive(Clone, Copy)]
struct Taken {
    alternative: usize,
    times: usize,
    /// Whether nothing is written that may be left out, not even at the beginning.
    bare: bool,
}

fn write(hir: &Hir, taken: Taken, text: &mut String) -> Option<()> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => text.push(character(class)?),
        HirKind::Repetition(Repetition { min, max, sub, .. }) => {
            let most = max.unwrap_or(u32::MAX);
            // One where none is needed reads better than an empty text.
            let least = if *min == 0 && text.is_empty() && !taken.bare { most.min(1) } else { *min };
            let wanted = u32::try_from(taken.times).unwrap_or(u32::MAX);
            for _ in 0..wanted.clamp(least, most) {
                write(sub, taken, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, taken, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, taken, text)?;
            }
        }
        HirKind::Alternation(parts) => write(parts.get(taken.alternative).or(parts.first())?, taken, text)?,
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
                .or_else(|| class.iter().next().map(ClassUnicodeRange::start))
        }
        Class::Bytes(class) => class.iter().next().map(|range| char::from(range.start())),
    }
}
