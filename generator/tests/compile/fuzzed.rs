//! What tests/fuzz found, each case named after what was wrong.

use generator::{Source, Vendor, compile};

/// The places of everything that is said about a text, as `line:column`.
fn places(text: &str) -> Vec<String> {
    let source = Source { name: "openapi.yaml".to_owned(), text: text.to_owned(), ..Source::default() };
    let (_, diagnostics) = compile(&source, &Vendor::plain("fuzz"));
    let place = |it: &generator::Diagnostic| Some(format!("{} {}:{}", it.code.as_str(), it.line?, it.column?));
    diagnostics.iter().filter_map(place).collect()
}

/// The scan for places in JSON took `}` for a value without a length, and read it for ever.
#[test]
fn yaml_that_begins_like_json_has_places_too() {
    let text = r##"{
  "openapi": "3.1.1", "info": { "title": "Clocks", "version": "1" }, "servers": [{ "url": "https://clocks.example" }],
  "paths": {
    "/clocks": {
      "get": {
        "parameters": [
          { "name": "town", "in": "query", "schema": #{ "type": "string" }
          },
          { "name": "age", "in": "query", "schema": { "$ref": "#/components/schemas/Age" } }
        ],
        "responses": { "200": { "description": "The clocks." } }
      }
    }
  }
}
"##;
    let said = places(text);
    assert!(said.contains(&"unresolved-reference 9:55".to_owned()), "{said:?}");
}

#[test]
fn brackets_that_do_not_match_end() {
    for text in
        ["{\"openapi\": [}", "{\"openapi\": [}]}", "{\"openapi\": [[}],,:]}", "{\"openapi\": {]}", "{\"openapi\":"]
    {
        assert!(!places(text).is_empty(), "{text}");
    }
}
