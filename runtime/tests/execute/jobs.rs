//! Work that the API accepts and does later: looked at until it has ended, within bounds, and nowhere else.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use runtime::{
    Api, Arguments, BaseUrl, Call, Caller, Effect, Heard, Limits, Method, Operation, Policy, Progress, Request, Server,
    Style, execute,
};
use serde_json::{Value, json};

use crate::api::{caller, rendered};
use crate::made;
use crate::upstream::{Upstream, json as answer, raw};

const fn operation(name: &'static str, method: Method, effect: Effect, handler: runtime::Handler) -> Operation {
    Operation { name, method, path: "", tag: "jobs", effect, security: &[], pagination: None, handler }
}

static START: Operation = operation("syncs.start", Method::Post, Effect::Write, start);
static REPORT: Operation = operation("reports.get", Method::Get, Effect::Read, report);
static JOB: Operation = operation("jobs.get", Method::Get, Effect::Read, job);
static LATEST: Operation = operation("jobs.latest", Method::Get, Effect::Read, report);
static OPERATIONS: [&Operation; 4] = [&START, &REPORT, &JOB, &LATEST];

fn start(_: &Arguments<'_>, request: &mut Request) {
    request.literal("/syncs");
}

fn report(_: &Arguments<'_>, request: &mut Request) {
    request.literal("/report");
}

fn job(arguments: &Arguments<'_>, request: &mut Request) {
    request.literal("/jobs/");
    request.path("id", Style::Simple, false, arguments.integer(0));
}

static API: LazyLock<&'static Api> = LazyLock::new(|| {
    let entry = |name: &str, method: &str, path: &str, parameters: Value| {
        json!({"name": name, "method": method, "path": path, "tag": "jobs", "summary": name, "answers": [],
            "effect": if method == "GET" { "read" } else { "write" }, "parameters": parameters})
    };
    let parameters = json!([
        {"argument": "id", "name": "id", "in": "path", "required": true, "style": "simple", "schema": {"type": "integer"}},
        {"argument": "full", "name": "full", "in": "query", "style": "form", "schema": {"type": "boolean"}},
    ]);
    let entries = [
        entry("syncs.start", "POST", "/syncs", json!([])),
        entry("reports.get", "GET", "/report", json!([])),
        entry("jobs.get", "GET", "/jobs/{id}", parameters),
        entry("jobs.latest", "GET", "/jobs/latest", json!([])),
    ];
    made::api(&OPERATIONS, &entries)
});

fn limits() -> Limits {
    Limits { retry_pause: Duration::from_millis(1), job_time: Duration::from_secs(4), ..Limits::default() }
}

/// An API at `/v1` that answers the first request with the first answer, and so on; the last one again and again.
async fn scripted(answers: Vec<Vec<u8>>) -> Upstream {
    let count = AtomicUsize::new(0);
    Upstream::start(move |_| answers[count.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1)].clone()).await
}

fn server(upstream: &Upstream, limits: Limits) -> Server {
    let base_url = BaseUrl::parse(&format!("{}/v1", upstream.url)).unwrap();
    Server::open(*API, Some(base_url), limits).unwrap()
}

async fn run(server: &Server, caller: &Caller, arguments: Value) -> Value {
    let call = Call::from_arguments(arguments.as_object().unwrap()).unwrap();
    rendered(&execute(server, caller, call).await.unwrap(), 20_000)
}

async fn started(upstream: &Upstream) -> Value {
    run(&server(upstream, limits()), &caller(&[]), json!({"operation": "syncs.start"})).await
}

