//! Prism's verdict on what was sent.

use std::process::{Command, Stdio};

use camino::Utf8Path;

use crate::error::Error;
use crate::project::Project;

/// Where it begins.
const SCRIPT: &str = "tests/differential/prism/run.sh";

/// Whether Prism accepts every request that the program wrote into `folder`, for documents in `dir`, what is known aside.
pub(super) fn judge(project: &Project, dir: &Utf8Path, folder: &Utf8Path) -> Result<bool, Error> {
    let mut command = Command::new("bash");
    command.args([SCRIPT, dir.as_str(), folder.as_str()]).current_dir(project.root()).stdin(Stdio::null());
    let status = command.status().map_err(Error::while_doing(format!("starting {SCRIPT}")))?;
    Ok(status.success())
}
