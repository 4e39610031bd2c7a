//! An independent stand-in for an API that an OpenAPI document describes: it refuses every request
//! that the document doesn't allow, and answers the others with what the document promises.
//!
//! It shares no code with what it tests: references, path matching, decoding of parameter styles,
//! generated arguments and answers are its own, and `jsonschema` judges values. It must not know
//! any other crate of this workspace.

mod answer;
mod arguments;
mod body;
mod check;
mod content_type;
mod credentials;
mod decode;
mod document;
mod drawing;
mod encode;
mod error;
mod exchange;
mod form;
mod generate;
mod mock;
mod mutation;
mod operation;
mod options;
mod paging;
mod percent;
mod query;
mod raw;
mod request;
mod route;
mod security;
mod seed;
mod serve;
mod shape;
mod spell;
mod summary;
mod violation;

pub use arguments::Arguments;
pub use credentials::Credentials;
pub use drawing::{Place, Spoilt, alike};
pub use error::Error;
pub use exchange::Exchange;
pub use generate::Fill;
pub use mock::Mock;
pub use mutation::Mutation;
pub use options::{Options, Throttle};
pub use request::RawRequest;
pub use summary::Summary;
pub use violation::{Checked, Violation};
