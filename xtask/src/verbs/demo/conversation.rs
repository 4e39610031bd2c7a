//! The conversation as it is printed: what the client said, what came back, and what the wire carried meanwhile.

use contract::tokens;
use mock::{Exchange, Mock};
use rmcp::model::JsonObject;
use serde_json::Value;

use super::client::{Client, Reply};
use super::credentials::Credentials;
use crate::error::Error;
use crate::output;
use crate::stand_in::{request_line, violations};

/// Lines of an answer that are printed.
const LINES: usize = 12;
/// Characters of a line that are printed.
const WIDTH: usize = 160;

/// A client, a mock, and how much went wrong between them.
pub(super) struct Conversation<'c> {
    pub(super) client: &'c Client,
    pub(super) mock: &'c Mock,
    pub(super) credentials: &'c Credentials,
    /// Things that were not as they should be.
    pub(super) faults: usize,
}

/// A tool's reply and what the wire carried for it.
pub(super) struct Turn {
    pub(super) reply: Reply,
    pub(super) exchanges: Vec<Exchange>,
}

impl Conversation<'_> {
    /// Calls a tool and prints both sides.
    pub(super) async fn call(&mut self, tool: &'static str, arguments: JsonObject) -> Result<Turn, Error> {
        output::line(format!("  -> {tool} {}", Value::Object(arguments.clone())));
        let before = self.mock.exchanges().len();
        let reply = self.client.call(tool, arguments).await?;
        let exchanges: Vec<Exchange> = self.mock.exchanges().into_iter().skip(before).collect();
        exchanges.iter().for_each(|exchange| self.tell_exchange(exchange));
        let milliseconds = reply.took.as_secs_f64() * 1e3;
        let kind = if reply.is_error { "error" } else { "answer" };
        output::line(format!("  <- {kind}, {milliseconds:.1} ms, at most {} tokens", tokens::bound(&reply.text)));
        shortened(&reply.text).iter().for_each(|line| output::line(format!("     {line}")));
        Ok(Turn { reply, exchanges })
    }

    /// Prints something that is not as it should be, and counts it.
    pub(super) fn fault(&mut self, message: &str) {
        self.faults += 1;
        output::line(format!("  !! {message}"));
    }

    /// Prints something that is.
    pub(super) fn right(&self, message: &str) {
        output::line(format!("  ok {message}"));
    }

    fn tell_exchange(&mut self, exchange: &Exchange) {
        let line = format!("{} -> {}", request_line(exchange), exchange.status);
        output::line(format!("     wire: {}", self.credentials.masked(&line)));
        let headers = exchange.request.headers.iter();
        let headers: Vec<String> = headers.map(|(name, value)| self.credentials.masked_header(name, value)).collect();
        output::line(format!("           {}", headers.join("; ")));
        for violation in violations(exchange) {
            self.fault(&format!("the mock found a violation: {violation}"));
        }
    }
}

/// The beginning of a text, in lines that fit.
fn shortened(text: &str) -> Vec<String> {
    let line = |line: &str| match line.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{} …", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    };
    let visible: String = text.chars().filter(|character| *character == '\n' || !character.is_control()).collect();
    let mut lines: Vec<String> = visible.lines().take(LINES).map(line).collect();
    let rest = visible.lines().count().saturating_sub(LINES);
    if rest > 0 {
        lines.push(format!("… {rest} more lines"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn texts_are_shortened() {
        assert_eq!(shortened("a\nb"), ["a", "b"]);
        assert_eq!(shortened("\u{1b}[2J"), ["[2J"]);
        let long = "é".repeat(200);
        assert_eq!(shortened(&long), [format!("{} …", "é".repeat(160))]);
        let lines = shortened(&"x\n".repeat(20));
        assert_eq!((lines.len(), lines.last().map(String::as_str)), (13, Some("… 8 more lines")));
    }
}
