//! `$ref`s between envelopes (OpenAPI 3.1 section 4.8.23): followed to the end, never out of the document.

use serde_json::Value;

use super::Spec;
use crate::pointer::Pointer;
use crate::{Code, Diagnostics};

/// References in a row.
const MAX_HOPS: usize = 32;

impl Spec {
    /// The value at a pointer behind every reference, and where it really stands. None, and a diagnostic, if a reference
    /// leads nowhere.
    pub(super) fn follow(&self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Option<(&Value, Pointer)> {
        let mut place = pointer.clone();
        let mut seen = Vec::new();
        loop {
            let value = place.find(&self.document)?;
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else { return Some((value, place)) };
            let target = self.target(reference, &place.join("$ref"), diagnostics)?;
            if seen.contains(&target) || seen.len() >= MAX_HOPS {
                let help = "let one of them hold the object itself";
                let message = format!("{reference} leads back to itself through references alone");
                diagnostics.add(Code::CyclicReference, &place.join("$ref"), message, help);
                return None;
            }
            seen.push(target.clone());
            place = target;
        }
    }

    /// The pointer that a reference names, if something is there.
    pub(super) fn target(&self, reference: &str, place: &Pointer, diagnostics: &mut Diagnostics) -> Option<Pointer> {
        let Some(fragment) = reference.strip_prefix('#') else {
            let help = "bundle the document into one file, or copy what is referred to under `components`";
            diagnostics.add(Code::ExternalReference, place, format!("{reference} is outside the document"), help);
            return None;
        };
        let pointer = Pointer::new(&percent_decoded(fragment));
        if pointer.find(&self.document).is_some() && (fragment.is_empty() || fragment.starts_with('/')) {
            return Some(pointer);
        }
        let near = self.near(&pointer).map_or_else(String::new, |near| format!("; the nearest there is: #{near}"));
        let help = format!("add what {reference} names, or correct the reference{near}");
        diagnostics.add(Code::UnresolvedReference, place, format!("{reference} points to nothing"), help);
        None
    }

    /// A sibling with nearly the same name.
    fn near(&self, pointer: &Pointer) -> Option<Pointer> {
        let (parent, _) = pointer.as_str().rsplit_once('/')?;
        let parent = Pointer::new(parent);
        let wanted = pointer.last();
        let siblings = parent.find(&self.document)?.as_object()?.keys();
        let near = siblings
            .map(|key| (strsim::osa_distance(key, &wanted), key))
            .filter(|(distance, _)| *distance <= wanted.len() / 2)
            .min()?;
        Some(parent.join(near.1))
    }
}

/// A URI fragment's percent-encoding undone (RFC 6901 section 6).
fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let pair = rest.hex_pair();
        match (byte, pair) {
            (b'%', Some(decoded)) => {
                bytes.push(decoded);
                rest.nth(1);
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

trait HexPair {
    /// The byte that the next two characters spell, without taking them.
    fn hex_pair(&self) -> Option<u8>;
}

impl HexPair for std::str::Bytes<'_> {
    fn hex_pair(&self) -> Option<u8> {
        let mut ahead = self.clone();
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let high = digit(ahead.next()?)?;
        let low = digit(ahead.next()?)?;
        u8::try_from(high * 16 + low).ok()
    }
}
