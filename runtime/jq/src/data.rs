//! What programs work on.

use jaq_core::data;
use jaq_json::Val;

/// JSON values alone.
pub type Data = data::JustLut<Val>;
