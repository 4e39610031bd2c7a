//! Reads vendor.toml into [`Vendor`] and says everything that is misspelt in it.

use contract::{Effect, Style};
use serde::Deserialize;
use toml::de::DeTable;

use super::places::{Place, Places, place};
use super::shape::{self, File, Header, Paging, Search, Selection};
use super::{Choice, PaginationDecision, Vendor, tool};
use crate::api::{PaginationKind, SecurityRequirement};
use crate::pointer::Pointer;
use crate::{Code, Diagnostic, Diagnostics, base_url, sibling, words};

pub(super) fn parse(name: &str, file: &str, text: &str) -> Result<Vendor, Diagnostics> {
    let mut reader = Reader { file, text, places: Places::default(), diagnostics: Diagnostics::new(file) };
    let vendor = reader.read(name);
    reader.diagnostics.sort_by_place();
    vendor.filter(|_| !reader.diagnostics.has_errors()).ok_or(reader.diagnostics)
}

struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    places: Places,
    diagnostics: Diagnostics,
}

impl Reader<'_> {
    fn read(&mut self, name: &str) -> Option<Vendor> {
        let text = self.text;
        let (mut table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            self.unread(error);
        }
        if !errors.is_empty() {
            return None;
        }
        self.places = Places::of(text, table.get_ref());
        for (pointer, known) in shape::take_unknown(table.get_mut()) {
            let unknown = pointer.last();
            let help = format!("remove it or correct its name{}", meant(&unknown, known.iter().copied()));
            self.push(&pointer, self.places.key(&pointer), format!("unknown key `{unknown}`"), help);
        }
        match File::deserialize(toml::Deserializer::from(table)) {
            Ok(file) => Some(self.vendor(name, file)),
            Err(error) => {
                self.unread(&error);
                None
            }
        }
    }

    fn vendor(&mut self, name: &str, file: File) -> Vendor {
        let File {
            title,
            server,
            accept,
            access,
            approval,
            auth,
            credentials,
            exclude,
            include,
            group,
            language,
            external,
            header,
            idempotency,
            effect,
            pagination,
            parameter,
            rename,
            search,
            demo,
            tool,
        } = file;
        let root = Pointer::default();
        let accept = accept.iter().enumerate().filter_map(|(index, text)| {
            let found = Code::ACCEPTABLE.iter().find(|code| code.as_str() == text);
            if found.is_none() {
                let known: Vec<&str> = Code::ACCEPTABLE.iter().map(|code| code.as_str()).collect();
                self.unknown(&root.join("accept").at(index), text, &known);
            }
            found.copied()
        });
        let accept = accept.collect();
        let effects = effect.into_iter().filter_map(|(route, effect)| {
            let found = Effect::parse(&effect);
            if found.is_none() {
                self.unknown(&root.join("effect").join(&route), &effect, &Effect::ALL.map(Effect::as_str));
            }
            Some((route, found?))
        });
        let effects = effects.collect();
        let styles = parameter.into_iter().filter_map(|(name, parameter)| {
            let found = Style::parse(&parameter.style);
            if found.is_none() {
                let pointer = root.join("parameter").join(&name).join("style");
                self.unknown(&pointer, &parameter.style, &Style::ALL.map(Style::as_str));
            }
            Some((name, found?))
        });
        let styles = styles.collect();
        let pagination = pagination.into_iter().map(|(route, paging)| {
            let decision = self.paging(&root.join("pagination").join(&route), paging);
            (route, decision)
        });
        let pagination = pagination.collect();
        for (route, name) in rename.iter().filter(|(_, name)| !words::is_operation_name(name)) {
            let help = "write lower-case words joined by `_`, in parts joined by `.`: \"model_sync.list\"";
            self.wrong(&root.join("rename").join(route), format!("{name:?} is no name of an operation"), help);
        }
        for (scheme, credential) in credentials.iter().filter(|(_, credential)| !is_variable(&credential.env)) {
            let help = "write capitals, digits and `_`: \"CAFE_API_KEY\"";
            let message = format!("{:?} is no name of an environment variable", credential.env);
            self.wrong(&root.join("credentials").join(scheme).join("env"), message, help);
        }
        for (url, external) in &external {
            let place = root.join("external").join(url);
            let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
            if !sibling::is_url(url) {
                self.wrong(&place, format!("{url:?} is no URL"), "write the URL that `$ref`s name, without a fragment");
            }
            if external.sha256.len() != 64 || !external.sha256.bytes().all(hexadecimal) {
                let message = format!("{:?} is no SHA-256", external.sha256);
                self.wrong(&place.join("sha256"), message, "write 64 hexadecimal digits, small letters");
            }
        }
        for (tag, name) in group.iter().filter(|(_, name)| !words::is_operation_name(name)) {
            let help = "write lower-case words joined by `_`, in parts joined by `.`: \"model_sync\"";
            self.wrong(&root.join("group").join(tag), format!("{name:?} is no name of a group"), help);
        }
        if let Some(tag) = language.as_deref().filter(|tag| !is_language(tag)) {
            let help = "write a language tag of BCP 47: \"en\", \"de\", \"pt-BR\"";
            self.wrong(&root.join("language"), format!("{tag:?} is no language tag"), help);
        }
        self.search(&search);
        let access_header = access.header.filter(|name| self.access_header(name));
        let headers = header.into_iter().enumerate();
        let headers = headers.filter_map(|(index, header)| self.header(&root.join("header").at(index), header));
        let headers = headers.collect();
        let tools = tool::read(tool, &mut |pointer, message, help| self.wrong(pointer, message, help));
        let decided = auth.operations.iter().map(|(route, list)| (route.clone(), requirements(list)));
        Vendor {
            name: name.to_owned(),
            title,
            server: server.and_then(|url| self.server(&url)),
            runtime_path: None,
            undecided: false,
            demo: demo.into_iter().map(Into::into).collect(),
            default_security: auth.default.as_deref().map(requirements),
            operation_security: decided.collect(),
            inbound_api_key: self.inbound(auth.inbound.as_deref()),
            credentials: credentials.into_iter().map(|(scheme, credential)| (scheme, credential.env)).collect(),
            include: include.map(|selection| self.choice(&root.join("include"), selection)),
            exclude: exclude.map(|selection| self.choice(&root.join("exclude"), selection)),
            groups: group,
            language,
            external: external.into_iter().map(|(url, external)| (url, external.sha256)).collect(),
            accept,
            headers,
            effects,
            pagination,
            styles,
            idempotency: idempotency.names,
            aliases: search.aliases,
            synonyms: search.synonyms,
            names: rename,
            access_header,
            approved: approval.operations,
            unapproved: approval.never,
            tools,
            file: self.file.to_owned(),
            places: self.places.clone(),
        }
    }

    /// Words that search goes by: short, and something.
    fn search(&mut self, search: &Search) {
        let tables = [("aliases", &search.aliases), ("synonyms", &search.synonyms)];
        for (table, entries) in tables {
            let place = Pointer::new("/search").join(table);
            for (key, texts) in entries {
                let keyed = std::iter::once(key).filter(|_| table == "synonyms");
                let wrong = |text: &String| text.len() > MAX_PHRASE || !text.contains(char::is_alphanumeric);
                for text in keyed.chain(texts).filter(|text| wrong(text)) {
                    let shown: String = text.chars().take(MAX_PHRASE).collect();
                    let help = "write a few words, at most 200 bytes";
                    self.wrong(&place.join(key), format!("{shown:?} is no phrase to search by"), help);
                }
            }
        }
    }

    fn choice(&mut self, pointer: &Pointer, selection: Selection) -> Choice {
        let Selection { tags, methods, paths, operations, internal, deprecated } = selection;
        let paths = paths.into_iter().enumerate().filter_map(|(index, text)| match glob::Pattern::new(&text) {
            Ok(pattern) => Some((text, pattern)),
            Err(error) => {
                let help = "write a glob: `*` for a part of a segment, `**` for any number of segments";
                self.wrong(&pointer.join("paths").at(index), format!("{text:?} is no pattern: {error}"), help);
                None
            }
        });
        Choice { paths: paths.collect(), tags, methods, operations, internal, deprecated }
    }

    fn server(&mut self, url: &str) -> Option<String> {
        let found = base_url::base_url(url);
        if found.is_none() {
            let help = "give the URL that paths are appended to: \"https://api.example.com/v1\"";
            self.wrong(&Pointer::default().join("server"), format!("{url:?} is no absolute URL"), help);
        }
        found
    }

    fn inbound(&mut self, inbound: Option<&str>) -> bool {
        match inbound {
            None | Some("none") => false,
            Some("api-key") => true,
            Some(other) => {
                self.unknown(&Pointer::new("/auth/inbound"), other, &["none", "api-key"]);
                false
            }
        }
    }

    /// Whether a header may carry the access mode of an MCP request.
    fn access_header(&mut self, name: &str) -> bool {
        let place = Pointer::new("/access/header");
        let owned = OWNED.iter().chain(&TRANSPORT).any(|owned| name.eq_ignore_ascii_case(owned));
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        let fits = (1..=MAX_HEADER_NAME).contains(&name.len()) && name.bytes().all(plain);
        if owned || name.to_ascii_lowercase().starts_with("mcp-") {
            let help = "choose a header of your own: \"X-Acme-Access-Mode\"";
            self.wrong(&place, format!("{name} has another meaning in MCP requests"), help);
        } else if !fits {
            let message = format!("{:?} is no name of a header", name.chars().take(80).collect::<String>());
            self.wrong(&place, message, "write letters, digits and `-`: \"X-Acme-Access-Mode\"");
        }
        fits
    }

    fn header(&mut self, pointer: &Pointer, header: Header) -> Option<(String, String)> {
        let Header { name, role, value } = header;
        if role != "constant" {
            self.unknown(&pointer.join("role"), &role, &["constant"]);
        }
        if OWNED.iter().any(|owned| name.eq_ignore_ascii_case(owned)) {
            let help = "credentials come from [credentials]; the server itself writes what belongs to the connection";
            self.wrong(&pointer.join("name"), format!("{name} can't be a constant header"), help);
        }
        let visible = |value: &String| !value.is_empty() && value.bytes().all(|byte| (32..127).contains(&byte));
        let value = value.filter(visible);
        if !words::is_token(&name) || value.is_none() {
            let message = format!("the constant header {name:?} needs a name and a visible `value`");
            let help = "write [[header]] name = \"X-Version\", role = \"constant\", value = \"1\"";
            self.wrong(&pointer.join("name"), message, help);
        }
        Some((name, value?))
    }

    fn paging(&mut self, pointer: &Pointer, paging: Paging) -> Option<PaginationDecision> {
        let Paging { kind, parameter, next, items } = paging;
        if kind == "none" {
            return None;
        }
        let Some(found) = PaginationKind::ALL.iter().find(|(name, _)| *name == kind).map(|(_, kind)| *kind) else {
            let known: Vec<&str> = PaginationKind::ALL.iter().map(|(name, _)| *name).chain(["none"]).collect();
            self.unknown(&pointer.join("kind"), &kind, &known);
            return None;
        };
        let lacks = match found {
            PaginationKind::Cursor => parameter.is_none() || next.is_none(),
            PaginationKind::Offset | PaginationKind::PageNumber => parameter.is_none(),
            PaginationKind::NextUrl => next.is_none(),
            PaginationKind::LinkHeader => false,
        };
        if lacks {
            let help = "cursor needs parameter and next; offset and page-number need parameter; next-url needs next";
            self.wrong(&pointer.join("kind"), format!("{kind} is not fully decided"), help);
        }
        for (key, value) in [("next", &next), ("items", &items)] {
            if let Some(value) = value.as_deref().filter(|value| !value.is_empty() && !value.starts_with('/')) {
                let help = format!("write the JSON pointer into the response's body: {:?}", format!("/{value}"));
                self.wrong(&pointer.join(key), format!("{value:?} is no JSON pointer"), &help);
            }
        }
        let no_body = |text: &&str| text.starts_with('/') && contract::Pagination::within_body(text).is_none();
        if let Some(text) = parameter.as_deref().filter(no_body) {
            let help =
                "write the parameter's name, or the JSON pointer of a member of the request body: \"/body/after\"";
            self.wrong(&pointer.join("parameter"), format!("{text:?} names no argument"), help);
        }
        Some(PaginationDecision { kind: found, parameter, next, items: items.unwrap_or_default() })
    }

    fn unknown(&mut self, pointer: &Pointer, value: &str, known: &[&str]) {
        let help = format!("use one of {}{}", known.join(", "), meant(value, known.iter().copied()));
        self.wrong(pointer, format!("{value:?} is not known"), &help);
    }

    fn wrong(&mut self, pointer: &Pointer, message: String, help: &str) {
        self.push(pointer, self.places.value(pointer), message, help.to_owned());
    }

    /// What the parser or serde could not read.
    fn unread(&mut self, error: &toml::de::Error) {
        let place = place(self.text, error.span().unwrap_or_default());
        let help = "see CONTRIBUTING.md for what vendor.toml may hold".to_owned();
        self.push(&Pointer::default(), Some(place), error.message().to_owned(), help);
    }

    fn push(&mut self, pointer: &Pointer, place: Option<Place>, message: String, help: String) {
        self.diagnostics.push(Diagnostic {
            code: Code::InvalidVendor,
            severity: Code::InvalidVendor.severity(),
            file: self.file.to_owned(),
            pointer: pointer.as_str().to_owned(),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            message,
            help,
        });
    }
}

