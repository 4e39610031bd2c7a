//! The pages of a list as one answer: whole, in order, bounded, and resumed exactly where they stopped.

mod following;
mod resuming;
mod stopping;
mod telling;
