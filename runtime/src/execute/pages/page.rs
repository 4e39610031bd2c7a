//! One page: where its list stands, how many items that has, and what the page says of others.

use std::hash::{BuildHasher, RandomState};
use std::ops::Range;

use super::json::{at, elements, members, range_at};
use crate::{Code, Fault};

/// Members, words run together, that say whether there is more, and what they say if they are true.
const FLAGS: [(&str, bool); 7] = [
    ("hasmore", true),
    ("hasnext", true),
    ("hasnextpage", true),
    ("moreavailable", true),
    ("more", true),
    ("islast", false),
    ("islastpage", false),
];

/// A page's JSON text, taken apart.
#[derive(Clone, Debug)]
pub(super) struct Page<'t> {
    /// All of it.
    pub(super) text: &'t str,
    /// Where the list stands in it, brackets included; nowhere if it has none.
    pub(super) list: Option<Range<usize>>,
    /// How many items the list has.
    pub(super) items: usize,
}

impl<'t> Page<'t> {
    /// Finds the list. APIs leave an empty one out, or send null.
    pub(super) fn read(text: &'t str, pointer: &str) -> Result<Self, Fault> {
        let list = range_at(text, pointer).filter(|list| text.get(list.clone()) != Some("null"));
        let Some(range) = list else { return Ok(Self { text, list: None, items: 0 }) };
        let list = text.get(range.clone()).unwrap_or_default();
        if !list.starts_with('[') {
            return Err(not_a_list(pointer));
        }
        Ok(Self { text, items: elements(list).count(), list: Some(range) })
    }

    /// The items' text, between the brackets.
    pub(super) fn items_text(&self) -> &'t str {
        let list = self.list.clone().and_then(|list| self.text.get(list)).unwrap_or_default();
        list.strip_prefix('[').and_then(|list| list.strip_suffix(']')).unwrap_or_default()
    }

    /// The text of the value at a JSON pointer.
    pub(super) fn at(&self, pointer: &str) -> Option<&'t str> {
        at(self.text, pointer)
    }

    /// Whether the page itself says that there is more, beside its list or in an object about pages.
    pub(super) fn has_more(&self) -> Option<bool> {
        let about_pages =
            |name: &str| ["pag", "meta", "link", "cursor"].iter().any(|word| plain(name).starts_with(word));
        flag(self.text).or_else(|| {
            members(self.text)
                .filter(|(name, _)| about_pages(name))
                .find_map(|(_, member)| flag(self.text.get(member)?))
        })
    }

    /// What tells two pages' items apart.
    pub(super) fn fingerprint(&self, state: &RandomState) -> u64 {
        state.hash_one(self.items_text())
    }
}

fn flag(object: &str) -> Option<bool> {
    members(object).find_map(|(name, value)| {
        let name = plain(&name);
        let (_, meaning) = FLAGS.iter().find(|(known, _)| name == *known)?;
        match object.get(value)? {
            "true" => Some(*meaning),
            "false" => Some(!*meaning),
            _ => None,
        }
    })
}

/// A name in lower case, its words run together.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| !matches!(letter, '_' | '-' | '@' | '.'));
    letters.take(20).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// The fault for a page without a list where the document has one.
pub(super) fn not_a_list(pointer: &str) -> Fault {
    let place = if pointer.is_empty() { "its body" } else { pointer };
    Fault::new(Code::InvalidAnswer, format!("the page has no list at {place}, where the document has it"))
        .suggesting("call without pages to see the answer")
}
