//! Programs that would take everything: each ends in time with a fault that says why, and the next one works.

use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use runtime::{Call, ShapingLimits, execute};
use serde_json::json;

use super::{ample, fault, serving, shaped};
use crate::api::{caller, rendered};

const TIME: &str = "the jq program needed more than 1.5 s of time";
const MEMORY: &str = "the jq program needed more than 32 MiB of memory";
const DEPTH: &str = "the jq program recursed too deeply";
const OUTPUT: &str = "the jq program's outputs are longer than 10000 bytes";

/// What ends a program, and programs that it ends, on `[1]`.
const TIMELESS: &[&str] = &[
    "range(1e18) | empty",
    "def f: f; f",
    "repeat(empty)",
    "until(false; .)",
    "[limit(1000000000; repeat(1)) | empty]",
    "reduce range(10000) as $i (3; . * .)",
    "\"1\" + \"0\" * 3000000 | tonumber | . * .",
    "reduce range(100) as $i ([]; [., .]) | tojson",
    "first(repeat(1) | select(. == 2))",
    "try repeat(try error catch .) catch .",
    "\"a\" * 9000000 | test(\"(a|aa)+$\")",
];

const VAST: &[&str] = &[
    "[range(1e18)]",
    "[range(100000000)]",
    "\"x\" * 1000000000",
    "reduce range(60) as $i (\"x\"; . + .)",
    "reduce range(60) as $i ([1]; . + .)",
    "[range(1e6)] | combinations(6)",
    "\"a\" * 90000000 | @base64 | @base64 | @base64",
    "\"a\" * 3000000 | [scan(\".\")]",
    "[range(9)] | map(\"a\" * 30000000) | add",
    ".[100000000] = 1",
    "\"a\" * 9000000 | explode",
];

const DEEP: &[&str] = &[
    "def f: 1 + f; f",
    "def f: [f]; f",
    "first(def f: f | f; f)",
    "\"[\" * 1000000 | fromjson",
    "try (def f: 1 + f; f) catch 1",
    "def f(x): [f(x)]; f(1)",
];

const LONG: &[&str] = &[
    "range(1e18)",
    "repeat(1)",
    "\"x\" * 20000",
    "[range(9000)]",
    "reduce range(20) as $i ([]; [., .])",
    "\"\\u0000\" * 3000",
    "while(true; .)",
];

/// What neither harms nor helps: an error of the program.
const HARMLESS: &[&str] = &[
    "\"x\" * 1e9",
    "test(\"(a+)+$\")",
    "\"a\" | test(\"a{1000}{1000}{1000}\")",
    "\"a\" | test(\"(\" * 5000 + \")\" * 5000)",
    "0 | strftime(\"%999999999d\")",
    "1e300 | todate",
    "[1e9, 1e9, 1e9, 1e9, 1e9, 1e9] | mktime",
    "1e18 | gmtime",
    "[55296] | implode",
    "1 % 0",
    "ltrimstr(1) | error",
    "@base32d",
    "input",
    "inputs",
    "input_filename",
    "get_search_list",
    "$__prog_args",
    "include \"/etc/passwd\"; .",
    "import \"/etc/passwd\" as $x; $x",
    "halt",
    "\"/etc/passwd\" | input",
    "reduce range(200) as $i (0; [.])",
];

