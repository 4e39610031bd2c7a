//! Pages of a list: three of two items each, as far as the document lets a cursor travel. It knows
//! nothing of HTTP.

mod place;
mod words;

use serde_json::Value;

use crate::decode::Decoded;
use crate::document::{Direction, Document, Node};
use crate::generate::{Fill, Generator, Words};
use crate::operation::{Location, Operation, Parameter};
use crate::seed::Seed;

use place::{Carrier, Places};

const PAGES: usize = 3;
const SIZE: usize = 2;

/// How an operation pages.
#[derive(Debug, Clone)]
pub(crate) struct Paging {
    parameter: String,
    limit: Option<String>,
    select: Select,
    places: Places,
    items: Vec<Value>,
}

/// What the parameter's value means.
#[derive(Debug, Clone)]
enum Select {
    /// A cursor for each page but the first.
    Token(Vec<Value>),
    /// The id of the item before the page, one per item.
    Last(Vec<Value>),
    /// The page's number, from 1.
    Number,
    /// How many items stand before the page.
    Offset,
}

impl Paging {
    /// The paging of an operation, if it has one: a GET with a parameter that looks like a cursor,
    /// page number or offset, and a JSON answer with an array and a place for the next cursor.
    pub(crate) fn new(document: &Document, operation: &Operation) -> Option<Paging> {
        if operation.summary.method != "GET" {
            return None;
        }
        let queries = || operation.located(Location::Query);
        let parameter = queries().find(|parameter| words::selects(&parameter.name).is_some())?;
        let mut content = operation.answer.content.iter().filter(|media| media.is_json());
        let schema = document.response.at(content.next()?.schema.as_deref()?)?;
        let places = Places::find(&document.response, &schema)?;
        let seed = Seed::new(&operation.summary.path);
        let items = items(document, &places, seed)?;
        let select = select(document, parameter, &places, &items, seed)?;
        Some(Paging {
            parameter: parameter.name.clone(),
            limit: queries().map(|limit| limit.name.clone()).find(|name| words::limits(name)),
            select,
            places,
            items,
        })
    }

    /// A valid argument for the parameter, if it is the one that selects the page.
    pub(crate) fn argument(&self, parameter: &Parameter) -> Option<Value> {
        if parameter.location != Location::Query || parameter.name != self.parameter {
            return None;
        }
        match &self.select {
            Select::Token(values) | Select::Last(values) => values.first().cloned(),
            Select::Number => Some(Value::from(1)),
            Select::Offset => Some(Value::from(0)),
        }
    }

    /// Whether a parameter selects items instead of describing them.
    pub(crate) fn concerns(&self, parameter: &Decoded) -> bool {
        let name = Some(&parameter.name);
        parameter.location == Location::Query && (name == Some(&self.parameter) || name == self.limit.as_ref())
    }

    /// What is wrong with the cursor: (parameter's name, message).
    pub(crate) fn fault(&self, parameters: &[Decoded]) -> Option<(&str, String)> {
        let fault = self.start(parameters).err()?;
        Some((&self.parameter, fault))
    }

    /// Puts the page into an answer, and where to go on.
    pub(crate) fn apply(&self, answer: &mut Value, parameters: &[Decoded], target: &str) {
        let size = self.size(parameters);
        let start = self.start(parameters).unwrap_or(0);
        let total = (PAGES * size).min(self.items.len());
        let end = (start + size).min(total);
        let page = self.items.get(start.min(end)..end).unwrap_or_default();
        self.places.put_items(answer, page.to_vec());
        let next = (end < total && size > 0).then(|| self.cursor(end, size)).flatten();
        for carrier in &self.places.carriers {
            carrier.put(answer, next.as_ref(), &self.parameter, target);
        }
    }

    fn size(&self, parameters: &[Decoded]) -> usize {
        let limit = self.limit.as_deref().and_then(|name| query(parameters, name));
        let limit = limit.and_then(Value::as_u64).unwrap_or(SIZE as u64);
        usize::try_from(limit).map_or(SIZE, |limit| limit.min(SIZE))
    }

    /// How many items stand before the page.
    fn start(&self, parameters: &[Decoded]) -> Result<usize, String> {
        let Some(value) = query(parameters, &self.parameter) else {
            return Ok(0);
        };
        let position = |values: &[Value]| values.iter().position(|other| other == value);
        let count = value.as_u64().and_then(|count| usize::try_from(count).ok());
        let start = match &self.select {
            Select::Token(values) => position(values).map(|at| (at + 1) * self.size(parameters)),
            Select::Last(values) => position(values).map(|at| at + 1),
            Select::Number => count
                .and_then(|number| number.checked_sub(1))
                .and_then(|before| before.checked_mul(self.size(parameters))),
            Select::Offset => count,
        };
        start.ok_or_else(|| format!("{value} is no cursor that was handed out"))
    }

    /// The value that selects the page before which so many items stand.
    fn cursor(&self, start: usize, size: usize) -> Option<Value> {
        match &self.select {
            Select::Token(values) => values.get((start / size).checked_sub(1)?).cloned(),
            Select::Last(values) => values.get(start.checked_sub(1)?).cloned(),
            Select::Number => Some(Value::from(start / size + 1)),
            Select::Offset => Some(Value::from(start)),
        }
    }
}

fn query<'a>(parameters: &'a [Decoded], name: &str) -> Option<&'a Value> {
    let mut parameters = parameters.iter();
    parameters
        .find(|parameter| parameter.location == Location::Query && parameter.name == name)
        .map(|parameter| &parameter.value)
}

fn items(document: &Document, places: &Places, seed: Seed) -> Option<Vec<Value>> {
    let schema = document.response.at(&places.items)?;
    let generator = Generator {
        view: &document.response,
        direction: Direction::Response,
        fill: Fill::All,
        words: Words::Plain,
        varied: false,
    };
    (0..PAGES * SIZE).map(|index| generator.value(&schema, seed.name("item").index(index as u64), "item")).collect()
}

fn select(document: &Document, parameter: &Parameter, places: &Places, items: &[Value], seed: Seed) -> Option<Select> {
    let schema = document.request.at(parameter.schema.as_deref()?)?;
    let whole = document.request.accepts(&schema, &Value::from(1));
    match words::selects(&parameter.name)? {
        words::Meaning::Number if whole => return Some(Select::Number),
        words::Meaning::Offset if whole => return Some(Select::Offset),
        words::Meaning::Offset => return None,
        words::Meaning::Number | words::Meaning::Cursor => {}
    }
    if places.carriers.iter().all(Carrier::is_flag) {
        let ids: Vec<Value> = items.iter().filter_map(|item| item.get("id").cloned()).collect();
        let usable = ids.iter().all(|id| document.request.accepts(&schema, id));
        if usable && ids.len() == items.len() {
            return Some(Select::Last(ids));
        }
        return None;
    }
    let tokens = (2..=PAGES).map(|page| token(document, &schema, page, seed));
    Some(Select::Token(tokens.collect::<Option<_>>()?))
}

fn token(document: &Document, schema: &Node<'_>, page: usize, seed: Seed) -> Option<Value> {
    let token = Value::from(format!("page-{page}"));
    if document.request.accepts(schema, &token) {
        return Some(token);
    }
    let generator = Generator {
        view: &document.request,
        direction: Direction::Request,
        fill: Fill::All,
        words: Words::Plain,
        varied: true,
    };
    let seed = seed.name("cursor").index(page as u64);
    generator.value(&document.request.at(&schema.pointer)?, seed, "cursor")
}
