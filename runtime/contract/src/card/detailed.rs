//! The full card and its parts: as much as fits the tokens of an answer.

use super::block::{Block, Extent};
use super::facts::parameters;
use super::fit::cut;
use super::line::{Detail, Line};
use super::place::Found;
use super::shape::{Field, Side, description};
use super::{example, head, text};
use crate::{Answer, Entry, tokens};

/// How much a full card shows.
struct Plan {
    /// Parameters and body.
    request: Extent,
    /// The first success.
    answer: Extent,
    /// Characters of the description.
    prose: usize,
    /// Levels of the other answers' shapes.
    others: usize,
}

/// From rich to poor; the first that fits is taken.
const PLANS: [Plan; 10] = [
    plan(extent((4, 60), 300, 24), extent((4, 60), 160, 24), 6_000, 2),
    plan(extent((4, 60), 160, 24), extent((3, 40), 100, 12), 6_000, 1),
    plan(extent((4, 40), 120, 16), extent((3, 24), 60, 6), 6_000, 1),
    plan(extent((4, 40), 100, 12), extent((2, 24), 60, 6), 4_000, 0),
    plan(extent((3, 30), 80, 12), extent((2, 16), 40, 4), 2_000, 0),
    plan(extent((3, 20), 60, 8), extent((2, 12), 0, 4), 1_500, 0),
    plan(extent((2, 16), 60, 8), extent((1, 12), 0, 4), 1_000, 0),
    plan(extent((2, 10), 40, 6), extent((1, 8), 0, 4), 600, 0),
    plan(extent((1, 10), 40, 6), extent((0, 0), 0, 2), 400, 0),
    plan(extent((1, 4), 0, 4), extent((0, 0), 0, 2), 200, 0),
];

const fn plan(request: Extent, answer: Extent, prose: usize, others: usize) -> Plan {
    Plan { request, answer, prose, others }
}

const fn extent((depth, optional): (usize, usize), comment: usize, constants: usize) -> Extent {
    let named = if optional > 10 { 60 } else { 20 };
    Extent { depth, optional, named, comment, constants, allowance: 300 }
}

/// The richest full card that fits [`tokens::ANSWER`].
pub(super) fn full(entry: Entry<'_>) -> String {
    let texts = Texts {
        prose: head::prose(entry),
        parameters: parameters(entry),
        call: example::call(entry).map(|call| text::visible(&format!("{call:#}"))),
    };
    richest(|plan| card(entry, &texts, plan))
}

/// What is at one place, with its pointer.
pub(super) fn part(entry: Entry<'_>, place: &str, found: &Found<'_>) -> String {
    let title = format!("{} at {}", text::cut(&text::line(entry.name()), 160), text::quoted(&text::cut(place, 400)));
    richest(|plan| {
        // A part is where the listed values that a full card leaves out are looked up.
        let extent = Extent { constants: 10 * plan.request.constants, ..plan.request };
        let block = |side| Block::new(extent, side, place);
        match found {
            Found::Parameters(fields) => format!("{title}\n{}", block(Side::Request).fields(fields)),
            Found::Schema(schema, side) => {
                format!("{title}\n{}", block(*side).schema("", *schema, description(*schema)))
            }
        }
    })
}

fn richest(render: impl Fn(&Plan) -> String) -> String {
    let mut text = String::new();
    for plan in &PLANS {
        text = render(plan);
        if tokens::bound(&text) <= tokens::ANSWER {
            return text;
        }
    }
    cut(&text, tokens::ANSWER)
}

/// What does not change from plan to plan.
struct Texts<'a> {
    prose: String,
    parameters: Vec<Field<'a>>,
    call: Option<String>,
}

fn card(entry: Entry<'_>, texts: &Texts<'_>, plan: &Plan) -> String {
    let mut parts = vec![head::title(entry)];
    parts.push(text::sentences(&texts.prose, plan.prose).into_owned());
    if !texts.parameters.is_empty() {
        let block = Block::new(plan.request, Side::Request, "/params");
        parts.push(format!("params:\n{}", block.fields(&texts.parameters)));
    }
    parts.extend(entry.body().map(|body| {
        let block = Block::new(plan.request, Side::Request, "/body");
        block.schema(&format!("{}: ", head::body(body)), body.schema(), body.description())
    }));
    parts.extend(head::pages(entry));
    parts.extend(head::credentials(entry));
    parts.extend(answers(entry, plan));
    parts.extend(texts.call.as_ref().map(|call| format!("call:\n{call}")));
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

/// The first success opened, then one line for each further shape with all the statuses that share it.
fn answers(entry: Entry<'_>, plan: &Plan) -> Vec<String> {
    /// Answers that are looked at.
    const MOST: usize = 40;
    let mut parts = Vec::new();
    let mut rest: Vec<Answer<'_>> = entry.answers().take(MOST).collect();
    if let Some(first) = entry.answers().next().and_then(|answer| answer.schema().map(|schema| (answer, schema))) {
        let (answer, schema) = first;
        let label = format!("{}: ", head::answer(answer));
        parts.push(Block::new(plan.answer, Side::Answer, "/answer").schema(&label, schema, answer.description()));
        rest.remove(0);
    }
    while !rest.is_empty() {
        let shape = rest.first().and_then(|answer| answer.schema());
        let (alike, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(|answer| answer.schema() == shape);
        rest = others;
        parts.push(shared(&alike, plan));
    }
    parts
}

/// `answer 401, 404: { message: string }`, or what each means where there is no shape.
fn shared(alike: &[Answer<'_>], plan: &Plan) -> String {
    let statuses: Vec<_> = alike.iter().map(|answer| text::cut(&text::line(answer.status()), 12)).collect();
    let shape = alike.first().and_then(|answer| answer.schema());
    let shape = match shape {
        Some(schema) => {
            let detail = Detail { typed: 8, named: 0, allowance: 40, ..Detail::of(Side::Answer, plan.others) };
            Line::new(detail, "/answer", &[]).schema(schema)
        }
        None => "no content".to_owned(),
    };
    let meaning = match alike {
        [one] if plan.request.comment > 0 => text::summary(one.description(), plan.request.comment),
        _ => String::new(),
    };
    let comment = if meaning.is_empty() { meaning } else { format!("  // {meaning}") };
    format!("answer {}: {shape}{comment}", statuses.join(", "))
}
