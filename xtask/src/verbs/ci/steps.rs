//! The steps themselves.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::counts::Counts;
use super::step::Ended;
use crate::cargo::{self, cargo};
use crate::error::{Error, Outcome};
use crate::output;
use crate::project::{CORPUS, Project};
use crate::vendor::Texts;
use crate::verbs::generate::Options;
use crate::verbs::{self, corpus, differential, eval};

/// Where the client tests begin.
const CLIENTS: &str = "tests/clients/run.sh";

/// Crates of the corpus that are compiled on every run.
const COMPILED: usize = 12;

/// Documents of tests/golden and of the corpus that the differential test looks at on every run.
const JUDGED_GOLDEN: [&str; 8] = [
    "all-of/*",
    "body-media-types/*",
    "get-with-body/*",
    "one-of-discriminator/*",
    "parameters-everywhere/*",
    "same-name-in-two-locations/*",
    "swagger-2-form/*",
    "type-arrays/*",
];
const JUDGED: [&str; 3] = ["train-travel/*", "qdrant/*", "oddities/readme31-parameters-style/*"];

/// What the steps share.
pub(super) struct Steps<'p> {
    pub(super) project: &'p Project,
    pub(super) counts: Counts,
}

/// A step.
type Run = fn(&mut Steps<'_>) -> Result<Ended, Error>;

impl Steps<'_> {
    /// Every step, in order: what is quick and explains later failures comes first.
    pub(super) const ALL: [(&'static str, Run); 14] = [
        ("generate --check", |steps| steps.generated()),
        ("fmt", |steps| steps.cargo(&["fmt", "--all", "--check"])),
        ("clippy", |steps| {
            steps.cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
        }),
        ("tidy", |steps| Ok(ended(verbs::tidy::tidy(steps.project)?))),
        ("generated crates", |steps| steps.crates()),
        ("tests", |steps| steps.tests()),
        ("doc tests", |steps| steps.counted(&["test", "--workspace", "--doc", "--locked"])),
        ("ranking", |steps| steps.ranking()),
        ("golden documents", |steps| steps.golden()),
        ("corpus", |steps| steps.corpus()),
        ("differential", |steps| steps.differential()),
        ("mutations", |steps| steps.mutations()),
        ("clients", |steps| steps.clients()),
        ("demo", |steps| steps.demos()),
    ];

    fn generated(&self) -> Result<Ended, Error> {
        let options = Options { check: true, ..Options::default() };
        Ok(ended(verbs::generate::generate(self.project, &options)?))
    }

    /// Builds the generated crates; a warning is a failure.
    fn crates(&self) -> Result<Ended, Error> {
        let vendors = self.project.vendors()?;
        if vendors.is_empty() {
            return Ok(Ended::Skipped("there is no vendor".to_owned()));
        }
        let packages: Vec<String> = vendors.iter().map(|vendor| cargo::server_package(vendor)).collect();
        let built = cargo::build(self.project, &packages)?;
        built.warnings.iter().for_each(output::note);
        Ok(match built.warnings.len() {
            0 => Ended::Passed,
            1 => Ended::Failed("1 warning".to_owned()),
            several => Ended::Failed(format!("{several} warnings")),
        })
    }

    fn tests(&mut self) -> Result<Ended, Error> {
        // What passing tests print is shown: they say there what they leave out.
        if self.has_nextest() {
            let shown = ["--success-output", "immediate"];
            self.counted(&[&["nextest", "run", "--workspace", "--no-fail-fast", "--locked"], &shown[..]].concat())
        } else {
            let shown = ["--", "--show-output"];
            self.counted(
                &[&["test", "--workspace", "--all-targets", "--no-fail-fast", "--locked"], &shown[..]].concat(),
            )
        }
    }

    fn has_nextest(&self) -> bool {
        let mut command = cargo(self.project);
        command.args(["nextest", "--version"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }

    /// Vendors' own queries rank as well as they were accepted to.
    fn ranking(&self) -> Result<Ended, Error> {
        let judged = eval::own(self.project, &eval::Options::default())?;
        Ok(match judged.outcome {
            Outcome::Fine if judged.vendors == 0 => Ended::Skipped("no vendor has queries of its own".to_owned()),
            Outcome::Fine if !judged.unaccepted.is_empty() => {
                Ended::Partly(format!("no ranking was accepted yet: {}", judged.unaccepted.join(", ")))
            }
            outcome => ended(outcome),
        })
    }

    /// Every golden document is generated twice, and its crate compiled.
    fn golden(&self) -> Result<Ended, Error> {
        let dir = self.project.root().join("tests/golden");
        let options = corpus::Options { dir: Some(dir), compile: usize::MAX, ..corpus::Options::default() };
        Ok(ended(corpus::corpus(self.project, &options)?))
    }

    /// The corpus, if there is one: all of it is generated, and some of it compiled. The tests over it ran with the others;
    /// none of them may have left anything out.
    fn corpus(&self) -> Result<Ended, Error> {
        let left_out: Vec<&str> = self.counts.left_out.iter().map(String::as_str).collect();
        if self.project.corpus()?.is_none() {
            return Ok(Ended::Skipped(format!("no corpus: {CORPUS} names its folder")));
        }
        if !left_out.is_empty() {
            let why = format!("there is a corpus, and tests left out: {}", left_out.join("; "));
            return Ok(Ended::Failed(why));
        }
        let options = corpus::Options { compile: COMPILED, ..corpus::Options::default() };
        Ok(ended(corpus::corpus(self.project, &options)?))
    }

    /// A small part of the differential test: a few sets of some golden documents, and of the corpus if there is one.
    fn differential(&self) -> Result<Ended, Error> {
        let golden = differential::Options {
            dir: Some(self.project.root().join("tests/golden")),
            filter: JUDGED_GOLDEN.map(str::to_owned).to_vec(),
            sets: 10,
            seed: 1,
            ..differential::Options::default()
        };
        let outcome = differential::differential(self.project, &golden)?;
        if outcome != Outcome::Fine || self.project.corpus()?.is_none() {
            return Ok(ended(outcome));
        }
        let corpus = differential::Options { dir: None, filter: JUDGED.map(str::to_owned).to_vec(), ..golden };
        Ok(ended(differential::differential(self.project, &corpus)?))
    }

    /// Mutated requests over the wire to the mock of every vendor.
    fn mutations(&self) -> Result<Ended, Error> {
        for vendor in self.project.vendors()? {
            if verbs::mock::mutations(&Texts::read(self.project, &vendor)?)? != Outcome::Fine {
                return Ok(Ended::Failed(format!("the mock of {vendor}")));
            }
        }
        Ok(Ended::Passed)
    }

    fn clients(&self) -> Result<Ended, Error> {
        if !self.project.root().join(CLIENTS).is_file() {
            return Ok(Ended::Failed(format!("{CLIENTS} is missing")));
        }
        let mut command = Command::new("bash");
        command.arg(CLIENTS).current_dir(self.project.root());
        status(&mut command, CLIENTS)
    }

    /// Every vendor that asks questions.
    fn demos(&self) -> Result<Ended, Error> {
        let mut asked = false;
        for name in self.project.vendors()? {
            let vendor = Texts::read(self.project, &name)?.vendor();
            if vendor.is_ok_and(|vendor| !vendor.demo.is_empty()) {
                asked = true;
                if verbs::demo::demo(self.project, Some(&name))? != Outcome::Fine {
                    return Ok(Ended::Failed(format!("the demo of {name}")));
                }
            }
        }
        Ok(if asked { Ended::Passed } else { Ended::Skipped("no vendor.toml has a [[demo]]".to_owned()) })
    }

    fn cargo(&self, arguments: &[&str]) -> Result<Ended, Error> {
        status(cargo(self.project).args(arguments), &format!("cargo {}", arguments.join(" ")))
    }

    /// Runs tests, prints what they print, and counts.
    fn counted(&mut self, arguments: &[&str]) -> Result<Ended, Error> {
        let doing = format!("cargo {}", arguments.join(" "));
        let failed = || Error::while_doing(doing.clone());
        let Counts { failed: failed_before, skipped: skipped_before, left_out: left_out_before, .. } =
            self.counts.clone();
        let (reader, writer) = std::io::pipe().map_err(failed())?;
        let mut command = cargo(self.project);
        command.args(arguments).stdin(Stdio::null());
        command.stdout(writer.try_clone().map_err(failed())?).stderr(writer);
        let mut child = command.spawn().map_err(failed())?;
        // The command holds the pipe's other end, without whose closing there would be no last line.
        drop(command);
        for line in BufReader::new(reader).split(b'\n') {
            let line = String::from_utf8_lossy(&line.map_err(failed())?).into_owned();
            self.counts.add(&line);
            output::line(line);
        }
        let status = child.wait().map_err(failed())?;
        if status.success() {
            let skipped = self.counts.skipped - skipped_before;
            let why = self.counts.left_out.difference(&left_out_before).next().map_or("ignored", String::as_str);
            return Ok(match skipped {
                0 => Ended::Passed,
                skipped => Ended::Partly(format!("{skipped} skipped: {why}")),
            });
        }
        if self.counts.failed == failed_before {
            // Tests that don't even compile are no clean result.
            self.counts.failed += 1;
        }
        Ok(Ended::Failed(format!("{doing}: {status}")))
    }
}

fn ended(outcome: Outcome) -> Ended {
    match outcome {
        Outcome::Fine => Ended::Passed,
        Outcome::Failed => Ended::Failed("see above".to_owned()),
        Outcome::Stale => Ended::Stale("`cargo xtask generate` repairs it".to_owned()),
    }
}

fn status(command: &mut Command, name: &str) -> Result<Ended, Error> {
    let status = command.stdin(Stdio::null()).status().map_err(Error::while_doing(format!("starting {name}")))?;
    Ok(if status.success() { Ended::Passed } else { Ended::Failed(format!("{name}: {status}")) })
}
