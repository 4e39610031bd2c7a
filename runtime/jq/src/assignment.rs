//! Assignments make what is missing, as in jq: `{} | .a.b += 1` gives `{"a":{"b":1}}`, and `null | .[1] = 2` gives
//! `[null,2]`. The interpreter's own stop there with an error.
//!
//! So every step of a path on the left of an assignment gets a `_under(key)` before it: a function that does nothing,
//! but when it is updated hands on `{}`, `[]` or a longer list where the key needs one.

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Pattern, Term};
use jaq_core::native::{Fun, v};
use jaq_core::path::{Part, Path};
use jaq_core::{Exn, Native, box_iter::box_once};
use jaq_json::{Num, Val};
use jaq_std::ValT as _;

use super::data::Data;

/// The name of the function.
const UNDER: &str = "_under";

/// The function `_under`.
pub(crate) fn under() -> Fun<Data> {
    let native =
        Native::new(|cv| box_once(Ok(cv.1))).with_paths(|cv| box_once(Ok(cv.1))).with_update(|mut cv, update| {
            let key = cv.0.pop_var();
            match made(cv.1, &key) {
                Ok(value) => update(value),
                Err(exception) => box_once(Err(exception)),
            }
        });
    (UNDER, v(1), native)
}

/// A value that has a place for a key, if it can have one.
fn made<'a>(value: Val, key: &Val) -> Result<Val, Exn<'a, Val>> {
    let length = match (key, key.as_isize().map(usize::try_from)) {
        (Val::TStr(_), _) if matches!(value, Val::Null) => return Ok(Val::obj(jaq_json::Map::default())),
        (Val::Num(Num::Int(_)), Some(Ok(index))) => index.saturating_add(1),
        _ => return Ok(value),
    };
    match value {
        Val::Null => Ok(vec![Val::Null; length].into_iter().collect()),
        Val::Arr(items) if items.len() < length => {
            let lacking = length - items.len();
            Ok(items.iter().cloned().chain(std::iter::repeat_n(Val::Null, lacking)).collect())
        }
        other => Ok(other),
    }
}

/// A program with every assignment in it prepared.
pub(crate) fn prepare(term: &mut Term<&str>) {
    each_part(term, &mut prepare);
    let assigns = |op: &BinaryOp<&str>| {
        matches!(op, BinaryOp::Assign | BinaryOp::Update | BinaryOp::UpdateMath(_) | BinaryOp::UpdateAlt)
    };
    if let Term::BinOp(target, op, _) = term
        && assigns(op)
    {
        **target = making(std::mem::take(target));
    }
}

/// The left side of an assignment.
fn making<'a>(target: Term<&'a str>) -> Term<&'a str> {
    let boxed = |term: Box<Term<&'a str>>| Box::new(making(*term));
    match target {
        Term::Path(head, path) => {
            let starts_here = matches!(*head, Term::Id);
            let head = making(*head);
            let mut parts = path.0.iter().enumerate();
            // What is in brackets is asked of the whole input; behind a step it would be asked of what is there.
            let can_part = parts.all(|(index, (part, _))| (index == 0 && starts_here) || keys(part).all(is_closed));
            if !can_part {
                return Term::Path(Box::new(head), path);
            }
            path.0.into_iter().fold(head, |before, (part, optional)| {
                let before = match &part {
                    Part::Index(key) => piped(before, Term::Call(UNDER, vec![key.clone()])),
                    Part::Range(..) => before,
                };
                piped(before, Term::Path(Box::new(Term::Id), Path(vec![(part, optional)])))
            })
        }
        Term::BinOp(left, BinaryOp::Pipe(Some(pattern)), right) => {
            Term::BinOp(left, BinaryOp::Pipe(Some(pattern)), boxed(right))
        }
        Term::BinOp(left, op @ (BinaryOp::Pipe(None) | BinaryOp::Comma | BinaryOp::Alt), right) => {
            Term::BinOp(boxed(left), op, boxed(right))
        }
        Term::IfThenElse(branches, last) => {
            let branches = branches.into_iter().map(|(condition, then)| (condition, making(then)));
            Term::IfThenElse(branches.collect(), last.map(boxed))
        }
        other => other,
    }
}

