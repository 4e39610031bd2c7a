//! One document: its generated server called, its mock asked.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mock::{Arguments, Exchange, Mock, RawRequest, Spoilt, alike};
use runtime::{Api, BaseUrl, Call, Caller, Credential, Fault, Limits, Operation, SchemeKind, Secret, Server, execute};
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

use super::case::{Names, lies_between};
use super::disagreement::Disagreement;
use super::options::Options;
use super::tally::Tally;
use crate::{Error, Upstream};

/// A document under test.
struct Subject<'o> {
    options: &'o Options,
    document: &'o str,
    upstream: Upstream,
    server: Server,
    caller: Caller,
    runtime: Runtime,
    requests: Option<fs::File>,
    tally: Tally,
}

/// Tests every operation of a document, called by its path and the name of its source.
pub(super) fn run(options: &Options, (document, name): (&str, &str), api: &'static Api) -> Result<Tally, Error> {
    let upstream = Upstream::start(mock(options, name)?)?;
    let url = BaseUrl::parse(&upstream.url).map_err(|error| Error::new("reading the mock's URL", error))?;
    let server =
        Server::open(api, Some(url), Limits::default()).map_err(|error| Error::new("opening the server", error))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Error::new("starting a runtime", error))?;
    let requests = options.requests.as_ref().map(|folder| {
        fs::create_dir_all(folder)?;
        let mut file = fs::File::create(folder.join(format!("{name}.jsonl")))?;
        writeln!(file, "{}", json!({"document": document})).map(|()| file)
    });
    let requests = requests.transpose().map_err(|error| Error::new("writing requests", error))?;
    let caller = Caller::new(credential(api));
    let tally = Tally { documents: 1, ..Tally::default() };
    let mut subject = Subject { options, document, upstream, server, caller, runtime, requests, tally };
    for (ordinal, operation) in api.operations.iter().enumerate() {
        subject.operation(ordinal, operation)?;
    }
    Ok(subject.tally)
}

/// The mock of a document, under the decisions that came with it.
fn mock(options: &Options, name: &str) -> Result<Mock, Error> {
    let text = fs::read_to_string(options.sources.join(format!("{name}.json")));
    let text = text.map_err(|error| Error::new("reading a source", error))?;
    let mut source: Map<String, Value> = serde_json::from_str(&text).map_err(|error| Error::new("a source", error))?;
    let mut take = |key: &str| source.remove(key).unwrap_or_default();
    let document = take("document");
    let failed = |error| Error::new("reading a source", error);
    let made = mock::Options {
        path: take("path").as_str().unwrap_or_default().to_owned(),
        files: serde_json::from_value(take("files")).map_err(failed)?,
        security: serde_json::from_value(take("security")).map_err(failed)?,
        operation_security: serde_json::from_value(take("operation_security")).map_err(failed)?,
        constant_headers: serde_json::from_value(take("constant_headers")).map_err(failed)?,
        styles: serde_json::from_value(take("styles")).map_err(failed)?,
        ..mock::Options::default()
    };
    Mock::new(document.as_str().unwrap_or_default(), made).map_err(|error| Error::new("making the mock", error))
}

/// Made-up secrets of every scheme.
fn credential(api: &Api) -> Credential {
    let secret = |kind: &SchemeKind| match kind {
        SchemeKind::Basic => "user:made-up-secret",
        _ => "made-up-secret",
    };
    let secrets = api.schemes.iter().map(|scheme| (scheme.name.to_owned(), Secret::new(secret(&scheme.kind))));
    Credential::Environment(secrets.collect::<BTreeMap<_, _>>())
}

