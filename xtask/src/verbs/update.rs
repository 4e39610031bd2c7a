//! `update`: documents from the network, anew. Besides `new` the only verb that fetches; `generate` never does.

use camino::Utf8PathBuf;
use generator::Files;

use crate::error::{Error, Outcome};
use crate::files::Changes;
use crate::origin::{self, Origin};
use crate::project::Project;
use crate::vendor::{Texts, hash, text};
use crate::verbs::fetch;
use crate::{output, siblings};

/// Fetches the documents of the vendors asked for, and what vendor.toml lists under `[external]`.
pub(crate) fn update(project: &Project, vendors: &[String]) -> Result<Outcome, Error> {
    let mut outcome = Outcome::Fine;
    for name in project.chosen(vendors)? {
        outcome = outcome.max(one(project, &name)?);
    }
    Ok(outcome)
}

fn one(project: &Project, name: &str) -> Result<Outcome, Error> {
    let mut texts = Texts::read(project, name)?;
    let vendor = texts.vendor().map_err(|_| {
        Error::Failed(format!("{} can't be read: `cargo xtask generate {name}` says why", texts.decisions_name))
    })?;
    let mut files = Files::new();
    let mut outcome = Outcome::Fine;
    for (url, expected) in vendor.external() {
        let found = fetch::document(url)?;
        if hash(&found) == *expected {
            files.insert(format!("specs/{name}/{}/{expected}", siblings::EXTERNAL).into(), found.into_bytes());
        } else {
            outcome = Outcome::Failed;
            let actual = hash(&found);
            output::line(format!("{name}: {url} has the SHA-256 {actual}, not the one in {}", texts.decisions_name));
        }
    }
    let place = project.specs().join(name).join(origin::FILE);
    let origin: Origin = match place.is_file() {
        true => {
            toml::from_str(&text(&place)?).map_err(|error| Error::Failed(format!("{place}: {}", error.message())))?
        }
        false => Origin::default(),
    };
    match &origin.url {
        None => output::line(format!("{name}: its document came from no URL; replace {} by hand", texts.document_name)),
        Some(_) if origin.sha256.as_ref().is_some_and(|hash| *hash != self::hash(&texts.document)) => {
            outcome = Outcome::Failed;
            let name = &texts.document_name;
            output::line(format!("{name} was edited since it was fetched; put corrections into overlay.yaml"));
        }
        Some(url) => {
            let fresh = fetch::document(url)?;
            let told = if fresh == texts.document { "unchanged" } else { "changed" };
            output::line(format!("{name}: {url} is {told}"));
            files.insert(format!("specs/{name}/{}", origin::FILE).into(), origin::written(&fresh, url).into_bytes());
            files.insert(Utf8PathBuf::from(&texts.document_name), fresh.clone().into_bytes());
            texts.document = fresh;
            let mut source = texts.source(&vendor);
            source.files.clear();
            siblings::gather(&mut source, &vendor, &mut |file| fetch::beside(url, file));
            let beside = source.files.into_iter().filter(|(file, _)| !origin::is_url(file));
            files.extend(beside.map(|(file, text)| (format!("specs/{name}/{file}").into(), text.into_bytes())));
        }
    }
    let changes = Changes::plan(project.root(), &files, &[])?;
    changes.apply(project.root(), &files, project.root())?;
    output::line(format!("{name}: {} files written; `cargo xtask generate {name}` applies them", changes.written()));
    Ok(outcome)
}
