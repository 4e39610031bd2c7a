//! Objects that are closed beside `allOf` or in it.

use crate::requests::{body, check, mock, sweep};

const DOCUMENT: &str = r"
openapi: 3.0.3
paths:
  /beside: {post: &operation {requestBody: &body {required: true, content: {application/json: &content {schema: {$ref: '#/components/schemas/Beside'}}}}, responses: {200: {description: ok, content: {application/json: *content}}}}}
  /within: {post: {requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Within'}}}}}}
  /nested: {post: {requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Nested'}}}}}}
  /alone: {post: {requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Base'}}}}}}
components:
  schemas:
    Base: {type: object, additionalProperties: false, required: [id], properties: {id: {type: integer}, parent: {$ref: '#/components/schemas/Nested'}}}
    Beside:
      type: object
      additionalProperties: false
      properties: {own: {type: string}}
      allOf:
        - {type: object, properties: {other: {type: string, enum: [b, c]}}}
        - {type: object, required: [other]}
    Within:
      allOf:
        - {$ref: '#/components/schemas/Base'}
        - {type: object, additionalProperties: false, properties: {name: {type: string}}}
    Nested:
      type: object
      properties: {size: {type: integer}}
      allOf:
        - {$ref: '#/components/schemas/Within'}
        - {$ref: '#/components/schemas/Beside'}
";

#[test]
fn the_closure_is_that_of_the_whole() {
    let mock = mock(DOCUMENT);
    assert_eq!(sweep(&mock).len(), 4);
    let send = |call: &str, text: &str, expected: &str| {
        check(&mock, &format!("POST {call}"), ("application/json", text), expected);
    };
    for path in ["/beside", "/within", "/nested", "/alone"] {
        send(path, &body(&mock, "POST", path), "");
    }
    send("/beside", r#"{"own":"a","other":"b"}"#, "");
    send("/beside", r#"{"own":"a"}"#, "\"other\" is a required property");
    send("/beside", r#"{"other":"b","third":1}"#, "third");
    send("/within", r#"{"id":1,"name":"n"}"#, "");
    send("/within", r#"{"id":1,"name":"n","own":"a"}"#, "own");
    send("/nested", r#"{"id":1,"name":"n","own":"a","other":"b","size":1}"#, "");
    send("/nested", r#"{"id":1,"other":"b","extra":1}"#, "extra");
    send("/nested", r#"{"id":1,"other":"b","parent":{"id":1,"other":"b","extra":1}}"#, "body /parent");
    send("/alone", r#"{"id":1}"#, "");
    send("/alone", r#"{"id":1,"name":"n"}"#, "name");
}
