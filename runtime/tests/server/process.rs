//! The process: its command line, environment, signals and exit codes. The program is the example `tiny`.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use crate::running::folder;

pub(crate) fn tiny() -> Command {
    let mut path = std::env::current_exe().expect("this test");
    path.pop();
    path.pop();
    path.push("examples/tiny");
    let mut command = Command::new(path);
    // What a test doesn't ask for goes nowhere, not into the home of whoever runs it.
    command.env_clear().env("TINY_DATA_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/unasked"));
    command
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    tiny().args(arguments).stdin(Stdio::null()).output().expect("the program runs")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Starts a server and returns its first line on standard error.
fn start(arguments: &[&str]) -> (Child, String) {
    start_as(tiny().args(arguments))
}

/// Where a server says that it listens.
fn address(line: &str) -> String {
    let address = line.trim().strip_prefix("listening on http://").and_then(|rest| rest.strip_suffix("/mcp"));
    address.unwrap_or_else(|| panic!("unexpected line {line:?}")).to_owned()
}

fn start_as(command: &mut Command) -> (Child, String) {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut line = String::new();
    BufReader::new(child.stderr.as_mut().expect("standard error")).read_line(&mut line).expect("a line");
    (child, line)
}

fn terminate(child: &Child) {
    let status = Command::new("kill").arg(child.id().to_string()).status().expect("kill runs");
    assert!(status.success());
}

#[test]
fn version_and_help_go_to_standard_output() {
    let version = run(&["--version"]);
    assert_eq!(text(&version.stdout), "tiny-mcp 0.1.0 (document 0123456789ab, API version 2026-01)\n");
    assert_eq!(version.status.code(), Some(0));
    let help = run(&["--help"]);
    let shown = text(&help.stdout);
    for part in [
        "Tiny Things",
        "serve",
        "feedback",
        "--base-url",
        "TINY_TIMEOUT",
        "TINY_API_KEY",
        "Environment:",
        "4194304",
        "100000",
        "TINY_ACCESS_MODE",
        "TINY_APPROVAL_KEY",
        "TINY_TOKEN_KEY",
    ] {
        assert!(shown.contains(part), "{part} is missing:\n{shown}");
    }
    assert_eq!(help.status.code(), Some(0));
}

#[test]
fn mistakes_on_the_command_line_exit_with_2() {
    let config = folder("config").join("mcp.toml");
    let config = config.to_str().expect("a plain path");
    let check = |arguments: &[&str], file: &str, expected: &str| {
        std::fs::write(config, file).expect("a file");
        let output = run(arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(expected), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty());
    };
    check(&["serv"], "", "serve");
    check(&["serve"], "", "--port");
    check(&["serve", "--port", "1", "--stdio"], "", "--stdio");
    check(&["serve", "--http", "8080"], "", "127.0.0.1:8080");
    check(&["--timeout", "0"], "", "timeout: must be 1 to 3600, not 0");
    check(&["--base-url", "ftp://ada:pass@x"], "", "base-url: the base URL must begin with http:// or https://");
    check(&["--allowed-host", "*.example.com"], "", "allowed-host: must be a host name");
    check(
        &["--access-mode", "readonly"],
        "",
        "access-mode: must be one of read-only, read-write, full, not \"readonly\"",
    );
    check(&["--approval", "maybe"], "", "approval: must be destructive or off");
    check(&["--allow", "things.*,thing.*"], "", "allow: \"thing.*\" names no operation");
    check(&["--deny", "tag:nothing"], "", "deny: \"tag:nothing\" names no operation");
    check(&["--deny", "effect:destroy"], "", "read, write and destructive");
    check(&["--deny", "*"], "", "allow and deny: leave no operation");
    check(&["--revoked-token", "12ab"], "", "revoked-token: \"12ab\" is no id");
    check(&["token"], "", "set TINY_TOKEN_KEY");
    check(&["token", "--days", "0"], "", "1..=366");
    check(&["--allow", "things.get", "--deny", "things.get"], "", "leave no operation");
    check(&["--config", config], "deny = ['lost.*']", "deny: \"lost.*\" names no operation");
    check(&["--config", config], "time-out = 5", "time-out is not a setting; timeout is");
    check(&["--config", config], "timeout = 'x'", "invalid type");
    check(&["--config", "does-not-exist.toml"], "", "can't be read");
}

