//! Which calls of a batch wait for which. A call needs those that its programs name, or all before it if they name none.
//! What changes data keeps its place: it waits for all before it, and all after it wait for it.

use super::{Batch, Member};

/// When a call can be made.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Turn {
    /// 0 for what waits for nothing; 1 for what waits for calls of level 0 only, and so on.
    pub(super) level: usize,
    /// Positions of the calls whose bodies its programs see.
    pub(super) needs: Vec<usize>,
}

/// The turn of each call; `changes` tells whether the one at a position changes data.
pub(super) fn turns(batch: &Batch, changes: impl Fn(usize) -> bool) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for (index, member) in batch.members.iter().enumerate() {
        let needs = needs(member, batch.members.get(..index).unwrap_or_default());
        let waits = |before: &usize| changes(index) || changes(*before) || needs.contains(before);
        let after = (0..index).filter(waits).filter_map(|before| turns.get(before)).map(|turn| turn.level + 1).max();
        turns.push(Turn { level: after.unwrap_or(0), needs });
    }
    turns
}

fn needs(member: &Member, before: &[Member]) -> Vec<usize> {
    if member.is_fixed() {
        return Vec::new();
    }
    let named = |other: &Member| member.programs().any(|program| names(program, &other.id));
    let named: Vec<usize> =
        before.iter().enumerate().filter(|(_, other)| named(other)).map(|(index, _)| index).collect();
    if named.is_empty() { (0..before.len()).collect() } else { named }
}

/// Whether an id stands in a program as a word.
fn names(program: &str, id: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    program.split(|letter: char| !is_part(letter)).any(|word| word == id)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Turn, turns};
    use crate::execute::batch::read::read;

    #[test]
    fn calls_wait_for_what_they_need() {
        let fixed = json!({"operation": "o"});
        let each = |program: &str| json!({"operation": "o", "for_each": program});
        let hole = |program: &str| json!({"operation": "o", "params": {"x": [{"$jq": program}]}});
        let named = |id: &str, mut call: Value| {
            call["id"] = json!(id);
            call
        };
        // Calls, positions of those that change data, and (level, needs) of each.
        let cases = [
            (json!([fixed, fixed]), &[][..], vec![(0, vec![]), (0, vec![])]),
            (
                json!([named("a", fixed.clone()), fixed, each(".a[]")]),
                &[],
                vec![(0, vec![]), (0, vec![]), (1, vec![0])],
            ),
            (json!([fixed, fixed, each(".[]")]), &[], vec![(0, vec![]), (0, vec![]), (1, vec![0, 1])]),
            (json!([fixed, hole(".\"0\".x"), fixed]), &[], vec![(0, vec![]), (1, vec![0]), (0, vec![])]),
            (
                json!([named("ab", fixed.clone()), named("a", each(".ab")), each(".a")]),
                &[],
                vec![(0, vec![]), (1, vec![0]), (2, vec![1])],
            ),
            (json!([fixed, fixed, fixed]), &[1], vec![(0, vec![]), (1, vec![]), (2, vec![])]),
            (json!([each("range(3)"), fixed]), &[], vec![(0, vec![]), (0, vec![])]),
        ];
        for (calls, changing, expected) in cases {
            let call = read(json!({"calls": calls}).as_object().unwrap()).unwrap();
            let turns = turns(&call.batch.unwrap(), |index| changing.contains(&index));
            let expected: Vec<Turn> = expected.into_iter().map(|(level, needs)| Turn { level, needs }).collect();
            assert_eq!(turns, expected, "{calls}");
        }
    }
}
