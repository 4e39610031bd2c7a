//! What the generator writes and the runtime reads.
//!
//! The words of an operation ([`Method`], [`Effect`], [`Style`], …), the schema blob ([`blob`]: layout, writer *and*
//! reader), the views on it ([`Schema`], [`Entry`]), the check of arguments ([`check`]), the card renderer ([`card`])
//! and the token bound ([`tokens`]). It knows neither OpenAPI documents nor MCP nor the network.

pub mod blob;
pub mod card;
pub mod check;
mod entry;
mod keyword;
pub mod lookup;
pub mod media;
pub mod pattern;
mod schema;
pub mod tokens;
mod words;

pub use entry::{Answer, Body, Content, Entry, Idempotency, Parameter, entries, entry};
pub use keyword::Keyword;
pub use schema::Schema;
pub use words::{CONNECTION_HEADERS, RESERVED_HEADERS};
pub use words::{Effect, Location, Method, Pagination, SchemeKind, SecurityScheme, Style, Token};
