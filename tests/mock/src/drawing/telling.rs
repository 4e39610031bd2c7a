//! Whether a request can carry arguments, and what is in the way. It knows nothing of how they are drawn.

use serde_json::Value;

use crate::arguments::{Arguments, Wish};
use crate::body::Format;
use crate::encode::{self, Context};
use crate::operation::Encoding;
use crate::{Credentials, Fill, Summary};

use super::{Drawing, alike};

impl Drawing<'_> {
    /// Whether arguments are valid, and a request can carry them.
    pub(super) fn is_told(&self, arguments: &Arguments) -> bool {
        self.obstacle(arguments).is_none()
    }

    /// Why what is generated doesn't do.
    pub(crate) fn why(&self) -> String {
        let wish = Wish { fill: Fill::Required, seed: 0, media_type: None };
        let arguments = self.generated(wish);
        self.obstacle(&arguments).unwrap_or_else(|| "some media type of the body is in the way".to_owned())
    }

    /// What is in the way of arguments: their document, or the request.
    fn obstacle(&self, arguments: &Arguments) -> Option<String> {
        if let Some((place, keyword)) = self.objections(arguments).first() {
            let at = place.parameter.as_ref().map_or("body", |(_, name)| name.as_str());
            return Some(format!("no value is found for {at}{}, whose schema says {keyword}", place.pointer));
        }
        if self.holds_lost_null(arguments) {
            return Some("it takes a null that only JSON keeps".to_owned());
        }
        let context = Context { view: self.checker.view, options: self.checker.options };
        let request = encode::request(self.operation, arguments, context, &Credentials::default());
        if !request.headers.iter().all(|(_, value)| is_kept(value)) {
            return Some("no header field keeps the value".to_owned());
        }
        let examined = self.checker.examine(&request);
        if let Some(violation) = examined.violations.first() {
            return Some(format!("what is sent is refused: {}: {}", violation.place, violation.message));
        }
        let found = examined.operation.and_then(|index| self.checker.operations.get(index));
        match found {
            Some(found) if is_same(&found.summary, &self.operation.summary) => {}
            Some(found) => return Some(format!("its request is one for {}", found.summary.path)),
            None => return Some("its request is for no operation".to_owned()),
        }
        let is_alike = alike(arguments, &examined.arguments());
        (!is_alike).then(|| format!("{} doesn't say what was to be sent", request.target))
    }

    /// Whether there is a null where only a JSON text keeps one.
    fn holds_lost_null(&self, arguments: &Arguments) -> bool {
        let parameter = |(location, name, value): &(String, String, Value)| {
            let is_json = self.parameter(location, name).is_some_and(|one| one.encoding == Encoding::Json);
            !is_json && holds_null(value)
        };
        let format = self.media_type(arguments).map(|media_type| Format::of(&media_type.name));
        let is_json = matches!(format, Some(Format::Json | Format::Lines | Format::Sequence));
        arguments.parameters.iter().any(parameter) || !is_json && arguments.body.as_ref().is_some_and(holds_null)
    }
}

fn holds_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(holds_null),
        Value::Object(map) => map.values().any(holds_null),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Whether requests can't tell two operations apart: what follows a `#` in a path isn't sent.
fn is_same(one: &Summary, other: &Summary) -> bool {
    let sent = |path: &str| path.split('#').next().unwrap_or_default().to_owned();
    one.method == other.method && sent(&one.path) == sent(&other.path)
}

/// Whether a header field keeps a value: it has no line breaks, and no blanks around it (RFC 9110 section 5.5).
fn is_kept(value: &str) -> bool {
    value.trim_matches([' ', '\t']) == value && !value.chars().any(|letter| letter.is_control() && letter != '\t')
}
