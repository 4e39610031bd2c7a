//! The account of a run: a table, and JSON.

use serde_json::{Map, Value, json};

use super::groups::{Group, groups};
use super::run::{Labels, Measured};
use super::scores::{METRICS, rounded, share};
use crate::output;

/// What is said of a run.
pub(super) struct Report<'m>(pub(super) &'m [Measured]);

impl<'m> Report<'m> {
    /// Everything as text. The last two columns are shares labelled weak: of the set's queries that can be answered, and of
    /// those asked of foreign documents.
    pub(super) fn text(&self) -> String {
        let head = [&["set", "queries"][..], &METRICS, &["weak", "foreign weak"]].concat();
        let mut rows = vec![row(head.into_iter().map(str::to_owned))];
        rows.extend(self.0.iter().map(|set| scored(set.name.clone(), &Group { folder: None, sets: vec![set] })));
        let groups = groups(self.0);
        // A single set is the mean of all.
        let told = groups.iter().filter(|group| group.folder.is_some() || self.0.len() > 1);
        rows.extend(told.map(|group| scored(group.title(), group)));
        let all = self.all();
        let lines = [output::table(&rows), String::new(), latency(&all), tokens(&all), labels(&all)];
        lines.into_iter().chain(self.left_out()).collect::<Vec<_>>().join("\n")
    }

    fn all(&self) -> Group<'m> {
        Group { folder: None, sets: self.0.iter().collect() }
    }

    fn left_out(&self) -> impl Iterator<Item = String> + use<'m> {
        let sets = self.0.iter().filter(|set| set.not_offered > 0);
        sets.map(|set| format!("{}: operations of answers that are not offered: {}", set.name, set.not_offered))
    }

    /// Everything as JSON.
    pub(super) fn json(&self) -> Value {
        let groups = groups(self.0);
        let folders = groups.iter().filter_map(|group| Some((group.folder?.to_owned(), Value::from(counted(group)))));
        let all = self.all();
        let (mean, max) = all.tokens();
        let Labels { foreign, foreign_weak, own, own_weak } = all.labels();
        json!({
            "sets": self.0.iter().map(|set| (set.name.clone(), described(set).into())).collect::<Map<_, _>>(),
            "groups": folders.collect::<Map<_, _>>(),
            "macro": counted(&all),
            "latency_us": latencies(&all),
            "tokens": { "mean": rounded(mean), "max": max, "counted": "upper bound of o200k_base" },
            "foreign": {
                "labelled": (foreign > 0).then(|| rounded(share(foreign_weak, foreign))),
                "answerable_lost": rounded(share(own_weak, own)),
                "queries": foreign,
                "answerable": own,
            },
            "per_query": self.0.iter().map(|set| (set.name.clone(), per_query(set).into())).collect::<Map<_, _>>(),
        })
    }

    /// What a later run is held against: the sets and single queries, each on a line, and nothing that two runs differ in.
    pub(super) fn baseline(&self) -> String {
        let lines = |members: Map<String, Value>| {
            let lines = members.iter().map(|(name, value)| format!("{}: {value}", Value::from(name.as_str())));
            lines.collect::<Vec<_>>().join(",\n")
        };
        let one = |set| counted(&Group { folder: None, sets: vec![set] });
        let sets = lines(self.0.iter().map(|set| (set.name.clone(), one(set).into())).collect());
        let queries =
            self.0.iter().map(|set| format!("{}: {{\n{}\n}}", Value::from(set.name.as_str()), lines(per_query(set))));
        let queries = queries.collect::<Vec<_>>().join(",\n");
        format!("{{\n\"sets\": {{\n{sets}\n}},\n\"per_query\": {{\n{queries}\n}}\n}}\n")
    }
}

/// Columns of the table.
const COLUMNS: usize = METRICS.len() + 4;

fn row(cells: impl Iterator<Item = String>) -> [String; COLUMNS] {
    let mut row = [const { String::new() }; COLUMNS];
    row.iter_mut().zip(cells).for_each(|(place, cell)| *place = cell);
    row
}

fn scored(name: String, group: &Group<'_>) -> [String; COLUMNS] {
    let scores = group.mean();
    let Labels { foreign, foreign_weak, own, own_weak } = group.labels();
    let cells = [name, group.queries().to_string()].into_iter();
    let cells = cells.chain(METRICS.map(|metric| format!("{:.3}", scores.get(metric))));
    row(cells.chain([percent(own_weak, own), percent(foreign_weak, foreign)]))
}

fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "-".to_owned() } else { format!("{:.1} %", 100.0 * share(part, whole)) }
}

fn latency(all: &Group<'_>) -> String {
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    match all.latencies() {
        Some(all) => {
            let (p50, p99) = (all.percentile(50), all.percentile(99));
            format!("search in process, {profile} profile: p50 {p50:.0} µs, p99 {p99:.0} µs")
        }
        None => "search in process: nothing was timed".to_owned(),
    }
}

fn tokens(all: &Group<'_>) -> String {
    let (mean, most) = all.tokens();
    let refused: usize = all.sets.iter().map(|set| set.refused).sum();
    let refused = if refused > 0 { format!("; it refuses {refused} queries") } else { String::new() };
    format!("answers of the tool, upper bound of o200k tokens: mean {mean:.0}, at most {most}{refused}")
}

fn labels(all: &Group<'_>) -> String {
    let Labels { foreign, foreign_weak, own, own_weak } = all.labels();
    let (asked, lost) = (percent(foreign_weak, foreign), percent(own_weak, own));
    format!("labelled weak: {asked} of {foreign} foreign queries, {lost} of {own} that can be answered")
}

fn latencies(group: &Group<'_>) -> Value {
    let all = group.latencies();
    let at = |percent| all.as_ref().map(|all| rounded(all.percentile(percent)));
    json!({ "p50": at(50), "p99": at(99) })
}

/// `{"queries": 72, "R@1": 0.5, …}`
fn counted(group: &Group<'_>) -> Map<String, Value> {
    std::iter::once(("queries".to_owned(), group.queries().into())).chain(group.mean().json()).collect()
}

/// The same with what belongs to a document.
fn described(set: &Measured) -> Map<String, Value> {
    let group = Group { folder: None, sets: vec![set] };
    let Labels { foreign, foreign_weak, own, own_weak } = set.labels;
    let more = [
        ("operations", set.operations.into()),
        ("not_offered", set.not_offered.into()),
        ("labelled", (foreign > 0).then(|| rounded(share(foreign_weak, foreign))).into()),
        ("answerable_lost", rounded(share(own_weak, own)).into()),
        ("latency_us", latencies(&group)),
    ];
    counted(&group).into_iter().chain(more.map(|(name, value)| (name.to_owned(), value))).collect()
}

fn per_query(set: &Measured) -> Map<String, Value> {
    set.scores.iter().map(|(id, scores)| (id.clone(), scores.json().into())).collect()
}
