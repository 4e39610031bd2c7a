//! The language that a document is written in.

use crate::Vendor;
use crate::api::Api;

/// Bytes of prose below which a guess is a guess, and beyond which it gets no better.
const LEAST: usize = 120;
const MOST: usize = 40_000;

/// The language's tag (BCP 47): decided, or found out from summaries and descriptions; none where they don't say.
pub(super) fn language(api: &Api, vendor: &Vendor) -> Option<String> {
    if let Some(decided) = &vendor.language {
        return Some(decided.clone());
    }
    let mut prose = String::new();
    let texts = api.operations.iter().flat_map(|operation| [&operation.summary, &operation.description]);
    for text in std::iter::once(&api.description).chain(texts) {
        if prose.len() >= MOST {
            break;
        }
        prose.push_str(text);
        prose.push('\n');
    }
    let found = whatlang::detect(&prose).filter(|found| prose.len() >= LEAST && found.is_reliable())?;
    Some(tag(found.lang().code()).to_owned())
}

/// The shortest code of ISO 639 for one of its part 3, as BCP 47 wants it.
fn tag(code: &'static str) -> &'static str {
    const SHORT: [(&str, &str); 40] = [
        ("ara", "ar"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("ind", "id"),
        ("ita", "it"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("nld", "nl"),
        ("nob", "nb"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tha", "th"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("vie", "vi"),
    ];
    SHORT.iter().find(|(long, _)| *long == code).map_or(code, |(_, short)| short)
}
