//! An HTTP request as a generated handler writes it: encoded, but without server, credential or constant headers.
//!
//! Whatever a value holds, it stays inside its place: path values are percent-encoded to RFC 3986's unreserved
//! characters, query and cookie values too, and header values come here only after control characters were refused.

mod body;
mod characters;
pub(crate) mod charset;
mod form;
mod media;
mod multipart;
mod shape;
mod style;
pub(crate) mod xml;

pub use body::Content;
pub use media::{Media, Part};
pub(crate) use multipart::stands_for_bytes;
pub(crate) use shape::plain;

use contract::{Entry, Location, Method, Style};

use crate::{Argument, Body};
use characters::Characters;
use style::Format;

/// A request under construction. Parts appear in the order of the calls.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL, percent-encoded. A `?` is the document's own and begins a constant query.
    pub path: String,
    /// Percent-encoded `name=value` pairs of the query.
    pub query: Vec<String>,
    /// Header names and their unencoded values.
    pub headers: Vec<(&'static str, String)>,
    /// Percent-encoded `name=value` pairs of the `Cookie` header.
    pub cookies: Vec<String>,
    /// What is sent as the body.
    pub body: Option<Content>,
    /// What is known of the operation, for the hints that XML is written by.
    pub entry: Option<Entry<'static>>,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            method: Method::Get,
            path: String::new(),
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            body: None,
            entry: None,
        }
    }
}

impl Request {
    /// Sets the method.
    pub fn method(&mut self, method: Method) {
        self.method = method;
    }

    /// Appends a constant piece of the path template.
    pub fn literal(&mut self, text: &'static str) {
        self.path.push_str(&Characters::Literal.encode(text));
    }

