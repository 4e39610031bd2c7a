//! The functions that programs have: those of jq that neither read nor show anything but the input and the time.

use jaq_core::Bind;
use jaq_core::load::parse::Def;
use jaq_core::native::{Fun, bome, run, unary, v};
use jaq_json::{Error, Rc, Val};

use super::assignment::under;
use super::data::Data;

/// Functions written in Rust. There is no `input`; `env` has nothing.
pub(crate) fn natives() -> impl Iterator<Item = Fun<Data>> {
    let known = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
    let environment = run(("env", v(0), |_| bome(Ok(Val::obj(jaq_json::Map::default())))));
    known.filter(|(name, ..)| *name != "env").chain([environment, under(), without()])
}

/// `_without(key)`: an object that has lost a member, the others in their order.
fn without() -> Fun<Data> {
    run(("_without", v(1), |cv| {
        unary(cv, |value, key| match value {
            Val::Obj(mut members) => {
                Rc::make_mut(&mut members).shift_remove(&key);
                Ok(Val::Obj(members))
            }
            other => Err(Error::index(other, key)),
        })
    }))
}

/// Functions written in jq; of two with one name the later counts.
pub(crate) fn definitions() -> Vec<Def<&'static str>> {
    let own = jaq_core::load::parse(include_str!("definitions.jq"), |parser| parser.defs());
    jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs()).chain(own.into_iter().flatten()).collect()
}

/// Every function's name and how many arguments it takes.
pub(crate) fn signatures() -> Vec<(&'static str, usize)> {
    let natives = natives().map(|(name, arguments, _): (_, Box<[Bind]>, _)| (name, arguments.len()));
    let mut signatures: Vec<_> =
        natives.chain(definitions().into_iter().map(|def| (def.name, def.args.len()))).collect();
    signatures.retain(|(name, _)| !name.starts_with(['!', '_']) && !name.ends_with("_empty"));
    signatures.sort_unstable();
    signatures.dedup();
    signatures
}
