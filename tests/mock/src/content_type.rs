//! Media types as headers and documents write them (RFC 9110 section 8.3.1). It knows nothing of what
//! they stand for.

use std::fmt;

/// A media type, or a range of them, with its parameters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ContentType {
    /// In small letters: `application/json`, `text/*`, `application/*+json`.
    pub(crate) essence: String,
    /// Names in small letters, and values without quotes.
    pub(crate) parameters: Vec<(String, String)>,
}

/// How closely a range fits; the greater, the closer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Closeness(u8, usize);

impl ContentType {
    /// Reads the value of a header field.
    pub(crate) fn parse(text: &str) -> Result<ContentType, String> {
        let (essence, rest) = text.split_once(';').unwrap_or((text, ""));
        let essence = essence.trim().to_ascii_lowercase();
        let halves = essence.split_once('/');
        if !halves.is_some_and(|(kind, name)| is_token(kind) && is_token(name)) {
            return Err(format!("{essence:?} is no media type"));
        }
        let parameters = parameters(rest)?;
        Ok(ContentType { essence, parameters })
    }

    /// Reads what a document writes, which may be no media type at all.
    pub(crate) fn declared(text: &str) -> ContentType {
        ContentType::parse(text).unwrap_or_else(|_| ContentType {
            essence: text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase(),
            parameters: Vec::new(),
        })
    }

    /// The value of a parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let parameter = self.parameters.iter().find(|(other, _)| other == name);
        parameter.map(|(_, value)| value.as_str())
    }

    /// How closely this range fits a media type; `None` if it doesn't (RFC 9110 section 12.5.1). The
    /// parameters of the range have to be there; a missing charset is UTF-8.
    pub(crate) fn covers(&self, sent: &ContentType) -> Option<Closeness> {
        let fits = |(name, value): &(String, String)| match (sent.parameter(name), name.as_str()) {
            (Some(other), "charset") => other.eq_ignore_ascii_case(value),
            (None, "charset") => value.eq_ignore_ascii_case("utf-8"),
            (other, _) => other == Some(value),
        };
        let rank = rank(&self.essence, &sent.essence)?;
        self.parameters.iter().all(fits).then_some(Closeness(rank, self.parameters.len()))
    }
}

impl fmt::Display for ContentType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.essence)?;
        for (name, value) in &self.parameters {
            if is_token(value) {
                write!(formatter, "; {name}={value}")?;
            } else {
                let value = value.replace('\\', "\\\\").replace('"', "\\\"");
                write!(formatter, "; {name}=\"{value}\"")?;
            }
        }
        Ok(())
    }
}

fn rank(range: &str, essence: &str) -> Option<u8> {
    if range == essence {
        return Some(3);
    }
    let (kind, name) = range.split_once('/')?;
    let (other, rest) = essence.split_once('/')?;
    match name.strip_prefix('*')? {
        "" if kind == "*" => Some(0),
        "" if kind == other => Some(1),
        suffix if kind == other && suffix.starts_with('+') && rest.ends_with(suffix) => Some(2),
        _ => None,
    }
}

/// Reads `name=value; name="value"`, as it follows the first semicolon of a header field.
pub(crate) fn parameters(text: &str) -> Result<Vec<(String, String)>, String> {
    let mut parameters: Vec<(String, String)> = Vec::new();
    let mut rest = Some(text);
    while let Some(text) = rest {
        let (parameter, tail) = parameter(text)?;
        rest = tail;
        let Some((name, value)) = parameter else { continue };
        if parameters.iter().any(|(other, _)| *other == name) {
            return Err(format!("the parameter {name} is there twice"));
        }
        parameters.push((name, value));
    }
    Ok(parameters)
}

type Parameter = Option<(String, String)>;

/// The parameter at the beginning, which may be blank, and what follows the semicolon behind it.
fn parameter(text: &str) -> Result<(Parameter, Option<&str>), String> {
    let text = text.trim_start_matches([' ', '\t']);
    let end = text.find(['=', ';']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let Some(value) = rest.strip_prefix('=') else {
        let tail = rest.strip_prefix(';');
        return if name.trim().is_empty() { Ok((None, tail)) } else { Err(format!("{name:?} has no value")) };
    };
    let (value, rest) = match value.strip_prefix('"') {
        Some(quoted) => quoted_text(quoted)?,
        None => {
            let (value, rest) = value.split_at(value.find(';').unwrap_or(value.len()));
            let value = value.trim_end_matches([' ', '\t']);
            if !is_token(value) {
                return Err(format!("{value:?} has to be in quotes"));
            }
            (value.to_owned(), rest)
        }
    };
    if !is_token(name) {
        return Err(format!("{name:?} is no name of a parameter"));
    }
    match rest.trim_start_matches([' ', '\t']) {
        "" => Ok((Some((name.to_ascii_lowercase(), value)), None)),
        rest => match rest.strip_prefix(';') {
            Some(rest) => Ok((Some((name.to_ascii_lowercase(), value)), Some(rest))),
            None => Err(format!("{rest:?} follows a quoted text")),
        },
    }
}

/// The text up to the closing quote, and what follows it.
fn quoted_text(text: &str) -> Result<(String, &str), String> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return Ok((value, text.get(index + 1..).unwrap_or_default())),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    Err("a quote doesn't close".to_owned())
}

/// `token` of RFC 9110 section 5.6.2.
pub(crate) fn is_token(text: &str) -> bool {
    let allowed = |character: char| character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character);
    !text.is_empty() && text.chars().all(allowed)
}
