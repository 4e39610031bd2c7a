//! What there is to say about a document: collected all along, shown all at once.

use std::collections::BTreeMap;

use crate::place;
use crate::pointer::Pointer;
use crate::source::{FILES, Source};

/// Diagnostics kept of each severity; beyond these a document is broken by a tool, not by hand.
const MAX_KEPT: usize = 2_000;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something is worth knowing.
    Note,
    /// Something was read in the best way, or left out.
    Warning,
    /// The document must be corrected.
    Error,
}

impl Severity {
    /// `note`, `warning` or `error`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $text:literal $severity:ident $doc:literal)*) => {
        /// The fixed codes; each has one severity.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $doc] $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as it is printed: `unresolved-reference`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// How bad it is.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    Syntax "syntax" Error "The text is neither JSON nor YAML."
    NotOpenApi "not-openapi" Error "The document is not an OpenAPI document of a version that is read."
    NoOperations "no-operations" Error "Nothing in the document can be offered."
    DuplicateKey "duplicate-key" Error "An object has the same key twice."
    UnresolvedReference "unresolved-reference" Error "A `$ref` points to nothing."
    ExternalReference "external-reference" Error "A `$ref` leaves the document."
    ExternalFile "external-file" Error "A document of the network that vendor.toml lists is not there, or is another."
    CyclicReference "cyclic-reference" Error "References refer to each other and to nothing else."
    RecursiveComposition "recursive-composition" Warning "A schema is made of itself; the reference back is not followed."
    DynamicReference "dynamic-reference" Note "A `$dynamicRef` is read as a `$ref`."
    InvalidOverlay "invalid-overlay" Error "The overlay can't be read, or an action can't be done."
    UnmatchedAction "unmatched-action" Error "An action of the overlay matches nothing."
    InvalidVendor "invalid-vendor" Error "vendor.toml can't be read, or has an unknown key."
    UnmatchedDecision "unmatched-decision" Error "A decision in vendor.toml applies to nothing."
    Excluded "excluded" Note "An operation is left out by vendor.toml."
    InvalidLock "invalid-lock" Error "names.lock can't be read."
    IndexFailed "index-failed" Error "The search index could not be built."
    NoServer "no-server" Warning "Neither the document nor vendor.toml names the server."
    InvalidOperation "invalid-operation" Warning "An operation can't be read and is left out."
    InvalidMember "invalid-member" Warning "A member of an operation or path item has the wrong type and is not read."
    InvalidParameter "invalid-parameter" Warning "A parameter can't be read as declared."
    InvalidResponse "invalid-response" Warning "A response can't be read and is left out."
    InvalidSchema "invalid-schema" Warning "A schema can't be read as declared."
    InvalidSecurity "invalid-security" Warning "A security requirement or scheme can't be read."
    RepairedPath "repaired-path" Warning "A path is no path template; it is read as one."
    UndeclaredPathParameter "undeclared-path-parameter" Warning "A variable of the path has no parameter; it is taken as a string."
    SurplusPathParameter "surplus-path-parameter" Warning "A path parameter does not occur in the path; it is left out."
    EquivalentPaths "equivalent-paths" Warning "Two path templates match the same paths with the same method."
    DuplicateParameter "duplicate-parameter" Warning "A parameter is declared twice; the first counts."
    DuplicateOperationId "duplicate-operation-id" Note "An operationId occurs more than once."
    IgnoredBody "ignored-body" Note "A body that is neither required nor JSON, with a method that gives it no meaning, is not offered."
    IgnoredServers "ignored-servers" Warning "An operation's own server can't be called; calls go to the document's."
    IgnoredCallbacks "ignored-callbacks" Note "Callbacks and webhooks are calls that the API makes; nothing is generated for them."
    UnsupportedScheme "unsupported-scheme" Warning "Credentials of this security scheme can't be sent."
    UnsupportedMethod "unsupported-method" Warning "The member of a path item is no HTTP method that is read."
    UndefinedStyle "undefined-style" Note "OpenAPI leaves the serialisation of this parameter undefined; the documented default applies."
    NoCredential "no-credential" Note "An operation needs no credential by the document and by vendor.toml."
    ToolSchema "tool-schema" Warning "Not every client can be told all of what an argument of a curated tool may be, or the tool costs too many tokens."
    NoExample "no-example" Warning "No valid example call could be made."
}