#[test]
fn a_flag_is_stronger_than_the_environment_and_that_than_the_file() {
    let config = folder("precedence").join("mcp.toml");
    std::fs::write(&config, "timeout = 9001\nmax-answer = 1").expect("a file");
    let check = |flag: Option<&str>, variable: Option<&str>, expected: &str| {
        let mut command = tiny();
        command.args(flag.map(|value| ["--timeout", value]).into_iter().flatten());
        command
            .envs(variable.map(|value| ("TINY_TIMEOUT", value)))
            .env("TINY_CONFIG", &config)
            .env("TINY_BASE_URL", "");
        let output = command.stdin(Stdio::null()).output().expect("the program runs");
        assert!(text(&output.stderr).contains(expected), "{}", text(&output.stderr));
    };
    check(None, None, "not 9001");
    check(None, Some(""), "not 9001");
    check(None, Some("9002"), "not 9002");
    check(Some("9003"), Some("9002"), "not 9003");
    check(Some("5"), Some("9002"), "max-answer");
}

#[test]
fn settings_of_safety_come_from_the_environment_too() {
    for (variable, value, expected) in [
        ("TINY_ACCESS_MODE", "all", "access-mode: must be one of"),
        ("TINY_READ_ONLY", "perhaps", "--read-only"),
        ("TINY_DENY", "x.*", "deny: \"x.*\" names no operation"),
        ("TINY_APPROVAL", "on", "approval: must be"),
        ("TINY_APPROVAL_KEY", "short-secret", "the approval key: must have at least 32 bytes"),
        ("TINY_TOKEN_KEY", "short-secret", "the token key: must have at least 32 bytes"),
    ] {
        let output = tiny().env(variable, value).stdin(Stdio::null()).output().expect("the program runs");
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{variable}: {said}");
        assert!(said.contains(expected) && !said.contains("short-secret"), "{variable}: {said}");
    }
    for (variable, value) in [("TINY_READ_ONLY", "true"), ("TINY_READ_ONLY", "0"), ("TINY_APPROVAL", "off")] {
        let output = tiny().env(variable, value).stdin(Stdio::null()).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(0), "{variable}: {}", text(&output.stderr));
    }
}

/// What a call of a tool over stdio says.
fn called(arguments: &[&str], tool: &str, call: &str) -> String {
    answer(tiny().args(arguments), tool, call)
}

fn answer(command: &mut Command, tool: &str, call: &str) -> String {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a start");
    let meta =
        r#"{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#;
    let params = format!(r#"{{"name":"{tool}","arguments":{call},"_meta":{meta}}}"#);
    let message = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{params}}}"#);
    writeln!(child.stdin.take().expect("standard input"), "{message}").expect("it reads");
    text(&child.wait_with_output().expect("it ends").stdout)
}

