//! A vendor's API as the independent mock plays it.

use generator::{Source, Vendor};
use mock::{Exchange, Mock, Options};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::error::Error;
use crate::vendor::Texts;

/// A mock that listens on loopback.
#[derive(Debug)]
pub(crate) struct StandIn {
    /// The mock.
    pub(crate) mock: Mock,
    /// `127.0.0.1:40123`
    pub(crate) address: String,
    stop: oneshot::Sender<()>,
    served: JoinHandle<std::io::Result<()>>,
}

impl StandIn {
    /// Starts the mock of a vendor's document; port 0 takes any that is free.
    pub(crate) async fn start(texts: &Texts, vendor: &Vendor, port: u16) -> Result<Self, Error> {
        let source = texts.source(vendor);
        let mock = Mock::new(&generator::corrected(&source), options(vendor, source));
        let mock = mock.map_err(|error| Error::Failed(format!("{}: {error}", texts.document_name)))?;
        let listener = TcpListener::bind(("127.0.0.1", port)).await;
        let listener = listener.map_err(Error::while_doing(format!(
            "listening on port {port} of 127.0.0.1 (another program may use it; --port 0 takes any)"
        )))?;
        let address = listener.local_addr().map_err(Error::while_doing("reading the mock's address"))?.to_string();
        let (stop, stopped) = oneshot::channel();
        let serving = mock.clone().serve(listener, async {
            let _ = stopped.await;
        });
        Ok(Self { mock, address, stop, served: tokio::spawn(serving) })
    }

    /// Answers what is under way and stops.
    pub(crate) async fn stop(self) {
        // Both fail only where the server is gone already.
        let _ = self.stop.send(());
        let _ = self.served.await;
    }
}

/// What the vendor decided, in the mock's words, and the files that the document refers to.
fn options(vendor: &Vendor, source: Source) -> Options {
    Options {
        security: vendor.security_default().to_vec(),
        operation_security: vendor.operation_security().clone(),
        constant_headers: vendor.constant_headers().to_vec(),
        styles: vendor.parameter_styles().into_iter().collect(),
        path: source.path().to_owned(),
        files: source.files,
        ..Options::default()
    }
}

/// `GET /api/syncs?limit=2`
pub(crate) fn request_line(exchange: &Exchange) -> String {
    format!("{} {}", exchange.request.method, exchange.request.target)
}

/// `query limit: "x" is not of type "integer"`, one per violation.
pub(crate) fn violations(exchange: &Exchange) -> Vec<String> {
    exchange.violations.iter().map(|violation| format!("{}: {}", violation.place, violation.message)).collect()
}