/// Headers that carry credentials, describe the body or belong to the connection (RFC 9110 sections 7.6.1, 8 and 11).
const OWNED: [&str; 13] = [
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Further headers that MCP clients and what stands between write for themselves.
const TRANSPORT: [&str; 8] =
    ["accept", "forwarded", "last-event-id", "origin", "user-agent", "via", "x-forwarded-for", "x-forwarded-host"];

/// Longest name of a header, in letters.
const MAX_HEADER_NAME: usize = 64;
/// Longest phrase that search goes by, in bytes.
const MAX_PHRASE: usize = 200;

/// Whether a text has the form of a language tag (BCP 47): subtags of 1 to 8 letters or digits, the first of 2 or 3 letters.
fn is_language(text: &str) -> bool {
    let subtag = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let first = text.split('-').next().unwrap_or_default();
    text.split('-').all(subtag)
        && (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn is_variable(text: &str) -> bool {
    let follows = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    text.starts_with(|first: char| first.is_ascii_uppercase() || first == '_') && text.bytes().all(follows)
}

/// `"a + b"`: schemes that go together; an empty string: no credential.
fn requirements(list: &[String]) -> Vec<SecurityRequirement> {
    let names =
        |text: &String| text.split('+').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    list.iter().map(names).collect()
}

/// `; did you mean x?`, if one is near.
pub(crate) fn meant<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> String {
    nearest(text, known).map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// The name that a text probably means.
pub(super) fn nearest<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let nearest = known.map(|name| (strsim::osa_distance(text, name), name)).min();
    nearest.filter(|(distance, name)| *distance <= 2.max(name.len() / 3)).map(|(_, name)| name)
}
