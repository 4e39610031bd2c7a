//! The conversation as it is printed: what the client said, what came back, and what the wire carried meanwhile.

use contract::tokens;
use mock::{Exchange, Mock};
use rmcp::model::JsonObject;
use serde_json::Value;

use super::client::{Client, Reply};
use super::credentials::Credentials;
use super::shortening::shortened;
use crate::error::Error;
use crate::output;
use crate::stand_in::{request_line, violations};

/// A client, a mock, and how much went wrong between them.
pub(super) struct Conversation<'c> {
    pub(super) client: &'c Client,
    pub(super) mock: &'c Mock,
    pub(super) credentials: &'c Credentials,
    /// The operation that the question is about.
    pub(super) operation: String,
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
        shortened(&reply.text, &self.operation).iter().for_each(|line| output::line(format!("     {line}")));
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
