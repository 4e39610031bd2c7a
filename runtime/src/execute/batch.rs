//! Several calls in one: those that don't need each other at the same time, the others after what they need, and one
//! answer of all their bodies. Each call goes the way of a single one; nothing that takes an approval is sent.

mod check;
mod expansion;
mod file;
mod hole;
mod merged;
mod order;
mod read;
mod run;
mod sight;
mod sum;

pub use merged::Merged;
pub(super) use read::read;
pub(super) use run::run;

use super::call::Call;
use crate::Fault;
use crate::fault::pointer;
use hole::Hole;

/// Calls of one batch, those that `for_each` makes included.
const MAX_CALLS: usize = 100;

/// Calls that are under way at the same time, where the batch doesn't say.
const CONCURRENCY: usize = 4;

/// Most calls that are under way at the same time.
const MAX_CONCURRENCY: usize = 8;

/// A batch as an example, for whoever wrote one that can't be read.
pub(super) const EXAMPLE: &str = "{\"calls\":[{\"id\":\"a\",\"operation\":\"…\"},{\"for_each\":\".a.data[]\",\
     \"operation\":\"…\",\"params\":{\"id\":{\"$jq\":\".item.id\"}}}]}";

/// The calls of a batch.
///
/// ```json
/// {"calls": [
///   {"id": "syncs", "operation": "syncs.list", "pages": "all"},
///   {"id": "status", "for_each": ".syncs.data[] | select(.failing)", "operation": "syncs.status",
///    "params": {"id": {"$jq": ".item.id"}}}
/// ], "jq": ".status | group_by(.error)", "concurrency": 4}
/// ```
///
/// The programs of a call see the bodies of the calls before it by `id`, which is a call's position unless it has a name:
/// `."0"`. Each output of `for_each`, or each item of its only one, makes one call. A value `{"$jq": "…"}` in `params` or
/// `body` stands for the one output of its program, which sees `.item` besides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    members: Vec<Member>,
    concurrency: usize,
}

impl Batch {
    /// The operations that it names.
    pub(super) fn operations(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|member| member.call.operation.as_str())
    }
}

/// One of the calls, or as many as its `for_each` makes.
#[derive(Clone, Debug, Default, PartialEq)]
struct Member {
    id: String,
    for_each: Option<String>,
    call: Call,
    /// Values that programs give, in the order of `params` and `body`.
    holes: Vec<Hole>,
}

impl Member {
    /// Its programs that see other calls' bodies.
    fn programs(&self) -> impl Iterator<Item = &str> {
        self.for_each.as_deref().into_iter().chain(self.holes.iter().map(|hole| hole.program.as_str()))
    }

    fn is_fixed(&self) -> bool {
        self.programs().next().is_none()
    }
}

/// The place of a call in the arguments.
fn place(index: usize) -> String {
    pointer("/calls", &index.to_string())
}

/// The fault of one call as one of the batch.
fn within(index: usize, mut fault: Fault) -> Fault {
    let base = place(index);
    fault.path = Some(format!("{base}{}", fault.path.as_deref().unwrap_or_default()).into());
    let moved = |text: &str| text.starts_with("/params/") || text.starts_with("/body");
    fault.suggestion = fault.suggestion.map(|text| if moved(&text) { format!("{base}{text}").into() } else { text });
    for field in fault.details.iter_mut().flat_map(|details| &mut details.fields) {
        field.path = field.path.take().map(|path| format!("{base}{path}"));
    }
    fault
}
