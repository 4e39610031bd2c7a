//! Files that the calls of a batch name.

use runtime::{BaseUrl, Call, Uploads, execute};
use serde_json::json;

use super::{files, sent, server};
use crate::api::{caller, rendered};
use crate::upstream::Upstream;

#[tokio::test]
async fn a_batch_loads_a_file_once_and_sends_what_was_checked() {
    let upstream = Upstream::ok().await;
    let source = files().await;
    let server = server(&upstream, &[], &[format!("{}/ok", source.url)]);
    let picture = format!("{}/ok/a.png", source.url);
    let calls = json!({"calls": [
        {"operation": "files.parts", "body": {"file": picture}},
        {"operation": "files.whole", "body": picture},
        {"operation": "files.parts", "body": {"list": [picture, picture]}},
    ]});
    sent(&server, &upstream, &caller(&[]), &calls).await.unwrap();
    assert_eq!(source.lines().len(), 4);
    assert_eq!(upstream.requests().iter().map(|sent| sent.matches("remote picture").count()).sum::<usize>(), 4);
    let mut dry = calls.clone();
    dry["dry_run"] = json!(true);
    let call = Call::from_arguments(dry.as_object().unwrap()).unwrap();
    let plans = rendered(&execute(&server, &caller(&[]), call).await.unwrap(), 20_000);
    assert_eq!((source.lines().len(), upstream.requests().len()), (8, 3));
    assert_eq!(plans["body"]["1"]["body"]["bytes"], 14, "{plans}");
    // What is wrong is told before anything is sent, and the files of all calls have one bound.
    let missing = format!("{}/ok/missing", source.url);
    let mut many = vec![json!({"operation": "files.whole", "body": picture}); 20];
    many.push(json!({"operation": "files.parts", "body": {"file": missing, "list": [missing]}}));
    let faults = sent(&server, &upstream, &caller(&[]), &json!({"calls": many})).await.unwrap_err();
    let places: Vec<_> = faults.iter().map(|fault| fault.split(": ").next().unwrap()).collect();
    assert_eq!(places, ["invalid-value /calls/20/body/file", "invalid-value /calls/20/body/list/0"]);
    let urls = vec![BaseUrl::parse(&format!("{}/ok", source.url)).unwrap()];
    let tight = server.with_uploads(Uploads::new(&[], urls, Some(30)).unwrap());
    let faults = sent(&tight, &upstream, &caller(&[]), &calls).await.unwrap_err();
    assert!(faults.len() == 2 && faults[0].starts_with("invalid-value /calls/2/body/list/0: "), "{faults:?}");
    assert!(faults[0].contains("sends 2 more bytes in this call"), "{faults:?}");
    assert_eq!(upstream.requests().len(), 3);
}
