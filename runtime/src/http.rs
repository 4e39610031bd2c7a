//! MCP over Streamable HTTP at `/mcp`, stateless; `/healthz` says `ok`; everything else is 404.
//!
//! Requests must name a host that was allowed (DNS rebinding, MCP 2026-07-28 "Transports: Security"), and those of a
//! browser must come from a page on localhost or on such a host.

mod admission;
mod error;
mod listener;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use http::StatusCode;
use http_body_util::BodyExt;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use tokio_util::sync::CancellationToken;

pub use error::Error;
pub use listener::Listener;

use crate::exact::Filter;
use crate::tools::{Reach, Service, Tools};

/// Bytes of a request's body.
const MAX_BODY: usize = 4 << 20;
/// How long requests in flight may go on once the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);
/// What a request may take besides the call of the API: above all, for its body to arrive.
const SLACK: Duration = Duration::from_secs(30);

const LOOPBACK_HOSTS: [&str; 3] = ["localhost", "127.0.0.1", "::1"];
const ORIGINS: [&str; 6] = [
    "http://localhost:*",
    "http://127.0.0.1:*",
    "http://[::1]:*",
    "https://localhost:*",
    "https://127.0.0.1:*",
    "https://[::1]:*",
];

/// Serves until `stop` is ready, then lets requests in flight finish for up to 10 s. `allowed_hosts` are allowed besides
/// the names of loopback.
pub async fn serve(
    tools: Tools,
    listener: Listener,
    allowed_hosts: &[String],
    stop: impl Future<Output = ()>,
) -> Result<(), Error> {
    let router = router(tools, listener.reach(), allowed_hosts);
    // An answer in small packets must not wait for acknowledgements (Nagle): 40 ms each.
    let listener = listener.into_inner().tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let stopped = CancellationToken::new();
    let serving = axum::serve(listener, router).with_graceful_shutdown(stopped.clone().cancelled_owned());
    let stopping = async {
        stop.await;
        stopped.cancel();
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = async { serving.await } => served.map_err(Error::Serve),
        () = stopping => Ok(()),
    }
}

fn router(tools: Tools, reach: Reach, allowed_hosts: &[String]) -> Router {
    let longest = tools.timeout() + SLACK;
    let service = Service::new(tools.clone(), reach);
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_allowed_hosts(LOOPBACK_HOSTS.into_iter().chain(allowed_hosts.iter().map(String::as_str)))
        .with_allowed_origins(
            ORIGINS.map(str::to_owned).into_iter().chain(allowed_hosts.iter().flat_map(|host| origins(host))),
        )
        .with_max_request_body_bytes(MAX_BODY);
    let mcp = StreamableHttpService::new(move || Ok(service.clone()), Arc::new(NeverSessionManager::default()), config);
    Router::new()
        .route_service("/mcp", mcp)
        .layer(middleware::map_request(exact_numbers))
        .layer(middleware::from_fn_with_state(tools, admission::admitted))
        .layer(middleware::from_fn_with_state(longest, within))
        .route("/healthz", get(|| async { "ok" }))
}

/// The origins of pages that an allowed host serves itself (RFC 6454 section 4): any port, where none is named.
fn origins(host: &str) -> [String; 2] {
    let port = if host.rsplit_once(':').is_some_and(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit())) {
        ""
    } else {
        ":*"
    };
    ["http", "https"].map(|scheme| format!("{scheme}://{host}{port}"))
}

/// Marks number literals of the body that would be rounded.
async fn exact_numbers(request: Request) -> Request {
    let mut filter = Filter::messages();
    request.map(|body| {
        Body::new(body.map_frame(move |frame| {
            frame.map_data(|piece| {
                let mut out = Vec::new();
                filter.feed(&piece, false, &mut out);
                out.into()
            })
        }))
    })
}

/// Ends a request that takes too long; a client that sends its body byte by byte must not hold a connection for ever.
async fn within(State(longest): State<Duration>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(longest, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}
