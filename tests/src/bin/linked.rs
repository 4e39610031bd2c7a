//! `linked FOLDER…`: builds one program with the servers of documents, each the `openapi.yaml` and the `vendor.toml` of a
//! folder that is called as the API is, and prints where the program lies. Which of them it serves, [`e2e::CHOSEN`] says.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use e2e::{Document, Error, link};
use generator::{Source, Vendor};

fn main() -> ExitCode {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    let documents = folders.iter().map(|folder| document(Path::new(folder))).collect::<Result<Vec<_>, _>>();
    match documents.and_then(|documents| link("clients", &documents)) {
        Ok(linked) => {
            println!("{}", linked.program.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn document(folder: &Path) -> Result<Document, Error> {
    let text = |file: &str| fs::read_to_string(folder.join(file)).map_err(|error| Error::new(file, error));
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let vendor = Vendor::parse(&name, "vendor.toml", &text("vendor.toml")?);
    let vendor = vendor.map_err(|mistakes| {
        let first = mistakes.iter().next().map_or_else(String::new, |first| first.message.clone());
        Error::new("reading vendor.toml", first)
    })?;
    let source = Source { name: "openapi.yaml".to_owned(), text: text("openapi.yaml")?, ..Source::default() };
    Ok(Document { name, source, vendor })
}
