//! What the compiler pays for a vendor's generated library alone, its dependencies built before.

use std::ffi::OsStr;
use std::fs::File;
use std::process::{Command, Stdio};
use std::time::{Instant, SystemTime};

use camino::Utf8Path;

use super::Subject;
use super::figure::Measured;
use crate::cargo;
use crate::error::Error;
use crate::project::Project;
use crate::samples::Samples;

/// Runs that are measured.
const RUNS: usize = 3;
/// GNU time(1), which knows the CPU time of a program and of all that it started.
const TIME: &str = "/usr/bin/time";
/// Seconds in user mode and in the system, and the largest of the processes in kilobytes, on a line of their own at the end
/// of standard error.
const FORMAT: &str = "cpu %U %S %M";

/// CPU seconds of a build, or seconds by the clock where CPU time can't be had.
pub(super) fn measure(subject: &Subject<'_>) -> Result<Vec<Measured>, Error> {
    let package = cargo::server_package(&subject.texts.name);
    let library = subject.project.generated().join(&subject.texts.name).join("src/lib.rs");
    // Alone the package may select other features of its dependencies than along with xtask: this builds those.
    let warm_up = build(subject.project, &package).stderr(Stdio::inherit()).status();
    if !warm_up.map_err(Error::while_doing("starting cargo"))?.success() {
        return Err(Error::Failed(format!("cargo build of {package} failed; see above")));
    }
    let timed = is_timed();
    let mut seconds = Vec::new();
    for _ in 0..RUNS {
        touch(&library)?;
        let plain = build(subject.project, &package);
        seconds.push(run(if timed { wrapped(&plain) } else { plain }, timed)?);
    }
    Ok(vec![match (timed, Samples::new(seconds)) {
        (true, Some(samples)) => Measured::Samples(samples),
        (false, Some(samples)) => Measured::Instead("build of the library, release, wall clock", samples),
        (_, None) => Measured::Failed("nothing was measured".to_owned()),
    }])
}

fn build(project: &Project, package: &str) -> Command {
    let mut command = cargo::cargo(project);
    command.args(["build", "--release", "--lib", "--package", package]).stdin(Stdio::null()).stdout(Stdio::null());
    command
}

/// Whether time(1) is there and knows the format; that of BSD doesn't.
fn is_timed() -> bool {
    let output = Command::new(TIME).args(["-f", FORMAT, "true"]).stdin(Stdio::null()).output();
    output.is_ok_and(|output| cpu(&String::from_utf8_lossy(&output.stderr)).is_some())
}

/// The command as time(1) runs it.
fn wrapped(plain: &Command) -> Command {
    let mut command = Command::new(TIME);
    command.args([OsStr::new("-f"), OsStr::new(FORMAT), plain.get_program()]).args(plain.get_args());
    if let Some(folder) = plain.get_current_dir() {
        command.current_dir(folder);
    }
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

/// Makes cargo build the library again. Its text stays.
fn touch(library: &Utf8Path) -> Result<(), Error> {
    let file = File::options().append(true).open(library);
    let touched = file.and_then(|file| file.set_modified(SystemTime::now()));
    touched.map_err(Error::while_doing(format!("touching {library}")))
}

fn run(mut command: Command, timed: bool) -> Result<f64, Error> {
    let begun = Instant::now();
    let output = command.stdin(Stdio::null()).output().map_err(Error::while_doing("starting cargo"))?;
    let took = begun.elapsed().as_secs_f64();
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(Error::Failed(format!("the build failed: {}", said.trim())));
    }
    if !timed {
        return Ok(took);
    }
    cpu(&said).ok_or_else(|| Error::Failed(format!("{TIME} said nothing of CPU time: {}", said.trim())))
}

/// User and system together, from the last line of [`FORMAT`].
fn cpu(said: &str) -> Option<f64> {
    cost(said).map(|(seconds, _)| seconds)
}

/// CPU seconds, and megabytes of the largest process.
fn cost(said: &str) -> Option<(f64, f64)> {
    let line = said.lines().rev().find_map(|line| line.strip_prefix("cpu "))?;
    let numbers: Vec<f64> = line.split(' ').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
    match numbers.as_slice() {
        [user, system, kilobytes] => Some((user + system, kilobytes * 1024.0 / 1e6)),
        _ => None,
    }
}

/// Runs a command and says what it cost: CPU seconds, and megabytes of the largest process.
pub(super) fn priced(plain: &Command) -> Result<(f64, f64), Error> {
    let output =
        wrapped(plain).stdin(Stdio::null()).output().map_err(Error::while_doing(format!("starting {TIME}")))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(Error::Failed(format!("the build failed: {}", said.trim())));
    }
    cost(&said).ok_or_else(|| Error::Failed(format!("{TIME} said nothing of CPU time: {}", said.trim())))
}

#[cfg(test)]
mod tests {
    use super::cpu;

    #[test]
    fn cpu_time_is_read_from_the_last_line() {
        assert_eq!(cpu("   Compiling tea-mcp\ncpu 1.25 0.50 1000\n"), Some(1.75));
        assert_eq!(cpu("cpu 9 9 9\ncpu 1 0.5 7"), Some(1.5));
        assert_eq!(cpu("/usr/bin/time: illegal option -- f"), None);
        assert_eq!(cpu("cpu x y z"), None);
    }
}
