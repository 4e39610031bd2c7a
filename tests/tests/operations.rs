//! Every operation of every vendor, called through `execute` against the independent mock: with required arguments only,
//! with every optional one, and with the example of its card. Nothing the server sends may be a violation, and what the
//! caller gets is what the mock answered.

use contract::card::Cards;
use e2e::{Server, Upstream, Vendor, call_with, vendors};
use mock::{Credentials, Fill};
use serde_json::{Value, json};

/// `GET /path` by operation name, from the generated table for reviewers.
#[cfg(test)]
fn names(vendor: &Vendor) -> Vec<(String, String, String)> {
    let lock = e2e::root().join("specs").join(&vendor.name).join("names.lock");
    let text = std::fs::read_to_string(lock).expect("names.lock is committed");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let split = |line: &str| {
        let mut parts = line.split(' ').map(str::to_owned);
        (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap())
    };
    lines.map(split).collect()
}

#[cfg(test)]
fn execute(server: &mut Server, upstream: &Upstream, call: &Value) {
    upstream.mock.clear();
    let (failed, text) = server.call("execute", call).expect("an answer");
    assert!(!failed, "{call}: {text}");
    let exchanges = upstream.mock.exchanges();
    let [exchange] = exchanges.as_slice() else { panic!("{call}: {} requests went out", exchanges.len()) };
    assert!(exchange.violations.is_empty(), "{call}: {:?} {:?}", exchange.request, exchange.violations);
    let answer: Value = serde_json::from_str(&text).expect("the answer is JSON");
    assert_eq!(answer["status"], exchange.status, "{call}");
    let sent: Value = serde_json::from_slice(&exchange.answer).unwrap_or(Value::Null);
    assert_eq!(answer["body"], sent, "{call}");
}

#[test]
fn calls_with_generated_arguments_are_accepted() {
    for vendor in vendors().unwrap() {
        let upstream = Upstream::start(vendor.mock().unwrap()).unwrap();
        let mut server = Server::start(&vendor, &upstream.url).unwrap();
        let names = names(&vendor);
        let summaries = upstream.mock.operations();
        assert_eq!(summaries.len(), names.len(), "every operation of {} is offered", vendor.name);
        for (method, path, name) in &names {
            for (fill, seed) in [(Fill::Required, 0), (Fill::All, 0), (Fill::All, 7)] {
                let arguments =
                    upstream.mock.arguments(method, path, fill, seed).expect("the mock knows the operation");
                execute(&mut server, &upstream, &call_with(name, arguments));
            }
        }
        assert_eq!(server.end().unwrap(), Some(0), "end of input ends the server well");
    }
}

/// The call that a card ends with.
#[cfg(test)]
fn call(card: &str) -> Value {
    let (_, call) = card.rsplit_once("call:").unwrap_or_else(|| panic!("no call in {card}"));
    let call = serde_json::Deserializer::from_str(call).into_iter::<Value>().next();
    call.expect("a call").unwrap_or_else(|error| panic!("{error} in {card}"))
}

#[test]
fn the_example_of_every_card_is_accepted() {
    for vendor in vendors().unwrap() {
        let upstream = Upstream::start(vendor.mock().unwrap()).unwrap();
        let mut server = Server::start(&vendor, &upstream.url).unwrap();
        let cards = std::fs::read(e2e::root().join("generated").join(&vendor.name).join("data/cards.bin")).unwrap();
        let cards = Cards::open(&cards).expect("the committed cards");
        let names = names(&vendor);
        assert_eq!(cards.len(), names.len());
        for ordinal in 0..cards.len() {
            let card = cards.get(ordinal).expect("a card");
            execute(&mut server, &upstream, &call(card));
        }
        for (_, _, name) in names {
            let (failed, full) = server.call("search", &json!({"operation": name})).unwrap();
            assert!(!failed, "{full}");
            execute(&mut server, &upstream, &call(&full));
        }
    }
}

#[test]
fn the_mock_refuses_five_mutations_of_every_operation() {
    for vendor in vendors().unwrap() {
        let mock = vendor.mock().unwrap();
        let mut sent = 0;
        for summary in mock.operations() {
            let mutations = mock.mutations(&summary.method, &summary.path, &Credentials::default());
            assert_eq!(mutations.len(), 5, "{} {}", summary.method, summary.path);
            for mutation in mutations {
                let checked = mock.check(&mutation.request);
                assert!(!checked.violations.is_empty(), "{} {}: {}", summary.method, summary.path, mutation.change);
                sent += 1;
            }
        }
        println!("{}: {sent} mutated requests refused", vendor.name);
    }
}
