//! `mock`: a vendor's API played from its document.

mod raw;

use std::time::Duration;

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

/// Serves until ctrl-c.
pub(crate) fn serve(project: &Project, vendor: &str, port: u16) -> Result<Outcome, Error> {
    let name = project.one(vendor)?;
    wait_for(async {
        let stand_in = start(project, &name, port).await?;
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
pub(crate) fn mutations(project: &Project, vendor: &str) -> Result<Outcome, Error> {
    let name = project.one(vendor)?;
    wait_for(async {
        let stand_in = start(project, &name, 0).await?;
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

async fn start(project: &Project, name: &str, port: u16) -> Result<StandIn, Error> {
    let texts = Texts::read(project, name)?;
    let vendor = texts.vendor().map_err(|diagnostics| {
        let first = diagnostics.iter().next().map(|first| first.message.clone()).unwrap_or_default();
        Error::Failed(format!("{}: {first}", texts.decisions_name))
    })?;
    StandIn::start(&texts, &vendor, port).await
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
