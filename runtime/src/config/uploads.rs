//! Settings that let calls send files.

use super::{Error, Settings, within};
use crate::{BaseUrl, Uploads};

/// Bytes of the files of one call.
const MAX_UPLOAD: std::ops::RangeInclusive<usize> = 1_024..=1 << 30;

/// The files that calls may send. The folders must be there.
pub(super) fn uploads(settings: &Settings) -> Result<Uploads, Error> {
    let url = |text: &String| BaseUrl::parse(text).map_err(|message| Error::Value { name: "upload-url", message });
    let urls = settings.upload_url.iter().map(url).collect::<Result<_, _>>()?;
    let bytes = within("max-upload", settings.max_upload, &MAX_UPLOAD)?;
    Uploads::new(&settings.upload_dir, urls, bytes).map_err(|message| Error::Value { name: "upload-dir", message })
}
