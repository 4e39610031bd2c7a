//! The server from outside: over HTTP and stdio, its feedback, and its process.

#[cfg(test)]
mod access;
#[cfg(test)]
mod approval;
#[cfg(test)]
mod cancelling;
#[cfg(test)]
mod corrections;
#[cfg(test)]
mod curated;
#[cfg(test)]
mod feedback;
#[cfg(test)]
mod http;
#[cfg(test)]
#[cfg(unix)]
mod learning;
#[cfg(test)]
#[cfg(unix)]
mod process;
#[cfg(test)]
mod progress;
#[cfg(test)]
mod resources;
#[cfg(test)]
mod running;
#[cfg(test)]
#[cfg(unix)]
mod searches;
#[cfg(test)]
#[cfg(unix)]
mod session;
#[cfg(test)]
mod stdio;
#[cfg(test)]
mod tiny;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod wire;