fn piped<'a>(left: Term<&'a str>, right: Term<&'a str>) -> Term<&'a str> {
    Term::BinOp(Box::new(left), BinaryOp::Pipe(None), Box::new(right))
}

fn keys<'a, 'b>(part: &'a Part<Term<&'b str>>) -> impl Iterator<Item = &'a Term<&'b str>> {
    let (first, second) = match part {
        Part::Index(key) => (Some(key), None),
        Part::Range(from, to) => (from.as_ref(), to.as_ref()),
    };
    first.into_iter().chain(second)
}

/// Whether a term means the same whatever its input is.
fn is_closed(term: &Term<&str>) -> bool {
    match term {
        Term::Num(_) | Term::Var(_) | Term::Arr(None) => true,
        Term::Str(_, parts) => parts.iter().all(|part| match part {
            StrPart::Term(term) => is_closed(term),
            StrPart::Str(_) | StrPart::Char(_) => true,
        }),
        Term::Neg(term) => is_closed(term),
        Term::Path(head, path) => is_closed(head) && path.0.iter().all(|(part, _)| keys(part).all(is_closed)),
        Term::BinOp(left, BinaryOp::Pipe(None), _) => is_closed(left),
        Term::BinOp(left, BinaryOp::Math(_) | BinaryOp::Alt, right) => is_closed(left) && is_closed(right),
        _ => false,
    }
}

/// Visits the terms that a term is directly made of.
fn each_part<'a>(term: &mut Term<&'a str>, visit: &mut impl FnMut(&mut Term<&'a str>)) {
    match term {
        Term::Id | Term::Recurse | Term::Num(_) | Term::Arr(None) | Term::Break(_) | Term::Var(_) => {}
        Term::Str(_, parts) => parts.iter_mut().for_each(|part| {
            if let StrPart::Term(term) = part {
                visit(term);
            }
        }),
        Term::Arr(Some(term)) | Term::Neg(term) | Term::Label(_, term) => visit(term),
        Term::Obj(members) => members.iter_mut().for_each(|(key, member)| {
            visit(key);
            member.iter_mut().for_each(&mut *visit);
        }),
        Term::BinOp(left, op, right) => {
            visit(left);
            if let BinaryOp::Pipe(Some(pattern)) = op {
                each_key(pattern, visit);
            }
            visit(right);
        }
        Term::Fold(_, rows, pattern, arguments) => {
            visit(rows);
            each_key(pattern, visit);
            arguments.iter_mut().for_each(visit);
        }
        Term::TryCatch(term, catch) => {
            visit(term);
            catch.iter_mut().for_each(|term| visit(term));
        }
        Term::IfThenElse(branches, last) => {
            branches.iter_mut().for_each(|(condition, then)| {
                visit(condition);
                visit(then);
            });
            last.iter_mut().for_each(|term| visit(term));
        }
        Term::Def(definitions, term) => {
            definitions.iter_mut().for_each(|definition| visit(&mut definition.body));
            visit(term);
        }
        Term::Call(_, arguments) => arguments.iter_mut().for_each(visit),
        Term::Path(head, path) => {
            visit(head);
            path.0.iter_mut().for_each(|(part, _)| match part {
                Part::Index(key) => visit(key),
                Part::Range(from, to) => from.iter_mut().chain(to).for_each(&mut *visit),
            });
        }
    }
}

fn each_key<'a>(pattern: &mut Pattern<&'a str>, visit: &mut impl FnMut(&mut Term<&'a str>)) {
    match pattern {
        Pattern::Var(_) => {}
        Pattern::Arr(patterns) => patterns.iter_mut().for_each(|pattern| each_key(pattern, visit)),
        Pattern::Obj(members) => members.iter_mut().for_each(|(key, pattern)| {
            visit(key);
            each_key(pattern, visit);
        }),
    }
}
