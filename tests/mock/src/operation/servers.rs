//! Paths of the servers that an operation has of its own (OpenAPI 3.1.1 sections 4.8.5 and 4.8.6). It
//! knows nothing of requests.

use serde_json::Value;

use crate::document::Node;

/// More paths than this are not kept.
const PATHS: usize = 32;

/// The paths of the servers of an operation, else of its path item: `/v1`. Those of the document are no
/// part of a target here, and neither is an empty path.
pub(super) fn paths(operation: &Node<'_>, item: &Node<'_>) -> Vec<String> {
    let holder = [operation, item].into_iter().find(|holder| holder.member("servers").is_some());
    let servers = holder.map(|holder| holder.elements("servers")).unwrap_or_default();
    let mut paths: Vec<String> = servers.iter().flat_map(expanded).map(|url| path(&url)).collect();
    paths.retain(|path| !path.is_empty());
    paths.dedup();
    paths.truncate(PATHS);
    paths
}

/// The URLs of a server: each value of the variables that have an enum, the default of the others. A
/// variable without a default stays, as a variable of the path.
fn expanded(server: &Node<'_>) -> Vec<String> {
    let mut urls: Vec<String> = server.text("url").map(str::to_owned).into_iter().collect();
    for (name, variable) in server.named("variables") {
        let listed = variable.value.get("enum").and_then(Value::as_array).into_iter().flatten();
        let values: Vec<&str> = listed.filter_map(Value::as_str).chain(variable.text("default")).collect();
        if values.is_empty() {
            continue;
        }
        let place = format!("{{{name}}}");
        let mut next: Vec<String> =
            urls.iter().flat_map(|url| values.iter().map(|value| url.replace(&place, value))).collect();
        next.sort();
        next.dedup();
        next.truncate(PATHS);
        urls = next;
    }
    urls
}

/// The path of a URL or relative reference, without a slash at its end.
fn path(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|start| rest.get(start..)).unwrap_or_default(),
        None => match url.strip_prefix("//") {
            Some(rest) => rest.find('/').and_then(|start| rest.get(start..)).unwrap_or_default(),
            None => url,
        },
    };
    let segments: Vec<&str> = path.split('/').filter(|segment| !matches!(*segment, "" | "." | "..")).collect();
    segments.iter().map(|segment| format!("/{segment}")).collect()
}
