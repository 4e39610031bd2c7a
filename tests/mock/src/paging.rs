//! Pages of a list, as far as the document lets a client go on: by cursor, number, offset, link or header.
//! It knows nothing of HTTP.

mod items;
mod place;
mod words;

use serde_json::Value;

use crate::decode::Decoded;
use crate::document::{Direction, Document, Node};
use crate::generate::{Fill, Generator, Words};
use crate::operation::{Location, Operation, Parameter};
use crate::seed::Seed;
use crate::{Options, RawRequest};

use items::Items;
use place::{Carrier, Places, Turn};

/// Of a list that nobody gave a length to.
const PAGES: usize = 3;
/// Items on a page of such a list.
const SIZE: usize = 2;
/// Items on a page of the others.
const LARGE: usize = 100;
/// Cursors that a schema asks to be made up.
const CURSORS: usize = 200;
/// The parameter in links, where the document declares none.
const HIDDEN: &str = "page_token";

/// How an operation pages.
#[derive(Debug, Clone)]
pub(crate) struct Paging {
    parameter: String,
    /// Whether the document declares the parameter.
    declared: bool,
    limit: Option<String>,
    select: Select,
    places: Places,
    items: Items,
    size: usize,
    /// Names of response headers.
    link: Option<String>,
    total: Option<String>,
}

/// What the parameter's value means.
#[derive(Debug, Clone)]
enum Select {
    /// `page-2`
    Page,
    /// A cursor for each page but the first.
    Token(Vec<Value>),
    /// The id of the item before the page.
    Last,
    /// The page's number, and that of the first.
    Number(usize),
    /// How many items stand before the page.
    Offset,
    /// There is one page.
    All,
}

impl Paging {
    /// The paging of an operation, if it has one: a GET with a JSON answer that has an array, and a
    /// parameter that looks like a cursor, page number or offset, or a link to the next page. A list that
    /// the options give may have a single page.
    pub(crate) fn new(document: &Document, operation: &Operation, options: &Options) -> Option<Paging> {
        if operation.summary.method != "GET" {
            return None;
        }
        let queries = || operation.located(Location::Query);
        let mut content = operation.answer.content.iter().filter(|media| media.is_json());
        let schema = document.response.at(content.next()?.schema.as_deref()?)?;
        let places = Places::find(&document.response, &schema)?;
        let header = |wanted: fn(&str) -> bool| operation.answer.headers.iter().find(|name| wanted(name)).cloned();
        let link = header(|name| name.eq_ignore_ascii_case("link"));
        let given = options.lists.get(&format!("GET {}", operation.summary.path));
        let length = given.map(Vec::len).or(options.list_length);
        let size = options.page_size.unwrap_or(if length.is_some() { LARGE } else { SIZE }).max(1);
        let items = match given {
            Some(values) => Items::given(values.clone()),
            None => {
                let schema = document.response.at(&places.items)?;
                Items::made(document, &schema, length.unwrap_or(PAGES * size), length.is_some())?
            }
        };
        let leads = link.is_some() || places.carriers.iter().any(Carrier::leads);
        let selector = queries().find(|parameter| words::selects(&parameter.name).is_some());
        let select = match selector {
            Some(parameter) => select(document, parameter, leads, &items, size),
            None if link.is_some() || places.carriers.iter().any(Carrier::links) => Some(Select::Page),
            None => None,
        };
        let select = select.or(given.map(|_| Select::All))?;
        let declared = selector.filter(|_| !matches!(select, Select::All));
        Some(Paging {
            parameter: declared.map_or(HIDDEN.to_owned(), |parameter| parameter.name.clone()),
            declared: declared.is_some(),
            limit: queries().map(|limit| limit.name.clone()).find(|name| words::limits(name)),
            select,
            places,
            items,
            size,
            link,
            total: header(words::totals),
        })
    }

    /// The parameter in links, where the document declares none.
    pub(crate) fn hidden(&self) -> Option<&str> {
        (!self.declared && !matches!(self.select, Select::All)).then_some(self.parameter.as_str())
    }

    /// A valid argument for the parameter, if it is the one that selects the page.
    pub(crate) fn argument(&self, parameter: &Parameter) -> Option<Value> {
        if !self.declared || parameter.location != Location::Query || parameter.name != self.parameter {
            return None;
        }
        match &self.select {
            Select::Page => Some(Value::from("page-2")).filter(|_| self.items.count() > self.size),
            Select::Token(values) => values.first().cloned(),
            Select::Last => self.items.id(0),
            Select::Number(first) => Some(Value::from(*first)),
            Select::Offset => Some(Value::from(0)),
            Select::All => None,
        }
    }

    /// Whether a parameter selects a page instead of describing items.
    pub(crate) fn concerns(&self, parameter: &Decoded) -> bool {
        let name = Some(&parameter.name);
        parameter.location == Location::Query && (name == Some(&self.parameter) || name == self.limit.as_ref())
    }

    /// What is wrong with the cursor: (parameter's name, message).
    pub(crate) fn fault(&self, parameters: &[Decoded]) -> Option<(&str, String)> {
        let fault = self.start(parameters, &self.selected(parameters)).err()?;
        Some((&self.parameter, fault))
    }

