//! Modules, one per group, with the Rust names of everything in them.

use std::collections::{BTreeMap, BTreeSet};

use super::arguments::{self, Field, FieldKind};
use super::{Name, text};
use crate::Vendor;
use crate::api::{Api, Operation};
use crate::rust_name::RustName;

/// A module of the generated crate.
#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) name: RustName,
    /// The crate that it is in: 0 is the root, others are parts of it.
    pub(crate) part: usize,
    /// What the group is for.
    pub(crate) docs: String,
    pub(crate) choices: Vec<Choice>,
    /// Ordinals of its operations.
    pub(crate) operations: Vec<usize>,
}

/// An enum of a module.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) name: RustName,
    pub(crate) docs: String,
    /// Wire text and variant.
    pub(crate) variants: Vec<(String, RustName)>,
}

/// An operation with its final names.
#[derive(Debug)]
pub(crate) struct PlannedOperation {
    pub(crate) name: Name,
    pub(crate) module: RustName,
    pub(crate) typed: Typed,
    pub(crate) fields: Vec<Field>,
    pub(crate) operation: Operation,
    /// Alternatives of scheme names.
    pub(crate) security: Vec<Vec<String>>,
}

/// The Rust names of an operation.
#[derive(Debug)]
pub(crate) struct Typed {
    /// The argument struct: `List`.
    pub(crate) arguments: RustName,
    /// The handler: `list`.
    pub(crate) handler: RustName,
    /// The static: `LIST`.
    pub(crate) descriptor: RustName,
}

/// Operations of one crate. Beyond these the compiler's memory is what limits a build.
const LARGEST_CRATE: usize = 1_750;

/// Names of items that a module uses from elsewhere; its own types must differ.
const USED: [&str; 19] = [
    "Arguments",
    "Argument",
    "Body",
    "Choice",
    "Effect",
    "From",
    "Media",
    "Method",
    "Number",
    "Operation",
    "Option",
    "Pagination",
    "Part",
    "Request",
    "Self",
    "String",
    "Style",
    "Token",
    "Value",
];

pub(super) fn operation(name: Name, operation: Operation, api: &Api, _vendor: &Vendor) -> PlannedOperation {
    let group = if name.group.is_empty() { "operations" } else { &name.group };
    let action = name.text.strip_prefix(&format!("{}.", name.group)).unwrap_or(&name.text).to_owned();
    PlannedOperation {
        module: module_name(group),
        typed: Typed {
            arguments: RustName::pascal(&action),
            handler: RustName::snake(&action),
            descriptor: RustName::upper(&action),
        },
        fields: arguments::fields(&operation, &api.definitions),
        security: operation.security.clone().unwrap_or_default(),
        name,
        operation,
    }
}

/// Modules are files beside `lib.rs` and `main.rs`, also on Windows, where devices have reserved names.
fn module_name(group: &str) -> RustName {
    const RESERVED: [&str; 8] = ["lib", "main", "runtime", "mod", "aux", "con", "nul", "prn"];
    let name = RustName::snake(group);
    if RESERVED.contains(&name.as_str()) { name.with("_operations") } else { name }
}

/// Groups planned operations, sorted by name, into modules and makes the names within each unique.
pub(super) fn modules(mut operations: Vec<PlannedOperation>, api: &Api) -> (Vec<PlannedOperation>, Vec<Module>) {
    let mut groups: BTreeMap<RustName, Vec<usize>> = BTreeMap::new();
    for (ordinal, operation) in operations.iter().enumerate() {
        groups.entry(operation.module.clone()).or_default().push(ordinal);
    }
    let mut modules = Vec::new();
    for (name, ordinals) in groups {
        let mut taken: BTreeSet<String> = USED.iter().map(|&used| used.to_owned()).collect();
        for ordinal in &ordinals {
            let Some(operation) = operations.get_mut(*ordinal) else { continue };
            unique(&mut operation.typed, &mut taken);
        }
        let mut choices: Vec<Choice> = Vec::new();
        for ordinal in &ordinals {
            let Some(operation) = operations.get_mut(*ordinal) else { continue };
            let prefix = operation.typed.arguments.clone();
            for field in &mut operation.fields {
                if let FieldKind::Choice(wished, values) = &mut field.kind {
                    *wished = choice(wished, values, &prefix, &mut choices, &mut taken);
                }
            }
        }
        let tag = operations
            .iter()
            .find(|operation| operation.module == name)
            .and_then(|o| o.operation.tag().map(str::to_owned));
        let described =
            tag.as_ref().and_then(|tag| api.tags.get(tag)).map(|docs| text::escaped(&text::short_line(docs)));
        let title = text::escaped(&text::short_line(tag.as_deref().unwrap_or(name.as_str())));
        let described = described.filter(|described| !described.is_empty());
        let docs = described.unwrap_or_else(|| format!("Operations of {title}."));
        modules.push(Module { name, part: 0, docs, choices, operations: ordinals });
    }
    if operations.len() > LARGEST_CRATE {
        divide(&mut modules);
    }
    (operations, modules)
}

/// Gives modules to parts, in order. A module is never divided, so that a part may have more operations than others.
fn divide(modules: &mut [Module]) {
    let (mut part, mut size) = (1, 0);
    for module in modules {
        if size > 0 && size + module.operations.len() > LARGEST_CRATE {
            (part, size) = (part + 1, 0);
        }
        size += module.operations.len();
        module.part = part;
    }
}

fn unique(typed: &mut Typed, taken: &mut BTreeSet<String>) {
    let wished = typed.arguments.clone();
    let (handler, descriptor) = (typed.handler.clone(), typed.descriptor.clone());
    let mut number = 2;
    let clash = |typed: &Typed, taken: &BTreeSet<String>| {
        [&typed.arguments, &typed.handler, &typed.descriptor].iter().any(|name| taken.contains(name.as_str()))
    };
    while clash(typed, taken) {
        typed.arguments = wished.with(&number.to_string());
        typed.handler = handler.with(&format!("_{number}"));
        typed.descriptor = descriptor.with(&format!("_{number}"));
        number += 1;
    }
    for name in [&typed.arguments, &typed.handler, &typed.descriptor] {
        taken.insert(name.as_str().to_owned());
    }
}

/// The enum of these values: one that is already there, or a new one under a free name.
fn choice(
    wished: &RustName,
    values: &[String],
    prefix: &RustName,
    choices: &mut Vec<Choice>,
    taken: &mut BTreeSet<String>,
) -> RustName {
    let same = |choice: &&Choice| {
        choice.name.as_str().contains(wished.as_str()) && choice.variants.iter().map(|(value, _)| value).eq(values)
    };
    if let Some(known) = choices.iter().find(same) {
        return known.name.clone();
    }
    let mut name = wished.clone();
    let long = RustName::pascal(&format!("{} {}", prefix.as_str(), wished.as_str()));
    let mut number = 1;
    while taken.contains(name.as_str()) {
        name = if number == 1 { long.clone() } else { long.with(&number.to_string()) };
        number += 1;
    }
    taken.insert(name.as_str().to_owned());
    choices.push(Choice {
        name: name.clone(),
        docs: format!("Values of `{}`.", wished.as_str()),
        variants: values.iter().map(|value| (value.clone(), RustName::pascal(value))).collect(),
    });
    name
}
