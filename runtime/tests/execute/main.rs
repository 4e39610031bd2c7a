//! `execute` through its front door, against an upstream on loopback that records what reaches the wire.

#![cfg(test)]

mod answers;
mod api;
mod approvals;
mod arguments;
mod credentials;
mod faults;
mod plans;
mod redirects;
mod refusals;
mod upstream;
