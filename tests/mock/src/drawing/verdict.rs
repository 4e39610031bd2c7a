//! What the document has against arguments as values, whatever they would be sent as; and the places in them. It
//! knows nothing of requests.

use serde_json::Value;

use crate::Arguments;
use crate::document::lasting;

use super::{Drawing, child, pointers};

/// A place in arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Location and name of the parameter; none for the body.
    pub parameter: Option<(String, String)>,
    /// JSON pointer into its value, empty for all of it.
    pub pointer: String,
}

/// A place, and the keyword that objects to what is there.
pub(super) type Objection = (Place, String);

impl Drawing<'_> {
    /// Everything that the document has against arguments.
    pub(super) fn objections(&self, arguments: &Arguments) -> Vec<Objection> {
        let view = self.checker.view;
        let mut found = Vec::new();
        for parameter in self.operation.parameters.iter().filter(|parameter| parameter.required) {
            let is = |(location, name, _): &&(String, String, Value)| {
                location == parameter.location.name() && *name == parameter.name
            };
            if arguments.parameters.iter().find(is).is_none() {
                let key = (parameter.location.name().to_owned(), parameter.name.clone());
                found.push((Place { parameter: Some(key), pointer: String::new() }, "required".to_owned()));
            }
        }
        for (location, name, value) in &arguments.parameters {
            let key = Some((location.clone(), name.clone()));
            let Some(parameter) = self.parameter(location, name) else {
                found.push((Place { parameter: key, pointer: String::new() }, "undeclared".to_owned()));
                continue;
            };
            if let Some(schema) = parameter.schema.as_deref().and_then(|pointer| view.at(pointer)) {
                let objections = view.objections(&schema, value).into_iter();
                found.extend(objections.map(|(pointer, keyword)| (Place { parameter: key.clone(), pointer }, keyword)));
            }
        }
        let body = |pointer: String, keyword: &str| (Place { parameter: None, pointer }, keyword.to_owned());
        match (&arguments.body, &self.operation.body) {
            (None, Some(declared)) if declared.required => found.push(body(String::new(), "required")),
            (Some(_), None) => found.push(body(String::new(), "undeclared")),
            (Some(value), Some(_)) => {
                let media_type = self.media_type(arguments);
                let schema = media_type.and_then(|media_type| media_type.schema.as_deref());
                if let Some((schema, media_type)) = schema.and_then(|pointer| view.at(pointer)).zip(media_type) {
                    let value = lasting(&media_type.name, value, (view, &schema));
                    let objections = view.objections(&schema, &value).into_iter();
                    found.extend(objections.map(|(pointer, keyword)| body(pointer, &keyword)));
                }
            }
            (None, _) => {}
        }
        found
    }
}

/// Every place of arguments.
pub(super) fn places(arguments: &Arguments) -> Vec<Place> {
    let values = arguments
        .parameters
        .iter()
        .map(|(location, name, value)| (Some((location.clone(), name.clone())), value))
        .chain(arguments.body.iter().map(|body| (None, body)));
    let mut places = Vec::new();
    for (parameter, value) in values {
        let mut found = Vec::new();
        pointers(value, "", &mut found);
        places.extend(found.into_iter().map(|pointer| Place { parameter: parameter.clone(), pointer }));
    }
    places
}

fn root<'v>(arguments: &'v mut Arguments, place: &Place) -> Option<&'v mut Value> {
    match &place.parameter {
        None => arguments.body.as_mut(),
        Some((location, name)) => {
            let mut parameters = arguments.parameters.iter_mut();
            parameters.find(|(other, own, _)| other == location && own == name).map(|(_, _, value)| value)
        }
    }
}

/// What stands at a place.
pub(super) fn at_mut<'v>(arguments: &'v mut Arguments, place: &Place) -> Option<&'v mut Value> {
    root(arguments, place)?.pointer_mut(&place.pointer)
}

/// Leaves out what stands at a place.
pub(super) fn remove(arguments: &mut Arguments, place: &Place) {
    let Some((parent, key)) = place.pointer.rsplit_once('/') else {
        match &place.parameter {
            None => (arguments.body, arguments.media_type) = (None, None),
            Some((location, name)) => {
                arguments.parameters.retain(|(other, own, _)| other != location || own != name);
            }
        }
        return;
    };
    match root(arguments, place).and_then(|value| value.pointer_mut(parent)) {
        Some(Value::Object(map)) => {
            map.shift_remove(&key.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(items)) => {
            if let Some(index) = key.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

/// Adds a member to the object at a place; the member's place.
pub(super) fn add(arguments: &mut Arguments, place: &Place, name: &str) -> Option<Place> {
    let object = at_mut(arguments, place)?.as_object_mut()?;
    object.insert(name.to_owned(), Value::from("not declared"));
    Some(Place { pointer: child(&place.pointer, name), ..place.clone() })
}
