//! The mock on a loopback port, for as long as the value lives.

use mock::Mock;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use crate::Error;

/// A served mock.
pub struct Upstream {
    /// The mock: what it saw is in [`Mock::exchanges`].
    pub mock: Mock,
    /// Its address: `http://127.0.0.1:40000`.
    pub url: String,
    stop: Option<oneshot::Sender<()>>,
    runtime: Option<Runtime>,
}

impl Upstream {
    /// Serves `mock` on a free port.
    ///
    /// # Errors
    /// No port, no runtime.
    pub fn start(mock: Mock) -> Result<Self, Error> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.map_err(|error| Error::new("starting a runtime", error))?;
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"));
        let listener = listener.map_err(|error| Error::new("binding a port", error))?;
        let address = listener.local_addr().map_err(|error| Error::new("binding a port", error))?;
        let (stop, stopped) = oneshot::channel::<()>();
        let served = mock.clone();
        runtime.spawn(async move {
            let until = async move {
                let _ = stopped.await;
            };
            if let Err(error) = served.serve(listener, until).await {
                eprintln!("the mock stopped: {error}");
            }
        });
        Ok(Self { mock, url: format!("http://{address}"), stop: Some(stop), runtime: Some(runtime) })
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
