//! How lists go on: a parameter and a response that confirm each other, or a decision.

use generator::Source;

use crate::support::{Committed, HEAD, committed, compile_as, vendor};

/// `kind parameter next items` of a GET with these query parameters and this schema of the response, `-` where it isn't
/// paginated.
#[track_caller]
fn check(parameters: &str, schema: &str, expected: &str) {
    check_all("", parameters, schema, "", expected);
}

/// The same with response headers and decisions.
#[track_caller]
fn check_all(headers: &str, parameters: &str, schema: &str, decisions: &str, expected: &str) {
    let parameters: Vec<String> = parameters
        .split_whitespace()
        .map(|parameter| {
            let (name, kind) = parameter.split_once(':').unwrap_or((parameter, "string"));
            format!("{{name: '{name}', in: query, schema: {{type: {kind}}}}}")
        })
        .collect();
    let text = format!(
        "{HEAD}  /users:
    get:
      parameters: [{}]
      responses:
        '200':
          description: Fine
          headers: {{{headers}}}
          content: {{application/json: {{schema: {schema}}}}}
components:
  schemas:
    Page: {{type: object, properties: {{next_cursor: {{type: [string, 'null']}}, total: {{type: integer}}}}}}
    Users: {{type: array, items: {{$ref: '#/components/schemas/User'}}}}
    User: {{type: object, properties: {{id: {{type: string}}}}}}
",
        parameters.join(", ")
    );
    let source = Source { name: "openapi.yaml".to_owned(), text, ..Source::default() };
    let vendor = vendor(decisions);
    let shown = generator::show(&source, &vendor, "pagination", None).unwrap_or_default();
    let row = shown.lines().nth(1).unwrap_or("(no list)");
    let found = row.split('\t').skip(1).take(4).collect::<Vec<_>>().join(" ");
    assert_eq!(found, expected, "{schema}\n{shown}");
}

const USERS: &str = "{$ref: '#/components/schemas/Users'}";

fn object(members: &str) -> String {
    format!("{{type: object, properties: {{data: {USERS}, {members}}}}}")
}

#[test]
fn cursors() {
    check("cursor limit:integer", &object("next_cursor: {type: string}"), "cursor cursor /next_cursor /data");
    check(
        "page_token",
        &object("pagination: {$ref: '#/components/schemas/Page'}"),
        "cursor page_token /pagination/next_cursor /data",
    );
    check(
        "after",
        &object("page: {allOf: [{$ref: '#/components/schemas/Page'}]}"),
        "cursor after /page/next_cursor /data",
    );
    check(
        "starting_after",
        &object("cursor: {type: string}, nextCursor: {type: string}"),
        "cursor starting_after /nextCursor /data",
    );
    check("cursor", &object("prev: {type: object, properties: {cursor: {}}}, next: {}"), "cursor cursor /next /data");
    check(
        "cursor",
        &object("'a/b': {type: object, properties: {'next~cursor': {}}}"),
        "cursor cursor /a~1b/next~0cursor /data",
    );
    // Of several parameters the one that is called like the member, or that does nothing but page.
    check("after cursor", &object("next_cursor: {type: string}"), "cursor cursor /next_cursor /data");
    check("syncToken pageToken", &object("nextPageToken: {type: string}"), "cursor pageToken /nextPageToken /data");
    check("marker after cursor", &object("next: {type: string}"), "cursor cursor /next /data");
    // An offset that is text on both sides.
    check("offset limit:integer", &object("offset: {type: string}"), "cursor offset /offset /data");
    check(
        "offset limit:integer",
        &object("next_page: {type: [object, 'null'], properties: {offset: {type: string}, uri: {type: string}}}"),
        "cursor offset /next_page/offset /data",
    );
    check("offset limit:integer", &object("offset: {type: integer}"), "- - - /data");
    // One of the two proves nothing.
    check("after", &object("id: {type: string}"), "- - - /data");
    check("q", &object("next_cursor: {type: string}"), "- - - /data");
    check("cursor", &object("next_cursor: {type: object}"), "- - - /data");
    check("cursor", &object("previous: {type: object, properties: {cursor: {}}}"), "- - - /data");
}

