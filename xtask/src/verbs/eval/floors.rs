//! Figures that must hold, and whether they can be told from what was measured.

use camino::Utf8Path;

use super::bootstrap::interval;
use super::groups::groups;
use super::run::Measured;
use super::scores::{METRICS, rounded};
use crate::error::Error;
use crate::{output, vendor};

/// Where they stand: by set, or folder of sets, and figure.
pub(super) const FILE: &str = "tests/retrieval/floors.toml";

/// A floor and what stands on it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    name: String,
    metric: String,
    floor: f64,
    value: f64,
    verdict: &'static str,
}

/// The floors of the sets that were measured.
pub(super) fn read(file: &Utf8Path, measured: &[Measured]) -> Result<Vec<Row>, Error> {
    if !file.is_file() {
        return Ok(Vec::new());
    }
    let wrong = |why: String| Error::Failed(format!("{file}: {why}"));
    let floors: toml::Table = toml::from_str(&vendor::text(file)?).map_err(|error| wrong(error.to_string()))?;
    let mut rows = Vec::new();
    for (name, figures) in &floors {
        let sets = named(name, measured);
        let figures = figures.as_table().ok_or_else(|| wrong(format!("{name} is no table")))?;
        for (metric, floor) in figures {
            let floor = floor.as_float().filter(|_| METRICS.contains(&metric.as_str()));
            let floor = floor.ok_or_else(|| wrong(format!("{name}: {metric} is no figure with a number like 0.7")))?;
            if !sets.is_empty() {
                rows.push(Row::new((name, metric), floor, &sets));
            }
        }
    }
    Ok(rows)
}

/// The set of that name, or the sets of that folder.
fn named<'m>(name: &str, measured: &'m [Measured]) -> Vec<&'m Measured> {
    let folder = groups(measured).into_iter().find(|group| group.folder == Some(name)).map(|group| group.sets);
    let sets = folder.unwrap_or_else(|| measured.iter().filter(|set| set.name == name).collect());
    sets.into_iter().filter(|set| !set.scores.is_empty()).collect()
}

impl Row {
    fn new((name, metric): (&str, &str), floor: f64, sets: &[&Measured]) -> Self {
        let values = |set: &&Measured| set.scores.iter().map(|(_, scores)| scores.get(metric)).collect();
        let values: Vec<Vec<f64>> = sets.iter().map(values).collect();
        let value = sets.iter().map(|set| set.mean().get(metric)).sum::<f64>() / sets.len() as f64;
        let verdict = if rounded(value) >= floor {
            "met"
        } else if interval(&values).high >= floor {
            "met within noise"
        } else {
            "missed"
        };
        Self { name: name.to_owned(), metric: metric.to_owned(), floor, value, verdict }
    }
}

/// The floors as a table.
pub(super) fn text(rows: &[Row]) -> String {
    let head = ["floor", "figure", "at least", "measured", ""].map(str::to_owned);
    let row = |row: &Row| {
        let (floor, value) = (format!("{:.2}", row.floor), format!("{:.3}", row.value));
        [row.name.clone(), row.metric.clone(), floor, value, row.verdict.to_owned()]
    };
    output::table(&std::iter::once(head).chain(rows.iter().map(row)).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::Row;
    use crate::verbs::eval::run::Measured;
    use crate::verbs::eval::scores::Scores;

    #[test]
    fn floors_are_met_within_noise_or_missed() {
        // Of a hundred queries seventy are answered: .70, standard error .046.
        let scores = (0..100).map(|place| (place.to_string(), Scores::of(&[(place < 70).then_some(0)]))).collect();
        let set = Measured { scores, ..Measured::default() };
        for (floor, expected) in
            [(0.5, "met"), (0.7, "met"), (0.71, "met within noise"), (0.77, "met within noise"), (0.82, "missed")]
        {
            assert_eq!(Row::new(("tea", "R@5"), floor, &[&set]).verdict, expected, "{floor}");
        }
    }
}
