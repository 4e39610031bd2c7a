//! The header field `Link` (RFC 8288 section 3), as far as it names the next page.

use http::HeaderMap;
use http::header::LINK;

/// Bytes of all fields that are read.
const MAX_LENGTH: usize = 65_536;

/// The target of the first link with the relation type `next`. A link with an `anchor` is about another document and
/// doesn't count.
pub(super) fn next(headers: &HeaderMap) -> Option<String> {
    let fields = headers.get_all(LINK).iter().filter(|field| field.len() <= MAX_LENGTH);
    let mut fields = fields.filter_map(|field| std::str::from_utf8(field.as_bytes()).ok());
    fields.find_map(|field| links(field).find(Link::is_next).map(|link| link.target.to_owned()))
}

struct Link<'f> {
    target: &'f str,
    /// The first `rel`; further ones are ignored (section 3.3).
    relation: Option<String>,
    anchored: bool,
}

impl Link<'_> {
    fn is_next(&self) -> bool {
        let types = self.relation.as_deref().unwrap_or_default();
        !self.anchored && types.split_ascii_whitespace().any(|name| name.eq_ignore_ascii_case("next"))
    }
}

/// The links of one field, read as appendix B.2 has it: what can't be read ends the field.
fn links(field: &str) -> impl Iterator<Item = Link<'_>> {
    let mut rest = field;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        let (target, parameters) = rest.strip_prefix('<')?.split_once('>')?;
        let mut link = Link { target: target.trim(), relation: None, anchored: false };
        rest = parameters;
        while let Some(parameter) = rest.trim_start().strip_prefix(';') {
            let (name, value, after) = read(parameter);
            match name.to_ascii_lowercase().as_str() {
                "rel" => link.relation = link.relation.take().or(Some(value)),
                "anchor" => link.anchored = true,
                _ => {}
            }
            rest = after;
        }
        rest = rest.trim_start();
        if !rest.is_empty() && !rest.starts_with(',') {
            rest = "";
        }
        Some(link)
    })
}

/// A parameter's name and value, and what follows it.
fn read(text: &str) -> (&str, String, &str) {
    let name_end = text.find(['=', ';', ',']).unwrap_or(text.len());
    let (name, rest) = text.split_at(name_end);
    let Some(value) = rest.strip_prefix('=') else { return (name.trim(), String::new(), rest) };
    let value = value.trim_start();
    match value.strip_prefix('"') {
        Some(quoted) => {
            let (value, rest) = unquoted(quoted);
            (name.trim(), value, rest)
        }
        None => {
            let end = value.find([';', ',']).unwrap_or(value.len());
            let (value, rest) = value.split_at(end);
            (name.trim(), value.trim().to_owned(), rest)
        }
    }
}

/// A quoted string (RFC 9110 section 5.6.4) without its first quote, and what follows it.
fn unquoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (value, text.get(at + 1..).unwrap_or_default()),
            '\\' => value.extend(letters.next().map(|(_, letter)| letter)),
            _ => value.push(letter),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use http::header::LINK;
    use http::{HeaderMap, HeaderValue};

    use super::next;

    #[test]
    fn the_next_page_is_found() {
        let cases: &[(&[&str], Option<&str>)] = &[
            (&[], None),
            (&["<https://a.example/?p=2>; rel=\"next\""], Some("https://a.example/?p=2")),
            (&["</i?p=2>;rel=next"], Some("/i?p=2")),
            (&["<?p=2>; REL = Next"], Some("?p=2")),
            (&["</1>; rel=\"prev\", </3>; rel=\"next\", </9>; rel=\"last\""], Some("/3")),
            (&["</1>; rel=prev", "</3>; rel=next"], Some("/3")),
            (&["</1>; rel=\"first prev next\""], Some("/1")),
            (&["</a,b;c>; title=\"x, <y>; rel=next; \\\"z\\\"\"; rel=\"last\", </n>; rel=\"next\""], Some("/n")),
            (&["</1>; rel=last; rel=next"], None),
            (&["</1>; rel=nextish, </2>; rev=next, </3>; rel=\"\""], None),
            (&["</1>; anchor=\"#x\"; rel=next, </2>; rel=next"], Some("/2")),
            (&["</1>; crossorigin; rel=next"], Some("/1")),
            (&["</1>; rel=\"next"], Some("/1")),
            (&["</1"], None),
            (&["/1; rel=next"], None),
            (&["</1> rel=next, </2>; rel=next"], None),
            (&[",, ,</1>;; rel=next"], Some("/1")),
            (&["<>; rel=next"], Some("")),
        ];
        for (fields, expected) in cases {
            let headers: HeaderMap = fields.iter().map(|field| (LINK, HeaderValue::from_str(field).unwrap())).collect();
            assert_eq!(next(&headers).as_deref(), *expected, "{fields:?}");
        }
    }
}
