//! The command line: one variant per verb.

use std::process::ExitCode;

use camino::Utf8PathBuf;
use clap::{Parser, Subcommand};

use crate::error::{Error, Outcome};
use crate::project::Project;
use crate::verbs::generate::Options;
use crate::{output, verbs};

/// The verbs of the project. Exit codes: 0 fine, 1 failed, 2 usage, 4 generated code is stale.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = false)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Compile vendors into generated/, or one document into a stand-alone workspace (--spec, --out)
    Generate(Options),
    /// Add a vendor: specs/VENDOR with its document and a vendor.toml to decide in, then generate
    New {
        /// Small letters, digits and _
        vendor: String,
        /// The document: a file, or an http or https URL
        #[arg(long, value_name = "PATH|URL")]
        spec: String,
    },
    /// Fetch the documents of vendors again, and what they list under [external]
    Update {
        /// Folders of specs/; all of them by default
        vendors: Vec<String>,
    },
    /// List the vendors
    List,
    /// Show what a stage of the generator makes of a vendor's document
    Show {
        /// A folder of specs/
        vendor: String,
        /// The stage
        #[arg(long, value_parser = ["spec", "api", "pagination", "plan", "files"])]
        stage: String,
        /// Only this operation: model_sync.list
        #[arg(long, value_name = "ID")]
        operation: Option<String>,
    },
    /// Serve a vendor's API from its document and report every violation
    Mock(verbs::mock::Options),
    /// Watch the whole thing work: mock, server and an MCP client that answers the vendor's questions
    Demo {
        /// A folder of specs/; the first one by default
        vendor: Option<String>,
    },
    /// Measure servers, generation and builds against their bars; a figure over its bar fails nothing
    Bench {
        /// Folders of specs/; all of them by default
        vendors: Vec<String>,
        /// Measure this document instead: generating it and compiling what comes of it
        #[arg(long, value_name = "FILE", conflicts_with = "vendors")]
        spec: Option<Utf8PathBuf>,
        /// Measure only what a server costs under load, whatever it serves
        #[arg(long, conflicts_with_all = ["vendors", "spec"])]
        load: bool,
        /// Print the figures as JSON
        #[arg(long)]
        json: bool,
    },
    /// Play the API of `bench`'s load; not for people
    #[command(hide = true)]
    Upstream,
    /// Generate every document below a folder, twice and in parallel, and account for what is offered
    Corpus(verbs::corpus::Options),
    /// Send random valid and invalid arguments through the generated servers of every valid document below a folder
    Differential(verbs::differential::Options),
    /// Measure how well `search` ranks on queries with known answers; without a folder or file, every vendor's own
    Eval(verbs::eval::Options),
    /// Check the architecture's floors, the style that a machine can check, and the licences
    Tidy,
    /// Run every test there is
    Ci,
}

/// Runs the verb that the command line names.
pub(crate) fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Fails only if nobody listens.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match Project::find().and_then(|project| verb(&project, cli.verb)) {
        Ok(outcome) => ExitCode::from(outcome.exit_code()),
        Err(error) => {
            output::note(format!("error: {error}"));
            ExitCode::from(error.exit_code())
        }
    }
}

fn verb(project: &Project, verb: Verb) -> Result<Outcome, Error> {
    match verb {
        Verb::Generate(options) => match (&options.spec, &options.out) {
            (Some(spec), Some(out)) => verbs::one_off::generate(project, spec, out, &options),
            _ => verbs::generate::generate(project, &options),
        },
        Verb::New { vendor, spec } => verbs::new::new(project, &vendor, &spec),
        Verb::Update { vendors } => verbs::update::update(project, &vendors),
        Verb::List => verbs::list::list(project),
        Verb::Show { vendor, stage, operation } => verbs::show::show(project, &vendor, &stage, operation.as_deref()),
        Verb::Mock(options) => verbs::mock::mock(project, &options),
        Verb::Demo { vendor } => verbs::demo::demo(project, vendor.as_deref()),
        Verb::Bench { spec: Some(spec), json, .. } => verbs::bench::document::bench(project, &spec, json),
        Verb::Bench { load: true, json, .. } => verbs::bench::under_load(project, json),
        Verb::Bench { vendors, spec: None, json, .. } => verbs::bench::bench(project, &vendors, json),
        Verb::Upstream => verbs::bench::upstream(),
        Verb::Corpus(options) => verbs::corpus::corpus(project, &options),
        Verb::Differential(options) => verbs::differential::differential(project, &options),
        Verb::Eval(options) => verbs::eval::eval(project, &options),
        Verb::Tidy => verbs::tidy::tidy(project),
        Verb::Ci => verbs::ci::ci(project),
    }
}
