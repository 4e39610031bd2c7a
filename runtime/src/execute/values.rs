//! Heals and checks one value: its schema first, then what its place in a request demands.

use contract::check::{Problem, ProblemKind, check, merge_patch};
use contract::media::essence;
use contract::{Keyword, Location, Parameter, Schema, Style};
use serde_json::Value;

use super::healing::heal;
use super::integers;
use crate::fault::pointer;
use crate::request::{path_text, plain};
use crate::{Code, Fault, arguments, exact};

/// Characters of a type shown in a fault.
pub(super) const SIGNATURE: usize = 200;

/// The media type of RFC 7396.
const MERGE_PATCH: &str = "application/merge-patch+json";

/// Heals a request body and says what is wrong with it in its media type.
pub(super) fn body(media_type: &str, schema: Schema<'_>, value: &mut Value) -> Vec<Fault> {
    heal(schema, value);
    let rounded = exact::faults(value, "/body");
    if !rounded.is_empty() {
        return rounded;
    }
    let check = if essence(media_type) == MERGE_PATCH { merge_patch } else { check };
    check(schema, value, "/body").into_iter().map(fault).collect()
}

/// Heals a parameter's value and says what is wrong with it. `template` is the path of the operation, empty where it
/// is none of a path.
pub(super) fn parameter(parameter: Parameter<'_>, template: &str, value: &mut Value) -> Vec<Fault> {
    heal(parameter.schema(), value);
    let path = pointer("/params", parameter.argument());
    let rounded = exact::faults(value, &path);
    if !rounded.is_empty() {
        return rounded;
    }
    let mut faults: Vec<_> = check(parameter.schema(), value, &path).into_iter().map(fault).collect();
    if faults.is_empty() {
        let fitting = match parameter.location() {
            Location::Path if is_segment(parameter, template) => path_value(parameter, value),
            Location::Header => header_value(parameter, value),
            Location::Cookie => cookie_value(parameter, value),
            Location::Path | Location::Query => Ok(()),
        };
        let mistakes = [fitting.err(), integer(parameter.schema(), value).err()];
        faults.extend(mistakes.into_iter().flatten().map(|message| Fault::new(Code::InvalidValue, message).at(&*path)));
    }
    if faults.is_empty() && parameter.style() != Style::Json {
        faults = integers::rewrite(parameter.schema(), value, &path);
    }
    faults
}

fn fault(problem: Problem) -> Fault {
    let code = match problem.kind {
        ProblemKind::Missing => Code::MissingArgument,
        ProblemKind::Unknown => Code::UnknownArgument,
        ProblemKind::Type => Code::InvalidType,
        ProblemKind::Value => Code::InvalidValue,
    };
    let mut fault = Fault::new(code, problem.message).at(problem.path).allowing(problem.allowed);
    fault.expected = problem.expected.map(Into::into);
    fault.suggestion = problem.suggestion.map(Into::into);
    fault
}

/// Whether a path parameter is all of a segment; beside other text it can't make an empty or dot segment.
fn is_segment(parameter: Parameter<'_>, template: &str) -> bool {
    let variable = format!("{{{}}}", parameter.name());
    !template.contains(&variable) || template.split(['/', '?', '#']).any(|segment| segment == variable)
}

/// A cookie that is sent as given can't hold what ends it (RFC 6265 section 4.1.1).
fn cookie_value(parameter: Parameter<'_>, value: &Value) -> Result<(), &'static str> {
    let fits = |text: &str| {
        text.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e))
    };
    let is_name = |key: &str| fits(key) && !key.contains('=');
    let fits = match parameter.style() {
        Style::Cookie => {
            texts(value, &fits) && value.as_object().is_none_or(|members| members.keys().all(|it| is_name(it)))
        }
        Style::Text => fits(&plain(value)),
        _ => true,
    };
    if fits {
        Ok(())
    } else {
        Err("a cookie sent as given can't hold blanks, quotation marks, commas, semicolons or backslashes")
    }
}

/// An empty or dot segment would address another path (RFC 3986 section 5.2.4); encoding doesn't help, since `%2E` means
/// the same as `.` (section 2.3).
fn path_value(parameter: Parameter<'_>, value: &Value) -> Result<(), &'static str> {
    // Lists in a list may travel without brackets; how is only known to the handler.
    let texts = [&[][..], const { &[Style::Form; 4] }].map(|inner| path_text(parameter.style(), inner, value));
    match texts {
        [plain, nested] if plain.is_empty() || nested.is_empty() => {
            Err("a path parameter can't be empty: the call would address another path")
        }
        texts if texts.iter().any(|text| text == "." || text == "..") => {
            Err("a path parameter can't be a dot segment: the call would address another path")
        }
        _ => Ok(()),
    }
}

/// Whether all texts that a value is written with are fit: of a list its items, of an object names and members, and of what
/// is nested in them the JSON text.
fn texts(value: &Value, fits: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::Array(items) => items.iter().all(|item| fits(&plain(item))),
        Value::Object(members) => members.iter().all(|(key, value)| fits(key) && fits(&plain(value))),
        scalar => fits(&plain(scalar)),
    }
}

/// Header values travel as they are, so a line break would begin another header, and blanks around one are no part of it
/// (RFC 9110 section 5.5).
fn header_value(parameter: Parameter<'_>, value: &Value) -> Result<(), &'static str> {
    let is_plain = |text: &str| !text.chars().any(|letter| letter.is_control() && letter != '\t');
    // Of what stands in another media type it is known once it is written.
    let is_written = matches!(parameter.style(), Style::Json | Style::Content);
    let fits = is_written || texts(value, &is_plain);
    let is_bare = |text: &str| text.trim_matches([' ', '\t']) == text;
    match fits {
        false => Err("a header value can't hold line breaks or other control characters"),
        true if !value.as_str().is_none_or(is_bare) && parameter.style() != Style::Json => {
            Err("a header value can't begin or end with blanks: they would be lost on the way")
        }
        true => Ok(()),
    }
}

/// Generated code reads whole numbers as `i64`, or as `u64` where the format says so.
fn integer(schema: Schema<'_>, value: &Value) -> Result<(), &'static str> {
    let schema = schema.resolved();
    let Value::Number(number) = value else { return Ok(()) };
    let only_whole = schema.types().any(|kind| kind == "integer") && schema.types().all(|kind| kind != "number");
    let fits = match schema.text(Keyword::Format) {
        _ if !only_whole => return Ok(()),
        Some("uint64") => arguments::unsigned(number).is_some(),
        None => arguments::signed(number).is_some() || arguments::unsigned(number).is_some(),
        _ => arguments::signed(number).is_some(),
    };
    if fits { Ok(()) } else { Err("the whole number is too large for the 64 bits it travels in") }
}
