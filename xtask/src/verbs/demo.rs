//! `demo`: the main job in front of one's eyes. A mock plays the API, the built server serves it over stdio, and a real MCP
//! client works through the vendor's questions. What the client gets must be what the mock sent.

mod client;
mod conversation;
mod credentials;
mod paging;
mod question;
mod shortening;

use std::time::Instant;

use camino::Utf8PathBuf;
use generator::Vendor;

use crate::cargo;
use crate::error::{Error, Outcome};
use crate::output;
use crate::project::Project;
use crate::stand_in::StandIn;
use crate::vendor::Texts;
use crate::verbs::wait_for;

use client::Client;
use conversation::Conversation;
use credentials::Credentials;

/// Runs the demo of a vendor, or of the first one.
pub(crate) fn demo(project: &Project, vendor: Option<&str>) -> Result<Outcome, Error> {
    let name = match vendor {
        Some(vendor) => project.one(vendor)?,
        None => first(project)?,
    };
    let texts = Texts::read(project, &name)?;
    let vendor = texts.vendor().map_err(|_| {
        Error::Failed(format!("{} can't be read: `cargo xtask generate {name}` says why", texts.decisions_name))
    })?;
    if vendor.demo.is_empty() {
        return Err(Error::Failed(format!("{} asks no question: add a [[demo]]", texts.decisions_name)));
    }
    let server = server(project, &name)?;
    wait_for(converse(&texts, &vendor, &server))
}

/// The first vendor that has questions, else the first one.
fn first(project: &Project) -> Result<String, Error> {
    let vendors = project.vendors()?;
    let asks = |name: &&String| {
        let vendor = Texts::read(project, name).ok().and_then(|texts| texts.vendor().ok());
        vendor.is_some_and(|vendor| !vendor.demo.is_empty())
    };
    let chosen = vendors.iter().find(asks).or(vendors.first());
    chosen.cloned().ok_or_else(|| Error::Failed("there is no vendor; `cargo xtask new` adds one".to_owned()))
}

/// Builds the server.
fn server(project: &Project, name: &str) -> Result<Utf8PathBuf, Error> {
    let package = cargo::server_package(name);
    output::line(format!("Building {package} …"));
    let begun = Instant::now();
    let built = cargo::build(project, std::slice::from_ref(&package))?;
    output::line(format!("Built in {:.1} s", begun.elapsed().as_secs_f64()));
    built.executables.into_iter().next().ok_or_else(|| Error::Failed(format!("{package} has no program")))
}

async fn converse(texts: &Texts, vendor: &Vendor, server: &Utf8PathBuf) -> Result<Outcome, Error> {
    let stand_in = StandIn::start(texts, vendor, 0).await?;
    output::line(format!("The API is played by a mock at http://{}", stand_in.address));
    let credentials = Credentials::dummies(vendor);
    let client = Client::connect(server, &stand_in.address, &credentials).await?;
    output::line(client.greeting());
    let tools = client.tools().await?;
    output::line(format!("Tools: {}", tools.join(", ")));
    let mut conversation = Conversation {
        client: &client,
        mock: &stand_in.mock,
        credentials: &credentials,
        operation: String::new(),
        faults: 0,
    };
    for (index, question) in vendor.demo.iter().enumerate() {
        output::line(format!("\nQuestion {} of {}: {}", index + 1, vendor.demo.len(), question.question));
        question::answer(&mut conversation, question).await?;
    }
    let faults = conversation.faults;
    client.close().await;
    let requests = stand_in.mock.exchanges().len();
    stand_in.stop().await;
    output::line(match faults {
        0 => format!("\nDone: {requests} requests on the wire, every answer is what the mock sent."),
        1 => "\nFailed: 1 thing is not as it should be, see !! above.".to_owned(),
        several => format!("\nFailed: {several} things are not as they should be, see !! above."),
    });
    Ok(Outcome::of(faults == 0))
}
