//! A run held against an earlier one, query by query.

use std::collections::BTreeMap;

use camino::Utf8Path;
use serde_json::Value;

use super::bootstrap::{Interval, interval};
use super::groups::groups;
use super::run::Measured;
use super::scores::{Scores, rounded};
use crate::error::Error;
use crate::{output, vendor};

/// The figures that are compared.
const COMPARED: [&str; 3] = ["R@5", "R@10", "MRR"];
/// Pairs from which something can be told: of fewer, a bootstrap sees too little of what could have been asked.
const ENOUGH: usize = 10;
/// Differences that come of rounding.
const ROUNDING: f64 = 2e-6;

/// An earlier run: scores by set and query.
#[derive(Clone, Debug, Default)]
pub(super) struct Earlier(BTreeMap<String, BTreeMap<String, Scores>>);

/// How a set, or several, changed.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// What is compared: a set, or the mean of several.
    pub(super) name: String,
    /// Queries of both runs.
    pub(super) pairs: usize,
    figures: Vec<Figure>,
}

/// How a figure changed.
#[derive(Clone, Copy, Debug)]
struct Figure {
    difference: f64,
    interval: Interval,
    verdict: Verdict,
}

/// What can be told of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Better,
    Worse,
    /// The interval holds zero.
    Open,
    /// There are too few pairs.
    Few,
}

impl Earlier {
    /// Reads what `--json` or `--accept` wrote.
    pub(super) fn read(file: &Utf8Path) -> Result<Self, Error> {
        let wrong = |why: &str| Error::Failed(format!("{file}: {why}"));
        let json: Value = serde_json::from_str(&vendor::text(file)?).map_err(|error| wrong(&error.to_string()))?;
        let sets = json.get("per_query").and_then(Value::as_object);
        let sets = sets.ok_or_else(|| wrong("it has no `per_query`; write it with `cargo xtask eval --json`"))?;
        let read = |(name, queries): (&String, &Value)| {
            let queries = queries.as_object()?.iter();
            let queries = queries.map(|(id, scores)| Some((id.clone(), Scores::read(scores)?)));
            Some((name.clone(), queries.collect::<Option<BTreeMap<_, _>>>()?))
        };
        let sets: Option<_> = sets.iter().map(read).collect();
        sets.map(Self).ok_or_else(|| wrong("`per_query` lacks figures; write it anew"))
    }

    /// The queries of a set.
    pub(super) fn ids(&self, set: &str) -> impl Iterator<Item = &str> {
        self.0.get(set).into_iter().flat_map(BTreeMap::keys).map(String::as_str)
    }

    /// Differences in one figure of the queries that both runs have.
    fn differences(&self, set: &Measured, metric: &str) -> Vec<f64> {
        let Some(earlier) = self.0.get(&set.name) else { return Vec::new() };
        let pairs = set.scores.iter().filter_map(|(id, scores)| Some((scores, earlier.get(id)?)));
        let difference = |(now, before): (&Scores, &Scores)| now.get(metric) - before.get(metric);
        pairs.map(difference).map(|it| if it.abs() < ROUNDING { 0.0 } else { rounded(it) }).collect()
    }
}

impl Change {
    /// How the mean of sets changed; none, if the runs have no query in common.
    pub(super) fn new(name: String, sets: &[&Measured], earlier: &Earlier) -> Option<Self> {
        let of = |metric: &str| -> Vec<Vec<f64>> {
            let all = sets.iter().map(|set| earlier.differences(set, metric));
            all.filter(|differences| !differences.is_empty()).collect()
        };
        let pairs: usize = of("MRR").iter().map(Vec::len).sum();
        let figures = COMPARED.iter().map(|metric| Figure::new(&of(metric), pairs)).collect();
        (pairs > 0).then_some(Self { name, pairs, figures })
    }

    /// Whether a figure is worse by more than chance would have it.
    pub(super) fn is_worse(&self) -> bool {
        self.figures.iter().any(|figure| figure.verdict == Verdict::Worse)
    }

    /// Whether any query's figures differ.
    fn is_change(&self) -> bool {
        self.figures.iter().any(|figure| figure.interval != Interval::default() || figure.difference != 0.0)
    }
}

