//! The program's command line: pairs of a flag and its value.

use std::path::PathBuf;

use crate::Error;

/// What is to be done.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    /// `--sources`: the folder of what mocks are made of.
    pub(super) sources: PathBuf,
    /// `--known`: the file of known disagreements.
    pub(super) known: PathBuf,
    /// `--report`: where every disagreement is written to, a line of JSON each.
    pub(super) report: PathBuf,
    /// `--account`: where the counts are written to.
    pub(super) account: PathBuf,
    /// `--requests`: the folder for what was sent, if that is wanted.
    pub(super) requests: Option<PathBuf>,
    /// `--sampled`: of how many sets of an operation.
    pub(super) sampled: u64,
    /// `--sets`: valid and invalid sets of each operation.
    pub(super) sets: u64,
    /// `--seed`
    pub(super) seed: u64,
    /// `--filter`, any number of times: the beginning of paths.
    filters: Vec<String>,
}

impl Options {
    pub(super) fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, Error> {
        let mut options = Self { sets: 20, seed: 1, ..Self::default() };
        while let Some(flag) = arguments.next() {
            let value = arguments.next().ok_or_else(|| Error::new("reading the command line", &flag))?;
            let number = || value.parse::<u64>().map_err(|error| Error::new(&flag, error));
            match flag.as_str() {
                "--sources" => options.sources = value.into(),
                "--known" => options.known = value.into(),
                "--report" => options.report = value.into(),
                "--account" => options.account = value.into(),
                "--requests" => options.requests = Some(value.into()),
                "--sampled" => options.sampled = number()?,
                "--sets" => options.sets = number()?,
                "--seed" => options.seed = number()?,
                "--filter" => options.filters.push(value.split('*').next().unwrap_or_default().to_owned()),
                _ => return Err(Error::new("reading the command line", format!("no flag is {flag}"))),
            }
        }
        Ok(options)
    }

    pub(super) fn chooses(&self, path: &str) -> bool {
        self.filters.is_empty() || self.filters.iter().any(|filter| path.starts_with(filter))
    }
}
