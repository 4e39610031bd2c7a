//! Which tokens approve which calls.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::{Approvals, Consent, LIFETIME, Subject, Way, canonical};
use crate::{Caller, Credential, Secret};

const KEY: &str = "0123456789abcdef0123456789abcdef";

#[derive(Clone)]
struct Case {
    key: &'static str,
    caller: Caller,
    operation: &'static str,
    url: &'static str,
    arguments: Value,
    way: Way,
    after: Duration,
}

fn case() -> Case {
    Case {
        key: KEY,
        caller: Caller::new(Credential::Forwarded(Secret::new("Bearer mine"))),
        operation: "items.delete",
        url: "https://api.example.com",
        arguments: json!({"id": 1, "force": {"a": 1.0, "b": [1, 2]}}),
        way: Way::Argument,
        after: Duration::ZERO,
    }
}

/// What becomes of an approval for [`case`] in a server of its own: its code, or `approved`.
fn outcome(case: &Case) -> &'static str {
    let issued = token(&self::case());
    check(case, issued)
}

fn token(case: &Case) -> String {
    with(case, |approvals, subject| approvals.issue(subject, case.way, SystemTime::UNIX_EPOCH))
}

fn check(case: &Case, token: String) -> &'static str {
    let consent = match case.way {
        Way::Argument => Consent::Token(token),
        Way::Question => Consent::Answer(token),
    };
    let now = SystemTime::UNIX_EPOCH + case.after;
    match with(case, |approvals, subject| approvals.check(&consent, subject, now)) {
        Ok(()) => "approved",
        Err(fault) => fault.code.as_str(),
    }
}

fn with<T>(case: &Case, act: impl FnOnce(&Approvals, Subject<'_>) -> T) -> T {
    let mut arguments = Vec::new();
    canonical(Some(&case.arguments), &mut arguments);
    let Case { caller, operation, url, .. } = case;
    let subject = Subject { caller, operation, url, arguments: &arguments };
    act(&Approvals::new(Some(&Secret::new(case.key))).unwrap(), subject)
}

#[test]
fn a_token_is_for_one_call_of_one_caller_for_a_while() {
    let named = |name: &str| Caller { identity: Some(name.to_owned()), ..case().caller };
    let own = |secret: &str| Credential::Environment([("bearer".to_owned(), Secret::new(secret))].into());
    let arguments = |arguments: Value| Case { arguments, ..case() };
    for (case, expected) in [
        (case(), "approved"),
        (Case { after: LIFETIME, ..case() }, "approved"),
        (Case { after: LIFETIME + Duration::from_secs(1), ..case() }, "approval-expired"),
        (Case { key: "another-key-of-32-bytes-and-more!", ..case() }, "approval-invalid"),
        (Case { way: Way::Question, ..case() }, "approval-invalid"),
        (Case { operation: "items.purge", ..case() }, "approval-arguments"),
        (Case { url: "https://sandbox.example.com", ..case() }, "approval-arguments"),
        (Case { caller: named("anna"), ..case() }, "approval-caller"),
        (Case { caller: Caller::new(Credential::None), ..case() }, "approval-caller"),
        (Case { caller: Caller::new(own("Bearer mine")), ..case() }, "approval-caller"),
        (Case { caller: Caller::new(Credential::Forwarded(Secret::new("Bearer yours"))), ..case() }, "approval-caller"),
        (arguments(json!({"force": {"b": [1, 2], "a": 1.0}, "id": 1})), "approved"),
        (arguments(json!({"force": {"b": [2, 1], "a": 1.0}, "id": 1})), "approval-arguments"),
        (arguments(json!({"force": {"b": [1, 2], "a": 1}, "id": 1})), "approval-arguments"),
        (arguments(json!({"force": {"b": [12], "a": 1.0}, "id": 1})), "approval-arguments"),
        (arguments(json!({"force": {"b": [1, 2], "a": 1.0}, "id": "1"})), "approval-arguments"),
        (arguments(json!({"force": {"b": [1, 2], "a": 1.0}, "id": 1, "x": null})), "approval-arguments"),
    ] {
        assert_eq!(outcome(&case), expected, "{} {}", case.operation, case.arguments);
    }
}

#[test]
fn what_is_no_token_or_was_altered_approves_nothing() {
    let good = token(&case());
    assert_eq!(good.len(), 36);
    for place in 0..good.len() {
        let mut letters: Vec<char> = good.chars().collect();
        letters[place] = if letters[place] == 'A' { 'B' } else { 'A' };
        let altered: String = letters.into_iter().collect();
        assert_ne!(check(&case(), altered.clone()), "approved", "{altered}");
    }
    for text in ["", "yes", "true", &good[1..], &format!("{good}A"), "é".repeat(18).as_str(), "=".repeat(36).as_str()]
    {
        assert_eq!(check(&case(), text.to_owned()), "approval-invalid", "{text}");
    }
    assert_eq!(check(&case(), format!(" {good}\n")), "approved");
}

/// One approval is one request for the API, whichever way it was given; another approval is another one.
#[test]
fn idempotency_keys_come_of_approvals() {
    let number = |case: &Case| {
        with(case, |approvals, subject| {
            let now = SystemTime::UNIX_EPOCH + case.after;
            let token = approvals.issue(subject, case.way, now);
            approvals.number(&Consent::Token(token), subject)
        })
    };
    let one = number(&case());
    assert!(one.is_some());
    assert_eq!(one, number(&Case { way: Way::Question, ..case() }));
    for other in [
        Case { after: Duration::from_secs(1), ..case() },
        Case { key: "another-key-of-32-bytes-and-more!", ..case() },
        Case { operation: "items.purge", ..case() },
        Case { url: "https://sandbox.example.com", ..case() },
        Case { arguments: json!({"id": 2}), ..case() },
        Case { caller: Caller::new(Credential::None), ..case() },
    ] {
        assert_ne!(one, number(&other), "{} {}", other.operation, other.arguments);
    }
    let none = with(&case(), |approvals, subject| approvals.number(&Consent::Token("yes".to_owned()), subject));
    assert_eq!(none, None);
}

#[test]
fn a_key_is_long_enough_or_random() {
    assert!(Approvals::new(Some(&Secret::new("short"))).is_err());
    let random = || with_random(&Approvals::new(None).unwrap());
    assert_ne!(random(), random());
}

fn with_random(approvals: &Approvals) -> String {
    let Case { caller, operation, url, .. } = case();
    let subject = Subject { caller: &caller, operation, url, arguments: b"" };
    approvals.issue(subject, Way::Argument, SystemTime::UNIX_EPOCH)
}
