//! The lines of a compact card.

use super::fit::Room;
use super::line::{Detail, Line};
use super::shape::{Field, Side};
use super::{example, head, text};
use crate::{Answer, Entry, tokens};

/// What does not change from step to step.
pub(super) struct Facts<'a> {
    entry: Entry<'a>,
    title: String,
    prose: String,
    /// Pages and credentials.
    notes: Vec<String>,
    /// The example call.
    call: Option<String>,
    parameters: Vec<Field<'a>>,
    answer: Option<Answer<'a>>,
}

impl<'a> Facts<'a> {
    /// The facts of one operation.
    pub(super) fn of(entry: Entry<'a>) -> Self {
        let success = |answer: &Answer<'_>| !answer.status().starts_with(['1', '3', '4', '5']);
        Self {
            entry,
            title: head::title(entry),
            prose: head::prose(entry),
            notes: head::pages(entry).into_iter().chain(head::credentials(entry)).collect(),
            call: example::call(entry).map(|call| text::visible(&call.to_string())),
            parameters: parameters(entry),
            answer: entry.answers().next().filter(success),
        }
    }

    /// Parameters and body, and what can be opened of them.
    fn arguments(&self, detail: Detail) -> Arguments {
        let mut closed = Vec::new();
        let params = self.params(detail, &mut closed);
        let body = self.body(detail, &mut closed);
        let lines = params.into_iter().chain(body).map(tokens::Line::new).collect();
        let opens = closed.first().map(|first| format!("{{…}} opens with at {}", text::quoted(first)));
        Arguments { detail, lines, opens: opens.map(tokens::Line::new) }
    }

    fn params(&self, detail: Detail, closed: &mut Vec<String>) -> Option<String> {
        let mut line = Line::new(detail, "/params", &[]);
        let fields = line.fields(&self.parameters);
        closed.append(&mut line.closed);
        (!self.parameters.is_empty()).then(|| format!("params: {fields}"))
    }

    fn body(&self, detail: Detail, closed: &mut Vec<String>) -> Option<String> {
        let body = self.entry.body()?;
        let mut line = Line::new(detail, "/body", &[]);
        let schema = line.schema(body.schema());
        closed.append(&mut line.closed);
        Some(format!("{}: {schema}", head::body(body)))
    }
}

/// Parameters and body in one detail.
struct Arguments {
    detail: Detail,
    lines: Vec<tokens::Line>,
    opens: Option<tokens::Line>,
}

/// Cards of one operation in more or less detail. What two of them have in common is written and priced once.
pub(super) struct Cards<'a> {
    facts: Facts<'a>,
    title: tokens::Line,
    notes: Vec<tokens::Line>,
    /// The example call, and what stands in its place.
    calls: [Option<tokens::Line>; 2],
    prose: Vec<(usize, tokens::Line)>,
    arguments: Vec<Arguments>,
    answers: Vec<(usize, tokens::Line)>,
}

impl<'a> Cards<'a> {
    /// Of the facts of one operation.
    pub(super) fn new(facts: Facts<'a>) -> Self {
        let call = facts.call.as_ref().map(|call| tokens::Line::new(format!("call: {call}")));
        let named = tokens::Line::new(format!("call: see operation {}", text::quoted(facts.entry.name())));
        Self {
            title: tokens::Line::new(facts.title.clone()),
            notes: facts.notes.iter().cloned().map(tokens::Line::new).collect(),
            calls: [call, Some(named)],
            prose: Vec::new(),
            arguments: Vec::new(),
            answers: Vec::new(),
            facts,
        }
    }

    /// The card that shows as much as there is room for, as lines.
    pub(super) fn card(&mut self, room: &Room) -> Vec<&tokens::Line> {
        self.write(room);
        let arguments = self.arguments.iter().find(|arguments| arguments.detail == room.arguments);
        let prose = self.prose.iter().find(|(most, _)| *most == room.prose).map(|(_, line)| line);
        let answer = self.answers.iter().find(|(depth, _)| *depth == room.answer).map(|(_, line)| line);
        let [call, named] = &self.calls;
        std::iter::once(&self.title)
            .chain(prose)
            .chain(arguments.into_iter().flat_map(|arguments| &arguments.lines))
            .chain(arguments.and_then(|arguments| arguments.opens.as_ref()).filter(|_| room.outlook))
            .chain(&self.notes)
            .chain(answer.filter(|_| room.outlook))
            .chain(call.as_ref().filter(|_| room.example).or(named.as_ref()))
            .collect()
    }

    /// Writes the parts that were not written before.
    fn write(&mut self, room: &Room) {
        let Room { answer, prose, arguments, .. } = *room;
        let known = self.prose.iter().any(|(most, _)| *most == prose);
        if !known && prose > 0 && !self.facts.prose.is_empty() {
            let line = text::sentences(&self.facts.prose, prose).into_owned();
            self.prose.push((prose, tokens::Line::new(line)));
        }
        if !self.arguments.iter().any(|known| known.detail == arguments) {
            self.arguments.push(self.facts.arguments(arguments));
        }
        let known = self.answers.iter().any(|(depth, _)| *depth == answer);
        if let Some(declared) = self.facts.answer.filter(|_| !known) {
            self.answers.push((answer, tokens::Line::new(answer_line(declared, answer))));
        }
    }
}

/// The arguments under `params`, required ones first.
pub(super) fn parameters(entry: Entry<'_>) -> Vec<Field<'_>> {
    let mut fields: Vec<_> = entry.parameters().map(Field::of).collect();
    fields.sort_by_key(|field| !field.required);
    fields
}

fn answer_line(answer: Answer<'_>, depth: usize) -> String {
    let label = head::answer(answer);
    let Some(schema) = answer.schema() else {
        return if answer.media_type().is_some() { label } else { format!("{label}: no content") };
    };
    let detail = Detail { typed: 8, named: 0, constants: 4, allowance: 60, ..Detail::of(Side::Answer, depth) };
    format!("{label}: {}", Line::new(detail, "/answer", &[]).schema(schema))
}
