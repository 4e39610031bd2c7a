//! Access modes: the words by which a user, a token or a request says how much a call may do to the API's data.

use contract::Effect;

/// The modes, narrowest first.
pub const MODES: [&str; 3] = [word(Effect::Read), word(Effect::Write), word(Effect::Destructive)];

/// The severest effect that a mode allows; none for a word that is no mode. Letter case and spaces around don't count.
pub fn mode(text: &str) -> Option<Effect> {
    let text = text.trim();
    let found = MODES.iter().zip(Effect::ALL).find(|(mode, _)| mode.eq_ignore_ascii_case(text));
    found.map(|(_, effect)| effect)
}

/// The mode that allows an effect and none severer.
pub(crate) const fn word(ceiling: Effect) -> &'static str {
    match ceiling {
        Effect::Read => "read-only",
        Effect::Write => "read-write",
        Effect::Destructive => "full",
    }
}
