//! What people call the things that APIs do: general knowledge of HTTP APIs, never fitted to a set of queries.

/// Words that may stand for one another, and the HTTP methods that usually do what they say.
struct Group {
    words: &'static [&'static str],
    methods: &'static [&'static str],
}

/// Lower-case words that may stand in a document where `word` stands in a query.
pub(crate) fn synonyms(word: &str) -> impl Iterator<Item = &'static str> {
    groups(word).flat_map(|group| group.words).copied().filter(move |other| *other != word)
}

/// HTTP methods that usually do what `word` says.
pub(crate) fn methods(word: &str) -> Vec<&'static str> {
    let mut methods: Vec<_> = groups(word).flat_map(|group| group.methods).copied().collect();
    methods.sort_unstable();
    methods.dedup();
    methods
}

fn groups(word: &str) -> impl Iterator<Item = &'static Group> {
    GROUPS.iter().filter(move |group| group.words.contains(&word))
}

const fn verbs(methods: &'static [&'static str], words: &'static [&'static str]) -> Group {
    Group { words, methods }
}

const fn nouns(words: &'static [&'static str]) -> Group {
    Group { words, methods: &[] }
}

const GROUPS: &[Group] = &[
    verbs(&["GET"], &["get", "fetch", "retrieve", "read", "show", "view", "see", "display", "give", "return", "load"]),
    verbs(&["GET"], &["find", "search", "query", "lookup", "seek", "discover", "filter", "look"]),
    verbs(&["GET"], &["list", "all", "enumerate", "browse", "show"]),
    verbs(&["GET"], &["get", "find", "look", "check"]),
    verbs(&["POST"], &["create", "add", "new", "make", "insert", "generate", "build"]),
    verbs(&["POST"], &["create", "register", "define", "setup", "open"]),
    verbs(&["PATCH", "POST", "PUT"], &["update", "change", "edit", "modify", "set", "adjust", "alter", "replace"]),
    verbs(&["PATCH", "POST", "PUT"], &["rename", "update"]),
    verbs(&["DELETE"], &["delete", "remove", "destroy", "drop", "erase", "clear", "purge", "discard", "unset", "rid"]),
    verbs(&["POST"], &["run", "execute", "start", "trigger", "launch", "invoke", "begin", "perform"]),
    verbs(&["POST"], &["stop", "cancel", "abort", "halt", "terminate", "end", "kill", "interrupt"]),
    verbs(&["POST"], &["pause", "suspend", "hold"]),
    verbs(&["POST"], &["resume", "continue", "unpause"]),
    verbs(&["POST"], &["retry", "rerun", "repeat", "restart"]),
    verbs(&["POST"], &["refresh", "reload", "renew", "sync"]),
    verbs(&["POST"], &["send", "post", "publish", "submit", "deliver", "dispatch"]),
    verbs(&["POST", "PUT"], &["upload", "import", "attach"]),
    verbs(&["GET"], &["download", "export"]),
    verbs(&["POST"], &["copy", "duplicate", "clone"]),
    verbs(&["PATCH", "POST", "PUT"], &["move", "transfer"]),
    verbs(&["PATCH", "POST", "PUT"], &["enable", "activate"]),
    verbs(&["PATCH", "POST", "PUT"], &["disable", "deactivate"]),
    verbs(&["PATCH", "POST", "PUT"], &["archive", "close"]),
    verbs(&["PATCH", "POST", "PUT"], &["assign", "grant", "give", "allow"]),
    verbs(&["DELETE", "POST"], &["unassign", "revoke", "withdraw"]),
    verbs(&["POST"], &["approve", "accept", "confirm"]),
    verbs(&["POST"], &["reject", "decline", "deny", "refuse"]),
    verbs(&["GET", "POST"], &["validate", "verify", "check", "test"]),
    verbs(&["POST"], &["connect", "link", "join"]),
    verbs(&["DELETE", "POST"], &["disconnect", "unlink", "detach", "leave"]),
    verbs(&["GET"], &["count", "number", "total"]),
    verbs(&["GET"], &["who", "me", "identity", "current", "whoami", "myself", "self"]),
    verbs(&["POST"], &["login", "signin", "authenticate"]),
    nouns(&["latest", "recent", "newest", "last"]),
    nouns(&["status", "state", "progress"]),
    nouns(&["history", "log", "audit", "activity", "events"]),
    nouns(&["job", "task", "execution", "run"]),
    nouns(&["user", "person", "people", "member", "account"]),
    nouns(&["team", "group"]),
    nouns(&["organization", "company", "business", "workspace", "tenant"]),
    nouns(&["permission", "access", "privilege", "role", "rights"]),
    nouns(&["key", "token", "credential", "secret", "password"]),
    nouns(&["setting", "configuration", "preference", "option"]),
    nouns(&["field", "column", "attribute", "property"]),
    nouns(&["table", "collection"]),
    nouns(&["record", "row", "entry", "item"]),
    nouns(&["schema", "structure", "definition"]),
    nouns(&["webhook", "callback", "hook", "notification", "subscription"]),
    nouns(&["tag", "label", "category"]),
    nouns(&["folder", "directory"]),
    nouns(&["file", "document", "attachment"]),
    nouns(&["image", "picture", "photo"]),
    nouns(&["comment", "note", "remark"]),
    nouns(&["ticket", "issue", "case"]),
    nouns(&["message", "chat", "conversation"]),
    nouns(&["email", "mail"]),
    nouns(&["phone", "telephone", "mobile"]),
    nouns(&["error", "failure", "problem"]),
    nouns(&["statistics", "metrics", "analytics", "usage"]),
    nouns(&["schedule", "calendar", "cron"]),
    nouns(&["price", "cost", "amount", "rate", "fee"]),
    nouns(&["customer", "client"]),
    nouns(&["purchase", "order", "buy"]),
    nouns(&["bill", "invoice"]),
];

#[cfg(test)]
mod tests {
    use super::{GROUPS, methods, synonyms};

    #[test]
    fn verbs_stand_for_one_another() {
        assert!(synonyms("erase").any(|other| other == "delete"));
        assert!(synonyms("delete").all(|other| other != "delete"));
        assert_eq!(synonyms("connection").count(), 0);
        assert_eq!(methods("erase"), ["DELETE"]);
        assert_eq!(methods("edit"), ["PATCH", "POST", "PUT"]);
        assert!(methods("invoice").is_empty());
    }

    #[test]
    fn groups_hold_lower_case_words_once() {
        for group in GROUPS {
            let mut words = group.words.to_vec();
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), group.words.len(), "{words:?}");
            assert!(words.iter().all(|word| word.chars().all(|letter| letter.is_ascii_lowercase())), "{words:?}");
        }
    }
}
