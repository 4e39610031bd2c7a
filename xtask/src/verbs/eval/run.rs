//! A run: every set's document indexed, its queries ranked, answered and timed.

use std::time::Instant;

use super::foreign;
use super::parallel;
use super::query::{Half, Query};
use super::scores::Scores;
use super::set::Set;
use super::subject::{Answer, Subject};
use crate::error::Error;

/// Times that a query is asked when it is timed; the fastest counts.
const ROUNDS: usize = 5;
/// Hits that are looked for when a query is timed: the most that the tool `search` shows.
const SHOWN: usize = 20;

/// What came of a set.
#[derive(Clone, Debug, Default)]
pub(super) struct Measured {
    pub(super) name: String,
    /// Operations that are offered.
    pub(super) operations: usize,
    /// Scores by query, for those that something answers.
    pub(super) scores: Vec<(String, Scores)>,
    /// Operations that answer queries and are not offered, each as often as it is named.
    pub(super) not_offered: usize,
    pub(super) labels: Labels,
    /// Tokens of the answers of the tool `search`.
    pub(super) tokens: Vec<usize>,
    /// Queries that the tool refuses.
    pub(super) refused: usize,
    /// Microseconds of each query.
    pub(super) latencies: Vec<f64>,
}

/// How often answers are labelled weak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Labels {
    /// Queries of others, and those that nothing answers, asked.
    pub(super) foreign: usize,
    pub(super) foreign_weak: usize,
    /// Queries that an operation answers, asked of their own document.
    pub(super) own: usize,
    pub(super) own_weak: usize,
}

/// A set with its queries and its document.
struct Ready {
    name: String,
    queries: Vec<Query>,
    subject: Option<Subject>,
}

/// Measures sets, in their order.
pub(super) fn run(sets: &[Set], half: Option<Half>) -> Result<Vec<Measured>, Error> {
    let ready: Vec<Ready> = parallel::each(sets, |set| {
        Ok(Ready { name: set.name.clone(), queries: set.queries(half)?, subject: set.subject()? })
    })
    .into_iter()
    .collect::<Result<_, Error>>()?;
    let names: Vec<&str> = ready.iter().map(|set| set.name.as_str()).collect();
    let others = foreign::pairs(&names);
    let with_others: Vec<(&Ready, Vec<&Ready>)> = ready
        .iter()
        .zip(&others)
        .map(|(set, others)| (set, others.iter().filter_map(|place| ready.get(*place)).collect()))
        .collect();
    let mut measured = parallel::each(&with_others, |(set, others)| set.measured(others));
    // One after another, so that nothing but the machine's other work disturbs.
    for (measured, set) in measured.iter_mut().zip(&ready) {
        measured.latencies = set.latencies();
    }
    Ok(measured)
}

impl Ready {
    fn measured(&self, others: &[&Self]) -> Measured {
        let mut measured = Measured { name: self.name.clone(), ..Measured::default() };
        measured.operations = self.subject.as_ref().map_or(0, Subject::operations);
        for query in &self.queries {
            match &self.subject {
                Some(subject) => measured.ask(subject, query),
                None => measured.miss(query),
            }
            for other in others.iter().filter_map(|other| other.subject.as_ref()) {
                measured.labels.foreign += 1;
                measured.labels.foreign_weak += usize::from(other.rank(query, SHOWN).weak);
            }
        }
        measured
    }

    fn latencies(&self) -> Vec<f64> {
        let Some(subject) = &self.subject else { return Vec::new() };
        let time = |query| {
            let rounds = (0..ROUNDS).map(|_| {
                let begun = Instant::now();
                std::hint::black_box(subject.rank(std::hint::black_box(query), SHOWN));
                begun.elapsed().as_secs_f64() * 1e6
            });
            rounds.fold(f64::INFINITY, f64::min)
        };
        self.queries.iter().map(time).collect()
    }
}

impl Measured {
    fn ask(&mut self, subject: &Subject, query: &Query) {
        match subject.answer(query) {
            Answer::Tokens(tokens) => self.tokens.push(tokens),
            Answer::Refused => self.refused += 1,
        }
        let ranking = subject.rank(query, usize::MAX);
        let offered = query.needs.iter().flatten().filter(|route| subject.offers(route)).count();
        self.not_offered += query.needs.iter().flatten().count() - offered;
        if query.needs.is_empty() {
            self.labels.foreign += 1;
            self.labels.foreign_weak += usize::from(ranking.weak);
            return;
        }
        if offered > 0 {
            self.labels.own += 1;
            self.labels.own_weak += usize::from(ranking.weak);
        }
        self.scores.push((query.id.clone(), subject.score(query, &ranking)));
    }

    fn miss(&mut self, query: &Query) {
        if !query.needs.is_empty() {
            self.not_offered += query.needs.iter().flatten().count();
            self.scores.push((query.id.clone(), Scores::default()));
        }
    }

    /// The mean of its queries.
    pub(super) fn mean(&self) -> Scores {
        Scores::mean(self.scores.iter().map(|(_, scores)| scores))
    }
}