#[test]
fn ids_as_cursors() {
    check(
        "starting_after limit:integer",
        &object("has_more: {type: boolean}"),
        "cursor starting_after /data/-/id /data",
    );
    // The order of a document that is sorted by name is no choice, and backwards is no way through a list.
    check(
        "ending_before limit:integer starting_after",
        &object("has_more: {type: boolean}"),
        "cursor starting_after /data/-/id /data",
    );
    check("ending_before", &object("has_more: {type: boolean}"), "- - - /data");
    // Items without an id have no id to start after.
    let tags = "{type: object, properties: {has_more: {type: boolean}, data: {type: array, items: {type: string}}}}";
    check("starting_after", tags, "- - - /data");
    check("starting_after", &object("object: {type: string}"), "- - - /data");
}

#[test]
fn counts() {
    check("offset:integer limit:integer", &object(""), "offset offset - /data");
    check("offset:integer", &object("total: {type: integer}"), "offset offset - /data");
    check("offset:integer", &object(""), "- - - /data");
    check("offset limit:integer", &object("total: {type: integer}"), "- - - /data");
    check("page:integer per_page:integer", USERS, "page-number page - (body)");
    check("page:integer", &object("meta: {$ref: '#/components/schemas/Page'}"), "page-number page - /data");
    check("page:integer", USERS, "- - - (body)");
    check("page[number]:integer page[size]:integer", &object(""), "page-number page[number] - /data");
}

#[test]
fn links() {
    check(
        "limit:integer",
        &object("links: {type: object, properties: {next: {type: string}}}"),
        "next-url - /links/next /data",
    );
    let link = "{type: object, properties: {href: {type: string}}}";
    let links = format!("_links: {{type: object, properties: {{self: {link}, next: {link}}}}}");
    check("page:integer", &object(&links), "next-url - /_links/next /data");
    check(
        "",
        &object("links: {type: object, properties: {next: {type: object, properties: {page: {}}}}}"),
        "- - - /data",
    );
    check("", &object("next_url: {type: string}"), "next-url - /next_url /data");
    check("", &object("next: {type: string, format: uri}"), "next-url - /next /data");
    check("", &object("next: {type: string}"), "- - - /data");
    check_all("Link: {}", "page:integer", USERS, "", "link-header - - (body)");
}

#[test]
fn lists() {
    let errors = "errors: {type: array, items: {}}";
    check("", &format!("{{type: object, properties: {{{errors}, users: {USERS}}}}}"), "- - - /users");
    check("", &format!("{{type: object, properties: {{{errors}, meta: {{}}, results: {USERS}}}}}"), "- - - /results");
    check(
        "",
        &format!("{{allOf: [{{properties: {{items: {USERS}}}}}, {{$ref: '#/components/schemas/Page'}}]}}"),
        "- - - /items",
    );
    check("", &format!("{{type: object, properties: {{emails: {USERS}}}}}"), "- - - /emails");
    // Something that has a list is no list.
    check("", &format!("{{type: object, properties: {{id: {{}}, tags: {USERS}}}}}"), "");
    check("", "{type: object}", "");
}

#[test]
fn decisions() {
    let cursor = "[pagination.\"GET /users\"]\nkind = \"cursor\"\nparameter = \"after\"\nnext = \"/data/-/id\"\nitems = \"/data\"\n";
    check_all("", "after", &object(""), cursor, "cursor after /data/-/id /data");
    let none = "[pagination]\n\"GET /users\" = { kind = \"none\" }\n";
    check_all("", "cursor", &object("next_cursor: {type: string}"), none, "- - - /data");
    let pages = "[pagination]\n\"GET /users\" = { kind = \"page-number\", parameter = \"p\" }\n";
    check_all("", "p:string", "{type: object}", pages, "page-number p - (body)");
}

#[test]
fn the_lists_of_every_vendor() {
    for Committed { name, document, decisions, lists } in committed() {
        let Some(expected) = lists else { continue };
        let source = Source { name: "openapi".to_owned(), text: document, ..Source::default() };
        let shown = generator::show(&source, &vendor(&decisions), "pagination", None).unwrap_or_default();
        for (found, expected) in shown.lines().zip(expected.lines()) {
            assert_eq!(found, expected, "{name}");
        }
        assert_eq!(shown.lines().count(), expected.lines().count(), "{name}: {shown}");
    }
}

