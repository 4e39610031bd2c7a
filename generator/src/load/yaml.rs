//! YAML 1.2 into a value: plain scalars by the core schema (YAML 1.2.2 section 10.3), merge keys merged, aliases copied.
//!
//! Built on the events of `granit-parser`, so that what a scalar means is decided here: `y`, `on`, `090` and `+1312` stay
//! text or numbers exactly as YAML 1.2 says.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Number, Value};

use super::{MAX_DEPTH, Parsed, SyntaxError, extent};
use crate::pointer::Pointer;

/// Values that anchors and aliases may copy in all; a document that wants more is an attack.
const MAX_COPIED: usize = 200_000;

pub(super) fn parse(text: &str) -> Result<Parsed, SyntaxError> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| SyntaxError {
            message: error.info().to_owned(),
            line: error.marker().line().max(1),
            column: error.marker().col() + 1,
        })?;
        let mark =
            |message: String| SyntaxError { message, line: span.start.line().max(1), column: span.start.col() + 1 };
        builder.event(event).map_err(mark)?;
        if builder.documents > 1 {
            return Err(mark("a second YAML document begins; give one document".to_owned()));
        }
    }
    Ok(Parsed { value: builder.root.unwrap_or(Value::Null), duplicates: builder.duplicates })
}

enum Frame {
    List { items: Vec<Value>, anchor: usize },
    Object { members: Map<String, Value>, key: Option<String>, anchor: usize },
}

#[derive(Default)]
struct Builder {
    frames: Vec<Frame>,
    anchors: HashMap<usize, Value>,
    root: Option<Value>,
    duplicates: Vec<Pointer>,
    documents: usize,
    copied: usize,
}

impl Builder {
    fn event(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::DocumentStart(..) => self.documents += 1,
            Event::Scalar(text, style, anchor, tag) => {
                let tagged = tag.as_deref().and_then(|tag| tag.core_suffix().map(str::to_owned));
                let value = scalar(&text, style, tagged.as_deref());
                self.value(value, anchor, Some(&text))?;
            }
            Event::Alias(anchor) => {
                let value = self.anchors.get(&anchor).cloned().ok_or("an alias refers to nothing before it")?;
                let (size, depth) = extent(&value);
                self.copy(size)?;
                if self.frames.len() + depth > MAX_DEPTH {
                    return Err(too_deep());
                }
                self.value(value, 0, None)?;
            }
            Event::SequenceStart(_, anchor, _) => self.open(Frame::List { items: Vec::new(), anchor })?,
            Event::MappingStart(_, anchor, _) => {
                self.open(Frame::Object { members: Map::new(), key: None, anchor })?;
            }
            Event::SequenceEnd | Event::MappingEnd => match self.frames.pop() {
                Some(Frame::List { items, anchor }) => self.value(Value::Array(items), anchor, None)?,
                Some(Frame::Object { members, anchor, .. }) => self.value(merged(members), anchor, None)?,
                None => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, frame: Frame) -> Result<(), String> {
        if self.frames.len() >= MAX_DEPTH {
            return Err(too_deep());
        }
        self.frames.push(frame);
        Ok(())
    }

    /// Puts a finished value where it belongs. `written` is a scalar's own text: keys are text whatever they look like.
    fn value(&mut self, value: Value, anchor: usize, written: Option<&str>) -> Result<(), String> {
        if anchor > 0 {
            self.copy(extent(&value).0)?;
            self.anchors.insert(anchor, value.clone());
        }
        let mut twice = None;
        match self.frames.last_mut() {
            None => self.root = Some(value),
            Some(Frame::List { items, .. }) => items.push(value),
            Some(Frame::Object { members, key, .. }) => match key.take() {
                None => *key = Some(key_text(&value, written)?),
                Some(name) if members.contains_key(&name) => {
                    members.insert(name.clone(), value);
                    twice = Some(name);
                }
                Some(name) => {
                    members.insert(name, value);
                }
            },
        }
        if let Some(name) = twice {
            let pointer = self.parent().join(&name);
            self.duplicates.push(pointer);
        }
        Ok(())
    }

    /// Counts values that are copied.
    fn copy(&mut self, values: usize) -> Result<(), String> {
        self.copied += values;
        if self.copied > MAX_COPIED { Err(format!("aliases copy more than {MAX_COPIED} values")) } else { Ok(()) }
    }

    /// The pointer of the innermost list or object that is being built.
    fn parent(&self) -> Pointer {
        let outer = self.frames.len().saturating_sub(1);
        self.frames.iter().take(outer).fold(Pointer::default(), |path, frame| match frame {
            Frame::List { items, .. } => path.at(items.len()),
            Frame::Object { key, .. } => path.join(key.as_deref().unwrap_or_default()),
        })
    }
}

fn key_text(value: &Value, written: Option<&str>) -> Result<String, String> {
    match (written, value) {
        (Some(text), _) => Ok(text.to_owned()),
        (None, Value::Array(_) | Value::Object(_)) => Err("a key is a list or an object; keys are text".to_owned()),
        (None, Value::String(text)) => Ok(text.clone()),
        (None, other) => Ok(other.to_string()),
    }
}

/// Merge keys (`<<`): members of the merged objects that the object itself doesn't have.
fn merged(mut members: Map<String, Value>) -> Value {
    if !matches!(members.get("<<"), Some(Value::Object(_) | Value::Array(_))) {
        return Value::Object(members);
    }
    let sources = match members.shift_remove("<<") {
        Some(Value::Array(list)) => list,
        Some(one) => vec![one],
        None => Vec::new(),
    };
    for source in sources {
        if let Value::Object(source) = source {
            for (key, value) in source {
                members.entry(key).or_insert(value);
            }
        }
    }
    Value::Object(members)
}

fn too_deep() -> String {
    format!("nested deeper than {MAX_DEPTH} levels")
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&str>) -> Value {
    match tag {
        Some("str") => Value::from(text),
        Some(_) => plain(text),
        None if style == ScalarStyle::Plain => plain(text),
        None => Value::from(text),
    }
}

/// A plain scalar by the core schema.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    number(text).map_or_else(|| Value::from(text), Value::Number)
}

fn number(text: &str) -> Option<Number> {
    if let Some(digits) = text.strip_prefix("0o") {
        return u64::from_str_radix(digits, 8).ok().filter(|_| !digits.starts_with('+')).map(Number::from);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return u64::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+')).map(Number::from);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let starts = unsigned.strip_prefix('.').unwrap_or(unsigned);
    if !starts.starts_with(|c: char| c.is_ascii_digit()) || !text.is_ascii() {
        return None;
    }
    if unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        let text = text.strip_prefix('+').unwrap_or(text);
        let whole = text.parse::<i64>().map(Number::from).or_else(|_| text.parse::<u64>().map(Number::from));
        return whole.ok().or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64));
    }
    let float = unsigned.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    text.parse::<f64>().ok().filter(|_| float).and_then(Number::from_f64)
}
