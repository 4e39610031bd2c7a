//! What every area asks of a compilation.

use camino::Utf8PathBuf;
use contract::blob::Blob;
use contract::{Entry, entries};
use generator::{Diagnostic, Files, Source, Vendor};
use serde_json::Value;

/// The head of a document of OpenAPI 3.1; what is appended starts at line 5, inside `paths`.
pub(crate) const HEAD: &str = "openapi: 3.1.0
info: {title: Cafe, version: '1'}
servers: [{url: https://cafe.example/api}]
paths:
";

/// One compilation of a vendor called `cafe`.
pub(crate) struct Compiled {
    pub(crate) files: Files,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// A document without decisions.
pub(crate) fn compile(text: &str) -> Compiled {
    compile_as(text, "", None)
}

/// A document, the text of vendor.toml and that of names.lock.
pub(crate) fn compile_as(text: &str, decisions: &str, lock: Option<&str>) -> Compiled {
    let source = Source {
        name: "openapi.yaml".to_owned(),
        text: text.to_owned(),
        lock: lock.map(str::to_owned),
        ..Source::default()
    };
    match Vendor::parse("cafe", "vendor.toml", decisions) {
        Ok(vendor) => {
            let (files, diagnostics) = generator::compile(&source, &vendor);
            Compiled { files, diagnostics: diagnostics.iter().cloned().collect() }
        }
        Err(diagnostics) => Compiled { files: Files::new(), diagnostics: diagnostics.iter().cloned().collect() },
    }
}

impl Compiled {
    /// A generated file as text, by the end of its path.
    pub(crate) fn text(&self, path: &str) -> &str {
        let found = self.files.iter().find(|(name, _)| name.ends_with(path));
        let (_, bytes) = found.unwrap_or_else(|| panic!("{path} is not among {:?}", self.files.keys()));
        std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Every entry of the schema blob.
    pub(crate) fn entries(&self) -> Vec<Entry<'_>> {
        let found = self.files.iter().find(|(name, _)| name.ends_with("data/schemas.bin"));
        let (_, bytes) = found.unwrap_or_else(|| panic!("no blob; {}", self.said().join("\n")));
        Blob::open(bytes).map(entries).into_iter().flatten().collect()
    }

    /// The only operation.
    pub(crate) fn only(&self) -> Entry<'_> {
        match self.entries().as_slice() {
            [entry] => *entry,
            several => panic!("{} operations; {}", several.len(), self.said().join("\n")),
        }
    }

    /// Routes with their names, sorted by name.
    pub(crate) fn names(&self) -> Vec<(String, String)> {
        let named = |entry: Entry<'_>| (format!("{} {}", entry.method(), entry.path()), entry.name().to_owned());
        self.entries().into_iter().map(named).collect()
    }

    /// `warning no-server /servers 3:1` for each diagnostic.
    pub(crate) fn said(&self) -> Vec<String> {
        self.diagnostics.iter().map(said).collect()
    }
}

pub(crate) fn said(diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, severity, file: _, pointer, line, column, message: _, help: _ } = diagnostic;
    let at = match (line, column) {
        (Some(line), Some(column)) => format!("{line}:{column}"),
        _ => "nowhere".to_owned(),
    };
    format!("{} {} {pointer} {at}", severity.as_str(), code.as_str())
}

/// Decisions that are known to be right.
pub(crate) fn vendor(decisions: &str) -> Vendor {
    let parsed = Vendor::parse("cafe", "vendor.toml", decisions);
    parsed.unwrap_or_else(|diagnostics| panic!("{:#?}", diagnostics.iter().collect::<Vec<_>>()))
}

/// A vendor of the project.
pub(crate) struct Committed {
    pub(crate) name: String,
    pub(crate) document: String,
    pub(crate) decisions: String,
    /// The table of its lists, where one is committed.
    pub(crate) lists: Option<String>,
}

/// Every vendor of the project; there is at least one.
pub(crate) fn committed() -> Vec<Committed> {
    let root = Utf8PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: String| std::fs::read_to_string(root.join(path)).ok();
    let folders = root.join("specs").read_dir_utf8().unwrap_or_else(|error| panic!("specs: {error}"));
    let mut names: Vec<String> = folders.flatten().map(|folder| folder.file_name().to_owned()).collect();
    names.sort();
    let vendor = |name: String| {
        let documents = ["openapi.yaml", "openapi.yml", "openapi.json"].into_iter();
        Some(Committed {
            document: documents.filter_map(|file| read(format!("specs/{name}/{file}"))).next()?,
            decisions: read(format!("specs/{name}/vendor.toml"))?,
            lists: read(format!("tests/{name}/pagination.tsv")),
            name,
        })
    };
    let found: Vec<Committed> = names.into_iter().filter_map(vendor).collect();
    assert!(!found.is_empty(), "specs holds no vendor");
    found
}

/// A document of the corpus; none, with a word, where there is no corpus.
pub(crate) fn corpus(path: &str) -> Option<String> {
    let found = std::fs::read_to_string(corpus_folder().join(path)).ok();
    if found.is_none() {
        println!("skipped: no {path} in the corpus, see TOOLWRIGHT_CORPUS");
    }
    found
}

/// The folder of the corpus.
pub(crate) fn corpus_folder() -> Utf8PathBuf {
    let folder = std::env::var("TOOLWRIGHT_CORPUS").map(Utf8PathBuf::from);
    let folder = folder.unwrap_or_else(|_| Utf8PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"));
    folder.join("specs")
}

/// A document as the generator reads it.
pub(crate) fn document_of(text: &str, vendor: &Vendor) -> Value {
    let source = Source { name: "openapi".to_owned(), text: text.to_owned(), ..Source::default() };
    let shown = generator::show(&source, vendor, "spec", None).unwrap_or_default();
    serde_json::from_str(&shown).unwrap_or_default()
}
