//! The account of a run: a table, and JSON.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::run::{Labels, Measured};
use super::scores::{METRICS, Scores, rounded, share};
use crate::output;
use crate::samples::Samples;

/// What is said of a run.
pub(super) struct Report<'m>(pub(super) &'m [Measured]);

impl<'m> Report<'m> {
    /// Sets by the first folder of their names, where they have one.
    fn groups(&self) -> BTreeMap<&'m str, Vec<&'m Measured>> {
        let mut groups: BTreeMap<&str, Vec<&Measured>> = BTreeMap::new();
        for set in self.0 {
            if let Some((group, _)) = set.name.split_once('/') {
                groups.entry(group).or_default().push(set);
            }
        }
        groups
    }

    /// Everything as text.
    pub(super) fn text(&self) -> String {
        let mut head = vec!["set".to_owned(), "queries".to_owned()];
        head.extend(METRICS.map(str::to_owned));
        let row = |name: String, queries: usize, scores: &Scores| {
            let mut cells = vec![name, queries.to_string()];
            cells.extend(METRICS.map(|metric| format!("{:.3}", scores.get(metric))));
            <[String; 8]>::try_from(cells).unwrap_or_default()
        };
        let mut rows = vec![<[String; 8]>::try_from(head).unwrap_or_default()];
        rows.extend(self.0.iter().map(|set| row(set.name.clone(), set.scores.len(), &set.mean())));
        for (group, sets) in self.groups() {
            rows.push(row(format!("{group}: mean of {}", sets.len()), queries(&sets), &mean(&sets)));
        }
        let all: Vec<&Measured> = self.0.iter().collect();
        rows.push(row(format!("all: mean of {}", all.len()), queries(&all), &mean(&all)));
        let lines = [output::table(&rows), String::new(), self.latency(), self.tokens(), self.labels()];
        lines.into_iter().chain(self.left_out()).collect::<Vec<_>>().join("\n")
    }

    fn latency(&self) -> String {
        let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
        match self.latencies() {
            Some(all) => {
                let (p50, p99) = (all.percentile(50), all.percentile(99));
                format!("search in process, {profile} profile: p50 {p50:.0} µs, p99 {p99:.0} µs")
            }
            None => "search in process: nothing was timed".to_owned(),
        }
    }

    fn tokens(&self) -> String {
        let (mean, most) = self.token_figures();
        let refused: usize = self.0.iter().map(|set| set.refused).sum();
        let refused = if refused > 0 { format!("; it refuses {refused} queries") } else { String::new() };
        format!("answers of the tool, upper bound of o200k tokens: mean {mean:.0}, at most {most}{refused}")
    }

    fn labels(&self) -> String {
        let Labels { foreign, foreign_weak, own, own_weak } = self.all_labels();
        let percent = |part, whole| format!("{:.1} %", 100.0 * share(part, whole));
        let asked = if foreign > 0 { percent(foreign_weak, foreign) } else { "none".to_owned() };
        format!(
            "labelled weak: {asked} of {foreign} foreign queries, {} of {own} that can be answered",
            percent(own_weak, own)
        )
    }

    fn left_out(&self) -> impl Iterator<Item = String> + use<'m> {
        let sets = self.0.iter().filter(|set| set.not_offered > 0);
        sets.map(|set| format!("{}: {} operations of answers are not offered", set.name, set.not_offered))
    }

    /// Everything as JSON.
    pub(super) fn json(&self) -> Value {
        let groups = self.groups();
        let group = |(group, sets): (&&str, &Vec<&Measured>)| {
            ((*group).to_owned(), Value::from(counted(queries(sets), &mean(sets))))
        };
        let all: Vec<&Measured> = self.0.iter().collect();
        let latencies = self.latencies();
        let at = |percent| latencies.as_ref().map(|all| rounded(all.percentile(percent)));
        let (mean_tokens, most_tokens) = self.token_figures();
        let Labels { foreign, foreign_weak, own, own_weak } = self.all_labels();
        json!({
            "sets": self.sets(),
            "groups": groups.iter().map(group).collect::<Map<_, _>>(),
            "macro": counted(queries(&all), &mean(&all)),
            "latency_us": { "p50": at(50), "p99": at(99) },
            "tokens": { "mean": rounded(mean_tokens), "max": most_tokens, "counted": "upper bound of o200k_base" },
            "foreign": {
                "labelled": (foreign > 0).then(|| rounded(share(foreign_weak, foreign))),
                "answerable_lost": rounded(share(own_weak, own)),
                "queries": foreign,
                "answerable": own,
            },
            "per_query": self.per_query(),
        })
    }

    /// What a later run is held against: sets and single queries, and nothing that two runs differ in.
    pub(super) fn baseline(&self) -> Value {
        json!({ "sets": self.sets(), "per_query": self.per_query() })
    }

    fn sets(&self) -> Map<String, Value> {
        let set = |set: &Measured| {
            let mut row = counted(set.scores.len(), &set.mean());
            row.insert("operations".to_owned(), set.operations.into());
            row.insert("not_offered".to_owned(), set.not_offered.into());
            (set.name.clone(), row.into())
        };
        self.0.iter().map(set).collect()
    }

    fn per_query(&self) -> Map<String, Value> {
        let set = |set: &Measured| {
            let scores = set.scores.iter().map(|(id, scores)| (id.clone(), scores.json().into()));
            (set.name.clone(), scores.collect::<Map<_, _>>().into())
        };
        self.0.iter().map(set).collect()
    }

    fn latencies(&self) -> Option<Samples> {
        Samples::new(self.0.iter().flat_map(|set| &set.latencies).copied().collect())
    }

    fn token_figures(&self) -> (f64, usize) {
        let all = || self.0.iter().flat_map(|set| &set.tokens);
        (share(all().sum(), all().count()), all().max().copied().unwrap_or_default())
    }

    fn all_labels(&self) -> Labels {
        self.0.iter().fold(Labels::default(), |sum, set| Labels {
            foreign: sum.foreign + set.labels.foreign,
            foreign_weak: sum.foreign_weak + set.labels.foreign_weak,
            own: sum.own + set.labels.own,
            own_weak: sum.own_weak + set.labels.own_weak,
        })
    }
}

fn queries(sets: &[&Measured]) -> usize {
    sets.iter().map(|set| set.scores.len()).sum()
}

/// The mean of sets, none of which weighs more; those without queries don't count.
fn mean(sets: &[&Measured]) -> Scores {
    let means: Vec<Scores> = sets.iter().filter(|set| !set.scores.is_empty()).map(|set| set.mean()).collect();
    Scores::mean(&means)
}

fn counted(queries: usize, scores: &Scores) -> Map<String, Value> {
    std::iter::once(("queries".to_owned(), queries.into())).chain(scores.json()).collect()
}
