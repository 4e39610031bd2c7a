//! What a JSON Merge Patch leaves to be judged (RFC 7396): null takes a member away, unless the object must have it. It knows
//! nothing of requests.

use serde_json::{Map, Value};

use super::{Node, View};

/// The media type.
const MERGE_PATCH: &str = "application/merge-patch+json";
/// Null members of one patch that are looked at.
const MOST: usize = 64;

/// The part of a value that its schema has to accept, in a media type; all of it in any but that of merge patches.
pub(crate) fn lasting(essence: &str, value: &Value, (view, schema): (&View, &Node<'_>)) -> Value {
    let mut nulls = Vec::new();
    if essence == MERGE_PATCH {
        value.as_object().into_iter().for_each(|map| find(map, &mut Vec::new(), &mut nulls));
    }
    if nulls.is_empty() {
        return value.clone();
    }
    // All are taken away; what makes nothing worse comes back, such as a null that the schema allows or requires.
    let mut gone = vec![true; nulls.len()];
    let faults = |gone: &[bool]| view.faults(schema, &without(value, &nulls, gone)).len();
    let mut fewest = faults(&gone);
    for index in 0..nulls.len() {
        let tried: Vec<bool> = gone.iter().enumerate().map(|(other, gone)| *gone && other != index).collect();
        let count = faults(&tried);
        if count <= fewest {
            (gone, fewest) = (tried, count);
        }
    }
    without(value, &nulls, &gone)
}

/// Paths of null members, through objects alone: a list replaces another as a whole.
fn find(map: &Map<String, Value>, path: &mut Vec<String>, nulls: &mut Vec<Vec<String>>) {
    for (name, member) in map {
        path.push(name.clone());
        match member {
            Value::Null if nulls.len() < MOST => nulls.push(path.clone()),
            Value::Object(map) => find(map, path, nulls),
            _ => {}
        }
        path.pop();
    }
}

fn without(value: &Value, nulls: &[Vec<String>], gone: &[bool]) -> Value {
    let mut value = value.clone();
    for (path, _) in nulls.iter().zip(gone).filter(|(_, gone)| **gone) {
        let Some((name, parents)) = path.split_last() else { continue };
        let parent = parents.iter().try_fold(&mut value, |value, name| value.get_mut(name));
        parent.and_then(Value::as_object_mut).map(|map| map.shift_remove(name));
    }
    value
}
