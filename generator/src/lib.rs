//! Compiles an OpenAPI document and a vendor's decisions into the files of an MCP server crate.
//!
//! A pure function from text to files: no I/O, no clock, no hash order, no panic on any document. Each stage has its own
//! types and makes the next value or explains, all at once and with a place in the document, why it can't:
//!
//! ```text
//! Source --load--> Spec --lower--> Api --plan(Vendor)--> Plan --emit--> Files
//! ```

pub mod api;
mod base_url;
mod diagnostic;
mod emit;
mod load;
mod lower;
mod place;
mod plan;
mod pointer;
mod rust_name;
mod show;
mod source;
mod spec;
mod vendor;
mod words;

use std::collections::BTreeMap;

use camino::Utf8PathBuf;

pub use diagnostic::{Code, Diagnostic, Diagnostics, Severity};
pub use show::show;
pub use source::{Source, Stage};
pub use vendor::{Question, Vendor};

/// What is written, by path relative to the project's root: `generated/<v>/src/lib.rs`, `specs/<v>/names.lock`.
pub type Files = BTreeMap<Utf8PathBuf, Vec<u8>>;

/// Compiles a document. No files where nothing could be offered; the diagnostics say why. Files may come with errors:
/// then a part of the document was left out, and whoever writes them decides whether that is good enough.
pub fn compile(source: &Source, vendor: &Vendor) -> (Files, Diagnostics) {
    compile_observed(source, vendor, &mut |_| {})
}

/// [`compile`], telling `observe` when a stage begins.
pub fn compile_observed(source: &Source, vendor: &Vendor, observe: &mut dyn FnMut(Stage)) -> (Files, Diagnostics) {
    let mut diagnostics = Diagnostics::new(&source.name);
    let files = stages(source, vendor, &mut diagnostics, observe).unwrap_or_default();
    observe(Stage::Place);
    diagnostics.place(&source.text);
    (files, diagnostics)
}

fn stages(
    source: &Source,
    vendor: &Vendor,
    diagnostics: &mut Diagnostics,
    observe: &mut dyn FnMut(Stage),
) -> Option<Files> {
    if !vendor.has_valid_name() {
        let help = "name it with lower-case letters, digits and `_`, starting with a letter";
        let message = format!("{:?} can't be a vendor's name", vendor.name);
        diagnostics.add(Code::InvalidVendor, &pointer::Pointer::default(), message, help);
        return None;
    }
    observe(Stage::Load);
    let spec = load::load(source, diagnostics)?;
    observe(Stage::Lower);
    let api = lower::lower(&spec, diagnostics)?;
    observe(Stage::Plan);
    let plan = plan::plan(&api, source, vendor, diagnostics);
    observe(Stage::Emit);
    Some(emit::emit(&plan, diagnostics))
}
