//! The corrected call that comes with mistakes, where there is one way to mend them all.

use serde_json::{Value, json};

use crate::running::Setup;
use crate::wire::call;

#[tokio::test]
async fn mistakes_with_one_plausible_correction_come_with_the_whole_call() {
    let address = Setup::default().serve().await;
    for (arguments, expected) in [
        (
            json!({"operation": "things.get", "params": {"idd": "7"}}),
            json!({"operation": "things.get", "params": {"id": "7"}}),
        ),
        (json!({"operation": "things.get", "id": "7"}), json!({"operation": "things.get", "params": {"id": "7"}})),
        (
            json!({"operation": "things.get", "param": {"id": "7"}}),
            json!({"operation": "things.get", "params": {"id": "7"}}),
        ),
        (
            json!({"operation": "things.get", "params": {"id": 7}}),
            json!({"operation": "things.get", "params": {"id": "7"}}),
        ),
        (
            json!({"operation": "things.create", "name": "x"}),
            json!({"operation": "things.create", "body": {"name": "x"}}),
        ),
        (
            json!({"operation": "things.create", "params": {"name": "x"}}),
            json!({"operation": "things.create", "params": {}, "body": {"name": "x"}}),
        ),
        (
            json!({"operation": "things.create", "body": {"nam": "x"}}),
            json!({"operation": "things.create", "body": {"name": "x"}}),
        ),
        (
            json!({"operation": "things.create", "params": r#"{"name":"x"}"#}),
            json!({"operation": "things.create", "params": {}, "body": {"name": "x"}}),
        ),
        // No way, or no one way
        (json!({"operation": "things.create", "params": r#"{"name":12345678901234567890123}"#}), Value::Null),
        (json!({"operation": "things.get", "params": {"limit": "7"}}), Value::Null),
        (json!({"operation": "things.get", "params": {"idd": "7", "zzz": 1}}), Value::Null),
        (json!({"operation": "things.list", "params": {"limit": "many"}}), Value::Null),
        (json!({"operation": "things.create", "body": {"nam": 7}}), Value::Null),
        (json!({"operation": "things.get", "idd": "7", "id": "8"}), Value::Null),
        (json!({"operation": "things.create", "body": {"nam": "x".repeat(5_000)}}), Value::Null),
        (json!({"operation": "nothing.like.it"}), Value::Null),
        (json!({"params": {"id": "7"}}), Value::Null),
    ] {
        let (failed, text) = call(address, "execute", arguments.clone(), &[("authorization", "Bearer x")]).await;
        let shown: Value = serde_json::from_str(&text).expect("JSON");
        assert!(failed, "{arguments}: {text}");
        assert_eq!(shown["errors"][0]["corrected_call"], expected, "{arguments}: {text}");
    }
}
