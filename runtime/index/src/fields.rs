//! The fields of the index: one that holds everything, and small ones beside it that only nudge.
//!
//! A sum over separately weighted fields ranks an operation first that has one rare word in five places before one that
//! has three of the words asked for. So the ranking rests on [`Field::Flat`], and what the others add is a fraction.

use std::borrow::Cow;

use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

use crate::terms::TERMS;
use crate::{Document, exact};

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
    /// Parameters, body, answers, credentials: what is asked for beside what an operation is for.
    Details,
    /// Names and paths in the forms of [`exact`].
    Exact,
}

/// The term of deprecated operations in [`Field::Mark`].
pub(crate) const DEPRECATED: &str = "deprecated";

impl Field {
    /// Every field in the order of the schema.
    pub(crate) const ALL: [Self; 9] = [
        Self::Flat,
        Self::Name,
        Self::Path,
        Self::Tag,
        Self::Summary,
        Self::Method,
        Self::Mark,
        Self::Details,
        Self::Exact,
    ];

    /// Fields that words are looked up in, and how much of a match there counts.
    pub(crate) const WEIGHTS: [(Self, f32); 6] = [
        (Self::Flat, 1.0),
        (Self::Name, 0.3),
        (Self::Path, 0.3),
        (Self::Tag, 0.15),
        (Self::Summary, 0.5),
        (Self::Details, 0.15),
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Flat => "flat",
            Self::Name => "name",
            Self::Path => "path",
            Self::Tag => "tag",
            Self::Summary => "summary",
            Self::Method => "method",
            Self::Mark => "mark",
            Self::Details => "details",
            Self::Exact => "exact",
        }
    }

    /// The field in tantivy's words.
    pub(crate) fn place(self) -> tantivy::schema::Field {
        tantivy::schema::Field::from_field_id(self as u32)
    }

    /// Whether what it holds are terms already, not text to be analyzed.
    pub(crate) fn is_verbatim(self) -> bool {
        matches!(self, Self::Method | Self::Mark | Self::Exact)
    }

    /// What the field holds of a document.
    pub(crate) fn texts(self, document: &Document) -> Vec<Cow<'_, str>> {
        let Document { name, other_names, aliases, method, path, tag, summary, description, .. } = document;
        let Document { parameters, body, choices, answers, pagination, security, effect, deprecated, .. } = document;
        let texts: &[&String] = match self {
            Self::Flat => &[
                name,
                other_names,
                aliases,
                method,
                path,
                tag,
                summary,
                description,
                parameters,
                body,
                pagination,
                security,
                effect,
            ],
            Self::Name => &[name],
            Self::Path => &[path],
            Self::Tag => &[tag],
            Self::Summary => &[summary, aliases],
            Self::Method => &[method],
            Self::Mark if *deprecated => return vec![Cow::Borrowed(DEPRECATED)],
            Self::Mark => &[],
            Self::Details => &[parameters, body, choices, answers, pagination, security],
            Self::Exact => return exact::forms(document).into_iter().map(Cow::Owned).collect(),
        };
        texts.iter().map(|text| Cow::Borrowed(text.as_str())).collect()
    }

    /// Every field with frequencies and lengths, the first with positions, and nothing stored.
    pub(crate) fn schema() -> Schema {
        let mut schema = Schema::builder();
        for field in Self::ALL {
            let option = match field {
                Self::Flat => IndexRecordOption::WithFreqsAndPositions,
                _ => IndexRecordOption::WithFreqs,
            };
            let indexing =
                TextFieldIndexing::default().set_tokenizer(TERMS).set_index_option(option).set_fieldnorms(true);
            schema.add_text_field(field.name(), TextOptions::default().set_indexing_options(indexing));
        }
        schema.build()
    }
}
