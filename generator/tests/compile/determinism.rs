//! The same input gives the same bytes.

use crate::support::{compile_as, polytomic};

#[test]
fn the_same_text_gives_the_same_bytes() {
    let (document, decisions) = polytomic();
    let first = compile_as(&document, &decisions, None);
    let second = compile_as(&document, &decisions, None);
    assert_eq!(first.files.keys().collect::<Vec<_>>(), second.files.keys().collect::<Vec<_>>());
    for (path, bytes) in &first.files {
        assert!(second.files.get(path) == Some(bytes), "{path} differs");
    }
    assert_eq!(first.diagnostics, second.diagnostics);
}

/// What was generated, names.lock included, gives itself again.
#[test]
fn the_lock_changes_nothing_but_what_may_change() {
    let (document, decisions) = polytomic();
    let first = compile_as(&document, &decisions, None);
    let second = compile_as(&document, &decisions, Some(first.text("names.lock")));
    for (path, bytes) in &first.files {
        assert!(second.files.get(path) == Some(bytes), "{path} differs");
    }
}
