//! Files that a call names: local ones and fetched ones, sent where bytes are wanted and refused anywhere else.

mod batches;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use runtime::{
    Api, Approvals, Arguments, BaseUrl, Call, Caller, Effect, Limits, Media, Method, Operation, Policy, Request,
    Secret, Server, Uploads, execute,
};
use serde_json::{Value, json};

use crate::api::{caller, rendered, summary};
use crate::made;
use crate::upstream::{Upstream, header, raw, redirect};

const fn operation(name: &'static str, effect: Effect, handler: runtime::Handler) -> Operation {
    Operation { name, method: Method::Post, path: "", tag: "files", effect, security: &[], pagination: None, handler }
}

static PARTS: Operation = operation("files.parts", Effect::Write, parts);
static WHOLE: Operation = operation("files.whole", Effect::Write, whole);
static TEXT: Operation = operation("files.text", Effect::Write, text);
static REPLACE: Operation = operation("files.replace", Effect::Destructive, parts);
static OPERATIONS: [&Operation; 4] = [&PARTS, &WHOLE, &TEXT, &REPLACE];

const MULTIPART: &[Media<'static>] = &[Media { media_type: "multipart/form-data", parts: &[] }];
const BYTES: &[Media<'static>] = &[
    Media { media_type: "application/json", parts: &[] },
    Media { media_type: "image/*", parts: &[] },
    Media { media_type: "application/octet-stream", parts: &[] },
    Media { media_type: "text/csv", parts: &[] },
];
const JSON: &[Media<'static>] = &[Media { media_type: "application/json", parts: &[] }];

fn parts(arguments: &Arguments<'_>, request: &mut Request) {
    request.literal("/parts");
    request.content(arguments.content(), MULTIPART);
}

fn whole(arguments: &Arguments<'_>, request: &mut Request) {
    request.literal("/whole");
    request.content(arguments.content(), BYTES);
}

fn text(arguments: &Arguments<'_>, request: &mut Request) {
    request.literal("/text");
    request.content(arguments.content(), JSON);
}

static API: LazyLock<&'static Api> = LazyLock::new(|| {
    let bytes = json!({"type": "string", "format": "binary"});
    let members = json!({"type": "object", "additionalProperties": false, "properties": {
        "file": bytes, "note": {"type": "string"}, "open": {}, "list": {"type": "array", "items": bytes},
        "count": {"type": "integer"}}});
    let base64 = json!({"type": "string", "format": "byte"});
    let body = |operation: &Operation| match operation.name {
        "files.whole" => json!({"mediaType": "application/json", "schema": {"type": "object"}, "others": [
            {"mediaType": "image/*", "schema": bytes}, {"mediaType": "application/octet-stream", "schema": {}},
            {"mediaType": "text/csv", "schema": bytes}]}),
        "files.text" => {
            json!({"mediaType": "application/json", "schema": {"type": ["object", "string"], "properties": {"file": bytes,
                "base64": base64, "encoded": {"type": ["string", "null"], "contentEncoding": "base64"},
                "list": {"type": "array", "items": base64}, "inner": {"type": "array", "items": {"type": "object",
                "additionalProperties": base64}}}}})
        }
        _ => json!({"mediaType": "multipart/form-data", "schema": members}),
    };
    let entry = |operation: &&Operation| {
        json!({"name": operation.name, "method": "POST", "path": "/x", "tag": "files", "body": body(operation),
            "effect": operation.effect.as_str(), "summary": operation.name, "parameters": [], "answers": []})
    };
    made::api(&OPERATIONS, &OPERATIONS.iter().map(entry).collect::<Vec<_>>())
});

