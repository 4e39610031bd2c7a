//! Plan to files. Everything is decided; writing can't fail.

mod data;
mod library;
mod module;
mod operation;
mod print;
mod text;

use camino::Utf8PathBuf;

use crate::plan::Plan;
use crate::{Diagnostics, Files};

/// The files of the generated crate, and names.lock.
pub(crate) fn emit(plan: &Plan, diagnostics: &mut Diagnostics) -> Files {
    let root = Utf8PathBuf::from("generated").join(&plan.name);
    let mut files = Files::new();
    files.insert(Utf8PathBuf::from("specs").join(&plan.name).join("names.lock"), plan.lock.clone().into_bytes());
    files.insert(root.join("src/lib.rs"), library::library(plan).into_bytes());
    files.insert(root.join("src/main.rs"), library::main(plan).into_bytes());
    for module in &plan.modules {
        let path = root.join("src").join(format!("{}.rs", module.name.as_str()));
        files.insert(path, module::module(plan, module).into_bytes());
    }
    for (path, text) in text::texts(plan) {
        files.insert(root.join(path), text.into_bytes());
    }
    files.insert(root.join("data/schemas.bin"), plan.schemas.clone());
    files.insert(root.join("data/cards.bin"), data::cards(plan));
    files.insert(root.join("data/index.bin"), data::index(plan, diagnostics));
    files
}
