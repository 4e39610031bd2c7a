//! OpenAPI Overlay 1.1: the standard way to correct a document. An action that matches nothing is an error: it was meant to
//! do something.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::{MAX_DEPTH, extent, parse};
use crate::pointer::Pointer;
use crate::{Code, Diagnostic, Diagnostics, place};

/// Actions of one overlay.
const MAX_ACTIONS: usize = 10_000;
/// Values that one action may match.
const MAX_MATCHED: usize = 20_000;

/// Values that one overlay may write; copies of copies double with each action.
const MAX_WRITTEN: usize = 1_000_000;

/// Applies an overlay that messages call `name`, and says what is wrong with it at its place.
pub(super) fn apply(text: &str, name: &str, document: &mut Value, diagnostics: &mut Diagnostics) {
    let mut overlay = Overlay { name, written: 0, faults: Vec::new() };
    match parse(text) {
        Ok(parsed) => overlay.actions(&parsed.value, document),
        Err(error) => diagnostics.push(Diagnostic {
            code: Code::InvalidOverlay,
            severity: Code::InvalidOverlay.severity(),
            file: name.to_owned(),
            pointer: String::new(),
            line: Some(error.line),
            column: Some(error.column),
            message: error.message,
            help: "the overlay is cut off or not JSON or YAML; mend the text at this place".to_owned(),
        }),
    }
    let places = place::places(text, overlay.faults.iter().map(|(_, pointer, ..)| pointer.as_str()));
    for (code, pointer, message, help) in overlay.faults {
        let found = places.get(pointer.as_str());
        diagnostics.push(Diagnostic {
            code,
            severity: code.severity(),
            file: name.to_owned(),
            line: found.map(|(line, _)| *line),
            column: found.map(|(_, column)| *column),
            pointer: pointer.as_str().to_owned(),
            message,
            help: help.to_owned(),
        });
    }
}

struct Overlay<'o> {
    name: &'o str,
    written: usize,
    faults: Vec<(Code, Pointer, String, &'static str)>,
}

