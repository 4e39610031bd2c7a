//! `execute` through its front door, against an upstream on loopback that records what reaches the wire.

#![cfg(test)]

mod answers;
mod api;
mod arguments;
mod credentials;
mod faults;
mod jq;
mod redirects;
mod upstream;