    /// Appends a path parameter.
    #[inline]
    pub fn path<'a>(&mut self, name: &'static str, style: Style, explode: bool, value: impl Into<Argument<'a>>) {
        self.write(Place::Path, (name, style, explode), value.into());
    }

    /// Appends a path parameter with `allowReserved: true` (OpenAPI 3.2, Parameter Object).
    #[inline]
    pub fn path_reserved<'a>(
        &mut self,
        name: &'static str,
        style: Style,
        explode: bool,
        value: impl Into<Argument<'a>>,
    ) {
        self.write(Place::PathReserved, (name, style, explode), value.into());
    }

    /// Appends a query parameter.
    #[inline]
    pub fn query<'a>(&mut self, name: &'static str, style: Style, explode: bool, value: impl Into<Argument<'a>>) {
        self.write(Place::Query, (name, style, explode), value.into());
    }

    /// Appends a query parameter with `allowReserved: true` (OpenAPI 3.1 section 4.8.12.2).
    #[inline]
    pub fn query_reserved<'a>(
        &mut self,
        name: &'static str,
        style: Style,
        explode: bool,
        value: impl Into<Argument<'a>>,
    ) {
        self.write(Place::QueryReserved, (name, style, explode), value.into());
    }

    /// Appends a value that is the whole query string (OpenAPI 3.2, Parameter Object, `in: querystring`): a form as it is,
    /// in any other media type the percent-encoded text.
    #[inline]
    pub fn querystring<'a>(&mut self, media: Media<'static>, value: impl Into<Argument<'a>>) {
        self.whole_query(media, value.into());
    }

    /// Appends a query parameter in a media type (OpenAPI 3.1 section 4.8.12.2.3, `content`), percent-encoded as a whole.
    #[inline]
    pub fn query_content<'a>(&mut self, name: &'static str, media: Media<'static>, value: impl Into<Argument<'a>>) {
        self.write_content(Location::Query, (name, media), value.into());
    }

    /// Adds a header parameter in a media type, as it is.
    #[inline]
    pub fn header_content<'a>(&mut self, name: &'static str, media: Media<'static>, value: impl Into<Argument<'a>>) {
        self.write_content(Location::Header, (name, media), value.into());
    }

    /// Adds a cookie parameter in a media type, percent-encoded as a whole.
    #[inline]
    pub fn cookie_content<'a>(&mut self, name: &'static str, media: Media<'static>, value: impl Into<Argument<'a>>) {
        self.write_content(Location::Cookie, (name, media), value.into());
    }

    /// Adds a header parameter.
    #[inline]
    pub fn header<'a>(&mut self, name: &'static str, style: Style, explode: bool, value: impl Into<Argument<'a>>) {
        self.write(Place::Header, (name, style, explode), value.into());
    }

    /// Adds a cookie parameter.
    #[inline]
    pub fn cookie<'a>(&mut self, name: &'static str, style: Style, explode: bool, value: impl Into<Argument<'a>>) {
        self.write(Place::Cookie, (name, style, explode), value.into());
    }

    /// Adds a cookie parameter with `allowReserved: true` (OpenAPI 3.2, Parameter Object).
    #[inline]
    pub fn cookie_reserved<'a>(
        &mut self,
        name: &'static str,
        style: Style,
        explode: bool,
        value: impl Into<Argument<'a>>,
    ) {
        self.write(Place::CookieReserved, (name, style, explode), value.into());
    }

    /// Sets the body, written as its media type wants it; see [`Content`].
    #[inline]
    pub fn body<'a>(&mut self, media_type: &'static str, value: impl Into<Argument<'a>>) {
        self.encoded(media_type, value.into());
    }

    /// Sets the body in one of the operation's media types, which stand in the order of [`contract::Body::contents`].
    #[inline]
    pub fn content<'a>(&mut self, body: impl Into<Option<Body<'a>>>, media: &'static [Media<'static>]) {
        self.written(body.into(), media);
    }

    /// Writes a parameter. A generated crate calls the methods above by the thousand, so that what they do stands here,
    /// once.
    #[inline(never)]
    fn write(&mut self, place: Place, (name, style, explode): (&'static str, Style, bool), value: Argument<'_>) {
        let format = |characters| Format { style, explode, characters };
        match place {
            Place::Path => self.path.push_str(&format(Characters::Unreserved).text(name, value)),
            Place::PathReserved => self.path.push_str(&format(Characters::Segment).text(name, value)),
            Place::Query => self.query.extend(format(Characters::Unreserved).pairs(name, value)),
            Place::QueryReserved => self.query.extend(format(Characters::Reserved).pairs(name, value)),
            Place::Header if matches!(value, Argument::Absent) => {}
            Place::Header => self.headers.push((name, format(Characters::Raw).text(name, value))),
            Place::Cookie | Place::CookieReserved if matches!(style, Style::Cookie | Style::Text) => {
                self.cookies.extend(format(Characters::Raw).pairs(name, value));
            }
            Place::CookieReserved => self.cookies.extend(format(Characters::Cookie).pairs(name, value)),
            Place::Cookie => self.cookies.extend(format(Characters::Unreserved).pairs(name, value)),
        }
    }

    #[inline(never)]
    fn write_content(
        &mut self,
        location: Location,
        (name, media): (&'static str, Media<'static>),
        value: Argument<'_>,
    ) {
        let is_it = |it: &contract::Parameter<'_>| it.location() == location && it.name() == name;
        let schema = self.entry.and_then(|entry| entry.parameters().find(is_it)).map(contract::Parameter::schema);
        let Some(content) = Content::encode(media, value, schema) else { return };
        let text = String::from_utf8_lossy(&content.bytes);
        let pair = || format!("{}={}", Characters::Unreserved.encode(name), Characters::Unreserved.encode(&text));
        match location {
            Location::Header => self.headers.push((name, text.into_owned())),
            Location::Cookie => self.cookies.push(pair()),
            Location::Query | Location::Path => self.query.push(pair()),
        }
    }

    #[inline(never)]
    fn encoded(&mut self, media_type: &'static str, value: Argument<'_>) {
        self.body = Content::encode(Media { media_type, parts: &[] }, value, None);
    }

    #[inline(never)]
    fn written(&mut self, body: Option<Body<'_>>, media: &'static [Media<'static>]) {
        let chosen = body.and_then(|body| Some((body, media.get(body.content).or(media.first())?)));
        self.body = chosen.map(|(body, media)| {
            let media = Media { media_type: body.media_type.unwrap_or(media.media_type), ..*media };
            Content::written(media, body.value, body.schema)
        });
    }

    #[inline(never)]
    fn whole_query(&mut self, media: Media<'static>, value: Argument<'_>) {
        let content = Content::encode(media, value, None);
        let text = content.map(|content| (content.is_form(), String::from_utf8_lossy(&content.bytes).into_owned()));
        self.query.extend(match text {
            Some((true, form)) => Some(form),
            Some((false, text)) => Some(Characters::Unreserved.encode(&text)),
            None => None,
        });
    }
}

/// Where a parameter is written.
#[derive(Clone, Copy)]
enum Place {
    Path,
    PathReserved,
    Query,
    QueryReserved,
    Header,
    Cookie,
    CookieReserved,
}

/// The text of one path parameter, to be looked at before it is used; lists in a list as in `inner`.
pub(crate) fn path_text(style: Style, inner: &'static [Style], value: &serde_json::Value) -> String {
    let format = Format { style, explode: false, characters: Characters::Unreserved };
    format.text("", Argument::Value(value).nesting(inner))
}
