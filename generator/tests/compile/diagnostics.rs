//! What is wrong with a document: code, severity, pointer, line and column, everything in one go.

use crate::support::{HEAD, compile, compile_as};

/// The diagnostics of a document, in their order and no others.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let compiled = compile(text);
    assert_eq!(compiled.said(), expected, "{text}\n{:#?}", compiled.diagnostics);
}

/// The same for what stands under `paths`, which begins at line 5.
#[track_caller]
fn check_paths(paths: &str, expected: &[&str]) {
    check(&format!("{HEAD}{paths}"), expected);
}

#[test]
fn texts_that_are_no_document() {
    check("", &["error not-openapi  1:1"]);
    check("\n  just words\n", &["error not-openapi  2:3"]);
    check("[1, 2]", &["error not-openapi  1:1"]);
    check("info: {title: Cafe}\npaths: {}\n", &["error not-openapi  1:1"]);
    check("{\"openapi\": \"3.0.3\",\n  \"paths\": {\"/a\": {", &["error syntax  2:19"]);
    check("openapi: 3.1.0\npaths:\n  /a: {get: {\n", &["error syntax  3:13"]);
    check("openapi: 3.1.0\npaths: 'never closed\n", &["error syntax  3:1"]);
    check("openapi: 3.1.0\n\tpaths: {}\n", &["error syntax  1:10"]);
    check("openapi: 3.1.0\n---\nopenapi: 3.1.0\n", &["error syntax  2:1"]);
}

#[test]
fn versions_that_are_not_read() {
    check("info: {title: A}\nswagger: '1.2'\n", &["error not-openapi /swagger 2:1"]);
    check("info: {}\nopenapi: 2.0.0\npaths: {}\n", &["error not-openapi /openapi 2:1"]);
    check("openapi: 4.0\npaths: {}\n", &["error not-openapi /openapi 1:1"]);
    check("openapi: [3]\npaths: {}\n", &["error not-openapi /openapi 1:1"]);
}

#[test]
fn documents_that_offer_nothing() {
    let nothing = "error no-operations /paths";
    check_paths("", &[&format!("{nothing} 4:1")]);
    check_paths("  /a: {}\n", &[&format!("{nothing} 4:1")]);
    check_paths("  x-a: {get: {}}\n", &[&format!("{nothing} 4:1")]);
    check(
        "openapi: 3.1.0\ninfo: 7\npaths: [1]\n",
        &["error not-openapi /info 2:1", "error not-openapi /paths 3:1", "error no-operations /paths 3:1"],
    );
}

