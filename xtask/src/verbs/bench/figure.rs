//! A figure: what it is called, what was measured, and the bar it is held against.

use serde_json::{Map, Value, json};

use crate::output;
use crate::samples::Samples;

/// What is measured, in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// From starting the server to its answer to `server/discover`.
    Start,
    /// Resident memory of a server that has answered `server/discover` and nothing else.
    Memory,
    /// What an agent pays for `tools/list`.
    Tools,
    /// Compiling the document, nothing written.
    Generate,
    /// One `execute` call, the API played by the mock in this process.
    Execute,
    /// One `search` call.
    Search,
    /// Building the generated library again, dependencies built before.
    Build,
    /// What the server adds to a call of the API, over Streamable HTTP, one call at a time.
    Overhead,
    /// Calls over 32 connections.
    Rate,
    /// Memory beyond the idle server and the result while a list is followed.
    Paging,
}

/// What the median is held against.
#[derive(Clone, Copy, Debug)]
enum Bar {
    AtMost(f64),
    AtLeast(f64),
}

/// A figure of one vendor.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub(super) kind: Kind,
    pub(super) measured: Measured,
}

/// How a measurement ended.
#[derive(Clone, Debug)]
pub(super) enum Measured {
    /// Samples in the unit of the kind.
    Samples(Samples),
    /// Samples, and what they are instead of what the kind promises.
    Instead(&'static str, Samples),
    /// There is nothing to measure it with, or on; why.
    Absent(String),
    /// It went wrong; how.
    Failed(String),
}

impl Measured {
    /// Of values in the unit of the kind.
    pub(super) fn of(values: Vec<f64>) -> Self {
        Samples::new(values).map_or_else(|| Self::Failed("nothing was measured".to_owned()), Self::Samples)
    }
}

impl Kind {
    /// The word that JSON and messages have for it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Memory => "memory",
            Self::Tools => "tools",
            Self::Generate => "generate",
            Self::Execute => "execute",
            Self::Search => "search",
            Self::Build => "build",
            Self::Overhead => "overhead",
            Self::Rate => "rate",
            Self::Paging => "paging",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Start => "start to answer of server/discover, stdio",
            Self::Memory => "idle memory (VmRSS)",
            Self::Tools => "tools/list, upper bound of tokens",
            Self::Generate if cfg!(debug_assertions) => "generate, load to place, dev profile",
            Self::Generate => "generate, load to place, release profile",
            Self::Execute => "execute round trip, stdio and mock",
            Self::Search => "search round trip, stdio",
            Self::Build => "build of the library, release, CPU",
            Self::Overhead => "execute over HTTP, added to the API's p50",
            Self::Rate => "execute over HTTP, 32 connections",
            Self::Paging => "paging 10,000 items, peak beyond idle and result",
        }
    }

    const fn unit(self) -> &'static str {
        match self {
            Self::Start | Self::Execute | Self::Search | Self::Overhead => "ms",
            // 1,000,000 bytes.
            Self::Memory | Self::Paging => "MB",
            Self::Tools => "tokens",
            Self::Generate | Self::Build => "s",
            Self::Rate => "calls/s",
        }
    }

    const fn bar(self) -> Option<Bar> {
        match self {
            Self::Start | Self::Memory | Self::Paging => Some(Bar::AtMost(20.0)),
            Self::Tools => Some(Bar::AtMost(900.0)),
            Self::Generate => Some(Bar::AtMost(1.0)),
            Self::Build => Some(Bar::AtMost(1.5)),
            Self::Overhead => Some(Bar::AtMost(0.4)),
            Self::Rate => Some(Bar::AtLeast(6_000.0)),
            Self::Execute | Self::Search => None,
        }
    }

    /// Whether the slowest in a hundred matters beside the median.
    const fn has_tail(self) -> bool {
        matches!(self, Self::Execute | Self::Search)
    }
}

impl Bar {
    const fn value(self) -> f64 {
        match self {
            Self::AtMost(value) | Self::AtLeast(value) => value,
        }
    }

    /// Which side of it is wrong, if the median is there.
    fn missed(self, median: f64) -> Option<&'static str> {
        match self {
            Self::AtMost(bar) => (median > bar).then_some("over"),
            Self::AtLeast(bar) => (median < bar).then_some("under"),
        }
    }

    const fn sign(self) -> &'static str {
        match self {
            Self::AtMost(_) => "≤",
            Self::AtLeast(_) => "≥",
        }
    }
}

impl Figure {
    /// Whether the measurement went wrong.
    pub(super) const fn failed(&self) -> bool {
        matches!(self.measured, Measured::Failed(_))
    }

    /// `{"figure":"start","label":…,"unit":"ms","runs":15,"median":4.1,"min":3.9,"max":5,"bar":20,"bound":"≤","verdict":"ok"}`;
    /// round trips have `p99` too. Without samples, `reason` stands in place of the numbers.
    pub(super) fn json(&self) -> Value {
        let mut members = Map::new();
        let mut put = |key: &str, value: Value| members.insert(key.to_owned(), value);
        put("figure", json!(self.kind.word()));
        put("label", json!(self.label()));
        put("unit", json!(self.kind.unit()));
        match &self.measured {
            Measured::Samples(samples) | Measured::Instead(_, samples) => {
                put("runs", json!(samples.count()));
                put("median", json!(samples.median()));
                put("min", json!(samples.min()));
                put("max", json!(samples.max()));
                if self.kind.has_tail() {
                    put("p99", json!(samples.percentile(99)));
                }
            }
            Measured::Absent(reason) | Measured::Failed(reason) => {
                put("reason", json!(reason));
            }
        }
        put("bar", json!(self.kind.bar().map(Bar::value)));
        put("bound", json!(self.kind.bar().map(Bar::sign)));
        put("verdict", json!(self.verdict()));
        Value::Object(members)
    }

