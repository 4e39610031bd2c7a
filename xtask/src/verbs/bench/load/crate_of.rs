//! The server that is measured: generated from a document of two operations, and built in the release profile.

use std::process::Stdio;

use camino::Utf8Path;

use super::Subject;
use crate::error::Error;
use crate::project::Project;
use crate::verbs::corpus::one;
use crate::{cargo, output, workspace};

/// What the crate is called.
const NAME: &str = "corpus_load";
const PACKAGE: &str = "corpus-load-mcp";

/// One item, and a list of them by the page.
const DOCUMENT: &str = "openapi: 3.1.0
info: {title: Load, version: '1'}
servers: [{url: https://load.example}]
security: [{key: []}]
paths:
  /items:
    get:
      operationId: items.list
      summary: List items
      parameters:
        - {name: page, in: query, schema: {type: integer, minimum: 1}}
        - {name: per_page, in: query, schema: {type: integer, minimum: 1, maximum: 100}}
      responses:
        '200':
          description: A page
          content:
            application/json:
              schema:
                type: object
                properties:
                  items: {type: array, items: {$ref: '#/components/schemas/Item'}}
                  has_more: {type: boolean}
  /items/{id}:
    get:
      operationId: items.get
      summary: Get an item
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        '200':
          description: The item
          content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
  schemas:
    Item:
      type: object
      properties: {id: {type: integer}, name: {type: string}, amount: {type: number}}
";

/// Callers show their credential, which then is looked for in every answer.
pub(super) const DECISIONS: &str = "title = 'Load'
[auth]
inbound = 'api-key'
[credentials.key]
env = 'LOAD_API_KEY'
";

/// Generates and builds it, and this program along with it.
pub(super) fn build(project: &Project) -> Result<Subject, Error> {
    let folder = project.target().join("bench-load");
    workspace::prepare(project, &folder)?;
    let document = folder.join("document");
    std::fs::create_dir_all(&document).map_err(Error::while_doing("creating a folder"))?;
    std::fs::write(document.join("openapi.yaml"), DOCUMENT).map_err(Error::while_doing("writing a document"))?;
    std::fs::write(document.join("vendor.toml"), DECISIONS).map_err(Error::while_doing("writing decisions"))?;
    let out = folder.join(NAME);
    let arguments = ["--name", NAME, "--out", out.as_str()];
    one::write(project.program(), &document, Utf8Path::new("openapi.yaml"), &arguments)?;
    workspace::adopt(&out)?;

    output::note(format!("load: building {PACKAGE} in the release profile"));
    let player = cargo::build_release(project, &["xtask".to_owned()])?.executables.into_iter().next();
    let player = player.ok_or_else(|| Error::Failed("xtask has no program".to_owned()))?;
    let mut command = cargo::cargo(project);
    command.current_dir(&folder).env("CARGO_TARGET_DIR", project.target());
    command.args(["build", "--release", "--offline", "--quiet", "--package", PACKAGE]).stdin(Stdio::null());
    let status = command.stdout(Stdio::null()).status().map_err(Error::while_doing("starting cargo"))?;
    if !status.success() {
        return Err(Error::Failed(format!("cargo build of {PACKAGE} failed; see above")));
    }
    let program = project.target().join("release").join(PACKAGE);
    Ok(Subject { folder, program, player })
}
