//! Queries that a document can't answer: those of other sets.

use std::collections::BTreeSet;

/// Letters from which a word of a name says whose document it is; `com` and `v2` don't.
const LONG: usize = 4;

/// For each set, the places of the two whose documents its queries are asked of: the next one by name, and the one half of
/// the list away; either moves on as long as it is a sibling, which shares a long word of its own name (`acme-billing` and
/// `other/acme_v2`). One where both are the same; none where there are only siblings.
pub(super) fn pairs(names: &[&str]) -> Vec<Vec<usize>> {
    let count = names.len();
    let other = |place: usize, first: usize| {
        let candidates = (0..count).map(|step| (first + step) % count.max(1));
        let mut strangers = candidates.filter(|other| !siblings(names.get(place), names.get(*other)));
        strangers.next()
    };
    (0..count)
        .map(|place| {
            let chosen: BTreeSet<usize> =
                [place + 1, place + count / 2].into_iter().filter_map(|first| other(place, first)).collect();
            chosen.into_iter().collect()
        })
        .collect()
}

fn siblings(left: Option<&&str>, right: Option<&&str>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => left == right || !words(left).is_disjoint(&words(right)),
        _ => true,
    }
}

/// The long words of the last part of a name.
fn words(name: &str) -> BTreeSet<&str> {
    let own = name.rsplit('/').next().unwrap_or_default();
    own.split(|character: char| !character.is_alphanumeric()).filter(|word| word.chars().count() >= LONG).collect()
}

#[cfg(test)]
mod tests {
    use super::pairs;

    #[test]
    fn strangers_are_asked() {
        assert_eq!(pairs(&["a/bean", "a/leaf", "b/milk", "c/salt"]), [[1, 2], [2, 3], [0, 3], [0, 1]]);
        // The second and third belong together.
        assert_eq!(pairs(&["bean", "leaf-com", "x/leaf_v2", "salt"]), [vec![1, 2], vec![3], vec![0, 3], vec![0, 1]]);
        assert_eq!(pairs(&["bean", "bean-two"]), [vec![0; 0], vec![]]);
        assert_eq!(pairs(&["bean"]), [[0; 0]]);
        assert_eq!(pairs(&[]), [[0; 0]; 0]);
    }
}
