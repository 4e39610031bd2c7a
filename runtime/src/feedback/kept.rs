//! What a server keeps.

/// What goes into the data folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kept {
    /// Reports, and how often what was searched.
    #[default]
    All,
    /// What agents submit, and nothing else.
    Reports,
    /// Nothing.
    Nothing,
}

impl Kept {
    /// What can be written in a setting.
    pub const NAMES: [&'static str; 3] = ["all", "reports", "off"];

    /// `all`, `reports` or `off`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "all" => Some(Self::All),
            "reports" => Some(Self::Reports),
            "off" => Some(Self::Nothing),
            _ => None,
        }
    }
}
