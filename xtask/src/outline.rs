//! The little that the verbs themselves have to know of a document. A document that can't be read has an empty outline:
//! saying what is wrong with it is the generator's business.

use serde_json::Value;

/// What a document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outline {
    /// `info.title`
    pub(crate) title: Option<String>,
    /// The first server's URL.
    pub(crate) server: Option<String>,
    /// Names and kinds of `components.securitySchemes`: `bearer`, `basic`, `apiKey` …
    pub(crate) schemes: Vec<(String, String)>,
    /// Whether the document as a whole declares a security requirement.
    pub(crate) requires_security: bool,
}

impl Outline {
    /// Reads JSON or YAML.
    pub(crate) fn read(document: &str) -> Self {
        // JSON is YAML as well, and slower to read as such.
        let json = document.trim_start().starts_with('{').then(|| serde_json::from_str(document).ok()).flatten();
        let root: Value = json.or_else(|| serde_norway::from_str(document).ok()).unwrap_or_default();
        let text = |pointer: &str| root.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        let schemes = root.pointer("/components/securitySchemes").and_then(Value::as_object);
        Self {
            title: text("/info/title"),
            server: text("/servers/0/url"),
            schemes: schemes.into_iter().flatten().map(|(name, scheme)| (name.clone(), kind(scheme))).collect(),
            requires_security: root.get("security").is_some(),
        }
    }
}

fn kind(scheme: &Value) -> String {
    let text = |key: &str| scheme.get(key).and_then(Value::as_str);
    text("scheme").or_else(|| text("type")).unwrap_or("unknown").to_owned()
}

#[cfg(test)]
mod tests {
    use super::Outline;

    #[test]
    fn outlines_are_read_from_both_syntaxes() {
        let yaml = "info:\n  title: Café\nservers:\n- url: https://cafe.example\ncomponents:\n  securitySchemes:\n    \
            key: {type: apiKey}\n    user: {type: http, scheme: basic}\n";
        let json = r#"{"info":{"title":"Café"},"servers":[{"url":"https://cafe.example"}],
            "components":{"securitySchemes":{"key":{"type":"apiKey"},"user":{"type":"http","scheme":"basic"}}}}"#;
        let outline = Outline::read(yaml);
        assert_eq!(outline, Outline::read(json));
        assert_eq!(outline.title.as_deref(), Some("Café"));
        assert_eq!(outline.schemes.len(), 2);
        assert_eq!(Outline::read("{"), Outline::default());
    }
}
