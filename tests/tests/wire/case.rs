//! One case, and what is wrong with what came of its call.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use e2e::Received;
use serde_json::{Map, Value, json};

/// One case.
pub(crate) struct Case<'c>(pub(crate) &'c Map<String, Value>);

impl<'c> Case<'c> {
    pub(crate) fn text(&self, key: &str) -> &'c str {
        self.0.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn method(&self) -> &'c str {
        self.0.get("method").and_then(Value::as_str).unwrap_or("get")
    }

    /// What is wrong with what came of the call.
    pub(crate) fn judge(&self, requests: &[Received], answer: &str) -> Vec<String> {
        if let Some(place) = self.0.get("refused").and_then(Value::as_str) {
            let mut wrong = Vec::new();
            if !requests.is_empty() {
                wrong.push(format!("it was sent: {requests:?}"));
            }
            if !answer.contains(&format!("\"path\":{}", json!(place))) {
                wrong.push(format!("no fault at {place}: {answer}"));
            }
            return wrong;
        }
        match requests {
            [request] => self.compare(request),
            [] => vec![format!("nothing was sent: {answer}")],
            several => vec![format!("{} requests were sent", several.len())],
        }
    }

    pub(crate) fn compare(&self, request: &Received) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut same = |what: &str, expected: &str, found: &str| {
            if expected != found {
                wrong.push(format!("{what}\n    expected {expected:?}\n    found    {found:?}"));
            }
        };
        same("method", &self.method().to_uppercase(), &request.method);
        let target = match self.0.get("full_target").and_then(Value::as_str) {
            Some(full) => full.to_owned(),
            None => format!("/{}{}", self.text("name"), self.text("target")),
        };
        same("target", &target, &request.target);
        let values = |wanted: &str| -> Vec<&str> {
            let fields = request.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
            fields.map(|(_, value)| value.as_str()).collect()
        };
        let boundary = values("content-type").iter().find_map(|value| value.split_once("boundary=")).map(|(_, it)| it);
        let filled = |text: &str| text.replace("{boundary}", boundary.unwrap_or("{boundary}"));
        for (name, value) in self.0.get("headers").and_then(Value::as_object).into_iter().flatten() {
            same(name, &filled(value.as_str().expect("a value")), &values(name).join("\n"));
        }
        for name in self.0.get("absent").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            same(name, "", &values(name).join("\n"));
        }
        let expected = match self.0.get("body_base64").and_then(Value::as_str) {
            Some(text) => STANDARD.decode(text).expect("base64"),
            None => filled(self.text("body")).into_bytes(),
        };
        same("body", &String::from_utf8_lossy(&expected), &String::from_utf8_lossy(&request.body));
        if wrong.is_empty() && expected != request.body {
            wrong.push("the bytes of the body differ".to_owned());
        }
        wrong
    }
}
