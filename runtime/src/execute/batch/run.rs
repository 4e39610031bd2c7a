//! Makes the calls of a batch, level by level.

use std::pin::Pin;
use std::time::Instant;

use futures_util::{StreamExt, stream};
use serde_json::{Map, Value, json};

use super::check::mistakes;
use super::expansion::{Expansion, expansion};
use super::merged::{Bodies, Merged, Place, object};
use super::order::{Turn, turns};
use super::sum::Sum;
use super::{Batch, MAX_CALLS, Member};
use crate::execute::call::Call;
use crate::execute::rendering::Room;
use crate::execute::reply::Reply;
use crate::execute::sending::deadline;
use crate::execute::shaped;
use crate::execute::{Answer, find, single};
use crate::{Caller, Code, Effect, Fault, Server};

/// Makes all calls that can be made, or says what is wrong with the batch.
pub(in crate::execute) async fn run(
    server: &Server,
    caller: &Caller,
    batch: &Batch,
    (jq, dry_run): (Option<&str>, bool),
) -> Result<Merged, Vec<Fault>> {
    let deadline = deadline(server, caller).1;
    let mut batch = batch.clone();
    let mistakes = mistakes((server, caller), &mut batch, jq, deadline).await;
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let caller = Caller { deadline: Some(deadline), ..caller.clone() };
    let changes = |member: &Member| {
        find(server, &member.call.operation).is_ok_and(|(operation, _)| operation.effect != Effect::Read)
    };
    let batch = &batch;
    let turns = turns(batch, |index| batch.members.get(index).is_some_and(changes));
    let mut running = Running {
        server,
        caller: &caller,
        batch,
        sum: Sum::new(caller.progress.clone()),
        deadline,
        bodies: batch.members.iter().map(|_| None).collect(),
        expanded: 0,
        left: server.limits.list_bytes,
        merged: Merged::default(),
    };
    if dry_run {
        return Ok(running.plans(&turns).await);
    }
    let levels = turns.iter().map(|turn| turn.level).max().unwrap_or(0);
    for level in 0..=levels {
        running.level(&turns, level).await;
    }
    Ok(running.finish(jq).await)
}

/// A batch under way.
struct Running<'a> {
    server: &'a Server,
    caller: &'a Caller,
    batch: &'a Batch,
    sum: Sum,
    deadline: Instant,
    /// Of each member, once it is done.
    bodies: Vec<Option<Bodies>>,
    /// Calls of the members so far.
    expanded: usize,
    /// Bytes that further answers may have.
    left: usize,
    merged: Merged,
}

/// A call to be made.
struct Unit<'a> {
    place: Place<'a>,
    call: Call,
}

type Sent<'a> = Pin<Box<dyn Future<Output = (Place<'a>, Result<Box<Reply>, Vec<Fault>>)> + Send + 'a>>;

impl<'a> Running<'a> {
    /// Makes the calls of one level, some at the same time.
    async fn level(&mut self, turns: &[Turn], level: usize) {
        let batch = self.batch;
        let mut units = Vec::new();
        for ((index, member), turn) in batch.members.iter().enumerate().zip(turns) {
            if turn.level == level {
                units.extend(self.units(index, member, turn).await);
            }
        }
        let (server, caller, deadline) = (self.server, self.caller, self.deadline);
        let sends: Vec<Sent<'a>> = units
            .into_iter()
            .map(|unit| {
                let caller = Caller { progress: self.sum.part(), ..caller.clone() };
                let send: Sent<'a> = Box::pin(send(server, caller, unit, deadline));
                send
            })
            .collect();
        let mut sends = stream::iter(sends).buffered(batch.concurrency.max(1));
        while let Some((place, answer)) = sends.next().await {
            let body = match answer {
                Ok(reply) => self.merged.take(place, *reply, self.left),
                Err(faults) => {
                    self.merged.lose(place, None, faults);
                    None
                }
            };
            self.left = self.left.saturating_sub(body.as_ref().map_or(0, String::len));
            self.keep(place, body);
        }
    }

