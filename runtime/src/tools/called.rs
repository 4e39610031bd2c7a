//! A call of an operation, by `execute` or by a curated tool.

use rmcp::model::JsonObject;
use serde_json::{Map, Value};

use super::curated::{self, Telling};
use crate::execute::{Answer, Call, correct, correct_curated};
use crate::{Api, Caller, CuratedTool, Fault, Server};

/// The arguments of `execute`, and the curated tool that made them.
pub(super) struct Called<'a> {
    given: &'a JsonObject,
    curated: Option<Curated>,
}

struct Curated {
    tool: &'static CuratedTool,
    arguments: Map<String, Value>,
    /// What is wrong with the tool's own arguments.
    faults: Vec<Fault>,
}

impl<'a> Called<'a> {
    /// A call of the tool of that name, which is `execute` where it isn't curated.
    pub(super) fn new(api: &Api, name: &str, given: &'a JsonObject) -> Self {
        let curated = curated::find(api, name).map(|tool| {
            let (arguments, faults) = curated::arguments(tool, given);
            Curated { tool, arguments, faults }
        });
        Self { given, curated }
    }

    /// Whether it is `execute` itself: its operation was looked for.
    pub(super) fn is_of_execute(&self) -> bool {
        self.curated.is_none()
    }

    /// What to call. With mistakes in the tool's own arguments it is checked and not sent.
    pub(super) fn call(&self) -> Result<Call, Vec<Fault>> {
        let Some(curated) = &self.curated else { return Call::from_arguments(self.given) };
        let mut call = Call::from_arguments(&curated.arguments)?;
        call.mistakes.extend(curated.faults.iter().cloned());
        Ok(call)
    }

    /// What came of it, in words that whoever made the call can act on.
    pub(super) fn told(
        &self,
        (server, caller): (&Server, &Caller),
        done: Result<Answer, Vec<Fault>>,
    ) -> Result<Answer, Vec<Fault>> {
        let Some(Curated { tool, faults: own, .. }) = &self.curated else {
            return done.map_err(|faults| correct((server, caller), self.given, faults));
        };
        let telling = Telling { tool, own };
        match done {
            Ok(mut answer) => {
                telling.answer(&mut answer);
                Ok(answer)
            }
            Err(faults) => {
                let called = |given: &JsonObject| {
                    let (arguments, faults) = curated::arguments(tool, given);
                    faults.is_empty().then_some(arguments)
                };
                let faults = telling.faults(faults);
                Err(correct_curated((server, caller), (tool.operation, self.given), faults, &called))
            }
        }
    }
}
