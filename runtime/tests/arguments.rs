//! What generated code reads from checked slots.

use runtime::{Argument, Arguments, Body, Choice, Number, Request, Style, Value};
use serde_json::json;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    Create,
    Two,
}

impl Choice for Mode {
    const ALL: &'static [(&'static str, Self)] = &[("create", Self::Create), ("2", Self::Two)];
    const FIRST: Self = Self::Create;
}

impl From<Mode> for Argument<'_> {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Create => Self::Text("create"),
            Mode::Two => Self::Integer(2),
        }
    }
}

#[test]
fn readers_give_the_type_that_was_checked() {
    let body = json!({"a": 1});
    let slots = [
        Some(json!("text")),
        Some(json!(-5)),
        Some(json!(u64::MAX)),
        Some(json!(1.5)),
        Some(json!(true)),
        Some(json!([1])),
        Some(json!("create")),
        Some(json!(2)),
        Some(json!(7.0)),
        None,
    ];
    let arguments = Arguments::new(&slots, Some(Body::new(&body)));
    assert_eq!(arguments.text(0), "text");
    assert_eq!(arguments.integer(1), -5);
    assert_eq!(arguments.unsigned(2), u64::MAX);
    assert_eq!(arguments.number(3), &Number::from_f64(1.5).unwrap());
    assert!(arguments.boolean(4));
    assert_eq!(arguments.value(5), &json!([1]));
    assert_eq!(arguments.choice::<Mode>(6), Mode::Create);
    assert_eq!(arguments.choice::<Mode>(7), Mode::Two);
    assert_eq!(arguments.integer(8), 7);
    assert_eq!(arguments.body(), &body);
    assert_eq!(arguments.optional_text(9), None);
    assert_eq!(arguments.optional_choice::<Mode>(9), None);
}

#[test]
fn readers_never_fail() {
    let slots = [Some(json!({"not": "that"}))];
    for slot in [0, 1, usize::MAX] {
        let arguments = Arguments::new(&slots, None);
        assert_eq!(arguments.text(slot), "");
        assert_eq!((arguments.integer(slot), arguments.unsigned(slot), arguments.boolean(slot)), (0, 0, false));
        assert_eq!(arguments.number(slot), &Number::from(0));
        assert_eq!(arguments.choice::<Mode>(slot), Mode::FIRST);
        assert_eq!(arguments.body(), &Value::Null);
    }
}

#[test]
fn choices_travel_like_other_arguments() {
    let mut request = Request::default();
    request.query("mode", Style::Form, true, Some(Mode::Two));
    request.query("other", Style::Form, true, None::<Mode>);
    assert_eq!(request.query, ["mode=2"]);
}
