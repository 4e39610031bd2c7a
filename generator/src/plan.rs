//! API and decisions to exactly what will be written: every name final, nothing left to decide.

mod access;
mod arguments;
mod cycles;
mod decisions;
mod example;
mod idempotency;
mod language;
mod lock;
mod module;
mod name;
mod schemas;
mod security;
mod servers;
mod text;
mod tools;

use contract::SchemeKind;
use sha2::{Digest, Sha256};

use crate::api::{Api, LeftOut, Operation, ServerVariable};
use crate::pointer::Pointer;
use crate::rust_name::RustName;
use crate::{Code, Diagnostics, Source, Vendor};

pub(crate) use access::Access;
pub(crate) use arguments::{Field, FieldKind};
pub(crate) use module::{Choice, Module, PlannedOperation};
pub(crate) use name::Name;
pub(crate) use text::{escaped, line, lines, short_line};
pub(crate) use tools::{Tool, ToolArgument};

/// Everything that will be written.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The vendor's name.
    pub(crate) name: String,
    /// What people call the API.
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) description: String,
    /// The language that it is written in, where it is known, and what queries may say instead of its words.
    pub(crate) wording: index::Wording,
    /// How messages call the document.
    pub(crate) source: String,
    /// SHA-256 of the document, in hexadecimal.
    pub(crate) document: String,
    pub(crate) server: String,
    /// The variables of every server's URL, by name.
    pub(crate) variables: Vec<ServerVariable>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) schemes: Vec<Scheme>,
    pub(crate) inbound_api_key: bool,
    pub(crate) access: Access,
    /// Operations that are tools of their own.
    pub(crate) tools: Vec<Tool>,
    /// Sorted by name; the position is the ordinal.
    pub(crate) operations: Vec<PlannedOperation>,
    /// Sorted by file.
    pub(crate) modules: Vec<Module>,
    pub(crate) left_out: Vec<LeftOut>,
    /// What is declared and no call uses: what, reason, how often.
    pub(crate) unused: Vec<(String, &'static str, usize)>,
    /// The schema blob.
    pub(crate) schemas: Vec<u8>,
    /// How many operations have no example call.
    pub(crate) without_example: usize,
    /// The text of names.lock.
    pub(crate) lock: String,
    /// Where the crate `runtime` lies, for a stand-alone workspace.
    pub(crate) runtime_path: Option<String>,
}

/// A security scheme of the generated crate.
#[derive(Debug)]
pub(crate) struct Scheme {
    pub(crate) name: String,
    pub(crate) kind: PlannedKind,
    pub(crate) environment: Option<String>,
}

/// [`SchemeKind`] with an owned name.
#[derive(Debug)]
pub(crate) enum PlannedKind {
    /// Without a name.
    Plain(SchemeKind),
    /// An API key.
    ApiKey(contract::Location, String),
}

/// Plans an API under a vendor's decisions; none, and a diagnostic, where they leave nothing of it.
pub(crate) fn plan(mut api: Api, source: &Source, vendor: &Vendor, diagnostics: &mut Diagnostics) -> Option<Plan> {
    cycles::break_cycles(&mut api.definitions, diagnostics);
    decisions::apply(&mut api, vendor, diagnostics);
    if api.operations.is_empty() {
        let help = "include at least one operation in vendor.toml, or exclude fewer";
        diagnostics.add(Code::NoOperations, &Pointer::default(), "vendor.toml leaves no operation to offer", help);
        return None;
    }
    if vendor.server.is_none() && api.server.is_none() {
        let help = "name it in vendor.toml: server = \"https://api.example.com\", or pass --base-url at run time";
        let place = Pointer::default().join("servers");
        diagnostics.add(Code::NoServer, &place, "the document names no server with an absolute URL", help);
    }
    let (server, variables) = servers::settle(&mut api, vendor.server.as_deref());
    let language = language::language(&api, vendor);
    let lock = lock::read(source.lock.as_deref().unwrap_or_default(), &vendor.name, diagnostics);
    let names = name::names(&api.operations, vendor, &lock);
    decisions::check_names(&names, &api, vendor, diagnostics);
    let lock = lock::write(&lock, &api.operations, &names);
    let mut operations: Vec<(Name, Operation)> = names.into_iter().zip(std::mem::take(&mut api.operations)).collect();
    operations.sort_by(|(left, _), (right, _)| left.text.cmp(&right.text));
    let operations: Vec<PlannedOperation> =
        operations.into_iter().map(|(name, operation)| module::operation(name, operation, &api, vendor)).collect();
    let (operations, modules) = module::modules(operations, &api);
    let (operations, schemas, without_example) = schemas::encode(operations, &api, vendor, diagnostics);
    let access = access::access(&operations, vendor);
    let tools = tools::tools((&operations, &schemas), &access, vendor, diagnostics);
    Some(Plan {
        name: vendor.name.clone(),
        title: short_line(vendor.title.as_ref().unwrap_or(&api.title)),
        version: short_line(&api.version),
        description: short_line(&api.description),
        wording: index::Wording { language, synonyms: api.synonyms.clone() },
        source: source.name.clone(),
        document: Sha256::digest(source.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect(),
        server,
        variables,
        headers: vendor.headers.clone(),
        schemes: security::schemes(&api, vendor),
        inbound_api_key: vendor.inbound_api_key,
        access,
        tools,
        operations,
        modules,
        left_out: api.left_out,
        unused: api.unused.rows().collect(),
        schemas,
        lock,
        runtime_path: vendor.runtime_path.clone(),
        without_example,
    })
}

impl Plan {
    /// `acme-mcp`
    pub(crate) fn crate_name(&self) -> String {
        format!("{}-mcp", self.name.replace('_', "-"))
    }

    /// How many parts the crate has; none where it is not divided.
    pub(crate) fn parts(&self) -> usize {
        self.modules.iter().map(|module| module.part).max().unwrap_or_default()
    }

    /// `acme-mcp-part-1`
    pub(crate) fn part_name(&self, part: usize) -> String {
        format!("{}-part-{part}", self.crate_name())
    }

    /// `acme_mcp`: the crate as Rust code names it.
    pub(crate) fn crate_ident(&self) -> RustName {
        RustName::snake(&self.crate_name())
    }
}
