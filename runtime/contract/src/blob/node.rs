//! Reads a blob in place. A damaged blob reads as nulls and empty lists, never as a panic.

use serde_json::{Map, Number, Value};

use super::{
    HEADER, MAGIC, TAG_ARRAY, TAG_BITS, TAG_CONSTANT, TAG_MASK, TAG_NUMBER, TAG_OBJECT, TAG_SMALL, TAG_STRING, VERSION,
};
use crate::Keyword;

/// Nesting beyond this reads as null; the generator writes far less.
const MAX_DEPTH: usize = 128;

/// A blob's three sections.
#[derive(Clone, Copy, Debug)]
pub struct Blob<'a> {
    ends: &'a [u8],
    words: &'a [u8],
    strings: &'a [u8],
    root: u32,
}

impl<'a> Blob<'a> {
    /// The blob in `bytes`, or `None` if these are not a blob of this [`VERSION`].
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let header = |index| word(bytes, index);
        if bytes.get(..4)? != MAGIC || header(1)? != VERSION {
            return None;
        }
        let (strings, words) = (header(2)? as usize, header(3)? as usize);
        let (ends, rest) = bytes.get(HEADER..)?.split_at_checked((strings + 1).checked_mul(4)?)?;
        let (words, strings) = rest.split_at_checked(words.checked_mul(4)?)?;
        Some(Self { ends, words, strings, root: header(4)? })
    }

    /// The value everything else hangs on.
    pub fn root(self) -> Node<'a> {
        Node { blob: self, reference: self.root }
    }

    fn string(self, place: u32) -> &'a str {
        let place = place as usize;
        let range = word(self.ends, place).zip(word(self.ends, place + 1));
        range
            .and_then(|(start, end)| self.strings.get(start as usize..end as usize))
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

/// What sort of JSON value a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// null
    Null,
    /// true or false
    Bool,
    /// a number
    Number,
    /// a string
    String,
    /// an array
    Array,
    /// an object
    Object,
}

/// One value of a blob. Equal nodes of one blob are equal values.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    blob: Blob<'a>,
    reference: u32,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.reference == other.reference
    }
}

impl<'a> Node<'a> {
    /// The value that `root` of the same blob names.
    pub fn root(self) -> Self {
        self.blob.root()
    }

    /// The same for equal values of one blob; good as a key to detect recursion.
    pub fn identity(self) -> u32 {
        self.reference
    }

    /// The sort of value.
    pub fn kind(self) -> Kind {
        match (self.tag(), self.payload()) {
            (TAG_SMALL | TAG_NUMBER, _) => Kind::Number,
            (TAG_STRING, _) => Kind::String,
            (TAG_ARRAY, _) => Kind::Array,
            (TAG_OBJECT, _) => Kind::Object,
            (TAG_CONSTANT, 1 | 2) => Kind::Bool,
            _ => Kind::Null,
        }
    }

    /// The string, if it is one.
    pub fn as_str(self) -> Option<&'a str> {
        (self.tag() == TAG_STRING).then(|| self.blob.string(self.payload()))
    }

    /// The boolean, if it is one.
    pub fn as_bool(self) -> Option<bool> {
        match (self.tag(), self.payload()) {
            (TAG_CONSTANT, 1) => Some(false),
            (TAG_CONSTANT, 2) => Some(true),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(self) -> Option<Number> {
        match self.tag() {
            TAG_SMALL => Some(Number::from(self.payload())),
            TAG_NUMBER => serde_json::from_str(self.blob.string(self.payload())).ok(),
            _ => None,
        }
    }

    /// The number, if it is a whole one that fits.
    pub fn as_usize(self) -> Option<usize> {
        self.as_number()?.as_u64().and_then(|number| usize::try_from(number).ok())
    }

    /// Items of an array; of anything else, none.
    pub fn items(self) -> impl ExactSizeIterator<Item = Self> + Clone + use<'a> {
        let (base, length) = self.extent(TAG_ARRAY, 1);
        (0..length).map(move |index| self.at(base + index))
    }

    /// The item of an array at an index.
    pub fn item(self, index: usize) -> Option<Self> {
        let (base, length) = self.extent(TAG_ARRAY, 1);
        (index < length).then(|| self.at(base + index))
    }

    /// Keys and values of an object, as written; of anything else, none.
    pub fn entries(self) -> impl ExactSizeIterator<Item = (&'a str, Self)> + Clone + use<'a> {
        let (base, length) = self.extent(TAG_OBJECT, 2);
        (0..length).map(move |index| {
            let key = self.word(base + 2 * index).unwrap_or_default();
            (self.blob.string(key), self.at(base + 2 * index + 1))
        })
    }

    /// The member under a well-known key.
    pub fn get(self, keyword: Keyword) -> Option<Self> {
        let (base, length) = self.extent(TAG_OBJECT, 2);
        (0..length)
            .find(|index| self.word(base + 2 * index) == Some(keyword as u32))
            .map(|index| self.at(base + 2 * index + 1))
    }

    /// The member under any key.
    pub fn field(self, key: &str) -> Option<Self> {
        self.entries().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// The string under a well-known key.
    pub fn text(self, keyword: Keyword) -> Option<&'a str> {
        self.get(keyword)?.as_str()
    }

    /// Whether a well-known key holds `true`.
    pub fn flag(self, keyword: Keyword) -> bool {
        self.get(keyword).and_then(Self::as_bool) == Some(true)
    }

    /// The value as `serde_json` has it.
    pub fn to_value(self) -> Value {
        self.value_within(MAX_DEPTH)
    }

    fn value_within(self, depth: usize) -> Value {
        let Some(depth) = depth.checked_sub(1) else { return Value::Null };
        match self.kind() {
            Kind::Null => Value::Null,
            Kind::Bool => Value::Bool(self.as_bool() == Some(true)),
            Kind::Number => self.as_number().map_or(Value::Null, Value::Number),
            Kind::String => Value::String(self.as_str().unwrap_or_default().to_owned()),
            Kind::Array => Value::Array(self.items().map(|item| item.value_within(depth)).collect()),
            Kind::Object => {
                let members = self.entries().map(|(key, value)| (key.to_owned(), value.value_within(depth)));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }

    fn tag(self) -> u32 {
        self.reference & TAG_MASK
    }

    fn payload(self) -> u32 {
        self.reference >> TAG_BITS
    }

    fn word(self, index: usize) -> Option<u32> {
        word(self.blob.words, index)
    }

    fn at(self, index: usize) -> Self {
        Self { blob: self.blob, reference: self.word(index).unwrap_or_default() }
    }

    /// Where the content of an array or object starts, and how many items of `width` words really are there.
    fn extent(self, tag: u32, width: usize) -> (usize, usize) {
        if self.tag() != tag {
            return (0, 0);
        }
        let base = self.payload() as usize + 1;
        let length = self.word(base - 1).unwrap_or_default() as usize;
        let room = (self.blob.words.len() / 4).saturating_sub(base) / width;
        (base, length.min(room))
    }
}

fn word(bytes: &[u8], index: usize) -> Option<u32> {
    let start = index.checked_mul(4)?;
    let word = bytes.get(start..start.checked_add(4)?)?;
    Some(u32::from_le_bytes(word.try_into().ok()?))
}
