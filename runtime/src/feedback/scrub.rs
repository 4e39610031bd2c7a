//! Masks what looks like a secret. Rather a word too many than a token too few: a report stays readable with holes.

mod known;
mod rule;

use std::sync::OnceLock;

use regex::Regex;
use serde_json::Value;

use crate::Credential;
use rule::Rule;

/// What stands where a secret stood.
pub(super) const MASK: &str = "***";

/// Masks secrets in text: the credentials in use, literally; and whatever has the looks of one.
#[derive(Debug)]
pub struct Scrubber {
    known: known::Known,
    looks: &'static Looks,
}

/// What is looked for whoever is calling; compiled once.
#[derive(Debug)]
struct Looks {
    rules: Vec<Rule>,
    personal: Vec<Rule>,
    name: Regex,
}

impl Looks {
    fn compiled() -> Result<&'static Self, regex::Error> {
        static LOOKS: OnceLock<Result<Looks, regex::Error>> = OnceLock::new();
        let compile = || Ok(Self { rules: rule::rules()?, personal: rule::personal()?, name: rule::secret_name()? });
        LOOKS.get_or_init(compile).as_ref().map_err(Clone::clone)
    }
}

impl Scrubber {
    /// A scrubber that also knows the credentials in use. The error is a mistake in this crate's own patterns; without
    /// all of them nothing is stored.
    pub fn new(credentials: &[&Credential]) -> Result<Self, regex::Error> {
        Ok(Self { known: known::Known::new(credentials), looks: Looks::compiled()? })
    }

    /// The text with every secret replaced by `***`.
    pub fn scrub(&self, text: &str) -> String {
        let text = self.known.mask(text);
        self.looks.rules.iter().fold(text, |text, rule| rule.mask(&text))
    }

    /// Like [`scrub`](Self::scrub), and without what tells one case from another: e-mail addresses, ids, long numbers.
    /// A query says what sort of thing is wanted; nobody needs to know of whom.
    pub fn scrub_query(&self, text: &str) -> String {
        self.looks.personal.iter().fold(self.scrub(text), |text, rule| rule.mask(&text))
    }

    /// Like [`scrub`](Self::scrub) for text that may be the JSON text of an object or array: it stays JSON, and a member
    /// whose name tells of a secret is masked whole.
    pub fn scrub_context(&self, text: &str) -> String {
        match serde_json::from_str(text) {
            Ok(value @ (Value::Object(_) | Value::Array(_))) => self.scrub_value(value).to_string(),
            Ok(_) | Err(_) => self.scrub(text),
        }
    }

