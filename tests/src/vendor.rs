//! A vendor as the tests see it: its document and its decisions.

use std::collections::BTreeMap;
use std::fs;

use generator::Source;
use mock::{Arguments, Mock, Options};
use serde_json::{Map, Value, json};

use crate::{Error, root};

/// One folder of `specs/`.
pub struct Vendor {
    /// The folder's name.
    pub name: String,
    /// The document's text, corrected by its overlay.
    pub document: String,
    /// Where it lies in its folder.
    pub path: String,
    /// The files that it refers to, by path.
    pub files: BTreeMap<String, String>,
    /// vendor.toml, read.
    pub decisions: generator::Vendor,
}

/// Every vendor, sorted by name.
///
/// # Errors
/// A folder that can't be read.
pub fn vendors() -> Result<Vec<Vendor>, Error> {
    let folder = root().join("specs");
    let entries = fs::read_dir(&folder).map_err(|error| Error::new("reading specs", error))?;
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().join("vendor.toml").is_file())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names.into_iter().map(|name| Vendor::read(&name)).collect()
}

impl Vendor {
    fn read(name: &str) -> Result<Self, Error> {
        let folder = root().join("specs").join(name);
        let text = |file: &str| fs::read_to_string(folder.join(file)).map_err(|error| Error::new(file, error));
        let decisions = generator::Vendor::parse(name, "vendor.toml", &text("vendor.toml")?)
            .map_err(|_| Error::new("reading vendor.toml", "it has mistakes"))?;
        let document = ["openapi.yaml", "openapi.yml", "openapi.json"].into_iter().find(|it| folder.join(it).is_file());
        let document = document.ok_or_else(|| Error::new("reading the vendor", "it has no document"))?;
        let mut source = Source {
            name: document.to_owned(),
            text: text(document)?,
            overlay: text("overlay.yaml").ok().map(|text| ("overlay.yaml".to_owned(), text)),
            ..Source::default()
        };
        // One file refers to the next; what isn't there is a matter of the mock.
        loop {
            let missing = generator::missing(&source, &decisions).into_iter();
            let found: Vec<(String, String)> =
                missing.filter_map(|file| Some((file.clone(), text(&file).ok()?))).collect();
            if found.is_empty() {
                break;
            }
            source.files.extend(found);
        }
        let document = generator::corrected(&source);
        Ok(Self { name: name.to_owned(), document, path: source.name, files: source.files, decisions })
    }

    /// The package of its server.
    pub fn package(&self) -> String {
        format!("{}-mcp", self.name.replace('_', "-"))
    }

    /// The mock of its API, under the vendor's decisions.
    ///
    /// # Errors
    /// A document that the mock can't read.
    pub fn mock(&self) -> Result<Mock, Error> {
        let options = Options {
            security: self.decisions.security_default().to_vec(),
            operation_security: self.decisions.operation_security().clone(),
            constant_headers: self.decisions.constant_headers().to_vec(),
            styles: self.decisions.parameter_styles(),
            files: self.files.clone(),
            path: self.path.clone(),
        };
        Mock::new(&self.document, options).map_err(|error| Error::new("making the mock", error))
    }

    /// Made-up credentials for every scheme, by environment variable.
    pub fn environment(&self) -> Vec<(String, String)> {
        let variables = self.decisions.credential_variables().values();
        variables.map(|variable| (variable.clone(), "made-up-secret".to_owned())).collect()
    }
}

/// The arguments of `execute` that send what the mock made up for an operation.
pub fn call_with(operation: &str, arguments: Arguments) -> Value {
    let Arguments { parameters, body } = arguments;
    let shared = |name: &str| parameters.iter().filter(|(_, other, _)| other == name).count() > 1;
    let key = |location: &str, name: &str| if shared(name) { format!("{location}.{name}") } else { name.to_owned() };
    let params = parameters.iter().map(|(location, name, value)| (key(location, name), value.clone()));
    let mut call = json!({"operation": operation, "params": params.collect::<Map<_, _>>()});
    if let (Some(body), Some(members)) = (body, call.as_object_mut()) {
        members.insert("body".to_owned(), body);
    }
    call
}
