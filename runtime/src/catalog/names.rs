//! Operations by name, current and former.

use crate::similar::similarity;

/// Likeness from which a name is worth mentioning, of 1.0 for equal names.
const ALIKE: f64 = 0.6;

/// Every name an operation answers to.
pub(super) struct Names {
    /// Current names by ordinal.
    current: Vec<&'static str>,
    /// All names with their ordinals, sorted; of equal names the current one, else the lowest ordinal comes first.
    sorted: Vec<(&'static str, Standing, usize)>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Current,
    Former,
}

impl Names {
    /// `current` and `former` in the order of ordinals.
    pub(super) fn new<F: Iterator<Item = &'static str>>(
        current: impl Iterator<Item = &'static str>,
        former: impl Iterator<Item = F>,
    ) -> Self {
        let current: Vec<_> = current.collect();
        let today = current.iter().enumerate().map(|(ordinal, name)| (*name, Standing::Current, ordinal));
        let before =
            former.enumerate().flat_map(|(ordinal, names)| names.map(move |name| (name, Standing::Former, ordinal)));
        let mut sorted: Vec<_> = today.chain(before).collect();
        sorted.sort_unstable();
        Self { current, sorted }
    }

    /// The ordinal of the operation that answers to exactly this name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let first = self.sorted.partition_point(|(known, ..)| *known < name);
        self.sorted.get(first).filter(|(known, ..)| *known == name).map(|(_, _, ordinal)| *ordinal)
    }

    /// Current names of operations one of whose names is spelt like `name`, best first.
    pub(super) fn nearest(&self, name: &str, most: usize) -> Vec<&'static str> {
        let alike = self.sorted.iter().map(|(known, _, ordinal)| (similarity(name, known), *ordinal));
        let mut alike: Vec<_> = alike.filter(|(score, _)| *score >= ALIKE).collect();
        alike.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
        let mut nearest = Vec::new();
        for name in alike.iter().filter_map(|(_, ordinal)| self.current.get(*ordinal)) {
            if nearest.len() < most && !nearest.contains(name) {
                nearest.push(*name);
            }
        }
        nearest
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    fn names() -> Names {
        let current = ["connections.list", "connections.get", "syncs.run", "users.get"];
        let former = [vec!["connections.all"], vec![], vec!["users.get", "bulk.start"], vec![]];
        Names::new(current.into_iter(), former.into_iter().map(Vec::into_iter))
    }

    #[test]
    fn finds_current_names_before_former_ones() {
        let cases = [
            ("connections.list", Some(0)),
            ("connections.all", Some(0)),
            ("users.get", Some(3)),
            ("bulk.start", Some(2)),
            ("Connections.list", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(names().find(name), expected, "{name}");
        }
    }

    #[test]
    fn nearest_names_are_current_ones() {
        assert_eq!(names().nearest("conections.lst", 2), ["connections.list", "connections.get"]);
        assert_eq!(names().nearest("bulk_start", 5), ["syncs.run"]);
        assert!(names().nearest("weather", 5).is_empty());
    }
}
