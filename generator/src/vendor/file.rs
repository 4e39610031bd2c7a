//! The TOML file behind [`Vendor`]: its shape, and what is said when it is misspelt.

use std::collections::BTreeMap;

use contract::{Effect, Style};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{PaginationDecision, Question, Vendor};
use crate::api::{PaginationKind, SecurityRequirement};
use crate::{Code, Diagnostic, Diagnostics};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: Option<String>,
    server: Option<String>,
    #[serde(default)]
    auth: Auth,
    #[serde(default)]
    credentials: BTreeMap<String, Credential>,
    #[serde(default)]
    header: Vec<Header>,
    #[serde(default)]
    effect: BTreeMap<String, String>,
    #[serde(default)]
    pagination: BTreeMap<String, Paging>,
    #[serde(default)]
    parameter: BTreeMap<String, ParameterFile>,
    #[serde(default)]
    rename: BTreeMap<String, String>,
    #[serde(default)]
    demo: Vec<Demo>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Auth {
    default: Option<Vec<String>>,
    inbound: Option<String>,
    #[serde(default)]
    operations: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Credential {
    env: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    name: String,
    role: String,
    value: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paging {
    kind: String,
    parameter: Option<String>,
    next: Option<String>,
    items: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParameterFile {
    style: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Demo {
    question: String,
    search: Vec<String>,
    operation: String,
    #[serde(default)]
    params: Map<String, Value>,
    #[serde(default = "one")]
    pages: usize,
    parameter: Option<String>,
    next: Option<String>,
}

fn one() -> usize {
    1
}

pub(super) fn parse(name: &str, file: &str, text: &str) -> Result<Vendor, Diagnostics> {
    let mut reader = Reader { file, text, diagnostics: Diagnostics::new(file) };
    let parsed: File = match toml::from_str(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            reader.syntax(&error);
            return Err(reader.diagnostics);
        }
    };
    let vendor = reader.vendor(name, parsed);
    if reader.diagnostics.has_errors() { Err(reader.diagnostics) } else { Ok(vendor) }
}

struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    diagnostics: Diagnostics,
}

impl Reader<'_> {
    fn vendor(&mut self, name: &str, file: File) -> Vendor {
        let effects = file.effect.into_iter().filter_map(|(route, effect)| {
            let known = Effect::ALL.map(Effect::as_str);
            let found = Effect::parse(&effect);
            if found.is_none() {
                self.unknown("effect", &effect, &known);
            }
            Some((route, found?))
        });
        let effects = effects.collect();
        let styles = file.parameter.into_iter().filter_map(|(name, parameter)| {
            let found = Style::parse(&parameter.style);
            if found.is_none() {
                self.unknown("style", &parameter.style, &Style::ALL.map(Style::as_str));
            }
            Some((name, found?))
        });
        let styles = styles.collect();
        Vendor {
            name: name.to_owned(),
            file: self.file.to_owned(),
            text: self.text.to_owned(),
            title: file.title,
            server: file.server.map(|url| url.trim_end_matches('/').to_owned()),
            runtime_path: None,
            default_security: file.auth.default.map(|list| requirements(&list)),
            operation_security: file
                .auth
                .operations
                .iter()
                .map(|(route, list)| (route.clone(), requirements(list)))
                .collect(),
            inbound_api_key: self.inbound(file.auth.inbound.as_deref()),
            credentials: file.credentials.into_iter().map(|(scheme, credential)| (scheme, credential.env)).collect(),
            headers: file.header.into_iter().filter_map(|header| self.header(header)).collect(),
            effects,
            pagination: file.pagination.into_iter().map(|(route, paging)| (route, self.paging(paging))).collect(),
            styles,
            names: file.rename,
            demo: file.demo.into_iter().map(question).collect(),
        }
    }

    fn inbound(&mut self, inbound: Option<&str>) -> bool {
        match inbound {
            None | Some("none") => false,
            Some("api-key") => true,
            Some(other) => {
                self.unknown("inbound", other, &["none", "api-key"]);
                false
            }
        }
    }

    fn header(&mut self, header: Header) -> Option<(String, String)> {
        if header.role != "constant" {
            self.unknown("role", &header.role, &["constant"]);
            return None;
        }
        let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        let name_fits = !header.name.is_empty() && header.name.bytes().all(token);
        let value =
            header.value.filter(|value| !value.is_empty() && value.bytes().all(|byte| (32..127).contains(&byte)));
        if !name_fits || value.is_none() {
            let message = format!("the constant header {:?} needs a name and a visible `value`", header.name);
            self.wrong(
                &header.name,
                message,
                "write [[header]] name = \"X-Version\", role = \"constant\", value = \"1\"",
            );
        }
        Some((header.name, value?))
    }

    fn paging(&mut self, paging: Paging) -> Option<PaginationDecision> {
        if paging.kind == "none" {
            return None;
        }
        let kind = PaginationKind::ALL.iter().find(|(name, _)| *name == paging.kind).map(|(_, kind)| *kind);
        if kind.is_none() {
            let known: Vec<&str> = PaginationKind::ALL.iter().map(|(name, _)| *name).chain(["none"]).collect();
            self.unknown("kind", &paging.kind, &known);
        }
        let Paging { kind: _, parameter, next, items } = paging;
        Some(PaginationDecision { kind: kind?, parameter, next, items: items.unwrap_or_default() })
    }

    fn unknown(&mut self, key: &str, value: &str, known: &[&str]) {
        let help = format!("use one of {}{}", known.join(", "), meant(value, known.iter().copied()));
        self.wrong(value, format!("{value:?} is no {key}"), &help);
    }

    /// Says what is wrong at the first line that holds `quoted`.
    fn wrong(&mut self, quoted: &str, message: String, help: &str) {
        let line = self.text.lines().position(|line| !quoted.is_empty() && line.contains(quoted));
        self.push(line.map_or(1, |line| line + 1), 1, message, help.to_owned());
    }

    fn syntax(&mut self, error: &toml::de::Error) {
        let offset = error.span().map_or(0, |span| span.start);
        let before = self.text.get(..offset).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
        let message = error.message().to_owned();
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let help = match quoted.split_first() {
            Some((unknown, known)) if message.starts_with("unknown field") => {
                format!("remove it or correct its name{}", meant(unknown, known.iter().copied()))
            }
            _ => "see CONTRIBUTING.md for what vendor.toml may hold".to_owned(),
        };
        self.push(line, column, message, help);
    }

    fn push(&mut self, line: usize, column: usize, message: String, help: String) {
        self.diagnostics.push(Diagnostic {
            code: Code::InvalidVendor,
            severity: Code::InvalidVendor.severity(),
            file: self.file.to_owned(),
            pointer: String::new(),
            line: Some(line),
            column: Some(column),
            message,
            help,
        });
    }
}

/// `"a + b"`: schemes that go together; an empty string: no credential.
fn requirements(list: &[String]) -> Vec<SecurityRequirement> {
    let names =
        |text: &String| text.split('+').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    list.iter().map(names).collect()
}

fn question(demo: Demo) -> Question {
    let Demo { question, search, operation, params, pages, parameter, next } = demo;
    Question { question, search, operation, params, pages, parameter, next }
}

/// `; did you mean x?`, if one is near.
pub(crate) fn meant<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> String {
    let nearest = known.map(|name| (strsim::osa_distance(text, name), name)).min();
    match nearest {
        Some((distance, name)) if distance <= 2.max(name.len() / 3) => format!("; did you mean `{name}`?"),
        _ => String::new(),
    }
}
