//! Texts: formats, lengths, and words that suit a name. It knows nothing but one schema.

use serde_json::Value;

use crate::seed::Seed;

use super::{Words, pattern};

const PLAIN: [&str; 6] = ["amber", "birch", "cedar", "dune", "ember", "fjord"];
const HOSTILE: [&str; 6] =
    ["a b/c", "50% off?", "x=1&y=2", "Zoë + Łukasz", "semi;colon,comma#hash", "\"quoted\" <tag> {brace}"];

/// A text that a string schema accepts, if its pattern is simple enough.
pub(super) fn text(schema: &Value, seed: Seed, name: &str, words: Words) -> String {
    let format = schema.get("format").and_then(Value::as_str);
    if let Some(text) = format.and_then(|format| formatted(format, seed)) {
        return text;
    }
    let bound = |keyword: &str| {
        let bound = schema.get(keyword).and_then(Value::as_u64);
        bound.and_then(|bound| usize::try_from(bound).ok())
    };
    let expression = schema.get("pattern").and_then(Value::as_str);
    let least = bound("minLength").unwrap_or(0);
    if let Some(text) = expression.and_then(|expression| pattern::matching(expression, least, seed)) {
        return text;
    }
    let mut text = match words {
        Words::Plain => named(name, seed),
        Words::Hostile => HOSTILE.get(seed.below(HOSTILE.len())).unwrap_or(&"a b").to_string(),
    };
    text.push_str(&"x".repeat(least.saturating_sub(text.chars().count())));
    match bound("maxLength") {
        Some(maximum) => text.chars().take(maximum).collect(),
        None => text,
    }
}

/// The formats of JSON Schema 2020-12 section 7.3 and of the OpenAPI registry.
fn formatted(format: &str, seed: Seed) -> Option<String> {
    let number = seed.number();
    let day = 1 + seed.below(28);
    Some(match format {
        "uuid" => uuid(seed),
        "date-time" => format!("2025-03-{day:02}T10:{:02}:00Z", seed.index(1).below(60)),
        "date" => format!("2025-03-{day:02}"),
        "time" => "10:30:00Z".to_owned(),
        "duration" => "PT15M".to_owned(),
        "email" | "idn-email" => "ada@example.com".to_owned(),
        "hostname" | "idn-hostname" => "api.example.com".to_owned(),
        "uri" | "url" | "iri" => format!("https://example.com/{number:x}"),
        "uri-reference" | "iri-reference" => format!("/{number:x}"),
        "uri-template" => "/items/{id}".to_owned(),
        "ipv4" => "192.0.2.7".to_owned(),
        "ipv6" => "2001:db8::7".to_owned(),
        "json-pointer" => "/a/b".to_owned(),
        "relative-json-pointer" => "1/a".to_owned(),
        "regex" => "^a+$".to_owned(),
        "byte" => "bW9jaw==".to_owned(),
        _ => return None,
    })
}

/// RFC 9562 section 5.4 (version 4), though not random.
fn uuid(seed: Seed) -> String {
    let (high, low) = (seed.number(), seed.index(0).number());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        0x8000 | ((low >> 48) & 0x3fff),
        low & 0xffff_ffff_ffff
    )
}

fn named(name: &str, seed: Seed) -> String {
    let name = name.to_ascii_lowercase();
    let word = PLAIN.get(seed.below(PLAIN.len())).copied().unwrap_or("amber");
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&["email"]) {
        "ada@example.com".to_owned()
    } else if ends(&["url", "uri", "href", "link"]) {
        format!("https://example.com/{word}")
    } else if ends(&["id", "token", "key"]) {
        format!("{word}-{:08x}", seed.number() & 0xffff_ffff)
    } else if ends(&["_at", "time", "timestamp"]) {
        "2025-03-04T10:30:00Z".to_owned()
    } else if name == "name" || ends(&["_name"]) {
        format!("Ada {word}")
    } else {
        word.to_owned()
    }
}
