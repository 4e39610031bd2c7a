//! What a client is handed of a large answer: tables, as many tokens as it may have, a link to the rest.

use contract::tokens::bound;
use runtime::results::{Owner, Results};
use runtime::{Answer, Limits, ResultLimits, Shown};
use serde_json::{Map, Value, json};

use crate::api::{call, caller};
use crate::upstream::{Upstream, json as json_answer};

pub(crate) async fn answer(bytes: Vec<u8>) -> Answer {
    let upstream = Upstream::start(move |_| bytes.clone()).await;
    call(&upstream, json!({"operation": "items.list"})).await.unwrap()
}

pub(crate) fn show(answer: &Answer, limits: Limits) -> Shown {
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