impl Subject<'_> {
    fn operation(&mut self, ordinal: usize, operation: &Operation) -> Result<(), Error> {
        self.tally.operations += 1;
        let names = Names::new(&self.server, ordinal);
        let method = operation.method.to_string();
        let mock = self.upstream.mock.clone();
        let numbers = (0..self.options.sets).map(|index| self.options.seed.wrapping_mul(1_000_003).wrapping_add(index));
        for (index, number) in numbers.enumerate() {
            let Some(arguments) = mock.draw(&method, operation.path, number) else {
                let why = mock.undrawn(&method, operation.path);
                self.tally.untold.push(format!("{} {}: {why}", self.document, operation.name));
                return Ok(());
            };
            let sent = self.valid(operation, &names, &arguments);
            if let (Some(sent), Some(file)) = (sent, &mut self.requests)
                && (index as u64) < self.options.sampled
            {
                writeln!(file, "{}", line(operation, &sent)).map_err(|error| Error::new("writing requests", error))?;
            }
            if let Some(spoilt) = mock.spoil(&method, operation.path, (&arguments, number)) {
                self.invalid(operation, &names, &spoilt);
            }
        }
        Ok(())
    }

    /// Sends valid arguments; the request, where they arrived as they were.
    fn valid(&mut self, operation: &Operation, names: &Names, arguments: &Arguments) -> Option<RawRequest> {
        self.tally.sent += 1;
        let call = names.call(operation.name, arguments);
        let (faults, mut exchanges) = self.execute(&call);
        let (kind, detail) = match (faults, exchanges.as_slice()) {
            (Err(faults), []) => ("valid refused", told(&faults)),
            (_, [one]) if !one.violations.is_empty() || !is_for(one, operation) => {
                ("valid sent wrong", violations(one))
            }
            (_, [one]) if !alike(&self.without_credentials(arguments), &one.decoded) => {
                let decoded = json!({"parameters": one.decoded.parameters, "body": one.decoded.body});
                (
                    "valid arrived otherwise",
                    format!("{} {} is read as {decoded}", one.request.method, one.request.target),
                )
            }
            (Ok(()), [_]) => {
                self.tally.accepted += 1;
                return exchanges.pop().map(|exchange| exchange.request);
            }
            (faults, several) => {
                let why = faults.err().map(|faults| told(&faults)).unwrap_or_default();
                ("valid sent oddly", format!("{} requests; {why}", several.len()))
            }
        };
        self.disagree(operation, (kind, detail), call);
        None
    }

    fn invalid(&mut self, operation: &Operation, names: &Names, spoilt: &Spoilt) {
        self.tally.tried += 1;
        let call = names.call(operation.name, &spoilt.arguments);
        let (faults, exchanges) = self.execute(&call);
        let (above, place) = (names.path(&spoilt.objection), names.path(&spoilt.place));
        let what = format!("{place} {} [{}]", spoilt.change, spoilt.keyword);
        let what: String = what.chars().take(300).collect();
        let (kind, detail) = match (faults, exchanges.as_slice()) {
            (Err(faults), []) => {
                let paths = faults.iter().filter_map(|fault| fault.path.as_deref());
                // Which member an alternative misses depends on the alternative.
                let parent = place.rsplit_once('/').map_or("", |(parent, _)| parent);
                let is_beside = |path: &str| {
                    above.len() < place.len() && path.rsplit_once('/').is_some_and(|(other, _)| other == parent)
                };
                // What was put there has members of its own, where the mistake may be seen.
                let is_inside = |path: &str| {
                    spoilt.change.starts_with(['{', '['])
                        && lies_between(&place, &above, path)
                        && path.len() > place.len()
                };
                let may_differ = spoilt.change == "left out" && spoilt.keyword.ends_with("Of");
                if paths
                    .clone()
                    .any(|path| lies_between(path, &above, &place) || is_inside(path) || may_differ && is_beside(path))
                {
                    self.tally.refused += 1;
                    return;
                }
                ("invalid refused elsewhere", format!("{what}: {}", told(&faults)))
            }
            (_, sent) => {
                let wire = sent.first().map(violations).unwrap_or_default();
                ("invalid sent", format!("{what}: the mock says {wire}"))
            }
        };
        self.disagree(operation, (kind, detail), call);
    }

    /// The arguments that no credential stands in for: some documents declare them as parameters too.
    fn without_credentials(&self, arguments: &Arguments) -> Arguments {
        let carries = |location: &str, name: &str| {
            self.server.api().schemes.iter().any(|scheme| match scheme.kind {
                SchemeKind::ApiKey { location: own, name: key } => {
                    own.as_str() == location && key.eq_ignore_ascii_case(name)
                }
                _ => false,
            })
        };
        let mut arguments = arguments.clone();
        arguments.parameters.retain(|(location, name, _)| !carries(location, name));
        arguments
    }

    /// What a call is refused for, and what it sent.
    fn execute(&self, call: &Map<String, Value>) -> (Result<(), Vec<Fault>>, Vec<Exchange>) {
        let outcome = match Call::from_arguments(call) {
            Ok(call) => self.runtime.block_on(execute(&self.server, &self.caller, call)).map(|_| ()),
            Err(faults) => Err(faults),
        };
        (outcome, self.upstream.mock.take())
    }

    fn disagree(&mut self, operation: &Operation, (kind, detail): (&'static str, String), call: Map<String, Value>) {
        self.tally.disagreements.push(Disagreement {
            document: self.document.to_owned(),
            operation: operation.name.to_owned(),
            kind,
            detail,
            call: Value::Object(call),
            reason: None,
        });
    }
}

/// Whether a request is for an operation, or for one that requests can't tell from it.
fn is_for(exchange: &Exchange, operation: &Operation) -> bool {
    let sent = |path: &str| path.split('#').next().unwrap_or_default().to_owned();
    exchange.operation.as_ref().is_some_and(|found| sent(&found.path) == sent(operation.path))
}

fn told(faults: &[Fault]) -> String {
    let one = |fault: &Fault| format!("{} at {}", fault.message, fault.path.as_deref().unwrap_or("?"));
    faults.iter().take(3).map(one).collect::<Vec<_>>().join("; ")
}

fn violations(exchange: &Exchange) -> String {
    let all = exchange.violations.iter().take(3);
    let all: Vec<String> = all.map(|violation| format!("{}: {}", violation.place, violation.message)).collect();
    format!("{} {}: {}", exchange.request.method, exchange.request.target, all.join("; "))
}

/// A request for others to judge.
fn line(operation: &Operation, request: &RawRequest) -> Value {
    json!({"operation": operation.name, "path": operation.path, "method": request.method, "target": request.target,
        "headers": request.headers, "body": STANDARD.encode(&request.body)})
}
