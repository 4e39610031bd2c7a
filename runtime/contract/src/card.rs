//! Cards: what an agent reads to call an operation.
//!
//! A compact card fits [`crate::tokens::CARD`] and is enough to make the call in most cases:
//!
//! ```text
//! connections.create — POST /api/connections [write]
//! Create a connection. The type decides which configuration is needed.
//! params: { force?: boolean =false }
//! body: { name: string, type: "postgres" | "mysql" | +40 more, configuration?: object, +2 more }
//! auth: bearerUserAPIKey or orgScopedAPIKey
//! answer 201: { data: { id: uuid, name: string, +9 more } }
//! call: {"operation":"connections.create","body":{"name":"…","type":"postgres"}}
//! ```
//!
//! Types are TypeScript-like. `?` marks what may be left out; in answers nothing is marked, because documents rarely say.
//! What must be given comes first. Lists that are cut end in `+n more`, objects that are not opened are `{…}`; [`full`]
//! tells more and [`part`] opens one place. The text of a document is hostile: it is brought to one line and stripped of
//! invisible characters, and what is rendered of a schema is bounded whatever its size.

mod block;
mod detailed;
mod example;
mod facts;
mod fit;
mod head;
mod line;
mod pack;
mod place;
mod shape;
mod signature;
mod text;
mod value;

use crate::Entry;

pub use pack::{Cards, pack};
pub use signature::signature;

/// The compact card of one operation: at most [`crate::tokens::CARD`] tokens by [`crate::tokens::bound`], one line per field.
pub fn compact(entry: Entry<'_>) -> String {
    fit::compact(entry)
}

/// The full card: the whole description, each argument with its own, the body and every answer opened some levels, a
/// ready call. At most [`crate::tokens::ANSWER`] tokens; what does not fit ends in `+n more` with the `at:` that opens it.
pub fn full(entry: Entry<'_>) -> String {
    detailed::full(entry)
}

/// One part of an operation, opened like the body of a full card and bounded alike.
///
/// `at` is a JSON pointer: `/body`, `/params/<argument>` or `/answer` (the first success), then names of properties;
/// `items` or an index is an item of an array, and where there are alternatives an index is one of them.
///
/// # Errors
///
/// A message that names the nearest places there are, if `at` is none.
pub fn part(entry: Entry<'_>, at: &str) -> Result<String, String> {
    let (place, found) = place::find(entry, at)?;
    Ok(detailed::part(entry, &place, &found))
}
