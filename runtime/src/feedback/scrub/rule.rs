//! The looks of a secret, as patterns. Whatever a pattern's groups catch is masked.

use regex::Regex;

use super::MASK;

/// A pattern, and a last look at what it caught.
#[derive(Debug)]
pub(super) struct Rule {
    pattern: Regex,
    secret: fn(&str) -> bool,
}

impl Rule {
    /// The text with every secret of this kind masked.
    pub(super) fn mask(&self, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut rest = 0;
        for captures in self.pattern.captures_iter(text) {
            for caught in captures.iter().skip(1).flatten().filter(|caught| (self.secret)(caught.as_str())) {
                masked.push_str(text.get(rest..caught.start()).unwrap_or_default());
                masked.push_str(MASK);
                rest = caught.end();
            }
        }
        masked.push_str(text.get(rest..).unwrap_or_default());
        masked
    }
}

/// The end of a name and what stands between it and its value, with any number of escaped quotes: `": "`.
const SEPARATOR: &str = r#"\\*["']?\s*(?:=>|[:=])\s*"#;
/// A value in escaped quotes, in double quotes, in single quotes, or bare.
const VALUE: &str = r#"(?:\\+"([^"\\]+)|"((?:[^"\\]|\\.)+)|'([^']+)|([^\s"',;&]+))"#;
/// Names that tell of a secret.
const NAME: &str = r"[\w.-]*(?:key|token|passw(?:or)?d|passphrase|pwd|secret|credential|signature)[\w-]*";

/// Every rule, in the order in which they are used: the wider ones first.
pub(super) fn rules() -> Result<Vec<Rule>, regex::Error> {
    let always: fn(&str) -> bool = |_| true;
    let rules = [
        (r"(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\z))".to_owned(), always),
        (r#"(?i)[a-z][a-z0-9+.-]*://([^\s/?#@"']+)@"#.to_owned(), always),
        (format!(r#"(?i)(?:authorization|cookie){SEPARATOR}\\*["']?([^\r\n"'\\]+)"#), always),
        (r"(?i)\b(?:bearer|basic)\s+([a-z0-9._~+/=-]{3,})".to_owned(), is_no_word_of_the_trade),
        (format!("(?i){NAME}{SEPARATOR}{VALUE}"), always),
        (format!(r#"(?i)(?:^|\s)--?{NAME}\s+["']?([^\s"']+)"#), always),
        (r#"(?:^|\s)(?:-u|--user)\s+["']?([^\s"':]+:[^\s"']+)"#.to_owned(), always),
        (format!(r#"(?i){NAME}\s+(?:is|was)\s+["'`]?([^\s"'`]+)"#), has_digit),
        (r"(eyJ[\w-]{8,}(?:\.[\w-]*){1,4})".to_owned(), always),
        (r"\b((?:[spr]k|gh[opsur]|github_pat|glpat|xox[abeprs]|shp[a-z]{2})[_-][\w-]{10,})".to_owned(), always),
        (r"\b((?:AKIA|ASIA|AIza)[\w-]{12,})".to_owned(), always),
        (r"([A-Za-z0-9+/_-]{32,}={0,2})".to_owned(), is_unreadable),
    ];
    rules.into_iter().map(|(pattern, secret)| Ok(Rule { pattern: Regex::new(&pattern)?, secret })).collect()
}

/// What stands for a person or one thing of theirs: an e-mail address, a UUID, a number of six digits or more however it
/// is divided, and a run of letters and digits that is no word.
pub(super) fn personal() -> Result<Vec<Rule>, regex::Error> {
    let always: fn(&str) -> bool = |_| true;
    let rules = [
        (r"([\w.+%-]+@[\w-]+(?:\.[\w-]+)*)", always),
        (r"(?i)\b([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\b", always),
        (r"(\d[\d ()/.:-]{3,}\d)", has_six_digits),
        (r"\b([\w-]{8,})\b", has_two_digits),
    ];
    rules.into_iter().map(|(pattern, secret)| Ok(Rule { pattern: Regex::new(pattern)?, secret })).collect()
}

/// Names of JSON members that tell of a secret.
pub(super) fn secret_name() -> Result<Regex, regex::Error> {
    Regex::new(&format!("(?i)^(?:{NAME}|.*(?:authorization|cookie).*)$"))
}

/// Whether it can be a credential after `bearer` or `basic`: those words also stand in sentences.
fn is_no_word_of_the_trade(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "auth",
        "authentication",
        "authorization",
        "credential",
        "credentials",
        "header",
        "key",
        "scheme",
        "security",
        "token",
        "tokens",
        "access",
    ];
    let word = text.trim_end_matches('.');
    !WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn has_digit(text: &str) -> bool {
    text.chars().any(|letter| letter.is_ascii_digit())
}

fn has_six_digits(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() >= 6
}

fn has_two_digits(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() >= 2
}

/// Whether a long run of letters and digits is hexadecimal or base64, rather than a path or a name.
fn is_unreadable(run: &str) -> bool {
    !run.split('/').all(|segment| is_uuid(segment) || segment.split(['_', '-', '+']).all(is_word))
}

/// A word of a name: letters as in a sentence, or a number or version.
fn is_word(piece: &str) -> bool {
    let number = piece.strip_prefix('v').unwrap_or(piece);
    let is_number = number.len() <= 12 && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number || (piece.len() <= 24 && piece.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

fn is_uuid(segment: &str) -> bool {
    let lengths = segment.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && segment.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
