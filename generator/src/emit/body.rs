//! How a handler writes the request body.

use contract::media::Kind;
use proc_macro2::TokenStream;
use quote::quote;

use super::operation::{style, styles};
use crate::api::{Encoding, RequestBody};

/// The media type of a body that is JSON and nothing else.
pub(super) fn plain(body: &RequestBody) -> Option<&str> {
    let [content] = body.contents.as_slice() else { return None };
    (Kind::of(&content.media_type) == Kind::Json).then_some(content.media_type.as_str())
}

/// The call that writes it.
pub(super) fn written(body: &RequestBody) -> TokenStream {
    match plain(body) {
        Some(media_type) => quote!(request.body(#media_type, arguments.body);),
        None => {
            let media = body.contents.iter().map(|content| media(&content.media_type, &content.encodings));
            quote!(request.content(arguments.body, &[#(#media),*]);)
        }
    }
}

/// A media type, and how its properties are written.
pub(super) fn media(media_type: &str, encodings: &[Encoding]) -> TokenStream {
    let parts = encodings.iter().map(part);
    quote!(Media { media_type: #media_type, parts: &[#(#parts),*] })
}

fn part(encoding: &Encoding) -> TokenStream {
    let Encoding { property, content_type, headers, style: styled, inner, allow_reserved } = encoding;
    let media_type = content_type.as_deref().unwrap_or_default();
    let headers = headers.iter().map(|(name, value)| quote!((#name, #value)));
    let styled = match styled {
        Some((named, explode)) => {
            let named = style(*named);
            quote!(Some((#named, #explode)))
        }
        None => quote!(None),
    };
    let inner = styles(inner);
    quote!(Part {
        name: #property,
        media_type: #media_type,
        headers: &[#(#headers),*],
        style: #styled,
        inner: #inner,
        allow_reserved: #allow_reserved,
    })
}
