//! Builds a blob. Deterministic: the bytes depend on the values written and their order alone.

use std::collections::HashMap;

use serde_json::Value;

use super::{MAGIC, TAG_ARRAY, TAG_BITS, TAG_CONSTANT, TAG_NUMBER, TAG_OBJECT, TAG_SMALL, TAG_STRING, VERSION};
use crate::Keyword;

/// Collects values; equal values are stored once.
pub struct Writer {
    strings: HashMap<String, u32>,
    order: Vec<String>,
    words: Vec<u32>,
    seen: HashMap<Vec<u32>, u32>,
}

impl Default for Writer {
    fn default() -> Self {
        let mut writer = Self { strings: HashMap::new(), order: Vec::new(), words: Vec::new(), seen: HashMap::new() };
        for (_, text) in Keyword::ALL {
            writer.string(text);
        }
        writer
    }
}

impl Writer {
    /// Stores a value and returns its reference. Object keys keep their order.
    pub fn value(&mut self, value: &Value) -> u32 {
        match value {
            Value::Null => reference(TAG_CONSTANT, 0),
            Value::Bool(flag) => reference(TAG_CONSTANT, if *flag { 2 } else { 1 }),
            Value::Number(number) => match number.as_u64().and_then(|n| u32::try_from(n).ok()) {
                Some(small) if small < 1 << 29 => reference(TAG_SMALL, small),
                _ => {
                    let text = self.string(&number.to_string());
                    reference(TAG_NUMBER, text)
                }
            },
            Value::String(text) => {
                let place = self.string(text);
                reference(TAG_STRING, place)
            }
            Value::Array(items) => {
                let mut words = vec![count(items.len())];
                words.extend(items.iter().map(|item| self.value(item)));
                self.store(TAG_ARRAY, words)
            }
            Value::Object(entries) => {
                let mut words = vec![count(entries.len())];
                for (key, value) in entries {
                    words.push(self.string(key));
                    words.push(self.value(value));
                }
                self.store(TAG_OBJECT, words)
            }
        }
    }

    /// The finished bytes, with `root` as the value a reader starts from.
    pub fn finish(self, root: u32) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let mut end = 0;
        let mut ends = vec![0];
        for text in &self.order {
            end += count(text.len());
            ends.push(end);
        }
        let numbers = [VERSION, count(self.order.len()), count(self.words.len()), root];
        for word in numbers.iter().chain(&ends).chain(&self.words) {
            bytes.extend_from_slice(&word.to_le_bytes());
        }
        for text in &self.order {
            bytes.extend_from_slice(text.as_bytes());
        }
        bytes
    }

    fn string(&mut self, text: &str) -> u32 {
        if let Some(place) = self.strings.get(text) {
            return *place;
        }
        let place = count(self.order.len());
        self.strings.insert(text.to_owned(), place);
        self.order.push(text.to_owned());
        place
    }

    fn store(&mut self, tag: u32, words: Vec<u32>) -> u32 {
        let key: Vec<u32> = std::iter::once(tag).chain(words.iter().copied()).collect();
        if let Some(known) = self.seen.get(&key) {
            return *known;
        }
        let stored = reference(tag, count(self.words.len()));
        self.words.extend(words);
        self.seen.insert(key, stored);
        stored
    }
}

fn reference(tag: u32, payload: u32) -> u32 {
    payload << TAG_BITS | tag
}

/// Saturates: a blob of 2^32 words or bytes is far beyond what the generator accepts.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
