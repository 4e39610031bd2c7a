//! The call of `execute` that looks at an address: the operation whose path it is, with the parameters in it.

use std::cmp::Reverse;

use contract::{Entry, Location, Method, Parameter, Style};
use percent_encoding::percent_decode_str;
use reqwest::Url;
use serde_json::{Map, Value, json};

use crate::execute::sending::Sending;
use crate::execute::values;
use crate::{BaseUrl, Operation};

/// An operation that is at an address, and the call of it.
pub(super) struct Look {
    pub(super) operation: &'static Operation,
    /// `{"operation": "jobs.get", "params": {"id": "1"}}`
    pub(super) call: Value,
}

/// The GET operation at an address of the API, the one with the most of the path written out.
pub(super) fn look(sending: &Sending<'_>, url: &Url) -> Option<Look> {
    let base = sending.caller.environment.as_ref().unwrap_or(&sending.server.base_url);
    let path = below(url, base)?;
    let catalog = &sending.server.catalog;
    let entries = catalog.api.operations.iter().enumerate().filter(|(_, operation)| operation.method == Method::Get);
    let mut found: Vec<_> = entries
        .filter_map(|(ordinal, operation)| Some((*operation, catalog.entry(ordinal)?)))
        .filter(|(_, entry)| entry.server().is_none())
        .filter_map(|(operation, entry)| Some((operation, params(entry, path, url)?, literals(entry.path()))))
        .collect();
    found.sort_by_key(|(_, _, literals)| Reverse(*literals));
    let (operation, params, _) = found.into_iter().next()?;
    Some(Look { operation, call: json!({"operation": operation.name, "params": params}) })
}

fn below<'u>(url: &'u Url, base: &BaseUrl) -> Option<&'u str> {
    let same = url.origin().ascii_serialization() == base.origin();
    url.path().strip_prefix(base.path()).filter(|rest| same && rest.starts_with('/'))
}

/// Segments that are no variables.
fn literals(template: &str) -> usize {
    template.split('/').filter(|segment| !segment.contains('{')).count()
}

/// The parameters in a path and its query; none unless all of it is accounted for.
fn params(entry: Entry<'_>, path: &str, url: &Url) -> Option<Map<String, Value>> {
    let mut params = Map::new();
    let mut wanted = entry.path().trim_end_matches('/').split('/');
    let mut given = path.trim_end_matches('/').split('/');
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => break,
            (Some(wanted), Some(given)) => {
                let given = percent_decode_str(given).decode_utf8().ok()?;
                let Some(name) = variable(wanted) else {
                    (wanted == given).then_some(())?;
                    continue;
                };
                let is_it =
                    |parameter: &Parameter<'_>| parameter.location() == Location::Path && parameter.name() == name;
                add(&mut params, entry.parameters().find(is_it)?, (entry.path(), &given))?;
            }
            _ => return None,
        }
    }
    for (name, value) in url.query_pairs() {
        let is_it = |parameter: &Parameter<'_>| parameter.location() == Location::Query && parameter.name() == name;
        add(&mut params, entry.parameters().find(is_it)?, ("", &value))?;
    }
    let lacks = |parameter: Parameter<'_>| parameter.required() && !params.contains_key(parameter.argument());
    (!entry.parameters().any(lacks) && !entry.body().is_some_and(contract::Body::required)).then_some(params)
}

/// The name in a segment that is all variable.
fn variable(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// Adds a parameter's value, if it is one that the operation takes.
fn add(params: &mut Map<String, Value>, parameter: Parameter<'_>, (template, text): (&str, &str)) -> Option<()> {
    let mut value = Value::from(text);
    let plain = matches!(parameter.style(), Style::Simple | Style::Form);
    let fits = plain && values::parameter(parameter, template, &mut value).is_empty();
    let is_new = fits && params.insert(parameter.argument().to_owned(), value).is_none();
    is_new.then_some(())
}
