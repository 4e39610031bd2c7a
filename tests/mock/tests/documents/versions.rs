//! The versions of OpenAPI beside 3.0 and 3.1: 2.0, and what 3.2 added.

use crate::requests::{body, check, golden, mock, sweep};
use mock::{Mock, Options, RawRequest};

const NONE: (&str, &str) = ("", "");
const FORM: &str = "application/x-www-form-urlencoded";

fn json(text: &str) -> (&str, &str) {
    ("application/json", text)
}

#[test]
fn swagger() {
    let mock = golden("swagger-2-0");
    assert_eq!(sweep(&mock), ["GET /teas", "POST /teas", "GET /teas/{tea_id}/label"]);
    check(&mock, "GET /teas?limit=50&origins=a,b&kinds=a&kinds=b&years=1%7C2", NONE, "");
    check(&mock, "GET /teas?limit=51", NONE, "query limit");
    check(&mock, "GET /teas?kinds=a&kinds=b&origins=a&origins=b", NONE, "query origins: the key is repeated");
    check(&mock, "GET /teas?years=1,2", NONE, "query years");
    check(&mock, "POST /teas", json(&body(&mock, "POST", "/teas")), "");
    check(&mock, "POST /teas", json(r#"{"kind":"Tea","name":"n","harvested":null}"#), "");
    check(&mock, "POST /teas", json(r#"{"kind":"Tea","harvested":"today"}"#), "body : \"name\" is a required property");
    check(&mock, "POST /teas", NONE, "body: required, but missing");
    let label = golden("swagger-2-0").exchange(RawRequest {
        method: "GET".to_owned(),
        target: "/teas/t/label".to_owned(),
        headers: vec![("x-shop-key".to_owned(), "k".to_owned())],
        body: vec![],
    });
    assert_eq!((label.status, label.answer.as_slice()), (200, b"amber".as_slice()));
}

#[test]
fn forms_of_swagger() {
    let mock = golden("swagger-2-form");
    assert_eq!(sweep(&mock).len(), 3);
    check(&mock, "POST /items/by-form", (FORM, "colour=light+blue&places=a&places=b&valuable=true"), "");
    check(&mock, "POST /items/by-form", (FORM, "colour=12"), "");
    check(&mock, "POST /items/by-form", (FORM, "places=a"), "\"colour\" is a required property");
    check(&mock, "POST /items/by-form", (FORM, "colour=a&colour=b"), "colour is repeated and is no array");
    check(&mock, "POST /items/by-form", (FORM, "colour=a&valuable=yes"), "\"yes\" is no boolean");
    check(&mock, "POST /items/by-form", json(r#"{"colour":"blue"}"#), "none of the media types");
    let photo = "--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\
                 bytes\r\n--x--\r\n";
    check(&mock, "PUT /items/7/photo", ("multipart/form-data; boundary=x", photo), "");
    check(
        &mock,
        "PUT /items/7/photo",
        ("multipart/form-data; boundary=x", "--x--"),
        "\"photo\" is a required property",
    );
    check(&mock, "PUT /items/7/photo", (FORM, "photo=a"), "none of the media types");
}

/// References to parameters, responses and path items, parameters of a path item, separators, flags.
const OLD: &str = r##"
swagger: 2.0
info: {title: Library, version: "1"}
consumes: [application/json, application/xml]
parameters:
  Id: {name: id, in: path, required: true, type: integer}
  Page: {name: page, in: query, type: integer, minimum: 0, exclusiveMinimum: true}
  Book: {name: book, in: body, required: true, schema: {$ref: '#/definitions/Book'}}
responses:
  Book: {description: A book., schema: {$ref: '#/definitions/Book'}}
paths:
  /books/{id}:
    parameters:
      - $ref: '#/parameters/Id'
      - $ref: '#/parameters/Page'
      - $ref: '#/parameters/Book'
    put:
      parameters:
        - {name: page, in: query, type: string, enum: [first]}
        - {name: words, in: query, type: array, items: {type: string}, collectionFormat: ssv}
        - {name: tabs, in: query, type: array, items: {type: integer}, collectionFormat: tsv}
        - {name: X-Tags, in: header, type: array, items: {type: string, maxLength: 2}}
      responses: {200: {$ref: '#/responses/Book'}}
    delete:
      parameters: [{name: book, in: body, schema: {$ref: '#/paths/~1books~1{id}~1rating/put/parameters/0/schema'}}]
      responses: {204: {description: Gone.}}
  /books/{id}/rating:
    put:
      consumes: [text/vnd.rating+json]
      parameters:
        - {name: rating, in: body, schema: {type: object, x-nullable: true, properties: {stars: {type: integer}}}}
      responses: {default: {description: Done.}}
  /covers:
    $ref: '#/x-covers'
x-covers:
  post:
    consumes: [application/x-www-form-urlencoded]
    parameters:
      - {name: colours, in: formData, type: array, items: {type: string}}
      - {name: sizes, in: formData, required: true, type: array, items: {type: integer}, collectionFormat: pipes}
    responses: {default: {description: Done.}}
definitions:
  Book:
    type: object
    required: [title]
    properties:
      title: {type: string, x-nullable: true}
      copies: {$ref: '#/definitions/Copies%20%C2%AB1%C2%BB'}
  "Copies «1»": {type: integer, minimum: 0, exclusiveMinimum: true}
"##;

#[test]
fn references_of_swagger() {
    let mock = mock(OLD);
    sweep(&mock);
    check(&mock, "PUT /books/1?page=first&words=a%20b&tabs=1%092", json(r#"{"title":null,"copies":1}"#), "");
    check(&mock, "PUT /books/1", ("application/xml", "<Book><title>t</title><copies>1</copies></Book>"), "");
    check(
        &mock,
        "PUT /books/1",
        ("application/xml", "<Book><title>t</title><copies>0</copies></Book>"),
        "body /copies",
    );
    check(&mock, "PUT /books/1", ("application/xml", "<book><title>t</title></book>"), "where Book is expected");
    check(&mock, "PUT /books/x", json(r#"{"title":"t"}"#), "path id");
    check(&mock, "PUT /books/1?page=1", json(r#"{"title":"t"}"#), "query page");
    check(&mock, "PUT /books/1?tabs=1,2", json(r#"{"title":"t"}"#), "query tabs");
    check(&mock, "PUT /books/1", json(r#"{"title":"t","copies":0}"#), "body /copies");
    check(&mock, "PUT /books/1", NONE, "body: required, but missing");
    check(&mock, "DELETE /books/1?page=1", json(r#"{"stars":1}"#), "");
    check(&mock, "DELETE /books/1", json(r#"{"stars":"1"}"#), "body /stars");
    check(&mock, "PUT /books/1/rating", ("text/vnd.rating+json", "null"), "");
    check(&mock, "PUT /books/1/rating", json("null"), "none of the media types");
    check(&mock, "POST /covers", (FORM, "colours=red,blue&sizes=1%7C2"), "");
    check(&mock, "POST /covers", (FORM, "colours=red&sizes=1,2"), "body");
    check(&mock, "POST /covers", (FORM, "colours=red"), "\"sizes\" is a required property");
}

#[test]
fn schemes_of_swagger() {
    let document = |scheme: &str| {
        format!(
            "{{swagger: '2.0', securityDefinitions: {{s: {scheme}}}, security: [{{s: []}}], paths: {{/: {{get: {{}}}}}}}}"
        )
    };
    let status = |scheme: &str, target: &str, header: (&str, &str)| {
        let mock = Mock::new(&document(scheme), Options::default()).unwrap();
        let headers = vec![(header.0.to_owned(), header.1.to_owned())];
        mock.exchange(RawRequest { method: "GET".to_owned(), target: target.to_owned(), headers, body: vec![] }).status
    };
    let basic = "{type: basic}";
    assert_eq!(status(basic, "/", ("Authorization", "Basic YTpi")), 200);
    assert_eq!(status(basic, "/", ("Authorization", "Bearer abc")), 401);
    let key = "{type: apiKey, in: query, name: key}";
    assert_eq!([status(key, "/?key=k", NONE), status(key, "/", NONE)], [200, 401]);
    for flow in ["implicit", "password", "application", "accessCode"] {
        let oauth2 = format!("{{type: oauth2, flow: {flow}, scopes: {{}}}}");
        assert_eq!(status(&oauth2, "/", ("Authorization", "Bearer abc")), 200);
        assert_eq!(status(&oauth2, "/", NONE), 401);
    }
}

#[test]
fn query_method() {
    let mock = golden("openapi-3-2-query-method");
    assert_eq!(sweep(&mock), ["GET /seeds", "QUERY /seeds"]);
    check(&mock, "QUERY /seeds", json(&body(&mock, "QUERY", "/seeds")), "");
    check(&mock, "QUERY /seeds", json(r#"{"conditions":[]}"#), "body /conditions");
    check(&mock, "QUERY /seeds", NONE, "body: required, but missing");
    check(&mock, "POST /seeds", json("{}"), "method: the path has no POST, only GET, QUERY");
    let older = "{openapi: 3.1.0, paths: {/: {query: {}, additionalOperations: {COPY: {}}}}}";
    assert!(Mock::new(older, Options::default()).unwrap().operations().is_empty());
}

#[test]
fn additional_operations() {
    let mock = golden("openapi-3-2-additional-operations");
    let path = "/maps/{map_id}";
    let expected = ["GET", "COPY", "PURGE", "Relabel"].map(|method| format!("{method} {path}"));
    assert_eq!(sweep(&mock), expected);
    check(&mock, "COPY /maps/m", json(&body(&mock, "COPY", path)), "");
    check(&mock, "COPY /maps/m", json(r#"{"drawer":0}"#), "body /drawer");
    check(&mock, "Relabel /maps/m", NONE, "");
    check(&mock, "RELABEL /maps/m", NONE, "method: the path has no RELABEL");
    check(&mock, "copy /maps/m", json(r#"{"drawer":1}"#), "method: the path has no copy");
}

#[test]
fn querystring() {
    let mock = golden("openapi-3-2-querystring");
    assert_eq!(sweep(&mock).len(), 2);
    check(&mock, "GET /departures?from=West+Quay&to=%C3%85&days=2025-01-01&days=2025-01-02", NONE, "");
    check(&mock, "GET /departures?from=a&days=soon", NONE, "querystring search/days/0");
    check(&mock, "GET /departures?to=a", NONE, "\"from\" is a required property");
    check(&mock, "GET /departures", NONE, "querystring search: required, but missing");
    check(&mock, "GET /departures?from=a&from=b", NONE, "from is repeated and is no array");
    check(&mock, "GET /departures?from=a&via=b", NONE, "query via: no parameter of this name");
    check(&mock, "GET /departures/by-json", NONE, "");
    check(&mock, "GET /departures/by-json?%7B%22from%22%3A%22a%20%26%20b%22%7D", NONE, "");
    check(&mock, "GET /departures/by-json?%7B%22from%22%3A1%7D", NONE, "querystring search/from");
    check(&mock, "GET /departures/by-json?from=a", NONE, "querystring search: no JSON text");
}

#[test]
fn media_types_by_reference() {
    let mock = mock(
        "{openapi: 3.2.0, paths: {/: {post: {requestBody: {content: {application/json: \
         {$ref: '#/components/mediaTypes/Count'}}}}}}, components: {mediaTypes: {Count: {schema: {type: integer}}}}}",
    );
    check(&mock, "POST /", json("1"), "");
    check(&mock, "POST /", json("\"1\""), "body");
}
