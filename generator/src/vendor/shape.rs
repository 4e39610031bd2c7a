//! The shape of vendor.toml: what serde reads, and the keys that it may hold.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use super::Question;
use super::tool::Tool;
use crate::pointer::Pointer;

/// The keys of each table, by its pointer with `*` for a key or position of the vendor's own. They are checked before
/// serde reads, because serde stops at the first that it doesn't know.
const KEYS: [(&str, &[&str]); 17] = [
    (
        "",
        &[
            "accept",
            "access",
            "approval",
            "auth",
            "credentials",
            "demo",
            "effect",
            "exclude",
            "external",
            "group",
            "header",
            "idempotency",
            "include",
            "language",
            "pagination",
            "parameter",
            "rename",
            "search",
            "server",
            "title",
            "tool",
        ],
    ),
    ("/access", &["header"]),
    ("/approval", &["never", "operations"]),
    ("/auth", &["default", "inbound", "operations"]),
    ("/credentials/*", &["env"]),
    ("/exclude", &["deprecated", "internal", "methods", "operations", "paths", "tags"]),
    ("/external/*", &["sha256"]),
    ("/include", &["deprecated", "internal", "methods", "operations", "paths", "tags"]),
    ("/demo/*", &["next", "operation", "pages", "parameter", "params", "question", "search"]),
    ("/header/*", &["name", "role", "value"]),
    ("/idempotency", &["names"]),
    ("/pagination/*", &["items", "kind", "next", "parameter"]),
    ("/parameter/*", &["style"]),
    ("/search", &["aliases", "synonyms"]),
    ("/tool/*", &["arguments", "description", "fixed", "name", "operation", "output"]),
    ("/tool/*/arguments/*", &["default", "description", "from"]),
    ("/tool/*/output", &["jq", "pages"]),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) title: Option<String>,
    pub(super) server: Option<String>,
    #[serde(default)]
    pub(super) accept: Vec<String>,
    #[serde(default)]
    pub(super) access: Access,
    #[serde(default)]
    pub(super) approval: Approval,
    #[serde(default)]
    pub(super) auth: Auth,
    #[serde(default)]
    pub(super) credentials: BTreeMap<String, Credential>,
    pub(super) exclude: Option<Selection>,
    pub(super) include: Option<Selection>,
    #[serde(default)]
    pub(super) group: BTreeMap<String, String>,
    pub(super) language: Option<String>,
    #[serde(default)]
    pub(super) external: BTreeMap<String, External>,
    #[serde(default)]
    pub(super) header: Vec<Header>,
    #[serde(default)]
    pub(super) idempotency: Idempotency,
    #[serde(default)]
    pub(super) effect: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) pagination: BTreeMap<String, Paging>,
    #[serde(default)]
    pub(super) parameter: BTreeMap<String, Parameter>,
    #[serde(default)]
    pub(super) rename: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) search: Search,
    #[serde(default)]
    pub(super) demo: Vec<Demo>,
    #[serde(default)]
    pub(super) tool: Vec<Tool>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Access {
    pub(super) header: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Approval {
    pub(super) operations: Vec<String>,
    pub(super) never: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Idempotency {
    pub(super) names: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Search {
    pub(super) aliases: BTreeMap<String, Vec<String>>,
    pub(super) synonyms: BTreeMap<String, Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Auth {
    pub(super) default: Option<Vec<String>>,
    pub(super) inbound: Option<String>,
    #[serde(default)]
    pub(super) operations: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Credential {
    pub(super) env: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Selection {
    pub(super) tags: Vec<String>,
    pub(super) methods: Vec<String>,
    pub(super) paths: Vec<String>,
    pub(super) operations: Vec<String>,
    pub(super) internal: bool,
    pub(super) deprecated: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct External {
    pub(super) sha256: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub(super) name: String,
    pub(super) role: String,
    pub(super) value: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Paging {
    pub(super) kind: String,
    pub(super) parameter: Option<String>,
    pub(super) next: Option<String>,
    pub(super) items: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameter {
    pub(super) style: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Demo {
    question: String,
    search: Vec<String>,
    operation: String,
    #[serde(default)]
    params: Map<String, Value>,
    #[serde(default = "one")]
    pages: usize,
    parameter: Option<String>,
    next: Option<String>,
}

fn one() -> usize {
    1
}

impl From<Demo> for Question {
    fn from(demo: Demo) -> Self {
        let Demo { question, search, operation, params, pages, parameter, next } = demo;
        Self { question, search, operation, params, pages, parameter, next }
    }
}

/// Takes unknown keys out of a table: the pointer of each, with the keys that it could have been.
pub(super) fn take_unknown(table: &mut DeTable<'_>) -> Vec<(Pointer, &'static [&'static str])> {
    let mut unknown = Vec::new();
    take(table, &Pointer::default(), "", &mut unknown);
    unknown
}

fn take(
    table: &mut DeTable<'_>,
    pointer: &Pointer,
    shape: &str,
    unknown: &mut Vec<(Pointer, &'static [&'static str])>,
) {
    let known = KEYS.iter().find(|(at, _)| *at == shape).map(|(_, keys)| *keys);
    let members = std::mem::take(table).into_iter().filter_map(|(key, mut value)| {
        let name: &str = key.get_ref();
        let pointer = pointer.join(name);
        if let Some(known) = known.filter(|known| !known.contains(&name)) {
            unknown.push((pointer, known));
            return None;
        }
        let below = format!("{shape}/{}", if known.is_some() { name } else { "*" });
        match value.get_mut() {
            DeValue::Table(table) => take(table, &pointer, &below, unknown),
            DeValue::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    if let DeValue::Table(table) = item.get_mut() {
                        take(table, &pointer.at(index), &format!("{below}/*"), unknown);
                    }
                }
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {}
        }
        Some((key, value))
    });
    *table = members.collect();
}