/// An allowed folder beside a secret.
fn folder(name: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("uploads-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&root);
    let allowed = root.join("allowed");
    std::fs::create_dir_all(allowed.join("sub")).unwrap();
    std::fs::write(root.join("secret.txt"), "the secret").unwrap();
    std::fs::write(allowed.join("a.gif"), "GIF89a-picture").unwrap();
    std::fs::write(allowed.join("t.csv"), "a,b\n1,2\n").unwrap();
    std::fs::write(allowed.join("large"), "x".repeat(3_000)).unwrap();
    std::fs::write(allowed.join("exact"), "y".repeat(2_000)).unwrap();
    std::fs::write(allowed.join("sub/ä \"b\".txt"), "umlaut").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(allowed.join("a.gif"), allowed.join("inner")).unwrap();
        symlink(root.join("secret.txt"), allowed.join("outer")).unwrap();
        symlink(&root, allowed.join("up")).unwrap();
        symlink("/proc/self", allowed.join("process")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(allowed.join("pipe")).status().unwrap().success());
        drop(std::os::unix::net::UnixListener::bind(allowed.join("s")));
    }
    root
}

fn server(upstream: &Upstream, folders: &[PathBuf], urls: &[String]) -> Server {
    let urls = urls.iter().map(|url| BaseUrl::parse(url).unwrap()).collect();
    let uploads = Uploads::new(folders, urls, Some(2_000)).unwrap();
    let base_url = Some(BaseUrl::parse(&upstream.url).unwrap());
    Server::open(*API, base_url, Limits::default()).unwrap().with_uploads(uploads)
}

fn local() -> Caller {
    Caller { local: true, ..caller(&[]) }
}

/// The request that a call sends, or its faults.
async fn sent(server: &Server, upstream: &Upstream, caller: &Caller, arguments: &Value) -> Result<String, Vec<String>> {
    let before = upstream.requests().len();
    let call = Call::from_arguments(arguments.as_object().unwrap()).unwrap();
    let done = execute(server, caller, call).await;
    let after = upstream.requests();
    match done {
        Ok(_) => Ok(after[before].clone()),
        Err(faults) => {
            assert_eq!(after.len(), before, "{arguments}");
            assert!(!format!("{faults:?}").contains("the secret"));
            let messages = faults.iter().map(|fault| format!(": {}", fault.message));
            Err(summary(&faults)
                .iter()
                .zip(messages)
                .map(|(line, message)| {
                    let line = line.split(" -> ").next().unwrap();
                    format!("{line}{message}")
                })
                .collect())
        }
    }
}

fn url(path: &Path, rest: &str) -> String {
    format!("file://{}{rest}", path.join("allowed").display())
}

