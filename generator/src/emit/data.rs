//! The binary files: cards and the search index. The schema blob is already in the plan.

use contract::blob::Blob;
use contract::{Entry, Schema, card, entries};

use crate::plan::Plan;
use crate::pointer::Pointer;
use crate::{Code, Diagnostics};

/// Names of body fields that the index holds per operation.
const MAX_FIELDS: usize = 200;

pub(super) fn cards(plan: &Plan) -> Vec<u8> {
    let cards: Vec<String> = Blob::open(&plan.schemas).map(entries).into_iter().flatten().map(card::compact).collect();
    card::pack(&cards)
}

pub(super) fn index(plan: &Plan) -> Result<Vec<u8>, index::Error> {
    let documents: Vec<index::Document> =
        Blob::open(&plan.schemas).map(entries).into_iter().flatten().map(document).collect();
    index::build(&documents, plan.language.as_deref())
}

/// The bytes of an index; an error leaves a diagnostic.
pub(super) fn reported(index: Result<Vec<u8>, index::Error>, diagnostics: &mut Diagnostics) -> Vec<u8> {
    match index {
        Ok(bytes) => bytes,
        Err(error) => {
            let help = "this is a bug of the generator; keep the document";
            diagnostics.add(Code::IndexFailed, &Pointer::default(), format!("the index: {error}"), help);
            Vec::new()
        }
    }
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
