//! jq programs: from text to something that runs, or what is wrong with the text.
//!
//! The runtime compiles what models write, in its worker; the generator checks what vendor.toml gives curated tools. Both
//! take the same programs. Nothing runs here, and nothing is known of processes, faults and diagnostics.

mod assignment;
mod check;
mod data;
mod functions;
mod program;

pub use check::check;
pub use data::Data;
pub use program::{Mistake, Nearest, compile};