#[tokio::test]
async fn local_files_are_sent_from_allowed_folders() {
    let root = folder("local");
    let upstream = Upstream::ok().await;
    let server = server(&upstream, &[root.join("allowed")], &[]);
    let at = |rest: &str| url(&root, rest);
    let gif = "filename=\"a.gif\"\r\nContent-Type: image/gif\r\n\r\nGIF89a-picture\r\n";
    let cases = [
        (json!({"operation": "files.parts", "body": {"file": at("/a.gif")}}), gif),
        (json!({"operation": "files.parts", "body": {"list": ["x", at("/a.gif")]}}), gif),
        (json!({"operation": "files.parts", "body": {"open": at("/a.gif")}}), gif),
        (json!({"operation": "files.parts", "body": {"file": at("/sub/../a.gif")}}), gif),
        (json!({"operation": "files.parts", "body": {"file": at("/a.gif").replace("file:", "FILE:")}}), gif),
        (json!({"operation": "files.parts", "body": json!({"file": at("/a.gif"), "count": 7}).to_string()}), gif),
        (
            json!({"operation": "files.parts", "body": json!({"file": at("/a.gif").replace("file:", "File:")}).to_string()}),
            gif,
        ),
        (
            json!({"operation": "files.parts", "body": {"file": at("/inner")}}),
            "filename=\"inner\"\r\nContent-Type: image/gif\r\n\r\nGIF89a-picture\r\n",
        ),
        (
            json!({"operation": "files.parts", "body": {"file": at("/sub/%C3%A4%20%22b%22.txt")}}),
            "filename=\"ä %22b%22.txt\"\r\nContent-Type: text/plain\r\n\r\numlaut\r\n",
        ),
        // A text stays one, wherever it points.
        (
            json!({"operation": "files.parts", "body": {"note": at("/a.gif"), "file": at("/t.csv")}}),
            "name=\"note\"\r\n\r\nfile:///",
        ),
        (json!({"operation": "files.text", "body": {"file": at("/a.gif")}}), "{\"file\":\"file:///"),
        (json!({"operation": "files.text", "body": at("/a.gif")}), "\r\n\r\n\"file:///"),
        // JSON that wants base64
        (
            json!({"operation": "files.text", "body": {"base64": at("/a.gif"), "list": ["R0lG", at("/t.csv")]}}),
            "{\"base64\":\"R0lGODlhLXBpY3R1cmU=\",\"list\":[\"R0lG\",\"YSxiCjEsMgo=\"]}",
        ),
        (
            json!({"operation": "files.text", "body": {"inner": [{"a": "R0lG", "b": at("/t.csv")}]}}),
            "{\"inner\":[{\"a\":\"R0lG\",\"b\":\"YSxiCjEsMgo=\"}]}",
        ),
        (
            json!({"operation": "files.text", "body": {"encoded": "data:image/gif;name=a;base64,R0lG", "base64": "R0lG"}}),
            "{\"encoded\":\"R0lG\",\"base64\":\"R0lG\"}",
        ),
        (json!({"operation": "files.whole", "body": at("/a.gif").replace("file:", "FiLe:")}), "\r\n\r\nGIF89a-picture"),
        (json!({"operation": "files.whole", "body": format!(" {}\n", at("/a.gif"))}), "\r\n\r\nGIF89a-picture"),
        // The whole body, in its own media type where the operation has that.
        (json!({"operation": "files.whole", "body": at("/a.gif")}), "content-type: image/gif\r\n"),
        (json!({"operation": "files.whole", "body": at("/inner")}), "\r\n\r\nGIF89a-picture"),
        (json!({"operation": "files.whole", "body": json!(at("/a.gif")).to_string()}), "\r\n\r\nGIF89a-picture"),
        (json!({"operation": "files.whole", "body": at("/t.csv")}), "\r\n\r\na,b\n1,2\n"),
        (json!({"operation": "files.whole", "body": at("/t.csv")}), "content-type: text/csv\r\n"),
        (json!({"operation": "files.whole", "body": at("/exact")}), "content-length: 2000\r\n"),
        (
            json!({"operation": "files.whole", "content_type": "application/octet-stream", "body": at("/a.gif")}),
            "content-type: application/octet-stream\r\n",
        ),
    ];
    for (arguments, expected) in cases {
        let request = sent(&server, &upstream, &local(), &arguments)
            .await
            .unwrap_or_else(|faults| panic!("{arguments} {faults:?}"));
        assert!(request.contains(expected), "{arguments}: {request}");
    }
}

