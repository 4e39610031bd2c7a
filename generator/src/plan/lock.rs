//! names.lock: the names that were shipped, one line per operation, `GET /api/me identity.get`. Lines of operations that
//! are gone stay, so that their names are not given to others.

use std::collections::{BTreeMap, BTreeSet};

use contract::Method;

use super::Name;
use crate::api::Operation;
use crate::words::is_operation_name;
use crate::{Code, Diagnostic, Diagnostics};

const HEAD: &str =
    "# Names of operations as they were shipped. Written by cargo xtask generate; a line may be removed to rename.";

/// Names by route.
pub(super) type Lock = BTreeMap<String, String>;

/// Reads the lines that can be read and says what is wrong with the others.
pub(super) fn read(text: &str, vendor: &str, diagnostics: &mut Diagnostics) -> Lock {
    let mut lock = Lock::new();
    let mut names = BTreeSet::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let message = match entry(line) {
            None => format!("{line:?} is not `METHOD /path name`"),
            Some((route, _)) if lock.contains_key(&route) => format!("{route} has a name already"),
            Some((_, name)) if names.contains(&name) => format!("{name} is the name of another operation"),
            Some((route, name)) => {
                names.insert(name.clone());
                lock.insert(route, name);
                continue;
            }
        };
        diagnostics.push(Diagnostic {
            code: Code::InvalidLock,
            severity: Code::InvalidLock.severity(),
            file: format!("specs/{vendor}/names.lock"),
            pointer: String::new(),
            line: Some(index + 1),
            column: Some(1),
            message,
            help: "restore the file from version control, or remove the line".to_owned(),
        });
    }
    lock
}

/// Route and name of a line.
fn entry(line: &str) -> Option<(String, String)> {
    // A path may have spaces.
    let (method, rest) = line.split_once(' ')?;
    let (path, name) = rest.rsplit_once(' ')?;
    let fits = Method::exact(method).is_some() && !path.is_empty() && is_operation_name(name);
    fits.then(|| (format!("{method} {path}"), name.to_owned()))
}

pub(super) fn write(lock: &Lock, operations: &[Operation], names: &[Name]) -> String {
    let mut lock = lock.clone();
    for (operation, name) in operations.iter().zip(names) {
        lock.insert(operation.route(), name.former.first().unwrap_or(&name.text).clone());
    }
    let lines = lock.iter().map(|(route, name)| format!("{route} {name}\n"));
    std::iter::once(format!("{HEAD}\n")).chain(lines).collect()
}
