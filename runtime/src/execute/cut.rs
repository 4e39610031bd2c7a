//! Makes a JSON value fit a number of bytes: the largest arrays and strings lose their ends, the rest stays whole, and
//! what was left out is written down.

use std::io;

use serde_json::{Map, Value, json};

use crate::fault::pointer;

/// The least room an object's member is given, in bytes, before whole members are left out instead.
const LEAST: usize = 32;

/// Something that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Omission {
    /// The JSON pointer of the shortened value: `/body/data`.
    pub(super) path: String,
    /// Items, members or characters that are still there.
    pub(super) kept: usize,
    /// How many there were, if that is known.
    pub(super) of: Option<usize>,
}

impl Omission {
    /// `{"path":"/body/data","kept":40,"of":812}`
    pub(super) fn to_value(&self) -> Value {
        match self.of {
            Some(of) => json!({"path": self.path, "kept": self.kept, "of": of}),
            None => json!({"path": self.path, "kept": self.kept}),
        }
    }
}

/// Shortens a value so that its JSON text has at most `budget` bytes, if that is possible at all.
pub(super) fn cut(value: &mut Value, budget: usize) -> Vec<Omission> {
    let mut omissions = Vec::new();
    shorten(value, budget, "/body", &mut omissions);
    omissions
}

fn shorten(value: &mut Value, budget: usize, path: &str, omissions: &mut Vec<Omission>) {
    if length(value) <= budget {
        return;
    }
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
        Value::String(text) => {
            let (kept, of) = shorten_text(text, budget);
            omissions.push(Omission { path: path.to_owned(), kept, of: Some(of) });
        }
        Value::Array(items) => shorten_array(items, budget, path, omissions),
        Value::Object(members) => shorten_object(members, budget, path, omissions),
    }
}

fn shorten_text(text: &mut String, budget: usize) -> (usize, usize) {
    let room = budget.saturating_sub("\"…\"".len());
    let mut used = 0;
    let fits = |letter: &char| {
        used += escaped_length(*letter);
        used <= room
    };
    let mut short: String = text.chars().take_while(fits).collect();
    let counts = (short.chars().count(), text.chars().count());
    short.push('…');
    *text = short;
    counts
}

/// Whole items from the front; if not even the first fits, it is shortened itself.
fn shorten_array(items: &mut Vec<Value>, budget: usize, path: &str, omissions: &mut Vec<Omission>) {
    let room = budget.saturating_sub(2);
    let of = items.len();
    let kept = fitting(items.iter().map(length), room);
    items.truncate(kept.max(1));
    if let (0, Some(first)) = (kept, items.first_mut()) {
        let mut within = Vec::new();
        shorten(first, room, &pointer(path, "0"), &mut within);
        if length(first) > room {
            items.clear();
        } else {
            omissions.extend(within);
        }
    }
    if items.len() < of {
        omissions.push(Omission { path: path.to_owned(), kept: items.len(), of: Some(of) });
    }
}

/// Every member gets the same room, and what small ones don't need goes to the others.
fn shorten_object(members: &mut Map<String, Value>, budget: usize, path: &str, omissions: &mut Vec<Omission>) {
    let room = budget.saturating_sub(2);
    let of = members.len();
    let named = |key: &str, size: usize| text_length(key) + 1 + size;
    let least = members.iter().map(|(key, value)| named(key, length(value).min(LEAST)));
    let kept = fitting(least, room);
    if kept < of {
        *members = std::mem::take(members).into_iter().take(kept).collect();
        omissions.push(Omission { path: path.to_owned(), kept, of: Some(of) });
    }
    let names: usize = members.keys().map(|key| named(key, 1)).sum();
    let share = share(members.values().map(length).collect(), room.saturating_sub(names));
    for (key, value) in members.iter_mut() {
        shorten(value, share, &pointer(path, key), omissions);
    }
}

/// How many lengths from the front fit, with a comma after each.
fn fitting(lengths: impl Iterator<Item = usize>, room: usize) -> usize {
    let mut used = 0_usize;
    lengths
        .take_while(|length| {
            used = used.saturating_add(length + 1);
            used <= room.saturating_add(1)
        })
        .count()
}

/// The largest size that each may have so that all fit together.
fn share(mut sizes: Vec<usize>, room: usize) -> usize {
    sizes.sort_unstable();
    let mut left = room;
    for (index, size) in sizes.iter().enumerate() {
        let fair = left / (sizes.len() - index);
        if *size > fair {
            return fair;
        }
        left -= size;
    }
    usize::MAX
}

/// Bytes of a value's JSON text.
fn length(value: &Value) -> usize {
    match value {
        Value::String(text) => text_length(text),
        other => {
            let mut count = Count(0);
            // Counting never fails.
            let _ = serde_json::to_writer(&mut count, other);
            count.0
        }
    }
}

fn text_length(text: &str) -> usize {
    2 + text.chars().map(escaped_length).sum::<usize>()
}

/// Bytes of a character within a JSON string (RFC 8259 section 7).
fn escaped_length(letter: char) -> usize {
    match letter {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        control if control < ' ' => 6,
        other => other.len_utf8(),
    }
}

struct Count(usize);

impl io::Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
