//! Follows the pages of a list and makes one answer of them.
//!
//! The answer's body is that of the last page with the items of all pages in its list, so that a path into one page's body
//! leads to the same place; what else stood on earlier pages is dropped. Pages are kept whole or not at all: a call
//! that goes on begins with the first page that isn't there.

mod address;
mod asked;
mod collected;
mod ending;
mod json;
mod link;
mod page;
mod paged;
mod query;
mod refused;
mod start;
mod step;
mod total;
mod turning;
mod walk;
mod wanted;

pub(super) use paged::Paged;
pub(super) use refused::refused;
pub use wanted::Pages;

use super::matching::Matched;
use super::reply::Reply;
use super::sending::Sending;
use crate::{Code, Fault};
use ending::Flow;
use walk::Walk;

/// Fetches pages until the list or the call's bounds end. What goes wrong on the first page is the answer; what goes wrong
/// later is told beside the pages before it.
pub(super) async fn follow(sending: &Sending<'_>, matched: Matched, pages: &Pages) -> Result<Reply, Fault> {
    let Some(pagination) = sending.operation.pagination else {
        return Err(Fault::new(Code::Internal, "the operation has no pages"));
    };
    turning::unambiguous(sending, &matched, &pages.rest)?;
    let mut walk = Walk::new(sending, pagination, matched, pages);
    loop {
        match walk.page().await? {
            Flow::Go => {}
            Flow::Plain(reply) => return Ok(*reply),
            Flow::End(end) => return Ok(walk.answer(*end)),
        }
    }
}
