//! How it goes on after a page, and why no further page is fetched.

use crate::Fault;
use crate::execute::reply::Reply;

/// How it goes on after a page.
pub(super) enum Flow {
    Go,
    /// The first page is no page: an error status, say.
    Plain(Box<Reply>),
    End(Box<End>),
}

/// Why no further page is fetched.
#[derive(Default)]
pub(super) struct End {
    pub(super) complete: bool,
    pub(super) stopped: Option<String>,
    pub(super) fault: Option<Fault>,
    /// What the API answered where it denied a page.
    pub(super) denied: Option<Box<Reply>>,
    /// Whether `here` is the call that goes on.
    pub(super) resumable: bool,
}

impl End {
    /// The list ended.
    pub(super) fn complete() -> Flow {
        Flow::End(Box::new(Self { complete: true, ..Self::default() }))
    }

    /// A bound was met.
    pub(super) fn stopped(why: String) -> Flow {
        Flow::End(Box::new(Self { stopped: Some(why), resumable: true, ..Self::default() }))
    }

    /// Something went wrong before the page that is `here` was there.
    pub(super) fn before(fault: Fault) -> Flow {
        Flow::End(Box::new(Self { fault: Some(fault), resumable: true, ..Self::default() }))
    }

    /// The same, where the API denied the page.
    pub(super) fn denied(fault: Fault, denied: Reply) -> Flow {
        let denied = Some(Box::new(denied));
        Flow::End(Box::new(Self { fault: Some(fault), resumable: true, denied, ..Self::default() }))
    }

    /// There is no way on.
    pub(super) fn lost(fault: Fault) -> Flow {
        Flow::End(Box::new(Self { fault: Some(fault), ..Self::default() }))
    }
}
