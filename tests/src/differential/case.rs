//! The mock's arguments as a call of `execute`, and its places as paths in one.

use std::collections::BTreeMap;

use mock::{Arguments, Place};
use runtime::{Location, Server};
use serde_json::{Map, Value, json};

/// Argument names by location and name of the parameter.
pub(super) struct Names(BTreeMap<(Location, String), String>);

impl Names {
    /// Those of the operation at a position.
    pub(super) fn new(server: &Server, ordinal: usize) -> Self {
        let parameters = server.catalog.entry(ordinal).map(|entry| entry.parameters().collect::<Vec<_>>());
        let row = |parameter: contract::Parameter<'_>| {
            ((parameter.location(), parameter.name().to_owned()), parameter.argument().to_owned())
        };
        Self(parameters.unwrap_or_default().into_iter().map(row).collect())
    }

    /// What a parameter is called; one that there isn't, as it is.
    fn argument(&self, location: &str, name: &str) -> String {
        let location = if location == "querystring" { "query" } else { location };
        let location = Location::parse(location);
        let is = |(own, other): &(Location, String)| {
            Some(*own) == location && (other == name || *own == Location::Header && other.eq_ignore_ascii_case(name))
        };
        let known = self.0.iter().find(|(key, _)| is(key)).map(|(_, argument)| argument);
        known.cloned().unwrap_or_else(|| name.to_owned())
    }

    /// The arguments of `execute`.
    pub(super) fn call(&self, operation: &str, arguments: &Arguments) -> Map<String, Value> {
        let params = arguments.parameters.iter();
        let params = params.map(|(location, name, value)| (self.argument(location, name), value.clone()));
        let mut call = Map::from_iter([
            ("operation".to_owned(), json!(operation)),
            ("params".to_owned(), Value::Object(params.collect())),
        ]);
        if let Some(body) = &arguments.body {
            call.insert("body".to_owned(), body.clone());
            let media_type = arguments.media_type.as_deref();
            if let Some(media_type) = media_type.filter(|it| !it.contains('*')) {
                call.insert("content_type".to_owned(), json!(media_type));
            }
        }
        call
    }

    /// The path that a fault at a place has: `/params/limit`, `/body/items/0`.
    pub(super) fn path(&self, place: &Place) -> String {
        match &place.parameter {
            Some((location, name)) => {
                let argument = self.argument(location, name).replace('~', "~0").replace('/', "~1");
                format!("/params/{argument}{}", place.pointer)
            }
            None => format!("/body{}", place.pointer),
        }
    }
}

/// Whether a path lies on the way from one to another below it, both included.
pub(super) fn lies_between(path: &str, above: &str, below: &str) -> bool {
    let leads =
        |from: &str, to: &str| to.strip_prefix(from).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    leads(above, path) && leads(path, below)
}

#[cfg(test)]
mod tests {
    use super::lies_between;

    #[test]
    fn paths_lie_on_the_way() {
        assert!(lies_between("/body", "/body", "/body/a/0") && lies_between("/body/a", "/body", "/body/a/0"));
        for path in ["", "/bod", "/body/a/0/b", "/body/b"] {
            assert!(!lies_between(path, "/body", "/body/a/0"), "{path}");
        }
    }
}
