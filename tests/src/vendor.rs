//! A vendor as the tests see it: its document and its decisions.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

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
    /// The files that it refers to, by path or URL.
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
    names.into_iter().map(|name| Vendor::read(&folder.join(&name), &name)).collect()
}

impl Vendor {
    fn read(folder: &Path, name: &str) -> Result<Self, Error> {
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
        // What the network has was fetched into a file that is called by its hash.
        let fetched = |url: &str| decisions.external().get(url).map(|hash| format!("external/{hash}"));
        // One file refers to the next; what isn't there is a matter of the mock.
        loop {
            let missing = generator::missing(&source, &decisions).into_iter();
            let found: Vec<(String, String)> =
                missing.filter_map(|file| Some((file.clone(), text(&fetched(&file).unwrap_or(file)).ok()?))).collect();
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
            ..Options::default()
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
    let Arguments { parameters, body, .. } = arguments;
    let shared = |name: &str| parameters.iter().filter(|(_, other, _)| other == name).count() > 1;
    let key = |location: &str, name: &str| if shared(name) { format!("{location}.{name}") } else { name.to_owned() };
    let params = parameters.iter().map(|(location, name, value)| (key(location, name), value.clone()));
    let mut call = json!({"operation": operation, "params": params.collect::<Map<_, _>>()});
    if let (Some(body), Some(members)) = (body, call.as_object_mut()) {
        members.insert("body".to_owned(), body);
    }
    call
}

#[cfg(test)]
mod tests {
    use std::fs;

    use mock::Fill;

    use super::Vendor;
    use crate::scratch;

    #[test]
    fn what_the_network_has_was_fetched() {
        let (leaf, vein) = ("a".repeat(64), "b".repeat(64));
        let folder = scratch("vendor_external").unwrap();
        fs::create_dir(folder.join("external")).unwrap();
        let url = "https://leaf.example/v1/leaf.yaml";
        let content = format!("{{application/json: {{schema: {{$ref: '{url}'}}}}}}");
        for (file, text) in [
            (
                "openapi.yaml",
                format!(
                    "openapi: 3.1.0\ninfo: {{title: Tea, version: '1'}}\npaths:\n  /teas:\n    post:\n      \
                     requestBody: {{required: true, content: {content}}}\n      \
                     responses: {{200: {{description: Done.}}}}\n"
                ),
            ),
            (
                "vendor.toml",
                format!(
                    "[external.\"{url}\"]\nsha256 = \"{leaf}\"\n\
                     [external.\"https://leaf.example/vein.yaml\"]\nsha256 = \"{vein}\"\n"
                ),
            ),
            (
                &format!("external/{leaf}"),
                "{type: object, required: [vein], properties: {vein: {$ref: ../vein.yaml}}}".to_owned(),
            ),
            (&format!("external/{vein}"), "{const: green}".to_owned()),
        ] {
            fs::write(folder.join(file), text).unwrap();
        }
        let vendor = Vendor::read(&folder, "tea").unwrap();
        assert_eq!(vendor.files.len(), 2, "{:?}", vendor.files);
        let arguments = vendor.mock().unwrap().arguments("POST", "/teas", Fill::Required, 0).unwrap();
        assert_eq!(arguments.body.unwrap().to_string(), r#"{"vein":"green"}"#);
    }
}
