//! Outputs of a program as JSON text (RFC 8259), counted while they are written.

use std::io::{self, Write};

use jaq_json::{Num, Val};
use serde::de::IgnoredAny;

/// Most levels of nesting: what JSON parsers take, one level of an answer around it included.
const MAX_DEPTH: usize = 120;

/// Largest integers that a double tells from their neighbours, 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Why an output can't be written.
#[derive(Debug)]
pub(super) enum Refused {
    /// There would be more than the limit.
    TooLong,
    /// JSON has no such value.
    NotJson(&'static str),
}

/// The outputs so far.
#[derive(Debug)]
pub(super) struct Output {
    text: Bounded,
    outputs: u64,
}

impl Output {
    pub(super) fn new(limit: usize) -> Self {
        Self { text: Bounded { bytes: vec![b'['], limit: limit.saturating_add(2) }, outputs: 0 }
    }

    /// Adds an output.
    pub(super) fn push(&mut self, value: &Val) -> Result<(), Refused> {
        if self.outputs > 0 {
            self.text.put(b",")?;
        }
        self.outputs += 1;
        self.text.value(value, MAX_DEPTH)
    }

    /// How many outputs there are, and their text: one as it is, several or none as an array.
    pub(super) fn finish(self) -> (u64, Vec<u8>) {
        let mut bytes = self.text.bytes;
        if self.outputs == 1 {
            bytes.remove(0);
        } else {
            bytes.push(b']');
        }
        (self.outputs, bytes)
    }
}

#[derive(Debug)]
struct Bounded {
    bytes: Vec<u8>,
    limit: usize,
}

impl Bounded {
    fn put(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        self.write_all(bytes).map_err(|_| Refused::TooLong)
    }

    fn value(&mut self, value: &Val, depth: usize) -> Result<(), Refused> {
        let Some(below) = depth.checked_sub(1) else {
            return Err(Refused::NotJson("the result is nested more than 120 levels deep"));
        };
        match value {
            Val::Null => self.put(b"null"),
            Val::Bool(true) => self.put(b"true"),
            Val::Bool(false) => self.put(b"false"),
            Val::Num(number) => self.number(number),
            Val::TStr(text) => self.string(text),
            Val::BStr(_) => {
                Err(Refused::NotJson("the result holds raw bytes, which JSON has not; use @base64 instead"))
            }
            Val::Arr(items) => {
                self.put(b"[")?;
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.put(b",")?;
                    }
                    self.value(item, below)?;
                }
                self.put(b"]")
            }
            Val::Obj(members) => {
                self.put(b"{")?;
                for (index, (key, member)) in members.iter().enumerate() {
                    if index > 0 {
                        self.put(b",")?;
                    }
                    let Val::TStr(key) = key else {
                        return Err(Refused::NotJson("keys of an object must be strings; use tostring on them"));
                    };
                    self.string(key)?;
                    self.put(b":")?;
                    self.value(member, below)?;
                }
                self.put(b"}")
            }
        }
    }

    /// Integers and literals as they are; computed doubles as jq writes them, whole ones without a fraction. What is no
    /// number, or beyond all numbers as after a division by zero, is `null`: JSON has neither, and jq's greatest double
    /// in its place would be taken for a result.
    fn number(&mut self, number: &Num) -> Result<(), Refused> {
        let double = match number {
            Num::Int(_) | Num::BigInt(_) => return write!(self, "{number}").map_err(|_| Refused::TooLong),
            // A literal of a program may be one that JSON has not: 01.5
            Num::Dec(literal) if serde_json::from_str::<IgnoredAny>(literal).is_ok() => {
                return self.put(literal.as_bytes());
            }
            Num::Dec(literal) => literal.parse().unwrap_or(f64::NAN),
            Num::Float(double) => *double,
        };
        let written = match double {
            _ if !double.is_finite() => write!(self, "null"),
            _ if double.fract() == 0.0 && double.abs() < EXACT => write!(self, "{}", double + 0.0),
            _ => write!(self, "{}", Num::Float(double)),
        };
        written.map_err(|_| Refused::TooLong)
    }

    /// Text; what is no UTF-8 in it becomes U+FFFD.
    fn string(&mut self, text: &[u8]) -> Result<(), Refused> {
        serde_json::to_writer(self, &String::from_utf8_lossy(text)).map_err(|_| Refused::TooLong)
    }
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len().saturating_add(bytes.len()) > self.limit {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
