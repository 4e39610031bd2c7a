//! Multipart content, cut at its boundary (RFC 2046 section 5.1.1). It knows nothing of what parts mean.

use crate::content_type::is_token;

/// More parts than this are refused.
const PARTS: usize = 1_000;
/// The header of a part, in bytes.
const HEADER: usize = 16 * 1024;

/// A part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part<'a> {
    /// Names and values in the order sent.
    pub(super) headers: Vec<(String, String)>,
    pub(super) content: &'a [u8],
}

/// The parts of multipart content; a preamble and an epilogue are ignored.
pub(super) fn parts<'a>(content: &'a [u8], boundary: &str) -> Result<Vec<Part<'a>>, String> {
    check_boundary(boundary)?;
    let delimiter = format!("--{boundary}");
    let next = format!("\r\n--{boundary}");
    let mut rest = match content.strip_prefix(delimiter.as_bytes()) {
        Some(rest) => rest,
        None => cut(content, next.as_bytes()).ok_or("the boundary doesn't occur")?.1,
    };
    let mut parts = Vec::new();
    loop {
        if let Some(epilogue) = rest.strip_prefix(b"--") {
            let epilogue = without_blanks(epilogue);
            let ends = epilogue.is_empty() || epilogue.starts_with(b"\r\n");
            if parts.is_empty() && !content.starts_with(delimiter.as_bytes()) {
                return Err("a preamble, and no part".to_owned());
            }
            return if ends { Ok(parts) } else { Err("the last boundary's line goes on".to_owned()) };
        }
        let Some(body) = without_blanks(rest).strip_prefix(b"\r\n") else {
            return Err("a boundary's line goes on".to_owned());
        };
        let (part, tail) = cut(body, next.as_bytes()).ok_or("the last boundary is missing")?;
        if parts.len() == PARTS {
            return Err(format!("more than {PARTS} parts"));
        }
        parts.push(self::part(part)?);
        rest = tail;
    }
}

/// RFC 2046 section 5.1.1, `boundary`.
fn check_boundary(boundary: &str) -> Result<(), String> {
    let allowed = |character: char| character.is_ascii_alphanumeric() || "'()+_,-./:=? ".contains(character);
    let valid = (1..=70).contains(&boundary.len()) && boundary.chars().all(allowed) && !boundary.ends_with(' ');
    if valid { Ok(()) } else { Err(format!("{boundary:?} is no boundary")) }
}

fn part(part: &[u8]) -> Result<Part<'_>, String> {
    if let Some(content) = part.strip_prefix(b"\r\n") {
        return Ok(Part { headers: Vec::new(), content });
    }
    let (header, content) = cut(part, b"\r\n\r\n").ok_or("the header of a part doesn't end")?;
    if header.len() > HEADER {
        return Err(format!("the header of a part has more than {HEADER} bytes"));
    }
    let header = std::str::from_utf8(header).map_err(|_| "the header of a part is no UTF-8")?;
    let field = |line: &str| {
        let field = line.split_once(':').filter(|(name, value)| is_token(name) && !value.contains(['\r', '\n', '\0']));
        let (name, value) = field.ok_or_else(|| format!("{line:?} is no header field of a part"))?;
        Ok((name.to_owned(), value.trim_matches([' ', '\t']).to_owned()))
    };
    let headers: Vec<(String, String)> = header.split("\r\n").map(field).collect::<Result<_, String>>()?;
    Ok(Part { headers, content })
}

fn without_blanks(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(bytes.len());
    bytes.get(end..).unwrap_or_default()
}

/// What stands before and behind the first occurrence of a separator.
fn cut<'a>(bytes: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let position = bytes.windows(separator.len()).position(|window| window == separator)?;
    Some((bytes.get(..position)?, bytes.get(position + separator.len()..)?))
}
