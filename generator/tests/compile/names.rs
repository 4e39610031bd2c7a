//! Names of operations: what they are made of, and that they stay.

use std::collections::BTreeMap;

use generator::Vendor;
use serde_json::{Map, Value, json};

use crate::support::{Committed, Compiled, HEAD, committed, compile, compile_as, corpus, document_of, vendor};

/// The name of an operation that is alone, by route, tag and operationId.
#[track_caller]
fn check(route: &str, tag: Option<&str>, operation_id: Option<&str>, expected: &str) {
    let (method, path) = route.split_once(' ').unwrap_or_default();
    let operation = json!({"tags": tag.into_iter().collect::<Vec<_>>(), "operationId": operation_id});
    let document = json!({"openapi": "3.1.0", "paths": {path: {method.to_lowercase(): operation}}});
    assert_eq!(compile(&document.to_string()).only().name(), expected, "{route} {tag:?} {operation_id:?}");
}

#[test]
fn names_of_one_operation() {
    check("GET /api/connections", Some("Connections"), Some("list"), "connections.list");
    check("GET /x", Some("modelSync/executions"), Some("get"), "model_sync.executions.get");
    check("GET /x", Some("subpackage_a.subpackage_a/b"), Some("get-type"), "a.b.get_type");
    check("GET /x", Some("Model Sync"), Some("getHTTPServer"), "model_sync.get_http_server");
    check("GET /x", Some("issues"), Some("issues/create"), "issues.create");
    check("GET /x", Some("issues"), Some("issuesCreate"), "issues.issues_create");
    check("GET /x", Some("issues"), Some("issues"), "issues.issues");
    check("GET /api/v2/users", None, None, "users.list");
    check("GET /users/{id}", None, None, "users.get");
    check("POST /users/{id}/keys", None, None, "users.create_keys");
    check("PUT /users/{id}", Some("Users"), None, "users.replace");
    check("PATCH /users/{id}", Some("Users"), None, "users.update");
    check("DELETE /users/{id}", Some("People"), None, "people.delete_users");
    check("HEAD /users", Some("People"), Some("📦"), "people.head_users");
    check("GET /users", Some("数据"), Some("list"), "users.list");
    check("GET /users", Some("Données"), Some("list"), "donnes.list");
    check("GET /", None, None, "list");
    check("GET /{id}", None, None, "get");
    check("GET /v1.0/me", None, None, "me.list");
    check("GET /2fa", Some("2FA"), Some("2faStatus"), "2_fa.2fa_status");
}

/// Names by route.
fn by_route(compiled: &Compiled) -> BTreeMap<String, String> {
    compiled.names().into_iter().collect()
}

#[test]
fn names_that_collide_all_take_their_path() {
    let compiled = compile(&format!(
        "{HEAD}  /a/x: {{get: {{tags: [t], operationId: get}}}}
  /b/x: {{get: {{tags: [t], operationId: get}}}}
  /b/y: {{get: {{tags: [t], operationId: get-y}}}}
  /b/{{y}}: {{get: {{tags: [u], operationId: get}}}}
  /b/{{Y}}: {{get: {{tags: [u], operationId: get}}}}
"
    ));
    let names = by_route(&compiled);
    assert_eq!(names["GET /a/x"], "t.a_x.list");
    assert_eq!(names["GET /b/x"], "t.b_x.list");
    assert_eq!(names["GET /b/y"], "t.get_y");
    // Even the paths say the same; a hash of the route remains.
    assert!(names["GET /b/{y}"].starts_with("u.get_") && names["GET /b/{Y}"].starts_with("u.get_"), "{names:?}");
    assert_ne!(names["GET /b/{y}"], names["GET /b/{Y}"]);
}

#[test]
fn renames_keep_the_former_name() {
    let document = format!("{HEAD}  /a: {{get: {{}}}}\n  /b: {{get: {{}}}}\n");
    let first = compile(&document);
    let renamed = compile_as(
        &document,
        "[rename]\n\"GET /a\" = \"b.list\"\n\"GET /b\" = \"c.list\"\n",
        Some(first.text("names.lock")),
    );
    let entries = renamed.entries();
    let found: Vec<(&str, Vec<&str>)> =
        entries.iter().map(|entry| (entry.name(), entry.former_names().collect())).collect();
    assert_eq!(found, [("b.list", vec!["a.list"]), ("c.list", vec!["b.list"])]);
    // The lock keeps what was shipped first, so that taking the rename back is a rename back.
    assert_eq!(renamed.text("names.lock"), first.text("names.lock"));
    let back = compile_as(&document, "", Some(renamed.text("names.lock")));
    assert_eq!(back.names(), first.names());
    // Decided before anything was shipped, it still is a name of its own.
    let fresh = compile_as(&document, "[rename]\n\"GET /a\" = \"b.list\"\n", None);
    let names = by_route(&fresh);
    assert_eq!(names["GET /a"], "b.list");
    assert_eq!(names["GET /b"], "b.b.list");
}

