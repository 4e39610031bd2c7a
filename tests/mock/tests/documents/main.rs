//! Documents of every version and shape: generated arguments are accepted, what is wrong is refused.

#[cfg(test)]
mod closed;
#[cfg(test)]
mod files;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod paths;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod servers;
#[cfg(test)]
mod versions;
