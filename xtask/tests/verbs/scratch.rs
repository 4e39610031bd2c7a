//! A scratch checkout: a folder that the program takes for the project.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};

/// A document with two operations.
pub(crate) const TEA: &str = "openapi: 3.1.0
info:
  title: Tea shop
  version: '1'
servers:
  - url: https://tea.example
components:
  securitySchemes:
    key: { type: http, scheme: bearer }
security:
  - key: []
paths:
  /teas:
    get:
      operationId: listTeas
      summary: List the teas
      parameters:
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 9 } }
      responses:
        '200': { description: Teas, content: { application/json: { schema: { type: object } } } }
  /teas/{id}:
    get:
      operationId: getTea
      summary: Look at one tea
      parameters:
        - { name: id, in: path, required: true, schema: { type: string, pattern: '^[a-z]+$' } }
      responses:
        '200': { description: A tea, content: { application/json: { schema: { type: object } } } }
";

/// A checkout that goes away before the next run of the same test.
pub(crate) struct Scratch {
    pub(crate) root: Utf8PathBuf,
}

/// A program that ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Scratch {
    /// An empty checkout.
    pub(crate) fn empty(name: &str) -> Self {
        let root = Utf8PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        if root.exists() {
            fs::remove_dir_all(&root).expect("the folder can be removed");
        }
        let scratch = Self { root };
        scratch.write("xtask/Cargo.toml", "");
        fs::create_dir_all(scratch.root.join("runtime")).expect("the folder can be created");
        scratch
    }

    /// A checkout with a vendor.
    pub(crate) fn with_tea(name: &str) -> Self {
        let scratch = Self::empty(name);
        scratch.write("specs/tea/openapi.yaml", TEA);
        scratch.write("specs/tea/vendor.toml", "title = \"Tea\"\n");
        scratch
    }

    /// A checkout with a vendor that was generated.
    pub(crate) fn generated(name: &str) -> Self {
        let scratch = Self::with_tea(name);
        let run = scratch.run(&["generate"]);
        assert_eq!(run.code, Some(0), "{run:?}");
        scratch
    }

    /// Writes a file of the checkout.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap_or(Utf8Path::new("."))).expect("the folder can be created");
        fs::write(path, text).expect("the file can be written");
    }

    /// Reads a file of the checkout.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).expect("the file can be read")
    }

    /// Runs a verb.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let output = self.command(arguments).output().expect("the program starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
        Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// The program, not yet started.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.env("CARGO_MANIFEST_DIR", self.root.join("xtask")).env_remove("TOOLWRIGHT_CORPUS");
        command.args(arguments).current_dir(&self.root).stdin(Stdio::null());
        command
    }

    /// Every file below a folder of the checkout, with its bytes.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<Utf8PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.root.join(folder), &mut files);
        files
    }
}

fn collect(folder: &Utf8Path, files: &mut BTreeMap<Utf8PathBuf, Vec<u8>>) {
    let Ok(entries) = folder.read_dir_utf8() else { return };
    for entry in entries {
        let path = entry.expect("the folder can be read").into_path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.insert(path.clone(), fs::read(&path).expect("the file can be read"));
        }
    }
}

impl Run {
    /// Asserts the exit code and what is printed on either stream.
    pub(crate) fn assert(&self, code: i32, parts: &[&str]) {
        assert_eq!(self.code, Some(code), "{self:?}");
        for part in parts {
            let printed = self.stdout.contains(part) || self.stderr.contains(part);
            assert!(printed, "{part:?} is not in\n{}\n{}", self.stdout, self.stderr);
        }
    }
}