    /// Puts the page into an answer, and where to go on; the headers that tell it too.
    pub(crate) fn apply(
        &self,
        answer: &mut Value,
        parameters: &[Decoded],
        request: &RawRequest,
    ) -> Vec<(String, String)> {
        let selected = self.selected(parameters);
        let size = if matches!(self.select, Select::All) { selected.len() } else { self.size(parameters) };
        let start = self.start(parameters, &selected).unwrap_or(0);
        let end = start.saturating_add(size).min(selected.len());
        let page = selected.get(start.min(end)..end).unwrap_or_default();
        self.places.put_items(answer, page.iter().filter_map(|index| self.items.at(*index)).collect());
        let turn = Turn {
            next: (end < selected.len() && size > 0).then(|| self.cursor(end, size, &selected)).flatten(),
            parameter: &self.parameter,
            target: &request.target,
            host: request.header_values("host").next(),
            total: selected.len(),
            size,
        };
        for carrier in &self.places.carriers {
            carrier.put(answer, &turn);
        }
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let link = self.link.as_ref().zip(turn.next.as_ref());
        let link = link.map(|(name, next)| (name.clone(), format!("<{}>; rel=\"next\"", turn.url(&text(next)))));
        let total = self.total.as_ref().map(|name| (name.clone(), selected.len().to_string()));
        link.into_iter().chain(total).collect()
    }

    fn selected(&self, parameters: &[Decoded]) -> Vec<usize> {
        self.items.selected(parameters, |parameter| self.concerns(parameter))
    }

    fn size(&self, parameters: &[Decoded]) -> usize {
        let limit = self.limit.as_deref().and_then(|name| query(parameters, name));
        let limit = limit.and_then(Value::as_u64).and_then(|limit| usize::try_from(limit).ok());
        limit.map_or(self.size, |limit| limit.min(self.size))
    }

    /// How many of the selected items stand before the page.
    fn start(&self, parameters: &[Decoded], selected: &[usize]) -> Result<usize, String> {
        let Some(value) = query(parameters, &self.parameter) else {
            return Ok(0);
        };
        let size = self.size(parameters);
        let count = value.as_u64().and_then(|count| usize::try_from(count).ok());
        let start = match &self.select {
            Select::Page => {
                let number = value.as_str().and_then(|text| text.strip_prefix("page-")?.parse::<usize>().ok());
                let start = number.filter(|number| *number > 1).and_then(|number| (number - 1).checked_mul(size));
                start.filter(|start| *start < selected.len())
            }
            Select::Token(values) => {
                let position = values.iter().position(|other| other == value);
                position.map(|at| (at + 1) * size).filter(|start| *start < selected.len())
            }
            Select::Last => {
                let position = selected.iter().position(|index| self.items.id(*index).as_ref() == Some(value));
                position.map(|at| at + 1)
            }
            Select::Number(first) => {
                count.and_then(|number| number.checked_sub(*first)).and_then(|before| before.checked_mul(size))
            }
            Select::Offset => count,
            Select::All => Some(0),
        };
        start.ok_or_else(|| format!("{value} is no cursor that was handed out"))
    }

    /// The value that selects the page before which so many of the selected items stand.
    fn cursor(&self, start: usize, size: usize, selected: &[usize]) -> Option<Value> {
        match &self.select {
            Select::Page => Some(Value::from(format!("page-{}", start / size + 1))),
            Select::Token(values) => values.get((start / size).checked_sub(1)?).cloned(),
            Select::Last => self.items.id(*selected.get(start.checked_sub(1)?)?),
            Select::Number(first) => Some(Value::from(start / size + first)),
            Select::Offset => Some(Value::from(start)),
            Select::All => None,
        }
    }
}

fn query<'a>(parameters: &'a [Decoded], name: &str) -> Option<&'a Value> {
    let mut parameters = parameters.iter();
    parameters
        .find(|parameter| parameter.location == Location::Query && parameter.name == name)
        .map(|parameter| &parameter.value)
}

fn select(document: &Document, parameter: &Parameter, leads: bool, items: &Items, size: usize) -> Option<Select> {
    let schema = document.request.at(parameter.schema.as_deref()?)?;
    let accepts = |value: Value| document.request.accepts(&schema, &value);
    let whole = accepts(Value::from(1));
    match words::selects(&parameter.name)? {
        words::Meaning::Number if whole => {
            let is_zero = schema.value.get("default").and_then(Value::as_u64) == Some(0);
            return Some(Select::Number(usize::from(!is_zero)));
        }
        words::Meaning::Offset if whole => return Some(Select::Offset),
        words::Meaning::Offset => return None,
        words::Meaning::Number | words::Meaning::Cursor => {}
    }
    if !leads {
        let ids: Option<Vec<Value>> =
            [0, items.count().saturating_sub(1)].iter().map(|index| items.id(*index)).collect();
        return ids.filter(|ids| ids.iter().all(|id| accepts(id.clone()))).map(|_| Select::Last);
    }
    if accepts(Value::from("page-2")) {
        return Some(Select::Page);
    }
    let pages = items.count().div_ceil(size).clamp(2, CURSORS);
    let tokens = (2..=pages).map(|page| token(document, &schema, page));
    Some(Select::Token(tokens.collect::<Option<_>>()?))
}

fn token(document: &Document, schema: &Node<'_>, page: usize) -> Option<Value> {
    let (view, direction) = (&document.request, Direction::Request);
    let generator = Generator { view, direction, fill: Fill::All, words: Words::Plain, varied: true };
    let seed = Seed::new(&schema.pointer).name("cursor").index(page as u64);
    generator.value(&view.at(&schema.pointer)?, seed, "cursor")
}
