//! The opened index: from queries to ranked operations.

use tantivy::SegmentReader;

use crate::analyzer::{Analyzer, Language};
use crate::build::LANGUAGE;
use crate::directory::StaticDirectory;
use crate::fields::{DEPRECATED, Field};
use crate::hit::{Fit, Hit, Hits};
use crate::query::{self, Vocabulary, Word};
use crate::statistics::Statistics;
use crate::thesaurus::{self, Thesaurus};
use crate::vector::Vector;
use crate::{Error, clauses, container, exact, fit, fuse, meaning, merge, phrases, rank};

/// Characters of a query that are read.
const MOST_CHARACTERS: usize = 2_000;
/// What it adds to a score of words and meaning, which is about 1.0, that a phrase in quotation marks is there.
const PHRASE: f32 = 4.0;
/// What is left of a deprecated operation's score.
const DEPRECATED_SHARE: f32 = 0.9;
/// What it adds that an operation is called by one of its names or its path.
const CALLED: f32 = 64.0;

/// An index, read where it lies.
pub struct Index {
    segment: SegmentReader,
    language: Language,
    /// What the operations mean, packed.
    meanings: &'static [u8],
    /// What the vendor's people say.
    thesaurus: Thesaurus,
}

impl Index {
    /// Opens what [`crate::build`] made. Copies nothing and does no work in advance.
    pub fn open(bytes: &'static [u8]) -> Result<Self, Error> {
        let files = container::unpack(bytes)?;
        let language = files.get(LANGUAGE).and_then(|tag| std::str::from_utf8(tag).ok());
        let language = language.map(Language::parse).ok_or(Error::Container("it names no language"))?;
        let meanings = files.get(meaning::FILE).copied().ok_or(Error::Container("it has no meanings"))?;
        let thesaurus = Thesaurus::new(files.get(thesaurus::FILE).copied().unwrap_or_default());
        let index = tantivy::Index::open(StaticDirectory::new(files)).map_err(Error::Open)?;
        let segments = index.searchable_segments().map_err(Error::Open)?;
        let segment = segments.first().ok_or(Error::Container("it has no segment"))?;
        Ok(Self { segment: SegmentReader::open(segment).map_err(Error::Open)?, language, meanings, thesaurus })
    }

    /// How many operations are indexed.
    pub fn len(&self) -> usize {
        self.segment.max_doc() as usize
    }

    /// Whether no operation is indexed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The operations among those admitted (by ordinal) that fit the queries best, at most `most`. Fewer if fewer have
    /// anything to do with them.
    pub fn search<Q: AsRef<str>>(&self, queries: &[Q], most: usize, admits: impl Fn(usize) -> bool) -> Hits {
        let answers = queries.iter().map(|query| self.answer(query.as_ref(), most, &admits));
        let (mut answers, fits): (Vec<Vec<Hit>>, Vec<Fit>) = answers.unzip();
        let hits = match answers.as_mut_slice() {
            [hits] => std::mem::take(hits),
            several => merge::merged(several, most),
        };
        Hits { hits, fits }
    }

