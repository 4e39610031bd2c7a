//! The files that a document refers to, read from its folder and nowhere else. What the network has is only fetched by
//! `new` and `update`, into `external/`.

use std::collections::BTreeSet;
use std::convert::Infallible;

use camino::Utf8Path;
use generator::{Source, Vendor};

/// The folder with documents of the network, each called by its SHA-256.
pub(crate) const EXTERNAL: &str = "external";
/// Bytes of one file.
const LARGEST: u64 = 64 << 20;

/// Adds every file that a source refers to and that is in `folder`. What isn't there is left to the generator to say.
pub(crate) fn complete(source: &mut Source, vendor: &Vendor, folder: &Utf8Path) {
    let Ok(()) = gather::<Infallible>(source, vendor, &mut |file| {
        let place = match vendor.external().get(file) {
            Some(hash) => format!("{EXTERNAL}/{hash}"),
            None => file.to_owned(),
        };
        Ok(text(folder, &place))
    });
}

/// Adds every file that a source refers to and that `read` finds. It gives none where there is no such file.
pub(crate) fn gather<E>(
    source: &mut Source,
    vendor: &Vendor,
    read: &mut dyn FnMut(&str) -> Result<Option<String>, E>,
) -> Result<(), E> {
    let mut tried: BTreeSet<String> = BTreeSet::new();
    loop {
        let wanted = generator::missing(source, vendor);
        let fresh: Vec<String> = wanted.into_iter().filter(|file| tried.insert(file.clone())).collect();
        if fresh.is_empty() {
            return Ok(());
        }
        for file in fresh {
            if let Some(text) = read(&file)? {
                source.files.insert(file, text);
            }
        }
    }
}

/// The text of a file of the folder, unless it or a link leads out of it.
pub(crate) fn text(folder: &Utf8Path, file: &str) -> Option<String> {
    let folder = folder.canonicalize_utf8().ok()?;
    let place = folder.join(file).canonicalize_utf8().ok()?;
    let fits = place.starts_with(&folder) && place.metadata().is_ok_and(|it| it.is_file() && it.len() <= LARGEST);
    if fits { std::fs::read_to_string(place).ok() } else { None }
}
