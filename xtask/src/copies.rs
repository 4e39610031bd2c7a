//! What a document brings along into its vendor's folder: the files that it refers to, and never the project's own.

use generator::{Files, Source};

use crate::error::Error;
use crate::origin;
use crate::siblings::EXTERNAL;
use crate::vendor::DOCUMENTS;

/// Files and folders of a vendor's folder that a person or a verb writes.
const OWN: [&str; 5] = ["vendor.toml", "overlay.yaml", "names.lock", origin::FILE, EXTERNAL];

/// The files that a source refers to, as files of the vendor's folder.
pub(crate) fn siblings(vendor: &str, source: Source) -> Result<Files, Error> {
    let beside = source.files.into_iter().filter(|(file, _)| !origin::is_url(file));
    let file = |(file, text): (String, String)| {
        check(&file)?;
        Ok((format!("specs/{vendor}/{file}").into(), text.into_bytes()))
    };
    beside.map(file).collect()
}

/// Refuses a file that would take the place of one of the project's, or that programs read as their settings: Cargo.toml,
/// `.git/config`. File systems may take `VENDOR.toml` for `vendor.toml`.
pub(crate) fn check(file: &str) -> Result<(), Error> {
    // Both: some characters are the same as another in upper case alone.
    let folded = file.to_uppercase().to_lowercase();
    let first = folded.split('/').next().unwrap_or_default();
    let own = OWN.contains(&first) || DOCUMENTS.contains(&first);
    let settings = folded.split('/').any(|part| part.starts_with('.') || part.ends_with(".toml"));
    if own || settings {
        let message = format!("the document refers to {file:?}, a name that a vendor's file may not have in specs/");
        return Err(Error::Failed(format!("{message}; nothing was written")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn own_names_are_refused() {
        for file in [
            "vendor.toml",
            "Vendor.TOML",
            "overlay.yaml",
            "names.lock",
            "source.toml",
            "\u{17f}ource.toml",
            "openapi.json",
            "openapi.yml/a.yaml",
            "external/0123",
            "External/a.yaml",
            "schemas/Cargo.toml",
            ".git/config",
            "schemas/.envrc",
        ] {
            assert!(check(file).is_err(), "{file}");
        }
        for file in ["schemas/Tea.yaml", "schemas/openapi.yaml", "externals/a.yaml", "a/external/b.yaml", "Tea.v1.json"]
        {
            assert!(check(file).is_ok(), "{file}");
        }
    }
}
