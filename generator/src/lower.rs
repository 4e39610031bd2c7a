//! Document to API: what is offered, in OpenAPI's words.

mod body;
mod effect;
mod operation;
mod pagination;
mod server;

use std::collections::BTreeSet;

use contract::Method;

pub(crate) use pagination::detect_in as detect_pages;

use crate::api::{Api, LeftOut, Operation, SecurityScheme};
use crate::pointer::Pointer;
use crate::spec::{Schemas, Spec, Version};
use crate::template::pieces;
use crate::{Code, Diagnostics};

/// Members of a path item that are no operations.
const NO_METHODS: [&str; 6] = ["summary", "description", "parameters", "servers", "$ref", "additionalOperations"];

/// Lowers a document. One that offers nothing leaves a diagnostic.
pub(crate) fn lower(spec: &Spec, diagnostics: &mut Diagnostics) -> Api {
    let root = Pointer::default();
    let info = root.join("info");
    let mut schemas = Schemas::new(spec);
    let mut api = Api {
        title: spec.text(&info, "title"),
        version: spec.text(&info, "version"),
        description: spec.text(&info, "description"),
        synonyms: spec.synonyms(),
        server: spec.swagger_server().or_else(|| server::server(spec, &root, None, diagnostics)),
        ..Api::default()
    };
    let mut internal_tags = BTreeSet::new();
    for tag in spec.items(&root.join("tags")) {
        if spec.flag(&tag, "x-internal") {
            internal_tags.insert(spec.text(&tag, "name"));
        }
        api.tags.insert(spec.text(&tag, "name"), spec.text(&tag, "description"));
    }
    for (name, place) in spec.members(&spec.version().schemes(), diagnostics) {
        let Some(scheme) = spec.scheme(&place, diagnostics) else { continue };
        if scheme == SecurityScheme::Other {
            let help = "require another scheme too, or decide in vendor.toml: [auth] default";
            let message = format!("no credential can be sent for the security scheme `{name}`");
            diagnostics.add(Code::UnsupportedScheme, &place, message, help);
            api.unused.add(format!("security scheme {name}"), "no credential of its kind can be sent");
        }
        api.schemes.insert(name, scheme);
    }
    let security = spec.security(diagnostics);
    undeclared_schemes(security.as_deref().unwrap_or_default(), &root, spec, diagnostics);
    for (path, item) in spec.members(&root.join("paths"), diagnostics) {
        if path.starts_with("x-") {
            continue;
        }
        lower_path(
            &path,
            &item,
            &mut Lowering {
                spec,
                schemas: &mut schemas,
                api: &mut api,
                security: &security,
                internal_tags: &internal_tags,
                diagnostics,
            },
        );
    }
    let webhooks = spec.members(&root.join("webhooks"), diagnostics);
    uncalled("webhook", webhooks, &mut api, diagnostics);
    // Nothing may refer to a component yet; it is read all the same, so that its mistakes are known.
    for (_, place) in spec.members(&spec.version().schemas(), diagnostics) {
        schemas.visit(&place, diagnostics);
    }
    api.definitions = schemas.definitions();
    pagination::detect(&mut api);
    equivalent_paths(&api.operations, diagnostics);
    repeated_ids(&api.operations, diagnostics);
    if api.operations.is_empty() {
        let help = "a document needs at least one operation under `paths` that can be read; see the other messages";
        diagnostics.add(Code::NoOperations, &root.join("paths"), "no operation can be offered", help);
    }
    api
}

/// What lowering one operation needs and adds to.
struct Lowering<'l, 's> {
    spec: &'s Spec,
    schemas: &'l mut Schemas<'s>,
    api: &'l mut Api,
    security: &'l Option<Vec<Vec<String>>>,
    /// Tags marked as internal.
    internal_tags: &'l BTreeSet<String>,
    diagnostics: &'l mut Diagnostics,
}

impl Lowering<'_, '_> {
    fn leave_out(&mut self, method: &str, path: &str, code: Code, reason: String) {
        self.api.left_out.push(LeftOut { method: method.to_owned(), path: path.to_owned(), code, reason });
    }
}

/// What a path item says for all its operations.
pub(crate) struct Shared {
    /// Where it stands, and what its references lead to.
    layers: Vec<Pointer>,
    /// Its list of parameters.
    parameters: Option<Pointer>,
    /// Whether it is marked as internal.
    internal: bool,
}

