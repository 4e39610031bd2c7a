//! The pages of a list as one answer: whole, in order, bounded, and resumed exactly where they stopped.

mod bodies;
mod following;
mod resuming;
mod stopping;
mod telling;
