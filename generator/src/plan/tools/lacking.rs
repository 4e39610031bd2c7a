//! What an operation requires and a tool can't give: every call of it would fail.

use contract::{Entry, Idempotency};
use serde_json::Value;

use super::arguments::{Shown, is_within};
use super::properties::properties;
use super::report::Report;
use super::target::{Target, spelled};
use crate::Code;
use crate::pointer::Pointer;

/// Nesting of fields that are looked at.
const MAX_DEPTH: usize = 8;

/// Says which required arguments are neither shown nor fixed.
pub(super) fn report(entry: Entry<'_>, (fixed, shown): (&[(Pointer, Value)], &[Shown<'_>]), report: &mut Report<'_>) {
    let given: Vec<&Pointer> =
        fixed.iter().map(|(place, _)| place).chain(shown.iter().map(|shown| &shown.target.pointer)).collect();
    let parameters = super::arguments::everything(entry).into_iter();
    let parameters = parameters.filter(|target| is_within(&target.pointer, &Pointer::new("/params")));
    let mut lacking: Vec<Pointer> = Vec::new();
    for target in parameters.filter(|target| target.required && !given.contains(&&target.pointer)) {
        lacking.push(target.pointer);
    }
    if let Some(body) = Target::body(entry) {
        let sent = given.iter().any(|place| is_within(place, &body.pointer));
        if body.required || sent {
            // The runtime makes it.
            let key = match entry.idempotency() {
                Some(Idempotency::Member(name)) => Some(body.pointer.join(name)),
                Some(Idempotency::Header(..)) | None => None,
            };
            let given: Vec<&Pointer> = given.iter().copied().chain(&key).collect();
            missing(&Target { required: true, ..body }, &given, MAX_DEPTH, &mut lacking);
        }
    }
    for place in lacking {
        let from = spelled(&place);
        let message = format!("{} requires {from}, which the tool neither shows nor fixes", entry.name());
        let help = format!("add it to [tool.arguments], or give its value: [tool.fixed] {from:?} = …");
        report.push(Code::InvalidVendor, &[], message, help);
    }
}

/// Required members of a target that no given place has, holds or lies in.
fn missing(target: &Target<'_>, given: &[&Pointer], depth: usize, lacking: &mut Vec<Pointer>) {
    if given.iter().any(|place| is_within(&target.pointer, place)) {
        return;
    }
    if !given.iter().any(|place| is_within(place, &target.pointer)) {
        lacking.push(target.pointer.clone());
        return;
    }
    let (Some(schema), Some(depth)) = (target.schema, depth.checked_sub(1)) else { return };
    for (name, _) in properties(schema) {
        if let Ok(field) = target.field(name) {
            let begun = given.iter().any(|place| is_within(place, &field.pointer));
            if field.required || begun {
                missing(&Target { required: true, ..field }, given, depth, lacking);
            }
        }
    }
}