#[tokio::test]
async fn nothing_else_is_sent() {
    let root = folder("refused");
    let upstream = Upstream::ok().await;
    let server = server(&upstream, &[root.join("allowed")], &[]);
    let at = |rest: &str| url(&root, rest);
    let file = |text: String| json!({"operation": "files.parts", "body": {"file": text}});
    let outside = "not in a folder whose files";
    let unclear = "no file:/// URL";
    let mut cases = vec![
        (file(at("/none.gif")), "no such file"),
        (file(at("")), "no file but a folder"),
        (file(at("/sub")), "no file but a folder"),
        (file(at("/large")), "too large: this server sends 2000 more bytes"),
        (file(at("/../secret.txt")), outside),
        (file(at("/%2e%2e/secret.txt")), outside),
        (file(at("/..%2fsecret.txt")), unclear),
        (file(at("/../none.txt")), outside),
        (file("file:///etc/passwd".to_owned()), outside),
        (file("file:///no/such/thing".to_owned()), outside),
        (file(format!("file:///{}", "x".repeat(100_000))), outside),
        (file(at("/a.gif%00")), "can't be read"),
        (file(at("/a.gif?x")), unclear),
        (file(at("/a.gif#x")), unclear),
        (file(at("/a.gif").replace("file://", "file://elsewhere")), unclear),
        (file("file:a.gif".to_owned()), unclear),
        (file("file:".to_owned()), unclear),
    ];
    #[cfg(unix)]
    cases.extend([
        (file(at("/outer")), outside),
        (file(at("/up/secret.txt")), outside),
        (file(at("/process/environ")), outside),
        (file(at("/pipe")), "no file but"),
        (file(at("/s")), "can't be read"),
    ]);
    for (arguments, expected) in cases {
        let faults = sent(&server, &upstream, &local(), &arguments).await.unwrap_err();
        assert_eq!(faults.len(), 1, "{arguments}");
        assert!(faults[0].starts_with("invalid-value /body/file: "), "{arguments}: {faults:?}");
        assert!(faults[0].contains(expected), "{arguments}: {faults:?}");
    }
    let encoded =
        json!({"operation": "files.text", "body": {"base64": at("/../secret.txt"), "list": ["R0lG", at("/none.gif")]}});
    let faults = sent(&server, &upstream, &local(), &encoded).await.unwrap_err();
    assert!(faults[0].starts_with("invalid-value /body/base64: ") && faults[0].contains(outside), "{faults:?}");
    assert!(faults[1].starts_with("invalid-value /body/list/1: ") && faults[1].contains("no such file"), "{faults:?}");
    // Every mistake at once, at its place; other mistakes come first.
    let two =
        json!({"operation": "files.parts", "body": {"list": [at("/x"), "y", at("/large")], "file": at("/exact")}});
    let faults = sent(&server, &upstream, &local(), &two).await.unwrap_err();
    let places: Vec<_> = faults.iter().map(|fault| fault.split(':').next().unwrap()).collect();
    assert_eq!(places, ["invalid-value /body/list/0", "invalid-value /body/list/2"]);
    let sum = json!({"operation": "files.parts", "body": {"file": at("/exact"), "list": [at("/a.gif")]}});
    let faults = sent(&server, &upstream, &local(), &sum).await.unwrap_err();
    assert!(faults[0].contains("sends 0 more bytes"), "{faults:?}");
    let other = json!({"operation": "files.parts", "body": {"file": at("/x"), "count": "many"}});
    assert!(sent(&server, &upstream, &local(), &other).await.unwrap_err()[0].starts_with("invalid-type /body/count"));
    let many = json!({"operation": "files.parts", "body": {"list": vec![at("/t.csv"); 60]}});
    assert!(sent(&server, &upstream, &local(), &many).await.unwrap_err()[0].contains("50 files at most"));
}

#[tokio::test]
async fn who_and_where_is_not_allowed_is_told_what_would_allow_it() {
    let root = folder("nobody");
    let upstream = Upstream::ok().await;
    let arguments = json!({"operation": "files.parts", "body": {"file": url(&root, "/a.gif")}});
    let none = server(&upstream, &[], &[]);
    let open = server(&upstream, &[root.join("allowed")], &[]);
    let mut reader = local();
    reader.ceiling = Effect::Read;
    for (server, caller, expected) in [
        (&none, local(), "invalid-value /body/file: this server sends no local files"),
        (&open, caller(&[]), "invalid-value /body/file: local files are sent for callers over stdio only"),
        (&open, reader, "effect-refused /operation: "),
    ] {
        let faults = sent(server, &upstream, &caller, &arguments).await.unwrap_err();
        assert!(faults[0].starts_with(expected), "{faults:?}");
    }
    let remote = json!({"operation": "files.whole", "body": "https://files.example/a.png"});
    let faults = sent(&none, &upstream, &local(), &remote).await.unwrap_err();
    assert_eq!(faults, ["invalid-value /body: this server fetches no files to send"]);
    for (folders, expected) in
        [(root.join("none"), "can't be opened"), ("/".into(), "root"), (root.join("secret.txt"), "no folder")]
    {
        assert!(Uploads::new(&[folders], Vec::new(), None).unwrap_err().contains(expected));
    }
}

