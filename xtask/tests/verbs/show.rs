//! `list` and `show`.

use crate::scratch::Scratch;

#[test]
fn vendors_are_listed() {
    let scratch = Scratch::with_tea("list");
    scratch.run(&["list"]).assert(0, &["vendor  title  operations  document\ntea     Tea    -           "]);
    scratch.run(&["generate"]).assert(0, &[]);
    scratch.run(&["list"]).assert(0, &["tea     Tea    2           "]);
}

#[test]
fn stages_are_shown() {
    let scratch = Scratch::with_tea("show");
    scratch.run(&["show", "tea", "--stage", "spec"]).assert(0, &["Look at one tea"]);
    scratch.run(&["show", "tea", "--stage", "api", "--operation", "getTea"]).assert(0, &["Look at one tea"]);
    scratch.run(&["show", "tea", "--stage", "pagination"]).assert(0, &["operation\tkind\tparameter"]);
    scratch.run(&["show", "tea", "--stage", "plan"]).assert(0, &["Look at one tea"]);
    scratch.run(&["show", "tea", "--stage", "files"]).assert(0, &["generated/tea/src/lib.rs"]);
    scratch.run(&["show", "tea", "--stage", "files", "--operation", "getTea"]).assert(0, &["pub struct GetTea<'a>"]);
    scratch.run(&["show", "tea", "--stage", "api", "--operation", "gone"]).assert(1, &["no operation gone"]);
    scratch.run(&["show", "tea", "--stage", "soup"]).assert(2, &["spec, api, pagination, plan, files"]);
    scratch.run(&["show", "coffee", "--stage", "api"]).assert(2, &["no vendor"]);
    scratch.write("specs/tea/openapi.yaml", "openapi: 3.1.0\n");
    scratch.run(&["show", "tea", "--stage", "api"]).assert(1, &["error["]);
}
