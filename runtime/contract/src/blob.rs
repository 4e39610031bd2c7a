//! The schema blob: JSON values, hash-consed into words and a string table, read in place.
//!
//! Layout, all integers little-endian `u32`:
//!
//! | offset | what |
//! |--:|---|
//! | 0 | magic `TWSB` |
//! | 4 | [`VERSION`] |
//! | 8 | number of strings `s` |
//! | 12 | number of words `w` |
//! | 16 | root reference |
//! | 20 | `s + 1` string ends (the first is 0), then `w` words, then the strings' UTF-8 bytes |
//!
//! A reference is a tag in the low three bits and a payload above: a constant (0 null, 1 false, 2 true), a small integer,
//! a string (payload: its place in the table), a number (payload: the place of its JSON text), an array (payload: word
//! offset of `length, reference…`) or an object (payload: word offset of `length, (key string, reference)…`). Equal values
//! have equal references. The strings begin with [`crate::Keyword::ALL`]. Keys keep the order they were written in.

mod node;
mod writer;

pub use node::{Blob, Kind, Node};
pub use writer::Writer;

/// The layout's version; a reader refuses every other one.
pub const VERSION: u32 = 2;

const MAGIC: &[u8; 4] = b"TWSB";
const HEADER: usize = 20;

const TAG_CONSTANT: u32 = 0;
const TAG_SMALL: u32 = 1;
const TAG_STRING: u32 = 2;
const TAG_NUMBER: u32 = 3;
const TAG_ARRAY: u32 = 4;
const TAG_OBJECT: u32 = 5;
const TAG_BITS: u32 = 3;
const TAG_MASK: u32 = (1 << TAG_BITS) - 1;
