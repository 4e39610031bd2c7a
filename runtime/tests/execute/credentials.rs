//! Which credential is sent, where, and that it is seen nowhere else.

use runtime::{Caller, Credential, Secret};
use serde_json::json;

use crate::api::{call_as, caller, rendered, summary};
use crate::upstream::{Upstream, header, raw};

/// Operation, secrets by scheme, request line, and the header that carries the credential.
#[tokio::test]
async fn secrets_by_scheme() {
    type Case =
        (&'static str, &'static [(&'static str, &'static str)], &'static str, Option<(&'static str, &'static str)>);
    let cases: &[Case] = &[
        ("auth.bearer", &[("bearer", "t0ken")], "GET /auth", Some(("authorization", "Bearer t0ken"))),
        ("auth.basic", &[("basic", "key")], "GET /auth", Some(("authorization", "Basic a2V5Og=="))),
        ("auth.basic", &[("basic", "user:pass")], "GET /auth", Some(("authorization", "Basic dXNlcjpwYXNz"))),
        ("auth.header", &[("headerKey", "k")], "GET /auth", Some(("x-key", "k"))),
        ("auth.query", &[("queryKey", "a&b c")], "GET /auth?api%20key=a%26b%20c", None),
        ("auth.cookie", &[("cookieKey", "ab==;c")], "GET /auth", Some(("cookie", "session=ab==%3Bc"))),
        (
            "auth.both",
            &[("headerKey", "k"), ("queryKey", "q"), ("bearer", "t")],
            "GET /auth?api%20key=q",
            Some(("x-key", "k")),
        ),
        ("auth.both", &[("headerKey", "k"), ("bearer", "t")], "GET /auth", Some(("authorization", "Bearer t"))),
        // One field of the two schemes can be sent.
        ("auth.one", &[("bearer", "t")], "GET /auth", Some(("authorization", "Bearer t"))),
        ("auth.one", &[("bearer", "t"), ("basic", "u:p")], "GET /auth", Some(("authorization", "Basic dTpw"))),
        ("auth.optional", &[("bearer", "t")], "GET /auth", Some(("authorization", "Bearer t"))),
        ("auth.optional", &[("basic", "t")], "GET /auth", None),
        // An operation that needs none gets none.
        ("items.list", &[("bearer", "t")], "GET /items", None),
    ];
    for (operation, secrets, line, carried) in cases {
        let upstream = Upstream::ok().await;
        call_as(&upstream, &caller(secrets), json!({"operation": operation})).await.unwrap();
        let request = upstream.requests().remove(0);
        assert!(request.starts_with(&format!("{line} HTTP/1.1\r\n")), "{operation}: {request}");
        for name in ["authorization", "x-key", "cookie"] {
            let expected = carried.filter(|(known, _)| *known == name).map(|(_, value)| value);
            assert_eq!(header(&request, name), expected, "{operation} {name}");
        }
    }
}

#[tokio::test]
async fn a_forwarded_authorization_serves_its_own_scheme_only() {
    let cases = [
        ("auth.bearer", "bearer t0ken", Some("Bearer t0ken")),
        ("auth.basic", "Basic dXNlcjpwYXNz", Some("Basic dXNlcjpwYXNz")),
        ("auth.both", "Bearer t0ken", Some("Bearer t0ken")),
        ("auth.one", "Bearer t0ken", Some("Bearer t0ken")),
        ("auth.shared", "Bearer t0ken", None),
        ("auth.bearer", "Basic dXNlcjpwYXNz", None),
        ("auth.bearer", "t0ken", None),
        ("auth.bearer", "Bearer ", None),
        ("auth.header", "Bearer t0ken", None),
    ];
    for (operation, authorization, expected) in cases {
        let upstream = Upstream::ok().await;
        let caller = Caller::new(Credential::Forwarded(Secret::new(authorization)));
        let outcome = call_as(&upstream, &caller, json!({"operation": operation})).await;
        match expected {
            Some(expected) => {
                outcome.unwrap();
                assert_eq!(header(&upstream.requests()[0], "authorization"), Some(expected));
            }
            None => {
                assert_eq!(
                    outcome.unwrap_err()[0].code,
                    runtime::Code::CredentialMissing,
                    "{operation} {authorization}"
                );
                assert!(upstream.requests().is_empty());
            }
        }
    }
}

#[tokio::test]
async fn a_missing_credential_names_every_alternative() {
    let upstream = Upstream::ok().await;
    let own = || Caller::new(Credential::Environment([].into()));
    let shown = |text: &str| Caller::new(Credential::Forwarded(Secret::new(text)));
    let variable = "credential-missing -> set the environment variable DEMO_KEY, or DEMO_TOKEN";
    let bearer = "credential-missing -> send the header Authorization: `Bearer …` with the MCP request";
    let cases = [
        ("auth.both", caller(&[]), "", bearer),
        ("auth.both", own(), "", variable),
        ("auth.both", caller(&[("basic", "s3cret")]), "; the environment has one for basic only", variable),
        ("auth.both", shown("Token s3cret"), "; the Authorization header's scheme `Token` is not Bearer", bearer),
        (
            "auth.both",
            shown("s3cret"),
            "; the Authorization header is no scheme and credential, like `Bearer …`",
            bearer,
        ),
        ("auth.both", shown("s3cret s3cret"), "; the Authorization header's scheme is not Bearer", bearer),
        (
            "auth.either",
            shown("Token s3cret"),
            "; the Authorization header's scheme `Token` is neither Bearer nor Basic",
            "credential-missing -> send the header Authorization: `Bearer …` or `Basic …` with the MCP request",
        ),
        (
            "auth.shared",
            caller(&[("headerKey", "s3cret")]),
            "; the environment has one for headerKey only",
            "credential-missing -> set the environment variable DEMO_KEY and DEMO_TOKEN",
        ),
        (
            "auth.one",
            shown("Token s3cret"),
            "; the Authorization header's scheme `Token` is neither Basic nor Bearer",
            "credential-missing -> send the header Authorization: `Basic …` or `Bearer …` with the MCP request",
        ),
        ("auth.header", caller(&[]), "; an Authorization header can't carry it", "credential-missing"),
        ("auth.header", shown("Bearer s3cret"), "; an Authorization header can't carry it", "credential-missing"),
    ];
    for (operation, caller, given, expected) in cases {
        let faults = call_as(&upstream, &caller, json!({"operation": operation})).await.unwrap_err();
        assert_eq!(summary(&faults), [expected], "{operation}");
        let needed = format!("{operation} needs a credential: {}", faults[0].allowed.join(", or "));
        assert_eq!(faults[0].message, format!("{needed}{given}"));
        assert!(!format!("{faults:?}").contains("s3cret"), "{faults:?}");
        if operation == "auth.both" {
            assert_eq!(*faults[0].allowed, ["headerKey + queryKey", "bearer"]);
        }
    }
    assert!(upstream.requests().is_empty());
}

#[tokio::test]
async fn a_credential_can_not_begin_another_header() {
    let upstream = Upstream::ok().await;
    for (operation, scheme) in [("auth.bearer", "bearer"), ("auth.header", "headerKey"), ("auth.cookie", "cookieKey")] {
        let caller = caller(&[(scheme, "s3cret-value\r\nX-Evil: 1")]);
        let faults = call_as(&upstream, &caller, json!({"operation": operation})).await.unwrap_err();
        assert_eq!(faults[0].code, runtime::Code::CredentialInvalid);
        assert!(!format!("{faults:?}{caller:?}").contains("s3cret-value"));
    }
    assert!(upstream.requests().is_empty());
}

#[tokio::test]
async fn echoed_credentials_are_masked() {
    let upstream = Upstream::start(|request| {
        let token = header(request, "authorization").unwrap().to_owned();
        let body = json!({"message": format!("bad credential {token}"), "n": 12345678}).to_string();
        raw(
            "401 Unauthorized",
            &format!("Content-Type: application/json\r\nX-Request-Id: {token}\r\n"),
            body.as_bytes(),
        )
    })
    .await;
    for (operation, scheme, secret) in
        [("auth.bearer", "bearer", "s3cret-t0ken"), ("auth.basic", "basic", "user-name:s3cret-t0ken")]
    {
        let answer = call_as(&upstream, &caller(&[(scheme, secret)]), json!({"operation": operation})).await.unwrap();
        let text = rendered(&answer, 10_000).to_string();
        assert!(answer.is_error());
        assert!(text.contains("bad credential") && text.contains("***"), "{text}");
        assert!(!text.contains("t0ken") && !text.contains("dXNlci"), "{text}");
    }
}

#[tokio::test]
async fn echoes_are_masked_as_numbers_too() {
    let long = "1234567890123456789012345";
    // The credential, what the API answers, and the member `body` of the answer.
    for (secret, body, expected) in [
        ("123456789012", r#"{"num":123456789012,"str":"123456789012"}"#, r#"{"num":"***","str":"***"}"#),
        ("123456789012", r#"[123456789012.0,1.23456789012e11,-123456789012]"#, r#"["***","***","***"]"#),
        ("123456789012", r#"{"a":[{"b":9912345678901299}],"c":1.10}"#, r#"{"a":[{"b":"***"}],"c":1.10}"#),
        ("123456789012", r#"{"a":12345678901,"b":1.10}"#, r#"{"a":12345678901,"b":1.10}"#),
        // Its digits would be lost in a double.
        (long, r#"{"a":1234567890123456789012345}"#, r#"{"a":"***"}"#),
        (long, r#"{"a":"\\","b":1234567890123456789012345e0}"#, r#"{"a":"\\","b":"***"}"#),
        ("00000000", r#"{"a":0,"b":"00000000"}"#, r#"{"a":0,"b":"***"}"#),
        // Too short to be told from any other number.
        ("1234567", r#"{"a":1234567}"#, r#"{"a":1234567}"#),
        ("not-a-number", r#"{"a":1.10}"#, r#"{"a":1.10}"#),
    ] {
        let upstream = Upstream::start(move |_| crate::upstream::json("200 OK", body)).await;
        let caller = caller(&[("bearer", secret)]);
        let answer = call_as(&upstream, &caller, json!({"operation": "auth.bearer"})).await.unwrap().render(10_000);
        assert!(answer.ends_with(&format!(",\"body\":{expected}}}")), "{secret}: {answer}");
    }
}

#[tokio::test]
async fn echoes_are_masked_whatever_their_characters() {
    let secret = r#"s3cr"t\t0/k{n,1"#;
    let quoted = json!(secret).to_string();
    let escaped: String = secret.chars().map(|letter| format!("\\u{:04x}", u32::from(letter))).collect();
    let untouched = r#"{"b":1.10,"a":123456789012345678901234567890,"c":"\u0041"}"#;
    let deep = |inner: &str| format!("{}{inner}{}", "[".repeat(200), "]".repeat(200));
    // What the API answers, and the member `body` of the answer.
    let cases = [
        (format!(r#"{{"b":[{quoted},1.5],"a":"{escaped}"}}"#), r#"{"b":["***",1.5],"a":"***"}"#.to_owned()),
        (json!({format!("a {secret}"): 1, "z": true}).to_string(), r#"{"a ***":1,"z":true}"#.to_owned()),
        (untouched.to_owned(), untouched.to_owned()),
        // What can't be parsed is text, and masked as such.
        (format!(r#"{{"a":{quoted}"#), json!(r#"{"a":"***""#).to_string()),
        (deep(&quoted), json!(deep(r#""***""#)).to_string()),
    ];
    for (body, expected) in cases {
        let sent = raw("200 OK", "Content-Type: application/json\r\n", body.as_bytes());
        let upstream = Upstream::start(move |_| sent.clone()).await;
        let caller = caller(&[("bearer", secret)]);
        let answer = call_as(&upstream, &caller, json!({"operation": "auth.bearer"})).await.unwrap().render(10_000);
        assert!(answer.ends_with(&format!(",\"body\":{expected}}}")), "{answer}");
    }
}

#[tokio::test]
async fn a_dry_run_shows_the_request_and_sends_nothing() {
    let upstream = Upstream::ok().await;
    let secrets = caller(&[("headerKey", "s3cret-one"), ("queryKey", "s3cret-two"), ("cookieKey", "s3cret-three")]);
    for operation in ["auth.both", "auth.cookie"] {
        let answer = call_as(&upstream, &secrets, json!({"operation": operation, "dry_run": true})).await.unwrap();
        let text = answer.render(10_000);
        assert!(text.contains("***") && !text.contains("s3cret"), "{text}");
    }
    let arguments = json!({"operation": "items.create", "body": {"name": "a"}, "dry_run": true});
    let plan = rendered(&call_as(&upstream, &secrets, arguments).await.unwrap(), 10_000);
    assert_eq!(plan["method"], "POST");
    assert_eq!(plan["url"], format!("{}/items", upstream.url));
    assert_eq!(plan["headers"]["content-type"], "application/json");
    assert_eq!(plan["body"], json!({"name": "a"}));
    let plan = rendered(
        &call_as(&upstream, &caller(&[]), json!({"operation": "auth.bearer", "dry_run": true})).await.unwrap(),
        10_000,
    );
    assert_eq!(plan["missing"]["code"], "credential-missing");
    assert!(upstream.requests().is_empty());
}