    fn scrub_value(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.scrub_context(&text)),
            Value::Array(items) => items.into_iter().map(|item| self.scrub_value(item)).collect(),
            Value::Object(members) => {
                let member = |(name, value): (String, Value)| {
                    let hidden = self.looks.name.is_match(&name) && !matches!(value, Value::Null | Value::Bool(_));
                    let value = if hidden { Value::from(MASK) } else { self.scrub_value(value) };
                    (self.scrub(&name), value)
                };
                Value::Object(members.into_iter().map(member).collect())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Scrubber;
    use crate::{Credential, Secret};

    /// Each row: a text, and what must not be left of it.
    const SECRETS: &[(&str, &str)] = &[
        ("Authorization: Bearer abc.def", "abc"),
        ("curl -H 'Authorization: Token s3cr3t' https://api.example.com", "s3cr3t"),
        ("\"authorization\":\"Basic dXNlcjpwYXNz\"", "dXNl"),
        ("{\\\"Authorization\\\": \\\"Digest username=x\\\"}", "username=x"),
        ("sent bearer tok-en_1 twice", "tok-en_1"),
        ("Basic YTpi", "YTpi"),
        ("?api_key=abc123&limit=5", "abc123"),
        ("?limit=5&key=k9", "k9"),
        ("token=abc", "abc"),
        ("token: Bearer abcdefgh", "abcdefgh"),
        ("{\"password\":\"hunter \\\" 2\"}", "hunter"),
        ("{\"password\":\"hunter \\\" 2\"}", " 2"),
        ("{\\\"client_secret\\\":\\\"zzz\\\"}", "zzz"),
        ("password = 'correct horse'", "horse"),
        ("SECRET=hunter2", "hunter2"),
        ("accessKey=>v1", "v1"),
        ("my password is Tr0ub4dor", "Tr0ub4dor"),
        ("--token abc --limit 5", "abc"),
        ("curl -u ada:lovelace https://api.example.com", "lovelace"),
        ("Cookie: sid=1; other=2", "other=2"),
        ("https://ada:lovelace@api.example.com/", "lovelace"),
        ("it is eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig-nature", "eyJ"),
        ("it is eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig-nature", "nature"),
        ("commit 0123456789abcdef0123456789abcdef", "0123"),
        ("0123456789ABCDEF0123456789ABCDEF01234567", "0123"),
        ("it is wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY here", "wJal"),
        ("dGhpcyBpcyBhIHNlY3JldCB0aGF0IGlzIGxvbmc=", "dGhp"),
        ("ghp_0123456789abcdef01", "0123"),
        ("sk_live_0123456789ab", "0123"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "MIIE"),
        ("the value in-use-7 was sent", "in-use-7"),
        ("ada:in-use-9 was split: in-use-9", "in-use-9"),
    ];

    /// Texts that stay as they are.
    const PLAIN: &[&str] = &[
        "connections.list answers 500 for ada@example.com",
        "Basic authentication and bearer tokens are confusing.",
        "the id 0b155265-c537-44c9-9359-a3ceb468a4da is unknown",
        "GET /api/bulk/syncs/0b155265-c537-44c9-9359-a3ceb468a4da/executions/v2/schedules",
        "model_sync.executions.list_with_a_very_long_readable_name",
        "limit=5, offset: 10",
        "the key is missing",
    ];

    fn scrubber() -> Scrubber {
        let secrets = [("one", "in-use-7"), ("two", "ada:in-use-9")];
        let secrets: BTreeMap<String, Secret> =
            secrets.into_iter().map(|(name, secret)| (name.to_owned(), Secret::new(secret))).collect();
        Scrubber::new(&[&Credential::Environment(secrets)]).expect("every pattern is valid")
    }

    #[test]
    fn secrets_are_masked_once_and_for_all() {
        let scrubber = scrubber();
        for (text, secret) in SECRETS {
            let scrubbed = scrubber.scrub(text);
            assert!(!scrubbed.contains(secret), "{text:?} became {scrubbed:?}");
            assert!(scrubbed.contains("***"), "{text:?} became {scrubbed:?}");
            assert_eq!(scrubber.scrub(&scrubbed), scrubbed);
        }
    }

    #[test]
    fn plain_text_is_left_alone() {
        let scrubber = scrubber();
        for text in PLAIN {
            assert_eq!(scrubber.scrub(text), *text);
        }
    }

    #[test]
    fn queries_tell_of_nobody() {
        let check = |query: &str, expected: &str| assert_eq!(scrubber().scrub_query(query), expected);
        check("invite ada@example.com", "invite ***");
        check("what is 0b155265-c537-44c9-9359-a3ceb468a4da", "what is ***");
        check("orders of +49 (30) 12 34 56", "orders of +***");
        check("customer cus_9s6XKzkN and password=x", "customer *** and password=***");
        check("list v2 schedules of 2026, at most 100", "list v2 schedules of 2026, at most 100");
        check("GET /api/syncs/{id}/executions", "GET /api/syncs/{id}/executions");
    }

    #[test]
    fn context_stays_json() {
        let check = |text: &str, expected: &str| assert_eq!(scrubber().scrub_context(text), expected);
        check(r#"{"params":{"apiToken":["a","b"],"limit":5}}"#, r#"{"params":{"apiToken":"***","limit":5}}"#);
        check(r#"{"headers":{"Authorization":"Bearer x"}}"#, r#"{"headers":{"Authorization":"***"}}"#);
        check(r#"{"sent":"{\"password\":\"x\"}"}"#, r#"{"sent":"{\"password\":\"***\"}"}"#);
        check(r#"{"note":"token=abc"}"#, r#"{"note":"token=***"}"#);
        check("token=abc {", "token=*** {");
    }

    #[test]
    fn a_forwarded_credential_is_masked_with_and_without_its_scheme() {
        let scrubber = Scrubber::new(&[&Credential::None, &Credential::Forwarded(Secret::new("Bearer q1w2"))])
            .expect("valid patterns");
        assert_eq!(scrubber.scrub("it was q1w2, sent as q1w2"), "it was ***, sent as ***");
    }
}
