//! Where in an answer the list stands and where the next cursor. It knows nothing of parameters.

use serde_json::{Map, Value};

use crate::document::{Node, View};
use crate::percent;
use crate::query::append_query;
use crate::shape::{Kind, Shape};

use super::words;

/// Members deeper than this are not looked at.
const DEPTH: usize = 3;

/// Places of an answer.
#[derive(Debug, Clone)]
pub(super) struct Places {
    /// Names that lead to the list; none where the answer is the list.
    list: Vec<String>,
    /// Pointer to the schema of the list's items.
    pub(super) items: String,
    /// Members that tell how to go on.
    pub(super) carriers: Vec<Carrier>,
}

/// A member that tells how to go on.
#[derive(Debug, Clone)]
pub(super) struct Carrier {
    path: Vec<String>,
    form: CarrierForm,
    last: Last,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CarrierForm {
    /// Whether there is more.
    Flag,
    /// Whether there is no more.
    LastFlag,
    /// How many items there are.
    Total,
    /// How many pages there are.
    Pages,
    Text,
    Number,
    /// A reference to the next page, relative to the host.
    Link,
    /// A URL of the next page.
    Url,
}

/// How the last page spells that there is no next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Null,
    Absent,
    Empty,
}

impl Places {
    /// The places in answers of a schema, if there is a list.
    pub(super) fn find(view: &View, schema: &Node<'_>) -> Option<Places> {
        let root = Shape::new(view, schema);
        if let (Some(array), None) = (&root.array, &root.object) {
            let items = array.items.as_ref()?.pointer.clone();
            return Some(Places { list: Vec::new(), items, carriers: Vec::new() });
        }
        let mut search = Search { view, lists: Vec::new(), carriers: Vec::new() };
        search.look(schema, &[]);
        let list = search.lists.into_iter().min_by_key(|list| list.unlikely)?;
        Some(Places { list: list.path, items: list.items, carriers: search.carriers })
    }

    /// Replaces the list.
    pub(super) fn put_items(&self, answer: &mut Value, items: Vec<Value>) {
        if self.list.is_empty() {
            *answer = Value::Array(items);
        } else if let Some((holder, name)) = holder(answer, &self.list) {
            holder.insert(name.clone(), Value::Array(items));
        }
    }
}

impl Carrier {
    /// Whether the member leads to the next page.
    pub(super) fn leads(&self) -> bool {
        matches!(self.form, CarrierForm::Text | CarrierForm::Number) || self.links()
    }

    /// Whether the member is a reference to the next page.
    pub(super) fn links(&self) -> bool {
        matches!(self.form, CarrierForm::Link | CarrierForm::Url)
    }

    /// Writes the next cursor, or that there is none.
    pub(super) fn put(&self, answer: &mut Value, turn: &Turn<'_>) {
        let Some((holder, name)) = holder(answer, &self.path) else {
            return;
        };
        let text = |value: &Value| value.as_str().map_or(value.to_string(), str::to_owned);
        let value = match (self.form, &turn.next, self.last) {
            (CarrierForm::Flag, next, _) => Some(Value::Bool(next.is_some())),
            (CarrierForm::LastFlag, next, _) => Some(Value::Bool(next.is_none())),
            (CarrierForm::Total, _, _) => Some(Value::from(turn.total)),
            (CarrierForm::Pages, _, _) => Some(Value::from(turn.total.div_ceil(turn.size.max(1)))),
            (CarrierForm::Text, Some(next), _) => Some(Value::from(text(next))),
            (CarrierForm::Number, Some(next), _) => Some(next.clone()),
            (CarrierForm::Link, Some(next), _) => Some(Value::from(turn.link(&text(next)))),
            (CarrierForm::Url, Some(next), _) => Some(Value::from(turn.url(&text(next)))),
            (_, None, Last::Null) => Some(Value::Null),
            (_, None, Last::Absent) => None,
            (CarrierForm::Number, None, Last::Empty) => Some(Value::from(0)),
            (_, None, Last::Empty) => Some(Value::from("")),
        };
        match value {
            Some(value) => holder.insert(name.clone(), value),
            None => holder.shift_remove(name),
        };
    }
}

/// One answer: what comes next, and what it was asked for with.
#[derive(Debug, Clone)]
pub(super) struct Turn<'a> {
    pub(super) next: Option<Value>,
    /// Name of the parameter that selects the page.
    pub(super) parameter: &'a str,
    pub(super) target: &'a str,
    /// The header Host.
    pub(super) host: Option<&'a str>,
    pub(super) total: usize,
    pub(super) size: usize,
}

