//! One page: where its list stands, how many items that has, and what the page says of others.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};
use std::ops::Range;

use super::json::{at, elements, members, range_at};
use crate::fault::quoted;
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
    /// The object that the list is a member of.
    parent: &'t str,
}

impl<'t> Page<'t> {
    /// Finds the list. APIs leave an empty one out, or send null; one that says what went wrong has none either.
    pub(super) fn read(text: &'t str, pointer: &str) -> Result<Self, Fault> {
        let parent = pointer.rsplit_once('/').and_then(|(parent, _)| at(text, parent)).unwrap_or(text);
        let list = range_at(text, pointer).filter(|list| text.get(list.clone()) != Some("null"));
        let Some(range) = list else {
            return match error(text) {
                Some(error) => Err(failed(error)),
                None => Ok(Self { text, list: None, items: 0, parent }),
            };
        };
        let list = text.get(range.clone()).unwrap_or_default();
        if !list.starts_with('[') {
            return Err(not_a_list(pointer));
        }
        Ok(Self { text, items: elements(list).count(), list: Some(range), parent })
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
        self.about_pages().find_map(flag)
    }

    /// The number of one of these names, words run together, where the page speaks of pages.
    pub(super) fn number(&self, names: &[&str]) -> Option<i64> {
        self.about_pages().find_map(|object| {
            let named = |(name, _): &(Cow<'_, str>, Range<usize>)| names.contains(&&*plain(name));
            members(object).filter(named).find_map(|(_, value)| object.get(value)?.parse().ok())
        })
    }

    /// The objects that may say something of pages: the whole, what the list is in, and their members called so.
    fn about_pages(&self) -> impl Iterator<Item = &'t str> {
        let about = |name: &str| ["pag", "meta", "link", "cursor"].iter().any(|word| plain(name).starts_with(word));
        let objects = [self.text, self.parent];
        let within = objects.into_iter().flat_map(move |object| {
            members(object).filter(move |(name, _)| about(name)).filter_map(|(_, member)| object.get(member))
        });
        objects.into_iter().chain(within)
    }

    /// What tells two pages' items apart.
    pub(super) fn fingerprint(&self, state: &RandomState) -> u64 {
        state.hash_one(self.items_text())
    }

    /// What tells its items apart that are objects.
    pub(super) fn prints(&self, state: &RandomState) -> impl Iterator<Item = u64> {
        let list = self.list.clone().and_then(|list| self.text.get(list)).unwrap_or_default();
        let objects = elements(list).filter_map(|item| list.get(item)).filter(|item| item.starts_with('{'));
        objects.map(|item| state.hash_one(item))
    }
}

/// What a body without a list says of an error, though its status says nothing of one.
fn error(text: &str) -> Option<&str> {
    let is_error = |(name, value): (Cow<'_, str>, Range<usize>)| {
        let value = text.get(value)?;
        let nothing = matches!(value, "null" | "false" | "0" | "\"\"" | "[]" | "{}");
        (matches!(&*name, "error" | "errors") && !nothing).then_some(value)
    };
    let refuses = |(name, value): (Cow<'_, str>, Range<usize>)| {
        matches!(&*name, "ok" | "success").then(|| text.get(value)).flatten().filter(|value| *value == "false")
    };
    members(text).find_map(is_error).or_else(|| members(text).find_map(refuses).map(|_| text))
}

fn failed(error: &str) -> Fault {
    Fault::new(Code::InvalidAnswer, format!("the API answered with an error in place of the page: {}", quoted(error)))
        .suggesting("call without pages to see the answer, or try again later")
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
pub(super) fn not_json() -> Fault {
    Fault::new(Code::InvalidAnswer, "the page is not JSON: it is a login page or a gateway's, perhaps")
        .suggesting("call without pages to see the answer; check the base URL and the credential")
}

pub(super) fn not_a_list(pointer: &str) -> Fault {
    let place = if pointer.is_empty() { "its body" } else { pointer };
    Fault::new(Code::InvalidAnswer, format!("the page has no list at {place}, where the document has it"))
        .suggesting("call without pages to see the answer")
}
