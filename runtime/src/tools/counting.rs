//! Counts what is searched and what is executed then.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Tools;
use crate::Caller;
use crate::feedback::Searched;
use crate::search::{Found, SearchRequest};

/// How long counts may wait for more, so that a busy server writes seldom.
const DELAY: Duration = Duration::from_secs(5);
/// Operations of one batch that are counted.
const OPERATIONS: usize = 8;

impl Tools {
    /// Counts a search, if it has queries.
    pub(super) fn count_search(&self, caller: &Caller, request: SearchRequest, found: &Found) {
        if request.queries.is_empty() || request.operation.is_some() {
            return;
        }
        let filters = [("tag", request.tag), ("method", request.method), ("effect", request.effect)];
        let filters: BTreeMap<_, _> = filters.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        let search = Searched {
            queries: request.queries,
            filters,
            weak: found.weak,
            hits: found.hits.clone(),
            credentials: vec![caller.credential.clone(), self.0.credential.clone()],
        };
        let first = self.0.feedback.searched(caller, search);
        self.write_later(first);
    }

    /// Counts operations that were executed, by any of their names.
    pub(super) fn count_executed(&self, caller: &Caller, names: &[String]) {
        let catalog = &self.0.server.catalog;
        let mut operations = Vec::new();
        for operation in names.iter().filter_map(|name| catalog.operation(catalog.find(name)?)) {
            if !operations.contains(&operation.name) && operations.len() < OPERATIONS {
                operations.push(operation.name);
            }
        }
        let first = self.0.feedback.executed(caller, &operations);
        self.write_later(first);
    }

    /// Writes what was counted, before the process ends.
    pub(crate) async fn close(&self) {
        // Another server may be writing; nobody should wait for counts.
        let _ = tokio::time::timeout(DELAY, self.0.feedback.write()).await;
    }

    fn write_later(&self, needed: bool) {
        if needed {
            let tools = self.clone();
            tokio::spawn(async move {
                tokio::time::sleep(DELAY).await;
                tools.0.feedback.write().await;
            });
        }
    }
}