impl Turn<'_> {
    fn link(&self, cursor: &str) -> String {
        link(self.target, self.parameter, cursor)
    }

    /// The same with the host, where the request names one.
    pub(super) fn url(&self, cursor: &str) -> String {
        let host = self.host.map(|host| format!("http://{host}")).unwrap_or_default();
        format!("{host}{}", self.link(cursor))
    }
}

/// The target with the cursor in place of the one it had.
fn link(target: &str, parameter: &str, cursor: &str) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let key = percent::encode(parameter);
    let mut link = path.to_owned();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let name = pair.split('=').next().unwrap_or_default();
        if percent::decode(name).as_deref() != Ok(parameter) {
            append_query(&mut link, pair);
        }
    }
    append_query(&mut link, &format!("{key}={}", percent::encode(cursor)));
    link
}

/// The object that has the last name of the path as a member; objects on the way are made.
fn holder<'a, 'b>(answer: &'a mut Value, path: &'b [String]) -> Option<(&'a mut Map<String, Value>, &'b String)> {
    let (name, parents) = path.split_last()?;
    let mut value = answer;
    for parent in parents {
        let made = || Value::Object(Map::new());
        value = value.as_object_mut()?.entry(parent.clone()).or_insert_with(made);
        if value.is_null() {
            *value = made();
        }
    }
    Some((value.as_object_mut()?, name))
}

struct Search<'a> {
    view: &'a View,
    lists: Vec<List>,
    carriers: Vec<Carrier>,
}

struct List {
    path: Vec<String>,
    items: String,
    /// The smaller, the likelier: (scalars, not a usual name, depth).
    unlikely: (bool, bool, usize),
}

impl<'a> Search<'a> {
    fn look(&mut self, schema: &Node<'a>, path: &[String]) {
        let shape = Shape::new(self.view, schema);
        for (name, property) in shape.object.into_iter().flat_map(|object| object.properties) {
            let path = [path, std::slice::from_ref(&name)].concat();
            let member = Shape::new(self.view, &property);
            if let Some(items) = member.array.as_ref().and_then(|array| array.items.as_ref()) {
                let scalars = Shape::new(self.view, items).object.is_none();
                self.lists.push(List {
                    items: items.pointer.clone(),
                    unlikely: (scalars, !words::lists(&name), path.len()),
                    path: path.clone(),
                });
            }
            if let Some(form) = form(&name, &property, &member, &path) {
                let required = is_required(self.view, schema, &name);
                let last = match (member.kinds.contains(&Kind::Null), required) {
                    (true, _) => Last::Null,
                    (false, true) => Last::Empty,
                    (false, false) => Last::Absent,
                };
                self.carriers.push(Carrier { path: path.clone(), form, last });
            }
            if member.object.is_some() && path.len() < DEPTH {
                self.look(&property, &path);
            }
        }
    }
}

fn form(name: &str, property: &Node<'_>, shape: &Shape<'_>, path: &[String]) -> Option<CarrierForm> {
    let has = |kind: Kind| shape.kinds.contains(&kind);
    let parent = path.iter().rev().nth(1).map_or("", String::as_str);
    match name {
        _ if words::flags(name) && has(Kind::Boolean) => return Some(CarrierForm::Flag),
        _ if words::ends(name) && has(Kind::Boolean) => return Some(CarrierForm::LastFlag),
        _ if words::totals(name) && has(Kind::Integer) => return Some(CarrierForm::Total),
        _ if words::counts_pages(name) && has(Kind::Integer) => return Some(CarrierForm::Pages),
        "href" if parent == "next" => {}
        _ if !words::carries(name) => return None,
        _ => {}
    }
    let format = property.text("format").unwrap_or_default();
    let links = parent.contains("link") || name == "href";
    let described = property.text("description").is_some_and(|text| text.contains("URL"));
    let formatted = format.starts_with("ur") || format.starts_with("iri");
    let named = ["link", "url"].iter().any(|end| name.to_ascii_lowercase().ends_with(end));
    match (has(Kind::String), has(Kind::Integer)) {
        (true, _) if matches!(format, "uri" | "url" | "iri") => Some(CarrierForm::Url),
        (true, _) if links || described || formatted || named => Some(CarrierForm::Link),
        (true, _) => Some(CarrierForm::Text),
        (false, true) => Some(CarrierForm::Number),
        (false, false) => None,
    }
}

fn is_required(view: &View, schema: &Node<'_>, name: &str) -> bool {
    let Ok(schema) = view.resolve(schema.clone()) else {
        return false;
    };
    let required = schema.value.get("required").and_then(Value::as_array);
    let own = required.into_iter().flatten().any(|required| required.as_str() == Some(name));
    own || schema.elements("allOf").iter().any(|member| is_required(view, member, name))
}
