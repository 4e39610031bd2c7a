//! Documents of several files.

use std::collections::BTreeMap;

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

/// Files of the network that refer to themselves and to each other, and one of the folder that none means.
const NETWORK: [(&str, &str); 6] = [
    (
        "https://tea.example/v1/paths.yaml",
        "/teas:\n  post:\n    requestBody: {required: true, content: {application/json: {schema: {$ref: 'tea.yaml#/Tea'}}}}\n    \
         responses: {200: {description: Done.}}\n",
    ),
    (
        "https://tea.example/v1/tea.yaml",
        "Tea:\n  type: object\n  required: [name]\n  properties:\n    name: {$ref: '#/Name'}\n    \
         origin: {$ref: '../shared/./origin.yaml#/Origin'}\n    grade: {$ref: /grade.yaml}\n    \
         kind: {$ref: 'api.yaml#/components/schemas/Kind'}\nName: {type: string}\n",
    ),
    (
        "https://tea.example/shared/origin.yaml",
        "Origin:\n  type: object\n  properties:\n    country: {$ref: '#/Country'}\n    \
         best: {$ref: '//tea.example/v1/tea.yaml#/Tea'}\n    kind: {$ref: api.yaml}\nCountry: {type: string}\n",
    ),
    ("https://tea.example/shared/api.yaml", "enum: [shared]\n"),
    ("https://tea.example/grade.yaml", "enum: [dust, leaf]\n"),
    ("grade.yaml", "enum: [gold]\n"),
];

fn network(without: &str) -> Mock {
    let document = "{openapi: 3.2.0, $self: 'https://tea.example/v1/api.yaml', \
                    paths: {$ref: 'https://tea.example/v1/paths.yaml'}, \
                    components: {schemas: {Kind: {enum: [own]}}}}";
    let files = NETWORK.iter().filter(|(name, _)| *name != without);
    let files: BTreeMap<_, _> = files.map(|(name, text)| (name.to_string(), text.to_string())).collect();
    Mock::new(document, Options { files, ..Options::default() }).unwrap()
}

#[test]
fn files_of_the_network() {
    let mock = network("");
    assert_eq!(sweep(&mock), ["POST /teas"]);
    check(&mock, "POST /teas", json(&body(&mock, "POST", "/teas")), "");
    let tea =
        r#"{"name":"n","kind":"own","grade":"leaf","origin":{"country":"c","kind":"shared","best":{"name":"m"}}}"#;
    check(&mock, "POST /teas", json(tea), "");
    for (right, wrong, place) in [
        (r#""n""#, "1", "body /name"),
        ("own", "shared", "body /kind"),
        ("leaf", "gold", "body /grade"),
        (r#""c""#, "1", "body /origin/country"),
        (r#":"shared""#, r#":"own""#, "body /origin/kind"),
        (r#""m""#, "1", "body /origin/best/name"),
    ] {
        check(&mock, "POST /teas", json(&tea.replace(right, wrong)), place);
    }
}

#[test]
fn files_of_the_network_that_are_not_there() {
    let mock = network("https://tea.example/shared/origin.yaml");
    check(&mock, "POST /teas", json(r#"{"name":"n"}"#), "can't be used");
    assert_eq!(network("https://tea.example/v1/paths.yaml").operations().len(), 0);
}