impl Overlay<'_> {
    fn actions(&mut self, overlay: &Value, document: &mut Value) {
        let root = Pointer::default();
        let version = overlay.get("overlay").and_then(Value::as_str).unwrap_or_default();
        if !matches!(version.split('.').collect::<Vec<_>>().as_slice(), ["1", "0" | "1", ..]) {
            let help = "start with `overlay: 1.1.0` (OpenAPI Overlay 1.1 section 4.4.1)";
            let message = format!("{} is no overlay of version 1.0 or 1.1", self.name);
            self.fault(Code::InvalidOverlay, root.join("overlay"), message, help);
            return;
        }
        let Some(actions) = overlay.get("actions").and_then(Value::as_array).filter(|actions| !actions.is_empty())
        else {
            let help = "give at least one action with `target` and `update`, `remove` or `copy`";
            self.fault(Code::InvalidOverlay, root.join("actions"), "the overlay has no actions".to_owned(), help);
            return;
        };
        if actions.len() > MAX_ACTIONS {
            let message = format!("the overlay has {} actions, more than {MAX_ACTIONS}", actions.len());
            self.fault(Code::InvalidOverlay, root.join("actions"), message, "write fewer, with wider targets");
            return;
        }
        for (index, action) in actions.iter().enumerate() {
            self.action(action, &root.join("actions").at(index), document);
        }
    }

    fn action(&mut self, action: &Value, place: &Pointer, document: &mut Value) {
        const KNOWN: [&str; 5] = ["target", "description", "update", "remove", "copy"];
        let Some(members) = action.as_object() else {
            let help = "an action is an object with `target`";
            return self.fault(Code::InvalidOverlay, place.clone(), "this is no action".to_owned(), help);
        };
        for key in members.keys().filter(|key| !KNOWN.contains(&key.as_str()) && !key.starts_with("x-")) {
            let help = "an action has target, description, update, remove and copy (OpenAPI Overlay 1.1 section 4.4.3)";
            self.fault(Code::InvalidOverlay, place.join(key), format!("`{key}` means nothing in an action"), help);
        }
        let Some(targets) = self.matched(members, "target", place, document) else { return };
        let remove = members.get("remove") == Some(&Value::Bool(true));
        let copied = match members.get("copy") {
            None => None,
            Some(_) => match self.matched(members, "copy", place, document) {
                Some(sources) => match sources.as_slice() {
                    [source] => source.find(document).cloned(),
                    several => {
                        let help = "a copy has one source (OpenAPI Overlay 1.1 section 4.4.3)";
                        let message = format!("`copy` matches {} values, not one", several.len());
                        return self.fault(Code::InvalidOverlay, place.join("copy"), message, help);
                    }
                },
                None => return,
            },
        };
        let update = members.get("update");
        if !remove && update.is_none() && copied.is_none() {
            let help = "say what to do: `update`, `remove: true` or `copy`";
            return self.fault(Code::InvalidOverlay, place.clone(), "the action does nothing".to_owned(), help);
        }
        if copied.is_some() && update.is_some() {
            let help = "make two actions of it (OpenAPI Overlay 1.1 section 4.4.3)";
            let message = "`update` and `copy` exclude each other".to_owned();
            return self.fault(Code::InvalidOverlay, place.clone(), message, help);
        }
        if remove && targets.iter().any(|target| target.as_str().is_empty()) {
            let message = "a document can't be removed".to_owned();
            return self.fault(Code::InvalidOverlay, place.join("target"), message, "remove what stands in it");
        }
        if remove {
            // From the end, so that items before keep their places.
            targets.iter().rev().for_each(|target| removed(document, target));
            return;
        }
        for target in &targets {
            for change in copied.as_ref().into_iter().chain(update) {
                let (size, depth) = extent(change);
                self.written += size;
                if self.written > MAX_WRITTEN || target.as_str().matches('/').count() + depth > MAX_DEPTH {
                    let help = "write less: copies of copies grow without end";
                    let message =
                        format!("more than {MAX_WRITTEN} values, or more than {MAX_DEPTH} levels, come of it");
                    return self.fault(Code::InvalidOverlay, place.clone(), message, help);
                }
                let Some(found) = document.pointer_mut(target.as_str()) else { continue };
                if !merge(found, change) {
                    let help =
                        "objects go with objects, lists with lists, scalars with scalars; remove the old value first";
                    let message = format!("what stands at {target} or in it is of another kind than what is put there");
                    self.fault(Code::InvalidOverlay, place.join("target"), message, help);
                }
            }
        }
    }

    /// The places that a JSONPath (RFC 9535) of an action matches, in the document's order; none, and a fault, where there
    /// are none.
    fn matched(
        &mut self,
        action: &Map<String, Value>,
        key: &str,
        place: &Pointer,
        document: &Value,
    ) -> Option<Vec<Pointer>> {
        let text = action.get(key).and_then(Value::as_str).unwrap_or_default();
        let path = match JsonPath::parse(text) {
            Ok(path) => path,
            Err(error) => {
                let help = "write a JSONPath: $.paths['/teas'].get (RFC 9535)";
                self.fault(Code::InvalidOverlay, place.join(key), format!("{text:?} is no JSONPath: {error}"), help);
                return None;
            }
        };
        let found = path.query_located(document).dedup();
        if found.len() > MAX_MATCHED {
            let message = format!("{text} matches {} values, more than {MAX_MATCHED}", found.len());
            self.fault(Code::InvalidOverlay, place.join(key), message, "write a narrower target");
            return None;
        }
        let found: Vec<Pointer> = found.locations().map(|path| Pointer::new(&path.to_json_pointer())).collect();
        if found.is_empty() {
            let help = "correct the target, or remove the action if the document no longer needs it";
            self.fault(Code::UnmatchedAction, place.join(key), format!("{text} matches nothing in the document"), help);
            return None;
        }
        Some(found)
    }

    fn fault(&mut self, code: Code, pointer: Pointer, message: String, help: &'static str) {
        self.faults.push((code, pointer, message, help));
    }
}

/// Merges a value into a target (OpenAPI Overlay 1.1 section 4.4.3); what isn't a list is appended to one. False where the
/// two don't go together.
fn merge(target: &mut Value, change: &Value) -> bool {
    match (target, change) {
        (Value::Array(items), change) if !change.is_array() => {
            items.push(change.clone());
            true
        }
        (target, change) => joined(target, change),
    }
}

/// Objects member by member, lists one behind the other, and one scalar in place of another.
fn joined(target: &mut Value, change: &Value) -> bool {
    match (target, change) {
        (Value::Object(members), Value::Object(changes)) => {
            let mut fits = true;
            for (key, change) in changes {
                match members.get_mut(key) {
                    Some(member) => fits &= joined(member, change),
                    None => {
                        members.insert(key.clone(), change.clone());
                    }
                }
            }
            fits
        }
        (Value::Array(items), Value::Array(more)) => {
            items.extend(more.iter().cloned());
            true
        }
        // A key of YAML with nothing behind it adds nothing, and has nothing to lose.
        (Value::Object(_) | Value::Array(_), Value::Null) => true,
        (target, change) if target.is_null() || !is_composed(target) && !is_composed(change) => {
            *target = change.clone();
            true
        }
        _ => false,
    }
}

fn is_composed(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

fn removed(document: &mut Value, target: &Pointer) {
    let Some((parent, _)) = target.as_str().rsplit_once('/') else { return };
    let key = target.last();
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.shift_remove(&key);
        }
        Some(Value::Array(items)) => {
            if let Some(index) = key.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}
