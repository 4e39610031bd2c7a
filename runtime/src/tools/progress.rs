//! Progress of a call as notifications (MCP 2025-11-25, "Progress"), for clients that gave a token.

use rmcp::model::{ProgressNotificationParam, ProgressToken};
use rmcp::{Peer, RoleServer};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::{Fetched, Progress};

/// The two ends of a call's progress: what the call tells, and what is to be reported.
pub(super) fn channel(token: Option<ProgressToken>) -> (Progress, Option<Reports>) {
    let Some(token) = token else { return (Progress::default(), None) };
    let (sender, receiver) = unbounded_channel();
    let progress = Progress::new(move |fetched| {
        // Nobody listens any more once the call was cancelled.
        let _ = sender.send(fetched);
    });
    (progress, Some(Reports { token, receiver }))
}

/// What is to be reported.
pub(super) struct Reports {
    token: ProgressToken,
    receiver: UnboundedReceiver<Fetched>,
}

impl Reports {
    /// Reports until the call, and with it the last copy of its [`Progress`], is gone.
    pub(super) async fn send(mut self, peer: &Peer<RoleServer>) {
        while let Some(fetched) = self.receiver.recv().await {
            // A client that can't be told doesn't stop the call.
            let _ = peer.notify_progress(self.notification(fetched)).await;
        }
    }

    /// Progress counts pages: it has to grow with every notification, and a page can be without items.
    fn notification(&self, fetched: Fetched) -> ProgressNotificationParam {
        let Fetched { pages, items, of } = fetched;
        let notification = ProgressNotificationParam::new(self.token.clone(), pages as f64)
            .with_message(format!("page {pages}, {items} items so far"));
        match of {
            Some(of) => notification.with_total(of as f64),
            None => notification,
        }
    }
}
