//! An upstream that does to a connection whatever a script says.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// One thing to do.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Sends bytes.
    Send(Vec<u8>),
    /// Sends the same bytes so many times.
    Repeat(Vec<u8>, usize),
    /// Sends what was sent last until nobody takes it any more.
    Forever,
    /// Sends bytes one by one over and over, 50 in a second.
    Drip(Vec<u8>),
    /// Does nothing until the other side gives up.
    Hang,
    /// Ends the connection with a reset (TCP RST), which may overtake what was sent.
    Reset,
}

/// A running upstream.
pub(crate) struct Hostile {
    /// Its base URL.
    pub(crate) url: String,
    /// Connections so far, and those that are open.
    counts: Arc<(AtomicUsize, AtomicUsize)>,
    accepting: JoinHandle<()>,
}

impl Drop for Hostile {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Hostile {
    /// Follows the script on every connection, then closes it.
    pub(crate) async fn start(steps: Vec<Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let counts: Arc<(AtomicUsize, AtomicUsize)> = Arc::default();
        let counted = Arc::clone(&counts);
        let accepting = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (steps, counted) = (steps.clone(), Arc::clone(&counted));
                counted.0.fetch_add(1, Ordering::SeqCst);
                counted.1.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(async move {
                    // The other side may leave at any time.
                    let _ = follow(stream, steps).await;
                    counted.1.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { url, counts, accepting }
    }

    /// Connections so far.
    pub(crate) fn connections(&self) -> usize {
        self.counts.0.load(Ordering::SeqCst)
    }

    /// Connections that are open.
    pub(crate) fn open(&self) -> usize {
        self.counts.1.load(Ordering::SeqCst)
    }
}

async fn follow(mut stream: TcpStream, steps: Vec<Step>) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let mut last = Vec::new();
    for step in steps {
        match step {
            Step::Send(bytes) => stream.write_all(&bytes).await?,
            Step::Repeat(bytes, times) => {
                for _ in 0..times {
                    stream.write_all(&bytes).await?;
                }
                last = bytes;
            }
            Step::Forever => loop {
                stream.write_all(&last).await?;
            },
            Step::Drip(bytes) => {
                let mut tick = tokio::time::interval(Duration::from_millis(20));
                for byte in bytes.iter().cycle() {
                    tick.tick().await;
                    stream.write_all(&[*byte]).await?;
                }
            }
            Step::Hang => {
                let _ = stream.read(&mut [0; 1]).await?;
            }
            Step::Reset => {
                stream.set_zero_linger()?;
                return Ok(());
            }
        }
    }
    stream.shutdown().await
}
