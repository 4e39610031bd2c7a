//! An API out of its data alone: it can be searched, and its operations looked at, but not called.

use contract::blob::Blob;
use contract::{Entry, entries};

use crate::{Access, Api, Inbound, Operation};

/// The binary files of a generated crate.
#[derive(Clone, Debug, Default)]
pub struct ApiData {
    /// The schema blob ([`contract::blob`]).
    pub schemas: Vec<u8>,
    /// The compact cards ([`contract::card`]).
    pub cards: Vec<u8>,
    /// The search index (crate `index`).
    pub index: Vec<u8>,
}

impl Api {
    /// An API whose operations have no handlers, for those who measure search on documents that no crate was generated
    /// from. It is never freed, as generated ones aren't. None, where the schemas are of another version.
    pub fn bare(name: &str, data: ApiData) -> Option<&'static Self> {
        let schemas = leaked(data.schemas.into_boxed_slice());
        let entries = entries(Blob::open(schemas)?);
        let operations: Vec<&'static Operation> = entries.map(|entry| leaked(Box::new(operation(entry)))).collect();
        Some(leaked(Box::new(Self {
            name: leaked(name.to_owned().into_boxed_str()),
            title: "An API",
            version: "",
            document: "",
            server: "http://127.0.0.1",
            variables: &[],
            headers: &[],
            schemes: &[],
            inbound: Inbound::None,
            access: Access::PLAIN,
            tools: &[],
            operations: leaked(operations.into_boxed_slice()),
            schemas,
            cards: leaked(data.cards.into_boxed_slice()),
            index: leaked(data.index.into_boxed_slice()),
        })))
    }
}

fn operation(entry: Entry<'static>) -> Operation {
    Operation {
        name: entry.name(),
        method: entry.method(),
        path: entry.path(),
        tag: entry.tag(),
        effect: entry.effect(),
        security: &[],
        pagination: None,
        handler: |_, _| {},
    }
}

fn leaked<T: ?Sized>(value: Box<T>) -> &'static T {
    Box::leak(value)
}