    fn answer(&self, query: &str, most: usize, admits: &dyn Fn(usize) -> bool) -> (Vec<Hit>, Fit) {
        let end = query.char_indices().nth(MOST_CHARACTERS).map_or(query.len(), |(end, _)| end);
        let query = query.get(..end).unwrap_or_default();
        let clauses = clauses::clauses(query);
        let words = self.words(&clauses);
        let found = rank::scores(&self.segment, &words, clauses.len());
        let matching: Vec<bool> = found.whole.iter().map(|score| *score > 0.0).collect();
        // The table is English: in an API that isn't, it is asked only where no word matches.
        let is_meant = self.language == Language::English || !matching.contains(&true);
        let (whole, directions) = meaning::query(if is_meant { &clauses } else { &[] });
        let alike = |direction: Option<Vector>| Some(meaning::similarities(self.meanings, &direction?));
        let parts = found.clauses.iter().enumerate().map(|(place, scores)| {
            let count = words.iter().filter(|word| word.clauses.contains(&place)).count();
            fuse::fused(scores, alike(directions.get(place).copied().flatten()).as_deref(), count)
        });
        let alike = alike(whole);
        let parts: Vec<Vec<f32>> = parts.collect();
        let mut scores = fuse::combined(fuse::fused(&found.whole, alike.as_deref(), words.len()), &parts);
        self.nudge(query, &mut scores);
        let concerned = |ordinal: usize, score: f32| score > fuse::LEAST || matching.get(ordinal) == Some(&true);
        let hits = best(scores, most, &|ordinal, score| concerned(ordinal, score) && admits(ordinal));
        let unknown = words.iter().filter(|word| word.alternatives.is_empty()).map(|word| word.text.clone()).collect();
        let likest = alike.and_then(|alike| alike.into_iter().reduce(f32::max));
        let matched = hits.first().and_then(|best| found.matched.get(best.ordinal)).copied().unwrap_or_default();
        let telling = words.iter().filter(|word| word.tells).count();
        let is_called = hits.first().is_some_and(|best| best.score >= PHRASE);
        (hits, Fit { unknown, weak: !is_called && fit::is_weak(matched, telling, likest) })
    }

    /// Raises what a query names outright, phrases in quotation marks and operations by name or path, and lowers what is
    /// deprecated, so that it comes last among equals.
    fn nudge(&self, query: &str, scores: &mut [f32]) {
        let mut change = |ordinal: usize, change: &dyn Fn(f32) -> f32| {
            scores.get_mut(ordinal).into_iter().for_each(|score| *score = change(*score));
        };
        if let Some(marks) = Statistics::open(&self.segment, Field::Mark) {
            marks.occurrences(DEPRECATED, |ordinal, _| change(ordinal, &|score| score * DEPRECATED_SHARE));
        }
        self.outright(query, |ordinal, more| change(ordinal, &|score| score + more));
    }

    fn outright(&self, query: &str, mut add: impl FnMut(usize, f32)) {
        if let Ok(everything) = self.segment.inverted_index(Field::Flat.place()) {
            let mut analyzer = Analyzer::new(self.language);
            for phrase in phrases::quoted(query) {
                let terms = analyzer.terms(phrase);
                phrases::having(&everything, &terms).into_iter().for_each(|ordinal| add(ordinal, PHRASE));
            }
        }
        if let Some(forms) = Statistics::open(&self.segment, Field::Exact) {
            for group in exact::called(query) {
                if let Some(form) = group.iter().find(|form| forms.knows(form)) {
                    forms.occurrences(form, |ordinal, _| add(ordinal, CALLED));
                }
            }
        }
    }

    fn words(&self, clauses: &[String]) -> Vec<Word> {
        let opened = |field| Statistics::open(&self.segment, field);
        let (Some(terms), Some(details)) = (opened(Field::Flat), opened(Field::Details)) else { return Vec::new() };
        let vocabulary = Vocabulary { terms: &terms, details: &details, thesaurus: self.thesaurus };
        query::words(clauses, &mut Analyzer::new(self.language), &vocabulary)
    }
}

/// The operations that are admitted, by ordinal and score, best first, at most `most`.
fn best(scores: Vec<f32>, most: usize, admits: &dyn Fn(usize, f32) -> bool) -> Vec<Hit> {
    let mut hits: Vec<Hit> = scores.into_iter().enumerate().map(|(ordinal, score)| Hit { ordinal, score }).collect();
    hits.retain(|hit| admits(hit.ordinal, hit.score));
    let better = |left: &Hit, right: &Hit| right.score.total_cmp(&left.score).then(left.ordinal.cmp(&right.ordinal));
    if most < hits.len() {
        hits.select_nth_unstable_by(most, better);
        hits.truncate(most);
    }
    hits.sort_unstable_by(better);
    hits
}
