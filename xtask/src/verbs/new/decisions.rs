//! The first vendor.toml: everything that can be decided, as comments, filled in from the document.

use crate::outline::Outline;

/// The text for a document with errors that are accepted.
pub(super) fn accepting(accept: &str, decisions: &str) -> String {
    format!("# Errors of the document that stay until an overlay or the vendor corrects them.\n{accept}\n\n{decisions}")
}

/// The text for a vendor and its document.
pub(super) fn template(vendor: &str, outline: &Outline) -> String {
    let mut text = String::new();
    let mut line = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    line("# Decisions that the document leaves open. Remove the # of those that apply; CONTRIBUTING.md explains each.");
    line("");
    line("# What people call the API.");
    line(&format!("# title = {}", quoted(outline.title.as_deref().unwrap_or(vendor))));
    line("# The URL that paths are appended to; the document's first server by default.");
    let absolute = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
    let server = outline.server.as_deref().filter(absolute).unwrap_or("https://api.example.com");
    line(&format!("# server = {}", quoted(server)));
    line("");
    security(vendor, outline, &mut line);
    line("");
    line("# A header sent on every call.");
    line("# [[header]]");
    line("# name = \"X-Version\"");
    line("# role = \"constant\"");
    line("# value = \"1\"");
    line("");
    line("# What a call does to data, where the method doesn't tell: read, write or destructive.");
    line("# [effect]");
    line("# \"POST /search\" = \"read\"");
    line("");
    line("# Names of operations, where the document's are poor. The old name still answers.");
    line("# [rename]");
    line("# \"GET /things\" = \"things.list\"");
    line("");
    line("# How a list goes on, where it isn't found out.");
    line("# [pagination.\"GET /things\"]");
    line("# kind = \"none\"");
    line("");
    line("# How nested values of a query parameter are written, which OpenAPI leaves open.");
    line("# [parameter.filter]");
    line("# style = \"deepObject\"");
    line("");
    line("# An operation that is a tool of its own.");
    line("# [[tool]]");
    line("# name = \"list_things\"");
    line("# operation = \"things.list\"");
    line("# description = \"The things that there are, latest first.\"");
    line("");
    line("# Questions that `cargo xtask demo` answers.");
    line("# [[demo]]");
    line("# question = \"Which things are there?\"");
    line("# search = [\"list things\"]");
    line("# operation = \"things.list\"");
    text
}

fn security(vendor: &str, outline: &Outline, line: &mut impl FnMut(&str)) {
    if outline.schemes.is_empty() {
        line("# The document declares no security scheme: every call is anonymous.");
        return;
    }
    if outline.requires_security {
        line("# The document declares which scheme an operation needs.");
    } else {
        line(
            "# The document as a whole requires no scheme. Alternatives that apply to operations without a requirement of",
        );
        line("# their own; \"a + b\" means both together.");
    }
    let names: Vec<String> = outline.schemes.iter().map(|(name, _)| quoted(name)).collect();
    line("# [auth]");
    line(&format!("# default = [{}]", names.join(", ")));
    line("");
    line("# Where the credentials come from. Tokens and keys as they are; basic as user:password.");
    for (name, kind) in &outline.schemes {
        line(&format!("[credentials.{}]", quoted(name)));
        let kind = kind.split_whitespace().collect::<Vec<_>>().join(" ");
        line(&format!("env = {} # {kind}", quoted(&variable(vendor, name, outline.schemes.len()))));
    }
}

/// `CAFE_API_KEY`; with several schemes the scheme's own name is in it.
fn variable(vendor: &str, scheme: &str, schemes: usize) -> String {
    if schemes == 1 {
        return format!("{}_API_KEY", vendor.to_ascii_uppercase());
    }
    let mut spaced = String::new();
    let mut before = ' ';
    for character in scheme.chars() {
        if character.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
            spaced.push(' ');
        }
        spaced.push(if character.is_ascii_alphanumeric() { character.to_ascii_uppercase() } else { ' ' });
        before = character;
    }
    let words = spaced.split_whitespace();
    std::iter::once(vendor.to_ascii_uppercase().as_str()).chain(words).collect::<Vec<_>>().join("_")
}

/// A TOML string on one line.
fn quoted(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let escaped: String = one_line
        .chars()
        .flat_map(|character| match character {
            '"' | '\\' => vec!['\\', character],
            character if character.is_control() => vec!['?'],
            character => vec![character],
        })
        .collect();
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use generator::Vendor;

    use super::{template, variable};
    use crate::outline::Outline;

    fn uncommented(text: &str) -> String {
        let lines = text.lines().map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = ") || rest.starts_with('[') => rest,
            _ => line,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn templates_are_read_by_the_generator_with_and_without_comments() {
        let hostile = "Ca\"fé\n[x]\\ # \u{1b}".to_owned();
        let schemes = vec![(hostile.clone(), "bearer".to_owned()), ("key".to_owned(), "apiKey\nx".to_owned())];
        let full = Outline { title: Some(hostile.clone()), server: Some(hostile), schemes, requires_security: false };
        for outline in [full, Outline::default()] {
            let text = template("cafe", &outline);
            for text in [uncommented(&text), text] {
                let read = Vendor::parse("cafe", "vendor.toml", &text);
                assert!(read.is_ok(), "{:?}\n{text}", read.err());
            }
        }
    }

    #[test]
    fn variables_are_named_after_the_scheme_where_there_are_several() {
        assert_eq!(variable("cafe", "bearerUserAPIKey", 1), "CAFE_API_KEY");
        assert_eq!(variable("cafe", "bearerUserKey", 2), "CAFE_BEARER_USER_KEY");
        assert_eq!(variable("cafe", "x-key é", 2), "CAFE_X_KEY");
    }
}
