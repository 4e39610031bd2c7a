//! What an operation says of itself, without parameters, body and responses.

use std::collections::BTreeMap;

use openapiv3 as oa;
use serde_json::{Map, Value, json};

use crate::api::SecurityRequirement;
use crate::pointer::Pointer;
use crate::spec::Spec;
use crate::{Code, Diagnostics};

/// Scopes kept for one scheme.
const MAX_SCOPES: usize = 20;

/// Longest scope that is kept, in bytes.
const MAX_SCOPE: usize = 120;

/// Longest phrase for search that is kept, in bytes, and how many are of a list, or of the document's synonyms.
const MAX_PHRASE: usize = 200;
const MAX_PHRASES: usize = 50;
const MAX_SYNONYMS: usize = 1_000;

/// What an operation says of itself.
pub(crate) struct Head {
    pub(crate) tags: Vec<String>,
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) operation_id: Option<String>,
    pub(crate) deprecated: bool,
    /// `x-internal`, where the operation says anything about it.
    pub(crate) internal: Option<bool>,
    /// `x-search-aliases`: what people call it.
    pub(crate) aliases: Vec<String>,
    pub(crate) security: Option<Vec<SecurityRequirement>>,
    /// Scopes by scheme, where it has a security requirement of its own.
    pub(crate) scopes: Option<Vec<String>>,
}

impl Spec {
    pub(crate) fn head(&self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Option<Head> {
        const FIELDS: [&str; 6] = ["tags", "summary", "description", "operationId", "deprecated", "security"];
        let (members, place) = self.object(pointer, diagnostics)?;
        let mut envelope = Map::from_iter([("responses".to_owned(), json!({}))]);
        for field in FIELDS {
            let Some(value) = members.get(field).filter(|value| !value.is_null()) else { continue };
            let value = match self.prose(value, &place).filter(|_| value.is_object()) {
                Some(text) => &json!(text),
                None => value,
            };
            let alone = json!({"responses": {}, field: value});
            if let Err(error) = serde_json::from_value::<oa::Operation>(alone) {
                let help = "give the member the type that OpenAPI 3.1 section 4.8.10 wants";
                let message = format!("`{field}` is not read: {error}");
                diagnostics.add(Code::InvalidMember, &place.join(field), message, help);
                continue;
            }
            envelope.insert(field.to_owned(), value.clone());
        }
        let oa::Operation {
            tags,
            summary,
            description,
            external_docs: _,
            operation_id,
            parameters: _,
            request_body: _,
            responses: _,
            callbacks: _,
            deprecated,
            security,
            servers: _,
            extensions: _,
        } = serde_json::from_value(Value::Object(envelope)).ok()?;
        Some(Head {
            tags,
            summary: summary.unwrap_or_default(),
            description: description.unwrap_or_default(),
            operation_id: operation_id.filter(|id| !id.trim().is_empty()),
            deprecated,
            internal: members.get("x-internal").and_then(Value::as_bool),
            aliases: phrases(members.get("x-search-aliases")),
            scopes: security.as_deref().map(scopes),
            security: security.map(|list| list.into_iter().map(|one| one.into_keys().collect()).collect()),
        })
    }

    /// The scopes that the document's own security requirement names.
    pub(crate) fn scopes(&self) -> Vec<String> {
        let list = self.document().get("security").cloned().unwrap_or_default();
        serde_json::from_value::<Vec<oa::SecurityRequirement>>(list).map(|list| scopes(&list)).unwrap_or_default()
    }

    /// `x-search-synonyms` of the document: phrases of a query, and what the document says instead.
    pub(crate) fn synonyms(&self) -> BTreeMap<String, Vec<String>> {
        let said = self.document().get("x-search-synonyms").and_then(Value::as_object);
        let fitting = said.into_iter().flatten().filter(|(said, _)| said.len() <= MAX_PHRASE);
        fitting.take(MAX_SYNONYMS).map(|(said, meant)| (said.clone(), phrases(Some(meant)))).collect()
    }

    /// The document's own security requirement.
    pub(crate) fn security(&self, diagnostics: &mut Diagnostics) -> Option<Vec<SecurityRequirement>> {
        let value = self.document().get("security").filter(|value| !value.is_null())?;
        match serde_json::from_value::<Vec<oa::SecurityRequirement>>(value.clone()) {
            Ok(list) => Some(list.into_iter().map(|one| one.into_keys().collect()).collect()),
            Err(error) => {
                let place = Pointer::new("/security");
                let help = "give a list of objects that name schemes (OpenAPI 3.1 section 4.8.30)";
                diagnostics.add(Code::InvalidSecurity, &place, format!("`security` is not read: {error}"), help);
                None
            }
        }
    }
}

/// Texts of a list, or the only one.
fn phrases(value: Option<&Value>) -> Vec<String> {
    let list = value.map_or(&[][..], |value| value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice));
    let texts = list.iter().filter_map(Value::as_str).map(str::trim);
    texts.filter(|text| !text.is_empty() && text.len() <= MAX_PHRASE).take(MAX_PHRASES).map(str::to_owned).collect()
}

/// `oauth: items:read, items:write`, for each scheme that scopes are named for (OpenAPI 3.1 section 4.8.30).
fn scopes(list: &[oa::SecurityRequirement]) -> Vec<String> {
    let mut schemes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (scheme, scopes) in list.iter().flatten() {
        let known = schemes.entry(scheme).or_default();
        for scope in scopes.iter().map(|scope| scope.trim()) {
            let plain = !scope.is_empty() && scope.len() <= MAX_SCOPE && !scope.contains(char::is_control);
            if plain && known.len() < MAX_SCOPES && !known.contains(&scope) {
                known.push(scope);
            }
        }
    }
    let named = schemes.into_iter().filter(|(_, scopes)| !scopes.is_empty());
    named.map(|(scheme, scopes)| format!("{scheme}: {}", scopes.join(", "))).collect()
}
