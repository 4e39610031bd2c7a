//! The media type that a body is sent in: the operation's preferred one, or the one that the call asks for.

use contract::lookup::accepts;
use contract::media::{Kind, is_within};
use contract::{Body, Schema};
use serde_json::Value;

use super::schemas::type_of;
use super::{integers, values};
use crate::fault::{pointer, quoted};
use crate::request::xml;
use crate::{Code, Fault, arguments};

/// A media type of an operation's body.
#[derive(Clone, Debug)]
pub(super) struct Chosen<'a> {
    position: usize,
    content: contract::Content<'a>,
    /// What the call named, where the document declares a range.
    asked: Option<String>,
}

impl<'a> Chosen<'a> {
    pub(super) fn preferred(body: Body<'a>) -> Option<Self> {
        body.contents().next().map(|content| Self { position: 0, content, asked: None })
    }

    /// The one media type of several that a value fits, where the preferred one wants another JSON type; the value is healed
    /// for it. None where it fits several, or can be JSON of which something is missing.
    pub(super) fn fitting(&self, body: Body<'a>, value: &mut Value) -> Option<Self> {
        let wanted = |kind: &str| accepts(self.schema(), kind);
        let is_json = |text: &str| serde_json::from_str::<Value>(text).is_ok_and(|read| wanted(type_of(&read)));
        let fits = |chosen: &Self, value: &mut Value| chosen.check(value).is_empty();
        if wanted(type_of(value)) || value.as_str().is_some_and(is_json) || fits(self, &mut value.clone()) {
            return None;
        }
        let others = body.contents().enumerate().filter(|(position, _)| *position != self.position);
        let mut fitting = others.filter_map(|(position, content)| {
            let (other, mut healed) = (Self { position, content, asked: None }, value.clone());
            (is_written(&other, value) && fits(&other, &mut healed)).then_some((other, healed))
        });
        let (other, healed) = fitting.next()?;
        if fitting.next().is_some() {
            return None;
        }
        *value = healed;
        Some(other)
    }

    /// The declared media type that is, or has in its range, the one asked for.
    pub(super) fn find(body: Body<'a>, asked: &str) -> Option<Self> {
        // What can't stand in a header field names none.
        asked.chars().all(|letter| !letter.is_control()).then_some(())?;
        let is_range = |content: &contract::Content<'_>| content.media_type().contains('*');
        let fits = |content: &contract::Content<'_>| is_within(asked, content.media_type());
        let mut ranked: Vec<_> = body.contents().enumerate().filter(|(_, content)| fits(content)).collect();
        ranked.sort_by_key(|(_, content)| is_range(content));
        let (position, content) = ranked.into_iter().next()?;
        let asked = Some(asked.to_owned()).filter(|asked| is_range(&content) && asked.is_ascii());
        Some(Self { position, content, asked })
    }

    /// What it is, as the call or the document has it.
    pub(super) fn media_type(&self) -> &str {
        self.asked.as_deref().unwrap_or(self.content.media_type())
    }

    /// What it is, as the document has it.
    pub(super) fn declared(&self) -> &'a str {
        self.content.media_type()
    }

    /// What the body must be in it.
    pub(super) fn schema(&self) -> Schema<'a> {
        self.content.schema()
    }

    /// Heals a value and says what is wrong with it in this media type.
    pub(super) fn check(&self, value: &mut Value) -> Vec<Fault> {
        // Text in the media type itself needs no schema's say; of what it holds, the API is the judge.
        let kind = Kind::of(self.content.media_type());
        let written = value.is_string() && matches!(kind, Kind::Xml | Kind::Lines | Kind::Sequence);
        let mut faults =
            if written { Vec::new() } else { values::body(self.media_type(), self.content.schema(), value) };
        let is_text = matches!(kind, Kind::Form | Kind::FormData | Kind::Parts | Kind::Xml | Kind::Text | Kind::Events);
        if faults.is_empty() && is_text {
            faults = integers::rewrite(self.content.schema(), value, "/body");
        }
        let unwritable = (kind == Kind::Xml && !written).then(|| xml::unwritable(value)).flatten();
        if let Some((place, why)) = unwritable {
            let place = place.iter().fold("/body".to_owned(), |path, key| pointer(&path, key));
            faults.push(Fault::new(Code::InvalidValue, why).at(place));
        }
        faults
    }

    /// The checked value as handlers read it.
    pub(super) fn body<'b>(&'b self, value: &'b Value) -> arguments::Body<'b> {
        arguments::Body {
            value,
            content: self.position,
            media_type: self.asked.as_deref(),
            schema: Some(self.content.schema()),
        }
    }
}

/// Whether a media type has a way to write a value of that JSON type.
fn is_written(chosen: &Chosen<'_>, value: &Value) -> bool {
    match Kind::of(chosen.media_type()) {
        Kind::Json | Kind::Any => true,
        Kind::Form | Kind::FormData => value.is_object(),
        Kind::Parts => value.is_object() || value.is_array(),
        Kind::Lines | Kind::Sequence => value.is_array(),
        Kind::Xml => value.as_str().is_none_or(|text| text.trim_start().starts_with('<')),
        Kind::Events | Kind::Text | Kind::Bytes => value.is_string(),
    }
}

/// The media type of a `data:` URL (RFC 2397).
pub(super) fn own_type(text: &str) -> Option<&str> {
    let (head, _) = text.strip_prefix("data:")?.split_once(',')?;
    head.split(';').next().filter(|own| own.contains('/'))
}

/// Whether a text is a `data:` URL in base64, which stands for a file.
pub(super) fn is_data(text: &str) -> bool {
    text.strip_prefix("data:").and_then(|rest| rest.split_once(',')).is_some_and(|(head, _)| head.ends_with(";base64"))
}

pub(super) fn unknown(body: Body<'_>, asked: &str) -> Fault {
    let declared = body.contents().map(|content| content.media_type().to_owned());
    let message = format!("the operation takes no body of type {}", quoted(asked));
    Fault::new(Code::InvalidValue, message).at("/content_type").allowing(declared)
}
