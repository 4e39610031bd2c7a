//! Which of the declared media types a body has.

use crate::requests::{check, document};

#[test]
fn the_closest_counts() {
    let body = "{content: {application/json: {schema: {const: 1}}, 'application/*+json': {schema: {const: 2}}, \
                'application/json; version=3': {schema: {const: 3}}, 'application/*': {schema: {type: string, const: '4'}}, \
                'Text/Plain; charset=UTF-8': {schema: {const: five}}, '*/*': {schema: {const: '6'}}}}";
    let mock = document("3.1.0", body, "");
    for (content_type, content, verdict) in [
        ("application/json", "1", ""),
        ("APPLICATION/JSON", "1", ""),
        ("application/json", "2", "1 was expected"),
        ("application/json; charset=utf-8", "1", ""),
        ("application/json;version=3", "3", ""),
        ("application/json; q=x; Version=\"3\" ", "3", ""),
        ("application/json; version=4", "1", ""),
        ("application/json; version=4", "3", "1 was expected"),
        ("application/vnd.x+json", "2", ""),
        ("application/vnd.x+json", "1", "2 was expected"),
        ("application/octet-stream", "4", ""),
        ("application/octet-stream", "5", "\"4\" was expected"),
        ("text/plain", "five", ""),
        ("text/plain; charset=\"utf-8\"", "five", ""),
        ("text/plain; charset=iso-8859-1", "6", ""),
        ("text/plain; charset=iso-8859-1", "five", "\"6\" was expected"),
        ("image/png", "6", ""),
        ("application/json; version", "1", "has no value"),
        ("application/json; version=1; version=1", "1", "is there twice"),
        ("application/json; version=\"1", "1", "a quote doesn't close"),
        ("application/json; version=a b", "1", "has to be in quotes"),
        ("json", "1", "is no media type"),
        ("application/", "1", "is no media type"),
        ("application/json, application/json", "1", "is no media type"),
        ("", "1", "header Content-Type: has to be there once"),
    ] {
        check(&mock, content_type, content.as_bytes(), verdict);
    }
}

#[test]
fn presence() {
    let required = "{required: true, content: {application/json: {}, text/plain: {schema: {type: string}}}}";
    let optional = "{content: {application/json: {}, text/plain: {schema: {type: string, minLength: 1}}}}";
    let other = "is none of the media types";
    for (body, content_type, content, verdict) in [
        (required, "application/json", "1", ""),
        (required, "application/json", "", "body: required, but missing"),
        (required, "", "", "body: required, but missing"),
        (required, "text/plain", "", ""),
        (required, "application/xml", "<a/>", other),
        (required, "text/html", "a", other),
        (required, "application/problem+json", "{}", other),
        (optional, "", "", ""),
        (optional, "application/json", "", ""),
        (optional, "text/plain", "", "shorter than 1 character"),
        (optional, "application/json", "{", "no JSON"),
        ("{required: true, content: {}}", "application/json", "1", other),
        ("{content: {'text/*': {}}}", "text/csv", "a,b", ""),
        ("{content: {'text/*': {}}}", "application/json", "1", other),
        ("{content: {'application/*+json': {}}}", "application/json", "1", other),
    ] {
        check(&document("3.0.4", body, ""), content_type, content.as_bytes(), verdict);
    }
}

#[test]
fn null_in_a_merge_patch_takes_a_member_away() {
    let schema = "{type: object, required: [id], minProperties: 1, additionalProperties: false, properties: {id: {type: string}, \
                  name: {type: string}, free: {type: [string, 'null']}, inner: {type: object, required: [key], \
                  properties: {key: {type: string}, note: {type: string}}}, list: {type: array, items: {type: object, \
                  properties: {a: {type: string}}}}}}";
    let body = format!(
        "{{content: {{application/merge-patch+json: {{schema: {schema}}}, application/json: {{schema: {schema}}}}}}}"
    );
    let mock = document("3.1.0", &body, "");
    for (content, verdict) in [
        (r#"{"id": "1", "name": null, "free": null, "list": null}"#, ""),
        (r#"{"id": "1", "inner": {"key": "a", "note": null}}"#, ""),
        (r#"{"id": "1", "name": 5, "free": null}"#, "5 is not of type"),
        (r#"{"id": null, "name": null}"#, "body /id: null is not of type"),
        (r#"{"id": "1", "inner": {"key": null}}"#, "body /inner/key: null is not of type"),
        (r#"{"id": "1", "list": [{"a": null}]}"#, "body /list/0/a: null is not of type"),
        (r#"{"name": null}"#, "\"id\" is a required property"),
        ("null", "null is not of type"),
    ] {
        check(&mock, "application/merge-patch+json", content.as_bytes(), verdict);
    }
    check(&mock, "application/json", br#"{"id": "1", "name": null}"#, "body /name: null is not of type");
}

#[test]
fn no_body_is_declared() {
    let mock = mock::Mock::new("{openapi: 3.0.4, paths: {/x: {post: {}}}}", mock::Options::default()).unwrap();
    check(&mock, "", b"", "");
    check(&mock, "application/json", b"", "");
    check(&mock, "application/json", b"{}", "body: the operation takes none");
    check(&mock, "", b" ", "body: the operation takes none");
}

#[test]
fn a_wrong_media_type_is_refused_with_415() {
    let mock = document("3.0.4", "{content: {application/json: {schema: {type: integer}}}}", "");
    let status = |content_type: &str| {
        let headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
        let request = mock::RawRequest { method: "POST".into(), target: "/x".into(), headers, body: b"\"a\"".to_vec() };
        mock.exchange(request).status
    };
    assert_eq!([status("application/json"), status("text/plain")], [400, 415]);
}
