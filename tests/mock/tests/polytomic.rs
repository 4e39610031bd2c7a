//! All operations of a real document: generated arguments are valid, mutations are refused, answers
//! are what the document promises.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jsonschema::Draft;
use mock::{Credentials, Exchange, Fill, Mock, Options, RawRequest};
use serde_json::{Value, json};

const OPERATIONS: usize = 128;

/// The document's text; `None`, and a printed line, where the corpus is absent.
fn document() -> Option<String> {
    let corpus = std::env::var_os("TOOLWRIGHT_CORPUS")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let path = corpus.join("specs/polytomic/published.json");
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("skipped: no corpus (set TOOLWRIGHT_CORPUS)");
    }
    text
}

#[cfg(test)]
fn mock(document: &str) -> Mock {
    let options = Options {
        security: vec![vec!["bearerUserAPIKey".to_owned()], vec!["orgScopedAPIKey".to_owned()]],
        operation_security: BTreeMap::from([(
            "GET /api/organizations".to_owned(),
            vec![vec!["bearerPartnerKey".to_owned()]],
        )]),
        constant_headers: vec![("X-Polytomic-Version".to_owned(), "2025-09-18".to_owned())],
        ..Options::default()
    };
    Mock::new(document, options).expect("the document is valid")
}

#[test]
fn every_operation_is_there() {
    let Some(document) = document() else { return };
    assert_eq!(mock(&document).operations().len(), OPERATIONS);
}

#[test]
fn generated_arguments_are_valid() {
    let Some(document) = document() else { return };
    let mock = mock(&document);
    for operation in mock.operations() {
        for (fill, seed) in
            [Fill::Required, Fill::All].into_iter().flat_map(|fill| (0..4).map(move |seed| (fill, seed)))
        {
            let (method, path) = (&operation.method, &operation.path);
            let arguments = mock.arguments(method, path, fill, seed).expect("there is the operation");
            assert_eq!(Some(&arguments), mock.arguments(method, path, fill, seed).as_ref());
            let request =
                mock.request(method, path, &arguments, &Credentials::default()).expect("there is the operation");
            let checked = mock.check(&request);
            assert_eq!(checked.violations, [], "{method} {path} {fill:?} {seed}: {request:?}");
            assert_eq!(checked.operation.as_ref(), Some(&operation));
        }
    }
}

#[test]
fn mutations_are_refused() {
    let Some(document) = document() else { return };
    let mock = mock(&document);
    for operation in mock.operations() {
        let name = format!("{} {}", operation.method, operation.path);
        let mutations = mock.mutations(&operation.method, &operation.path, &Credentials::default());
        let labels: Vec<&str> = mutations.iter().map(|mutation| mutation.label).collect();
        let expected = ["missing", "wrong type", "unknown path", "wrong style", "no credential"];
        assert_eq!(labels, expected, "{name}");
        for mutation in mutations {
            let exchange = mock.exchange(mutation.request.clone());
            let wanted = match mutation.label {
                "unknown path" => vec![404],
                "no credential" => vec![401],
                _ => vec![400, 404, 405],
            };
            assert!(wanted.contains(&exchange.status), "{name}: {mutation:?} {exchange:?}");
        }
    }
}

#[test]
fn answers_are_schema_true() {
    let Some(document) = document() else { return };
    let mock = mock(&document);
    let document: Value = serde_json::from_str(&document).expect("the document is JSON");
    for operation in mock.operations() {
        for fill in [Fill::Required, Fill::All] {
            let (method, path) = (&operation.method, &operation.path);
            let arguments = mock.arguments(method, path, fill, 1).expect("there is the operation");
            let request =
                mock.request(method, path, &arguments, &Credentials::default()).expect("there is the operation");
            let exchange = mock.exchange(request.clone());
            assert_eq!(exchange.answer, mock.exchange(request.clone()).answer, "{method} {path}");
            check_answer(&document, &operation, &exchange);
            if request.target.contains("page-2") {
                let target = request.target.replace("page-2", "page-3");
                check_answer(&document, &operation, &mock.exchange(RawRequest { target, ..request }));
            }
        }
    }
}

/// The oracle finds the schema in the untouched document by itself.
#[cfg(test)]
fn check_answer(document: &Value, operation: &mock::Summary, exchange: &Exchange) {
    let name = format!("{} {}", operation.method, operation.path);
    let responses = &document["paths"][&operation.path][operation.method.to_lowercase()]["responses"];
    let response = &responses[exchange.status.to_string()];
    assert!(response.is_object(), "{name}: {exchange:?}");
    let Some(schema) = response["content"]["application/json"].get("schema") else {
        assert!(exchange.answer.is_empty(), "{name}");
        return;
    };
    let answer: Value = serde_json::from_slice(&exchange.answer).expect("the answer is JSON");
    let root = json!({ "allOf": [schema], "components": document["components"] });
    let validator = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(&root)
        .expect("the schema is valid");
    let errors: Vec<String> = validator.iter_errors(&answer).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{name}: {errors:?} {answer}");
}