/// A server of files.
async fn files() -> Upstream {
    Upstream::start(|request| {
        let path = request.split(' ').nth(1).unwrap().to_owned();
        match path.as_str() {
            "/ok/a.png" => raw("200 OK", "Content-Type: image/png; x=y\r\n", b"remote picture"),
            "/ok/b.csv?sig=1" => raw("200 OK", "Content-Type: application/octet-stream\r\n", b"a,b"),
            "/ok/a;v=1/100%25/..b" => raw("200 OK", "Content-Type: image/png\r\n", b"odd path"),
            "/ok/odd" => raw("200 OK", "Content-Type: image/png\tx: y\r\n", b"odd"),
            "/ok/large" => raw("200 OK", "", &[b'x'; 2_001]),
            "/ok/here" => redirect("302 Found", "/ok/a.png"),
            "/ok/there" => redirect("302 Found", "/private"),
            "/ok/away" => redirect("302 Found", "http://127.0.0.1:1/ok/a.png"),
            "/ok/round" => redirect("302 Found", "/ok/round"),
            "/ok/bare" => raw("302 Found", "", b""),
            "/ok/missing" => raw("404 Not Found", "", b"the secret"),
            "/ok/silent" => Vec::new(),
            _ => raw("200 OK", "", b"the secret"),
        }
    })
    .await
}

#[tokio::test]
async fn files_are_fetched_from_allowed_urls() {
    let upstream = Upstream::ok().await;
    let source = files().await;
    let server = server(&upstream, &[], &[format!("{}/ok", source.url)]);
    let at = |rest: &str| format!("{}{rest}", source.url);
    let file = |text: String| json!({"operation": "files.parts", "body": {"file": text}});
    let picture = "filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nremote picture\r\n";
    for (arguments, expected) in [
        (file(at("/ok/a.png")), picture),
        (file(at("/ok/a.png#x")), picture),
        (file(at("/ok/here")), picture),
        (file(at("/private/../ok/a.png")), picture),
        (file(at("/ok/a;v=1/100%25/..b")), "\r\n\r\nodd path\r\n"),
        (file(at("/ok/b.csv?sig=1")), "filename=\"b.csv\"\r\nContent-Type: text/csv\r\n\r\na,b\r\n"),
        (file(at("/ok/odd")), "filename=\"odd\"\r\nContent-Type: application/octet-stream\r\n\r\nodd\r\n"),
        (json!({"operation": "files.whole", "body": at("/ok/a.png")}), "\r\n\r\nremote picture"),
        (
            json!({"operation": "files.whole", "body": at("/ok/a.png").replace("http:", "HTTP:")}),
            "\r\n\r\nremote picture",
        ),
        (file(at("/ok/a.png").replace("http:", "HttP:")), picture),
        (json!({"operation": "files.parts", "body": {"note": at("/private")}}), "/private\r\n"),
        (json!({"operation": "files.parts", "body": {"open": at("/private")}}), "/private\r\n"),
    ] {
        // Over any transport.
        let request = sent(&server, &upstream, &caller(&[]), &arguments)
            .await
            .unwrap_or_else(|faults| panic!("{arguments} {faults:?}"));
        assert!(request.contains(expected), "{arguments}: {request}");
    }
    assert!(source.lines().iter().all(|line| !line.contains("private")), "{:?}", source.lines());
    assert!(source.requests().iter().all(|request| header(request, "authorization").is_none()));
    let elsewhere = "not where this server fetches files";
    for (text, expected) in [
        (at("/private"), elsewhere),
        (at("/okay"), elsewhere),
        (at("/ok/../private"), elsewhere),
        (at("/ok/%2e%2e/private"), elsewhere),
        (at("/ok/..%2fprivate"), elsewhere),
        (at("/ok/..\\private"), elsewhere),
        // What some servers would make `..` of.
        (at("/ok/..;/private"), elsewhere),
        (at("/ok/..;a=b/private"), elsewhere),
        (at("/ok/.;/private"), elsewhere),
        (at("/ok/%2e%2e;/private"), elsewhere),
        (at("/ok/..%3b/private"), elsewhere),
        (at("/ok/%252e%252e/private"), elsewhere),
        (at("/ok/%25252e%25252E/private"), elsewhere),
        (at("/ok/%252e%252e%253b/private"), elsewhere),
        (at("/ok/x%252f..%252f..%252fprivate"), elsewhere),
        (at("/ok/..%255cprivate"), elsewhere),
        (at("/ok/a%2500/private"), elsewhere),
        (at(&format!("/ok/%{}2e%2e/private", "25".repeat(40))), elsewhere),
        (at("/ok/a.png").replace("http://", "https://"), elsewhere),
        (at("/ok/a.png").replace("http://", "http://user@"), elsewhere),
        ("http://127.0.0.1:1/ok/a.png".to_owned(), elsewhere),
        ("http://".to_owned(), "no URL"),
        (at("/ok/there"), elsewhere),
        (at("/ok/away"), elsewhere),
        (at("/ok/round"), "redirects too often"),
        (at("/ok/bare"), "redirects to where"),
        (at("/ok/missing"), "answers 404"),
        (at("/ok/large"), "too large"),
    ] {
        let faults = sent(&server, &upstream, &caller(&[]), &file(text.clone())).await.unwrap_err();
        assert!(faults[0].starts_with("invalid-value /body/file: "), "{text}: {faults:?}");
        assert!(faults[0].contains(expected), "{text}: {faults:?}");
    }
    assert!(source.lines().iter().all(|line| !line.contains("private")), "{:?}", source.lines());
    let hasty =
        Caller { deadline: Some(std::time::Instant::now() + std::time::Duration::from_millis(50)), ..caller(&[]) };
    let faults = sent(&server, &upstream, &hasty, &file(at("/ok/silent"))).await.unwrap_err();
    assert!(faults[0].starts_with("timeout /body/file: "), "{faults:?}");
}

