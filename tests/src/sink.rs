//! A raw socket server that keeps every request as it came and answers `200 {}`.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use crate::Error;

/// What every request gets.
const ANSWER: &str =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
/// Bytes of a request at most.
const LARGEST: usize = 16 << 20;

/// A request as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// `GET`
    pub method: String,
    /// `/items?color=blue`
    pub target: String,
    /// Names and values, as they came.
    pub headers: Vec<(String, String)>,
    /// The body, without the framing of chunks.
    pub body: Vec<u8>,
}

/// The server.
pub struct Sink {
    /// `http://127.0.0.1:40000`
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Sink {
    /// Listens on a free port, for as long as the process lives.
    ///
    /// # Errors
    /// No port.
    pub fn start() -> Result<Self, Error> {
        let failed = |error| Error::new("binding a port", error);
        let listener = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
        let url = format!("http://{}", listener.local_addr().map_err(failed)?);
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&received);
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                // Kept before it is answered: whoever has the answer finds it.
                if let (Some(request), Ok(mut kept)) = (receive(&mut stream), kept.lock()) {
                    kept.push(request);
                }
                // A client that went away has its answer elsewhere.
                let _ = stream.write_all(ANSWER.as_bytes());
            }
        });
        Ok(Self { url, received })
    }

    /// What came since the last time.
    pub fn take(&self) -> Vec<Received> {
        self.received.lock().map(|mut received| std::mem::take(&mut *received)).unwrap_or_default()
    }
}

/// Reads one request.
fn receive(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        read(stream, &mut bytes)?;
    };
    let head = String::from_utf8_lossy(bytes.get(..end)?).into_owned();
    let mut lines = head.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let fields = lines.filter_map(|line| line.split_once(':'));
    let headers: Vec<(String, String)> =
        fields.map(|(name, value)| (name.to_owned(), value.trim_matches([' ', '\t']).to_owned())).collect();
    let field =
        |wanted: &str| headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value);
    let length: usize = field("content-length").and_then(|length| length.parse().ok()).unwrap_or_default();
    let mut body = bytes.get(end + 4..).unwrap_or_default().to_vec();
    while body.len() < length {
        read(stream, &mut body)?;
    }
    Some(Received { method, target, headers, body })
}

fn read(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<()> {
    let mut chunk = [0; 65_536];
    let count = stream.read(&mut chunk).ok().filter(|count| *count > 0)?;
    bytes.extend_from_slice(chunk.get(..count)?);
    (bytes.len() <= LARGEST).then_some(())
}
