//! Everything about one operation, or one part of it.

use contract::{card, tokens};

use super::SearchRequest;
use crate::fault::quoted;
use crate::{Catalog, Code, Fault};

/// The full card of the operation asked for, or the part of it that is to be opened.
pub(super) fn text(catalog: &Catalog, request: &SearchRequest) -> Result<String, Fault> {
    let Some(name) = request.operation.as_deref() else {
        let message = "at opens a part of one operation: name it";
        return Err(Fault::new(Code::MissingArgument, message).at("/operation").expecting("string"));
    };
    let found = catalog.find(name).and_then(|ordinal| Some((catalog.operation(ordinal)?, catalog.entry(ordinal)?)));
    let (operation, entry) = found.ok_or_else(|| unknown(catalog, name))?;
    if let Some(fault) = catalog.denied(operation) {
        return Err(fault);
    }
    let text = match request.at.as_deref() {
        None => card::full(entry),
        Some(at) => card::part(entry, at).map_err(|message| Fault::new(Code::InvalidValue, message).at("/at"))?,
    };
    let mut lines = Vec::new();
    if operation.name != name {
        lines.push(format!("hint: {} is now called {}", quoted(name), operation.name));
    }
    if !request.queries.is_empty() {
        lines.push("hint: queries were left out, because operation asks for one card only".to_owned());
    }
    lines.extend(text.lines().map(str::to_owned));
    while tokens::bound(&lines.join("\n")) > tokens::ANSWER {
        lines.pop();
    }
    Ok(lines.join("\n"))
}

fn unknown(catalog: &Catalog, name: &str) -> Fault {
    let nearest = catalog.nearest(name);
    let message = format!("no operation is called {}; search for it with queries", quoted(name));
    let fault = Fault::new(Code::UnknownOperation, message).at("/operation");
    match nearest.first() {
        Some(first) => fault.suggesting(*first).allowing(nearest),
        None => fault,
    }
}
