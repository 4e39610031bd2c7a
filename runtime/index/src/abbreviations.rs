//! Short forms that documents and queries use for the same word.

/// Lower-case words that mean the same as `word`, written shorter or longer.
pub(crate) fn forms(word: &str) -> impl Iterator<Item = &'static str> {
    PAIRS.iter().filter_map(move |(short, long)| match word {
        word if word == *short => Some(*long),
        word if word == *long => Some(*short),
        _ => None,
    })
}

const PAIRS: &[(&str, &str)] = &[
    ("acct", "account"),
    ("addr", "address"),
    ("admin", "administrator"),
    ("amt", "amount"),
    ("app", "application"),
    ("apps", "applications"),
    ("attr", "attribute"),
    ("auth", "authentication"),
    ("auth", "authorization"),
    ("cc", "card"),
    ("config", "configuration"),
    ("conn", "connection"),
    ("db", "database"),
    ("del", "delete"),
    ("dept", "department"),
    ("desc", "description"),
    ("dest", "destination"),
    ("dev", "developer"),
    ("dir", "directory"),
    ("doc", "document"),
    ("docs", "documents"),
    ("env", "environment"),
    ("exec", "execute"),
    ("id", "identifier"),
    ("img", "image"),
    ("info", "information"),
    ("lang", "language"),
    ("lib", "library"),
    ("loc", "location"),
    ("max", "maximum"),
    ("min", "minimum"),
    ("msg", "message"),
    ("num", "number"),
    ("obj", "object"),
    ("org", "organization"),
    ("orgs", "organizations"),
    ("param", "parameter"),
    ("params", "parameters"),
    ("perm", "permission"),
    ("pic", "picture"),
    ("pr", "pull"),
    ("pref", "preference"),
    ("prefs", "preferences"),
    ("prod", "production"),
    ("pwd", "password"),
    ("qty", "quantity"),
    ("ref", "reference"),
    ("repo", "repository"),
    ("repos", "repositories"),
    ("resp", "response"),
    ("spec", "specification"),
    ("src", "source"),
    ("stats", "statistics"),
    ("sub", "subscription"),
    ("temp", "temporary"),
    ("tx", "transaction"),
    ("txn", "transaction"),
    ("val", "value"),
    ("var", "variable"),
    ("vars", "variables"),
];

#[cfg(test)]
mod tests {
    use super::forms;

    #[test]
    fn short_and_long_forms_lead_to_each_other() {
        let cases = [
            ("repo", "repository"),
            ("repository", "repo"),
            ("auth", "authentication authorization"),
            ("transaction", "tx txn"),
            ("connections", ""),
        ];
        for (word, expected) in cases {
            assert_eq!(forms(word).collect::<Vec<_>>().join(" "), expected, "{word}");
        }
    }
}
