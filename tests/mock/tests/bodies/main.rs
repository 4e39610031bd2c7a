//! Bodies of every media type: what the document allows is accepted, and nothing else.

#[cfg(test)]
mod forms;
#[cfg(test)]
mod media_types;
#[cfg(test)]
mod parts;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod sweep;
#[cfg(test)]
mod texts;
#[cfg(test)]
mod xml;
