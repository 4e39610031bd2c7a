//! The verbs through the front door: a scratch checkout in, exit codes, texts and files out.

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod eval;
#[cfg(test)]
mod generate;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod new;
#[cfg(test)]
mod one_off;
#[cfg(test)]
mod scratch;
#[cfg(test)]
mod show;
#[cfg(test)]
mod tidy;
#[cfg(test)]
mod update;
