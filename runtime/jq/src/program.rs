//! Text of a program to something that runs, or what is wrong with the text.

use jaq_core::load::lex::Token;
use jaq_core::load::parse::{Def, Term};
use jaq_core::load::{Arena, File, Lexer, Loader, Parser, lex, parse};
use jaq_core::{Compiler, Filter, compile};

use super::assignment::prepare;
use super::data::Data;
use super::functions::{definitions, natives, signatures};

/// Finds the name that is most like a word, if any is alike.
pub type Nearest = for<'n> fn(&str, &[&'n str]) -> Option<&'n str>;

/// Why a program can't be compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where and what: `line 1, column 3: …`.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Mistake {
    /// Nobody knows why.
    pub(crate) fn unknown() -> Self {
        Self { message: "it can't be compiled".to_owned(), hint: None }
    }
}

/// Characters of a program's part that is quoted.
const MAX_QUOTED: usize = 60;

/// Mistakes told of one program.
const MAX_MISTAKES: usize = 3;

/// The name that a program has as a function.
const MAIN: &str = "_program";

/// What functions are called in other languages, and here.
const ELSEWHERE: [(&str, &str); 14] = [
    ("avg", "add / length"),
    ("average", "add / length"),
    ("concat", "add"),
    ("count", "length"),
    ("distinct", "unique"),
    ("filter", "select"),
    ("foreach", "foreach rows as $row (start; step; shown)"),
    ("len", "length"),
    ("mean", "add / length"),
    ("order_by", "sort_by"),
    ("reduce", "reduce rows as $row (start; step)"),
    ("size", "length"),
    ("sum", "add"),
    ("where", "select"),
];

/// Compiles a program, on the stack of the caller; what it nests is recursed into.
///
/// # Errors
/// What is wrong with the program: three mistakes at most.
pub fn compile(program: &str, nearest: Nearest) -> Result<Filter<Data>, Vec<Mistake>> {
    let mut body = term(program)?;
    prepare(&mut body);
    let arena = Arena::default();
    let mut definitions: Vec<Def<&str>> = definitions();
    definitions.push(Def { name: MAIN, args: Vec::new(), body });
    let modules = Loader::new(definitions).load(&arena, File { code: MAIN, path: () });
    let modules = modules.map_err(|_| vec![Mistake::unknown()])?;
    Compiler::default().with_funs(natives()).with_global_vars(["$ENV"]).compile(modules).map_err(|errors| {
        let errors = errors.into_iter().flat_map(|(_, errors)| errors);
        errors.take(MAX_MISTAKES).map(|(name, kind)| undefined((program, nearest), name, &kind)).collect()
    })
}

fn term(program: &str) -> Result<Term<&str>, Vec<Mistake>> {
    let tokens = Lexer::new(program).lex().map_err(|errors| {
        let mistake = |(expected, found): (lex::Expect<&str>, _)| unexpected(program, expected.as_str(), found);
        errors.into_iter().take(MAX_MISTAKES).map(mistake).collect::<Vec<_>>()
    })?;
    Parser::new(&tokens).parse(Parser::term).map_err(|errors| {
        let mistake = |(expected, found): (parse::Expect<&str>, _)| {
            let expected = match expected {
                parse::Expect::Just(token) => quoted(token),
                parse::Expect::Nothing => "the end".to_owned(),
                other => other.as_str().to_owned(),
            };
            unexpected(program, &expected, Token::opt_as_str(found, program))
        };
        errors.into_iter().take(MAX_MISTAKES).map(mistake).collect()
    })
}

fn unexpected(program: &str, expected: &str, found: &str) -> Mistake {
    let at = place(program, found);
    let hint = match found {
        _ if ["import ", "include "].iter().any(|word| program.trim_start().starts_with(word)) => {
            Some("there are no modules; define functions in the program itself: def name: …;")
        }
        _ if found.starts_with('\'') => Some("texts stand in double quotes"),
        _ if found.starts_with('(') && expected == "the end" => Some("functions are no methods: . | map(…)"),
        "?" | "?//" => Some("alternatives of patterns don't exist here; use if and type"),
        "===" | "=>" => Some("jq compares with =="),
        _ => None,
    };
    let found = if found.is_empty() { "the end".to_owned() } else { quoted(found) };
    Mistake { message: format!("{at}expected {expected}, found {found}"), hint: hint.map(str::to_owned) }
}

fn undefined((program, nearest): (&str, Nearest), name: &str, kind: &compile::Undefined) -> Mistake {
    let message = match kind {
        compile::Undefined::Filter(0) => format!("no function {}", quoted(name)),
        compile::Undefined::Filter(1) => format!("no function {} with 1 argument", quoted(name)),
        compile::Undefined::Filter(count) => format!("no function {} with {count} arguments", quoted(name)),
        other => format!("no {} {}", other.as_str(), quoted(name)),
    };
    let hint = match kind {
        compile::Undefined::Filter(count) => alternative(name, *count, nearest),
        _ if name == "$__loc__" => "there is none here; leave it out".to_owned(),
        _ => "bind it first: … as $name | …".to_owned(),
    };
    Mistake { message: format!("{}{message}", place(program, name)), hint: Some(hint) }
}

/// What can be called in place of an unknown function.
fn alternative(name: &str, count: usize, nearest: Nearest) -> String {
    let known = signatures();
    let counts: Vec<String> =
        known.iter().filter(|(other, _)| *other == name).map(|(_, count)| count.to_string()).collect();
    if !counts.is_empty() {
        let noun = if counts == ["1"] { "argument" } else { "arguments" };
        return format!("{name} takes {} {noun}, not {count}; semicolons separate arguments", counts.join(" or "));
    }
    if matches!(name, "input" | "inputs" | "input_filename" | "input_line_number") {
        return "the answer's body is the only input: use .".to_owned();
    }
    if let Some((_, here)) = ELSEWHERE.iter().find(|(elsewhere, _)| *elsewhere == name) {
        return format!("that is {here} in jq");
    }
    let kind = name.starts_with('@');
    let mut names: Vec<&str> =
        known.iter().map(|(name, _)| *name).filter(|name| name.starts_with('@') == kind).collect();
    names.dedup();
    match nearest(name, &names) {
        Some(name) => format!("did you mean {name}?"),
        None if kind => format!("formats are {}", names.join(", ")),
        None => {
            "functions are those of jq 1.7: map, select, group_by, sort_by, unique_by, min_by, max_by, add, length, \
                 keys, has, to_entries, with_entries, paths, flatten, range, limit, first, test, capture, sub, split, \
                 join, tonumber, tostring, fromdate, strftime, …"
                .to_owned()
        }
    }
}

/// Where a part of the program stands, to be put before a message: `line 1, column 3: `. Columns count characters.
fn place(program: &str, part: &str) -> String {
    let offset = part.as_ptr().addr().checked_sub(program.as_ptr().addr());
    let Some(before) = offset.and_then(|offset| program.get(..offset)) else { return String::new() };
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("line {line}, column {column}: ")
}

/// A part of the program, short: `"sum"`.
fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(MAX_QUOTED).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("{short:?}")
}
