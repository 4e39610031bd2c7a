//! What end-to-end tests share: the vendors of `specs/`, their servers as processes, and the mock behind them. No vendor
//! is named here; expectations on one are data in `tests/<v>/`.

pub mod differential;
mod error;
mod linked;
mod project;
mod server;
mod sink;
mod upstream;
mod vendor;

pub use error::Error;
pub use linked::{CHOSEN, Document, Linked, link};
pub use project::{copy, corpus, files, root, scratch, target};
pub use server::{Server, binary, build};
pub use sink::{Received, Sink};
pub use upstream::Upstream;
pub use vendor::{Vendor, call_with, vendors};
