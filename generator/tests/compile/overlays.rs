//! Overlays that would not end. What they do otherwise is in tests/golden.

use generator::{Source, Vendor, compile};

const TEA: &str = "openapi: 3.1.0
tags: [{name: a}, {name: b}]
paths:
  /teas: {get: {operationId: listTeas, x-more: {}}}
";

/// The errors of the document under as many actions.
fn errors(action: &str, count: usize) -> Vec<String> {
    let overlay = format!("overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions:\n{}", action.repeat(count));
    let source = Source {
        name: "openapi.yaml".to_owned(),
        text: TEA.to_owned(),
        overlay: Some(("overlay.yaml".to_owned(), overlay)),
        ..Source::default()
    };
    let (_, diagnostics) = compile(&source, &Vendor::plain("cafe"));
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
