//! Where a call asks for a page: in a parameter of the operation, or in a member of its request body.

use contract::lookup::{accepts, member};
use contract::{Entry, Pagination, Parameter, Schema};
use serde_json::{Map, Value};

use crate::execute::matching::Matched;
use crate::execute::schemas::type_of;
use crate::execute::values;
use crate::fault::quoted;
use crate::{Code, Fault};

/// The place.
pub(super) enum Asked<'a> {
    /// A parameter, with its slot.
    Parameter(usize, Parameter<'a>),
    /// A member of the body, by the keys that lead there.
    Member(Vec<String>),
}

impl<'a> Asked<'a> {
    /// The place that an argument of a pagination names.
    pub(super) fn find(argument: &str, entry: Entry<'a>) -> Option<Self> {
        let mut parameters = entry.parameters().enumerate();
        let found = parameters.find(|(_, parameter)| parameter.argument() == argument);
        if let Some((slot, parameter)) = found {
            return Some(Self::Parameter(slot, parameter));
        }
        let pointer = Pagination::within_body(argument).filter(|_| entry.body().is_some())?;
        Some(Self::Member(pointer.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~")).collect()))
    }

    /// The value there.
    pub(super) fn value<'v>(&self, matched: &'v Matched) -> Option<&'v Value> {
        match self {
            Self::Parameter(slot, _) => matched.slot(*slot),
            Self::Member(keys) => keys.iter().try_fold(matched.body()?, |value, key| value.get(key)),
        }
        .filter(|value| !value.is_null())
    }

    /// What a value there must be.
    pub(super) fn schema(&self, matched: &Matched) -> Option<Schema<'a>> {
        match self {
            Self::Parameter(_, parameter) => Some(parameter.schema()),
            Self::Member(keys) => keys.iter().try_fold(matched.content()?.schema(), |schema, key| member(schema, key)),
        }
    }

    /// Puts a cursor or count there, given as JSON text.
    pub(super) fn put(&self, matched: &mut Matched, text: &str) -> Result<(), Fault> {
        let mut value = fitting(self.schema(matched), text);
        let fault = match self {
            Self::Parameter(slot, parameter) => {
                let fault = values::parameter(*parameter, "", &mut value).into_iter().next();
                if fault.is_none() {
                    matched.set(*slot, Some(value));
                }
                fault
            }
            Self::Member(keys) => match placed(matched.body(), keys, value) {
                Some(body) => matched.set_body(body).into_iter().next(),
                None => Some(Fault::new(Code::InvalidAnswer, "the body of the call is no object")),
            },
        };
        match fault {
            None => Ok(()),
            Some(fault) => {
                let (name, text, why) = (self.name(), quoted(text), fault.message);
                let message = format!("the next page's {name} is {text}, which the operation doesn't take: {why}");
                Err(Fault::new(Code::InvalidAnswer, message))
            }
        }
    }

    /// A body that has this member alone, where it is one and has a value.
    pub(super) fn alone(&self, matched: &Matched) -> Option<Value> {
        match self {
            Self::Parameter(..) => None,
            Self::Member(keys) => placed(None, keys, self.value(matched)?.clone()),
        }
    }

    /// `after`, `body.after`
    fn name(&self) -> String {
        match self {
            Self::Parameter(_, parameter) => parameter.argument().to_owned(),
            Self::Member(keys) => format!("body.{}", keys.join(".")),
        }
    }
}

/// A body with another value where the keys lead; objects that aren't there yet are made.
fn placed(body: Option<&Value>, keys: &[String], value: Value) -> Option<Value> {
    let mut body = body.cloned().unwrap_or_default();
    let mut place = &mut body;
    for key in keys {
        if place.is_null() {
            *place = Value::Object(Map::new());
        }
        place = place.as_object_mut()?.entry(key).or_insert(Value::Null);
    }
    *place = value;
    Some(body)
}

/// A cursor or count as the schema wants it; a number that would lose digits stays text.
fn fitting(schema: Option<Schema<'_>>, text: &str) -> Value {
    let value = serde_json::from_str(text).unwrap_or_else(|_| Value::from(text));
    let accepts = |kind: &str| schema.is_none_or(|schema| accepts(schema, kind));
    let written = value.to_string();
    let exact = written == text && accepts(type_of(&value));
    if value.is_number() && !exact && accepts("string") { Value::from(text) } else { value }
}
