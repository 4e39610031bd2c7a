//! `execute` reaches the wire through the generated handler alone: in a copy of the crate in which two handlers are
//! swapped, the mock objects.

use std::fs;

use e2e::{Server, Upstream, build, call_with, copy, root, scratch, vendors};
use mock::Fill;

/// An operation of a module.
struct Described {
    name: String,
    method: String,
    path: String,
    handler: String,
}

impl Described {
    /// Whether its path has variables.
    #[cfg(test)]
    fn varies(&self) -> bool {
        self.path.contains('{')
    }
}

/// The operations that a module's descriptors describe, in their order.
#[cfg(test)]
fn described(module: &str) -> Vec<Described> {
    let field = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.trim().strip_prefix(key)).unwrap_or_default();
        line.trim().trim_matches([',', '"']).to_owned()
    };
    let blocks = module.split(": Operation = Operation {").skip(1);
    let one = |block: &str| Described {
        name: field(block, "name: "),
        method: field(block, "method: ").trim_start_matches("Method::").to_uppercase(),
        path: field(block, "path: "),
        handler: field(block, "handler: "),
    };
    blocks.map(one).collect()
}

#[test]
fn swapped_handlers_are_noticed() {
    for vendor in vendors().unwrap() {
        let scratch = scratch(&format!("handlers-{}", vendor.name)).unwrap();
        let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
        let members = manifest.lines().find(|line| line.starts_with("members")).unwrap();
        let manifest = manifest
            .replace(members, "members = [\"swapped\"]")
            .replace("default-members", "#")
            .replace("path = \"", &format!("path = \"{}/", root().display()));
        fs::write(scratch.join("Cargo.toml"), manifest).unwrap();
        fs::copy(root().join("Cargo.lock"), scratch.join("Cargo.lock")).unwrap();
        let copied = scratch.join("swapped");
        copy(&root().join("generated").join(&vendor.name), &copied).unwrap();
        let package = format!("{}-swapped", vendor.name);
        let manifest = fs::read_to_string(copied.join("Cargo.toml")).unwrap();
        // The project's other crates go along, so that dependencies have the features they have there.
        let more = "[dependencies]\ntoolwright-generator.workspace = true\ntoolwright-mock.workspace = true";
        let manifest = manifest.replace(&vendor.package(), &package).replace("[dependencies]", more);
        fs::write(copied.join("Cargo.toml"), manifest).unwrap();

        // An operation without variables in its path gets the handler of one with.
        let swapped = fs::read_dir(copied.join("src")).unwrap().find_map(|entry| {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let operations = described(&text);
            let variable = operations.iter().find(|operation| operation.varies())?;
            let line = |handler: &str| format!("    handler: {handler},\n");
            let (second, fixed) = (line(&variable.handler), operations.into_iter().find(|it| !it.varies())?);
            let first = line(&fixed.handler);
            let text = text.replace(&first, "\u{0}").replace(&second, &first).replace('\u{0}', &second);
            fs::write(&path, text).unwrap();
            Some(fixed)
        });
        let operation = swapped.expect("a module with both kinds of paths");

        let program = build(&scratch, &[&package]).unwrap();
        let upstream = Upstream::start(vendor.mock().unwrap()).unwrap();
        let arguments = upstream.mock.arguments(&operation.method, &operation.path, Fill::Required, 0);
        let call = call_with(&operation.name, arguments.expect("the mock knows the operation"));
        let mut honest = Server::start(&vendor, &upstream.url).unwrap();
        let (failed, answer) = honest.call("execute", &call).unwrap();
        assert!(!failed, "{call}: {answer}");
        drop(honest);
        let exchanges = upstream.mock.take();
        assert!(exchanges.len() == 1 && exchanges[0].violations.is_empty(), "{exchanges:?}");
        let mut server = Server::start_program(&program, &vendor, &["--base-url", &upstream.url]).unwrap();
        server.call("execute", &call).unwrap();
        let exchanges = upstream.mock.exchanges();
        assert!(!exchanges.is_empty(), "{call} did not go out");
        let violations: Vec<_> = exchanges.iter().flat_map(|exchange| &exchange.violations).collect();
        assert!(!violations.is_empty(), "{call} with a foreign handler was accepted: {exchanges:?}");
    }
}