#[test]
fn names_of_operations_that_are_gone_are_not_given_away() {
    let lock = "GET /gone a.list\nGET /b x.y\n";
    let compiled = compile_as(&format!("{HEAD}  /a: {{get: {{}}}}\n  /b: {{get: {{}}}}\n"), "", Some(lock));
    let names = by_route(&compiled);
    assert_eq!(names["GET /a"], "a.a.list");
    assert_eq!(names["GET /b"], "x.y");
    assert!(compiled.text("names.lock").contains("GET /gone a.list\n"));
}

/// A generator of numbers by a linear congruence (Knuth, MMIX): the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit.max(1)
    }
}

/// The operations of a document: path, method, and what they are called by.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in
            item.as_object().into_iter().flatten().filter(|(_, value)| value["responses"].is_object())
        {
            let kept = json!({"tags": operation["tags"], "operationId": operation["operationId"]});
            found.push((path.clone(), method.clone(), kept));
        }
    }
    found
}

/// Routes and names of some operations, and the lock afterwards.
fn named(operations: &[&(String, String, Value)], lock: Option<&str>) -> (BTreeMap<String, String>, String) {
    let mut paths = Map::new();
    for (path, method, operation) in operations {
        let item = paths.entry(path.clone()).or_insert_with(|| json!({}));
        item[method] = operation.clone();
    }
    let compiled = compile_as(&json!({"openapi": "3.1.0", "paths": paths}).to_string(), "", lock);
    (by_route(&compiled), compiled.text("names.lock").to_owned())
}

fn check_growth(document: &Value, seed: u64) {
    let all = operations(document);
    assert!(all.len() > 20, "{} operations", all.len());
    let mut numbers = Numbers(seed);
    let mut order: Vec<&(String, String, Value)> = all.iter().collect();
    for index in (1..order.len()).rev() {
        order.swap(index, numbers.below(index + 1));
    }
    // Without a lock the order means nothing.
    let (names, _) = named(&all.iter().collect::<Vec<_>>(), None);
    assert_eq!(named(&order, None).0, names);
    // With it, growth renames nothing.
    let mut lock: Option<String> = None;
    let mut shipped: BTreeMap<String, String> = BTreeMap::new();
    let mut taken = 0;
    while taken < order.len() {
        taken = (taken + 1 + numbers.below(order.len() / 3)).min(order.len());
        let (names, text) = named(&order[..taken], lock.as_deref());
        for (route, name) in &shipped {
            assert_eq!(names.get(route), Some(name), "{route} was renamed, seed {seed}");
        }
        (shipped, lock) = (names, Some(text));
    }
}

#[test]
fn growing_documents_rename_nothing() {
    for Committed { document, decisions, .. } in committed() {
        let document = document_of(&document, &vendor(&decisions));
        (0..6).for_each(|seed| check_growth(&document, seed));
    }
    if let Some(text) = corpus("intercom/openapi.yaml") {
        let document = document_of(&text, &Vendor::plain("intercom"));
        (0..3).for_each(|seed| check_growth(&document, seed));
    }
}

#[test]
fn growing_collisions_rename_nothing() {
    let mut paths = Map::new();
    for (index, id) in ["get", "Get", "list", "a_b_list", "b", "", "数"].into_iter().enumerate() {
        for path in ["/a/b", "/a/{b}", "/A/B", "/a_b", "/b/a", "/a.b"] {
            let tag = ["t", "T", "", "a"][index % 4];
            let operation = json!({"tags": [tag], "operationId": id, "responses": {}});
            paths.entry(format!("/{index}{path}")).or_insert_with(|| json!({"get": operation, "delete": operation}));
        }
    }
    let document = json!({"paths": paths});
    (0..8).for_each(|seed| check_growth(&document, seed));
}
