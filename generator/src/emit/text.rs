//! Everything that isn't Rust, through askama. The templates lie in `templates/crate`; what they print is prepared here.

use askama::Template;
use camino::Utf8PathBuf;

use crate::api::ServerVariable;
use crate::plan::{Plan, PlannedOperation, short_line};
use crate::rust_name::RustName;

#[derive(Template)]
#[template(path = "Cargo.toml", escape = "none")]
struct Manifest<'p> {
    name: String,
    library: String,
    runtime_path: Option<&'p str>,
    /// Names of the parts, each in `part-1`, `part-2` …
    parts: Vec<String>,
}

#[derive(Template)]
#[template(path = "part/Cargo.toml", escape = "none")]
struct PartManifest {
    name: String,
    library: String,
    runtime_path: Option<String>,
}

#[derive(Template)]
#[template(path = "README.md", escape = "none")]
struct Readme<'p> {
    crate_name: String,
    title: String,
    version: String,
    description: String,
    document: &'p str,
    operations: usize,
    variables: Vec<(String, &'p str)>,
    /// Name, default and values of a server's variables.
    servers: Vec<(String, String, String)>,
    left_out: usize,
    /// In front of the names of environment variables: `ACME`.
    prefix: String,
    /// The header that narrows a request.
    header: Option<&'p str>,
    /// How many operations take an approval.
    approved: usize,
}

#[derive(Template)]
#[template(path = "OPERATIONS.md", escape = "none")]
struct Operations<'p> {
    title: String,
    rows: Vec<Row<'p>>,
}

/// One operation in OPERATIONS.md.
struct Row<'p> {
    name: &'p str,
    method: String,
    path: String,
    effect: &'static str,
    paging: &'static str,
    security: String,
    summary: String,
}

#[derive(Template)]
#[template(path = "COVERAGE.md", escape = "none")]
struct Coverage {
    title: String,
    offered: usize,
    left_out: Vec<LeftOutRow>,
    unused: Vec<(String, &'static str, usize)>,
}

/// One operation that COVERAGE.md says is missing.
struct LeftOutRow {
    method: String,
    path: String,
    code: &'static str,
    reason: String,
}

pub(super) fn texts(plan: &Plan) -> Vec<(Utf8PathBuf, String)> {
    let manifest = Manifest {
        name: plan.crate_name(),
        library: plan.crate_ident().as_str().to_owned(),
        runtime_path: plan.runtime_path.as_deref(),
        parts: (1..=plan.parts()).map(|part| plan.part_name(part)).collect(),
    };
    let readme = Readme {
        crate_name: plan.crate_name(),
        title: cell(&plan.title),
        version: cell(&plan.version),
        description: cell(&plan.description),
        document: &plan.document,
        operations: plan.operations.len(),
        variables: plan.schemes.iter().filter_map(|s| Some((cell(&s.name), s.environment.as_deref()?))).collect(),
        servers: plan.variables.iter().map(server_variable).collect(),
        left_out: plan.left_out.len(),
        prefix: plan.name.to_ascii_uppercase(),
        header: plan.access.header.as_deref(),
        approved: plan.approved(),
    };
    let operations = Operations { title: cell(&plan.title), rows: plan.operations.iter().map(row).collect() };
    let left_out = plan.left_out.iter().map(|left_out| LeftOutRow {
        method: cell(&left_out.method),
        path: cell(&left_out.path),
        code: left_out.code.as_str(),
        reason: cell(&left_out.reason),
    });
    let coverage = Coverage {
        title: cell(&plan.title),
        offered: plan.operations.len(),
        left_out: left_out.collect(),
        unused: plan.unused.iter().map(|(name, why, count)| (cell(name), *why, *count)).collect(),
    };
    let rendered = [
        ("Cargo.toml", manifest.render()),
        ("README.md", readme.render()),
        ("OPERATIONS.md", operations.render()),
        ("COVERAGE.md", coverage.render()),
    ];
    // Rendering fields of strings and numbers into a string has nothing to fail on.
    rendered
        .into_iter()
        .map(|(path, text)| (Utf8PathBuf::from(path), text.unwrap_or_default().trim_end().to_owned() + "\n"))
        .collect()
}

/// The manifest of a part.
pub(super) fn part(plan: &Plan, part: usize) -> String {
    let name = plan.part_name(part);
    let library = RustName::snake(&name).as_str().to_owned();
    let runtime_path = plan.runtime_path.as_ref().map(|path| format!("../{path}"));
    let rendered = PartManifest { name, library, runtime_path }.render();
    // As above, nothing can fail.
    rendered.unwrap_or_default().trim_end().to_owned() + "\n"
}

fn row(planned: &PlannedOperation) -> Row<'_> {
    let operation = &planned.operation;
    Row {
        name: &planned.name.text,
        method: cell(operation.method.as_str()),
        path: cell(&operation.path),
        effect: operation.effect.as_str(),
        paging: operation.pagination.as_ref().map_or("", |pagination| pagination.kind.as_str()),
        security: cell(&planned.security.iter().map(|names| names.join(" + ")).collect::<Vec<_>>().join(" or ")),
        summary: cell(&operation.summary),
    }
}

/// A variable of the server's URL: name, default, allowed values.
fn server_variable(variable: &ServerVariable) -> (String, String, String) {
    (cell(&variable.name), cell(&variable.default), cell(&variable.allowed.join(", ")))
}

/// Document text inside Markdown, cells of tables included.
fn cell(text: &str) -> String {
    short_line(text).replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;").replace('`', "'")
}