/// A document of an operation with this JSON body and this response.
fn posting((route, summary): (&str, &str), body: &str, schema: &str) -> String {
    let (method, path) = route.split_once(' ').unwrap_or_default();
    format!(
        "{HEAD}  {path}:
    {}:
      summary: {summary}
      requestBody: {{content: {{application/json: {{schema: {body}}}}}}}
      responses:
        '200': {{description: Fine, content: {{application/json: {{schema: {schema}}}}}}}
components:
  schemas:
    Asked: {{type: object, properties: {{start_cursor: {{type: string}}, page_size: {{type: integer}}}}}}
    Page: {{type: object, properties: {{next_cursor: {{type: [string, 'null']}}, total: {{type: integer}}}}}}
    Users: {{type: array, items: {{$ref: '#/components/schemas/User'}}}}
    User: {{type: object, properties: {{id: {{type: string}}}}}}
",
        method.to_lowercase()
    )
}

/// `kind parameter next items` of such an operation, and how its card says it.
#[track_caller]
fn check_body(operation: (&str, &str), body: &str, schema: &str, decisions: &str) -> (String, String) {
    let text = posting(operation, body, schema);
    let source = Source { name: "openapi.yaml".to_owned(), text: text.clone(), ..Source::default() };
    let shown = generator::show(&source, &vendor(decisions), "pagination", None).unwrap_or_default();
    let row = shown.lines().nth(1).unwrap_or("(no list)");
    let found = row.split('\t').skip(1).take(4).collect::<Vec<_>>().join(" ");
    let said = compile_as(&text, decisions, None).only().pagination().unwrap_or_default().to_owned();
    (found, said)
}

const SEARCH: (&str, &str) = ("POST /users/search", "Search users");

#[test]
fn in_bodies() {
    let cursor = || object("next_cursor: {type: [string, 'null']}, has_more: {type: boolean}");
    let asked = "{$ref: '#/components/schemas/Asked'}";
    let members = |text: &str| format!("{{type: object, properties: {{{text}}}}}");
    // Operation, body, response, what is found.
    let cases = [
        (SEARCH, asked.to_owned(), cursor(), "cursor /body/start_cursor /next_cursor /data"),
        (
            SEARCH,
            format!("{{allOf: [{asked}, {{type: object, properties: {{q: {{type: string}}}}}}]}}"),
            cursor(),
            "cursor /body/start_cursor /next_cursor /data",
        ),
        (
            ("POST /contacts/search", "Find contacts"),
            members("after: {type: string}, limit: {type: integer}"),
            object("paging: {type: object, properties: {next: {type: object, properties: {after: {type: string}}}}}"),
            "cursor /body/after /paging/next/after /data",
        ),
        (
            ("POST /users/query", "x"),
            members("from: {type: integer}, size: {type: integer}"),
            object("total: {type: integer}"),
            "offset /body/from - /data",
        ),
        (
            ("POST /users", "Get users by filter"),
            members("page: {type: integer}, per_page: {type: integer}"),
            object(""),
            "page-number /body/page - /data",
        ),
        (
            ("GET /users", "x"),
            members("'a/b': {type: string}, 'page.token': {type: string}"),
            object("next_page_token: {type: string}"),
            "cursor /body/page.token /next_page_token /data",
        ),
        // The last item's id, where the response says that there is more.
        (
            SEARCH,
            members("starting_after: {type: string}"),
            object("has_more: {type: boolean}"),
            "cursor /body/starting_after /data/-/id /data",
        ),
        // A range, dates and filters are no pages.
        (
            SEARCH,
            members("from: {type: integer}, to: {type: integer}, limit: {type: integer}"),
            object("total: {type: integer}"),
            "- - - /data",
        ),
        (SEARCH, members("after: {type: string, format: date-time}"), cursor(), "- - - /data"),
        (SEARCH, members("after: {type: object}"), cursor(), "- - - /data"),
        (SEARCH, members("q: {type: string}"), cursor(), "- - - /data"),
        (SEARCH, asked.to_owned(), object("x: {}"), "- - - /data"),
        // What makes something is not made page by page.
        (("POST /users", "Create a user"), asked.to_owned(), cursor(), "- - - /data"),
        (("POST /lists", "Create a list"), asked.to_owned(), cursor(), "- - - /data"),
        (("POST /list", "Add a list"), asked.to_owned(), cursor(), "- - - /data"),
        (("POST /users", "x"), asked.to_owned(), cursor(), "- - - /data"),
        (("PUT /users", "Updates users"), asked.to_owned(), cursor(), "- - - /data"),
        (("DELETE /users/search", "Search and delete"), asked.to_owned(), cursor(), "- - - /data"),
    ];
    for (operation, body, schema, expected) in cases {
        assert_eq!(check_body(operation, &body, &schema, "").0, expected, "{operation:?} {body} {schema}");
    }
    let (_, said) = check_body(SEARCH, asked, &cursor(), "");
    assert_eq!(said, "cursor — items in /data; pass /next_cursor as body.start_cursor until it is empty");
}

