//! An upstream that does to a connection whatever a script says.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

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
}

impl Hostile {
    /// Follows the script on every connection, then closes it.
    pub(crate) async fn start(steps: Vec<Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let steps = steps.clone();
                // The other side may leave at any time.
                tokio::spawn(async move { follow(stream, steps).await.is_ok() });
            }
        });
        Self { url }
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
