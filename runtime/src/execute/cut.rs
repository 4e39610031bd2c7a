//! Makes JSON text fit a number of bytes: the largest arrays and strings lose their ends, the rest stays as it is, digit by
//! digit, and what was left out is written down.

use serde_json::{Value, json};

use super::scan::{items, members, unquoted};
use crate::fault::pointer;

/// The least room an object's member is given, in bytes, before whole members are left out instead.
const LEAST: usize = 32;

/// Levels that are looked into; a deeper array or object is left out as a whole.
const MAX_DEPTH: usize = 32;

/// What a shortened string has besides its characters.
const FRAME: usize = "\"…\"".len();

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

/// Compact JSON text shortened to at most `budget` bytes, if that is possible at all.
pub(super) fn cut(text: &str, budget: usize) -> (String, Vec<Omission>) {
    let mut short = Short::default();
    short.write(text, budget, &Place { path: "/body".to_owned(), depth: 0 });
    (short.text, short.omissions)
}

/// Where a value stands.
struct Place {
    path: String,
    depth: usize,
}

impl Place {
    fn below(&self, key: &str) -> Self {
        Self { path: pointer(&self.path, key), depth: self.depth + 1 }
    }
}

/// The text so far and what it lacks.
#[derive(Default)]
struct Short {
    text: String,
    omissions: Vec<Omission>,
}

impl Short {
    fn write(&mut self, value: &str, budget: usize, place: &Place) {
        if value.len() <= budget {
            self.text.push_str(value);
            return;
        }
        match value.bytes().next() {
            Some(b'"') => self.write_string(value, budget, place),
            Some(b'[') => self.write_array(value, budget, place),
            Some(b'{') => self.write_object(value, budget, place),
            // A number of absurd length.
            _ if value.len() > LEAST => {
                self.text.push_str("null");
                self.omit(place, 0, None);
            }
            _ => self.text.push_str(value),
        }
    }

    fn omit(&mut self, place: &Place, kept: usize, of: Option<usize>) {
        self.omissions.push(Omission { path: place.path.clone(), kept, of });
    }

    fn write_string(&mut self, string: &str, budget: usize, place: &Place) {
        let room = budget.saturating_sub(FRAME);
        let (mut kept, mut used) = (0, 0);
        let mut letters = Letters(unquoted(string));
        for letter in letters.by_ref() {
            used += letter.len();
            if used > room {
                used -= letter.len();
                break;
            }
            kept += 1;
        }
        let of = Letters(unquoted(string)).count();
        self.text.push('"');
        self.text.push_str(unquoted(string).get(..used).unwrap_or_default());
        self.text.push_str("…\"");
        self.omit(place, kept, Some(of));
    }

    /// Whole items from the front; if not even the first fits, it is shortened itself.
    fn write_array(&mut self, array: &str, budget: usize, place: &Place) {
        let room = budget.saturating_sub(2);
        let of = items(array).count();
        let mut kept = fitting(items(array).map(str::len), room);
        let whole: usize = items(array).take(kept).map(|item| item.len() + 1).sum();
        self.text.push('[');
        if kept > 0 {
            self.text.push_str(array.get(1..whole).unwrap_or_default());
        } else if let Some(first) = items(array).next().filter(|_| place.depth < MAX_DEPTH) {
            let mut within = Self::default();
            within.write(first, room, &place.below("0"));
            if within.text.len() <= room {
                self.text.push_str(&within.text);
                self.omissions.extend(within.omissions);
                kept = 1;
            }
        }
        self.text.push(']');
        if kept < of {
            self.omit(place, kept, Some(of));
        }
    }

    /// Every member gets the same room, and what small ones don't need goes to the others.
    fn write_object(&mut self, object: &str, budget: usize, place: &Place) {
        let room = budget.saturating_sub(2);
        let of = members(object).count();
        let least = members(object).map(|(name, value)| name.len() + 1 + value.len().min(LEAST));
        let kept = if place.depth < MAX_DEPTH { fitting(least, room) } else { 0 };
        if kept < of {
            self.omit(place, kept, Some(of));
        }
        let names: usize = members(object).take(kept).map(|(name, _)| name.len() + 2).sum();
        let sizes = members(object).take(kept).map(|(_, value)| value.len()).collect();
        let share = share(sizes, room.saturating_sub(names));
        self.text.push('{');
        for (index, (name, value)) in members(object).take(kept).enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.text.push_str(name);
            self.text.push(':');
            if value.len() <= share {
                self.text.push_str(value);
            } else {
                let key = serde_json::from_str(name).unwrap_or_else(|_| name.to_owned());
                self.write(value, share, &place.below(&key));
            }
        }
        self.text.push('}');
    }
}

/// The characters of a string as they are written, escapes and pairs of surrogates whole (RFC 8259 section 7).
struct Letters<'t>(&'t str);

impl<'t> Iterator for Letters<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let length = match self.0.as_bytes() {
            [] => return None,
            [b'\\', b'u', b'd' | b'D', b'8'..=b'9' | b'a'..=b'b' | b'A'..=b'B', _, _, b'\\', b'u', ..] => 12,
            [b'\\', b'u', ..] => 6,
            [b'\\', ..] => 2,
            _ => self.0.chars().next().map_or(1, char::len_utf8),
        };
        let (letter, rest) = self.0.split_at_checked(length).unwrap_or((self.0, ""));
        self.0 = rest;
        Some(letter)
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
