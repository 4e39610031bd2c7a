//! Where everything stands in vendor.toml, by JSON pointer: `/auth/default/0`, `/effect/GET ~1api~1me`.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::pointer::Pointer;

/// Line and column, both from 1.
pub(crate) type Place = (usize, usize);

/// The places of keys and of values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    keys: BTreeMap<Pointer, Place>,
    values: BTreeMap<Pointer, Place>,
}

impl Places {
    /// Where a key stands, or the item of a list, which has no key.
    pub(crate) fn key(&self, pointer: &Pointer) -> Option<Place> {
        self.keys.get(pointer).or_else(|| self.values.get(pointer)).copied()
    }

    /// Where a value begins.
    pub(crate) fn value(&self, pointer: &Pointer) -> Option<Place> {
        self.values.get(pointer).copied()
    }

    pub(super) fn of(text: &str, table: &DeTable<'_>) -> Self {
        let mut places = Self::default();
        places.table(text, table, &Pointer::default());
        places
    }

    fn table(&mut self, text: &str, table: &DeTable<'_>, pointer: &Pointer) {
        for (key, value) in table.iter() {
            let pointer = pointer.join(key.get_ref());
            self.keys.insert(pointer.clone(), place(text, key.span()));
            self.read(text, value, pointer);
        }
    }

    fn read(&mut self, text: &str, value: &Spanned<DeValue<'_>>, pointer: Pointer) {
        match value.get_ref() {
            DeValue::Table(table) => self.table(text, table, &pointer),
            DeValue::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.read(text, item, pointer.at(index));
                }
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {}
        }
        self.values.insert(pointer, place(text, value.span()));
    }
}

/// The place where a range of bytes begins.
pub(super) fn place(text: &str, span: Range<usize>) -> Place {
    let before = text.get(..span.start).unwrap_or(text);
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    (before.matches('\n').count() + 1, column)
}