fn accepted(headers: &str) -> Vec<u8> {
    raw("202 Accepted", &format!("Content-Type: application/json\r\n{headers}"), br#"{"status":"pending"}"#)
}

const JOB_AT: &str = "Location: /v1/jobs/7\r\n";

/// What the API answers one after the other, the lines of the requests after the first, and what the answer says.
#[tokio::test]
async fn work_is_looked_at_until_it_has_ended() {
    let running = || answer("200 OK", r#"{"status":"running"}"#);
    let ended = |word: &str| answer("200 OK", &json!({"status": word, "n": 1}).to_string());
    let there = "GET /v1/jobs/7 HTTP/1.1";
    let cases = [
        (
            "at once",
            vec![accepted(JOB_AT), ended("succeeded")],
            vec![there],
            r#"succeeded {"status":"succeeded","n":1}"#,
        ),
        (
            "after a while",
            vec![accepted(JOB_AT), running(), running(), ended("failed")],
            vec![there; 3],
            r#"failed {"status":"failed","n":1}"#,
        ),
        (
            "202 all along",
            vec![accepted(JOB_AT), accepted(""), accepted(""), ended("done")],
            vec![there; 3],
            r#"done {"status":"done","n":1}"#,
        ),
        ("no word", vec![accepted(JOB_AT), answer("200 OK", "[1]")], vec![there], "null [1]"),
        ("no body", vec![accepted(JOB_AT), raw("204 No Content", "", b"")], vec![there], "null null"),
        (
            "a redirect to the result",
            vec![accepted(JOB_AT), raw("303 See Other", "Location: /v1/results/7\r\n", b""), answer("200 OK", "[1]")],
            vec![there, "GET /v1/results/7 HTTP/1.1"],
            "null [1]",
        ),
        (
            "a result of its own",
            vec![
                accepted("Operation-Location: ../v1/jobs/7\r\nLocation: /v1/things/1\r\n"),
                ended("Succeeded"),
                answer("200 OK", "[2]"),
            ],
            vec![there, "GET /v1/things/1 HTTP/1.1"],
            "Succeeded [2]",
        ),
        (
            "a failure has no result",
            vec![accepted("Azure-AsyncOperation: /v1/jobs/7\r\nLocation: /v1/things/1\r\n"), ended("Failed")],
            vec![there],
            r#"Failed {"status":"Failed","n":1}"#,
        ),
        (
            "another address on the way",
            vec![accepted(JOB_AT), accepted("Location: /v1/jobs/8\r\n"), ended("done")],
            vec![there, "GET /v1/jobs/8 HTTP/1.1"],
            r#"done {"status":"done","n":1}"#,
        ),
        (
            "a hiccup",
            vec![accepted(JOB_AT), raw("503 Service Unavailable", "", b""), ended("done")],
            vec![there; 2],
            r#"done {"status":"done","n":1}"#,
        ),
    ];
    for (name, answers, lines, expected) in cases {
        let upstream = scripted(answers).await;
        let answer = started(&upstream).await;
        assert_eq!(upstream.lines()[0], "POST /v1/syncs HTTP/1.1");
        assert_eq!(upstream.lines()[1..], lines, "{name}");
        assert_eq!(answer["job"]["ended"], true, "{name}: {answer}");
        let word = answer["job"]["status"].as_str().unwrap_or("null");
        assert_eq!(format!("{word} {}", answer["body"]), expected, "{name}");
        assert!(answer.get("next").is_none() && answer.get("error").is_none(), "{name}: {answer}");
    }
}

#[tokio::test]
async fn a_get_is_asked_again() {
    let upstream =
        scripted(vec![accepted("Retry-After: 0\r\n"), accepted("Retry-After: 0\r\n"), answer("200 OK", "[5]")]).await;
    let answer = run(&server(&upstream, limits()), &caller(&[]), json!({"operation": "reports.get"})).await;
    assert_eq!(upstream.lines(), ["GET /v1/report HTTP/1.1"; 3]);
    assert_eq!((&answer["body"], &answer["job"]["polled"]), (&json!([5]), &json!(2)));
}

/// Headers of the first answer, further answers, requests, and what the account of the work says.
#[tokio::test]
async fn what_can_not_be_waited_for_can_be_looked_at_again() {
    let next = |id: i64| json!({"operation": "jobs.get", "params": {"id": id}});
    let gone = || raw("404 Not Found", "", b"");
    let cases = [
        ("Retry-After: 3600\r\nLocation: /v1/jobs/7\r\n", vec![], 1, next(7), "\"look_again_after\":3600"),
        (JOB_AT, vec![gone()], 2, next(7), "\"code\":\"api-error\""),
        (JOB_AT, vec![raw("302 Found", "Location: http://127.0.0.1:1/x\r\n", b"")], 2, next(7), "redirect-refused"),
        (JOB_AT, vec![b"HTTP/1.1 nonsense\r\n\r\n".to_vec()], 4, next(7), "\"code\":\"unreachable\""),
        (
            "Location: /v1/jobs/8?full=true\r\n",
            vec![gone()],
            2,
            json!({"operation": "jobs.get", "params": {"id": 8, "full": true}}),
            "fault",
        ),
        ("Location: /v1/jobs/latest\r\n", vec![gone()], 2, json!({"operation": "jobs.latest", "params": {}}), "fault"),
        ("Location: /v1/jobs/x\r\n", vec![gone()], 2, Value::Null, "/v1/jobs/x\""),
        ("Location: /v1/jobs/8?other=1\r\n", vec![gone()], 2, Value::Null, "/v1/jobs/8?other=1\""),
        ("Location: /v2/jobs/8\r\n", vec![gone()], 2, Value::Null, "/v2/jobs/8\""),
    ];
    for (headers, more, requests, expected, says) in cases {
        let upstream = scripted(std::iter::once(accepted(headers)).chain(more).collect()).await;
        let answer = started(&upstream).await;
        assert_eq!(upstream.requests().len(), requests, "{headers}: {answer}");
        assert_eq!(answer["next"], expected, "{headers}: {answer}");
        assert_eq!((&answer["status"], &answer["job"]["ended"]), (&json!(202), &json!(false)), "{headers}: {answer}");
        assert_eq!(answer["body"], json!({"status": "pending"}));
        assert!(answer["job"].to_string().contains(says), "{headers}: {answer}");
        assert!(answer.get("error").is_none(), "{answer}");
    }
}

#[tokio::test]
async fn addresses_elsewhere_are_not_looked_at() {
    let other = Upstream::ok().await;
    for headers in [
        String::new(),
        "Retry-After: 0\r\n".to_owned(),
        format!("Location: {}/v1/jobs/7\r\n", other.url),
        format!("Operation-Location: {}/v1/jobs/7\r\nLocation: /v1/jobs/7\r\n", other.url),
        "Location: file:///etc/passwd\r\n".to_owned(),
        "Location: \r\n".to_owned(),
    ] {
        let upstream = scripted(vec![accepted(&headers)]).await;
        let answer = started(&upstream).await;
        assert_eq!((upstream.requests().len(), answer.get("job")), (1, None), "{headers}: {answer}");
    }
    assert!(other.requests().is_empty());
    // Nor what this server doesn't offer.
    let upstream = scripted(vec![accepted(JOB_AT)]).await;
    let denied = BTreeSet::from(["jobs.get"]);
    let server = server(&upstream, limits()).with_policy(Policy { denied, ..Policy::open() });
    let answer = run(&server, &caller(&[]), json!({"operation": "syncs.start"})).await;
    assert_eq!((upstream.requests().len(), answer.get("next")), (1, None), "{answer}");
}

#[tokio::test]
async fn waiting_is_bounded_and_heard_of() {
    // Work that never ends is looked at a hundred times at most, silence until the time is over, and with no time never.
    for (job_time, last, polls) in
        [(4_000, accepted(""), Some(100)), (100, Vec::new(), None), (0, accepted(""), Some(0))]
    {
        let upstream = scripted(vec![accepted(JOB_AT), last]).await;
        let limits =
            Limits { job_time: Duration::from_millis(job_time), retry_pause: Duration::from_micros(10), ..limits() };
        let heard = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&heard);
        let progress = Progress::new(move |heard| record.lock().unwrap().push(heard));
        let caller = Caller { progress, ..caller(&[]) };
        let answer = run(&server(&upstream, limits), &caller, json!({"operation": "syncs.start"})).await;
        assert_eq!(answer["next"], json!({"operation": "jobs.get", "params": {"id": 7}}), "{answer}");
        assert!(answer["job"]["stopped"].is_string(), "{answer}");
        let polled = answer["job"]["polled"].as_u64().unwrap();
        assert_eq!(polled, polls.unwrap_or(0), "{answer}");
        let counts: Vec<_> = heard
            .lock()
            .unwrap()
            .iter()
            .map(|heard| match heard {
                Heard::Polled(polled) => polled.polled as u64,
                Heard::Fetched(_) => 0,
            })
            .collect();
        assert_eq!(counts, (1..=polled).collect::<Vec<_>>());
    }
}

/// What a batch began is not lost in it.
#[tokio::test]
async fn work_of_a_batch_that_goes_on_is_remarked_with_the_call_that_looks_again() {
    let upstream = scripted(vec![accepted(JOB_AT), answer("200 OK", r#"{"status":"running"}"#)]).await;
    let server = server(&upstream, Limits { job_time: Duration::from_millis(1), ..limits() });
    let answer = run(&server, &caller(&[]), json!({"calls": [{"id": "s", "operation": "syncs.start"}]})).await;
    let remark = &answer["remarks"][0];
    assert_eq!((&remark["call"], &remark["job"]["ended"]), (&json!("s"), &json!(false)), "{answer}");
    assert_eq!(remark["next"], json!({"operation": "jobs.get", "params": {"id": 7}}), "{answer}");
    assert_eq!(answer["calls"], json!({"succeeded": 1, "failed": 0}));
}
