//! The generator through its front door: text in, files and diagnostics out.

#[cfg(test)]
mod decisions;
#[cfg(test)]
mod diagnostics;
#[cfg(test)]
mod support;
#[cfg(test)]
mod yaml;
