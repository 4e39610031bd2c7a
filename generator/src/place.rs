//! Lines and columns of JSON pointers, found in one pass over the text, and only when there is something to say.

mod json;

use std::collections::{BTreeMap, BTreeSet};

use granit_parser::{Event, Parser};

use crate::pointer::Pointer;

/// Line and column (both from 1) of each pointer; of the nearest enclosing value where the pointer itself is not there,
/// and of the beginning where there is none.
pub(crate) fn places<'a>(text: &str, pointers: impl Iterator<Item = &'a str>) -> BTreeMap<String, (usize, usize)> {
    let wanted: BTreeSet<&str> = pointers.collect();
    if wanted.is_empty() {
        return BTreeMap::new();
    }
    let mut open = BTreeSet::from([String::new()]);
    for pointer in &wanted {
        open.extend(pointer.match_indices('/').map(|(index, _)| pointer.get(..index).unwrap_or_default().to_owned()));
        open.insert((*pointer).to_owned());
    }
    let looks_like_json = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    let found = looks_like_json.then(|| json::walk(text, &open)).flatten().unwrap_or_else(|| walk(text, &open));
    let nearest = |pointer: &str| {
        let mut at = pointer;
        loop {
            if let Some(place) = found.get(at) {
                return *place;
            }
            at = match at.rsplit_once('/') {
                Some((parent, _)) => parent,
                None => return (1, 1),
            };
        }
    };
    wanted.into_iter().map(|pointer| (pointer.to_owned(), nearest(pointer))).collect()
}

enum Frame {
    List(Pointer, usize),
    Object(Pointer, Option<Pointer>),
    /// Inside something nobody asked for.
    Skipped,
}

/// The places of the pointers in `open`, in YAML.
fn walk(text: &str, open: &BTreeSet<String>) -> BTreeMap<String, (usize, usize)> {
    let mut found = BTreeMap::new();
    let mut frames: Vec<Frame> = Vec::new();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        let place = (span.start.line().max(1), span.start.col() + 1);
        let starts = match &event {
            Event::MappingEnd | Event::SequenceEnd => {
                frames.pop();
                continue;
            }
            Event::Scalar(..) | Event::Alias(_) => None,
            Event::MappingStart(..) => Some(true),
            Event::SequenceStart(..) => Some(false),
            _ => continue,
        };
        let pointer = match frames.last_mut() {
            None => Some(Pointer::default()),
            Some(Frame::Skipped) => None,
            Some(Frame::List(pointer, index)) => {
                *index += 1;
                let item = pointer.at(*index - 1);
                if open.contains(item.as_str()) {
                    found.insert(item.as_str().to_owned(), place);
                }
                Some(item)
            }
            Some(Frame::Object(pointer, key)) => match (key.take(), &event) {
                (Some(value), _) => Some(value),
                (None, Event::Scalar(name, ..)) => {
                    let member = pointer.join(name);
                    // The key is where a reader looks, and the last of two equal keys is the surplus one.
                    if open.contains(member.as_str()) {
                        found.insert(member.as_str().to_owned(), place);
                    }
                    *key = Some(member);
                    continue;
                }
                (None, _) => None,
            },
        };
        match (starts, pointer.filter(|pointer| open.contains(pointer.as_str()))) {
            (None, _) => {}
            (Some(true), Some(pointer)) => frames.push(Frame::Object(pointer, None)),
            (Some(false), Some(pointer)) => frames.push(Frame::List(pointer, 0)),
            (Some(_), None) => frames.push(Frame::Skipped),
        }
        found.entry(String::new()).or_insert(place);
    }
    found
}
