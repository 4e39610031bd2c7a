//! The paths by which a file reaches other modules of its crate.

use std::collections::BTreeMap;

use super::tokens::{Code, Token};

/// A path to something in the same crate, from the crate's root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import {
    /// `["request", "Request"]`
    pub(super) path: Vec<String>,
    /// From 1.
    pub(super) line: usize,
}

/// Names at the crate's root and the module that each comes from.
pub(super) type Exports = BTreeMap<String, String>;

/// Every path that starts with `crate`, `super` or `self`, outside tests. `module` is the file's own place:
/// `["request", "style"]` for src/request/style.rs.
pub(super) fn imports(text: &str, module: &[String]) -> Vec<Import> {
    let code = Code::new(text);
    let tokens = code.tokens();
    let mut scopes: Vec<Option<String>> = Vec::new();
    let mut imports = Vec::new();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        match token.text {
            "{" => scopes.push(opened(&tokens, index)),
            "}" => {
                scopes.pop();
            }
            "#" if is_test(&tokens, index) => {
                index = after_item(&tokens, index);
                continue;
            }
            "crate" | "super" | "self" if starts_path(&tokens, index) => {
                let here: Vec<String> = module.iter().cloned().chain(scopes.iter().flatten().cloned()).collect();
                let (leaves, next) = tree(&tokens, index);
                imports.extend(
                    leaves
                        .into_iter()
                        .filter_map(|leaf| Some(Import { path: resolved(&leaf.path, &here)?, line: leaf.line })),
                );
                index = next;
                continue;
            }
            _ => {}
        }
        index += 1;
    }
    imports
}

/// What the crate's root file brings into its own scope from its modules: `pub use fault::{Code, Fault};`.
pub(super) fn exports(root: &str) -> Exports {
    let code = Code::new(root);
    let tokens = code.tokens();
    let uses = tokens.iter().enumerate().filter(|(_, token)| token.text == "use");
    let mut exports = Exports::new();
    for (index, _) in uses {
        for leaf in tree(&tokens, index + 1).0 {
            let path: Vec<&str> = leaf.path.iter().map(String::as_str).filter(|part| !is_prefix(part)).collect();
            if let (Some(module), Some(name)) = (path.first(), leaf.name()) {
                exports.insert(name.to_owned(), (*module).to_owned());
            }
        }
    }
    exports
}

/// The end of one branch of a use tree.
struct Leaf {
    path: Vec<String>,
    alias: Option<String>,
    line: usize,
}

impl Leaf {
    fn name(&self) -> Option<&str> {
        self.alias.as_deref().or(self.path.last().map(String::as_str))
    }
}

