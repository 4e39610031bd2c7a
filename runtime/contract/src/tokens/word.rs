//! Prices of ASCII letters.

use std::collections::HashSet;
use std::sync::LazyLock;

/// What a run of letters costs.
#[derive(Default)]
pub(super) struct Price {
    pub(super) tokens: usize,
    /// Words whose tokens were fitted and not known.
    pub(super) fitted: usize,
}

/// A run of letters. A piece ends where a lower-case letter meets a capital: `pageToken`, `APIKey` (one piece).
pub(super) fn letters(run: &str, beside_digits: bool) -> Price {
    let mut price = Price::default();
    let mut rest = run;
    while !rest.is_empty() {
        let capitals = rest.bytes().take_while(u8::is_ascii_uppercase).count();
        let small = rest.bytes().skip(capitals).take_while(u8::is_ascii_lowercase).count();
        let (piece, after) = rest.split_at(capitals + small);
        let (front, last) = match capitals {
            _ if small == 0 => (piece, ""),
            0 | 1 => ("", piece),
            _ => piece.split_at(capitals - 1),
        };
        price.tokens += acronym(front);
        price.add(last, beside_digits);
        rest = after;
    }
    price
}

impl Price {
    /// Lower-case letters with at most one capital in front. Beside digits they are rather a part of an encoded number.
    fn add(&mut self, word: &str, beside_digits: bool) {
        let small = word.to_ascii_lowercase();
        if WORDS.contains(small.as_str()) {
            self.tokens += 1;
            return;
        }
        let length = word.len();
        let capital = usize::from(word.starts_with(|first: char| first.is_ascii_uppercase()));
        let rare = small.bytes().zip(small.bytes().skip(1)).filter(|(one, next)| !is_common(*one, *next)).count();
        // Nearly all pairs of letters are tokens, so that of two neighbouring tokens one has at least two letters.
        let most = (2 * length).div_ceil(3) + capital;
        self.tokens += match length {
            0 | 1 => length,
            2 => 1 + usize::from(rare + capital > 0),
            _ if beside_digits => most,
            _ => {
                self.fitted += 1;
                most.min(1 + length.div_ceil(if length <= LONG { 8 } else { 4 }) + rare)
            }
        };
    }
}

/// Letters from which a word is rather several words, or none.
const LONG: usize = 12;

fn acronym(capitals: &str) -> usize {
    if ACRONYMS.contains(&capitals) { 1 } else { (3 * capitals.len()).div_ceil(4) }
}

/// Words that are one token, with a space before or none, with a capital or none.
static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| include_str!("words.txt").lines().collect());

/// Runs of capitals that are one token.
const ACRONYMS: [&str; 28] = [
    "AND", "API", "AWS", "CSV", "DELETE", "FALSE", "GET", "HTTP", "HTTPS", "ID", "IP", "ISO", "JSON", "JWT", "NOT",
    "OR", "PATCH", "POST", "PUT", "SQL", "SSL", "TLS", "TRUE", "URI", "URL", "UTC", "UUID", "XML",
];

/// Whether a pair of letters is among those that make up nearly all of English and of identifiers.
fn is_common(one: u8, next: u8) -> bool {
    let followers = FOLLOWERS.get(usize::from(one.wrapping_sub(b'a')));
    followers.is_some_and(|followers| followers.as_bytes().contains(&next))
}

/// For each letter from a to z, the letters that commonly follow it inside a word.
const FOLLOWERS: [&str; 26] = [
    "bcdfgiklmnprstuvwxyz",
    "aeijlorsuy",
    "acehiklorstuy",
    "adeimoprsuy",
    "abcdefgilmnopqrstvwxy",
    "aefilortuy",
    "aeghilnorsu",
    "aeimortu",
    "abcdefglmnopqrstvxz",
    "eo",
    "efisu",
    "adeiklostuy",
    "abeimopsu",
    "acdefgiklnopstuvy",
    "abcdfgijklmnoprstuvwx",
    "adehilmoprstu",
    "u",
    "abcdegiklmnoprstuvy",
    "acefhiklnopstuy",
    "acehiloprstuwy",
    "abcdegilmnprst",
    "aeio",
    "aehinors",
    "aceipt",
    "emnopst",
    "aeo",
];
