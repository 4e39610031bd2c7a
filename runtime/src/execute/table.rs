//! Lists of alike objects as tables, where that saves tokens: every name is written once.
//!
//! ```json
//! {"columns": ["id", "owner.id", "nick"], "same": {"kind": "user"}, "absent": "-", "rows": [[1, 7, "-"], [2, 7, null]]}
//! ```
//!
//! `same` holds what every item has alike; `absent`, which no cell of the list equals, stands for a member that an item
//! doesn't have. `owner.id` is the member `id` of the object `owner`; where all of them are null, `owner` itself is, and
//! where all are absent, so is `owner`. Nothing is lost but the order of members.

mod columns;

use contract::tokens::bound;

use super::scan::{items, members};
use columns::{Cell, Column};

/// What the answer says of its tables.
pub(super) const NOTE: &str =
    "lists of objects are shown as columns and rows; `same` holds for every row; jq sees the objects";

/// Tokens up to which an answer's body is shown as it is.
const SMALL: usize = 1_000;

/// Percent of a list's tokens that its table may cost.
const WORTH: usize = 75;

/// The shortest list looked at, in items and in bytes.
const LEAST: (usize, usize) = (3, 200);

/// Levels that are looked into.
const MAX_DEPTH: usize = 12;

/// Bytes of a list whose tokens are counted: what holds for its first items holds for all.
const SAMPLE: usize = 16_384;

/// Markers for absent members; the first that no cell equals is taken.
const MARKERS: [&str; 4] = ["\"-\"", "\"~\"", "\"absent\"", "\"(absent)\""];

/// Compact JSON text with its lists as tables; nothing where it is small or nothing is saved.
pub(super) fn tabulated(text: &str) -> Option<String> {
    if beginning(text).len() <= SMALL || bound(beginning(text)) <= SMALL {
        return None;
    }
    let mut writer = Writer::default();
    writer.write(text, 0);
    writer.tables.then_some(writer.text)
}

fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(SAMPLE)).unwrap_or(text)
}

#[derive(Default)]
struct Writer {
    text: String,
    tables: bool,
}

impl Writer {
    fn write(&mut self, value: &str, depth: usize) {
        match value.bytes().next() {
            _ if value.len() < LEAST.1 || depth > MAX_DEPTH => self.text.push_str(value),
            Some(b'[') => match table(value) {
                Some(table) => {
                    self.text.push_str(&table);
                    self.tables = true;
                }
                None => self.parts('[', items(value).map(|item| ("", item)), depth),
            },
            Some(b'{') => self.parts('{', members(value), depth),
            _ => self.text.push_str(value),
        }
    }

    fn parts<'t>(&mut self, bracket: char, parts: impl Iterator<Item = (&'t str, &'t str)>, depth: usize) {
        self.text.push(bracket);
        for (index, (name, value)) in parts.enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.text.push_str(name);
            if bracket == '{' {
                self.text.push(':');
            }
            self.write(value, depth + 1);
        }
        self.text.push(if bracket == '{' { '}' } else { ']' });
    }
}

/// A list as a table, if its items are alike and that saves enough.
fn table(list: &str) -> Option<String> {
    let count = items(list).count();
    if count < LEAST.0 {
        return None;
    }
    let columns = columns::columns(list)?;
    let marker = marker(&columns)?;
    let (same, varying): (Vec<&Column<'_>>, Vec<&Column<'_>>) = columns.iter().partition(|column| column.is_constant());
    let (same, varying) = if varying.is_empty() { (varying, same) } else { (same, varying) };
    let table = |rows: usize| written(&same, &varying, marker, rows);
    let mut bytes = 0;
    let sample = items(list).take_while(|item| {
        bytes += item.len() + 1;
        bytes <= SAMPLE
    });
    let sample = sample.count().max(LEAST.0);
    let plain: usize = items(list).take(sample).map(|item| item.len() + 1).sum();
    let plain = bound(list.get(..plain)?);
    if bound(&table(sample)) * 100 > plain * WORTH {
        return None;
    }
    Some(table(count))
}

/// A marker that no cell equals, an empty one if no cell is absent.
fn marker(columns: &[Column<'_>]) -> Option<&'static str> {
    let cells = || columns.iter().flat_map(|column| &column.cells);
    if cells().all(Option::is_some) {
        return Some("");
    }
    MARKERS.into_iter().find(|marker| cells().all(|cell| *cell != Some(*marker)))
}

fn written(same: &[&Column<'_>], varying: &[&Column<'_>], marker: &str, rows: usize) -> String {
    let mut text = "{\"columns\":[".to_owned();
    separated(&mut text, varying.iter(), |text, column| name(text, column));
    text.push(']');
    if !same.is_empty() {
        text.push_str(",\"same\":{");
        separated(&mut text, same.iter(), |text, column| {
            name(text, column);
            text.push(':');
            text.push_str(column.cells.first().copied().flatten().unwrap_or("null"));
        });
        text.push('}');
    }
    if !marker.is_empty() {
        text.push_str(",\"absent\":");
        text.push_str(marker);
    }
    text.push_str(",\"rows\":[");
    separated(&mut text, 0..rows, |text, row| {
        text.push('[');
        separated(text, varying.iter(), |text, column| {
            let cell: Cell<'_> = column.cells.get(row).copied().flatten();
            text.push_str(cell.unwrap_or(marker));
        });
        text.push(']');
    });
    text.push_str("]}");
    text
}

fn name(text: &mut String, column: &Column<'_>) {
    text.push('"');
    text.push_str(&column.name);
    text.push('"');
}

fn separated<T>(text: &mut String, parts: impl Iterator<Item = T>, write: impl Fn(&mut String, T)) {
    for (index, part) in parts.enumerate() {
        if index > 0 {
            text.push(',');
        }
        write(text, part);
    }
}
