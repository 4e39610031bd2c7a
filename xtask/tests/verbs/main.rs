//! The verbs through the front door: a scratch checkout in, exit codes, texts and files out.

mod generate;
mod mock;
mod new;
mod one_off;
mod scratch;
mod show;
mod tidy;
