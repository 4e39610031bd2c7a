//! Progress of a call as notifications (MCP 2025-11-25, "Progress"), for clients that gave a token.

use rmcp::model::{ProgressNotificationParam, ProgressToken};
use rmcp::{Peer, RoleServer};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::{Fetched, Heard, Polled, Progress};

/// The two ends of a call's progress: what the call tells, and what is to be reported.
pub(super) fn channel(token: Option<ProgressToken>) -> (Progress, Option<Reports>) {
    let Some(token) = token else { return (Progress::default(), None) };
    let (sender, receiver) = unbounded_channel();
    let progress = Progress::new(move |heard| {
        // Nobody listens any more once the call was cancelled.
        let _ = sender.send(heard);
    });
    (progress, Some(Reports { token, receiver }))
}

/// What is to be reported.
pub(super) struct Reports {
    token: ProgressToken,
    receiver: UnboundedReceiver<Heard>,
}

impl Reports {
    /// Reports until the call, and with it the last copy of its [`Progress`], is gone.
    pub(super) async fn send(mut self, peer: &Peer<RoleServer>) {
        while let Some(heard) = self.receiver.recv().await {
            // A client that can't be told doesn't stop the call.
            let _ = peer.notify_progress(self.notification(heard)).await;
        }
    }

    /// Progress has to grow with every notification: it counts pages, as a page can be without items, or looks.
    fn notification(&self, heard: Heard) -> ProgressNotificationParam {
        let (count, of, message) = match heard {
            Heard::Fetched(Fetched { pages, items, of }) => (pages, of, format!("page {pages}, {items} items so far")),
            Heard::Polled(Polled { polled, seconds }) => {
                (polled, None, format!("the API is at it for {seconds} s, looked {polled} times"))
            }
        };
        let notification = ProgressNotificationParam::new(self.token.clone(), count as f64).with_message(message);
        match of {
            Some(of) => notification.with_total(of as f64),
            None => notification,
        }
    }
}
