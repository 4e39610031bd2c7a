//! What is wrong with a batch as far as it can be told before anything is sent.

use std::time::Instant;

use super::hole::explains;
use super::sight::unseen;
use super::{Batch, EXAMPLE, Member, expansion, within};
use crate::execute::loading::Loading;
use crate::execute::shaped::turn;
use crate::execute::{allowed, check, find, loaded};
use crate::{Caller, Code, Fault, Server};

/// Every mistake of every call. What depends on values that are not there yet is checked once they are. The files that a call
/// names are put into it, so that what is sent is what was checked.
pub(super) async fn mistakes(
    (server, caller): (&Server, &Caller),
    batch: &mut Batch,
    jq: Option<&str>,
    deadline: Instant,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let turn = turn(caller, deadline);
    let mut loading = Loading::new(server, caller);
    let ids: Vec<String> = batch.members.iter().map(|member| member.id.clone()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    for (index, member) in batch.members.iter_mut().enumerate() {
        let mut own = match load(&mut loading, member).await {
            Ok(()) => check(server, caller, member.call.clone()).await.err().unwrap_or_default(),
            Err(faults) => faults,
        };
        own.retain(|fault| !explains(&member.holes, fault));
        let refused = find(server, &member.call.operation)
            .ok()
            .and_then(|(operation, _)| allowed(server, operation, caller).err());
        own.extend(refused);
        own.extend(unvaried(member));
        let places =
            member.for_each.iter().map(|_| "/for_each").chain(member.holes.iter().map(|hole| hole.path.as_str()));
        let mut compiled = true;
        for (program, place) in member.programs().zip(places) {
            if let Err(fault) = server.shaper.check(program, turn).await {
                compiled = false;
                own.push(fault.at(place));
                continue;
            }
            let (before, after) = ids.split_at_checked(index).unwrap_or_default();
            // A value sees the item besides.
            let item = (place != "/for_each").then_some("item");
            let before: Vec<&str> = before.iter().copied().chain(item).collect();
            own.extend(unseen(program, &before, after).map(|fault| fault.at(place)));
        }
        if compiled && !member.is_fixed() {
            // Together they may be too long.
            own.extend(server.shaper.check(&expansion::program(member), turn).await.err());
        }
        faults.extend(own.into_iter().map(|fault| within(index, fault)));
    }
    if let Some(program) = jq {
        faults.extend(server.shaper.check(program, turn).await.err());
    }
    faults
}

/// A `for_each` whose calls would all be the same: what was to differ was written in another way than `$jq`.
fn unvaried(member: &Member) -> Option<Fault> {
    if member.for_each.is_none() || !member.holes.is_empty() {
        return None;
    }
    let message = "for_each would make the same call for every item: no value in params or body is {\"$jq\": …}";
    Some(Fault::new(Code::InvalidValue, message).at("/for_each").suggesting(EXAMPLE))
}

/// Where values are missing yet, files are read once those are there. A call that takes an approval isn't made: it is given
/// back as it came.
async fn load(loading: &mut Loading<'_>, member: &mut Member) -> Result<(), Vec<Fault>> {
    let server = loading.server;
    let asks = |(operation, _)| server.policy.approvals.is_some() && server.api().access.asks(operation);
    if member.holes.is_empty() && !find(server, &member.call.operation).is_ok_and(asks) {
        member.call = loaded(loading, member.call.clone()).await?;
    }
    Ok(())
}
