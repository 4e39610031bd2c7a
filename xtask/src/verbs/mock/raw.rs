//! One HTTP/1.1 request, byte for byte as it is meant to be wrong.

use mock::RawRequest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::error::Error;

/// Sends a request on a connection of its own; the status of the answer.
pub(super) async fn send(address: &str, request: &RawRequest) -> Result<u16, Error> {
    let mut connection = TcpStream::connect(address).await.map_err(Error::while_doing("connecting to the mock"))?;
    connection.write_all(&bytes(address, request)).await.map_err(Error::while_doing("sending to the mock"))?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).await.map_err(Error::while_doing("reading the mock's answer"))?;
    status(&answer).ok_or_else(|| Error::Failed("the mock did not answer with HTTP/1.1".to_owned()))
}

fn bytes(address: &str, request: &RawRequest) -> Vec<u8> {
    let mut head =
        format!("{} {} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n", request.method, request.target);
    for (name, value) in &request.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if request.header_values("content-length").next().is_none() {
        head.push_str(&format!("Content-Length: {}\r\n", request.body.len()));
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(&request.body);
    bytes
}

/// The status of `HTTP/1.1 404 Not Found`.
fn status(answer: &[u8]) -> Option<u16> {
    let line = answer.split(|byte| *byte == b'\r').next()?;
    std::str::from_utf8(line).ok()?.strip_prefix("HTTP/1.1 ")?.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use mock::RawRequest;

    use super::{bytes, status};

    #[test]
    fn requests_are_written_as_they_are() {
        let request = RawRequest {
            method: "GET".to_owned(),
            target: "/a?b=%zz".to_owned(),
            headers: vec![("X-A".to_owned(), "1".to_owned())],
            body: b"{".to_vec(),
        };
        let text = String::from_utf8(bytes("h:1", &request)).expect("all ASCII");
        let head = "GET /a?b=%zz HTTP/1.1\r\nHost: h:1\r\nConnection: close\r\nX-A: 1\r\nContent-Length: 1\r\n\r\n{";
        assert_eq!(text, head);
    }

    #[test]
    fn statuses_are_read() {
        assert_eq!(status(b"HTTP/1.1 404 Not Found\r\n\r\n"), Some(404));
        assert_eq!(status(b"HTTP/1.1 200\r\n"), Some(200));
        assert_eq!(status(b"no"), None);
    }
}
