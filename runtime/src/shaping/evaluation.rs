//! Runs one program on one input, in the worker.

use jaq_core::{Ctx, Vars};
use jaq_json::{Val, read};
use jq::Data;

use super::frame::Outcome;
use super::message::bounded;
use super::output::{Output, Refused};
use crate::similar::nearest;

/// Longest message of an error, in characters.
const MAX_MESSAGE: usize = 500;

/// A program, and what to run it on.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) program: String,
    /// JSON text; none if the program is only to be compiled.
    pub(super) input: Option<Vec<u8>>,
    /// Most bytes of output.
    pub(super) limit: usize,
}

/// Compiles and runs. What the program asks for in time, memory and depth is not bounded here.
pub(super) fn evaluate(job: Job) -> Outcome {
    let filter = match jq::compile(&job.program, |word, names| nearest(word, names.iter().copied())) {
        Ok(filter) => filter,
        Err(mistakes) => return Outcome::Unfit(mistakes.into_iter().map(Into::into).collect()),
    };
    let Some(input) = job.input else { return Outcome::Values(0, Vec::new()) };
    let parsed = read::parse_single(&input);
    drop(input);
    let value = match parsed {
        Ok(value) => value,
        Err(error) => return Outcome::Failed(format!("the input is not JSON: {error}")),
    };
    let environment = Val::obj(jaq_json::Map::default());
    let context = Ctx::<Data>::new(&filter.lut, Vars::new([environment]));
    let mut output = Output::new(job.limit);
    for result in filter.id.run((context, value)) {
        let written = match result {
            Ok(value) => output.push(&value),
            Err(exception) => {
                let message = match exception.get_err().map(jaq_core::Error::into_val) {
                    Ok(Val::TStr(text)) => bounded(&String::from_utf8_lossy(&text), MAX_MESSAGE),
                    Ok(value) => bounded(&value, MAX_MESSAGE),
                    Err(_) => "halt ends nothing here".to_owned(),
                };
                return Outcome::Failed(message);
            }
        };
        match written {
            Ok(()) => {}
            Err(Refused::TooLong) => return Outcome::TooLong,
            Err(Refused::NotJson(why)) => return Outcome::Failed(why.to_owned()),
        }
    }
    let (outputs, json) = output.finish();
    Outcome::Values(outputs, json)
}
