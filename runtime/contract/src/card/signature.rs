//! The type of a schema for a message.

use super::line::{Detail, Line};
use super::shape::Side;
use super::text;
use crate::Schema;

/// The TypeScript-like type of what a request must have at a schema, in one line of at most `max` characters:
/// `"a" | "b"`, `integer`, `{ name: string, … }`. What doesn't fit is shown with fewer levels, then cut.
pub fn signature(schema: Schema<'_>, max: usize) -> String {
    let mut shortest = String::new();
    for depth in [2, 1, 0] {
        let detail = Detail { typed: 4, named: 0, allowance: 40, ..Detail::of(Side::Request, depth) };
        shortest = Line::new(detail, "", &[]).schema(schema);
        if shortest.chars().count() <= max {
            return shortest;
        }
    }
    text::cut(&shortest, max)
}
