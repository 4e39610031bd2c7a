//! Access modes: the words by which a user, a token or a request says how much a call may do to the API's data.

use contract::Effect;

/// The modes, narrowest first.
pub const MODES: [&str; 3] = ["read-only", "read-write", "full"];

/// The severest effect that a mode allows; none for a word that is no mode. Letter case and spaces around don't count.
pub fn mode(text: &str) -> Option<Effect> {
    let text = text.trim();
    let found = MODES.iter().zip(Effect::ALL).find(|(mode, _)| mode.eq_ignore_ascii_case(text));
    found.map(|(_, effect)| effect)
}
