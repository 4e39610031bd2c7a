//! One operation: its argument struct, its handler and its descriptor.

use contract::{Effect, Location, Method, Style};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{body, print};
use crate::api::{Pagination, PaginationKind};
use crate::plan::{Field, FieldKind, PlannedOperation, escaped, lines, short_line};
use crate::template::pieces;

/// Lines of a description that become documentation.
const MAX_LINES: usize = 12;

pub(super) fn items(planned: &PlannedOperation) -> Vec<TokenStream> {
    vec![arguments(planned), handler(planned), descriptor(planned)]
        .into_iter()
        .filter(|item| !item.is_empty())
        .collect()
}

fn has_arguments(planned: &PlannedOperation) -> bool {
    !planned.fields.is_empty() || planned.operation.body.is_some()
}

/// Whether the struct borrows anything.
fn borrows(planned: &PlannedOperation) -> bool {
    let borrowing = |kind: &FieldKind| matches!(kind, FieldKind::Text | FieldKind::Number | FieldKind::Value);
    planned.operation.body.is_some() || planned.fields.iter().any(|field| borrowing(&field.kind))
}

fn arguments(planned: &PlannedOperation) -> TokenStream {
    if !has_arguments(planned) {
        return TokenStream::new();
    }
    let name = planned.typed.arguments.ident();
    let operation = &planned.operation;
    let head =
        format!("Arguments of `{}` (`{} {}`).", planned.name.text, operation.method, operation.path.replace('`', "'"));
    let described = lines(&format!("{}\n{}", operation.summary, operation.description), MAX_LINES);
    let mut lines = vec![head];
    if !described.is_empty() {
        lines.push(String::new());
        lines.extend(described.iter().map(|line| escaped(line)));
    }
    let docs = print::docs(lines.iter().map(String::as_str));
    let fields = planned.fields.iter().map(|field| {
        let docs = print::docs([field.docs.as_str()]);
        let (name, kind) = (field.name.ident(), optional(field_type(&field.kind), field.parameter.required));
        quote!(#docs pub #name: #kind)
    });
    let body = operation.body.iter().map(|body| {
        let described = escaped(&short_line(&body.description));
        let line = if described.is_empty() { "Request body.".to_owned() } else { format!("Request body: {described}") };
        let docs = print::docs([line.as_str()]);
        let kind = if body::plain(body).is_some() { quote!(&'a Value) } else { quote!(Body<'a>) };
        let kind = optional(kind, body.required);
        quote!(#docs pub body: #kind)
    });
    let lifetime = borrows(planned).then(|| quote!(<'a>));
    quote!(#docs pub struct #name #lifetime { #(#fields,)* #(#body,)* })
}

/// The checked arguments under their names and types.
fn reading(planned: &PlannedOperation) -> TokenStream {
    let name = planned.typed.arguments.ident();
    let fields = planned.fields.iter().enumerate().map(|(slot, field)| {
        let (name, reader) = (field.name.ident(), reader(field, slot));
        quote!(#name: arguments.#reader)
    });
    let body = planned.operation.body.iter().map(|body| {
        let name = if body::plain(body).is_some() { "body" } else { "content" };
        let name = if body.required { name.to_owned() } else { format!("optional_{name}") };
        let reader = Ident::new(&name, Span::call_site());
        quote!(body: arguments.#reader())
    });
    quote!(let arguments = #name { #(#fields,)* #(#body,)* };)
}

fn handler(planned: &PlannedOperation) -> TokenStream {
    let handler = planned.typed.handler.ident();
    let method = method(planned.operation.method);
    let path = pieces(&planned.operation.template).flat_map(|(literal, variable)| {
        let literal = (!literal.is_empty()).then(|| quote!(request.literal(#literal);));
        let variable = variable.and_then(|name| {
            planned
                .fields
                .iter()
                .find(|field| field.parameter.location == Location::Path && field.parameter.name == name)
        });
        literal.into_iter().chain(variable.map(written))
    });
    let others = planned.fields.iter().filter(|field| field.parameter.location != Location::Path).map(written);
    let body = planned.operation.body.iter().map(body::written);
    let (taken, read) = if has_arguments(planned) {
        (quote!(arguments: &Arguments<'_>), reading(planned))
    } else {
        (quote!(_: &Arguments<'_>), TokenStream::new())
    };
    quote! {
        fn #handler(#taken, request: &mut Request) {
            #read
            request.method(#method);
            #(#path)*
            #(#others)*
            #(#body)*
        }
    }
}

/// The call that writes a parameter.
fn written(field: &Field) -> TokenStream {
    let parameter = &field.parameter;
    if let Some((media_type, encodings)) = &parameter.querystring {
        let (name, media) = (field.name.ident(), body::media(media_type, encodings));
        return quote!(request.querystring(#media, arguments.#name););
    }
    if let Some((media_type, encodings)) = parameter.content.as_ref().filter(|_| parameter.style == Style::Content) {
        let (wire, name, media) = (&parameter.name, field.name.ident(), body::media(media_type, encodings));
        let writer = format!("{}_content", parameter.location);
        let writer = Ident::new(&writer, Span::call_site());
        return quote!(request.#writer(#wire, #media, arguments.#name););
    }
    let writer = match parameter.location {
        Location::Path if parameter.allow_reserved => "path_reserved",
        Location::Path => "path",
        Location::Query if parameter.allow_reserved => "query_reserved",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie if parameter.allow_reserved => "cookie_reserved",
        Location::Cookie => "cookie",
    };
    let writer = Ident::new(writer, Span::call_site());
    let (wire, style, explode, name) = (&parameter.name, style(parameter.style), parameter.explode, field.name.ident());
    let value = if parameter.inner.is_empty() {
        quote!(arguments.#name)
    } else {
        let inner = styles(&parameter.inner);
        quote!(Argument::from(arguments.#name).nesting(#inner))
    };
    quote!(request.#writer(#wire, #style, #explode, #value);)
}

fn descriptor(planned: &PlannedOperation) -> TokenStream {
    let operation = &planned.operation;
    let docs = print::docs([format!("`{}`", planned.name.text).as_str()]);
    let (descriptor, handler) = (planned.typed.descriptor.ident(), planned.typed.handler.ident());
    let (name, path, tag) = (&planned.name.text, &operation.path, &planned.name.group);
    let (method, effect) = (method(operation.method), effect(operation.effect));
    let security = planned.security.iter().map(|names| quote!(&[#(#names),*]));
    let pagination = match &operation.pagination {
        Some(decided) => {
            let pagination = pagination(decided, planned);
            quote!(Some(#pagination))
        }
        None => quote!(None),
    };
    quote! {
        #docs
        pub static #descriptor: Operation = Operation {
            name: #name,
            method: #method,
            path: #path,
            tag: #tag,
            effect: #effect,
            security: &[#(#security),*],
            pagination: #pagination,
            handler: #handler,
        };
    }
}

fn pagination(pagination: &Pagination, planned: &PlannedOperation) -> TokenStream {
    let Pagination { kind, parameter, next, items, evidence: _ } = pagination;
    let wanted = parameter.as_deref().unwrap_or_default();
    let field = planned.fields.iter().find(|f| f.parameter.name == wanted && f.parameter.location != Location::Path);
    let parameter = field.map_or(wanted, |field| field.argument.as_str());
    let next = next.as_deref().unwrap_or_default();
    match kind {
        PaginationKind::Cursor => {
            quote!(Pagination::Cursor { parameter: #parameter, next: #next, items: #items })
        }
        PaginationKind::Offset => quote!(Pagination::Offset { parameter: #parameter, items: #items }),
        PaginationKind::PageNumber => quote!(Pagination::PageNumber { parameter: #parameter, items: #items }),
        PaginationKind::LinkHeader => quote!(Pagination::LinkHeader { items: #items }),
        PaginationKind::NextUrl => quote!(Pagination::NextUrl { next: #next, items: #items }),
    }
}

fn field_type(kind: &FieldKind) -> TokenStream {
    match kind {
        FieldKind::Text => quote!(&'a str),
        FieldKind::Integer => quote!(i64),
        FieldKind::Whole => quote!(i128),
        FieldKind::Unsigned => quote!(u64),
        FieldKind::Number => quote!(&'a Number),
        FieldKind::Boolean => quote!(bool),
        FieldKind::Value => quote!(&'a Value),
        FieldKind::Choice(name, _) => {
            let name = name.ident();
            quote!(#name)
        }
    }
}

fn optional(kind: TokenStream, required: bool) -> TokenStream {
    if required { kind } else { quote!(Option<#kind>) }
}

fn reader(field: &Field, slot: usize) -> TokenStream {
    let name = match field.kind {
        FieldKind::Text => "text",
        FieldKind::Integer => "integer",
        FieldKind::Whole => "whole",
        FieldKind::Unsigned => "unsigned",
        FieldKind::Number => "number",
        FieldKind::Boolean => "boolean",
        FieldKind::Value => "value",
        FieldKind::Choice(..) => "choice",
    };
    let name = if field.parameter.required { name.to_owned() } else { format!("optional_{name}") };
    let name = Ident::new(&name, Span::call_site());
    let slot = proc_macro2::Literal::usize_unsuffixed(slot);
    quote!(#name(#slot))
}

fn method(method: Method) -> TokenStream {
    match method {
        Method::Get => quote!(Method::Get),
        Method::Put => quote!(Method::Put),
        Method::Post => quote!(Method::Post),
        Method::Delete => quote!(Method::Delete),
        Method::Options => quote!(Method::Options),
        Method::Head => quote!(Method::Head),
        Method::Patch => quote!(Method::Patch),
        Method::Trace => quote!(Method::Trace),
        Method::Query => quote!(Method::Query),
        Method::Other(token) => {
            let padded = proc_macro2::Literal::byte_string(token.padded());
            quote!(Method::Other(Token::new(*#padded)))
        }
    }
}

fn effect(effect: Effect) -> TokenStream {
    match effect {
        Effect::Read => quote!(Effect::Read),
        Effect::Write => quote!(Effect::Write),
        Effect::Destructive => quote!(Effect::Destructive),
    }
}

/// Styles of the lists within a list.
pub(super) fn styles(inner: &[Style]) -> TokenStream {
    let inner = inner.iter().copied().map(style);
    quote!(&[#(#inner),*])
}

pub(super) fn style(style: Style) -> TokenStream {
    match style {
        Style::Simple => quote!(Style::Simple),
        Style::Label => quote!(Style::Label),
        Style::Matrix => quote!(Style::Matrix),
        Style::Form => quote!(Style::Form),
        Style::SpaceDelimited => quote!(Style::SpaceDelimited),
        Style::PipeDelimited => quote!(Style::PipeDelimited),
        Style::DeepObject => quote!(Style::DeepObject),
        Style::TabDelimited => quote!(Style::TabDelimited),
        Style::Cookie => quote!(Style::Cookie),
        Style::Json => quote!(Style::Json),
        Style::Text => quote!(Style::Text),
        Style::Content => quote!(Style::Content),
    }
}