impl Code {
    /// The errors of a document that cost no more than what they are about: a vendor may accept them.
    pub const ACCEPTABLE: &'static [Self] =
        &[Self::CyclicReference, Self::DuplicateKey, Self::ExternalReference, Self::UnresolvedReference];
}

/// One thing to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which of the fixed things it is.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// The file it is about.
    pub file: String,
    /// The JSON pointer into the document; empty for the whole.
    pub pointer: String,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Everything there is to say, in the order it was found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    file: String,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Nothing to say of `file` so far.
    pub fn new(file: &str) -> Self {
        Self { file: file.to_owned(), list: Vec::new() }
    }

    /// All of it.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether anything must be corrected.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Adds one about a place in the document.
    pub(crate) fn add(&mut self, code: Code, pointer: &Pointer, message: impl Into<String>, help: impl Into<String>) {
        let diagnostic = Diagnostic {
            code,
            severity: code.severity(),
            file: self.file.clone(),
            pointer: pointer.as_str().to_owned(),
            line: None,
            column: None,
            message: message.into(),
            help: help.into(),
        };
        self.push(diagnostic);
    }

    /// Whether no more of the code's severity are kept.
    pub(crate) fn is_full(&self, code: Code) -> bool {
        self.list.iter().filter(|kept| kept.severity == code.severity()).count() >= MAX_KEPT
    }

    /// Adds one about a place known by line.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        if !self.is_full(diagnostic.code) && !self.list.contains(&diagnostic) {
            self.list.push(diagnostic);
        }
    }

    /// Warns of what is accepted instead of calling it an error. Whether there was any.
    pub(crate) fn accept(&mut self, code: Code) -> bool {
        let mut any = false;
        for diagnostic in self.list.iter_mut().filter(|diagnostic| diagnostic.code == code) {
            diagnostic.severity = Severity::Warning;
            any = true;
        }
        any
    }

    /// Puts them in the order of their lines.
    pub(crate) fn sort_by_place(&mut self) {
        self.list.sort_by_key(|diagnostic| (diagnostic.line, diagnostic.column));
    }

    /// Finds the files and lines of the places in the document.
    pub(crate) fn place(&mut self, source: &Source) {
        let mut wanted: BTreeMap<String, Vec<&mut Diagnostic>> = BTreeMap::new();
        let document = std::mem::take(&mut self.file);
        for diagnostic in self.list.iter_mut().filter(|it| it.line.is_none() && it.file == document) {
            let (file, pointer) = split(&diagnostic.pointer);
            diagnostic.pointer = pointer;
            wanted.entry(file).or_default().push(diagnostic);
        }
        for (file, diagnostics) in wanted {
            let text = if file.is_empty() { Some(&source.text) } else { source.files.get(&file) };
            let pointers: Vec<String> = diagnostics.iter().map(|diagnostic| diagnostic.pointer.clone()).collect();
            let places = place::places(text.map_or("", String::as_str), pointers.iter().map(String::as_str));
            for diagnostic in diagnostics {
                let place = places.get(diagnostic.pointer.as_str());
                diagnostic.line = place.map(|(line, _)| *line);
                diagnostic.column = place.map(|(_, column)| *column);
                if !file.is_empty() {
                    diagnostic.file = source.name_of(&file);
                }
            }
        }
        self.file = document;
    }
}

/// The file that a place in the document belongs to, empty for the document's own, and the pointer there.
fn split(pointer: &str) -> (String, String) {
    let inside = pointer.strip_prefix('/').and_then(|rest| rest.strip_prefix(FILES)?.strip_prefix('/'));
    let Some(inside) = inside else { return (String::new(), pointer.to_owned()) };
    let (file, rest) = inside.split_at(inside.find('/').unwrap_or(inside.len()));
    (file.replace("~1", "/").replace("~0", "~"), rest.to_owned())
}
