//! Operations into one file. The same operations give the same bytes.

use std::collections::BTreeMap;
use std::path::Path;

use tantivy::directory::RamDirectory;
use tantivy::store::Compressor;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Directory, Index, IndexMeta, IndexSettings, TantivyDocument, TantivyError};

use crate::analyzer::{Analyzer, Language};
use crate::fields::Field;
use crate::terms::{SEPARATOR, TERMS, Terms};
use crate::{Document, Error, container, meaning, thesaurus};

/// The file inside the container that names the language.
pub(crate) const LANGUAGE: &str = "language";

const META: &str = "meta.json";

/// What stands for the segment's identifier.
const SEGMENT: &str = "00000000000000000000000000000000";

/// Bytes of memory that building may take.
const MEMORY: usize = 256 << 20;

/// How an API is worded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// The tag (BCP 47) of the language that operations are described in; English if none is given.
    pub language: Option<String>,
    /// Words or phrases that a query may have, and what the document says instead.
    pub synonyms: BTreeMap<String, Vec<String>>,
}

/// Indexes operations in the order of their ordinals.
pub fn build(documents: &[Document], wording: &Wording) -> Result<Vec<u8>, Error> {
    let language = wording.language.as_deref().map(Language::parse).unwrap_or_default();
    let mut files = segment(documents, language).map_err(Error::Build)?;
    files.insert(LANGUAGE.to_owned(), language.as_str().as_bytes().to_vec());
    files.insert(thesaurus::FILE.to_owned(), thesaurus::packed(&wording.synonyms));
    files.insert(meaning::FILE.to_owned(), meaning::packed(documents));
    container::pack(&files)
}

/// The files of an index with one segment.
fn segment(documents: &[Document], language: Language) -> Result<BTreeMap<String, Vec<u8>>, TantivyError> {
    let directory = RamDirectory::create();
    let settings = IndexSettings {
        docstore_compression: Compressor::None,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    };
    let tokenizers = TokenizerManager::new();
    tokenizers.register(TERMS, Terms::default());
    let builder = Index::builder().schema(Field::schema()).settings(settings).tokenizers(tokenizers);
    let mut writer = builder.single_segment_index_writer(directory.clone(), MEMORY)?;
    let mut analyzer = Analyzer::new(language);
    for document in documents {
        writer.add_document(indexed(document, &mut analyzer))?;
    }
    files(&directory, &writer.finalize()?.load_metas()?)
}

fn indexed(document: &Document, analyzer: &mut Analyzer) -> TantivyDocument {
    let mut indexed = TantivyDocument::default();
    for field in Field::ALL {
        let terms = field.texts(document).into_iter().flat_map(|text| match field.is_verbatim() {
            true => vec![text.into_owned()],
            false => analyzer.terms(&text),
        });
        indexed.add_text(field.place(), terms.collect::<Vec<_>>().join(SEPARATOR));
    }
    indexed
}

/// The directory's files without the random identifier of the segment, which nothing but their names depends on.
fn files(directory: &RamDirectory, meta: &IndexMeta) -> Result<BTreeMap<String, Vec<u8>>, TantivyError> {
    let mut text = String::from_utf8_lossy(&directory.atomic_read(Path::new(META))?).into_owned();
    let random = meta.segments.first().map(|segment| segment.id().uuid_string()).unwrap_or_default();
    let mut files = BTreeMap::new();
    for path in meta.list_segment_files() {
        if directory.exists(&path)? {
            let content = directory.open_read(&path)?.read_bytes()?.to_vec();
            files.insert(path.to_string_lossy().replace(&random, SEGMENT), content);
        }
    }
    if !random.is_empty() {
        text = text.replace(&hyphenated(&random), &hyphenated(SEGMENT));
    }
    files.insert(META.to_owned(), text.into_bytes());
    Ok(files)
}

/// A UUID's 32 digits in the form of RFC 9562 section 4.
fn hyphenated(digits: &str) -> String {
    let group = |start, end| digits.get(start..end).unwrap_or_default();
    [group(0, 8), group(8, 12), group(12, 16), group(16, 20), group(20, 32)].join("-")
}
