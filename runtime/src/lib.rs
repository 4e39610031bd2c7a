//! Serves a generated API as an MCP server.
//!
//! A generated crate hands over an [`Api`]: descriptors and handlers. This crate searches it, calls it and speaks MCP.
//! It never imports the generator, and no vendor's name appears in it.

mod api;
mod arguments;
mod base_url;
mod caller;
mod catalog;
mod cli;
mod client;
pub mod config;
mod execute;
mod fault;
pub mod feedback;
pub mod http;
mod limits;
mod request;
mod search;
mod server;
mod shaping;
mod similar;
pub mod stdio;
pub mod tools;

pub use api::{Api, Handler, Inbound, Operation};
pub use arguments::{Argument, Arguments, Choice};
pub use base_url::BaseUrl;
pub use caller::{Caller, Credential, Secret};
pub use catalog::Catalog;
pub use cli::main;
pub use contract::{Effect, Location, Method, Pagination, SchemeKind, SecurityScheme, Style, Token};
pub use execute::{Answer, Call, Plan, Reply, Stray, execute};
pub use fault::{Blame, Code, Fault, render};
pub use limits::Limits;
pub use request::{Content, Request};
pub use search::{SearchRequest, search};
pub use serde_json::{Number, Value};
pub use server::Server;
pub use shaping::{Shaped, Shaper, ShapingLimits};
