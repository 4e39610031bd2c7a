//! One question: find the operation, call it, compare what came with what the mock sent.

use generator::Question;
use mock::Exchange;
use serde_json::{Map, Value, json};

use super::conversation::{Conversation, Turn};
use super::paging::{Next, next};
use super::shortening::mentions;
use crate::error::Error;

/// Works through a question; faults are counted in the conversation.
pub(super) async fn answer(conversation: &mut Conversation<'_>, question: &Question) -> Result<(), Error> {
    conversation.operation.clone_from(&question.operation);
    search(conversation, question).await?;
    let mut params = question.params.clone();
    for page in 1..=question.pages.max(1) {
        let Some(body) = execute(conversation, question, &params).await? else { return Ok(()) };
        if page == question.pages.max(1) {
            break;
        }
        match next(question, &params, &body) {
            Next::Page(following) => params = following,
            // One page proves nothing about going on.
            Next::End if page == 1 => {
                conversation.fault("the first page names no next one");
                break;
            }
            Next::End => {
                conversation.right(&format!("the list ends with page {page}"));
                break;
            }
            Next::Unknown => {
                conversation.fault("vendor.toml doesn't say how to go on: the question needs `parameter` and `next`");
                break;
            }
        }
    }
    Ok(())
}

async fn search(conversation: &mut Conversation<'_>, question: &Question) -> Result<(), Error> {
    let Turn { reply, .. } = conversation.call("search", object(json!({ "queries": question.search }))).await?;
    let operation = &question.operation;
    if reply.is_error || !mentions(&reply.text, operation) {
        conversation.fault(&format!("{operation} is not among the hits"));
    } else {
        conversation.right(&format!("{operation} is among the hits"));
    }
    Ok(())
}

/// Executes the operation; the body of the answer, if it was what the mock sent.
async fn execute(
    conversation: &mut Conversation<'_>,
    question: &Question,
    params: &Map<String, Value>,
) -> Result<Option<Value>, Error> {
    let mut arguments = object(json!({ "operation": question.operation }));
    if !params.is_empty() {
        arguments.insert("params".to_owned(), Value::Object(params.clone()));
    }
    let turn = conversation.call("execute", arguments).await?;
    match compared(&turn) {
        Ok(body) => {
            conversation.right("the answer is what the mock sent");
            Ok(Some(body))
        }
        Err(message) => {
            conversation.fault(&message);
            Ok(None)
        }
    }
}

/// The body of an answer that is, value by value, what the mock sent; else the first difference.
fn compared(turn: &Turn) -> Result<Value, String> {
    let [exchange] = turn.exchanges.as_slice() else {
        return Err(format!("the wire carried {} requests instead of 1", turn.exchanges.len()));
    };
    if turn.reply.is_error {
        return Err("the call failed".to_owned());
    }
    let answer: Value =
        serde_json::from_str(&turn.reply.text).map_err(|error| format!("the answer is no JSON: {error}"))?;
    if answer.get("status") != Some(&Value::from(exchange.status)) {
        let status = answer.get("status").unwrap_or(&Value::Null);
        return Err(format!("the answer has status {status}, the mock sent {}", exchange.status));
    }
    let body = answer.get("body").cloned().unwrap_or_default();
    match difference(&body, &sent(exchange), "/body") {
        None => Ok(body),
        Some(difference) => Err(difference),
    }
}

/// What the mock sent: JSON, text, or null for nothing.
fn sent(exchange: &Exchange) -> Value {
    let text = String::from_utf8_lossy(&exchange.answer);
    match serde_json::from_slice(&exchange.answer) {
        Ok(value) => value,
        Err(_) if text.is_empty() => Value::Null,
        Err(_) => Value::from(text.into_owned()),
    }
}

/// Where two values differ first.
fn difference(found: &Value, sent: &Value, place: &str) -> Option<String> {
    let below = |key: &str, found: Option<&Value>, sent: Option<&Value>| {
        let place = format!("{place}/{key}");
        match (found, sent) {
            (Some(found), Some(sent)) => difference(found, sent, &place),
            (Some(_), None) => Some(format!("{place} is in the answer, but the mock did not send it")),
            (None, Some(_)) => Some(format!("{place} was sent by the mock, but is not in the answer")),
            (None, None) => None,
        }
    };
    match (found, sent) {
        (Value::Object(found), Value::Object(sent)) => {
            let keys = sent.keys().chain(found.keys());
            keys.into_iter().find_map(|key| below(key, found.get(key), sent.get(key)))
        }
        (Value::Array(found), Value::Array(sent)) => {
            let indices = 0..found.len().max(sent.len());
            indices.into_iter().find_map(|index| below(&index.to_string(), found.get(index), sent.get(index)))
        }
        _ if found == sent => None,
        _ => Some(format!("{place} is {found} in the answer; the mock sent {sent}")),
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::difference;

    fn check(found: &Value, sent: &Value, expected: Option<&str>) {
        assert_eq!(difference(found, sent, "/body").as_deref(), expected);
    }

    #[test]
    fn the_first_difference_is_named() {
        check(&json!({ "a": [1, 2.5] }), &json!({ "a": [1, 2.5] }), None);
        check(&json!({ "b": 1, "a": 2 }), &json!({ "a": 2, "b": 1 }), None);
        check(&json!({ "a": 1 }), &json!({ "a": 1.0 }), Some("/body/a is 1 in the answer; the mock sent 1.0"));
        check(&json!([1]), &json!([1, 2]), Some("/body/1 was sent by the mock, but is not in the answer"));
        check(&json!({ "x": null }), &json!({}), Some("/body/x is in the answer, but the mock did not send it"));
        check(&json!("a"), &json!(null), Some("/body is \"a\" in the answer; the mock sent null"));
    }
}
