//! `show`: what a stage of the generator makes of a document.

use crate::account::Account;
use crate::error::{Error, Outcome};
use crate::output;
use crate::project::Project;
use crate::vendor::Texts;

/// Shows a stage, whole or for one operation.
pub(crate) fn show(project: &Project, vendor: &str, stage: &str, operation: Option<&str>) -> Result<Outcome, Error> {
    let name = project.one(vendor)?;
    let texts = Texts::read(project, &name)?;
    let shown = texts.vendor().and_then(|vendor| generator::show(&texts.source(&vendor), &vendor, stage, operation));
    match shown {
        Ok(text) if text.trim().is_empty() => {
            let wanted = operation.unwrap_or("any");
            let message = format!("{name} has no operation {wanted}; generated/{name}/OPERATIONS.md lists all");
            Err(Error::Failed(message))
        }
        Ok(text) => {
            output::line(text.trim_end());
            Ok(Outcome::Fine)
        }
        Err(diagnostics) => {
            Account::undecided(&name, &diagnostics).tell_diagnostics(|file| texts.text(file));
            Ok(Outcome::Failed)
        }
    }
}
