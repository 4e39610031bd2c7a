//! What an answer says of accepted work: whether it goes on, and in which words.

use http::StatusCode;
use serde_json::Value;

/// Words for work that goes on, in lower case, letters only.
const GOING_ON: [&str; 34] = [
    "accepted",
    "active",
    "building",
    "created",
    "creating",
    "deleting",
    "enqueued",
    "executing",
    "inprocess",
    "inprogress",
    "initializing",
    "new",
    "notstarted",
    "open",
    "pending",
    "preparing",
    "processing",
    "provisioning",
    "queued",
    "queueing",
    "requested",
    "running",
    "scheduled",
    "started",
    "starting",
    "stopping",
    "submitted",
    "syncing",
    "unstarted",
    "updating",
    "uploading",
    "validating",
    "waiting",
    "working",
];

/// Words for work that has ended, well or not.
const ENDED: [&str; 26] = [
    "aborted",
    "canceled",
    "cancelled",
    "complete",
    "completed",
    "done",
    "error",
    "errored",
    "expired",
    "failed",
    "failure",
    "finished",
    "incomplete",
    "interrupted",
    "ok",
    "partiallysucceeded",
    "ready",
    "rejected",
    "skipped",
    "stopped",
    "succeeded",
    "success",
    "successful",
    "terminated",
    "timedout",
    "timeout",
];

/// Those of them for work that has ended well.
const WORKED: [&str; 9] =
    ["complete", "completed", "done", "finished", "ok", "ready", "succeeded", "success", "successful"];

/// Where a status stands, best first.
const PLACES: [&str; 10] = [
    "/status",
    "/state",
    "/provisioningState",
    "/properties/provisioningState",
    "/properties/status",
    "/status/state",
    "/status/status",
    "/job/status",
    "/data/status",
    "/data/state",
];

/// Longest status passed on, in characters.
const MAX_STATUS: usize = 60;

/// What is known of the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    /// Whether it goes on.
    pub(super) goes_on: bool,
    /// Whether it has ended well.
    pub(super) worked: bool,
    /// The API's word for it.
    pub(super) status: Option<String>,
}

/// Reads an answer to the question how the work is going. A 202 says that it goes on (RFC 9110 section 15.3.3), unless
/// its body says otherwise; any other success without a status that is known is the result.
pub(super) fn state(answered: StatusCode, body: &Value) -> State {
    let word = |place: &&str| body.pointer(place).and_then(Value::as_str).filter(|word| !word.trim().is_empty());
    let status = PLACES.iter().find_map(word);
    // `google.longrunning.Operation` has no word, but `done`.
    let done = body.get("done").and_then(Value::as_bool).filter(|_| body.is_object());
    let accepted = answered == StatusCode::ACCEPTED;
    let plain = status.map(plain);
    let worked = plain.as_ref().is_some_and(|word| WORKED.contains(&&**word)) || done == Some(true);
    let goes_on = match (plain, done) {
        (Some(word), _) if ENDED.contains(&&*word) => false,
        (Some(word), _) if GOING_ON.contains(&&*word) => accepted || is_sure(&word),
        (_, Some(done)) => !done,
        (_, None) => accepted,
    };
    State { goes_on, worked, status: status.map(|word| word.trim().chars().take(MAX_STATUS).collect()) }
}

/// Some words for work that goes on are also what a finished thing is in: a new, open or active one.
fn is_sure(word: &str) -> bool {
    !matches!(word, "active" | "created" | "new" | "open" | "scheduled")
}

fn plain(word: &str) -> String {
    word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use serde_json::json;

    use super::state;

    #[test]
    fn what_is_said_of_work() {
        // Status, body, whether it goes on, and in which word.
        for (status, body, goes_on, word) in [
            (202, json!(null), true, None),
            (202, json!({"id": 1}), true, None),
            (202, json!({"status": "odd"}), true, Some("odd")),
            (202, json!({"status": "completed"}), false, Some("completed")),
            (200, json!({"status": "In_Progress"}), true, Some("In_Progress")),
            (200, json!({"status": "not started"}), true, Some("not started")),
            (200, json!({"state": "QUEUED"}), true, Some("QUEUED")),
            (200, json!({"properties": {"provisioningState": "Updating"}}), true, Some("Updating")),
            (200, json!({"status": {"state": "RUNNING"}}), true, Some("RUNNING")),
            (200, json!({"data": {"status": "pending"}}), true, Some("pending")),
            (200, json!({"status": "failed"}), false, Some("failed")),
            (200, json!({"status": "Canceled"}), false, Some("Canceled")),
            (200, json!({"status": "created"}), false, Some("created")),
            (202, json!({"status": "created"}), true, Some("created")),
            (200, json!({"status": "shipped"}), false, Some("shipped")),
            (200, json!({"status": 3}), false, None),
            (200, json!({"status": " "}), false, None),
            (200, json!({"done": false}), true, None),
            (200, json!({"done": true}), false, None),
            (202, json!({"done": true}), false, None),
            (200, json!([{"status": "running"}]), false, None),
            (200, json!("running"), false, None),
            (204, json!(null), false, None),
            (200, json!({"status": "é".repeat(100)}), false, Some(&*"é".repeat(60))),
        ] {
            let found = state(StatusCode::from_u16(status).unwrap(), &body);
            assert_eq!((found.goes_on, found.status.as_deref()), (goes_on, word), "{status} {body}");
        }
    }
}