#[tokio::test]
async fn a_file_is_described_and_approved_by_its_content() {
    let root = folder("approved");
    let upstream = Upstream::ok().await;
    let approvals = Approvals::new(Some(&Secret::new("a key of thirty-two bytes or more"))).unwrap();
    let server = server(&upstream, &[root.join("allowed")], &[])
        .with_policy(Policy { approvals: Some(approvals), ..Policy::open() });
    let run = async |arguments: &Value| {
        let call = Call::from_arguments(arguments.as_object().unwrap()).unwrap();
        execute(&server, &local(), call).await.map(|answer| rendered(&answer, 10_000))
    };
    for mut arguments in [
        json!({"operation": "files.parts", "body": {"file": url(&root, "/t.csv")}}),
        json!({"operation": "files.whole", "body": url(&root, "/t.csv")}),
    ] {
        arguments["dry_run"] = json!(true);
        let plan = run(&arguments).await.unwrap();
        let about = if plan["body"]["parts"].is_array() { &plan["body"]["parts"][0] } else { &plan["body"] };
        assert_eq!(about["bytes"], 8, "{plan}");
        assert_eq!(about["sha256"], "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470");
        assert!(plan.to_string().contains("text/csv") && !plan.to_string().contains("1,2"), "{plan}");
    }
    let mut replace = json!({"operation": "files.replace", "body": {"file": url(&root, "/t.csv")}});
    let held = run(&replace).await.unwrap();
    replace["approval"] = held["approval"].clone();
    std::fs::write(root.join("allowed/t.csv"), "a,b\n9,9\n").unwrap();
    assert_eq!(run(&replace).await.unwrap_err()[0].code, runtime::Code::ApprovalArguments);
    assert!(upstream.requests().is_empty());
    std::fs::write(root.join("allowed/t.csv"), "a,b\n1,2\n").unwrap();
    assert_eq!(run(&replace).await.unwrap()["status"], 200);
}
