//! The binary files: schemas, cards and the search index. The schema blob is already in the plan.

use contract::blob::Blob;
use contract::{card, entries};

use super::document::document;
use crate::plan::Plan;
use crate::pointer::Pointer;
use crate::{Code, Data, Diagnostics};

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
    let entries = Blob::open(&plan.schemas).map(entries).into_iter().flatten();
    let documents: Vec<index::Document> = entries.zip(&plan.operations).map(document).collect();
    index::build(&documents, &plan.wording)
}
