//! What a client is handed of a large answer: tables, as many tokens as it may have, a link to the rest, images.

use contract::tokens::bound;
use runtime::results::{Content, Owner, Results};
use runtime::{Answer, Limits, Media, ResultLimits, Shown};
use serde_json::{Map, Value, json};

use crate::api::{call, call_as, caller};
use crate::upstream::{Upstream, json as json_answer, raw};

async fn answer(bytes: Vec<u8>) -> Answer {
    let upstream = Upstream::start(move |_| bytes.clone()).await;
    call(&upstream, json!({"operation": "items.list"})).await.unwrap()
}

fn show(answer: &Answer, limits: Limits) -> Shown {
    let results = Results::new("demo", limits.results, limits.answer_tokens);
    let keep = |content, media_type: &str| results.keep(Owner::of(&caller(&[])), content, media_type);
    answer.show(&limits, keep)
}

/// The text of an answer's body, shown without bounds.
async fn body_of(body: &str) -> String {
    let answer = answer(json_answer("200 OK", body)).await;
    let shown = show(&answer, Limits { answer_tokens: 1 << 24, answer_bytes: 1 << 24, ..Limits::default() });
    serde_json::from_str::<serde::de::IgnoredAny>(&shown.text).expect("JSON");
    shown.text.split_once(",\"body\":").expect("a body").1.strip_suffix('}').expect("the end").to_owned()
}

/// A list of the items over and over, long enough to be looked at, each time with another `n`.
fn repeated(items: &[&str]) -> String {
    let items: Vec<String> =
        (0..300).map(|n| items[n % items.len()].replacen('{', &format!("{{\"number_of_item\":{n},"), 1)).collect();
    format!("[{}]", items.join(","))
}

/// What the table of the repeated items says before its rows, and the first rows without their first cell.
async fn check(items: &[&str], head: &str, rows: &[&str]) {
    let body = body_of(&repeated(items)).await;
    let (seen, rest) = body.split_once(",\"rows\":[").unwrap_or((&body, ""));
    assert_eq!(seen, format!("{{\"columns\":[\"number_of_item\"{head}"), "{}", &body[..body.len().min(600)]);
    for (n, row) in rows.iter().enumerate() {
        let start = format!("[{n},{row}]");
        assert!(rest.split_inclusive("]").collect::<String>().contains(&start), "{start} in {}", &rest[..200]);
    }
}

