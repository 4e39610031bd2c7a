//! How a list goes on: a parameter that asks for more, or a member of the body of a call that only looks, *and* something in
//! the response of success that goes with it. A parameter alone proves nothing (`after` filters as often as it pages), nor
//! does a field alone.

mod asking;
mod members;
mod vocabulary;

use std::collections::BTreeMap;

use crate::api::{Api, Definition, Operation, Pagination, PaginationKind, Response};
use crate::words::run_together;
use asking::{Asking, asking, cursor, named};
use members::{Member, Members};
use vocabulary::{COUNT_MEMBERS, CURSOR_MEMBERS, OFFSET_PARAMETERS, PAGE_PARAMETERS, SIZE_PARAMETERS};

/// Decides for every operation.
pub(super) fn detect(api: &mut Api) {
    for operation in &mut api.operations {
        detect_in(operation, &api.definitions);
    }
}

/// Decides for an operation, by the effect that it has.
pub(crate) fn detect_in(operation: &mut Operation, definitions: &BTreeMap<String, Definition>) {
    let Some(response) = operation.success() else { return };
    let members = Members::of(response, definitions);
    let subject = subject(&operation.path);
    let Some(items) = members.items(&subject) else { return };
    let pagination = pagination(operation, response, &members, items);
    let about = members.is_about(items, &subject).then(|| items.path.clone());
    operation.items = about;
    operation.pagination = pagination;
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
    let all = asking(operation, members);
    let query = |names: &[&str]| named(&all, names);
    let cursor = |next: &str| cursor(&all, members, next);
    let by_cursor = |parameter: &Asking<'_>, next: String, at: &Member<'_>| Pagination {
        kind: PaginationKind::Cursor,
        parameter: Some(parameter.argument.clone()),
        next: Some(next),
        items: items.path.clone(),
        evidence: vec![parameter.place.clone(), at.place.clone()],
    };

    let next = members.scalar(&CURSOR_MEMBERS);
    if let Some((parameter, next)) = next.and_then(|next| Some((cursor(&next.name)?, next))) {
        return Some(by_cursor(parameter, next.path.clone(), next));
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
        return Some(by_cursor(parameter, id, more));
    }
    // An offset that is text in both places is a cursor by another name.
    let offset = query(&["offset"]).filter(|parameter| !parameter.is_integer(members));
    let text = members.scalar(&["nextoffset", "offset"]).filter(|member| members.is_text(member));
    if let Some((parameter, next)) = offset.zip(text) {
        return Some(by_cursor(parameter, next.path.clone(), next));
    }
    let confirmed = members.scalar(&COUNT_MEMBERS);
    let size = query(&SIZE_PARAMETERS);
    for (kind, names) in
        [(PaginationKind::Offset, &OFFSET_PARAMETERS[..]), (PaginationKind::PageNumber, &PAGE_PARAMETERS[..])]
    {
        let counts = query(names).filter(|parameter| parameter.is_integer(members));
        let second = confirmed.map(|member| member.place.clone()).or(size.map(|parameter| parameter.place.clone()));
        if let Some((parameter, second)) = counts.zip(second) {
            return Some(Pagination {
                kind,
                parameter: Some(parameter.argument.clone()),
                next: None,
                items: items.path.clone(),
                evidence: vec![parameter.place.clone(), second, items.place.clone()],
            });
        }
    }
    None
}
