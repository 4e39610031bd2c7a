//! What belongs to which search.

use std::time::{Duration, Instant};

use super::{Searched, Searches};
use crate::feedback::tally;
use crate::results::Owner;
use crate::{Caller, Credential, Secret};

enum Step {
    /// Who, what, whether it was weak, what was found.
    Search(&'static str, &'static str, bool, &'static [&'static str]),
    /// Who, and what.
    Execute(&'static str, &'static [&'static str]),
    /// Seconds that pass.
    Wait(u64),
}
use Step::{Execute, Search, Wait};

fn owner(token: &str) -> Owner {
    Owner::of(&Caller::new(Credential::Forwarded(Secret::new(token))))
}

/// What is counted after some steps, as `query: operation operation`.
fn check(steps: &[Step], expected: &[&str]) {
    let (mut searches, mut now) = (Searches::default(), Instant::now());
    for step in steps {
        match step {
            Search(who, query, weak, hits) => {
                let search = Searched {
                    queries: vec![(*query).to_owned()],
                    filters: Default::default(),
                    weak: *weak,
                    hits: hits.to_vec(),
                    credentials: Vec::new(),
                };
                searches.searched(owner(who), search, now);
            }
            Execute(who, operations) => {
                searches.executed(owner(who), operations, now);
            }
            Wait(seconds) => now += Duration::from_secs(*seconds),
        }
    }
    let counts = tally::counts(&searches.take_waiting()).expect("valid patterns");
    let lines: Vec<String> = counts
        .iter()
        .map(|(search, count)| {
            let next: Vec<String> = count.next.iter().map(|(name, times)| format!(" {name}*{times}")).collect();
            format!("{}*{}/{}:{}", search.queries, count.times, count.weak_times, next.concat())
        })
        .collect();
    assert_eq!(lines, expected);
}

#[test]
fn what_was_executed_belongs_to_the_search_that_found_it() {
    check(&[Search("a", "x", false, &["t.x"]), Execute("a", &["t.x"])], &["[\"x\"]*1/0: t.x*1"]);
    check(
        &[Search("a", "x", false, &["t.x"]), Search("a", "y", false, &["t.y"]), Execute("a", &["t.x", "t.y"])],
        &["[\"x\"]*1/0: t.x*1", "[\"y\"]*1/0: t.y*1"],
    );
    // A weak search that nothing came of was for what the next one found.
    check(
        &[Search("a", "x", true, &[]), Search("a", "y", false, &["t.y"]), Execute("a", &["t.y"])],
        &["[\"x\"]*1/1: t.y*1", "[\"y\"]*1/0: t.y*1"],
    );
    // What no search found belongs to the latest, unless that has led to something.
    check(&[Search("a", "x", false, &["t.x"]), Execute("a", &["t.z"])], &["[\"x\"]*1/0: t.z*1"]);
    check(
        &[Search("a", "x", false, &["t.x"]), Execute("a", &["t.x"]), Execute("a", &["t.z"])],
        &["[\"x\"]*1/0: t.x*1"],
    );
}

#[test]
fn callers_time_and_calls_bound_what_belongs_together() {
    check(&[Search("a", "x", false, &["t.x"]), Execute("b", &["t.x"])], &["[\"x\"]*1/0:"]);
    check(&[Search("a", "x", false, &["t.x"]), Wait(599), Execute("a", &["t.x"])], &["[\"x\"]*1/0: t.x*1"]);
    check(&[Search("a", "x", false, &["t.x"]), Wait(600), Execute("a", &["t.x"])], &["[\"x\"]*1/0:"]);
    let mut steps = vec![Search("a", "x", false, &["t.x"])];
    steps.extend((0..8).map(|_| Execute("a", &[])));
    steps.push(Execute("a", &["t.x"]));
    check(&steps, &["[\"x\"]*1/0:"]);
    // Counted once for each search, however often it is called.
    let again = || [Search("a", "x", false, &["t.x"]), Execute("a", &["t.x"]), Execute("a", &["t.x"])];
    check(&again().into_iter().chain(again()).collect::<Vec<_>>(), &["[\"x\"]*2/0: t.x*2"]);
}

#[test]
fn a_flood_is_not_counted() {
    let steps: Vec<Step> = (0..1_000).map(|_| Search("a", "x", false, &[])).collect();
    check(&steps, &["[\"x\"]*200/0:"]);
    let names: Vec<&'static str> = (0..150).map(|number| &*format!("caller {number}").leak()).collect();
    let mut steps: Vec<Step> = names.iter().map(|name| Search(name, "x", false, &["t.x"])).collect();
    steps.extend([Execute(names[0], &["t.x"]), Execute(names[149], &["t.x"])]);
    check(&steps, &["[\"x\"]*150/0: t.x*1"]);
}
