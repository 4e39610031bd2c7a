//! The binary files: schemas, cards and the search index. The schema blob is already in the plan.

use contract::blob::Blob;
use contract::{Entry, Schema, card, entries};

use crate::plan::Plan;
use crate::pointer::Pointer;
use crate::{Code, Data, Diagnostics};

/// Names of body fields that the index holds per operation.
const MAX_FIELDS: usize = 200;

/// Data, and how the index went.
pub(super) type Made = (Data, Result<Vec<u8>, index::Error>);

/// Makes cards and index at the same time; the data lacks the index.
pub(super) fn made(plan: &Plan) -> Made {
    std::thread::scope(|scope| {
        let index = scope.spawn(|| index(plan));
        let data = Data { schemas: plan.schemas.clone(), cards: cards(plan), index: Vec::new() };
        (data, index.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// The data with its index; an error leaves a diagnostic.
pub(super) fn reported((data, index): Made, diagnostics: &mut Diagnostics) -> Data {
    let index = index.unwrap_or_else(|error| {
        let help = "this is a bug of the generator; keep the document";
        diagnostics.add(Code::IndexFailed, &Pointer::default(), format!("the index: {error}"), help);
        Vec::new()
    });
    Data { index, ..data }
}

fn cards(plan: &Plan) -> Vec<u8> {
    let cards: Vec<String> = Blob::open(&plan.schemas).map(entries).into_iter().flatten().map(card::compact).collect();
    card::pack(&cards)
}

fn index(plan: &Plan) -> Result<Vec<u8>, index::Error> {
    let documents: Vec<index::Document> =
        Blob::open(&plan.schemas).map(entries).into_iter().flatten().map(document).collect();
    index::build(&documents, plan.language.as_deref())
}

fn document(entry: Entry<'_>) -> index::Document {
    let parameters = entry.parameters().map(|parameter| format!("{} {}", parameter.name(), parameter.description()));
    let mut fields = Vec::new();
    if let Some(body) = entry.body() {
        names(body.schema(), 2, &mut fields);
    }
    index::Document {
        name: entry.name().to_owned(),
        method: entry.method().as_str().to_owned(),
        path: entry.path().to_owned(),
        tag: entry.tag().to_owned(),
        summary: entry.summary().to_owned(),
        description: entry.description().to_owned(),
        parameters: parameters.collect::<Vec<_>>().join("\n"),
        body: fields.join("\n"),
        pagination: entry.pagination().unwrap_or_default().to_owned(),
        security: entry.security().collect::<Vec<_>>().join(" "),
        effect: entry.effect().as_str().to_owned(),
        deprecated: entry.deprecated(),
    }
}

/// Names and descriptions of a body's properties.
fn names(schema: Schema<'_>, depth: usize, found: &mut Vec<String>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let schema = schema.resolved();
    for (name, property) in schema.properties() {
        if found.len() >= MAX_FIELDS {
            return;
        }
        let described = property.text(contract::Keyword::Description).unwrap_or_default();
        found.push(format!("{name} {described}"));
        names(property, depth, found);
    }
    for part in schema.schemas(contract::Keyword::AllOf) {
        names(part, depth, found);
    }
}
