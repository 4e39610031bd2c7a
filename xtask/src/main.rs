//! The verbs of the project: `cargo xtask help` lists them. Besides the server this is the only code that reads and writes
//! files.

mod account;
mod cargo;
mod cli;
mod compilation;
mod copies;
mod coverage;
mod error;
mod files;
mod location;
mod name;
mod origin;
mod outline;
mod output;
mod project;
mod render;
mod samples;
mod siblings;
mod stand_in;
mod tidy;
mod vendor;
mod verbs;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
