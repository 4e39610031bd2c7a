//! From events to counts: scrubbed, cut, and without what nobody sees.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::searches::{Event, Searched};
use super::store::{Count, Search};
use super::{Scrubber, visible};

/// Characters of one query that are kept.
const MAX_QUERY: usize = 200;

/// Adds events up by search.
pub(super) fn counts(events: &[Event]) -> Result<BTreeMap<Search, Count>, regex::Error> {
    let mut counts = BTreeMap::<Search, Count>::new();
    for event in events {
        let (Event::Searched(searched) | Event::Executed(searched, _)) = event;
        let Some(search) = search(searched)? else { continue };
        let count = counts.entry(search).or_default();
        match event {
            Event::Searched(_) => {
                count.times += 1;
                count.weak_times += i64::from(searched.weak);
                count.hits = i64::try_from(searched.hits.len()).unwrap_or(i64::MAX);
            }
            Event::Executed(_, operation) => *count.next.entry((*operation).to_owned()).or_default() += 1,
        }
    }
    Ok(counts)
}

/// A search as it is kept; none if nothing is left of it.
fn search(searched: &Arc<Searched>) -> Result<Option<Search>, regex::Error> {
    let scrubber = Scrubber::new(&searched.credentials.iter().collect::<Vec<_>>())?;
    // Cut after scrubbing: half a secret looks like none.
    let kept = |text: &String| visible(&scrubber.scrub_query(text)).chars().take(MAX_QUERY).collect::<String>();
    let queries: Vec<Value> =
        searched.queries.iter().map(kept).filter(|query| !query.is_empty()).map(Value::String).collect();
    let filters = searched.filters.iter().map(|(name, value)| ((*name).to_owned(), Value::String(kept(value))));
    let filters = Value::Object(filters.collect::<Map<_, _>>()).to_string();
    Ok((!queries.is_empty()).then(|| Search { queries: Value::Array(queries).to_string(), filters }))
}
