//! Servers with their variables: one list of variables for the whole API, since whoever runs the server chooses their values
//! once.

use crate::api::{Api, Server, ServerVariable};

/// The document's server, or the one decided, and the variables of every server by name. A server whose variable is not the
/// same as one of that name elsewhere keeps the defaults.
pub(super) fn settle(api: &mut Api, decided: Option<&str>) -> (String, Vec<ServerVariable>) {
    let mut known: Vec<ServerVariable> = Vec::new();
    let server = match (decided, &api.server) {
        (Some(decided), _) => decided.to_owned(),
        (None, Some(server)) => template(server, &mut known),
        (None, None) => String::new(),
    };
    for server in api.operations.iter_mut().filter_map(|operation| operation.server.as_mut()) {
        server.template = template(server, &mut known);
    }
    known.sort_by(|left, right| left.name.cmp(&right.name));
    (server, known)
}

fn template(server: &Server, known: &mut Vec<ServerVariable>) -> String {
    let other = |variable: &ServerVariable| known.iter().any(|one| one.name == variable.name && one != variable);
    if server.variables.iter().any(other) {
        return server.url.clone();
    }
    for variable in &server.variables {
        if !known.contains(variable) {
            known.push(variable.clone());
        }
    }
    server.template.clone()
}