#[tokio::test]
async fn lists_of_alike_objects_become_tables() {
    // Digits stay, whatever a double makes of them.
    check(
        &[r#"{"amount":1.10,"total":123456789012345678901234567890}"#, r#"{"amount":1e2,"total":-0.0}"#],
        r#","amount","total"]"#,
        &["1.10,123456789012345678901234567890", "1e2,-0.0"],
    )
    .await;
    // Absent is not null, and the marker is no value.
    check(
        &[r#"{"nickname":null,"first_name":"-"}"#, r#"{"first_name":"x"}"#],
        r#","nickname","first_name"],"absent":"~""#,
        &[r#"null,"-""#, r#""~","x""#],
    )
    .await;
    // Objects are laid open; a null one is null all through, an absent one absent.
    check(
        &[r#"{"owner":{"id":1,"team":{"key":"a"}}}"#, r#"{"owner":null}"#, r#"{"other":true}"#],
        r#","owner.id","owner.team.key","other"],"absent":"-""#,
        &[r#"1,"a","-""#, r#"null,null,"-""#, r#""-","-",true"#],
    )
    .await;
    // What every item has alike is said once.
    check(
        &[r#"{"kind":"user","enabled":true,"shown_name":"a"}"#, r#"{"kind":"user","enabled":true,"shown_name":"b"}"#],
        r#","shown_name"],"same":{"kind":"user","enabled":true}"#,
        &[r#""a""#, r#""b""#],
    )
    .await;
    // Values of several types, empty objects among them, are cells.
    check(
        &[
            r#"{"setting":{},"content":[{"a":1}]}"#,
            r#"{"setting":{"a":1},"content":"b"}"#,
            r#"{"setting":3,"content":[]}"#,
        ],
        r#","setting","content"]"#,
        &[r#"{},[{"a":1}]"#, r#"{"a":1},"b""#, "3,[]"],
    )
    .await;
    // Nothing to tell an object whose members are all null from null.
    check(
        &[r#"{"owner":{"id":null,"name":null}}"#, r#"{"owner":null}"#, r#"{"owner":{"id":1,"name":"x"}}"#],
        r#","owner"]"#,
        &[r#"{"id":null,"name":null}"#, "null", r#"{"id":1,"name":"x"}"#],
    )
    .await;
    // A name with a dot is no path.
    check(
        &[r#"{"owner.id":1,"owner":{"id":2,"long_name":1}}"#, r#"{"owner.id":2,"owner":{"id":3,"long_name":2}}"#],
        r#","owner.id","owner"]"#,
        &[r#"1,{"id":2,"long_name":1}"#, r#"2,{"id":3,"long_name":2}"#],
    )
    .await;
}

#[tokio::test]
async fn what_is_no_table_stays_as_it_is() {
    let name = "a name so long that a table would save most of it";
    let unlike: Vec<Value> = (0..300).map(|n| json!({format!("{name}{n}"): n})).collect();
    let repetition = format!("{{\"{name}\":1,\"{name}\":2}}");
    for body in [
        json!(unlike).to_string(),
        format!("[{}1]", format!("{{\"{name}\":1}},").repeat(300)),
        format!("[{}{repetition}]", format!("{{\"{name}\":1}},").repeat(300)),
        format!("[{}{{}}]", format!("{{\"{name}\":1}},").repeat(300)),
        // Small.
        format!(
            "[{}]",
            [format!("{{\"{name}\":1}}"), format!("{{\"{name}\":2}}"), format!("{{\"{name}\":3}}")].join(",")
        ),
        // All values, hardly a name.
        json!((0..200).map(|n| json!({"a": name.repeat(2) + &n.to_string()})).collect::<Vec<_>>()).to_string(),
        // No bracket within a string is one.
        json!({"a": "[{\"b\":1},".repeat(900), "c": "\\\"]}"}).to_string(),
        format!("{}{}", "[".repeat(9_000), "]".repeat(9_000)),
    ] {
        assert_eq!(body_of(&body).await, body);
    }
}

/// The objects that a table stands for.
fn objects(table: &Value) -> Value {
    let columns: Vec<&str> = table["columns"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let object = |row: &Value| {
        let mut object = table["same"].as_object().cloned().unwrap_or_default();
        for (name, cell) in columns.iter().zip(row.as_array().unwrap()) {
            if table.get("absent") != Some(cell) {
                object.insert((*name).to_owned(), cell.clone());
            }
        }
        closed(object)
    };
    table["rows"].as_array().unwrap().iter().map(object).collect()
}

/// Members `a.b` as an object `a`, null where all of them are.
fn closed(members: Map<String, Value>) -> Value {
    let mut object = Map::new();
    let mut groups: Map<String, Value> = Map::new();
    for (name, value) in members {
        match name.split_once('.') {
            Some((outer, inner)) => {
                let group = groups.entry(outer.to_owned()).or_insert_with(|| json!({}));
                group[inner] = value;
            }
            None => {
                object.insert(name, value);
            }
        }
    }
    for (name, group) in groups {
        let group = group.as_object().cloned().unwrap_or_default();
        let is_null = group.values().all(Value::is_null);
        object.insert(name, if is_null { Value::Null } else { closed(group) });
    }
    Value::Object(object)
}

#[tokio::test]
async fn nothing_is_lost_in_a_table() {
    // A simple generator: the same lists in every run.
    let mut state = 1_u64;
    let mut random = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut tables = 0;
    for _ in 0..60 {
        let variety = random(4) + 1;
        let list: Vec<Value> = (0..150)
            .map(|_| {
                let mut item = json!({"identifier": random(9), "description": "-"});
                for key in ["first_member", "second_member", "owner"] {
                    match random(4 * variety) {
                        0 => {}
                        1 => item[key] = Value::Null,
                        2 => item[key] = json!({"identifier": Value::Null}),
                        3 => item[key] = json!({"identifier": random(3), "inner": {"member": "~"}}),
                        _ => item[key] = json!({"identifier": random(3), "inner": {"member": random(2)}, "b": 1}),
                    }
                }
                item
            })
            .collect();
        let body: Value = serde_json::from_str(&body_of(&json!(list).to_string()).await).unwrap();
        if body.is_object() {
            tables += 1;
            assert_eq!(objects(&body), json!(list));
        } else {
            assert_eq!(body, json!(list));
        }
    }
    assert!(tables > 15, "{tables} tables");
}

#[tokio::test]
async fn answers_stay_within_their_tokens_and_link_the_rest() {
    let users: Vec<_> = (0..2_000).map(|n| json!({"id": n, "name": format!("user {n}"), "score": 1.5})).collect();
    let rare: Vec<_> = (0..900).map(|n| json!({format!("k{n}"): n, "v": ["x", {"y": n}]})).collect();
    let wide: Map<String, Value> = (0..400).map(|n| (format!("member number {n}"), json!("v".repeat(60)))).collect();
    let columns: Vec<_> =
        (0..50).map(|n| (0..150).map(|m| (format!("long_member_{m}"), json!(n * m))).collect::<Value>()).collect();
    for body in
        [json!({"data": users, "next": "c2"}), json!(rare), json!(wide), json!(columns), json!("é漢字🦀".repeat(9_000))]
    {
        let answer = answer(json_answer("200 OK", &body.to_string())).await;
        for tokens in [500, 1_500, 6_000] {
            let shown = show(&answer, Limits { answer_tokens: tokens, ..Limits::default() });
            let cost = bound(&shown.text);
            assert!(cost + 100 <= tokens && cost >= tokens / 2, "{cost} of {tokens}: {}", shown.text);
            let text: Value = serde_json::from_str(&shown.text).expect("JSON");
            let link = shown.link.expect("a link");
            assert_eq!(text["truncated"]["whole"]["resource"], json!(link.uri));
            assert_eq!(text["truncated"]["whole"]["parts"], json!(link.parts));
            assert_eq!(link.bytes, body.to_string().len());
            assert!(text["truncated"]["hint"].as_str().unwrap().ends_with("; or give jq to get only what you need"));
            let lost_columns = text["truncated"]["omitted"].to_string().contains("columns");
            assert!(!lost_columns, "{}", text["truncated"]);
        }
    }
    let small = answer(json_answer("200 OK", r#"{"a":1}"#)).await;
    assert_eq!(show(&small, Limits::default()).link, None);
    let none = Limits {
        results: ResultLimits { lifetime: std::time::Duration::ZERO, ..ResultLimits::default() },
        ..Limits::default()
    };
    let long = answer(json_answer("200 OK", &json!("x y ".repeat(20_000)).to_string())).await;
    let shown = show(&long, none);
    assert!(shown.link.is_none() && shown.text.contains("\"truncated\"") && !shown.text.contains("\"whole\""));
}

#[tokio::test]
async fn the_parts_of_a_result_are_the_whole() {
    let list = json!((0..3_000).map(|n| json!({"id": n, "text": "é漢🦀"})).collect::<Vec<_>>()).to_string();
    let owner = Owner::of(&caller(&[]));
    for content in [
        Content::Text(list),
        Content::Text("x".repeat(50_000)),
        Content::Text("🦀".repeat(9_000)),
        Content::Text(String::new()),
        Content::Binary(vec![7; 9 << 20]),
    ] {
        let results = Results::new("demo", ResultLimits::default(), 1_000);
        let link = results.keep(owner, content.clone(), "x/y").expect("a link");
        let parts: Vec<Content> =
            (1..=link.parts).map(|number| results.read(owner, &link.part(number)).expect("a part").content).collect();
        let joined: Vec<u8> = parts.iter().flat_map(|part| part.bytes().to_vec()).collect();
        assert_eq!(joined, content.bytes());
        for part in &parts {
            match part {
                Content::Text(text) => assert!(bound(text) <= 1_000),
                Content::Binary(bytes) => assert!(bytes.len() <= 4 << 20),
            }
        }
        assert_eq!(results.read(owner, &link.uri).map(|part| part.number), Some(1));
        for wrong in ["/0", &format!("/{}", link.parts + 1), "/x", "/1/", "1", "/-1", "/99999999999999999999999"] {
            assert_eq!(results.read(owner, &format!("{}{wrong}", link.uri)), None, "{wrong}");
        }
    }
}

#[tokio::test]
async fn results_are_their_caller_s_and_bounded() {
    let limits =
        ResultLimits { bytes: 100, bytes_per_caller: 50, count: 6, count_per_caller: 3, ..ResultLimits::default() };
    let results = Results::new("demo", limits, 1_000);
    let named = |name: &str| Owner::of(&runtime::Caller { identity: Some(name.to_owned()), ..caller(&[]) });
    let keep = |name: &str, size: usize| results.keep(named(name), Content::Binary(vec![0; size]), "x/y");
    let uris = |name: &str| results.list(named(name)).into_iter().map(|link| link.uri).collect::<Vec<_>>();
    let first = keep("a", 10).unwrap().uri;
    assert!(results.read(named("a"), &first).is_some());
    assert_eq!(results.read(named("b"), &first), None);
    assert_eq!(results.read(Owner::of(&caller(&[])), &first), None);
    assert!(uris("b").is_empty());
    assert_eq!(keep("a", 51), None);
    // By count, then by bytes, the caller's own oldest make room.
    let more: Vec<String> = (0..3).map(|_| keep("a", 1).unwrap().uri).collect();
    assert_eq!(uris("a"), more.iter().rev().cloned().collect::<Vec<_>>());
    let large = keep("a", 49).unwrap().uri;
    assert_eq!(uris("a"), [large.clone(), more[2].clone()]);
    keep("b", 50).unwrap();
    assert_eq!(uris("a").len(), 2);
    // Then everybody's oldest.
    keep("c", 1).unwrap();
    assert_eq!(uris("a"), [large]);
    keep("c", 40).unwrap();
    assert!(uris("a").is_empty());
    let ids: std::collections::BTreeSet<_> = uris("b").into_iter().chain(uris("c")).chain(more).collect();
    assert_eq!(ids.len(), 6);
    let gone = Results::new("demo", ResultLimits { lifetime: std::time::Duration::from_nanos(1), ..limits }, 1_000);
    let link = gone.keep(named("a"), Content::Text("x".to_owned()), "x/y").unwrap();
    assert_eq!(gone.read(named("a"), &link.uri), None);
    assert!(gone.list(named("a")).is_empty());
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

#[tokio::test]
async fn files_are_linked_and_shown_only_if_they_are_what_they_claim() {
    // What the API claims, the bytes, what is shown, and the media type that the answer gives.
    let cases: &[(&str, &[u8], &str, &str)] = &[
        ("image/png", PNG, "image", "image/png"),
        ("application/octet-stream", PNG, "image", "image/png"),
        ("image/jpeg; x=y", PNG, "image", "image/png"),
        ("image/gif", b"GIF89a\x01\0\x01\0\0", "image", "image/gif"),
        ("image/webp", b"RIFF\x04\0\0\0WEBPVP8 ", "image", "image/webp"),
        ("image/jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF", "image", "image/jpeg"),
        ("audio/wav", b"RIFF\x04\0\0\0WAVEfmt ", "audio", "audio/wav"),
        ("audio/mpeg", b"ID3\x04\0\0\0\0\0\0", "audio", "audio/mpeg"),
        ("application/ogg", b"OggS\0\x02\0\0", "audio", "audio/ogg"),
        ("image/png", b"MZ\x90\0\x03\0\0\0", "", "image/png"),
        ("application/pdf", PNG, "", "application/pdf"),
        ("audio/wav", PNG, "", "audio/wav"),
        ("application/zip", b"PK\x03\x04\0\0", "", "application/zip"),
        ("", b"\0\x01\x02", "", ""),
    ];
    for (claimed, bytes, kind, media_type) in cases {
        let headers = if claimed.is_empty() { String::new() } else { format!("Content-Type: {claimed}\r\n") };
        let shown = show(&answer(raw("200 OK", &headers, bytes)).await, Limits::default());
        let (seen, named) = match &shown.media {
            Some(Media::Image(_, named)) => ("image", *named),
            Some(Media::Audio(_, named)) => ("audio", *named),
            None => ("", *media_type),
        };
        assert_eq!((seen, named), (*kind, *media_type), "{claimed} {bytes:?}");
        let text: Value = serde_json::from_str(&shown.text).unwrap();
        let link = shown.link.expect("a link");
        assert_eq!(text["body"]["bytes"], bytes.len());
        assert_eq!(text["body"]["content_type"], *media_type);
        assert_eq!(text["body"]["sha256"], json!(link.sha256));
        assert_eq!(text["body"]["resource"], json!(link.uri));
    }
    let shown = show(&answer(raw("200 OK", "", PNG)).await, Limits { media_bytes: PNG.len() - 1, ..Limits::default() });
    assert!(shown.media.is_none() && shown.link.is_some());
}

#[tokio::test]
async fn text_comes_in_several_charsets() {
    for (content_type, bytes, expected) in [
        ("text/plain; charset=utf-16le", &b"Z\0o\0\xeb\0"[..], "Zoë"),
        ("text/plain; charset=\"UTF-16BE\"", b"\0Z\0o\0\xeb", "Zoë"),
        ("text/csv", b"\xff\xfeZ\0\xeb\0", "Zë"),
        ("text/plain;charset=windows-1252", b"\x80 5\x99", "€ 5™"),
        ("text/plain", b"\xef\xbb\xbfZo\xc3\xab", "Zoë"),
    ] {
        let shown =
            show(&answer(raw("200 OK", &format!("Content-Type: {content_type}\r\n"), bytes)).await, Limits::default());
        let text: Value = serde_json::from_str(&shown.text).unwrap();
        assert_eq!(text["body"], expected, "{content_type}");
    }
}

#[tokio::test]
async fn a_credential_echoed_in_a_file_is_masked() {
    let upstream =
        Upstream::start(|_| raw("200 OK", "Content-Type: application/pdf\r\n", b"%PDF\0s3s3cret-value\0s3cret-value"))
            .await;
    let caller = caller(&[("bearer", "s3cret-value")]);
    let answer = call_as(&upstream, &caller, json!({"operation": "auth.bearer"})).await.unwrap();
    let mut kept = None;
    answer.show(&Limits::default(), |content, _| {
        kept = Some(content);
        None
    });
    assert_eq!(kept, Some(Content::Binary(b"%PDF\0s3************\0************".to_vec())));
}