    /// The calls that a member makes. What can't be made is noted.
    async fn units(&mut self, index: usize, member: &'a Member, turn: &Turn) -> Vec<Unit<'a>> {
        let place = Place { index, id: &member.id, item: None };
        let expanded = match self.expanded(member, turn, index).await {
            Ok(expanded) => expanded,
            Err(fault) => {
                self.merged.lose(place, None, vec![fault]);
                self.put(index, Bodies::Lost);
                return Vec::new();
            }
        };
        self.expanded += expanded.count;
        self.put(
            index,
            if member.for_each.is_some() { Bodies::Each(vec![None; expanded.count]) } else { Bodies::Lost },
        );
        let mut units = Vec::new();
        for (position, call) in expanded.calls.into_iter().enumerate() {
            let place = Place { item: member.for_each.as_ref().map(|_| position), ..place };
            match call {
                Ok(call) => units.push(Unit { place, call }),
                Err(fault) => self.merged.lose(place, None, vec![fault]),
            }
        }
        units
    }

    async fn expanded(&self, member: &Member, turn: &Turn, index: usize) -> Result<Expansion, Fault> {
        let lost = |index: &&usize| matches!(self.bodies.get(**index), Some(Some(Bodies::Lost)));
        if let Some(other) = turn.needs.iter().find(lost).and_then(|index| self.batch.members.get(*index)) {
            let message = format!("not made: the call {} before it, whose body it needs, failed", other.id);
            return Err(Fault::new(Code::InvalidValue, message).suggesting("mend that call first"));
        }
        let bodies = object(self.batch, &self.bodies, turn.needs.iter().copied());
        let expansion = expansion(self.server, member, &bodies, shaped::turn(self.caller, self.deadline)).await?;
        // Each of the others is one call at least.
        let others = self.bodies.iter().enumerate().filter(|(other, body)| *other != index && body.is_none()).count();
        let room = MAX_CALLS.saturating_sub(self.expanded + others);
        if expansion.count > room {
            let message = format!(
                "not made: for_each gives {} calls, and {room} are left of the {MAX_CALLS} that a batch can make",
                expansion.count
            );
            let fault = Fault::new(Code::InvalidValue, message).at("/for_each");
            return Err(fault.suggesting("select fewer items, or take some with limit and the others in another batch"));
        }
        Ok(expansion)
    }

    fn put(&mut self, index: usize, bodies: Bodies) {
        if let Some(place) = self.bodies.get_mut(index) {
            *place = Some(bodies);
        }
    }

    fn keep(&mut self, place: Place<'_>, body: Option<String>) {
        let Some(body) = body else { return };
        match (self.bodies.get_mut(place.index), place.item) {
            (Some(Some(Bodies::Each(bodies))), Some(item)) => {
                if let Some(place) = bodies.get_mut(item) {
                    *place = Some(body);
                }
            }
            (Some(bodies), _) => *bodies = Some(Bodies::One(body)),
            (None, _) => {}
        }
    }

    /// What would be sent, as far as it can be told.
    async fn plans(mut self, turns: &[Turn]) -> Merged {
        for ((index, member), turn) in self.batch.members.iter().enumerate().zip(turns) {
            let plan = if member.is_fixed() {
                let call = Call { dry_run: true, ..member.call.clone() };
                match single(self.server, self.caller, call).await {
                    Ok(answer) => answer.render(Room::of(&self.server.limits).length()),
                    Err(faults) => crate::render(&faults),
                }
            } else {
                let needs = turn.needs.iter().filter_map(|need| self.batch.members.get(*need));
                let needs: Vec<&str> = needs.map(|member| member.id.as_str()).collect();
                json!({"unknown": "its arguments come from other calls", "after": needs}).to_string()
            };
            self.put(index, Bodies::One(plan));
        }
        Merged::planned(object(self.batch, &self.bodies, 0..self.bodies.len()))
    }

    async fn finish(mut self, jq: Option<&str>) -> Merged {
        let body = object(self.batch, &self.bodies, 0..self.bodies.len());
        let is_empty = self.bodies.iter().all(|bodies| matches!(bodies, None | Some(Bodies::Lost)));
        match jq.filter(|_| !is_empty) {
            None => self.merged.finish(body, None),
            Some(program) => {
                match self.server.shaper.shape(program, &body, shaped::turn(self.caller, self.deadline)).await {
                    Ok(shaped) => self.merged.finish(shaped.json, Some(Ok(shaped.outputs))),
                    Err(fault) => self.merged.finish(body, Some(Err(fault))),
                }
            }
        }
        self.merged
    }
}

async fn send<'a>(
    server: &Server,
    caller: Caller,
    unit: Unit<'a>,
    deadline: Instant,
) -> (Place<'a>, Result<Box<Reply>, Vec<Fault>>) {
    let Unit { place, call } = unit;
    if Instant::now() >= deadline {
        let fault = Fault::new(Code::Timeout, "not made: the time for the whole batch is over");
        return (place, Err(vec![fault.suggesting("make fewer calls in one batch")]));
    }
    let alone = alone(&call);
    let answer = match single(server, &caller, call).await {
        Ok(Answer::Sent(reply)) => Ok(Box::new(reply.waiting(server.limits.response_bytes))),
        Ok(Answer::Held(_)) => {
            let message = "not made: the call takes an approval, and a batch makes no such calls";
            let mut fault = Fault::new(Code::ApprovalNeeded, message).suggesting("make this call alone");
            fault.details_mut().corrected = Some(alone);
            Err(vec![fault])
        }
        Ok(Answer::Planned(_) | Answer::Merged(_)) => Err(vec![Fault::new(Code::Internal, "the call was not made")]),
        Err(faults) => Err(faults),
    };
    (place, answer)
}

/// The arguments of `execute` that make a call alone.
fn alone(call: &Call) -> Value {
    let mut arguments = Map::new();
    arguments.insert("operation".to_owned(), json!(call.operation));
    arguments.insert("params".to_owned(), json!(call.params));
    arguments.extend(call.body.iter().map(|body| ("body".to_owned(), body.clone())));
    arguments.extend(call.content_type.iter().map(|content_type| ("content_type".to_owned(), json!(content_type))));
    Value::Object(arguments)
}
