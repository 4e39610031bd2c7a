//! How a list goes on: a parameter that asks for more, *and* something in the response of success that goes with it. A
//! parameter alone proves nothing (`after` filters as often as it pages), nor does a field alone.

mod members;
mod vocabulary;

use contract::Location;

use crate::api::{Api, Operation, Pagination, PaginationKind, Parameter, Response};
use crate::pointer::Pointer;
use crate::words::run_together;
use members::{Member, Members, takes_date, takes_integer};
use vocabulary::{
    COUNT_MEMBERS, CURSOR_MEMBERS, CURSOR_PARAMETERS, FILTER_PARAMETERS, OFFSET_PARAMETERS, PAGE_PARAMETERS,
    SIZE_PARAMETERS,
};

/// Decides for every operation.
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
    let cursor = |next: &str| cursor(operation, members, next);
    let evidence = |place: &Pointer, at: &Member<'_>| vec![place.clone(), at.place.clone()];

    let next = members.scalar(&CURSOR_MEMBERS);
    if let Some((parameter, next)) = next.and_then(|next| Some((cursor(&next.name)?, next))) {
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
    if let Some((parameter, (id, more))) = cursor("").zip(last_id) {
        return Some(Pagination {
            kind: PaginationKind::Cursor,
            parameter: Some(parameter.name.clone()),
            next: Some(id),
            items: items.path.clone(),
            evidence: evidence(&parameter.pointer, more),
        });
    }
    // An offset that is text in both places is a cursor by another name.
    let offset = query(&["offset"]).filter(|parameter| !takes_integer(&parameter.schema, definitions));
    let text = members.scalar(&["nextoffset", "offset"]).filter(|member| members.is_text(member));
    if let Some((parameter, next)) = offset.zip(text) {
        return Some(Pagination {
            kind: PaginationKind::Cursor,
            parameter: Some(parameter.name.clone()),
            next: Some(next.path.clone()),
            items: items.path.clone(),
            evidence: evidence(&parameter.pointer, next),
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

/// The parameter that takes the cursor from a member of this name: of several the one that is called alike, and one that
/// pages before one that filters as often.
fn cursor<'o>(operation: &'o Operation, members: &Members<'_>, next: &str) -> Option<&'o Parameter> {
    let next = next.trim_start_matches("next");
    let fits = |parameter: &&Parameter| {
        let known = CURSOR_PARAMETERS.contains(&run_together(&parameter.name).as_str());
        known && parameter.location == Location::Query && !takes_date(&parameter.schema, members.definitions)
    };
    operation.parameters.iter().filter(fits).min_by_key(|parameter| {
        let name = run_together(&parameter.name);
        let alike = !next.is_empty() && (next.ends_with(&name) || name.ends_with(next));
        (!alike, FILTER_PARAMETERS.contains(&name.as_str()))
    })
}