/// The branches of the path or use tree that starts at a token, and where it ends.
fn tree(tokens: &[Token<'_>], start: usize) -> (Vec<Leaf>, usize) {
    let mut leaves = Vec::new();
    // What stands before the group that is open.
    let mut groups: Vec<Vec<String>> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut alias = None;
    let mut index = start;
    while let Some(token) = tokens.get(index) {
        let after = |offset: usize| tokens.get(index + offset).map(|token| token.text);
        let mut close = |path: &mut Vec<String>, alias: &mut Option<String>, groups: &[Vec<String>]| {
            if path.len() > groups.last().map_or(0, Vec::len) {
                leaves.push(Leaf { path: path.clone(), alias: alias.take(), line: token.line });
            }
            *path = groups.last().cloned().unwrap_or_default();
        };
        match token.text {
            "{" if groups.is_empty() && path.is_empty() && index > start => break,
            "{" => groups.push(path.clone()),
            "}" if !groups.is_empty() => {
                close(&mut path, &mut alias, &groups);
                groups.pop();
                path = groups.last().cloned().unwrap_or_default();
                if groups.is_empty() {
                    return (leaves, index + 1);
                }
            }
            "," if !groups.is_empty() => close(&mut path, &mut alias, &groups),
            "::" if matches!(after(1), Some(next) if next == "{" || next == "*" || is_name(next)) => {}
            "as" if !path.is_empty() => {
                alias = after(1).map(str::to_owned);
                index += 1;
            }
            text if is_name(text) || text == "*" => {
                path.push(text.to_owned());
                let goes_on = matches!(after(1), Some("::" | "as")) || !groups.is_empty();
                if !goes_on {
                    close(&mut path, &mut alias, &groups);
                    return (leaves, index + 1);
                }
            }
            _ if groups.is_empty() => {
                close(&mut path, &mut alias, &groups);
                return (leaves, index);
            }
            _ => {}
        }
        index += 1;
    }
    (leaves, index)
}

/// A path from the crate's root; none if it leads out of it.
fn resolved(path: &[String], here: &[String]) -> Option<Vec<String>> {
    let mut base = here.to_vec();
    let mut rest = path.iter().peekable();
    match rest.next().map(String::as_str) {
        Some("crate") => base.clear(),
        Some("super") => {
            base.pop()?;
            while rest.next_if(|part| *part == "super").is_some() {
                base.pop()?;
            }
        }
        _ => {}
    }
    base.extend(rest.cloned());
    Some(base)
}

/// Whether `crate` or `super` at a token begins a path, rather than `pub(crate)` or the end of one.
fn starts_path(tokens: &[Token<'_>], index: usize) -> bool {
    let text = |index: Option<usize>| index.and_then(|index| tokens.get(index)).map(|token| token.text);
    text(index.checked_add(1)) == Some("::") && text(index.checked_sub(1)) != Some("::")
}

/// The name of the inline module that a brace opens.
fn opened(tokens: &[Token<'_>], index: usize) -> Option<String> {
    let name = tokens.get(index.checked_sub(1)?)?;
    let keyword = tokens.get(index.checked_sub(2)?)?;
    (keyword.text == "mod").then(|| name.text.to_owned())
}

/// Whether `#[cfg(test)]` or `#[test]` begins at a token.
fn is_test(tokens: &[Token<'_>], index: usize) -> bool {
    let attribute: String = tokens.iter().skip(index).take(7).map(|token| token.text).collect();
    attribute == "#[cfg(test)]" || attribute.starts_with("#[test]")
}

/// Behind the item that follows an attribute: its body, or its semicolon.
fn after_item(tokens: &[Token<'_>], index: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, token) in tokens.iter().enumerate().skip(index) {
        match token.text {
            "{" => depth += 1,
            "}" if depth <= 1 => return offset + 1,
            "}" => depth -= 1,
            ";" if depth == 0 => return offset + 1,
            _ => {}
        }
    }
    tokens.len()
}

fn is_prefix(part: &str) -> bool {
    matches!(part, "crate" | "self" | "super")
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

#[cfg(test)]
mod tests {
    use super::{exports, imports};

    fn check(text: &str, expected: &[&str]) {
        let module = ["request".to_owned(), "style".to_owned()];
        let found: Vec<String> = imports(text, &module)
            .into_iter()
            .map(|import| format!("{}:{}", import.line, import.path.join("::")))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn paths_are_found_and_resolved() {
        check("use crate::fault::Fault;", &["1:fault::Fault"]);
        check(
            "use crate::{Fault, client::{Client, fault as f}, limits};",
            &["1:Fault", "1:client::Client", "1:client::fault", "1:limits"],
        );
        check("use crate::{\n    a::B,\n    c::*,\n};", &["2:a::B", "3:c::*"]);
        check("use super::shape::Shape;", &["1:request::shape::Shape"]);
        check("use super::super::client::Client;", &["1:client::Client"]);
        check("use super::{shape, text as t};", &["1:request::shape", "1:request::text"]);
        check(
            "fn f() -> crate::fault::Fault { crate::fault::Fault::new(1) }",
            &["1:fault::Fault", "1:fault::Fault::new"],
        );
        check("fn f(x: &crate::Blob<'_>, y: Vec<crate::B>) {}", &["1:Blob", "1:B"]);
        check("fn f() { g::<crate::a::B>(self.x, crate::c::d!()) }", &["1:a::B", "1:c::d"]);
        check("use self::inner::X;", &["1:request::style::inner::X"]);
        check("mod inner { use super::x; fn f() { super::super::y() } }", &["1:request::style::x", "1:request::y"]);
        check("pub(crate) struct A; impl A { fn f(self) -> Self { self } }", &[]);
        check("// use crate::a::B;\nlet s = \"crate::c\";", &[]);
        check("#[cfg(test)]\nmod tests { use crate::a::B; fn f() {} }\nuse crate::c::D;", &["3:c::D"]);
        check("#[cfg(test)]\nmod tests;\nuse crate::c::D;", &["3:c::D"]);
        check("use std::fmt; use super::super::super::x;", &[]);
    }

    #[test]
    fn exports_name_their_module() {
        let root = "//! Root\nmod fault;\nmod a;\npub use fault::{Code, Fault as F};\npub(crate) use crate::a::b::C;\nuse std::fmt;";
        let found: Vec<(String, String)> = exports(root).into_iter().collect();
        let pair = |name: &str, module: &str| (name.to_owned(), module.to_owned());
        assert_eq!(found, [pair("C", "a"), pair("Code", "fault"), pair("F", "fault"), pair("fmt", "std")]);
    }
}
