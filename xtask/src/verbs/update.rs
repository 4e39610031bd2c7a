//! `update`: documents from the network, anew. Besides `new` the only verb that fetches; `generate` never does.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use generator::{Files, Vendor};

use crate::error::{Error, Outcome};
use crate::files::Changes;
use crate::origin::{self, Origin};
use crate::project::Project;
use crate::vendor::{Texts, hash, text};
use crate::verbs::fetch::Fetcher;
use crate::{copies, output, siblings};

/// Fetches the documents of the vendors asked for, and what vendor.toml lists under `[external]`.
pub(crate) fn update(project: &Project, vendors: &[String]) -> Result<Outcome, Error> {
    let mut fetcher = Fetcher::new()?;
    let mut outcome = Outcome::Fine;
    for name in project.chosen(vendors)? {
        outcome = outcome.max(one(project, &name, &mut fetcher)?);
    }
    Ok(outcome)
}

fn one(project: &Project, name: &str, fetcher: &mut Fetcher) -> Result<Outcome, Error> {
    let texts = Texts::read(project, name)?;
    let vendor = texts.vendor().map_err(|_| {
        Error::Failed(format!("{} can't be read: `cargo xtask generate {name}` says why", texts.decisions_name))
    })?;
    let external = external(&texts, &vendor, fetcher)?;
    let mut outcome = Outcome::of(external.len() == vendor.external().len());
    let place = |text: &String| format!("specs/{name}/{}/{}", siblings::EXTERNAL, hash(text)).into();
    let mut files: Files = external.values().map(|text| (place(text), text.clone().into_bytes())).collect();
    let origin = origin(&texts)?;
    match &origin.url {
        None => output::line(format!("{name}: its document came from no URL; replace {} by hand", texts.document_name)),
        Some(_) if origin.sha256.as_ref().is_some_and(|hash| *hash != self::hash(&texts.document)) => {
            outcome = Outcome::Failed;
            let name = &texts.document_name;
            output::line(format!("{name} was edited since it was fetched; put corrections into overlay.yaml"));
        }
        Some(url) => files.extend(document(&texts, &vendor, (url, &external), fetcher)?),
    }
    let changes = Changes::plan(project.root(), &files, &[])?;
    changes.apply(project.root(), &files, project.root())?;
    output::line(format!("{name}: {} files written; `cargo xtask generate {name}` applies them", changes.written()));
    Ok(outcome)
}

/// The texts that the vendor lists, by URL. Those that are not what it says are told and left out.
fn external(texts: &Texts, vendor: &Vendor, fetcher: &mut Fetcher) -> Result<BTreeMap<String, String>, Error> {
    let mut external = BTreeMap::new();
    for (url, expected) in vendor.external() {
        let found = fetcher.document(url)?.text;
        let actual = hash(&found);
        if actual == *expected {
            external.insert(url.clone(), found);
        } else {
            let (name, list) = (&texts.name, &texts.decisions_name);
            output::line(format!("{name}: {url} has the SHA-256 {actual}, not the one in {list}"));
        }
    }
    Ok(external)
}

fn origin(texts: &Texts) -> Result<Origin, Error> {
    let place = texts.folder.join(origin::FILE);
    if !place.is_file() {
        return Ok(Origin::default());
    }
    toml::from_str(&text(&place)?).map_err(|error| Error::Failed(format!("{place}: {}", error.message())))
}

/// The document as it is now, and the files that it refers to.
fn document(
    texts: &Texts,
    vendor: &Vendor,
    (url, external): (&str, &BTreeMap<String, String>),
    fetcher: &mut Fetcher,
) -> Result<Files, Error> {
    let name = &texts.name;
    let fresh = fetcher.document(url)?;
    let told = if fresh.text == texts.document { "unchanged" } else { "changed" };
    output::line(format!("{name}: {url} is {told}"));
    let mut source = texts.alone();
    source.text.clone_from(&fresh.text);
    siblings::gather(&mut source, vendor, &mut |file| {
        if vendor.external().contains_key(file) {
            return Ok(external.get(file).cloned());
        }
        let found = fetcher.beside(&fresh.url, file)?;
        if found.is_none() && texts.folder.join(file).is_file() {
            output::line(format!(
                "{name}: {file} is no longer beside {}; specs/{name}/{file} stays as it was",
                fresh.url
            ));
        }
        Ok(found)
    })?;
    let mut files = copies::siblings(name, source)?;
    files.insert(format!("specs/{name}/{}", origin::FILE).into(), origin::written(&fresh.text, url).into_bytes());
    files.insert(Utf8PathBuf::from(&texts.document_name), fresh.text.into_bytes());
    Ok(files)
}
