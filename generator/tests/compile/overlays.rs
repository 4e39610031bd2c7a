//! Overlays that would not end, or that are meant otherwise than they are written. The rest is in tests/golden.

use generator::{Source, Vendor, compile};

const TEA: &str = "openapi: 3.1.0
tags: [{name: a}, {name: b}]
numbers: [0, 1, 2, 3]
paths:
  /teas: {get: {operationId: listTeas, x-more: {}}}
";

/// The document under as many actions.
fn source(action: &str, count: usize) -> Source {
    let overlay = format!("overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions:\n{}", action.repeat(count));
    Source {
        name: "openapi.yaml".to_owned(),
        text: TEA.to_owned(),
        overlay: Some(("overlay.yaml".to_owned(), overlay)),
        ..Source::default()
    }
}

fn errors(action: &str, count: usize) -> Vec<String> {
    let (_, diagnostics) = compile(&source(action, count), &Vendor::plain("cafe"));
    let errors = diagnostics.iter().filter(|it| it.severity == generator::Severity::Error);
    errors.map(|it| format!("{} {}", it.code.as_str(), it.message)).collect()
}

#[test]
fn lists_that_double_with_each_action_are_bounded() {
    let double = "  - {target: $.tags, copy: $.tags}\n";
    assert_eq!(errors(double, 8), Vec::<String>::new());
    let found = errors(double, 60);
    assert!(found.iter().any(|it| it.starts_with("invalid-overlay more than 1000000 values")), "{found:?}");
}

#[test]
fn documents_within_themselves_are_bounded() {
    let nest = "  - {target: \"$.paths['/teas'].get['x-more']\", copy: \"$.paths['/teas'].get\"}\n";
    assert_eq!(errors(nest, 3), Vec::<String>::new());
    let found = errors(nest, 300);
    assert!(found.iter().any(|it| it.starts_with("invalid-overlay more than ")), "{found:?}");
}

/// The document that is left after one action.
fn corrected(action: &str) -> String {
    generator::corrected(&source(action, 1))
}

#[test]
fn items_are_removed_in_whatever_order_they_match() {
    for (target, left) in [
        ("$.numbers[2,0]", "[1,3]"),
        ("$.numbers[0,-4]", "[1,2,3]"),
        ("$.numbers[::-1]", "[]"),
        ("$.numbers[?@ > 1]", "[0,1]"),
    ] {
        let found = corrected(&format!("  - {{target: \"{target}\", remove: true}}\n"));
        assert!(found.contains(&format!("\"numbers\":{left}")), "{target}: {found}");
    }
}

#[test]
fn what_does_not_go_together_is_an_error_and_stays() {
    for action in [
        "  - {target: $, update: {tags: none}}\n",
        "  - {target: $, update: {tags: {name: c}}}\n",
        "  - {target: $, update: {openapi: {}}}\n",
        "  - {target: $.openapi, update: []}\n",
        "  - {target: $.tags, update: {name: c}, copy: $.numbers}\n",
        "  - {target: $, remove: true}\n",
    ] {
        let found = errors(action, 1);
        assert!(found.iter().any(|it| it.starts_with("invalid-overlay")), "{action}: {found:?}");
        assert!(corrected(action).contains(r#""tags":[{"name":"a"},{"name":"b"}]"#), "{action}");
    }
    // A list takes what isn't one, and an empty key changes nothing.
    assert!(corrected("  - {target: $.tags, update: {name: c}}\n").contains(r#"{"name":"b"},{"name":"c"}]"#));
    assert!(corrected("  - {target: $, update: {tags: }}\n").contains(r#""tags":[{"name":"a"}"#));
}
