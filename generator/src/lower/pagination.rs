//! How a list goes on: a parameter that asks for more, *and* something in the response of success that goes with it. A
//! parameter alone proves nothing (`after` filters as often as it pages), nor does a field alone.

use std::collections::BTreeMap;

use contract::Location;
use serde_json::Value;

use crate::api::{Api, Definition, Operation, Pagination, PaginationKind, Response};
use crate::pointer::Pointer;
use crate::words::words;

/// Parameters that take a cursor, as words run together.
const CURSOR_PARAMETERS: [&str; 24] = [
    "after",
    "afterid",
    "bookmark",
    "continuation",
    "continuationtoken",
    "continue",
    "cursor",
    "endingbefore",
    "exclusivestartkey",
    "marker",
    "nextcursor",
    "nextmarker",
    "nextpagetoken",
    "nexttoken",
    "pageafter",
    "pagecursor",
    "pagestate",
    "pagetoken",
    "paginationtoken",
    "scrollid",
    "startafter",
    "startcursor",
    "startingafter",
    "synctoken",
];
/// Members of a response that carry a cursor.
const CURSOR_MEMBERS: [&str; 22] = [
    "after",
    "bookmark",
    "continuation",
    "continuationtoken",
    "continue",
    "cursor",
    "endcursor",
    "lastevaluatedkey",
    "marker",
    "next",
    "nextbookmark",
    "nextcontinuationtoken",
    "nextcursor",
    "nextmarker",
    "nextpage",
    "nextpagecursor",
    "nextpagetoken",
    "nexttoken",
    "pagestate",
    "paginationtoken",
    "scrollid",
    "startingafter",
];
const OFFSET_PARAMETERS: [&str; 8] =
    ["from", "offset", "pageoffset", "skip", "start", "startat", "startindex", "startposition"];
const PAGE_PARAMETERS: [&str; 8] = ["page", "pageindex", "pageno", "pagenum", "pagenumber", "currentpage", "p", "pg"];
const SIZE_PARAMETERS: [&str; 14] = [
    "count",
    "first",
    "limit",
    "max",
    "maxresults",
    "pagelimit",
    "pagesize",
    "perpage",
    "results",
    "rows",
    "size",
    "take",
    "top",
    "maxitems",
];
/// Members that count, which confirms pages and offsets.
const COUNT_MEMBERS: [&str; 14] = [
    "total",
    "totalcount",
    "count",
    "totalitems",
    "totalresults",
    "totalpages",
    "pages",
    "hasmore",
    "hasnext",
    "numfound",
    "lastpage",
    "totalelements",
    "pagecount",
    "more",
];
/// Members that hold the list, the likeliest first.
const ITEM_MEMBERS: [&str; 10] =
    ["data", "items", "results", "records", "values", "entries", "value", "list", "rows", "content"];
/// Members that hold lists beside the one that the response is about.
const BESIDE_ITEMS: [&str; 9] =
    ["errors", "facets", "included", "links", "messages", "meta", "metadata", "warnings", "notes"];
/// How deep a response is searched.
const DEPTH: usize = 3;
const MAX_MEMBERS: usize = 400;

/// Decides for every operation that reads.
pub(super) fn detect(api: &mut Api) {
    let definitions = &api.definitions;
    for operation in &mut api.operations {
        let Some(response) = operation.success() else { continue };
        let members = Members::of(response, definitions);
        let subject = subject(&operation.path);
        let Some(items) = members.items(&subject) else { continue };
        let pagination = pagination(operation, response, &members, items);
        let about = members.is_about(items, &subject).then(|| items.path.clone());
        operation.items = about;
        operation.pagination = pagination;
    }
}

/// What a path is about: its last fixed segment, words run together.
fn subject(path: &str) -> String {
    run_together(path.rsplit('/').find(|segment| !segment.contains('{')).unwrap_or_default())
}

