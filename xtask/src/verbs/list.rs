//! `list`: the vendors, and whether they were generated.

use crate::coverage::Coverage;
use crate::error::{Error, Outcome};
use crate::outline::Outline;
use crate::output;
use crate::project::Project;
use crate::vendor::{Texts, hash, text};

/// Characters of a document's hash that are shown.
const SHOWN: usize = 12;

/// Lists every vendor.
pub(crate) fn list(project: &Project) -> Result<Outcome, Error> {
    let mut rows = vec![["vendor", "title", "operations", "document"].map(str::to_owned)];
    for name in project.vendors()? {
        let texts = Texts::read(project, &name)?;
        let decided = texts.vendor().ok().and_then(|vendor| vendor.title);
        let title = decided.or_else(|| Outline::read(&texts.document).title).unwrap_or_default();
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let hash = hash(&texts.document).chars().take(SHOWN).collect();
        let coverage = text(&project.generated().join(&name).join("COVERAGE.md"));
        let coverage = coverage.ok().and_then(|text| Coverage::read(&text));
        let operations = coverage.map_or("-".to_owned(), |coverage| coverage.offered.to_string());
        rows.push([name, title, operations, hash]);
    }
    output::line(output::table(&rows));
    Ok(Outcome::Fine)
}
