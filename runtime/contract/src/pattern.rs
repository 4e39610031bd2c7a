//! Patterns for names: `*` stands for any text, dots included; every other character stands for itself.

/// Whether a pattern fits a whole name: `models.*` fits `models.list` and `models.runs.get`.
///
/// Takes time in proportion to the product of both lengths at worst.
pub fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut at, mut from) = (0, 0);
    // Where the last star stands, and how much of the name it has taken so far.
    let mut star: Option<(usize, usize)> = None;
    while from < name.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(letter) if name.get(from) == Some(letter) => {
                at += 1;
                from += 1;
            }
            _ => match star {
                Some((place, taken)) => {
                    star = Some((place, taken + 1));
                    at = place + 1;
                    from = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern.get(at..).is_some_and(|rest| rest.iter().all(|letter| *letter == b'*'))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, name, expected) in [
            ("a.b", "a.b", true),
            ("a.b", "a.bc", false),
            ("a.b", "xa.b", false),
            ("a.*", "a.", true),
            ("a.*", "a.b.c", true),
            ("a.*", "a", false),
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("*.delete", "a.b.delete", true),
            ("*.delete", "a.b.deleted", false),
            ("a*b*c", "a.b.b.c", true),
            ("a*b*c", "acb", false),
            ("**", "a", true),
            ("a.b", "a+b", false),
            ("a?", "ab", false),
            ("*é", "aé", true),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }
}
