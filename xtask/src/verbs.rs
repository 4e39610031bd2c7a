//! The verbs, one module each.

pub(crate) mod bench;
pub(crate) mod ci;
pub(crate) mod corpus;
pub(crate) mod demo;
pub(crate) mod differential;
pub(crate) mod eval;
pub(crate) mod fetch;
pub(crate) mod generate;
pub(crate) mod list;
pub(crate) mod mock;
pub(crate) mod new;
pub(crate) mod one_off;
pub(crate) mod show;
pub(crate) mod tidy;
pub(crate) mod update;

use std::future::Future;

use crate::error::Error;

/// Runs what waits for the network or other programs.
fn wait_for<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.map_err(Error::while_doing("starting threads"))?.block_on(work)
}
