//! From operations to ranked hits, through the front door.

#[cfg(test)]
mod details;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod named;
#[cfg(test)]
mod ranking;
#[cfg(test)]
mod support;
#[cfg(test)]
mod weak;
#[cfg(test)]
mod wording;
