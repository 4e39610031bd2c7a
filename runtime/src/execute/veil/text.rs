//! Secrets inside of texts: in URLs, in XML, in JSON line by line.

use std::borrow::Cow;
use std::sync::OnceLock;

use regex::{Captures, Regex};

use super::MASK;
use super::name::is_secret;

struct Looks {
    /// The password of a URL (RFC 3986 section 3.2.1), up to the last `@` of its authority.
    userinfo: Regex,
    /// A name and a value in a query.
    query: Regex,
    /// An element that holds text alone.
    element: Regex,
    attribute: Regex,
}

/// None only if the patterns were wrong, which a test excludes.
fn looks() -> Option<&'static Looks> {
    static LOOKS: OnceLock<Option<Looks>> = OnceLock::new();
    let compiled = || {
        Some(Looks {
            userinfo: Regex::new(r"(?i)([a-z][a-z0-9+.-]*://[^\s/?#:@]*:)[^\s/?#]+@").ok()?,
            query: Regex::new(r"([?&;])([^\s?&;=#]+)=([^\s&;#]+)").ok()?,
            element: Regex::new(r"(<([\w.:-]+)(?:\s[^<>]*)?>)((?:<!\[CDATA\[(?s:.*?)\]\]>|[^<])+)(</)").ok()?,
            attribute: Regex::new(r#"([\w.:-]+)(\s*=\s*)("[^"<]*"|'[^'<]*')"#).ok()?,
        })
    };
    LOOKS.get_or_init(compiled).as_ref()
}

/// The text without the passwords and keys of the URLs in it.
pub(super) fn without_keys(text: &str) -> Cow<'_, str> {
    let Some(looks) = looks().filter(|_| text.contains("://")) else { return Cow::Borrowed(text) };
    let text = looks.userinfo.replace_all(text, |found: &Captures<'_>| format!("{}{MASK}@", &found[1]));
    let hidden = |found: &Captures<'_>| match is_secret(&decoded(&found[2])) {
        true => format!("{}{}={MASK}", &found[1], &found[2]),
        false => found[0].to_owned(),
    };
    Cow::Owned(looks.query.replace_all(&text, hidden).into_owned())
}

/// XML without the text of elements and attributes that are named like secrets.
pub(super) fn xml(text: &str) -> String {
    let Some(looks) = looks() else { return MASK.to_owned() };
    let element = |found: &Captures<'_>| match is_secret(&found[2]) {
        true => format!("{}{MASK}{}", &found[1], &found[4]),
        false => found[0].to_owned(),
    };
    let attribute = |found: &Captures<'_>| match is_secret(&found[1]) {
        true => format!("{}{}\"{MASK}\"", &found[1], &found[2]),
        false => found[0].to_owned(),
    };
    let text = looks.element.replace_all(text, element);
    without_keys(&looks.attribute.replace_all(&text, attribute)).into_owned()
}

fn decoded(name: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(name).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::{without_keys, xml};

    #[test]
    fn urls() {
        for (text, expected) in [
            ("https://u:p@host/x", "https://u:***@host/x"),
            ("https://u:p@host/?token=t1&limit=5#x", "https://u:***@host/?token=***&limit=5#x"),
            ("postgres://app:p@ss:w@db.example:5432/x", "postgres://app:***@db.example:5432/x"),
            ("redis://:p@host", "redis://:***@host"),
            ("see HTTPS://u:p@a and https://v:q@b", "see HTTPS://u:***@a and https://v:***@b"),
            ("https://h/?api%5Fkey=k&page_token=t", "https://h/?api%5Fkey=***&page_token=t"),
            ("https://host:8080/a@b?x=1", "https://host:8080/a@b?x=1"),
            ("https://user@host/", "https://user@host/"),
            ("a: b@c, token=1", "a: b@c, token=1"),
            ("jdbc:postgresql://h/db?user=u&password=p", "jdbc:postgresql://h/db?user=u&password=***"),
        ] {
            assert_eq!(without_keys(text), expected);
        }
    }

    #[test]
    fn elements_and_attributes() {
        for (text, expected) in [
            ("<a><password>p</password><name>n</name></a>", "<a><password>***</password><name>n</name></a>"),
            ("<x:apiKey y='1'>k</x:apiKey>", "<x:apiKey y='1'>***</x:apiKey>"),
            ("<secret><![CDATA[<s>]]></secret>", "<secret>***</secret>"),
            ("<a secret='s' id=\"1\"/>", "<a secret=\"***\" id=\"1\"/>"),
            ("<tokenCount>5</tokenCount>", "<tokenCount>5</tokenCount>"),
            ("<url>https://u:p@h</url>", "<url>https://u:***@h</url>"),
        ] {
            assert_eq!(xml(text), expected);
        }
    }
}
