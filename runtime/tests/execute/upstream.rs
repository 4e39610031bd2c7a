//! A tiny HTTP server: one request per connection, recorded word by word, answered by a function.

use std::io::Write;
use std::sync::{Arc, Mutex};

use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A running upstream.
pub(crate) struct Upstream {
    /// Its base URL, without a trailing slash.
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Upstream {
    /// Answers each request, given as its text, with raw bytes; no bytes leave the connection open in silence.
    pub(crate) async fn start(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (record, answer) = (Arc::clone(&seen), Arc::new(answer));
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(stream, Arc::clone(&record), Arc::clone(&answer)));
            }
        });
        Self { url, seen }
    }

    /// Another server, about which nothing is recorded.
    pub(crate) fn at(url: String) -> Self {
        Self { url, seen: Arc::default() }
    }

    /// An upstream that says `{}` to everything.
    pub(crate) async fn ok() -> Self {
        Self::start(|_| json("200 OK", "{}")).await
    }

    /// The requests so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }

    /// The first lines of the requests so far: `GET /items HTTP/1.1`.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.requests().iter().map(|request| request.lines().next().unwrap().to_owned()).collect()
    }
}

async fn serve(mut stream: TcpStream, seen: Arc<Mutex<Vec<String>>>, answer: Arc<impl Fn(&str) -> Vec<u8>>) {
    let mut bytes = Vec::new();
    while !is_whole(&bytes) {
        let mut buffer = [0; 4096];
        let read = stream.read(&mut buffer).await.unwrap();
        if read == 0 {
            return;
        }
        bytes.extend_from_slice(&buffer[..read]);
    }
    let request = String::from_utf8_lossy(&bytes).into_owned();
    let reply = answer(&request);
    seen.lock().unwrap().push(request);
    if reply.is_empty() {
        let _ = stream.read(&mut [0; 1]).await;
        return;
    }
    // The client may stop reading at its limit.
    let _ = stream.write_all(&reply).await;
    let _ = stream.shutdown().await;
}

fn is_whole(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = header(head, "content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    body.len() >= length
}

/// The value of a header in a request's text.
pub(crate) fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let pairs = request.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(": "));
    pairs.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// A JSON answer.
pub(crate) fn json(status: &str, body: &str) -> Vec<u8> {
    raw(status, "Content-Type: application/json\r\n", body.as_bytes())
}

/// Any answer; header lines end in a line break.
pub(crate) fn raw(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let mut bytes =
        format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// A redirect.
pub(crate) fn redirect(status: &str, location: &str) -> Vec<u8> {
    raw(status, &format!("Location: {location}\r\n"), b"")
}

/// Bytes compressed with gzip (RFC 1952).
pub(crate) fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
