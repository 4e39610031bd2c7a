//! `eval --from-feedback`.

use crate::scratch::Scratch;

const QUERIES: &str = r#"{"id":"feedback-001","query":"look at one tea","gold":[{"method":"GET","path":"/teas/{id}"}],"times":3}
{"id":"feedback-002","query":["list the teas","zorgle"],"gold":[{"method":"GET","path":"/teas"},{"method":"GET","path":"/gone"}],"times":1}
{"id":"feedback-003","query":"\u202ezorgle\u001b[31m","gold":[{"method":"GET","path":"/teas"}],"times":1}
"#;

#[test]
fn feedback_is_a_query_set_and_what_is_missed_is_named() {
    let scratch = Scratch::with_tea("eval_feedback");
    scratch.write("kept/queries.jsonl", QUERIES);
    let folder = scratch.root.join("kept");
    for place in [folder.as_str(), folder.join("queries.jsonl").as_str()] {
        let run = scratch.run(&["eval", "--from-feedback", place, "--vendor", "tea"]);
        run.assert(
            0,
            &[
                "R@10",
                "tea (feedback)",
                "missed at 10: 2 of 3 queries",
                r#""list the teas" + "zorgle": GET /teas and GET /gone"#,
                r#""\u{202e}zorgle\u{1b}[31m": GET /teas"#,
            ],
        );
        assert!(!run.stdout.contains("look at one tea"), "{}", run.stdout);
    }
    scratch.run(&["eval", "--from-feedback", "kept"]).assert(2, &["--vendor"]);
    scratch.run(&["eval", "--vendor", "tea"]).assert(2, &["--from-feedback"]);
    scratch.run(&["eval", "--from-feedback", folder.as_str(), "--vendor", "coffee"]).assert(2, &["no vendor"]);
    scratch.write("kept/queries.jsonl", "{}\n");
    scratch.run(&["eval", "--from-feedback", folder.as_str(), "--vendor", "tea"]).assert(1, &["queries.jsonl:1"]);
}
