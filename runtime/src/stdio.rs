//! MCP over standard input and output: one client, the process's environment as its credential.

use std::fmt;
use std::future::Future;

use futures_util::TryStreamExt;
use rmcp::ServiceExt;
use rmcp::service::{QuitReason, ServerInitializeError};
use rmcp::transport::io::{StdioReader, StdioWriter};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_util::io::{ReaderStream, StreamReader};
use tokio_util::sync::CancellationToken;

use crate::exact::Filter;
use crate::tools::{Reach, Service, Tools};

/// The process's own streams.
pub fn standard_streams() -> (StdioReader, StdioWriter) {
    rmcp::transport::stdio_pipes()
}

/// Serves one client over a pair of streams until its end closes or `stop` is ready. What is then in flight gets a few
/// seconds more. The streams carry JSON-RPC messages, one a line.
pub async fn serve<R, W>(tools: Tools, streams: (R, W), stop: impl Future<Output = ()>) -> Result<(), Error>
where
    R: AsyncRead + Send + Unpin + 'static,
    W: AsyncWrite + Send + Unpin + 'static,
{
    let stopped = CancellationToken::new();
    let mut serving = std::pin::pin!(serve_until(Service::new(tools, Reach::Process), streams, stopped.clone()));
    tokio::select! {
        served = &mut serving => return served,
        () = stop => stopped.cancel(),
    }
    serving.await
}

async fn serve_until<R, W>(service: Service, streams: (R, W), stopped: CancellationToken) -> Result<(), Error>
where
    R: AsyncRead + Send + Unpin + 'static,
    W: AsyncWrite + Send + Unpin + 'static,
{
    let (input, output) = streams;
    match service.serve_with_ct((exact_numbers(input), output), stopped).await {
        Ok(running) => match running.waiting().await {
            Ok(QuitReason::JoinError(error)) | Err(error) => Err(Error::Broken(error.to_string())),
            Ok(_) => Ok(()),
        },
        Err(ServerInitializeError::ConnectionClosed(_) | ServerInitializeError::Cancelled) => Ok(()),
        Err(ServerInitializeError::TransportError { error, .. }) => Err(Error::Broken(error.to_string())),
        Err(_) => Err(Error::NotMcp),
    }
}

/// The stream with number literals marked that would be rounded.
fn exact_numbers<R: AsyncRead + Send + Unpin + 'static>(input: R) -> impl AsyncRead + Send + Unpin + 'static {
    let mut filter = Filter::messages();
    let marked = ReaderStream::new(input).map_ok(move |piece| {
        let mut out = Vec::new();
        filter.feed(&piece, true, &mut out);
        bytes::Bytes::from(out)
    });
    StreamReader::new(Box::pin(marked))
}

/// Why serving ended before the client did.
#[derive(Debug)]
pub enum Error {
    /// The first message was neither `initialize` nor a request that names its protocol version.
    NotMcp,
    /// The streams or a task broke.
    Broken(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotMcp => f.write_str("the client began with neither initialize nor server/discover"),
            Self::Broken(cause) => write!(f, "the connection to the client broke: {cause}"),
        }
    }
}

impl std::error::Error for Error {}
