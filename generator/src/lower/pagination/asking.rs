//! What can ask an operation for a page: parameters in the query and, where a call only looks, members of its JSON body.

use contract::media::Kind;
use contract::{Effect, Location};
use serde_json::Value;

use super::members::{Members, is_scalar, properties, resolve, takes_date, takes_integer};
use super::vocabulary::{CURSOR_PARAMETERS, FILTER_PARAMETERS, LOOKING, MAKING, RANGE_ENDS, RETRIEVING};
use crate::api::Operation;
use crate::pointer::Pointer;
use crate::words::{run_together, words};

/// One of them.
pub(super) struct Asking<'o> {
    /// Its name, words run together.
    name: String,
    /// As pagination names it: `after`, `/body/after`.
    pub(super) argument: String,
    /// Where it stands in the document.
    pub(super) place: Pointer,
    in_body: bool,
    schema: &'o Value,
}

impl Asking<'_> {
    pub(super) fn is_integer(&self, members: &Members<'_>) -> bool {
        takes_integer(self.schema, members.definitions)
    }
}

/// All of an operation, those of the query first.
pub(super) fn asking<'o>(operation: &'o Operation, members: &Members<'o>) -> Vec<Asking<'o>> {
    let query = operation.parameters.iter().filter(|parameter| parameter.location == Location::Query);
    let mut all: Vec<Asking<'o>> = query
        .map(|parameter| Asking {
            name: run_together(&parameter.name),
            argument: parameter.name.clone(),
            place: parameter.pointer.clone(),
            in_body: false,
            schema: &parameter.schema,
        })
        .collect();
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let json = contents.filter(|_| looks(operation)).find(|content| Kind::of(&content.media_type) == Kind::Json);
    if let Some(json) = json {
        let (schema, place) = resolve(&json.schema, &json.place, members.definitions);
        let found: Vec<Asking<'o>> = properties(schema, &place, members.definitions)
            .into_iter()
            .map(|(name, place, schema)| Asking {
                argument: Pointer::new("/body").join(&name).as_str().to_owned(),
                name: run_together(&name),
                place,
                in_body: true,
                schema,
            })
            .collect();
        let is_range = found.iter().any(|member| RANGE_ENDS.contains(&member.name.as_str()));
        let begins_range = |member: &Asking<'_>| is_range && matches!(member.name.as_str(), "from" | "start");
        all.extend(found.into_iter().filter(|member| !begins_range(member)));
    }
    all
}

/// Whether a call only looks, by its effect or by how it is called: `POST /contacts/search`.
fn looks(operation: &Operation) -> bool {
    let is = |list: &[&str], word: &String| list.contains(&word.trim_end_matches('s')) || list.contains(&word.as_str());
    let last = operation.path.rsplit('/').find(|segment| !segment.contains('{')).unwrap_or_default();
    let (path, id) = (words(last), words(operation.operation_id.as_deref().unwrap_or_default()));
    let summary = words(&operation.summary).into_iter().next();
    match operation.effect {
        Effect::Read => true,
        Effect::Destructive => false,
        Effect::Write => {
            let makes = id.iter().chain(&path).chain(&summary).any(|word| is(&MAKING, word));
            let looking = |word: &&String| LOOKING.contains(&word.as_str());
            // At the end of a name `list` is a thing: `joinList`.
            let of_id = id.first().into_iter().chain(id.last().filter(|word| *word != "list"));
            let by_name = path.iter().chain(of_id).any(|word| looking(&word));
            !makes && (by_name || summary.is_some_and(|word| is(&LOOKING, &word) || is(&RETRIEVING, &word)))
        }
    }
}

/// What takes the cursor from a member of this name: of several the one in the query, the one that is called alike, and
/// one that pages before one that filters as often.
pub(super) fn cursor<'a, 'o>(all: &'a [Asking<'o>], members: &Members<'_>, next: &str) -> Option<&'a Asking<'o>> {
    let next = next.trim_start_matches("next");
    let fits = |asking: &&Asking<'o>| {
        let known = CURSOR_PARAMETERS.contains(&asking.name.as_str());
        let takes_text = !asking.in_body || is_scalar(asking.schema, members.definitions);
        known && takes_text && !takes_date(asking.schema, members.definitions)
    };
    all.iter().filter(fits).min_by_key(|asking| {
        let name = asking.name.as_str();
        let alike = !next.is_empty() && (next.ends_with(name) || name.ends_with(next));
        (asking.in_body, !alike, FILTER_PARAMETERS.contains(&name))
    })
}

/// The first of one of the names.
pub(super) fn named<'a, 'o>(all: &'a [Asking<'o>], names: &[&str]) -> Option<&'a Asking<'o>> {
    all.iter().find(|asking| names.contains(&asking.name.as_str()))
}