    fn label(&self) -> &'static str {
        match self.measured {
            Measured::Instead(label, _) => label,
            _ => self.kind.label(),
        }
    }

    /// `ok`, `over`, `under`, `failed`, or `-` where there is nothing to judge.
    fn verdict(&self) -> &'static str {
        match (&self.measured, self.kind.bar()) {
            (Measured::Failed(_), _) => "failed",
            (Measured::Samples(samples), Some(bar)) => bar.missed(samples.median()).unwrap_or("ok"),
            (Measured::Samples(_), None) | (Measured::Instead(..) | Measured::Absent(_), _) => "-",
        }
    }

    fn row(&self) -> [String; 4] {
        let unit = self.kind.unit();
        let measured = match &self.measured {
            Measured::Samples(samples) | Measured::Instead(_, samples) => {
                let mut text = format!("{} {unit}", number(samples.median()));
                if samples.count() > 1 {
                    text.push_str(&format!(" ({}–{})", number(samples.min()), number(samples.max())));
                }
                if self.kind.has_tail() {
                    text.push_str(&format!(", p99 {}", number(samples.percentile(99))));
                }
                text
            }
            Measured::Absent(reason) => reason.clone(),
            Measured::Failed(_) => "failed, see above".to_owned(),
        };
        let bar =
            self.kind.bar().map_or_else(|| "-".to_owned(), |bar| format!("{} {} {unit}", bar.sign(), bar.value()));
        [self.label().to_owned(), measured, bar, self.verdict().to_owned()]
    }
}

/// Figures as a table for people.
pub(super) fn table(figures: &[Figure]) -> String {
    let head = ["figure", "measured (median, min–max)", "bar", "verdict"].map(str::to_owned);
    let rows: Vec<[String; 4]> = [head].into_iter().chain(figures.iter().map(Figure::row)).collect();
    output::table(&rows)
}

/// About three digits; whole numbers as they are.
fn number(value: f64) -> String {
    match value {
        value if value.fract() == 0.0 || value >= 99.95 => format!("{value:.0}"),
        value if value >= 9.995 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Figure, Kind, Measured, Samples, table};

    fn samples(values: &[f64]) -> Samples {
        Samples::new(values.to_vec()).expect("there are some")
    }

    fn check(kind: Kind, measured: Measured, expected: [&str; 3]) {
        let figure = Figure { kind, measured };
        let [_, measured, bar, verdict] = figure.row();
        assert_eq!([measured.as_str(), bar.as_str(), verdict.as_str()], expected);
        assert_eq!(figure.json()["verdict"], expected[2]);
    }

    #[test]
    fn figures_are_held_against_their_bars() {
        let of = |values: &[f64]| Measured::Samples(samples(values));
        check(Kind::Start, of(&[20.0, 4.25, 31.5]), ["20 ms (4.25–31.5)", "≤ 20 ms", "ok"]);
        check(Kind::Start, of(&[20.01, 4.0, 31.5]), ["20.0 ms (4–31.5)", "≤ 20 ms", "over"]);
        check(Kind::Tools, of(&[1234.0]), ["1234 tokens", "≤ 900 tokens", "over"]);
        check(Kind::Memory, of(&[9.996, 9.99, 99.96]), ["10.0 MB (9.99–100)", "≤ 20 MB", "ok"]);
        check(Kind::Search, of(&[0.5, 0.25]), ["0.38 ms (0.25–0.50), p99 0.50", "-", "-"]);
        check(Kind::Memory, Measured::Absent("not measured here".to_owned()), ["not measured here", "≤ 20 MB", "-"]);
        check(Kind::Generate, Measured::Failed("no".to_owned()), ["failed, see above", "≤ 1 s", "failed"]);
        check(Kind::Rate, of(&[6000.0]), ["6000 calls/s", "≥ 6000 calls/s", "ok"]);
        check(Kind::Rate, of(&[5999.9]), ["6000 calls/s", "≥ 6000 calls/s", "under"]);
        check(Kind::Overhead, of(&[0.41]), ["0.41 ms", "≤ 0.4 ms", "over"]);
        // Another measure says nothing about the bar.
        check(Kind::Build, Measured::Instead("wall clock", samples(&[9.0])), ["9 s", "≤ 1.5 s", "-"]);
    }

    #[test]
    fn json_has_the_tail_of_round_trips_only() {
        let figure = |kind| Figure { kind, measured: Measured::Samples(samples(&[1.0, 2.0])) }.json();
        assert_eq!(figure(Kind::Execute)["p99"], 2.0);
        assert!(figure(Kind::Start).get("p99").is_none());
        assert_eq!(figure(Kind::Start)["median"], 1.5);
    }

    #[test]
    fn the_table_has_a_head() {
        assert_eq!(table(&[]), "figure  measured (median, min–max)  bar  verdict");
    }
}
