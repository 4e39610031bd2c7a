//! A document in numbers.

use std::collections::BTreeMap;

use crate::Code;
use crate::api::LeftOut;

/// What a document declares and how much of it is offered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// `2.0`, `3.0`, `3.1` or `3.2`; empty where the document could not be read.
    pub version: String,
    /// Operations that the document declares.
    pub operations: usize,
    /// Operations that are offered with an example call that passes validation.
    pub offered: usize,
    /// How many of the others there are, by the code of the reason.
    pub skipped: BTreeMap<&'static str, usize>,
}

impl Summary {
    /// Counts anew: operations left out, and those planned, some of them without an example.
    pub(crate) fn count(&mut self, left_out: &[LeftOut], planned: usize, without_example: usize) {
        self.skipped.clear();
        for operation in left_out {
            *self.skipped.entry(operation.code.as_str()).or_default() += 1;
        }
        if without_example > 0 {
            self.skipped.insert(Code::NoExample.as_str(), without_example);
        }
        self.operations = left_out.len() + planned;
        self.offered = planned - without_example;
    }
}