async fn check(programs: &[&str], limits: ShapingLimits, expected: &str) {
    let (_upstream, server) = serving(vec!["[1]".to_owned()], limits).await;
    let mut wrong = Vec::new();
    for program in programs {
        let seen = fault(&server, 0, program).await;
        if !seen.starts_with(expected) {
            wrong.push(format!("{program}: {seen}"));
        }
        let next = shaped(&server, 0, ".[0] + 1").await.expect("the next program works");
        assert_eq!(next["body"], 2, "after {program}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn endless_programs_end_with_their_time() {
    // The time is for the program after these, too.
    check(TIMELESS, ShapingLimits { time: Duration::from_millis(1_500), ..ample() }, TIME).await;
}

#[tokio::test]
async fn vast_programs_end_with_their_memory() {
    check(VAST, ShapingLimits { memory: 32 << 20, ..ample() }, MEMORY).await;
}

#[tokio::test]
async fn deep_programs_end_with_their_stack() {
    check(DEEP, ample(), DEPTH).await;
}

#[tokio::test]
async fn long_outputs_end_with_their_limit() {
    check(LONG, ShapingLimits { output: 10_000, ..ample() }, OUTPUT).await;
}

#[tokio::test]
async fn what_is_not_there_or_not_possible_is_an_error_of_the_program() {
    check(HARMLESS, ample(), "").await;
    let (_upstream, server) = serving(vec!["[1]".to_owned()], ample()).await;
    for program in HARMLESS {
        let seen = fault(&server, 0, program).await;
        let known = ["the jq program failed: ", "not a jq program: "];
        assert!(known.iter().any(|known| seen.starts_with(known)), "{program}: {seen}");
    }
}

#[tokio::test]
async fn the_longest_and_deepest_texts_of_programs_do_no_harm() {
    let programs = [
        "(".repeat(4_500) + &")".repeat(4_500),
        "[".repeat(4_900) + &"]".repeat(4_900),
        "{a:".repeat(2_000) + "1" + &"}".repeat(2_000),
        "-".repeat(9_990) + "1",
        "\"\\(".repeat(3_000),
        "def f: ".repeat(1_200),
        "if 1 then ".repeat(900),
        "reduce . as $x(".repeat(600),
        ".a|".repeat(3_000),
        "a".repeat(9_999),
        "\\".repeat(9_999),
        "\0".to_owned(),
        "é".to_owned(),
    ];
    let programs: Vec<&str> = programs.iter().map(String::as_str).collect();
    check(&programs, ample(), "").await;
    // These go well.
    let (_upstream, server) = serving(vec!["null".to_owned()], ample()).await;
    for program in [".a".repeat(4_900), "1".to_owned() + &"+1".repeat(4_900), ".".to_owned() + &"|.".repeat(4_900)] {
        assert!(shaped(&server, 0, &program).await.is_ok(), "{program:.20}");
    }
}

#[tokio::test]
async fn a_long_input_does_not_count_against_the_program() {
    let rows: Vec<_> =
        (0..40_000).map(|id| json!({"id": id, "name": format!("row {id}"), "tags": ["a", "b"]})).collect();
    let limits = ShapingLimits { memory: 16 << 20, ..ample() };
    let (_upstream, server) = serving(vec![json!(rows).to_string()], limits).await;
    let answer = shaped(&server, 0, "map(.id) | add").await.expect("a sum");
    assert_eq!(answer["body"], 799_980_000);
}

#[tokio::test]
async fn programs_wait_for_a_place_until_their_deadline() {
    let (_upstream, server) = serving(vec!["[1]".to_owned()], ShapingLimits { jobs: 1, ..ample() }).await;
    let mut busy = Box::pin(shaped(&server, 0, "repeat(empty)"));
    // Runs until the program does.
    let waited = tokio::time::timeout(Duration::from_millis(300), &mut busy).await;
    assert!(waited.is_err(), "the program is endless");
    let mut caller = caller(&[]);
    caller.deadline = Instant::now().checked_add(Duration::from_millis(300));
    let call = Call { operation: "items.list".to_owned(), jq: Some(".".to_owned()), ..Call::default() };
    let faults = execute(&server, &caller, call).await.expect_err("no place is free");
    assert_eq!(faults[0].message, "too many jq programs are running; none ended in time");
    // Whoever stops waiting ends the program.
    drop(busy);
    assert_eq!(shaped(&server, 0, ".[0]").await.expect("a place is free")["body"], 1);
}

#[tokio::test]
async fn a_program_ends_with_its_call() {
    let (_upstream, server) = serving(vec!["[1]".to_owned()], ample()).await;
    let mut caller = caller(&[]);
    caller.deadline = Instant::now().checked_add(Duration::from_millis(500));
    let program = Some("repeat(empty)".to_owned());
    let call = Call { operation: "items.list".to_owned(), jq: program, ..Call::default() };
    let faults = execute(&server, &caller, call).await.expect_err("the program is endless");
    assert_eq!(faults[0].message, "the call's time was over before the jq program ended");
}

#[tokio::test]
async fn many_programs_at_once_share_the_places() {
    let (_upstream, server) = serving(vec!["[1]".to_owned()], ShapingLimits { jobs: 2, ..ample() }).await;
    let server = std::sync::Arc::new(server);
    let jobs: Vec<_> = (0..20)
        .map(|index| {
            let server = std::sync::Arc::clone(&server);
            tokio::spawn(async move { shaped(&server, 0, &format!(".[0] + {index}")).await.expect("a result") })
        })
        .collect();
    for (index, job) in jobs.into_iter().enumerate() {
        assert_eq!(job.await.expect("a job")["body"], 1 + index);
    }
}

/// One caller's programs don't keep another's from running: it waits for a place, not for all of them.
#[tokio::test]
async fn a_caller_with_many_programs_delays_another_by_few() {
    let limits = ShapingLimits { time: Duration::from_millis(300), jobs: 2, ..ample() };
    let (_upstream, server) = serving(vec!["[1]".to_owned()], limits).await;
    let run = |name: &str, program: &str| {
        let (server, mut caller) = (&server, caller(&[]));
        caller.identity = Some(name.to_owned());
        let arguments = json!({"operation": "items.get", "params": {"id": "0"}, "jq": program});
        let call = Call::from_arguments(arguments.as_object().unwrap()).unwrap();
        async move { execute(server, &caller, call).await }
    };
    let many = (0..12).map(|_| run("many", "def f: f; f"));
    let mut many: FuturesUnordered<_> = many.map(Box::pin).collect();
    many.next().await.unwrap().expect_err("it takes too long");
    let mut few = Box::pin(run("few", "map(. + 1)"));
    let mut ended = 1;
    let answer = loop {
        tokio::select! {
            answer = &mut few => break answer.unwrap(),
            Some(_) = many.next() => ended += 1,
        }
    };
    assert_eq!(rendered(&answer, 1_000)["body"], json!([2]));
    assert!(ended <= 8, "{ended} programs of the other caller came before");
    while many.next().await.is_some() {}
}
