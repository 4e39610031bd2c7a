//! A module: the enums and operations of one group.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{operation, print};
use crate::plan::{Choice, Module, Plan};

/// What a module may use from the runtime.
const IMPORTABLE: [&str; 15] = [
    "Argument",
    "Arguments",
    "Body",
    "Choice",
    "Effect",
    "Media",
    "Method",
    "Number",
    "Operation",
    "Pagination",
    "Part",
    "Request",
    "Style",
    "Token",
    "Value",
];

pub(super) fn module(plan: &Plan, module: &Module) -> String {
    let mut items: Vec<TokenStream> = Vec::new();
    for ordinal in &module.operations {
        items.extend(plan.operations.get(*ordinal).map(operation::items).unwrap_or_default());
    }
    for choice in &module.choices {
        items.extend(enumeration(choice));
    }
    let used = print::used(&items, &IMPORTABLE).into_iter().map(|name| format_ident!("{name}"));
    items.insert(0, quote!(use runtime::{#(#used),*};));
    print::file(plan, std::slice::from_ref(&module.docs), &items)
}

fn enumeration(choice: &Choice) -> Vec<TokenStream> {
    let name = choice.name.ident();
    let docs = print::docs([choice.docs.as_str()]);
    let variants = choice.variants.iter().map(|(value, variant)| {
        let docs = print::docs([format!("`{}`", value.replace('`', "'")).as_str()]);
        let variant = variant.ident();
        quote!(#docs #variant)
    });
    let texts = choice.variants.iter().map(|(value, variant)| {
        let variant = variant.ident();
        quote!((#value, Self::#variant))
    });
    let arms = choice.variants.iter().map(|(value, variant)| {
        let variant = variant.ident();
        quote!(Self::#variant => #value)
    });
    let first = choice.variants.first().map(|(_, variant)| variant.ident());
    vec![
        quote!(#docs #[derive(Clone, Copy, Debug, PartialEq, Eq)] pub enum #name { #(#variants,)* }),
        quote! {
            impl #name {
                /// The value on the wire.
                pub const fn as_str(self) -> &'static str {
                    match self { #(#arms,)* }
                }
            }
        },
        quote! {
            impl Choice for #name {
                const FIRST: Self = Self::#first;
                const ALL: &'static [(&'static str, Self)] = &[#(#texts),*];
            }
        },
        quote! {
            impl From<#name> for Argument<'_> {
                fn from(choice: #name) -> Self {
                    Self::Text(choice.as_str())
                }
            }
        },
    ]
}
