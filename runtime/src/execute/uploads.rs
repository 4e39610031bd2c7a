//! Puts files in the place of texts that name them, where the operation wants bytes: as `data:` URLs, so that what is
//! checked, approved, shown and sent is the content and not its name.
//!
//! A text names a file as the whole body, where a media type takes bytes, or as a part of a multipart body. A member of a
//! JSON body or form that holds base64, at any depth, is the file's base64 instead; as no URL is base64, nothing else can
//! be meant. Anywhere else it is a text. Files are read once everything else is right.

mod places;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contract::media::Kind;
use contract::{Body, Entry, Schema, lookup};
use serde_json::Value;

use super::call::Call;
use super::content::Chosen;
use super::loading::Loading;
use super::matching::Matched;
use super::sending::Called;
use crate::uploads::{Reference, media_type};
use crate::{Caller, Fault, Server};
use places::{Place, places};

/// Nesting of a body that is looked into for names of files.
const MAX_DEPTH: usize = 128;

/// Matches a call whose body may name files.
pub(super) async fn matched(
    (server, caller): (&Server, &Caller),
    called: Called,
    call: Call,
) -> Result<Matched, Vec<Fault>> {
    let mut loading = Loading::new(server, caller);
    let call = loaded(&mut loading, called, call).await?;
    Matched::new(called.1, call, &caller.parameter_defaults)
}

/// The call with the files in place that its body names; what is wrong besides the files is said before they are read.
pub(super) async fn loaded(
    loading: &mut Loading<'_>,
    (operation, entry): Called,
    mut call: Call,
) -> Result<Call, Vec<Fault>> {
    let Some(body) = call.body.as_ref().filter(|body| may_name_files(body)) else { return Ok(call) };
    let whole = whole(entry, call.content_type.as_deref(), body).map(str::to_owned);
    let asked = call.content_type.clone();
    if let Some(name) = &whole {
        call.body = Some(Value::from(name.as_str()));
        call.content_type = pick(entry, asked.as_deref(), media_type(name, &[]));
    }
    let checked = Matched::new(entry, call.clone(), &loading.caller.parameter_defaults)?;
    let may =
        |loading: &Loading<'_>| super::allowed(loading.server, operation, loading.caller).map_err(|fault| vec![fault]);
    if let Some(name) = whole {
        may(loading)?;
        if let Some(upload) = loading.load(&name, "/body").await {
            call.content_type = pick(entry, asked.as_deref(), &upload.media_type);
            call.body = Some(Value::from(upload.to_data_url()));
        }
    } else {
        let Some((body, content)) = checked.body().zip(checked.content()) else { return Ok(call) };
        let places = places(body, content.schema(), Kind::of(content.media_type()));
        if places.is_empty() {
            return Ok(call);
        }
        may(loading)?;
        let mut body = body.clone();
        for Place { keys, path, is_encoded } in places {
            let place = body.pointer_mut(&keys);
            let Some(Value::String(text)) = place else { continue };
            if let Some(data) = data(text) {
                *text = data.to_owned();
            } else if let Some(upload) = loading.load(text, &path).await {
                *text = if is_encoded { STANDARD.encode(&upload.bytes) } else { upload.to_data_url() };
            }
        }
        call.body = Some(body);
    }
    loading.finish()?;
    Ok(call)
}

/// Whether it is worth a closer look: most calls name no file.
fn may_name_files(body: &Value) -> bool {
    match body {
        Value::String(text) => names_file(&Value::from(bare(text)), MAX_DEPTH),
        other => names_file(other, MAX_DEPTH),
    }
}

fn names_file(value: &Value, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    match value {
        Value::String(text) => {
            Reference::parse(text).is_some() || data(text).is_some() || is_structure_with_names(text)
        }
        Value::Array(items) => items.iter().any(|item| names_file(item, depth)),
        Value::Object(members) => members.values().any(|member| names_file(member, depth)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether the JSON text of an object or array may name files: it is read later.
fn is_structure_with_names(text: &str) -> bool {
    let text = text.trim_start();
    let lower = text.starts_with(['{', '[']).then(|| text.to_ascii_lowercase());
    lower.is_some_and(|lower| ["file:", "http:", "https:", "data:"].iter().any(|scheme| lower.contains(scheme)))
}

/// A text without blanks around it. Clients that can only pass objects pass the JSON text of anything else.
fn bare(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}

/// The text that names a file as the whole body.
fn whole<'b>(entry: Entry<'_>, asked: Option<&str>, body: &'b Value) -> Option<&'b str> {
    let text = bare(body.as_str()?);
    Reference::parse(text)?;
    let declared = entry.body()?;
    let takes = match asked {
        Some(asked) => {
            Chosen::find(declared, asked).is_some_and(|chosen| takes_bytes(chosen.media_type(), chosen.schema()))
        }
        None => candidates(declared).next().is_some(),
    };
    takes.then_some(text)
}

/// The media type to send a file in: the one asked for, its own, or one that takes any bytes.
fn pick(entry: Entry<'_>, asked: Option<&str>, own: &str) -> Option<String> {
    if let Some(asked) = asked {
        return Some(asked.to_owned());
    }
    let declared = entry.body()?;
    let fits = Chosen::find(declared, own).filter(|chosen| takes_bytes(chosen.declared(), chosen.schema()));
    fits.map(|_| own.to_owned()).or_else(|| candidates(declared).next().map(|content| content.media_type().to_owned()))
}

/// Media types that take bytes as they are.
fn candidates<'a>(declared: Body<'a>) -> impl Iterator<Item = contract::Content<'a>> {
    declared.contents().filter(|content| takes_bytes(content.media_type(), content.schema()))
}

fn takes_bytes(media_type: &str, schema: Schema<'_>) -> bool {
    match Kind::of(media_type) {
        Kind::Bytes => true,
        Kind::FormData | Kind::Parts | Kind::Form => false,
        Kind::Json | Kind::Any | Kind::Lines | Kind::Sequence | Kind::Xml | Kind::Events | Kind::Text => {
            lookup::is_binary(schema)
        }
    }
}

/// The base64 of a `data:` URL (RFC 2397).
fn data(text: &str) -> Option<&str> {
    text.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,")).map(|(_, data)| data)
}
