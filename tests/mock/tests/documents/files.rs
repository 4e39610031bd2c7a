//! Documents of several files.

use crate::requests::{body, check, golden, sweep};
use mock::{Error, Mock, Options};

const NONE: (&str, &str) = ("", "");

fn json(text: &str) -> (&str, &str) {
    ("application/json", text)
}

#[test]
fn several() {
    let mock = golden("several-files");
    assert_eq!(sweep(&mock), ["GET /teas", "POST /teas", "GET /teas/{tea_id}", "GET /origins"]);
    check(&mock, "GET /teas?limit=1&grade=dust", NONE, "");
    check(&mock, "GET /teas?limit=0", NONE, "query limit");
    check(&mock, "GET /teas?grade=gold", NONE, "query grade");
    check(&mock, "GET /teas/oolong", NONE, "");
    check(&mock, "GET /teas/Oolong", NONE, "path tea_id");
    check(&mock, "POST /teas", json(&body(&mock, "POST", "/teas")), "");
    let nested = r#"{"name":"n","origin":{"country":"c","best_tea":{"name":"m","blend_of":[{"name":"o"}]}}}"#;
    check(&mock, "POST /teas", json(nested), "");
    check(&mock, "POST /teas", json(&nested.replace("\"o\"", "0")), "body /origin/best_tea/blend_of/0/name");
    check(&mock, "POST /teas", json(r#"{"name":"n","origin":{"country":"c","height":-1}}"#), "body /origin/height");
    check(&mock, "POST /teas", json(r#"{"name":"n","grade":"gold"}"#), "body /grade");
}

#[test]
fn a_file_of_all_schemas() {
    let mock = golden("whole-schemas-file");
    assert_eq!(sweep(&mock), ["GET /boats", "POST /boats"]);
    check(&mock, "POST /boats", json(&body(&mock, "POST", "/boats")), "");
    let boat = r#"{"name":"n","berth":{"quay":"north","number":1},"tender":{"name":"m","berth":null}}"#;
    check(&mock, "POST /boats", json(boat), "body /tender/berth");
}

#[test]
fn a_document_that_says_its_uri() {
    let mock = golden("openapi-3-2-self");
    assert_eq!(sweep(&mock), ["GET /lamp", "PUT /lamp"]);
    check(&mock, "PUT /lamp", json(&body(&mock, "PUT", "/lamp")), "");
    check(&mock, "PUT /lamp", json("{}"), "\"on\" is a required property");
}

#[test]
fn file_names_with_braces() {
    sweep(&golden("file-names-with-braces"));
}

/// A document in a folder, 2.0, with path items, a text, a circle, and places behind references.
const FILES: [(&str, &str); 4] = [
    ("paths/[all].yaml", "/dogs: {$ref: 'dogs.yaml#/~0dogs~1'}\n"),
    (
        "paths/dogs.yaml",
        "'~dogs/':\n  parameters: [{$ref: '../api/main.yaml#/parameters/Dog'}]\n  post:\n    \
         description: {$ref: ../texts/dogs.md}\n    responses: {200: {$ref: '#/answers/ok'}}\n\
         answers: {ok: {description: Done., schema: {$ref: '../schemas/dog.json#/properties/mother/properties/name'}}}\n",
    ),
    (
        "schemas/dog.json",
        r##"{"$id":"https://dogs.example/dog","type":"object","required":["name"],"properties":{"name":{"$ref":"../api/main.yaml#/definitions/Name"},"mother":{"$ref":"#"},"$ref":{"type":"integer"}}}"##,
    ),
    ("texts/dogs.md", "Add a *dog*: {$ref: nowhere}"),
];

fn dogs(change: impl Fn(&str) -> String) -> Result<Mock, Error> {
    let document = "{swagger: '2.0', paths: {$ref: '../paths/%5Ball%5D.yaml'}, definitions: {Name: {type: string}},\
                    parameters: {Dog: {name: dog, in: body, required: true, schema: {$ref: ../schemas/dog.json}}}}";
    let files = FILES.iter().map(|(name, text)| (name.to_string(), change(text))).collect();
    Mock::new(document, Options { files, path: "api/main.yaml".to_owned(), ..Options::default() })
}

#[test]
fn a_document_in_a_folder() {
    let mock = dogs(str::to_owned).unwrap();
    assert_eq!(sweep(&mock), ["POST /dogs"]);
    check(&mock, "POST /dogs", json(&body(&mock, "POST", "/dogs")), "");
    check(&mock, "POST /dogs", json(r#"{"name":"n","mother":{"name":"m","$ref":1}}"#), "");
    check(&mock, "POST /dogs", json(r#"{"name":"n","mother":{"name":1}}"#), "body /mother/name");
    check(&mock, "POST /dogs", json(r#"{"name":"n","$ref":"1"}"#), "body /$ref");
}

#[test]
fn references_to_nowhere() {
    let error = |from: &str, to: &str| dogs(|text| text.replace(from, to)).map(|_| ()).unwrap_err().to_string();
    assert!(error("{\"$id\":", "{\"$id\":[").contains("schemas/dog.json: "));
    let mock = dogs(|text| text.replace("../api/main.yaml#/definitions/Name", "../../etc/passwd")).unwrap();
    check(&mock, "POST /dogs", json(r#"{"name":"n"}"#), "can't be used");
}
