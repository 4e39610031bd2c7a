//! The signals that ask the process to stop: SIGTERM and SIGINT, or Ctrl-C where there are no signals.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Signals that are watched from when this is made, so that none is lost before someone waits for it.
#[cfg(unix)]
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

#[cfg(unix)]
impl Signals {
    /// Starts to watch; inside a runtime only.
    pub(super) fn watch() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Waits for the first one.
    pub(super) async fn stop(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Ctrl-C, where there are no signals.
#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    /// Starts to watch; inside a runtime only.
    pub(super) fn watch() -> io::Result<Self> {
        Ok(Self)
    }

    /// Waits for it. A process that can't watch for it runs until it is ended.
    pub(super) async fn stop(self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
