//! Reads a local file, wherever its path leads, if that is below an allowed folder.

use std::io::Read;
use std::path::{Component, Path, PathBuf};

use reqwest::Url;

use super::folder::Folder;
use super::{Upload, media_type, too_large};
use crate::{Code, Fault};

/// Where files are that the system makes up, its processes' environments among them.
const SPECIAL: [&str; 3] = ["/proc", "/sys", "/dev"];

/// The file at a `file:` URL (RFC 8089).
pub(super) fn read(folders: &[Folder], url: &str, most: usize) -> Result<Upload, Fault> {
    if folders.is_empty() {
        let message = "this server sends no local files";
        let remedy = "give a data: URL in base64, or ask the user to start the server with --upload-dir and a folder";
        return Err(Fault::new(Code::InvalidValue, message).suggesting(remedy));
    }
    let path = path(url)?;
    let real = path.canonicalize().map_err(|error| {
        if folders.iter().any(|folder| folder.seems_to_hold(&path)) { unread(&error) } else { outside(folders) }
    })?;
    let is_special = SPECIAL.iter().any(|special| real.starts_with(special));
    let mut holding = folders.iter().filter_map(|folder| Some((folder, folder.below(&real)?)));
    let (folder, below) = holding.next().filter(|_| !is_special).ok_or_else(|| outside(folders))?;
    let mut file = folder.open(below).map_err(|error| unread(&error))?;
    let about = file.metadata().map_err(|error| unread(&error))?;
    if !about.is_file() {
        let message = "this is no file but a folder, a pipe, a device or the like";
        return Err(Fault::new(Code::InvalidValue, message).suggesting("name a file"));
    }
    let length = usize::try_from(about.len()).ok().filter(|length| *length <= most).ok_or_else(|| too_large(most))?;
    let mut bytes = Vec::new();
    let read = Read::by_ref(&mut file).take(about.len().saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| unread(&error))?;
    if bytes.len() != length {
        // Also a file that the system makes up while it is read.
        let message = "the file changed while it was read";
        return Err(Fault::new(Code::InvalidValue, message).suggesting("call again once it is complete"));
    }
    let name = name(&path);
    let media_type = media_type(&name, &bytes).to_owned();
    Ok(Upload { bytes, name, media_type })
}

fn path(text: &str) -> Result<PathBuf, Fault> {
    let url = Url::parse(text).ok().filter(|url| url.query().is_none() && url.fragment().is_none());
    // The URL parser takes file:a.png for file:///a.png, and forgets the host localhost.
    let is_full = text.get("file:".len()..).is_some_and(|rest| rest.starts_with("//"));
    let path = url.filter(|_| is_full).and_then(|url| url.to_file_path().ok());
    let climbs = |path: &PathBuf| path.components().any(|component| component == Component::ParentDir);
    path.filter(|path| path.is_absolute() && !climbs(path)).ok_or_else(|| {
        let message = "this is no file:/// URL of a path from the root; ?, # and % in it are percent-encoded";
        Fault::new(Code::InvalidValue, message).expecting("file:///folder/file.png")
    })
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| "file".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// What the system said; its words alone, for the path is the caller's.
fn unread(error: &std::io::Error) -> Fault {
    let message = match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        kind => format!("the file can't be read: {kind}"),
    };
    Fault::new(Code::InvalidValue, message).suggesting("look at the path, or ask the user for it")
}

fn outside(folders: &[Folder]) -> Fault {
    let message = "the file is not in a folder whose files this server sends";
    Fault::new(Code::InvalidValue, message)
        .allowing(folders.iter().map(ToString::to_string))
        .suggesting("name a file in there, or ask the user to allow its folder with --upload-dir")
}
