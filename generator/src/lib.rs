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
mod members;
mod place;
mod plan;
mod pointer;
mod rust_name;
mod show;
mod sibling;
mod source;
mod spec;
mod summary;
mod template;
mod vendor;
mod words;

use std::collections::BTreeMap;

use camino::Utf8PathBuf;

pub use diagnostic::{Code, Diagnostic, Diagnostics, Severity};
pub use show::show;
pub use source::{Source, Stage};
pub use summary::Summary;
pub use vendor::{Question, Vendor};

/// What is written, by path relative to the project's root: `generated/<v>/src/lib.rs`, `specs/<v>/names.lock`.
pub type Files = BTreeMap<Utf8PathBuf, Vec<u8>>;

/// Compiles a document. No files where nothing could be offered; the diagnostics say why. Files may come with errors:
/// then a part of the document was left out, and whoever writes them decides whether that is good enough.
pub fn compile(source: &Source, vendor: &Vendor) -> (Files, Diagnostics) {
    let Compiled { files, diagnostics, summary: _ } = compile_observed(source, vendor, &mut |_| {});
    (files, diagnostics)
}

/// What comes of a compilation.
#[derive(Clone, Debug, Default)]
pub struct Compiled {
    /// What is written.
    pub files: Files,
    /// Everything there is to say.
    pub diagnostics: Diagnostics,
    /// The document in numbers.
    pub summary: Summary,
}

/// The data of an API without its code: the very bytes that [`compile`] writes to `data/`, for those who only search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Data {
    /// `schemas.bin`
    pub schemas: Vec<u8>,
    /// `cards.bin`
    pub cards: Vec<u8>,
    /// `index.bin`
    pub index: Vec<u8>,
}

/// The data alone; none where nothing could be offered. The diagnostics are those of [`compile`], without lines.
pub fn data(source: &Source, vendor: &Vendor) -> (Option<Data>, Diagnostics) {
    let mut compiled = Compiled { diagnostics: Diagnostics::new(&source.name), ..Compiled::default() };
    let plan = planned(source, vendor, &mut compiled, &mut |_| {});
    let data = plan.map(|plan| emit::data(&plan, &mut compiled.diagnostics));
    (data, compiled.diagnostics)
}

/// The files that the document refers to, directly or through the files that are there, and that aren't there yet: paths in
/// its folder, and URLs that the vendor lists. Whoever reads them adds them to [`Source::files`] and asks again.
pub fn missing(source: &Source, vendor: &Vendor) -> Vec<String> {
    load::missing(source, vendor)
}

/// The document as [`Source::overlay`] corrects it, without its further files: JSON on one line, or [`Source::text`] as it is
/// where there is no overlay or the text can't be read. Actions that can't be done are left out without a word;
/// [`compile`] tells of them.
pub fn corrected(source: &Source) -> String {
    load::corrected(source)
}

/// [`compile`], telling `observe` when a stage begins, and what there is to count.
pub fn compile_observed(source: &Source, vendor: &Vendor, observe: &mut dyn FnMut(Stage)) -> Compiled {
    let mut compiled = Compiled { diagnostics: Diagnostics::new(&source.name), ..Compiled::default() };
    let files = planned(source, vendor, &mut compiled, observe).map(|plan| {
        observe(Stage::Emit);
        emit::emit(&plan, &mut compiled.diagnostics)
    });
    if files.is_some() {
        vendor.accept_errors(&mut compiled.diagnostics);
    }
    compiled.files = files.unwrap_or_default();
    observe(Stage::Place);
    compiled.diagnostics.place(source);
    compiled
}

/// Everything up to what is written; none where there is nothing to offer.
fn planned(
    source: &Source,
    vendor: &Vendor,
    compiled: &mut Compiled,
    observe: &mut dyn FnMut(Stage),
) -> Option<plan::Plan> {
    let Compiled { files: _, diagnostics, summary } = compiled;
    if !vendor.has_valid_name() {
        let help = "name it with lower-case letters, digits and `_`, starting with a letter";
        let message = format!("{:?} can't be a vendor's name", vendor.name);
        diagnostics.add(Code::InvalidVendor, &pointer::Pointer::default(), message, help);
        return None;
    }
    observe(Stage::Load);
    let spec = load::load(source, vendor, diagnostics)?;
    summary.version = spec.version().to_string();
    observe(Stage::Lower);
    let api = lower::lower(&spec, diagnostics);
    // What the document itself was read from is as large as what came of it.
    drop(spec);
    summary.count(&api.left_out, 0, 0);
    if api.operations.is_empty() {
        return None;
    }
    observe(Stage::Plan);
    let plan = plan::plan(api, source, vendor, diagnostics)?;
    summary.count(&plan.left_out, plan.operations.len(), plan.without_example);
    Some(plan)
}
