//! The way through a list: from an answer to the arguments of the next page.

use generator::Question;
use serde_json::{Map, Value};

/// What comes after a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Next {
    /// The arguments of the next page.
    Page(Map<String, Value>),
    /// The answer names no next page.
    End,
    /// The question doesn't say how to go on.
    Unknown,
}

/// The arguments of the page after `body`.
pub(super) fn next(question: &Question, params: &Map<String, Value>, body: &Value) -> Next {
    let (Some(parameter), Some(pointer)) = (&question.parameter, &question.next) else {
        return Next::Unknown;
    };
    match body.pointer(pointer) {
        None | Some(Value::Null) => Next::End,
        Some(Value::String(cursor)) if cursor.is_empty() => Next::End,
        Some(cursor) => {
            let mut params = params.clone();
            params.insert(parameter.clone(), cursor.clone());
            Next::Page(params)
        }
    }
}

#[cfg(test)]
mod tests {
    use generator::Question;
    use serde_json::{Value, json};

    use super::{Next, next};

    fn check(body: &Value, expected: &Next) {
        let question = Question {
            parameter: Some("token".to_owned()),
            next: Some("/page/next".to_owned()),
            ..Question::default()
        };
        let params = object(&json!({ "limit": 2, "token": "old" }));
        assert_eq!(next(&question, &params, body), *expected);
    }

    fn object(value: &Value) -> serde_json::Map<String, Value> {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn the_cursor_of_an_answer_is_the_next_argument() {
        check(&json!({ "page": { "next": "x" } }), &Next::Page(object(&json!({ "limit": 2, "token": "x" }))));
        check(&json!({ "page": { "next": 3 } }), &Next::Page(object(&json!({ "limit": 2, "token": 3 }))));
        check(&json!({ "page": { "next": "" } }), &Next::End);
        check(&json!({ "page": { "next": null } }), &Next::End);
        check(&json!({ "page": {} }), &Next::End);
        check(&json!([]), &Next::End);
        let silent = Question::default();
        assert_eq!(next(&silent, &serde_json::Map::new(), &json!({})), Next::Unknown);
    }
}
