//! The generator through its front door: text in, files and diagnostics out.

#[cfg(test)]
mod decisions;
#[cfg(test)]
mod determinism;
#[cfg(test)]
mod diagnostics;
#[cfg(test)]
mod edges;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod fuzzed;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod hostile;
mod idempotency;
#[cfg(test)]
mod names;
#[cfg(test)]
mod overlays;
#[cfg(test)]
mod pagination;
#[cfg(test)]
mod search;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tools;
#[cfg(test)]
mod versions;
#[cfg(test)]
mod yaml;
