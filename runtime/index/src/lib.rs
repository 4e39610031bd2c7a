//! The search index over an API's operations: one analyzer, schema, build, open, rank.
//!
//! [`build`] runs at generation time and makes one file; [`Index::open`] reads that file where it lies and
//! [`Index::search`] ranks its operations for a query. Both use the same analyzer. The crate knows neither OpenAPI nor
//! MCP: an operation is a [`Document`] of plain text, its position is its ordinal.

mod abbreviations;
mod analyzer;
mod build;
mod clauses;
mod container;
mod directory;
mod document;
mod error;
mod exact;
mod fields;
mod fit;
mod fuse;
mod hit;
mod meaning;
mod merge;
mod phrases;
mod query;
mod rank;
mod search;
mod sparse;
mod splitter;
mod statistics;
mod stop_words;
mod synonyms;
mod terms;
mod thesaurus;
mod typos;
mod vector;
mod words;

pub use build::{Wording, build};
pub use document::Document;
pub use error::Error;
pub use hit::{Fit, Hit, Hits};
pub use search::Index;
