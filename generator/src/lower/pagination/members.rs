//! The members of a response, and which of them a list and its pagination are made of.

use std::collections::BTreeMap;

use serde_json::Value;

use super::vocabulary::{BESIDE_ITEMS, ITEM_MEMBERS};
use crate::api::{Definition, Response};
use crate::pointer::Pointer;
use crate::words::run_together;

/// How deep a response is searched.
const DEPTH: usize = 3;
const MAX_MEMBERS: usize = 400;

/// A member of the response.
pub(super) struct Member<'d> {
    /// Its name, words run together.
    pub(super) name: String,
    /// Where it stands in the body: `/pagination/next_page_token`.
    pub(super) path: String,
    /// Where it stands in the document.
    pub(super) place: Pointer,
    schema: &'d Value,
    depth: usize,
}

/// The members of a response, nearest first.
pub(super) struct Members<'d> {
    list: Vec<Member<'d>>,
    pub(super) definitions: &'d BTreeMap<String, Definition>,
}

impl<'d> Members<'d> {
    /// Every member of the response to some depth, nearest first; lists are not entered.
    pub(super) fn of(response: &'d Response, definitions: &'d BTreeMap<String, Definition>) -> Self {
        let place = response.place.clone();
        let root = response.schema.as_ref().unwrap_or(&Value::Null);
        let mut list = vec![Member { name: String::new(), path: String::new(), place, schema: root, depth: 0 }];
        let mut next = 0;
        while let Some(member) = list.get(next) {
            next += 1;
            let (schema, place) = resolve(member.schema, &member.place, definitions);
            if member.depth >= DEPTH || list.len() >= MAX_MEMBERS {
                continue;
            }
            let (path, depth) = (member.path.clone(), member.depth + 1);
            let children: Vec<Member<'d>> = properties(schema, &place, definitions)
                .into_iter()
                .map(|(name, place, schema)| Member {
                    path: format!("{path}/{}", name.replace('~', "~0").replace('/', "~1")),
                    name: run_together(&name),
                    place,
                    schema,
                    depth,
                })
                .collect();
            list.extend(children);
        }
        Self { list, definitions }
    }

    /// The list: the whole body, or the likeliest member, which may be called like the last segment of the path.
    pub(super) fn items(&self, subject: &str) -> Option<&Member<'d>> {
        let lists = self.list.iter().filter(|member| self.is_type(member, "array"));
        let likely = |member: &&Member<'d>| {
            let beside = BESIDE_ITEMS.contains(&member.name.as_str());
            let named = ITEM_MEMBERS.iter().position(|name| *name == member.name).unwrap_or(ITEM_MEMBERS.len());
            (beside, member.depth, member.name != subject, named)
        };
        lists.min_by_key(likely)
    }

    /// Whether the response is about this list and not about something that has one.
    pub(super) fn is_about(&self, items: &Member<'d>, subject: &str) -> bool {
        let named = items.name == subject || ITEM_MEMBERS.contains(&items.name.as_str());
        let alone = self.list.iter().filter(|member| member.depth == 1).count() == 1;
        items.depth == 0 || items.depth == 1 && (named || alone)
    }

    /// A member of one of the names that is no list or object; one of the next page before others, then the nearest.
    pub(super) fn scalar(&self, names: &[&str]) -> Option<&Member<'d>> {
        let fits = |member: &&Member<'d>| {
            names.contains(&member.name.as_str()) && !self.is_type(member, "array") && !self.is_type(member, "object")
        };
        let under_previous = |member: &Member<'d>| member.path.to_ascii_lowercase().contains("prev");
        let found = self.list.iter().filter(fits).filter(|member| !under_previous(member));
        found.min_by_key(|member| (!member.name.starts_with("next"), member.depth))
    }

    /// A member that holds the next page's URL: `next` beside other links, or of a name that says so.
    pub(super) fn next_url(&self) -> Option<&Member<'d>> {
        self.list.iter().find(|member| {
            let parent = member.path.rsplit('/').nth(1).map(run_together).unwrap_or_default();
            let among_links = matches!(parent.as_str(), "links" | "link" | "paging" | "pages");
            let (schema, _) = resolve(member.schema, &member.place, self.definitions);
            let is_uri = schema.get("format").and_then(Value::as_str).is_some_and(|format| format.starts_with("uri"));
            let named = matches!(
                member.name.as_str(),
                "nexturl" | "nexturi" | "nextlink" | "odatanextlink" | "nextpageuri" | "nextpageurl"
            );
            let is_link = among_links && self.has_address(schema, &member.place);
            let next = member.name == "next";
            self.is_type(member, "string") && (named || next && (among_links || is_uri)) || next && is_link
        })
    }

    /// Whether a schema is that of a link object: its `href` is the address (HAL, JSON:API).
    fn has_address(&self, schema: &Value, place: &Pointer) -> bool {
        let members = properties(schema, place, self.definitions);
        members.into_iter().any(|(name, place, schema)| {
            name == "href" && has_type(resolve(schema, &place, self.definitions).0, "string")
        })
    }

    /// Whether a member is text and no number.
    pub(super) fn is_text(&self, member: &Member<'d>) -> bool {
        self.is_type(member, "string") && !takes_integer(member.schema, self.definitions)
    }

    pub(super) fn last_item_id(&self, items: &Member<'d>) -> Option<String> {
        let (list, place) = resolve(items.schema, &items.place, self.definitions);
        let (item, place) = resolve(list.get("items")?, &place.join("items"), self.definitions);
        let has_id = properties(item, &place, self.definitions).iter().any(|(name, ..)| name == "id");
        has_id.then(|| format!("{}/-/id", items.path))
    }

    fn is_type(&self, member: &Member<'d>, name: &str) -> bool {
        let (schema, _) = resolve(member.schema, &member.place, self.definitions);
        has_type(schema, name)
    }
}

