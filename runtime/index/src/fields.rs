//! The fields of the index: one that holds everything, and small ones beside it that only nudge.
//!
//! A sum over separately weighted fields ranks an operation first that has one rare word in five places before one that
//! has three of the words asked for. So the ranking rests on [`Field::Flat`], and what the others add is a fraction.
//! Parameters and bodies have no field of their own: on every set of queries that made the ranking worse.

use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

use crate::Document;
use crate::terms::TERMS;

/// One field of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// Everything.
    Flat,
    /// The operation's name.
    Name,
    /// The words of the path template.
    Path,
    /// The group.
    Tag,
    /// The summary.
    Summary,
    /// The HTTP method, in capitals.
    Method,
    /// `deprecated`, or nothing.
    Mark,
}

/// The term of deprecated operations in [`Field::Mark`].
pub(crate) const DEPRECATED: &str = "deprecated";

impl Field {
    /// Every field in the order of the schema.
    pub(crate) const ALL: [Self; 7] =
        [Self::Flat, Self::Name, Self::Path, Self::Tag, Self::Summary, Self::Method, Self::Mark];

    /// Fields that words are looked up in, and how much of a match there counts.
    pub(crate) const WEIGHTS: [(Self, f32); 5] =
        [(Self::Flat, 1.0), (Self::Name, 0.3), (Self::Path, 0.2), (Self::Tag, 0.1), (Self::Summary, 0.5)];

    fn name(self) -> &'static str {
        match self {
            Self::Flat => "flat",
            Self::Name => "name",
            Self::Path => "path",
            Self::Tag => "tag",
            Self::Summary => "summary",
            Self::Method => "method",
            Self::Mark => "mark",
        }
    }

    /// The field in tantivy's words.
    pub(crate) fn place(self) -> tantivy::schema::Field {
        tantivy::schema::Field::from_field_id(self as u32)
    }

    /// Whether what it holds are terms already, not text to be analyzed.
    pub(crate) fn is_verbatim(self) -> bool {
        matches!(self, Self::Method | Self::Mark)
    }

    /// What the field holds of a document.
    pub(crate) fn text(self, document: &Document) -> Vec<&str> {
        match self {
            Self::Flat => vec![
                &document.name,
                &document.method,
                &document.path,
                &document.tag,
                &document.summary,
                &document.description,
                &document.parameters,
                &document.body,
                &document.pagination,
                &document.security,
                &document.effect,
            ],
            Self::Name => vec![&document.name],
            Self::Path => vec![&document.path],
            Self::Tag => vec![&document.tag],
            Self::Summary => vec![&document.summary],
            Self::Method => vec![&document.method],
            Self::Mark => {
                if document.deprecated {
                    vec![DEPRECATED]
                } else {
                    Vec::new()
                }
            }
        }
    }

    /// Every field with frequencies and lengths, no positions and nothing stored.
    pub(crate) fn schema() -> Schema {
        let mut schema = Schema::builder();
        for field in Self::ALL {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(TERMS)
                .set_index_option(IndexRecordOption::WithFreqs)
                .set_fieldnorms(true);
            schema.add_text_field(field.name(), TextOptions::default().set_indexing_options(indexing));
        }
        schema.build()
    }
}