fn lower_path(path: &str, item: &Pointer, lowering: &mut Lowering<'_, '_>) {
    if lowering.spec.has(item) && !lowering.spec.is_object(item) {
        let help = "give an object that has methods (OpenAPI 3.1 section 4.8.9)";
        lowering.diagnostics.add(Code::InvalidMember, item, format!("{path} is no path item"), help);
    }
    let layers = lowering.spec.layers(item, lowering.diagnostics);
    let mut members: Vec<(String, Pointer)> = Vec::new();
    for layer in &layers {
        for (key, place) in lowering.spec.own_members(layer) {
            // What stands beside a reference counts before what it leads to.
            if key != "$ref" && !members.iter().any(|(known, _)| *known == key) {
                members.push((key, place));
            }
        }
    }
    let named = |wanted: &str| members.iter().find(|(key, _)| key == wanted).map(|(_, place)| place.clone());
    let (parameters, additional) = (named("parameters"), named("additionalOperations"));
    let internal = layers.iter().any(|layer| lowering.spec.flag(layer, "x-internal"));
    let shared = Shared { layers, parameters, internal };
    for (key, place) in members {
        if NO_METHODS.contains(&key.as_str()) || key.starts_with("x-") {
            continue;
        }
        let method = Method::parse(&key).filter(|_| key.chars().all(|c| c.is_ascii_lowercase()));
        // QUERY came with OpenAPI 3.2.
        match method.filter(|method| *method != Method::Query || lowering.spec.version() >= Version::V32) {
            Some(method) => operation::lower(method, path, &place, &shared, lowering),
            None => unsupported(&key, path, &place, lowering),
        }
    }
    let additional = additional.map(|place| lowering.spec.members(&place, lowering.diagnostics)).unwrap_or_default();
    for (key, place) in additional {
        match Method::exact(&key) {
            Some(method) => operation::lower(method, path, &place, &shared, lowering),
            None => unsupported(&key, path, &place, lowering),
        }
    }
}

fn unsupported(key: &str, path: &str, place: &Pointer, lowering: &mut Lowering<'_, '_>) {
    let help = "the methods of a path item are get, put, post, delete, options, head, patch, trace and, from OpenAPI 3.2 \
        on, query and additionalOperations";
    let message = format!("`{key}` is no HTTP method that is read");
    lowering.diagnostics.add(Code::UnsupportedMethod, place, message.clone(), help);
    lowering.leave_out(key, path, Code::UnsupportedMethod, message);
}

/// Notes calls that the API makes itself: callbacks and webhooks (OpenAPI 3.1 sections 4.8.18 and 4.8.1).
fn uncalled(kind: &str, list: Vec<(String, Pointer)>, api: &mut Api, diagnostics: &mut Diagnostics) {
    for (name, place) in list.into_iter().filter(|(name, _)| !name.starts_with("x-")) {
        let help = "nothing needs to be done: a server for agents makes calls and receives none";
        diagnostics.add(
            Code::IgnoredCallbacks,
            &place,
            format!("the {kind} `{name}` is a call of the API's own"),
            help,
        );
        api.unused.add(format!("{kind} {name}"), "the API makes this call itself");
    }
}

/// Security requirements name declared schemes (OpenAPI 3.1 section 4.8.30). One that doesn't is kept: dropping it would
/// make the operation look as if it needed less.
fn undeclared_schemes(alternatives: &[Vec<String>], holder: &Pointer, spec: &Spec, diagnostics: &mut Diagnostics) {
    let declared = spec.version().schemes();
    for scheme in alternatives.iter().flatten().filter(|scheme| !spec.has(&declared.join(scheme))) {
        let help = format!("declare `{scheme}` under components.securitySchemes, or correct the name");
        let message = format!("the security scheme `{scheme}` is not declared");
        diagnostics.add(Code::InvalidSecurity, &holder.join("security"), message, help);
    }
}

/// Templates that differ in their variables' names alone match the same paths (OpenAPI 3.1 section 4.8.8).
fn equivalent_paths(operations: &[Operation], diagnostics: &mut Diagnostics) {
    let mut seen = std::collections::BTreeMap::new();
    for operation in operations {
        let shape: String = pieces(&operation.template)
            .map(|(literal, variable)| format!("{literal}{}", if variable.is_some() { "{}" } else { "" }))
            .collect();
        if let Some(first) = seen.insert((operation.method, shape), &operation.path) {
            let help = "keep one template; a server can't tell them apart";
            let message = format!("{} and {first} match the same paths", operation.path);
            diagnostics.add(Code::EquivalentPaths, &operation.pointer, message, help);
        }
    }
}

/// One note for each operationId that occurs more than once; names don't depend on it.
fn repeated_ids(operations: &[Operation], diagnostics: &mut Diagnostics) {
    let mut seen: std::collections::BTreeMap<&str, Vec<&Operation>> = std::collections::BTreeMap::new();
    for operation in operations {
        let id = operation.operation_id.as_deref();
        id.into_iter().for_each(|id| seen.entry(id).or_default().push(operation));
    }
    for (id, operations) in seen {
        if let [_, second, ..] = operations.as_slice() {
            let help = "operationIds should be unique (OpenAPI 3.1 section 4.8.10); names are made of the tag as well";
            let message = format!("{} operations are called `{id}`", operations.len());
            diagnostics.add(Code::DuplicateOperationId, &second.pointer.join("operationId"), message, help);
        }
    }
}
