//! Where operations take an idempotency key: a header named like `Idempotency-Key`
//! (draft-ietf-httpapi-idempotency-key-header), a member of the request body that is one by its name, or what vendor.toml
//! says. The runtime makes the key where a call has none.

use contract::blob::Blob;
use contract::lookup::accepts;
use contract::{Entry, Location, entries};
use serde_json::{Value, json};

use super::tools::properties::{properties, requires};
use crate::pointer::Pointer;
use crate::vendor::meant;
use crate::{Code, Diagnostics, Vendor};

/// A name that tells of a key whatever it is in.
const KEY: &str = "idempotencykey";

/// For every operation `{"in": "header" | "body", "name": "…"}`, or none. Names of vendor.toml that are none of a header or a
/// member leave a diagnostic.
pub(super) fn keys(blob: Blob<'_>, vendor: &Vendor, diagnostics: &mut Diagnostics) -> Vec<Option<Value>> {
    let takers: Vec<Vec<Candidate<'_>>> = entries(blob).map(candidates).collect();
    let known: Vec<String> = takers.iter().flatten().map(|candidate| candidate.name.to_owned()).collect();
    for (index, name) in vendor.idempotency.iter().enumerate() {
        if !known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            let pointer = Pointer::new("/idempotency/names").at(index);
            let message = format!("{name:?} is no header or member of a body of an operation that needs a key");
            let help = format!("correct or remove it{}", meant(name, known.iter().map(String::as_str)));
            vendor.report(Code::UnmatchedDecision, &pointer, message, help, diagnostics);
        }
    }
    let chosen = |candidates: Vec<Candidate<'_>>| {
        let decided = |candidate: &&Candidate<'_>| {
            vendor.idempotency.iter().any(|name| name.eq_ignore_ascii_case(candidate.name))
        };
        let found = candidates.iter().find(decided).or_else(|| candidates.iter().find(|found| found.is_named_so()));
        found.map(|found| json!({"in": found.place, "name": found.name}))
    };
    takers.into_iter().map(chosen).collect()
}

/// An example call without the key, which is made for every call anew. One that is copied from an example would make all calls
/// the same.
pub(super) fn without(mut example: Value, entry: Entry<'_>, key: &Value) -> Value {
    let name = key.get("name").and_then(Value::as_str).unwrap_or_default();
    let header = entry.parameters().find(|one| one.location() == Location::Header && one.name() == name);
    let (holder, member) = match header.filter(|_| key.get("in").is_some_and(|place| place == "header")) {
        Some(parameter) => ("params", parameter.argument()),
        None => ("body", name),
    };
    if let Some(Value::Object(members)) = example.get_mut(holder) {
        members.shift_remove(member);
        if members.is_empty()
            && holder == "params"
            && let Some(example) = example.as_object_mut()
        {
            example.shift_remove(holder);
        }
    }
    example
}

/// What could be a key: a text in a header, or in a body's member.
struct Candidate<'a> {
    place: &'static str,
    name: &'a str,
}

impl Candidate<'_> {
    fn is_named_so(&self) -> bool {
        let letters = self.name.chars().filter(char::is_ascii_alphanumeric);
        let plain = letters.collect::<String>().to_ascii_lowercase();
        plain == KEY || (self.place == "header" && plain.contains("idempotency"))
    }
}

/// The candidates of an operation, headers first. Where the method is idempotent by itself only those that a call must have.
fn candidates(entry: Entry<'_>) -> Vec<Candidate<'_>> {
    let is_needless = entry.method().is_idempotent();
    let headers = entry.parameters().filter(|parameter| parameter.location() == Location::Header);
    let headers = headers.filter(|parameter| !is_needless || parameter.required());
    let headers = headers.map(|parameter| Candidate { place: "header", name: parameter.name() });
    let objects = entry.body().into_iter().flat_map(contract::Body::contents).map(contract::Content::schema);
    let members = objects.filter(|schema| accepts(*schema, "object")).flat_map(|schema| {
        let texts = properties(schema).into_iter().filter(|(_, text)| accepts(*text, "string"));
        texts.map(|(name, _)| name).filter(move |name| !is_needless || requires(schema, name)).collect::<Vec<_>>()
    });
    headers.chain(members.map(|name| Candidate { place: "body", name })).collect()
}
