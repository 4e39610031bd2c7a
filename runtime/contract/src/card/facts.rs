//! The lines of a compact card.

use super::fit::Room;
use super::line::{Detail, Line};
use super::shape::{Field, Side};
use super::{example, head, text};
use crate::{Answer, Entry};

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

    /// The card that shows as much as there is room for.
    pub(super) fn card(&self, room: &Room) -> String {
        let mut lines = vec![self.title.clone()];
        if room.prose > 0 && !self.prose.is_empty() {
            lines.push(text::sentences(&self.prose, room.prose).into_owned());
        }
        let mut closed = Vec::new();
        lines.extend(self.params(room, &mut closed));
        lines.extend(self.body(room, &mut closed));
        if let ([first, ..], true) = (closed.as_slice(), room.outlook) {
            lines.push(format!("{{…}} opens with at {}", text::quoted(first)));
        }
        lines.extend(self.notes.iter().cloned());
        lines.extend(self.answer.filter(|_| room.outlook).map(|answer| answer_line(answer, room.answer)));
        lines.push(match self.call.as_ref().filter(|_| room.example) {
            Some(call) => format!("call: {call}"),
            None => format!("call: see operation {}", text::quoted(self.entry.name())),
        });
        lines.join("\n")
    }

    fn params(&self, room: &Room, closed: &mut Vec<String>) -> Option<String> {
        let mut line = Line::new(room.arguments, "/params", &[]);
        let fields = line.fields(&self.parameters);
        closed.append(&mut line.closed);
        (!self.parameters.is_empty()).then(|| format!("params: {fields}"))
    }

    fn body(&self, room: &Room, closed: &mut Vec<String>) -> Option<String> {
        let body = self.entry.body()?;
        let mut line = Line::new(room.arguments, "/body", &[]);
        let schema = line.schema(body.schema());
        closed.append(&mut line.closed);
        Some(format!("{}: {schema}", head::body(body)))
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
