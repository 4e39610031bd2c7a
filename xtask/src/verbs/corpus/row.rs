//! What there is to tell of one document.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A document's row in the account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Row {
    /// Relative to the folder.
    pub(super) path: String,
    /// `3.1`; empty where the document could not be read.
    pub(super) version: String,
    /// Operations that it declares.
    pub(super) operations: usize,
    /// Operations that are offered with an example call that passes validation.
    pub(super) offered: usize,
    /// The others, by the code of the reason.
    pub(super) skipped: BTreeMap<String, usize>,
    /// Load to place, formatting and index included.
    pub(super) seconds: f64,
    /// The largest that the process was, in MB.
    pub(super) peak_mb: f64,
    /// Bytes of everything that is written.
    pub(super) output_bytes: usize,
    /// Diagnostics by severity.
    pub(super) diagnostics: BTreeMap<String, usize>,
    /// SHA-256 over paths and bytes of everything that is written.
    pub(super) digest: String,
    /// What went wrong: a panic, two runs that differ, or why nothing is offered.
    pub(super) error: Option<String>,
    /// How it ended.
    pub(super) ended: Ended,
}

/// How the generation of a document ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Ended {
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
