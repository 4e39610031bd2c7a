//! What an answer says of the work that it began.

use serde_json::{Map, Value, json};

use crate::Fault;

/// How far work has come.
#[derive(Debug, Default)]
pub(in crate::execute) struct Job {
    /// Times that it was looked at.
    pub(super) polled: usize,
    /// Seconds since the call was sent.
    pub(super) seconds: u64,
    /// The API's word for where it is.
    pub(super) status: Option<String>,
    /// The bound that ended waiting, and the seconds after which the API wants to be asked again.
    pub(super) stopped: Option<(&'static str, Option<u64>)>,
    /// What went wrong while looking.
    pub(super) fault: Option<Fault>,
    /// Where to look again, while it goes on.
    pub(super) address: Option<String>,
    /// The call of `execute` that does.
    pub(super) next: Option<Value>,
}

impl Job {
    /// Whether the work has ended, well or not.
    pub(in crate::execute) fn has_ended(&self) -> bool {
        self.address.is_none()
    }

    /// Adds `"job": {"polled": 3, "seconds": 7, "ended": true, "status": "succeeded"}` to an answer's head. While it goes
    /// on there is `"stopped"` or a `"fault"`, and `"next"` in the head, or the `"address"` of no operation.
    pub(in crate::execute) fn describe(&self, head: &mut Map<String, Value>) {
        let mut job = Map::new();
        job.insert("polled".to_owned(), json!(self.polled));
        job.insert("seconds".to_owned(), json!(self.seconds));
        job.insert("ended".to_owned(), json!(self.has_ended()));
        if let Some(status) = &self.status {
            job.insert("status".to_owned(), json!(status));
        }
        if let Some((what, wait)) = &self.stopped {
            job.insert("stopped".to_owned(), json!(what));
            job.extend(wait.map(|wait| ("look_again_after".to_owned(), json!(wait))));
        }
        if let Some(fault) = &self.fault {
            job.insert("fault".to_owned(), fault.to_value());
        }
        if let (Some(address), None) = (&self.address, &self.next) {
            job.insert("address".to_owned(), json!(address));
        }
        head.insert("job".to_owned(), Value::Object(job));
        if let Some(next) = &self.next {
            head.insert("next".to_owned(), next.clone());
        }
    }
}
