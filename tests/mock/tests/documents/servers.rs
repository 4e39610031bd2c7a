//! Servers of an operation or a path item: their paths lead to the operation too.

use crate::requests::{check, golden, mock};

const NONE: (&str, &str) = ("", "");
const PICTURE: (&str, &str) = ("application/json", r#"{"name":"n"}"#);

#[test]
fn own_servers() {
    let mock = golden("own-servers");
    for (call, content, verdict) in [
        ("GET /pictures", NONE, ""),
        ("GET /v1/pictures", NONE, ""),
        ("GET /v2/pictures", NONE, "no path template fits"),
        ("GET /v1/albums", NONE, "no path template fits"),
        ("POST /pictures", PICTURE, ""),
        ("POST /v1/pictures", PICTURE, "the path has no POST"),
        ("GET /prints/prints", NONE, ""),
        ("POST /prints/prints", NONE, "the path has no POST"),
    ] {
        check(&mock, call, content, verdict);
    }
}

#[test]
fn variables() {
    let mock = mock(
        "{openapi: 3.1.0, paths: {'/files/{id}': {servers: [{url: 'https://{host}/{base}/{tenant}/', variables: {host: \
         {default: a.example}, base: {default: v1, enum: [v1, v2]}}}], parameters: [{name: id, in: path, required: true, \
         schema: {type: integer}}], get: {}, delete: {servers: []}}}}",
    );
    for (call, verdict) in [
        ("GET /files/1", ""),
        ("GET /v1/acme/files/1", ""),
        ("GET /v2/other/files/1", ""),
        ("GET /v3/acme/files/1", "no path template fits"),
        ("GET /v1/acme/files/a", "path id"),
        ("DELETE /files/1", ""),
        ("DELETE /v1/acme/files/1", "the path has no DELETE"),
    ] {
        check(&mock, call, NONE, verdict);
    }
}
