//! names.lock: the names that were shipped, one line per operation, `GET /api/me identity.get`. Lines of operations that
//! are gone stay, so that their names are not given to others.

use std::collections::BTreeMap;

use super::Name;
use crate::api::Operation;
use crate::{Code, Diagnostic, Diagnostics};

const HEAD: &str =
    "# Names of operations as they were shipped. Written by cargo xtask generate; a line may be removed to rename.";

/// Names by route.
pub(super) type Lock = BTreeMap<String, String>;

pub(super) fn read(text: &str, vendor: &str, diagnostics: &mut Diagnostics) -> Option<Lock> {
    let mut lock = Lock::new();
    let mut fine = true;
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let parts: Vec<&str> = line.split(' ').collect();
        let [method, path, name] = parts.as_slice() else {
            fine = false;
            diagnostics.push(Diagnostic {
                code: Code::InvalidLock,
                severity: Code::InvalidLock.severity(),
                file: format!("specs/{vendor}/names.lock"),
                pointer: String::new(),
                line: Some(index + 1),
                column: Some(1),
                message: format!("{line:?} is not `METHOD /path name`"),
                help: "restore the file from version control, or remove the line".to_owned(),
            });
            continue;
        };
        lock.insert(format!("{method} {path}"), (*name).to_owned());
    }
    fine.then_some(lock)
}

pub(super) fn write(lock: &Lock, operations: &[Operation], names: &[Name]) -> String {
    let mut lock = lock.clone();
    for (operation, name) in operations.iter().zip(names) {
        lock.insert(operation.route(), name.former.first().unwrap_or(&name.text).clone());
    }
    let lines = lock.iter().map(|(route, name)| format!("{route} {name}\n"));
    std::iter::once(format!("{HEAD}\n")).chain(lines).collect()
}
