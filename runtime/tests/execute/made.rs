//! APIs made of a few operations and what a blob says of them.

use contract::blob::Writer;
use runtime::{Api, Inbound, Operation};
use serde_json::{Value, json};

/// An API without credentials, leaked: tests end soon.
pub(crate) fn api(operations: &'static [&'static Operation], entries: &[Value]) -> &'static Api {
    let mut writer = Writer::default();
    let root = writer.value(&json!({"definitions": [], "operations": entries}));
    let document = |operation: &&Operation| index::Document { name: operation.name.to_owned(), ..Default::default() };
    let documents: Vec<_> = operations.iter().map(document).collect();
    let cards: Vec<_> = operations.iter().map(|operation| operation.name.to_owned()).collect();
    Box::leak(Box::new(Api {
        name: "made",
        title: "Made",
        version: "1",
        document: "00",
        server: "http://127.0.0.1:9",
        variables: &[],
        headers: &[],
        schemes: &[],
        inbound: Inbound::None,
        access: runtime::Access::PLAIN,
        tools: &[],
        operations,
        schemas: writer.finish(root).leak(),
        cards: contract::card::pack(&cards).leak(),
        index: index::build(&documents, &index::Wording::default()).unwrap().leak(),
    }))
}
