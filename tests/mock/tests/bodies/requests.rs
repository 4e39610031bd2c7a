//! Documents with one operation, and requests to it.

use mock::{Mock, Options, RawRequest};
use serde_json::{Value, json};

/// A document with `POST /x` that takes a body: `{"content": …}` as JSON or YAML in one line, and
/// components, which may be empty.
pub(crate) fn document(version: &str, body: &str, schemas: &str) -> Mock {
    let text = format!(
        "{{openapi: {version}, paths: {{/x: {{post: {{requestBody: {body}}}}}}}, components: {{schemas: {{{schemas}}}}}}}"
    );
    Mock::new(&text, Options::default()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A document whose only media type is `name`, with a media type object in one line.
pub(crate) fn taking(version: &str, name: &str, media_type: &str) -> Mock {
    document(version, &format!("{{required: true, content: {{'{name}': {media_type}}}}}"), "")
}

/// Sends content to `POST /x`; what is wrong has to mention `verdict`, and nothing may be wrong where that
/// is empty.
pub(crate) fn check(mock: &Mock, content_type: &str, content: &[u8], verdict: &str) {
    let headers = match content_type {
        "" => vec![],
        name => vec![("Content-Type".to_owned(), name.to_owned())],
    };
    let (method, target) = ("POST".to_owned(), "/x".to_owned());
    let checked = mock.check(&RawRequest { method, target, headers, body: content.to_vec() });
    let violations = checked.violations.iter().map(|one| format!("{}: {}", one.place, one.message));
    let found = violations.collect::<Vec<_>>().join("\n");
    let sent = String::from_utf8_lossy(content);
    assert_eq!(found.is_empty(), verdict.is_empty(), "{content_type} {sent}: {found}, expected {verdict:?}");
    assert!(found.contains(verdict), "{content_type} {sent}: {found}");
    assert_eq!(checked.refusal.is_none(), verdict.is_empty());
}

/// A schema that accepts this value alone, beside what it says itself: a wrong reading is a violation.
pub(crate) fn only(schema: &str, value: &Value) -> String {
    let mut schema: Value = serde_json::from_str(schema).unwrap_or_else(|error| panic!("{schema}: {error}"));
    schema["const"] = json!(value);
    schema.to_string()
}