impl Figure {
    fn new(sets: &[Vec<f64>], pairs: usize) -> Self {
        let mean = |values: &Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
        let difference = sets.iter().map(mean).sum::<f64>() / sets.len().max(1) as f64;
        let interval = interval(sets);
        let verdict = match interval {
            _ if pairs < ENOUGH => Verdict::Few,
            Interval { low, .. } if low > 0.0 => Verdict::Better,
            Interval { high, .. } if high < 0.0 => Verdict::Worse,
            _ => Verdict::Open,
        };
        Self { difference, interval, verdict }
    }

    fn text(&self) -> String {
        let Self { difference, interval: Interval { low, high }, verdict } = self;
        let verdict = match verdict {
            Verdict::Better => "better",
            Verdict::Worse => "worse",
            Verdict::Open => "no difference that can be told",
            Verdict::Few => "too few queries to tell",
        };
        format!("{difference:+.3} [{low:+.3}, {high:+.3}] {verdict}")
    }
}

/// Every set, every group of several, and all of them.
pub(super) fn changes(measured: &[Measured], earlier: &Earlier) -> Vec<Change> {
    let sets = measured.iter().filter_map(|set| Change::new(set.name.clone(), &[set], earlier));
    let means = groups(measured).into_iter().filter(|group| group.sets.len() > 1);
    sets.chain(means.filter_map(|group| Change::new(group.title(), &group.sets, earlier))).collect()
}

/// A table of what changed, and how many sets did not.
pub(super) fn text(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "the earlier run has none of these queries".to_owned();
    }
    let head = ["against the earlier run", "queries", "R@5", "R@10", "MRR"].map(str::to_owned);
    let changed: Vec<&Change> = changes.iter().filter(|change| change.is_change()).collect();
    let row = |change: &&Change| {
        let figure = |place: usize| change.figures.get(place).map(Figure::text).unwrap_or_default();
        [change.name.clone(), change.pairs.to_string(), figure(0), figure(1), figure(2)]
    };
    let rows: Vec<[String; 5]> = std::iter::once(head).chain(changed.iter().map(row)).collect();
    let same = changes.len() - changed.len();
    let same = if same > 0 { format!("\nwithout any change: {same} rows") } else { String::new() };
    let table = if changed.is_empty() { "against the earlier run".to_owned() } else { output::table(&rows) };
    format!("{table}{same}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Change, Earlier};
    use crate::verbs::eval::run::Measured;
    use crate::verbs::eval::scores::Scores;

    /// Ranks of single needs by query, before and now.
    fn change(pairs: &[(Option<usize>, Option<usize>)]) -> Option<Change> {
        let score = |rank| Scores::of(&[rank]);
        let id = |place: usize| format!("q{place}");
        let now = pairs.iter().enumerate().map(|(place, (_, now))| (id(place), score(*now))).collect();
        let before = pairs.iter().enumerate().map(|(place, (before, _))| (id(place), score(*before))).collect();
        let set = Measured { name: "tea".to_owned(), scores: now, ..Measured::default() };
        Change::new("tea".to_owned(), &[&set], &Earlier(BTreeMap::from([("tea".to_owned(), before)])))
    }

    fn check(pairs: &[(Option<usize>, Option<usize>)], expected: [&str; 3]) {
        let found = change(pairs).expect("there are pairs");
        let texts: Vec<String> = found.figures.iter().map(super::Figure::text).collect();
        assert_eq!(texts, expected);
        assert_eq!(found.is_worse(), expected.iter().any(|text| text.ends_with("worse")));
    }

    #[test]
    fn verdicts_follow_the_interval() {
        let same = "+0.000 [+0.000, +0.000] no difference that can be told";
        check(&[(Some(0), Some(0)); 10], [same, same, same]);
        let worse = "-1.000 [-1.000, -1.000] worse";
        check(&[(Some(0), None); 10], [worse, worse, worse]);
        check(&[(Some(0), Some(1)); 10], [same, same, "-0.500 [-0.500, -0.500] worse"]);
        check(&[(Some(7), Some(3)); 12], ["+1.000 [+1.000, +1.000] better", same, "+0.125 [+0.125, +0.125] better"]);
        let few = "-1.000 [-1.000, -1.000] too few queries to tell";
        check(&[(Some(0), None); 9], [few, few, few]);
        assert!(change(&[]).is_none());
    }

    #[test]
    fn one_query_of_many_is_noise() {
        let mut pairs = vec![(Some(0), Some(0)); 40];
        pairs.push((Some(0), None));
        let found = change(&pairs).expect("there are pairs");
        assert!(!found.is_worse() && found.is_change());
        pairs.extend([(Some(0), None); 8]);
        assert!(change(&pairs).expect("there are pairs").is_worse());
    }
}
