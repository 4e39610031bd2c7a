//! What the search index holds of an operation, as text.

use contract::{Entry, Keyword, Schema};

use crate::plan::PlannedOperation;

/// Names of properties that the index holds of a body, and of answers.
const MOST_NAMES: usize = 200;
/// Values that it holds of a list of them, and of an operation.
const MOST_CHOICES: usize = 20;
const MOST_VALUES: usize = 100;
/// Schemas within one another that are looked into.
const DEPTH: usize = 2;

/// The text of an operation: what the runtime knows of it, and what else it was called in the document.
pub(super) fn document((entry, planned): (Entry<'_>, &PlannedOperation)) -> index::Document {
    let mut gathered = Gathered::default();
    let parameters: Vec<String> = entry
        .parameters()
        .map(|parameter| {
            gathered.choose(parameter.schema().resolved());
            format!("{} {}", parameter.name(), parameter.description())
        })
        .collect();
    if let Some(body) = entry.body() {
        gathered.properties(body.schema(), DEPTH);
    }
    let body = gathered.take_names(|(name, schema)| {
        let described = schema.text(Keyword::Description).unwrap_or_default();
        format!("{name} {described}")
    });
    let success = entry.answers().find(|answer| answer.status().starts_with(['2', 'd']));
    if let Some(schema) = success.and_then(contract::Answer::schema) {
        gathered.properties(schema, DEPTH + 1);
    }
    let answers = gathered.take_names(|(name, _)| name.to_owned());
    let id = planned.operation.operation_id.as_deref();
    index::Document {
        name: entry.name().to_owned(),
        other_names: id.into_iter().chain(entry.former_names()).collect::<Vec<_>>().join("\n"),
        aliases: planned.operation.aliases.join("\n"),
        method: entry.method().as_str().to_owned(),
        path: entry.path().to_owned(),
        tag: entry.tag().to_owned(),
        summary: entry.summary().to_owned(),
        description: entry.description().to_owned(),
        parameters: parameters.join("\n"),
        body,
        choices: gathered.choices.join(" "),
        answers,
        pagination: entry.pagination().unwrap_or_default().to_owned(),
        security: entry.security().chain(entry.scopes()).collect::<Vec<_>>().join(" "),
        effect: entry.effect().as_str().to_owned(),
        deprecated: entry.deprecated(),
    }
}

/// What schemas have in them.
#[derive(Default)]
struct Gathered<'a> {
    names: Vec<(&'a str, Schema<'a>)>,
    choices: Vec<&'a str>,
}

impl<'a> Gathered<'a> {
    /// The properties gathered so far, each as text in a line of its own.
    fn take_names(&mut self, text: impl Fn((&'a str, Schema<'a>)) -> String) -> String {
        std::mem::take(&mut self.names).into_iter().map(text).collect::<Vec<_>>().join("\n")
    }

    /// Gathers the properties of a schema, of its items and parts.
    fn properties(&mut self, schema: Schema<'a>, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let schema = schema.resolved();
        self.choose(schema);
        for (name, property) in schema.properties() {
            if self.names.len() >= MOST_NAMES {
                return;
            }
            self.names.push((name, property));
            self.properties(property, depth);
        }
        if let Some(items) = schema.schema(Keyword::Items) {
            self.properties(items, depth);
        }
        for keyword in [Keyword::AllOf, Keyword::OneOf, Keyword::AnyOf] {
            for part in schema.schemas(keyword) {
                self.properties(part, depth);
            }
        }
    }

    fn choose(&mut self, schema: Schema<'a>) {
        let room = MOST_VALUES.saturating_sub(self.choices.len()).min(MOST_CHOICES);
        self.choices.extend(schema.choices().take(room));
    }
}
