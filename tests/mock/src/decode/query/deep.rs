//! `deepObject`: `filter[range][from]=1`; an array repeats its key. It knows nothing of types.

use std::collections::BTreeMap;

use crate::percent;
use crate::query::Query;
use crate::raw::{Raw, Tree};

/// The tree below a name.
pub(super) fn raw(name: &str, query: &Query) -> Result<Option<Raw>, String> {
    let mut branches = BTreeMap::new();
    for pair in query.pairs().filter(|pair| belongs(name, &pair.key)) {
        let path = brackets(name, &pair.key)?;
        grow(&mut branches, &path, percent::decode(&pair.value)?)
            .map_err(|()| format!("{} is both a value and an object", pair.key))?;
    }
    Ok((!branches.is_empty()).then_some(Raw::Tree(Tree::Branch(branches))))
}

/// Whether a key begins with the name and a bracket.
pub(super) fn belongs(name: &str, key: &str) -> bool {
    key.strip_prefix(name).is_some_and(|rest| rest.starts_with('['))
}

/// The names in the brackets.
fn brackets<'a>(name: &str, key: &'a str) -> Result<Vec<&'a str>, String> {
    let fault = || format!("the brackets of {key:?} don't close, or hold no name");
    let rest = key.strip_prefix(name).and_then(|rest| rest.strip_prefix('['));
    let rest = rest.and_then(|rest| rest.strip_suffix(']')).ok_or_else(fault)?;
    let names: Vec<&str> = rest.split("][").collect();
    if names.iter().any(|name| name.is_empty() || name.contains(['[', ']'])) {
        return Err(fault());
    }
    Ok(names)
}

fn grow(branches: &mut BTreeMap<String, Tree>, path: &[&str], text: String) -> Result<(), ()> {
    let Some((name, rest)) = path.split_first() else {
        return Err(());
    };
    let empty = || match rest {
        [] => Tree::Leaf(Vec::new()),
        _ => Tree::Branch(BTreeMap::new()),
    };
    match (branches.entry((*name).to_owned()).or_insert_with(empty), rest) {
        (Tree::Leaf(texts), []) => {
            texts.push(text);
            Ok(())
        }
        (Tree::Branch(branches), [_, ..]) => grow(branches, rest, text),
        _ => Err(()),
    }
}
