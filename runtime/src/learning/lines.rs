//! Lessons as lines of JSON, in which nothing is hidden from who reads them.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::lesson::Lesson;
use crate::Catalog;
use crate::feedback::is_hidden;

/// The query set of every lesson whose meaning is known.
pub(super) fn queries(catalog: &Catalog, lessons: &[Lesson]) -> Vec<String> {
    let known = lessons.iter().filter_map(|lesson| Some((lesson, gold(catalog, lesson)?)));
    let numbered = known.enumerate().map(|(place, (lesson, gold))| {
        let mut line = Map::new();
        line.insert("id".to_owned(), format!("feedback-{:03}", place + 1).into());
        line.insert("query".to_owned(), query(lesson));
        if lesson.query().is_some() && gold.len() > 1 {
            line.insert("groups".to_owned(), json!([(0..gold.len()).collect::<Vec<_>>()]));
        }
        line.insert("gold".to_owned(), Value::Array(gold));
        line.insert("times".to_owned(), lesson.weight().into());
        text(&Value::Object(line))
    });
    numbered.collect()
}

/// A search with what came of it.
pub(super) fn search(catalog: &Catalog, lesson: &Lesson) -> String {
    let name = |ordinal: usize| catalog.operation(ordinal).map_or("", |operation| operation.name);
    let next: Map<String, Value> =
        lesson.wanted.iter().map(|(ordinal, times)| (name(*ordinal).to_owned(), (*times).into())).collect();
    text(&json!({
        "query": query(lesson),
        "filters": lesson.filters,
        "times": lesson.times,
        "weak_times": lesson.weak_times,
        "hits": lesson.hits,
        "next": next,
        "reported": lesson.reported,
    }))
}

/// `{"method":"GET","path":"/syncs"}` for each operation that was meant; none if that isn't known.
fn gold(catalog: &Catalog, lesson: &Lesson) -> Option<Vec<Value>> {
    let meant = lesson.meant().into_iter().filter_map(|ordinal| catalog.operation(ordinal));
    let gold: Vec<Value> =
        meant.map(|operation| json!({"method": operation.method.as_str(), "path": operation.path})).collect();
    (!gold.is_empty()).then_some(gold)
}

fn query(lesson: &Lesson) -> Value {
    lesson.query().map_or_else(|| json!(lesson.queries), Value::from)
}

fn text(value: &Value) -> String {
    seen(&value.to_string())
}

/// JSON text in which what can't be seen is escaped; it only stands in strings.
pub(crate) fn seen(json: &str) -> String {
    let mut line = String::new();
    for letter in json.chars() {
        if is_hidden(letter) {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                let _ = write!(line, "\\u{unit:04x}");
            }
        } else {
            line.push(letter);
        }
    }
    line
}
