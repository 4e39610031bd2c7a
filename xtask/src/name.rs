//! Names of vendors: `[a-z][a-z0-9_]*`, because they become folders, crates and environment variables.

/// Longest name; a server's name stands before every tool's in some clients.
const LONGEST: usize = 40;

/// Why a text is no vendor name, if it isn't.
pub(crate) fn fault(name: &str) -> Option<String> {
    let starts = name.starts_with(|first: char| first.is_ascii_lowercase());
    let rest = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let fits = starts && name.bytes().all(rest) && name.len() <= LONGEST;
    (!fits).then(|| {
        format!("{name:?} is no vendor name: small letters, digits and _, a letter first, at most {LONGEST} characters")
    })
}

/// The name that a title or a file's name suggests: `Café-Menu API` gives `caf_menu_api`. None where nothing is left.
pub(crate) fn suggested(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let words = lower.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("_");
    let name: String =
        name.trim_start_matches(|first: char| !first.is_ascii_lowercase()).chars().take(LONGEST).collect();
    let name = name.trim_end_matches('_');
    (!name.is_empty()).then(|| name.to_owned())
}

/// The nearest of the known names, if one is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, known: &'a [String]) -> Option<&'a str> {
    let distance = |known: &str| strsim::osa_distance(name, known);
    let nearest = known.iter().min_by_key(|known| distance(known))?;
    (distance(nearest) <= 2.max(nearest.len() / 3)).then_some(nearest)
}

#[cfg(test)]
mod tests {
    use super::{fault, nearest, suggested};

    #[test]
    fn names_are_checked() {
        for name in ["cafe", "cafe_2", "a"] {
            assert_eq!(fault(name), None);
        }
        for name in ["", "Cafe", "2cafe", "_cafe", "ca-fe", "../cafe", "café", "c/d", &"a".repeat(41)] {
            assert!(fault(name).is_some(), "{name}");
        }
    }

    #[test]
    fn names_are_suggested() {
        assert_eq!(suggested("Café-Menu API").as_deref(), Some("caf_menu_api"));
        assert_eq!(suggested("2 Fast 4 You").as_deref(), Some("fast_4_you"));
        assert_eq!(suggested("日本").as_deref(), None);
        assert!(suggested(&"word ".repeat(50)).is_some_and(|name| fault(&name).is_none()));
    }

    #[test]
    fn the_nearest_is_near() {
        let known = ["cafe".to_owned(), "polytope".to_owned()];
        assert_eq!(nearest("caffe", &known), Some("cafe"));
        assert_eq!(nearest("zebra", &known), None);
        assert_eq!(nearest("cafe", &[]), None);
    }
}
