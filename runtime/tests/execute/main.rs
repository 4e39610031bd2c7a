//! `execute` through its front door, against an upstream on loopback that records what reaches the wire.

#![cfg(test)]

mod answers;
mod api;
mod approvals;
mod arguments;
mod batches;
mod credentials;
mod downloads;
mod faults;
mod hostile;
mod jobs;
mod jq;
mod kept;
mod keys;
mod lists;
mod made;
mod marked;
mod misdeeds;
mod pages;
mod plans;
mod redirects;
mod refusals;
mod retries;
mod shown;
mod streams;
mod uploads;
mod upstream;
mod veiled;
