//! The same input gives the same bytes.

use crate::support::{Committed, Compiled, committed, compile_as};

#[track_caller]
fn check_same(first: &Compiled, second: &Compiled) {
    assert_eq!(first.files.keys().collect::<Vec<_>>(), second.files.keys().collect::<Vec<_>>());
    for (path, bytes) in &first.files {
        assert!(second.files.get(path) == Some(bytes), "{path} differs");
    }
}

#[test]
fn the_same_text_gives_the_same_bytes() {
    for Committed { document, decisions, .. } in committed() {
        let first = compile_as(&document, &decisions, None);
        let second = compile_as(&document, &decisions, None);
        check_same(&first, &second);
        assert_eq!(first.diagnostics, second.diagnostics);
    }
}

/// What was generated, names.lock included, gives itself again.
#[test]
fn its_own_lock_changes_nothing() {
    for Committed { document, decisions, .. } in committed() {
        let first = compile_as(&document, &decisions, None);
        check_same(&first, &compile_as(&document, &decisions, Some(first.text("names.lock"))));
    }
}
