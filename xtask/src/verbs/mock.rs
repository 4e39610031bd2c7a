//! `mock`: a vendor's API played from its document.

mod raw;

use std::time::Duration;

use camino::Utf8PathBuf;
use mock::{Credentials, Exchange, Mock};

use crate::error::{Error, Outcome};
use crate::output;
use crate::project::Project;
use crate::stand_in::{StandIn, request_line, violations};
use crate::vendor::Texts;
use crate::verbs::wait_for;

/// How long an exchange may wait for its line.
const PAUSE: Duration = Duration::from_millis(100);
/// Mutated requests that every operation has to refuse.
const MUTATIONS: usize = 5;

/// Arguments of `mock`.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// A folder of specs/
    #[arg(required_unless_present = "spec")]
    vendor: Option<String>,
    /// A document outside specs/
    #[arg(long, value_name = "FILE", conflicts_with = "vendor")]
    spec: Option<Utf8PathBuf>,
    /// Decisions on that document: a vendor.toml
    #[arg(long, value_name = "FILE", requires = "spec")]
    decisions: Option<Utf8PathBuf>,
    /// Port on 127.0.0.1; 0 takes any that is free
    #[arg(long, default_value_t = 0, value_name = "N")]
    port: u16,
    /// Send five mutated requests per operation, report those that were accepted, and stop
    #[arg(long)]
    mutations: bool,
}

/// Plays the API, or only sends it mutated requests.
pub(crate) fn mock(project: &Project, options: &Options) -> Result<Outcome, Error> {
    let texts = match (&options.spec, &options.vendor) {
        (Some(spec), _) => Texts::outside(spec, options.decisions.as_deref())?,
        (None, vendor) => Texts::read(project, &project.one(vendor.as_deref().unwrap_or_default())?)?,
    };
    if options.mutations { mutations(&texts) } else { serve(&texts, options.port) }
}

/// Serves until ctrl-c.
fn serve(texts: &Texts, port: u16) -> Result<Outcome, Error> {
    wait_for(async {
        let stand_in = start(texts, port).await?;
        output::line(format!("http://{}", stand_in.address));
        let mock = stand_in.mock.clone();
        let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
        loop {
            let stopped = tokio::time::timeout(PAUSE, &mut interrupted).await;
            tell(&mock);
            if stopped.is_ok() {
                stand_in.stop().await;
                // What was under way has been answered by now.
                tell(&mock);
                return Ok(Outcome::Fine);
            }
        }
    })
}

/// Sends every operation its mutated requests over the wire; each must be refused.
pub(crate) fn mutations(texts: &Texts) -> Result<Outcome, Error> {
    let name = &texts.name;
    wait_for(async {
        let stand_in = start(texts, 0).await?;
        let (mut sent, mut wrong) = (0, 0);
        for operation in stand_in.mock.operations() {
            let route = format!("{} {}", operation.method, operation.path);
            let mutations = stand_in.mock.mutations(&operation.method, &operation.path, &Credentials::default());
            if mutations.len() < MUTATIONS {
                wrong += 1;
                output::line(format!("{route}: only {} of {MUTATIONS} mutations could be made", mutations.len()));
            }
            for mutation in mutations {
                let status = raw::send(&stand_in.address, &mutation.request).await?;
                sent += 1;
                if !(400..500).contains(&status) {
                    wrong += 1;
                    output::line(format!(
                        "{route}: {} ({}) was answered with {status}",
                        mutation.label, mutation.change
                    ));
                }
            }
        }
        output::line(format!("{name}: {sent} mutated requests sent, {wrong} not as they should be"));
        stand_in.stop().await;
        Ok(Outcome::of(wrong == 0))
    })
}

async fn start(texts: &Texts, port: u16) -> Result<StandIn, Error> {
    let vendor = texts.vendor().map_err(|diagnostics| {
        let first = diagnostics.iter().next().map(|first| first.message.clone()).unwrap_or_default();
        Error::Failed(format!("{}: {first}", texts.decisions_name))
    })?;
    StandIn::start(texts, &vendor, port).await
}

/// Tells the exchanges that have not been told yet.
fn tell(mock: &Mock) {
    for exchange in mock.take() {
        output::note(line(&exchange));
        violations(&exchange).iter().for_each(|violation| output::note(format!("  {violation}")));
    }
}

fn line(exchange: &Exchange) -> String {
    let verdict = match exchange.violations.len() {
        0 => String::new(),
        1 => ", 1 violation".to_owned(),
        several => format!(", {several} violations"),
    };
    format!("{} -> {}{verdict}", request_line(exchange), exchange.status)
}