#[test]
fn in_bodies_as_decided() {
    let asked = "{$ref: '#/components/schemas/Asked'}";
    let route = ("POST /users", "x");
    let cursor = object("next_cursor: {type: string}");
    let nested = "{type: object, properties: {page: {type: object, properties: {cursor: {type: string}}}}}";
    let decided = |parameter: &str| {
        let route = "[pagination.\"POST /users\"]\nkind = \"cursor\"\n";
        format!("{route}parameter = \"{parameter}\"\nnext = \"/next_cursor\"\nitems = \"/data\"\n")
    };
    let (found, said) = check_body(route, nested, &cursor, &decided("/body/page/cursor"));
    assert_eq!(found, "cursor /body/page/cursor /next_cursor /data");
    assert_eq!(said, "cursor — items in /data; pass /next_cursor as body.page.cursor until it is empty");
    for (wrong, near) in [("/body/start_curser", "`start_cursor`"), ("start_cursor", "applies to nothing")] {
        let compiled = compile_as(&posting(route, asked, &cursor), &decided(wrong), None);
        assert_eq!(compiled.said(), ["error unmatched-decision /pagination/POST ~1users/parameter 3:1"]);
        let said = format!("{} {}", compiled.diagnostics[0].message, compiled.diagnostics[0].help);
        assert!(said.contains(near), "{said}");
    }
    let read = "[effect]\n\"POST /users\" = \"read\"\n";
    assert_eq!(check_body(route, asked, &cursor, read).0, "cursor /body/start_cursor /next_cursor /data");
    let none = "[pagination]\n\"POST /users\" = { kind = \"none\" }\n[effect]\n\"POST /users\" = \"read\"\n";
    assert_eq!(check_body(route, asked, &cursor, none).0, "- - - /data");
}

/// The effect of an operation.
#[track_caller]
fn check_effect(route: &str, operation_id: &str, decisions: &str, expected: &str) {
    let (method, path) = route.split_once(' ').unwrap_or_default();
    let text = format!("{HEAD}  {path}: {{{}: {{operationId: {operation_id}}}}}\n", method.to_lowercase());
    assert_eq!(compile_as(&text, decisions, None).only().effect().as_str(), expected, "{route} {operation_id}");
}

#[test]
fn effects() {
    check_effect("GET /users/delete", "deleteUsers", "", "read");
    check_effect("HEAD /users", "x", "", "read");
    check_effect("DELETE /users", "x", "", "destructive");
    check_effect("POST /users", "create", "", "write");
    check_effect("PATCH /users/{id}", "update", "", "write");
    check_effect("PUT /users/{id}", "replace", "", "write");
    check_effect("POST /users/{id}/revoke", "x", "", "destructive");
    check_effect("POST /users/purge/{id}", "x", "", "destructive");
    check_effect("POST /users", "bulkDeleteUsers", "", "destructive");
    check_effect("POST /deleted-users", "restoreDeletedUsers", "", "write");
    check_effect("POST /search", "search", "[effect]\n\"POST /search\" = \"read\"\n", "read");
    check_effect("GET /restart", "x", "[effect]\n\"GET /restart\" = \"destructive\"\n", "destructive");
}