fn pagination(
    operation: &Operation,
    response: &Response,
    members: &Members<'_>,
    items: &Member<'_>,
) -> Option<Pagination> {
    let definitions = members.definitions;
    let query = |names: &[&str]| {
        let found = operation.parameters.iter().filter(|parameter| parameter.location == Location::Query);
        found.into_iter().find(|parameter| names.contains(&run_together(&parameter.name).as_str()))
    };
    let cursor = query(&CURSOR_PARAMETERS);
    let evidence = |place: &Pointer, at: &Member<'_>| vec![place.clone(), at.place.clone()];

    if let Some((parameter, next)) = cursor.zip(members.scalar(&CURSOR_MEMBERS)) {
        return Some(Pagination {
            kind: PaginationKind::Cursor,
            parameter: Some(parameter.name.clone()),
            next: Some(next.path.clone()),
            items: items.path.clone(),
            evidence: evidence(&parameter.pointer, next),
        });
    }
    if let Some(next) = members.next_url() {
        return Some(Pagination {
            kind: PaginationKind::NextUrl,
            parameter: None,
            next: Some(next.path.clone()),
            items: items.path.clone(),
            evidence: vec![next.place.clone(), items.place.clone()],
        });
    }
    if response.headers.iter().any(|header| header == "link") {
        return Some(Pagination {
            kind: PaginationKind::LinkHeader,
            parameter: None,
            next: None,
            items: items.path.clone(),
            evidence: vec![response.pointer.join("headers"), items.place.clone()],
        });
    }
    // The id of the last item is the cursor where the response says that there is more.
    let last_id = members.last_item_id(items).zip(members.scalar(&["hasmore", "hasnext", "more"]));
    if let Some((parameter, (id, more))) = cursor.zip(last_id) {
        return Some(Pagination {
            kind: PaginationKind::Cursor,
            parameter: Some(parameter.name.clone()),
            next: Some(id),
            items: items.path.clone(),
            evidence: evidence(&parameter.pointer, more),
        });
    }
    let confirmed = members.scalar(&COUNT_MEMBERS);
    let size = query(&SIZE_PARAMETERS);
    for (kind, names) in
        [(PaginationKind::Offset, &OFFSET_PARAMETERS[..]), (PaginationKind::PageNumber, &PAGE_PARAMETERS[..])]
    {
        let counts = query(names).filter(|parameter| takes_integer(&parameter.schema, definitions));
        let second = confirmed.map(|member| member.place.clone()).or(size.map(|parameter| parameter.pointer.clone()));
        if let Some((parameter, second)) = counts.zip(second) {
            return Some(Pagination {
                kind,
                parameter: Some(parameter.name.clone()),
                next: None,
                items: items.path.clone(),
                evidence: vec![parameter.pointer.clone(), second, items.place.clone()],
            });
        }
    }
    None
}

/// A member of the response.
struct Member<'d> {
    /// Its name, words run together.
    name: String,
    /// Where it stands in the body: `/pagination/next_page_token`.
    path: String,
    /// Where it stands in the document.
    place: Pointer,
    schema: &'d Value,
    depth: usize,
}

struct Members<'d> {
    list: Vec<Member<'d>>,
    definitions: &'d BTreeMap<String, Definition>,
}

impl<'d> Members<'d> {
    /// Every member of the response to some depth, nearest first; lists are not entered.
    fn of(response: &'d Response, definitions: &'d BTreeMap<String, Definition>) -> Self {
        let media_type = response.media_type.as_deref().unwrap_or_default();
        let place = response.pointer.join("content").join(media_type).join("schema");
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
    fn items(&self, subject: &str) -> Option<&Member<'d>> {
        let lists = self.list.iter().filter(|member| self.is_type(member, "array"));
        let likely = |member: &&Member<'d>| {
            let beside = BESIDE_ITEMS.contains(&member.name.as_str());
            let named = ITEM_MEMBERS.iter().position(|name| *name == member.name).unwrap_or(ITEM_MEMBERS.len());
            (beside, member.depth, member.name != subject, named)
        };
        lists.min_by_key(likely)
    }

    /// Whether the response is about this list and not about something that has one.
    fn is_about(&self, items: &Member<'d>, subject: &str) -> bool {
        let named = items.name == subject || ITEM_MEMBERS.contains(&items.name.as_str());
        let alone = self.list.iter().filter(|member| member.depth == 1).count() == 1;
        items.depth == 0 || items.depth == 1 && (named || alone)
    }

    /// A member of one of the names that is no list or object; one of the next page before others, then the nearest.
    fn scalar(&self, names: &[&str]) -> Option<&Member<'d>> {
        let fits = |member: &&Member<'d>| {
            names.contains(&member.name.as_str()) && !self.is_type(member, "array") && !self.is_type(member, "object")
        };
        let under_previous = |member: &Member<'d>| member.path.to_ascii_lowercase().contains("prev");
        let found = self.list.iter().filter(fits).filter(|member| !under_previous(member));
        found.min_by_key(|member| (!member.name.starts_with("next"), member.depth))
    }

    /// A member that holds the next page's URL: `next` beside other links, or of a name that says so.
    fn next_url(&self) -> Option<&Member<'d>> {
        self.list.iter().find(|member| {
            let parent = member.path.rsplit('/').nth(1).map(run_together).unwrap_or_default();
            let among_links = matches!(parent.as_str(), "links" | "link" | "paging" | "pages");
            let (schema, _) = resolve(member.schema, &member.place, self.definitions);
            let is_uri = schema.get("format").and_then(Value::as_str).is_some_and(|format| format.starts_with("uri"));
            let named = matches!(
                member.name.as_str(),
                "nexturl" | "nexturi" | "nextlink" | "odatanextlink" | "nextpageuri" | "nextpageurl"
            );
            self.is_type(member, "string") && (named || member.name == "next" && (among_links || is_uri))
        })
    }

    fn last_item_id(&self, items: &Member<'d>) -> Option<String> {
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

fn takes_integer(schema: &Value, definitions: &BTreeMap<String, Definition>) -> bool {
    let (schema, _) = resolve(schema, &Pointer::default(), definitions);
    has_type(schema, "integer") || has_type(schema, "number")
}

/// A schema behind references, and where it stands.
fn resolve<'d>(
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
fn properties<'d>(
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

fn run_together(name: &str) -> String {
    words(name).concat()
}
