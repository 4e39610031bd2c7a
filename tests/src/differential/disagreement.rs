//! Where server and mock disagree, and which of that is known.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::Error;

/// A disagreement over one call.
#[derive(Clone, Debug)]
pub(super) struct Disagreement {
    /// The document's path.
    pub(super) document: String,
    /// The operation's name.
    pub(super) operation: String,
    /// `valid refused`, `valid sent wrong`, `invalid sent`, `invalid refused elsewhere`.
    pub(super) kind: &'static str,
    /// What was said on both sides.
    pub(super) detail: String,
    /// The call.
    pub(super) call: Value,
    /// Why it is as it should be, where that is known.
    pub(super) reason: Option<String>,
}

impl Disagreement {
    pub(super) fn json(&self) -> Value {
        json!({"document": self.document, "operation": self.operation, "kind": self.kind, "detail": self.detail,
            "known": self.reason, "call": self.call})
    }
}

/// Disagreements that were looked into.
#[derive(Debug, Default)]
pub(super) struct Known(Vec<Entry>);

/// Those that a line of the file is about.
#[derive(Debug)]
struct Entry {
    document: Option<String>,
    operation: Option<String>,
    kind: Option<String>,
    contains: String,
    reason: String,
    met: AtomicUsize,
}

impl Known {
    /// Reads `[{kind, contains, reason, document?, operation?}, …]`.
    pub(super) fn read(file: &Path) -> Result<Self, Error> {
        let name = file.display().to_string();
        let text = std::fs::read_to_string(file).map_err(|error| Error::new(&name, error))?;
        let value: Value = serde_norway::from_str(&text).map_err(|error| Error::new(&name, error))?;
        let entry = |value: &Value| {
            let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
            let (Some(contains), Some(reason)) = (text("contains"), text("reason")) else {
                return Err(Error::new(&name, format!("an entry lacks `contains` or `reason`: {value}")));
            };
            let (document, operation, kind) = (text("document"), text("operation"), text("kind"));
            Ok(Entry { document, operation, kind, contains, reason, met: AtomicUsize::new(0) })
        };
        let entries: Result<Vec<Entry>, Error> = value.as_array().into_iter().flatten().map(entry).collect();
        entries.map(Self)
    }

    /// The reason of the first entry that is about a disagreement.
    pub(super) fn reason(&self, one: &Disagreement) -> Option<String> {
        let is = |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|wanted| wanted == found);
        let entry = self.0.iter().find(|entry| {
            is(&entry.document, &one.document)
                && is(&entry.operation, &one.operation)
                && is(&entry.kind, one.kind)
                && one.detail.contains(&entry.contains)
        })?;
        entry.met.fetch_add(1, Ordering::Relaxed);
        Some(entry.reason.clone())
    }

    /// How often each entry was met, and its reason.
    pub(super) fn met(&self) -> impl Iterator<Item = (usize, &str)> {
        self.0.iter().map(|entry| (entry.met.load(Ordering::Relaxed), entry.reason.as_str()))
    }
}
