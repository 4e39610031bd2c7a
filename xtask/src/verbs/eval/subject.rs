//! A document, indexed in memory as `generate` indexes it, and asked.

use std::collections::BTreeMap;

use generator::{Data, Source, Vendor};
use index::Index;
use runtime::{Api, ApiData, Catalog, SearchRequest};
use serde_json::{Map, json};

use super::query::{Query, Route};
use super::ranking::{self, Ranking};
use super::scores::Scores;
use crate::error::Error;

/// A document that can be searched.
pub(super) struct Subject {
    catalog: Catalog,
    index: Index,
    /// Ordinals by route.
    ordinals: BTreeMap<Route, usize>,
}

/// How the tool `search` answers a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// With so many tokens at most ([`contract::tokens::bound`]).
    Tokens(usize),
    /// With faults: it takes no such query.
    Refused,
}

impl Subject {
    /// Indexes a document; none, where the generator offers nothing of it.
    pub(super) fn new(name: &str, source: &Source, vendor: &Vendor) -> Result<Option<Self>, Error> {
        let (Some(data), _) = generator::data(source, vendor) else { return Ok(None) };
        let wrong = |why: &str| Error::Failed(format!("{name}: {why}"));
        let Data { schemas, cards, index } = data;
        let api = Api::bare(name, ApiData { schemas, cards, index }).ok_or_else(|| wrong("no schemas"))?;
        let routes =
            api.operations.iter().map(|operation| (operation.method.as_str().to_owned(), operation.path.to_owned()));
        Ok(Some(Self {
            ordinals: routes.enumerate().map(|(ordinal, route)| (route, ordinal)).collect(),
            index: Index::open(api.index).map_err(|error| wrong(&error.to_string()))?,
            catalog: Catalog::open(api).map_err(wrong)?,
        }))
    }

    /// How many operations are offered.
    pub(super) fn operations(&self) -> usize {
        self.index.len()
    }

    /// Whether the generator offers an operation.
    pub(super) fn offers(&self, route: &Route) -> bool {
        self.ordinals.contains_key(route)
    }

    /// Ranks operations for a query, at most `limit`.
    pub(super) fn rank(&self, query: &Query, limit: usize) -> Ranking {
        ranking::merged(&self.index, &query.texts, limit)
    }

    /// What a ranking of this document is worth to a query. Operations that are not offered are never met.
    pub(super) fn score(&self, query: &Query, ranking: &Ranking) -> Scores {
        let mut ranks = vec![None; self.operations()];
        for (rank, ordinal) in ranking.ordinals.iter().enumerate() {
            if let Some(place) = ranks.get_mut(*ordinal) {
                *place = Some(rank);
            }
        }
        let rank = |route: &Route| ranks.get(*self.ordinals.get(route)?).copied().flatten();
        let needs: Vec<Option<usize>> = query.needs.iter().map(|need| need.iter().filter_map(rank).min()).collect();
        Scores::of(&needs)
    }

    /// What the tool `search` makes of a query.
    pub(super) fn answer(&self, query: &Query) -> Answer {
        let arguments = Map::from_iter([("queries".to_owned(), json!(query.texts))]);
        let request = SearchRequest::from_arguments(&arguments);
        match request.and_then(|request| runtime::search(&self.catalog, &request)) {
            Ok(text) => Answer::Tokens(contract::tokens::bound(&text)),
            Err(_) => Answer::Refused,
        }
    }
}