fn has_type(schema: &Value, name: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(only)) => only == name,
        Some(Value::Array(types)) => types.iter().any(|one| one == name),
        _ => match name {
            "array" => schema.get("items").is_some(),
            "object" => schema.get("properties").is_some(),
            _ => false,
        },
    }
}

/// Whether a schema is one of dates, which filter and never page.
pub(super) fn takes_date(schema: &Value, definitions: &BTreeMap<String, Definition>) -> bool {
    let (schema, _) = resolve(schema, &Pointer::default(), definitions);
    schema.get("format").and_then(Value::as_str).is_some_and(|format| format.starts_with("date"))
}

/// Whether a schema is one of numbers.
pub(super) fn takes_integer(schema: &Value, definitions: &BTreeMap<String, Definition>) -> bool {
    let (schema, _) = resolve(schema, &Pointer::default(), definitions);
    has_type(schema, "integer") || has_type(schema, "number")
}

/// Whether a schema may be one of a text or number.
pub(super) fn is_scalar(schema: &Value, definitions: &BTreeMap<String, Definition>) -> bool {
    let (schema, _) = resolve(schema, &Pointer::default(), definitions);
    !["array", "object", "boolean"].iter().any(|name| has_type(schema, name))
}

/// A schema behind references, and where it stands.
pub(super) fn resolve<'d>(
    schema: &'d Value,
    place: &Pointer,
    definitions: &'d BTreeMap<String, Definition>,
) -> (&'d Value, Pointer) {
    let (mut schema, mut place) = (schema, place.clone());
    for _ in 0..16 {
        let Some(reference) = schema.get("$ref").and_then(Value::as_str) else { break };
        let Some(definition) = definitions.get(reference) else { break };
        schema = &definition.schema;
        place = Pointer::new(reference.trim_start_matches('#'));
    }
    (schema, place)
}

/// Properties of a schema and of what it is made of by `allOf`.
pub(super) fn properties<'d>(
    schema: &'d Value,
    place: &Pointer,
    definitions: &'d BTreeMap<String, Definition>,
) -> Vec<(String, Pointer, &'d Value)> {
    let parts = schema.get("allOf").and_then(Value::as_array);
    let parts = parts.into_iter().flatten().enumerate();
    let parts = parts.map(|(index, part)| resolve(part, &place.join("allOf").at(index), definitions));
    let all = std::iter::once((schema, place.clone())).chain(parts);
    all.flat_map(|(schema, place)| {
        let declared = schema.get("properties").and_then(Value::as_object);
        let place = place.join("properties");
        declared.into_iter().flatten().map(move |(name, property)| (name.clone(), place.join(name), property))
    })
    .collect()
}
