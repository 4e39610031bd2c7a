//! What there is to tell of one document.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A document's row in the account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Row {
    /// Relative to the folder.
    pub(crate) path: String,
    /// `3.1`; empty where the document could not be read.
    pub(crate) version: String,
    /// Operations that it declares.
    pub(crate) operations: usize,
    /// Operations that are offered with an example call that passes validation.
    pub(crate) offered: usize,
    /// The others, by the code of the reason.
    pub(crate) skipped: BTreeMap<String, usize>,
    /// Load to place, formatting and index included.
    pub(crate) seconds: f64,
    /// The largest that the process was, in MB.
    pub(crate) peak_mb: f64,
    /// Bytes of everything that is written.
    pub(crate) output_bytes: usize,
    /// Diagnostics by severity.
    pub(crate) diagnostics: BTreeMap<String, usize>,
    /// SHA-256 over paths and bytes of everything that is written.
    pub(crate) digest: String,
    /// What went wrong: a panic, two runs that differ, or why nothing is offered.
    pub(crate) error: Option<String>,
    /// How it ended.
    pub(crate) ended: Ended,
}

/// How the generation of a document ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Ended {
    /// With files.
    #[default]
    Generated,
    /// With diagnostics that say why there are none.
    Refused,
    /// Not by itself.
    Panicked,
    /// With other files the second time.
    Differs,
}