#[test]
fn what_is_set_holds_for_every_call() {
    let create = r#"{"operation":"things.create","body":{"name":"x"},"dry_run":true}"#;
    for (arguments, tool, call, expected, absent) in [
        (&["--read-only"] as &[&str], "execute", create, "effect-refused", "url"),
        (&["--access-mode", "read-only"], "execute", create, "effect-refused", "url"),
        (&["--access-mode", "Read-Write"], "execute", create, "dry_run", "effect-refused"),
        (&["--deny", "effect:write"], "execute", create, "operation-denied", "url"),
        (&["--deny", "effect:write"], "search", r#"{"queries":["create a thing"]}"#, "not to offer", "things.create"),
        (&["--allow", "tag:things", "--deny", "*.get"], "search", "{}", "things (2): list, create", "get"),
        (&["--allow", "things.list"], "search", r#"{"operation":"things.get"}"#, "operation-denied", "/things/{id}"),
        (&["--allow", "things.list"], "search", r#"{"effect":"write"}"#, "invalid-value", "create"),
    ] {
        let said = called(arguments, tool, call);
        assert!(said.contains(expected) && !said.contains(absent), "{arguments:?} {call}: {said}");
    }
}

#[test]
fn a_proxy_in_the_way_is_named_and_its_password_is_not() {
    for (variable, base_url, expected) in [
        ("HTTPS_PROXY", "https://api.example.com", "the proxy gives no connection to api.example.com"),
        ("HTTP_PROXY", "http://api.example.com", "HTTP_PROXY is set"),
    ] {
        let mut command = tiny();
        command.env(variable, "http://ada:proxy-password@127.0.0.1:1").env("TINY_API_KEY", "made-up");
        let call = r#"{"operation":"things.list"}"#;
        let said = answer(command.args(["--base-url", base_url]), "execute", call);
        assert!(said.contains(expected) && !said.contains("proxy-password"), "{variable}: {said}");
    }
}

#[test]
fn stdio_ends_with_its_input() {
    let output = run(&[]);
    assert_eq!(
        (output.status.code(), text(&output.stdout), text(&output.stderr)),
        (Some(0), String::new(), String::new())
    );
    let mut child =
        tiny().args(["serve", "--stdio"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a start");
    let message = concat!(
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"#,
        r#""io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}"#,
        "\n"
    );
    child.stdin.take().expect("standard input").write_all(message.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    let lines: Vec<_> = text(&output.stdout).lines().map(str::to_owned).collect();
    assert!(lines.len() == 1 && lines[0].contains("submit_mcp_feedback"), "{lines:?}");
}

#[test]
fn http_says_where_it_listens_and_stops_when_told() {
    let (mut child, line) = start(&["serve", "--port", "0"]);
    let address = address(&line);
    let mut stream = std::net::TcpStream::connect(&address).expect("it listens");
    write!(stream, "GET /healthz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("\r\n\r\nok"), "{answer}");
    let taken = run(&["serve", "--http", &address]);
    assert_eq!(taken.status.code(), Some(1));
    assert!(text(&taken.stderr).contains("is in use"), "{}", text(&taken.stderr));
    terminate(&child);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn a_token_that_is_printed_is_taken_until_it_is_revoked() {
    const KEY: &str = "thirty-two bytes, which are a key";
    let mut command = tiny();
    let lacking = command.args(["token"]).env("TINY_TOKEN_KEY", KEY).output().expect("the program runs");
    assert_eq!(lacking.status.code(), Some(2));
    assert!(text(&lacking.stderr).contains("set TINY_API_KEY"), "{}", text(&lacking.stderr));
    let printed = command.args(["--days", "2", "--read-only"]).env("TINY_API_KEY", "s3cret").output().expect("it runs");
    let (token, said) = (text(&printed.stdout), text(&printed.stderr));
    assert!(token.starts_with("twa_") && token.ends_with('\n') && token.lines().count() == 1, "{token}");
    assert!(said.starts_with("read-only until 2") && !said.contains("s3cret"), "{said}");
    let id = said.trim().rsplit(' ').next().expect("an id").to_owned();
    for (more, status) in [(vec![], "200"), (vec!["--revoked-token", id.as_str()], "401")] {
        let mut command = tiny();
        command.env("TINY_TOKEN_KEY", KEY).args(["serve", "--port", "0"]).args(more);
        let (mut child, line) = start_as(&mut command);
        let address = address(&line);
        let mut stream = std::net::TcpStream::connect(&address).expect("it listens");
        let body = r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#;
        let accept = "content-type: application/json\r\naccept: application/json, text/event-stream";
        let head = format!("POST /mcp HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{accept}");
        let token = token.trim();
        write!(stream, "{head}\r\nauthorization: Bearer {token}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
            .expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
        terminate(&child);
        assert_eq!(child.wait().expect("it ends").code(), Some(0));
    }
}

#[test]
fn stdio_stops_when_told() {
    let mut child =
        tiny().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
    let message = r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#;
    writeln!(child.stdin.as_mut().expect("standard input"), "{message}").expect("it reads");
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().expect("standard output")).read_line(&mut line).expect("it answers");
    terminate(&child);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn others_are_not_let_in_without_a_credential_of_their_own() {
    let output = run(&["serve", "--http", "0.0.0.0:0"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("[auth]"), "{}", text(&output.stderr));
}

#[test]
fn feedback_is_listed_and_exported() {
    let folder = folder("listed");
    let folder = folder.to_str().expect("a plain path");
    let none = run(&["feedback", "list", "--data-dir", folder]);
    assert_eq!((none.status.code(), text(&none.stderr)), (Some(0), "no feedback yet\n".to_owned()));
    assert!(std::fs::read_dir(folder).expect("a folder").next().is_none());
    keep(Path::new(folder), "first\u{1b}[31m line\nsecond");
    keep(Path::new(folder), "later");
    let list = text(&run(&["feedback", "list", "--data-dir", folder]).stdout);
    assert!(
        list.contains("operation") && list.contains("first [31m line second") && !list.contains('\u{1b}'),
        "{list}"
    );
    let json: serde_json::Value =
        serde_json::from_slice(&run(&["--data-dir", folder, "feedback", "list", "--json"]).stdout).expect("JSON");
    assert_eq!(json[0]["comment"], "later");
    let export = text(&run(&["feedback", "export", "--format", "jsonl", "--data-dir", folder]).stdout);
    let first: serde_json::Value = serde_json::from_str(export.lines().next().expect("a line")).expect("JSON");
    assert_eq!((export.lines().count(), &first["created_at"]), (2, &serde_json::json!("2026-07-28T09:00:00Z")));
}

#[cfg(unix)]
#[test]
fn reading_feedback_changes_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("read");
    let file = folder.join("feedback.sqlite3");
    let list = |folder: &Path| run(&["feedback", "list", "--data-dir", folder.to_str().expect("a plain path")]);
    keep(&folder, "there");
    let rights = |path: &Path, mode| std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("rights");
    rights(&file, 0o444);
    rights(&folder, 0o555);
    let before = std::fs::read(&file).expect("a file");
    let output = list(&folder);
    assert!(text(&output.stdout).contains("there"), "{}", text(&output.stderr));
    assert_eq!(std::fs::read(&file).expect("a file"), before);
    assert_eq!(file.metadata().expect("a file").permissions().mode() & 0o777, 0o444);
    rights(&folder, 0o755);
    rights(&file, 0o644);
    keep(&folder, "more");
    assert_eq!(file.metadata().expect("a file").permissions().mode() & 0o777, 0o644);

    let output = list(&file);
    assert!(output.status.code() == Some(1) && text(&output.stderr).contains("can't be used"), "{output:?}");
    let link = folder.join("linked");
    std::fs::create_dir(&link).expect("a folder");
    std::os::unix::fs::symlink(&file, link.join("feedback.sqlite3")).expect("a link");
    let output = list(&link);
    assert!(output.status.code() == Some(1) && text(&output.stderr).contains("is a link"), "{output:?}");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    assert!(runtime.block_on(runtime::feedback::Store::open(&link)).is_err());
}

#[test]
fn the_verb_of_a_worker_is_nobodys_command() {
    let worker = run(&["jq-worker"]);
    assert_eq!(
        (worker.status.code(), text(&worker.stdout), text(&worker.stderr)),
        (Some(0), String::new(), String::new())
    );
    assert_eq!(run(&["jq-worker", "--help"]).status.code(), Some(2));
    assert!(!text(&run(&["--help"]).stdout).contains("jq-worker"));
}

fn keep(folder: &Path, comment: &str) {
    let row = runtime::feedback::Row {
        id: 0,
        created_at: 1_785_229_200,
        category: "bug".to_owned(),
        comment: comment.to_owned(),
        operation: None,
        context: None,
        document: "0123456789ab".to_owned(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut store = runtime::feedback::Store::open(folder).await.expect("a store");
        store.insert(&row).await.expect("a row");
        store.close().await.expect("it closes");
    });
}
