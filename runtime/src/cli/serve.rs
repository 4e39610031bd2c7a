//! Starts a transport on a runtime of its size: one thread for one client on stdio, two for HTTP.

use std::net::SocketAddr;

use tokio::runtime::{Builder, Runtime};

use super::signals::Signals;
use super::{Failure, failed, open, say};
use crate::config::Config;
use crate::feedback::Feedback;
use crate::tools::{Tools, environment_credential};
use crate::{Api, http, stdio};

/// Serves one client until it closes standard input or the process is told to stop.
pub(super) fn over_stdio(api: &'static Api, config: Config) -> Result<(), Failure> {
    let tools = tools(api, config)?;
    let runtime = build(&mut Builder::new_current_thread())?;
    let served = runtime.block_on(async {
        let signals = Signals::watch().map_err(failed)?;
        let served = stdio::serve(tools.clone(), stdio::standard_streams(), signals.stop()).await.map_err(failed);
        tools.close().await;
        served
    });
    // A thread may hang in a read of standard input for ever.
    runtime.shutdown_background();
    served
}

/// Serves over HTTP until the process is told to stop.
pub(super) fn over_http(api: &'static Api, mut config: Config, address: SocketAddr) -> Result<(), Failure> {
    // Those who come over HTTP name no files of this machine.
    config.uploads = config.uploads.without_folders();
    let allowed_hosts = config.allowed_hosts.clone();
    let tools = tools(api, config)?;
    let runtime = build(Builder::new_multi_thread().worker_threads(2))?;
    let served = runtime.block_on(async {
        let signals = Signals::watch().map_err(failed)?;
        let listener = http::Listener::bind(&tools, address).await.map_err(failed)?;
        say(format_args!("listening on http://{}/mcp", listener.address()));
        if !listener.address().ip().is_loopback() && allowed_hosts.is_empty() {
            say("only requests to localhost are answered; name the host that clients use with --allowed-host");
        }
        let served = http::serve(tools.clone(), listener, &allowed_hosts, signals.stop()).await.map_err(failed);
        tools.close().await;
        served
    });
    runtime.shutdown_background();
    served
}

fn tools(api: &'static Api, config: Config) -> Result<Tools, Failure> {
    let server = open(api, &config)?;
    let credential = environment_credential(api.schemes, |variable| std::env::var(variable).ok());
    let feedback = Feedback::new(api, config.data_dir).keeping(config.keep_feedback);
    Ok(Tools::new(server, feedback, credential))
}

fn build(builder: &mut Builder) -> Result<Runtime, Failure> {
    builder.enable_all().build().map_err(failed)
}
