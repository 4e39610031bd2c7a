//! `lib.rs`, which ties everything together, and `main.rs`.

use contract::{Location, SchemeKind};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::print;
use crate::api::ServerVariable;
use crate::plan::{Access, Module, Plan, PlannedKind, Scheme, Tool, ToolArgument, escaped};
use crate::rust_name::RustName;

/// What `lib.rs` may use from the runtime.
const IMPORTABLE: [&str; 9] = [
    "Access",
    "Api",
    "CuratedTool",
    "Inbound",
    "Location",
    "SchemeKind",
    "SecurityScheme",
    "ServerVariable",
    "ToolArgument",
];

pub(super) fn library(plan: &Plan) -> String {
    let parts = (0..=plan.parts()).map(|part| {
        let names = modules(plan, part).map(|module| module.name.ident());
        if part == 0 {
            return quote!(#(pub mod #names;)*);
        }
        let part = RustName::snake(&plan.part_name(part)).ident();
        quote!(pub use #part::{#(#names),*};)
    });
    let operations = plan.operations.iter().map(|operation| {
        let (module, descriptor) = (operation.module.ident(), operation.typed.descriptor.ident());
        quote!(&#module::#descriptor)
    });
    let headers = plan.headers.iter().map(|(name, value)| quote!((#name, #value)));
    let schemes = plan.schemes.iter().map(scheme);
    let inbound = if plan.inbound_api_key { quote!(Inbound::ApiKey) } else { quote!(Inbound::None) };
    let variables = plan.variables.iter().map(variable);
    let access = access(&plan.access);
    let tools = plan.tools.iter().map(tool);
    let Plan { name, title, version, document, server, .. } = plan;
    let mut items = vec![quote! {
        /// The whole API.
        pub static API: Api = Api {
            name: #name,
            title: #title,
            version: #version,
            document: #document,
            server: #server,
            variables: &[#(#variables),*],
            headers: &[#(#headers),*],
            schemes: &[#(#schemes),*],
            inbound: #inbound,
            access: #access,
            tools: &[#(#tools),*],
            operations: &[#(#operations),*],
            schemas: include_bytes!("../data/schemas.bin"),
            cards: include_bytes!("../data/cards.bin"),
            index: include_bytes!("../data/index.bin"),
        };
    }];
    let used = print::used(&items, &IMPORTABLE).into_iter().map(|name| format_ident!("{name}"));
    items.insert(0, quote!(use runtime::{#(#used),*};));
    items.insert(0, parts.collect());
    let docs = [format!("{} as an MCP server: {} operations.", escaped(title), plan.operations.len())];
    print::file(plan, &docs, &items)
}

/// `lib.rs` of a part.
pub(super) fn part(plan: &Plan, part: usize) -> String {
    let names = modules(plan, part).map(|module| module.name.ident());
    let docs = [format!("Part {part} of {}.", plan.crate_name())];
    print::file(plan, &docs, &[quote!(#(pub mod #names;)*)])
}

fn modules(plan: &Plan, part: usize) -> impl Iterator<Item = &Module> {
    plan.modules.iter().filter(move |module| module.part == part)
}

pub(super) fn main(plan: &Plan) -> String {
    let library = plan.crate_ident().ident();
    let docs = [format!("The server of {}.", escaped(&plan.title))];
    let main = quote! {
        fn main() -> std::process::ExitCode {
            runtime::main(&#library::API)
        }
    };
    print::file(plan, &docs, &[main])
}

fn variable(variable: &ServerVariable) -> TokenStream {
    let ServerVariable { name, default, allowed } = variable;
    quote!(ServerVariable { name: #name, default: #default, allowed: &[#(#allowed),*] })
}

fn access(access: &Access) -> TokenStream {
    let Access { header, asked, trusted } = access;
    if header.is_none() && asked.is_empty() && trusted.is_empty() {
        return quote!(Access::PLAIN);
    }
    let header = match header {
        Some(name) => quote!(Some(#name)),
        None => quote!(None),
    };
    quote!(Access { header: #header, asked: &[#(#asked),*], trusted: &[#(#trusted),*] })
}

fn tool(tool: &Tool) -> TokenStream {
    let Tool { name, description, operation, input, call, arguments } = tool;
    let arguments = arguments.iter().map(|ToolArgument { name, target, required, default }| {
        let default = match default {
            Some(value) => quote!(Some(#value)),
            None => quote!(None),
        };
        quote!(ToolArgument { name: #name, target: #target, required: #required, default: #default })
    });
    quote! {
        CuratedTool {
            name: #name,
            description: #description,
            operation: #operation,
            input: #input,
            call: #call,
            arguments: &[#(#arguments),*],
        }
    }
}

fn scheme(scheme: &Scheme) -> TokenStream {
    let name = &scheme.name;
    let kind = match &scheme.kind {
        PlannedKind::Plain(SchemeKind::Bearer) => quote!(SchemeKind::Bearer),
        PlannedKind::Plain(SchemeKind::Basic) => quote!(SchemeKind::Basic),
        PlannedKind::Plain(SchemeKind::Other | SchemeKind::ApiKey { .. }) => quote!(SchemeKind::Other),
        PlannedKind::ApiKey(location, name) => {
            let location = match location {
                Location::Query => quote!(Location::Query),
                Location::Cookie => quote!(Location::Cookie),
                Location::Header | Location::Path => quote!(Location::Header),
            };
            quote!(SchemeKind::ApiKey { location: #location, name: #name })
        }
    };
    let environment = match &scheme.environment {
        Some(variable) => quote!(Some(#variable)),
        None => quote!(None),
    };
    quote!(SecurityScheme { name: #name, kind: #kind, environment: #environment })
}
