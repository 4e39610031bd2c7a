//! Serves a generated API as an MCP server.
//!
//! A generated crate hands over an [`Api`]: descriptors and handlers. This crate searches it, calls it and speaks MCP.
//! It never imports the generator, and no vendor's name appears in it.

mod access;
mod access_token;
mod api;
mod approval;
mod arguments;
mod bare;
mod base_url;
mod caller;
mod catalog;
mod cli;
mod client;
pub mod config;
mod downloads;
mod exact;
mod execute;
mod fault;
pub mod feedback;
pub mod http;
mod learning;
mod limits;
mod places;
mod policy;
mod progress;
mod request;
pub mod results;
mod search;
mod server;
mod shaping;
mod signature;
mod similar;
pub mod stdio;
pub mod tools;
mod uploads;

pub use access::{MODES, mode};
pub use access_token::{AccessTokens, Grant};
pub use api::{Access, Api, CuratedTool, Handler, Inbound, Operation, ServerVariable, ToolArgument};
pub use approval::{Approvals, Consent};
pub use arguments::{Argument, Arguments, Body, Choice};
pub use bare::ApiData;
pub use base_url::BaseUrl;
pub use caller::{Caller, Credential, Secret};
pub use catalog::Catalog;
pub use cli::main;
pub use contract::{Effect, Location, Method, Pagination, SchemeKind, SecurityScheme, Style, Token};
pub use execute::{Answer, Batch, Block, Call, Held, Merged, Pages, Plan, Reply, Shown, Stray, execute};
pub use fault::{Blame, Code, Details, Fault, FieldError, render};
pub use limits::{Limits, ResultLimits};
pub use places::Places;
pub use policy::Policy;
pub use progress::{Fetched, Heard, Polled, Progress};
pub use request::{Content, Media, Part, Request};
pub use search::{SearchRequest, search};
pub use serde_json::{Number, Value};
pub use server::Server;
pub use shaping::{Shaped, Shaper, ShapingLimits};
pub use uploads::Uploads;
