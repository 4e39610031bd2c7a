//! `execute` reaches the wire through the generated handler alone: in a copy of the crate in which two handlers are
//! swapped, the mock objects.

use std::fs;

use e2e::{Server, Upstream, build, copy, root, scratch, vendors};
use serde_json::json;

/// An operation of a module: its name, its handler, and whether its path has variables.
struct Described {
    name: String,
    handler: String,
    variables: bool,
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
        handler: field(block, "handler: "),
        variables: field(block, "path: ").contains('{'),
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
            let fixed = operations.iter().find(|operation| !operation.variables)?;
            let variable = operations.iter().find(|operation| operation.variables)?;
            let line = |handler: &str| format!("    handler: {handler},\n");
            let (first, second) = (line(&fixed.handler), line(&variable.handler));
            let text = text.replace(&first, "\u{0}").replace(&second, &first).replace('\u{0}', &second);
            fs::write(&path, text).unwrap();
            Some(fixed.name.clone())
        });
        let name = swapped.expect("a module with both kinds of paths");

        let program = build(&scratch, &[&package]).unwrap();
        let upstream = Upstream::start(vendor.mock().unwrap()).unwrap();
        let call = json!({"operation": name, "params": {}});
        let mut honest = Server::start(&vendor, &upstream.url).unwrap();
        let (_, refused) = honest.call("execute", &call).unwrap();
        drop(honest);
        upstream.mock.clear();
        let mut server = Server::start_program(&program, &vendor, &["--base-url", &upstream.url]).unwrap();
        server.call("execute", &call).unwrap();
        let exchanges = upstream.mock.exchanges();
        assert!(!exchanges.is_empty(), "{name} went out in the honest server: {refused}");
        let violations: Vec<_> = exchanges.iter().flat_map(|exchange| &exchange.violations).collect();
        assert!(!violations.is_empty(), "{name} with a foreign handler was accepted: {exchanges:?}");
    }
}
