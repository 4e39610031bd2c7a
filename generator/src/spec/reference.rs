//! `$ref`s (OpenAPI 3.1 section 4.8.23): followed to the end, within the document and its files.

use serde_json::Value;

use super::{Spec, Version};
use crate::pointer::Pointer;
use crate::sibling::{self, Leads, is_url, percent_decoded, resolve};
use crate::source::FILES;
use crate::spec::Identifiers;
use crate::{Code, Diagnostics};

/// References in a row.
const MAX_HOPS: usize = 32;
/// References followed on the way to where one of them leads.
const MAX_FOLLOWED: usize = 64;
/// Names that a wrong one is compared with.
const MAX_COMPARED: usize = 2_000;
/// Bytes of a name that is compared.
const MAX_NAME: usize = 100;

/// Why a reference leads to nothing.
pub(super) enum Lost {
    /// Out of the folder, or to a URL that isn't listed.
    Outside,
    /// To a file that isn't there or can't be read.
    File(String),
    /// To nothing in the file; here it would be.
    Place(Pointer),
    /// To a name that nothing has.
    Name,
}

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

    /// The place and all that its references lead to, one behind the other: members may stand beside the reference of a
    /// path item (OpenAPI 3.1 section 4.8.9).
    pub(crate) fn layers(&self, pointer: &Pointer, diagnostics: &mut Diagnostics) -> Vec<Pointer> {
        // Says what is wrong with them.
        self.follow(pointer, diagnostics);
        let mut layers = vec![pointer.clone()];
        let next = |place: &Pointer| {
            let reference = place.find(&self.document)?.get("$ref")?.as_str()?;
            self.find(reference, &place.join("$ref")).ok()
        };
        while let Some(target) = layers.last().and_then(next).filter(|target| !layers.contains(target))
            && layers.len() <= MAX_HOPS
        {
            layers.push(target);
        }
        layers
    }

    /// The pointer that a reference at `place` names, if something is there.
    pub(super) fn target(&self, reference: &str, place: &Pointer, diagnostics: &mut Diagnostics) -> Option<Pointer> {
        let (code, message, help) = match self.find(reference, place) {
            Ok(target) => return Some(target),
            Err(Lost::Outside) => (
                Code::ExternalReference,
                format!("{reference} leads out of the document's folder"),
                "copy the file into the folder, or list its URL with its SHA-256 in vendor.toml: [external]".to_owned(),
            ),
            Err(Lost::File(file)) => (
                Code::UnresolvedReference,
                format!("{reference} refers to {file}, which is not there or can't be read"),
                "add the file, or correct the reference".to_owned(),
            ),
            Err(Lost::Name) => (
                Code::UnresolvedReference,
                format!("{reference} points to nothing"),
                "give a schema that name with `$anchor`, or write the reference as `#/…`".to_owned(),
            ),
            Err(Lost::Place(pointer)) => {
                let near = if diagnostics.is_full(Code::UnresolvedReference) { None } else { self.near(&pointer) };
                let near = near.map_or_else(String::new, |near| format!("; the nearest there is: #{near}"));
                let help = format!("add what {reference} names, or correct the reference{near}");
                (Code::UnresolvedReference, format!("{reference} points to nothing"), help)
            }
        };
        diagnostics.add(code, place, message, help);
        None
    }

    /// The pointer that a reference at `place` names.
    pub(super) fn find(&self, reference: &str, place: &Pointer) -> Result<Pointer, Lost> {
        self.find_within(reference, place, &mut MAX_FOLLOWED.clone())
    }

    /// Takes one of what is `left` of the references that may be followed: those on the way branch.
    fn find_within(&self, reference: &str, place: &Pointer, left: &mut usize) -> Result<Pointer, Lost> {
        *left = left.checked_sub(1).ok_or(Lost::Name)?;
        let (file, fragment) = sibling::split(reference);
        let fragment = percent_decoded(fragment);
        let root = self.resource(file, place)?;
        if fragment.is_empty() || fragment.starts_with('/') {
            let inner = Pointer::new(&fragment);
            // What has an identifier is a document of its own; most references in it mean the one around it. And files
            // that were once one document still refer to its components as their own.
            let around = self.root_of(&self.file(&root)).unwrap_or_default();
            let document = Pointer::default();
            let mut bases = vec![&root, &around, &document];
            bases.dedup();
            let found = bases.into_iter().find_map(|base| self.walk(base, &inner, left));
            return found.ok_or_else(|| Lost::Place(root.append(&inner)));
        }
        if self.version < Version::V31 {
            // Before, a fragment was a pointer and nothing else; a bare name was meant as that of a schema.
            let named = self.version.schemas().join(&fragment);
            return if self.has(&named) { Ok(named) } else { Err(Lost::Name) };
        }
        self.identifiers().anchored(&root, &fragment).cloned().ok_or(Lost::Name)
    }

    /// Where the file, or what has the identifier, begins that a reference without its fragment names.
    fn resource(&self, file: &str, place: &Pointer) -> Result<Pointer, Lost> {
        let own = self.file(place);
        if file.is_empty() {
            let resource = if self.version < Version::V31 { None } else { self.identifiers().resource(place).cloned() };
            return Ok(resource.or_else(|| self.root_of(&own)).unwrap_or_default());
        }
        let target = match resolve(&own, file) {
            Leads::To(target) => target,
            Leads::Outside => return self.identifiers().named(file, place).cloned().ok_or(Lost::Outside),
        };
        if let Some(root) = self.root_of(&target) {
            return Ok(root);
        }
        let lost = if is_url(&target) { Lost::Outside } else { Lost::File(target) };
        self.identifiers().named(file, place).cloned().ok_or(lost)
    }

    /// The place at `inner`, seen from `base`; a reference on the way is followed, as where `components.schemas` is one.
    fn walk(&self, base: &Pointer, inner: &Pointer, left: &mut usize) -> Option<Pointer> {
        let whole = base.append(inner);
        if whole.find(&self.document).is_some() {
            return Some(whole);
        }
        let mut place = base.clone();
        for key in inner.keys() {
            let next = place.join(&key);
            if next.find(&self.document).is_some() {
                place = next;
                continue;
            }
            let reference = place.find(&self.document)?.get("$ref")?.as_str()?;
            let next = self.find_within(reference, &place, left).ok()?.join(&key);
            next.find(&self.document)?;
            place = next;
        }
        Some(place)
    }

    /// The file that a place is in, by path.
    pub(super) fn file(&self, place: &Pointer) -> String {
        let mut keys = place.keys();
        match (keys.next().as_deref(), keys.next()) {
            (Some(FILES), Some(file)) => file,
            _ => self.path.clone(),
        }
    }

    /// Where a file begins in the document.
    fn root_of(&self, file: &str) -> Option<Pointer> {
        if file == self.path {
            return Some(Pointer::default());
        }
        let known = self.document.get(FILES).and_then(Value::as_object)?.contains_key(file);
        known.then(|| Pointer::default().join(FILES).join(file))
    }

    fn identifiers(&self) -> &Identifiers {
        self.identifiers.get_or_init(|| Identifiers::of(&self.document))
    }

    /// A sibling with nearly the same name.
    fn near(&self, pointer: &Pointer) -> Option<Pointer> {
        let (parent, _) = pointer.as_str().rsplit_once('/')?;
        let parent = Pointer::new(parent);
        let wanted = Some(pointer.last()).filter(|wanted| wanted.len() <= MAX_NAME)?;
        let siblings = parent.find(&self.document)?.as_object()?.keys();
        let near = siblings
            .take(MAX_COMPARED)
            .filter(|key| key.len() <= MAX_NAME && key.len().abs_diff(wanted.len()) <= wanted.len() / 2)
            .map(|key| (strsim::osa_distance(key, &wanted), key))
            .filter(|(distance, _)| *distance <= wanted.len() / 2)
            .min()?;
        Some(parent.join(near.1))
    }
}