#[test]
fn references() {
    check_paths(
        "  /a:
    get:
      parameters:
        - $ref: '#/components/parameters/lost'
  /b:
    put:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Lost'}}}}
      responses:
        '200':
          $ref: '#/components/responses/Lost'
  /c:
    get:
      parameters:
        - {name: q, in: query, schema: {$ref: other.yaml#/Q}}
",
        &[
            "error unresolved-reference /paths/~1a/get/parameters/0/$ref 8:11",
            "error unresolved-reference /paths/~1b/put/requestBody/content/application~1json/schema/$ref 11:59",
            "error unresolved-reference /paths/~1b/put/responses/200/$ref 14:11",
            "error unresolved-reference /paths/~1c/get/parameters/0/schema/$ref 18:41",
        ],
    );
    check_paths(
        "  /a:
    get:
      parameters:
        - $ref: '#/components/parameters/one'
      responses:
        '200': {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
components:
  parameters:
    one: {$ref: '#/components/parameters/two'}
    two: {$ref: '#/components/parameters/one'}
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/A'}
    C: {allOf: [{$ref: '#/components/schemas/C'}]}
",
        &[
            "error cyclic-reference /components/parameters/two/$ref 14:11",
            "error cyclic-reference /components/schemas/B 17:5",
            "warning recursive-composition /components/schemas/C 18:5",
        ],
    );
    check_paths(
        "  /a:
    put:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
      responses:
        '200': {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/C'}}}}
components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/A'}
    C: {allOf: [{$ref: '#/components/schemas/C'}, {type: object}]}
    D: {properties: {d: {$ref: '#/components/schemas/D'}}}
",
        &[
            "error cyclic-reference /components/schemas/B 13:5",
            "warning recursive-composition /components/schemas/C 14:5",
        ],
    );
}

#[test]
fn duplicate_keys() {
    check_paths(
        "  /a:
    get: {}
  /a:
    put: {}
  /b:
    get: {tags: [x], tags: [y]}
",
        &["error duplicate-key /paths/~1a 7:3", "error duplicate-key /paths/~1b/get/tags 10:22"],
    );
    check(
        "{\"openapi\":\"3.1.0\",\"servers\":[{\"url\":\"https://a.example\"}],\n\t\"paths\":{\"/a\":{\"get\":{}},\n\t\t\"/a\":{\"get\":{}}}}",
        &["error duplicate-key /paths/~1a 3:3"],
    );
}

#[test]
fn parameters() {
    check_paths(
        "  /a/{id}/{missing}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: page, in: query, schema: {type: integer}}
      - {name: page, in: query, schema: {type: string}}
    get:
      parameters:
        - {name: q, in: query, schema: {type: string}}
        - {name: gone, in: path, required: true, schema: {type: string}}
        - {name: q, in: query, schema: {type: integer}}
        - {name: page, in: query, schema: {type: number}}
        - {name: r, in: nowhere, required: true}
",
        &[
            "warning surplus-path-parameter /paths/~1a~1{id}~1{missing}/get/parameters/1 13:11",
            "warning duplicate-parameter /paths/~1a~1{id}~1{missing}/get/parameters/2 14:11",
            "warning invalid-parameter /paths/~1a~1{id}~1{missing}/get/parameters/4 16:11",
            "warning invalid-operation /paths/~1a~1{id}~1{missing}/get 10:5",
            "error no-operations /paths 4:1",
        ],
    );
    check_paths(
        "  /a/{id}/{missing}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: page, in: query, schema: {type: integer}}
      - {name: page, in: query, schema: {type: string}}
    get: {}
  /a/{other}/{name}:
    get:
      parameters: {name: page, in: query}
",
        &[
            "warning duplicate-parameter /paths/~1a~1{id}~1{missing}/parameters/2 9:9",
            "warning undeclared-path-parameter /paths/~1a~1{id}~1{missing}/get 10:5",
            "warning invalid-parameter /paths/~1a~1{other}~1{name}/get/parameters 13:7",
            "warning undeclared-path-parameter /paths/~1a~1{other}~1{name}/get 12:5",
            "warning undeclared-path-parameter /paths/~1a~1{other}~1{name}/get 12:5",
            "warning equivalent-paths /paths/~1a~1{other}~1{name}/get 12:5",
        ],
    );
}

#[test]
fn operations() {
    check_paths(
        "  /a:
    query: {}
    GET: {}
    get: text
    put:
      deprecated: maybe
      tags: cafe
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded: {schema: {type: object}}
    delete:
      requestBody:
        content: {text/plain: {}}
  no-slash:
    get: {}
  /b: text
  /c:
",
        &[
            "warning unsupported-method /paths/~1a/query 6:5",
            "warning unsupported-method /paths/~1a/GET 7:5",
            "warning invalid-operation /paths/~1a/get 8:5",
            "warning invalid-member /paths/~1a/put/tags 11:7",
            "warning invalid-member /paths/~1a/put/deprecated 10:7",
            "note ignored-body /paths/~1a/delete/requestBody 17:7",
            "warning repaired-path /paths/no-slash/get 20:5",
            "warning invalid-member /paths/~1b 21:3",
        ],
    );
    check_paths(
        "  /a: {get: {operationId: a}, put: {operationId: a}, post: {operationId: a}}\n",
        &["note duplicate-operation-id /paths/~1a/put/operationId 5:37"],
    );
}

#[test]
fn security() {
    check_paths(
        "  /a: {get: {security: [{lost: []}]}, put: {security: [{}, {key: [], lost: []}]}, post: {}}
  /b: {get: {security: 7}}
components:
  securitySchemes:
    key: {type: apiKey, name: k}
",
        &[
            "warning invalid-security /components/securitySchemes/key 9:5",
            "warning invalid-security /paths/~1a/get/security 5:14",
            "warning invalid-security /paths/~1a/put/security 5:45",
            "warning invalid-member /paths/~1b/get/security 6:14",
        ],
    );
    check_paths(
        "  /a: {get: {}}\ncomponents: {securitySchemes: {key: {type: http, scheme: bearer}}}\n",
        &["note no-credential /paths/~1a/get 5:8"],
    );
}

#[test]
fn servers() {
    let check = |servers: &str, expected: &[&str]| {
        check(&format!("openapi: 3.1.0\n{servers}\npaths:\n  /a: {{get: {{}}}}\n"), expected);
    };
    check("servers: [{url: /api}]", &["warning no-server /servers 2:1"]);
    check("servers: [{url: 'https://{host}/', variables: {host: {default: a.example}}}]", &[]);
    check("servers: [{url: 'https://{host}'}]", &["warning no-server /servers 2:1"]);
    check("x-no: servers", &["warning no-server /servers 1:1"]);
}

#[test]
fn places_survive_json_as_it_is_written() {
    // Tabs, escapes that YAML doesn't know, a byte order mark, text beyond ASCII in front on the same line.
    check(
        "\u{feff}{\"openapi\": \"3.1.0\",\n\t\"x\": \"\\ud83d\\ude00 \\/\",\n\t\"é😀\": 1, \"servers\": [],\n\t\"paths\": {\"\\/a\":\t{\"get\": 1, \"put\": {}}}}",
        &["warning invalid-operation /paths/~1a/get 4:20", "warning no-server /servers 3:11"],
    );
}

#[test]
fn names_lock() {
    let compiled = compile_as(
        &format!("{HEAD}  /a: {{get: 7}}\n  /b: {{get: {{}}}}\n"),
        "[rename]\n\"GET /nowhere\" = \"a\"\n",
        Some(
            "# fine\nGET /b b.list\nGET /c\nGET /c c.list C\nget /c c.list\nGET /d b.list\nGET /b b.get\nGET /e not-a-name\n",
        ),
    );
    let expected = [
        "warning invalid-operation /paths/~1a/get 5:8",
        "error unmatched-decision /rename/GET ~1nowhere 2:1",
        "error invalid-lock  3:1",
        "error invalid-lock  4:1",
        "error invalid-lock  5:1",
        "error invalid-lock  6:1",
        "error invalid-lock  7:1",
        "error invalid-lock  8:1",
    ];
    assert_eq!(compiled.said(), expected, "{:#?}", compiled.diagnostics);
}

#[test]
fn what_no_call_uses() {
    let document = "openapi: 3.1.0
info: {title: Cafe, version: '1'}
servers: [{url: https://cafe.example/api}]
paths:
  /a:
    servers: [{url: http://uploads.example}]
    post:
      callbacks: {onDone: {'{$request.body#/url}': {post: {}}}}
    get:
      servers: [{url: 'https://cafe.example/{v}/', variables: {v: {default: api}}}]
    put:
      servers: [{url: '{nowhere}'}]
    patch:
      servers: [{url: /relative}]
webhooks: {newTea: {post: {}}}
components: {securitySchemes: {tls: {type: mutualTLS}}}
";
    let expected = [
        "warning unsupported-scheme /components/securitySchemes/tls 16:32",
        "warning ignored-servers /paths/~1a/servers 6:5",
        "note ignored-callbacks /paths/~1a/post/callbacks/onDone 8:19",
        "warning ignored-servers /paths/~1a/put/servers 12:7",
        "note ignored-callbacks /webhooks/newTea 15:12",
        "note no-credential /paths/~1a/post 7:5",
        "note no-credential /paths/~1a/get 9:5",
        "note no-credential /paths/~1a/put 11:5",
        "note no-credential /paths/~1a/patch 13:5",
    ];
    check(document, &expected);
    let compiled = compile(document);
    let coverage = compiled.text("COVERAGE.md");
    for row in [
        "| callback onDone | 1 | the API makes this call itself |",
        "| security scheme tls | 1 | no credential of its kind can be sent |",
        "| server of POST /a | 1 | calls go to the document's server |",
        "| server of PUT /a | 1 | calls go to the document's server |",
        "| webhook newTea | 1 | the API makes this call itself |",
    ] {
        assert!(coverage.contains(row), "{row}\n{coverage}");
    }
}

#[test]
fn media_types_that_are_none() {
    let document = "openapi: 3.1.0
info: {title: Cafe, version: '1'}
servers: [{url: https://cafe.example/api}]
paths:
  /a:
    post:
      requestBody:
        content:
          \"text/plain\\r\\nX-Evil: 1\": {}
          'application/\"': {}
          application/json: {}
";
    let expected = [
        "warning invalid-member /paths/~1a/post/requestBody 7:7",
        "warning invalid-member /paths/~1a/post/requestBody 7:7",
    ];
    check(document, &expected);
}
