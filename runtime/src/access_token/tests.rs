//! Tokens as they are sealed, opened and refused.

use std::time::{Duration, SystemTime};

use contract::Effect;

use super::{AccessTokens, Grant, Refused, shown};
use crate::{Credential, Secret};

const KEY: &str = "a key of thirty-two bytes or more";

fn tokens(api: &str, key: &str, revoked: &[&str]) -> AccessTokens {
    AccessTokens::new(api, &Secret::new(key), revoked.iter().map(|id| (*id).to_owned())).unwrap()
}

fn grant(ceiling: Effect, until: u64) -> Grant {
    let credentials =
        [("bearer", "s3cret"), ("key", "ключ\"\n")].map(|(name, text)| (name.to_owned(), Secret::new(text)));
    Grant { credentials: credentials.into(), ceiling, until }
}

fn at(second: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(second)
}

#[test]
fn a_token_gives_what_was_sealed_until_its_time_is_over() {
    let tokens = tokens("tiny", KEY, &[]);
    for ceiling in Effect::ALL {
        let (token, id) = tokens.seal(&grant(ceiling, 1_000)).unwrap();
        assert!(!token.contains("s3cret") && token.len() < 200, "{token}");
        let caller = tokens.open(&token, at(1_000)).unwrap();
        let Credential::Sealed { id: found, secrets } = caller.credential else { panic!("the credential by scheme") };
        assert_eq!((caller.ceiling, found), (ceiling, id));
        let secrets: Vec<_> = secrets.iter().map(|(scheme, secret)| (scheme.as_str(), secret.reveal())).collect();
        assert_eq!(secrets, [("bearer", "s3cret"), ("key", "ключ\"\n")]);
        assert_eq!(tokens.open(&token, at(1_001)).err(), Some(Refused::Expired));
        assert!(!caller.local);
    }
}

#[test]
fn no_two_tokens_are_alike() {
    let tokens = tokens("tiny", KEY, &[]);
    let (one, other) = (tokens.seal(&grant(Effect::Read, 9)).unwrap(), tokens.seal(&grant(Effect::Read, 9)).unwrap());
    assert!(one.0 != other.0 && one.1 != other.1);
}

#[test]
fn what_was_not_sealed_here_is_refused() {
    let ours = tokens("tiny", KEY, &[]);
    let (token, id) = ours.seal(&grant(Effect::Read, 1_000)).unwrap();
    for other in [tokens("other", KEY, &[]), tokens("tiny", "another key of 32 bytes, or more.", &[])] {
        assert_eq!(other.open(&token, at(0)).err(), Some(Refused::Unknown));
    }
    assert_eq!(tokens("tiny", KEY, &[&id]).open(&token, at(0)).err(), Some(Refused::Revoked));
    assert!(tokens("tiny", KEY, &["000000000000000000000000"]).open(&token, at(0)).is_ok());

    let letters: Vec<char> = token.chars().collect();
    for index in 0..letters.len() {
        let mut altered = letters.clone();
        altered[index] = if altered[index] == 'A' { 'B' } else { 'A' };
        let altered: String = altered.iter().collect();
        assert_eq!(ours.open(&altered, at(0)).err(), Some(Refused::Unknown), "{altered}");
        let cut: String = letters[..index].iter().collect();
        assert_eq!(ours.open(&cut, at(0)).err(), Some(Refused::Unknown), "{cut}");
    }
    for odd in [format!("{token}="), format!("{token} "), "twa_".to_owned(), format!("twa_{}", "A".repeat(100_000))] {
        assert_eq!(ours.open(&odd, at(0)).err(), Some(Refused::Unknown));
    }
}

#[test]
fn keys_and_credentials_have_bounds() {
    assert!(AccessTokens::new("tiny", &Secret::new("k".repeat(31)), []).is_err());
    let tokens = tokens("tiny", &"k".repeat(32), &[]);
    let long =
        Grant { credentials: [("a".to_owned(), Secret::new("x".repeat(7_000)))].into(), ..grant(Effect::Read, 1) };
    assert!(tokens.seal(&long).is_err());
    assert!(!format!("{tokens:?} {long:?}").contains("xxx"));
}

#[test]
fn a_token_is_recognised_in_the_header() {
    for (value, expected) in [
        ("Bearer twa_abc", Some("twa_abc")),
        ("bearer   twa_abc ", Some("twa_abc")),
        ("twa_abc", Some("twa_abc")),
        ("Bearer TWA_abc", None),
        ("Basic twa_abc", None),
        ("Bearer sk_twa_abc", None),
        ("Bearer", None),
        ("", None),
    ] {
        assert_eq!(shown(value), expected, "{value}");
    }
}
