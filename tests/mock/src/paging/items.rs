//! The items of a list: given ones, or some made ones that are told apart by a number. It knows nothing
//! of pages.

use serde_json::Value;

use crate::decode::Decoded;
use crate::document::{Direction, Document, Node};
use crate::generate::{Fill, Generator, Words};
use crate::operation::Location;
use crate::seed::Seed;

/// Made items repeat after so many, but for their number.
const DIFFERENT: usize = 16;

/// The items of a list.
#[derive(Debug, Clone)]
pub(super) struct Items {
    values: Vec<Value>,
    count: usize,
    numbered: Option<Numbered>,
    /// Whether parameters select among them.
    filtered: bool,
}

/// What carries an item's number.
#[derive(Debug, Clone)]
struct Numbered {
    /// Name of a member; `None` where the item is a text itself.
    member: Option<String>,
    is_text: bool,
}

impl Items {
    /// Items that are given.
    pub(super) fn given(values: Vec<Value>) -> Items {
        Items { count: values.len(), values, numbered: None, filtered: true }
    }

    /// Items made from a schema; more than a handful get numbers.
    pub(super) fn made(document: &Document, schema: &Node<'_>, count: usize, numbered: bool) -> Option<Items> {
        let view = &document.response;
        let direction = Direction::Response;
        let generator = Generator { view, direction, fill: Fill::All, words: Words::Plain, varied: false };
        let seed = |index: usize| Seed::new(&schema.pointer).name("item").index(index as u64);
        let different = if numbered { count.min(DIFFERENT) } else { count };
        let values = (0..different).map(|index| generator.value(&view.at(&schema.pointer)?, seed(index), "item"));
        let values: Vec<Value> = values.collect::<Option<_>>()?;
        let numbered = values.first().filter(|_| numbered).and_then(|first| {
            let mut carriers = carriers(first).into_iter();
            carriers.find(|one| [1, count].iter().all(|number| view.accepts(schema, &one.with(first, *number))))
        });
        Some(Items { values, count, numbered, filtered: false })
    }

    /// Positions of the items that the call asks for.
    pub(super) fn selected(&self, parameters: &[Decoded], concerns: impl Fn(&Decoded) -> bool) -> Vec<usize> {
        let selects = |one: &Decoded| matches!(one.location, Location::Query | Location::Path);
        let filters = parameters.iter().filter(|one| selects(one) && !concerns(one));
        let filters: Vec<&Decoded> = filters.filter(|_| self.filtered).collect();
        (0..self.count).filter(|index| filters.iter().all(|filter| self.fits(*index, filter))).collect()
    }

    fn fits(&self, index: usize, filter: &Decoded) -> bool {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let knows = |item: &Value| item.get(&filter.name).is_some();
        let Some(item) = self.values.get(index).filter(|_| self.values.iter().any(knows)) else {
            return true;
        };
        let wanted = filter.value.as_array().map_or(std::slice::from_ref(&filter.value), Vec::as_slice);
        item.get(&filter.name).is_some_and(|value| wanted.iter().any(|wanted| text(wanted) == text(value)))
    }

    /// The item at a position.
    pub(super) fn at(&self, index: usize) -> Option<Value> {
        if index >= self.count {
            return None;
        }
        let value = self.values.get(index % self.values.len().max(1))?;
        Some(match &self.numbered {
            Some(numbered) => numbered.with(value, index + 1),
            None => value.clone(),
        })
    }

    /// The member `id` of the item at a position.
    pub(super) fn id(&self, index: usize) -> Option<Value> {
        self.at(index)?.get("id").cloned()
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }
}

impl Numbered {
    fn with(&self, item: &Value, number: usize) -> Value {
        let value = if self.is_text { Value::from(format!("item-{number}")) } else { Value::from(number) };
        let Some(name) = &self.member else {
            return value;
        };
        let mut item = item.clone();
        if let Some(member) = item.get_mut(name) {
            *member = value;
        }
        item
    }
}

/// What may carry a number, likeliest first: the id, then other members.
fn carriers(item: &Value) -> Vec<Numbered> {
    let Some(map) = item.as_object() else {
        return vec![Numbered { member: None, is_text: item.is_string() }];
    };
    let mut names: Vec<&String> =
        map.iter().filter(|(_, value)| value.is_string() || value.is_u64()).map(|(name, _)| name).collect();
    names.sort_by_key(|name| *name != "id");
    let carrier =
        |name: &String| Numbered { member: Some(name.clone()), is_text: map.get(name).is_some_and(Value::is_string) };
    names.into_iter().map(carrier).collect()
}
