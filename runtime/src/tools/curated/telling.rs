//! Faults of a call of `execute` in the words of the curated tool that made it.

use crate::execute::Answer;
use crate::fault::{pointer, quoted};
use crate::{Blame, Code, CuratedTool, Fault, ToolArgument};

/// Tells of a call what its caller can know: the tool, and the tool's arguments.
pub(in crate::tools) struct Telling<'t> {
    pub(in crate::tools) tool: &'static CuratedTool,
    /// What was wrong with the tool's own arguments.
    pub(in crate::tools) own: &'t [Fault],
}

impl Telling<'_> {
    /// The faults of a call that wasn't sent: the tool's own first, and each of them once.
    pub(in crate::tools) fn faults(&self, faults: Vec<Fault>) -> Vec<Fault> {
        let others = faults.into_iter().filter(|fault| !self.own.contains(fault)).filter_map(|mut fault| {
            self.tell(&mut fault);
            (!self.is_said(&fault)).then_some(fault)
        });
        self.own.iter().cloned().chain(others).collect()
    }

    /// The same for what went wrong after the call was sent.
    pub(in crate::tools) fn answer(&self, answer: &mut Answer) {
        answer.faults_mut().for_each(|fault| self.tell(fault));
        let operation = self.tool.operation;
        answer.narrowed_by(format!("narrow with other arguments, or call {operation} with execute, which takes jq"));
    }

    /// Whether a missing argument is one that the tool itself misses, perhaps under another name.
    fn is_said(&self, fault: &Fault) -> bool {
        let named = |own: &Fault| {
            let meant = own.suggestion.as_deref().map(|name| pointer("", name));
            own.path == fault.path || meant.as_deref() == fault.path.as_deref()
        };
        fault.code == Code::MissingArgument && fault.path.is_some() && self.own.iter().any(named)
    }

    fn tell(&self, fault: &mut Fault) {
        if let Some(path) = fault.path.take() {
            match self.place(&path) {
                Some((argument, "")) if fault.code == Code::MissingArgument => {
                    fault.message = format!("the argument {} is required", quoted(argument.name));
                    fault.path = Some(pointer("", argument.name).into());
                }
                Some((argument, rest)) => fault.path = Some((pointer("", argument.name) + rest).into()),
                None if &*path == "/approval" => fault.path = Some(path),
                None => self.at_none(&path, fault),
            }
        }
        let fields = fault.details.as_deref_mut().map(|details| &mut details.fields);
        for field in fields.into_iter().flatten() {
            let place = field.path.as_deref().and_then(|path| self.place(path));
            field.path = place.map(|(argument, rest)| pointer("", argument.name) + rest);
        }
    }

    /// A fault of what the caller doesn't give: a fixed value, the jq program, or a body that nothing was given for.
    fn at_none(&self, path: &str, fault: &mut Fault) {
        let within: Vec<&str> = self
            .tool
            .arguments
            .iter()
            .filter(|argument| below(argument.target, path).is_some())
            .map(|argument| argument.name)
            .collect();
        if !within.is_empty() {
            fault.message = format!("{}; it is made of the tool's arguments", fault.message);
            fault.allowed = within.into_iter().map(str::to_owned).collect();
        } else if fault.blame == Blame::Caller && path != "/operation" {
            fault.blame = Blame::Server;
            fault.message = format!("{} sets {path} itself: {}", self.tool.name, fault.message);
        }
    }

    /// The argument that gives what stands at a path, and the rest of the path.
    fn place<'p>(&self, path: &'p str) -> Option<(&'static ToolArgument, &'p str)> {
        let found = self.tool.arguments.iter().filter_map(|argument| Some((argument, below(path, argument.target)?)));
        found.max_by_key(|(argument, _)| argument.target.len())
    }
}

/// What follows of a path after another that leads there.
fn below<'p>(path: &'p str, outer: &str) -> Option<&'p str> {
    path.strip_prefix(outer).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}
