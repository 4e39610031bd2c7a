//! What the search index holds of a document, of vendor.toml and of an overlay: found by searching it.

use contract::Entry;
use generator::{Source, Vendor};
use index::{Hits, Index};

use crate::support::{HEAD, compile_as, said};

/// Begins at line 5.
const DOCUMENT: &str = "  /teas:
    get: {operationId: listTeas, tags: [teas], summary: List teas}
    post: {operationId: createTea, tags: [teas], summary: Create a tea, x-search-aliases: [frobnicate the leaves, 7, '  ', [no]]}
  /teas/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: getTea, tags: [teas], summary: Get a tea, x-search-aliases: sip quickly}
    delete: {operationId: deleteTea, tags: [teas], summary: Delete a tea}
  /cups: {get: {operationId: listCups, tags: [cups], summary: List cups}}
  /cups/{id}/refills:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    post: {operationId: refillCup, tags: [cups], summary: Refill a cup}
  /lampPosts: {get: {tags: [lights], parameters: [{name: maxBrightness, in: query, schema: {enum: [dazzling, dimmed]}}]}}
  /x1:
    put:
      tags: [gardening]
      requestBody: {content: {application/json: {schema: {type: object, properties: {wateringCan: {type: string}}}}}}
      responses: {'200': {description: A, content: {application/json: {schema: {type: object, properties: {harvestWeight: {type: number}}}}}}}
";

/// The index of the document with these decisions and an overlay's actions.
struct Searched {
    routes: Vec<String>,
    index: Index,
}

impl Searched {
    #[track_caller]
    fn new(decisions: &str, actions: &str) -> Self {
        let overlay = format!("overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}");
        let source = Source {
            name: "openapi.yaml".to_owned(),
            text: format!("{HEAD}{DOCUMENT}"),
            overlay: (!actions.is_empty()).then(|| ("overlay.yaml".to_owned(), overlay)),
            ..Source::default()
        };
        let vendor = Vendor::parse("cafe", "vendor.toml", decisions);
        let vendor = vendor.unwrap_or_else(|wrong| panic!("{:?}", wrong.iter().map(said).collect::<Vec<_>>()));
        let (data, diagnostics) = generator::data(&source, &vendor);
        assert!(!diagnostics.has_errors(), "{:#?}", diagnostics.iter().collect::<Vec<_>>());
        let data = data.unwrap_or_default();
        let route = |entry: Entry<'_>| format!("{} {}", entry.method(), entry.path());
        let blob = contract::blob::Blob::open(&data.schemas).map(contract::entries);
        let index = Index::open(data.index.leak()).unwrap_or_else(|error| panic!("{error}"));
        Self { routes: blob.into_iter().flatten().map(route).collect(), index }
    }

    fn search(&self, query: &str) -> Hits {
        self.index.search(&[query], 5, |_| true)
    }

    #[track_caller]
    fn check(&self, cases: &[(&str, &str)]) {
        for (query, route) in cases {
            let hits = self.search(query);
            let found: Vec<&str> = hits.hits.iter().map(|hit| self.routes[hit.ordinal].as_str()).collect();
            assert_eq!(found.first(), Some(route), "{query}: {found:?}");
            assert_eq!(hits.fits[0].unknown, [""; 0], "{query}");
        }
    }

    #[track_caller]
    fn lacks(&self, query: &str) {
        assert_eq!(self.search(query).fits[0].unknown, [query]);
    }
}

#[test]
fn aliases_by_route_find_operations() {
    let plain = Searched::new("", "");
    plain.lacks("zorgle");
    plain.lacks("blorp");
    let decided = Searched::new(
        "[search.aliases]\n\"POST /cups/{id}/refills\" = [\"zorgle\", \"top the mug up\"]\n\"DELETE /teas/{id}\" = [\"blorp quux\"]\n\"GET /cups\" = []\n",
        "",
    );
    decided.check(&[
        ("zorgle", "POST /cups/{id}/refills"),
        ("how do I top the mug up?", "POST /cups/{id}/refills"),
        ("blorp it", "DELETE /teas/{id}"),
        ("\"blorp quux\" list teas", "DELETE /teas/{id}"),
        // The document's own stay.
        ("frobnicate", "POST /teas"),
    ]);
}

#[test]
fn aliases_of_the_document_find_operations() {
    let cases = [("frobnicate", "POST /teas"), ("frobnicate the leaves", "POST /teas"), ("sip", "GET /teas/{id}")];
    Searched::new("", "").check(&cases);
    Searched::new("[search.aliases]\n\"POST /teas\" = [\"zorgle\"]\n", "")
        .check(&[("zorgle frobnicate", "POST /teas")]);
}

#[test]
fn aliases_of_an_overlay_find_operations() {
    let actions = "  - {target: \"$.paths['/cups'].get\", update: {x-search-aliases: [zorgle, blorp quux]}}
  - {target: \"$.paths['/teas'].post\", update: {x-search-aliases: [wibble]}}
  - {target: \"$.paths['/teas/{id}'].get['x-search-aliases']\", remove: true}
";
    let corrected = Searched::new("", actions);
    corrected.check(&[
        ("zorgle", "GET /cups"),
        ("blorp", "GET /cups"),
        ("wibble", "POST /teas"),
        ("frobnicate", "POST /teas"),
    ]);
    corrected.lacks("sip");
}

#[test]
fn synonyms_find_operations() {
    let decided =
        Searched::new("[search.synonyms]\nzorgle = [\"tea\"]\n\"Blorp quux\" = [\"refill cup\", \"nowhere\"]\n", "");
    decided.check(&[
        ("delete a zorgle", "DELETE /teas/{id}"),
        ("list ZORGLE, please", "GET /teas"),
        ("blorp-quux", "POST /cups/{id}/refills"),
    ]);
    decided.lacks("quux");
}

#[test]
fn operations_without_a_summary_are_found() {
    Searched::new("", "").check(&[
        ("lamp posts", "GET /lampPosts"),
        ("lights", "GET /lampPosts"),
        ("brightness", "GET /lampPosts"),
        ("dazzling", "GET /lampPosts"),
        ("gardening", "PUT /x1"),
        ("watering", "PUT /x1"),
        ("harvestWeight", "PUT /x1"),
        ("PUT /x1", "PUT /x1"),
    ]);
}

/// The diagnostics of decisions, each with a part of its message or help.
#[track_caller]
fn check(decisions: &str, expected: &[(&str, &str)]) {
    let compiled = compile_as(&format!("{HEAD}{DOCUMENT}"), decisions, None);
    let wrong: Vec<_> = compiled.diagnostics.iter().filter(|it| it.file == "vendor.toml").collect();
    let places: Vec<String> = wrong.iter().map(|diagnostic| said(diagnostic)).collect();
    assert_eq!(places, expected.iter().map(|(place, _)| *place).collect::<Vec<_>>(), "{decisions}\n{wrong:#?}");
    for (diagnostic, (_, text)) in wrong.iter().zip(expected) {
        let said = format!("{}; {}", diagnostic.message, diagnostic.help);
        assert!(said.contains(text), "{said:?} has no {text:?}");
    }
}

#[test]
fn aliases_of_no_operation_apply_to_nothing() {
    check(
        "[search.aliases]\n\"GET /tea\" = [\"a\"]\n\"GET /cups\" = [\"b\"]\nlistTeas = [\"c\"]\n",
        &[
            ("error unmatched-decision /search/aliases/GET ~1tea 2:1", "did you mean `GET /teas`?"),
            ("error unmatched-decision /search/aliases/listTeas 4:1", "applies to nothing"),
        ],
    );
    // What is left out is known all the same.
    check("[exclude]\ntags = [\"cups\"]\n[search.aliases]\n\"GET /cups\" = [\"b\"]\n", &[]);
}

#[test]
fn phrases_that_are_none_are_refused() {
    let long = "a".repeat(201);
    let aliases = |phrase: &str| format!("[search.aliases]\n\"GET /cups\" = [\"{phrase}\"]\n");
    for phrase in ["", " ", "?!", &long, &"é".repeat(101)] {
        check(&aliases(phrase), &[("error invalid-vendor /search/aliases/GET ~1cups 2:15", "at most 200 bytes")]);
        let meant = format!("[search.synonyms]\na = [\"cup\", \"{phrase}\"]\n");
        check(&meant, &[("error invalid-vendor /search/synonyms/a 2:5", "no phrase to search by")]);
        let keyed = format!("[search.synonyms]\n\"{phrase}\" = [\"cup\"]\n");
        let place = format!("error invalid-vendor /search/synonyms/{phrase} 2:{}", phrase.chars().count() + 6);
        check(&keyed, &[(&place, "no phrase to search by")]);
    }
    for phrase in ["a", &"a".repeat(200), "茶", "a\\nb"] {
        check(&aliases(phrase), &[]);
    }
}

#[test]
fn keys_and_types_of_search() {
    check(
        "[search]\nfoo = 1\nalias = {}\n[search.synonym]\na = [\"b\"]\n",
        &[
            ("error invalid-vendor /search/foo 2:1", "unknown key `foo`"),
            ("error invalid-vendor /search/alias 3:1", "did you mean `aliases`?"),
            ("error invalid-vendor /search/synonym 4:9", "did you mean `synonyms`?"),
        ],
    );
    check("[search.foo]\na = [\"b\"]\n", &[("error invalid-vendor /search/foo 1:9", "unknown key `foo`")]);
    check("[search.synonyms]\na = \"b\"\n", &[("error invalid-vendor  2:5", "expected a sequence")]);
    check("[search.aliases]\n\"GET /cups\" = [7]\n", &[("error invalid-vendor  2:16", "expected a string")]);
}

#[test]
fn synonyms_of_an_overlay_and_of_decisions_add_up() {
    let actions = "  - {target: $, update: {x-search-synonyms: {glorp: [refills], mug: cups, bad: 7}}}\n";
    let searched = Searched::new("[search.synonyms]\n\"glorp\" = [\"lamp posts\"]\nfnord = [\"refills\"]\n", actions);
    searched.check(&[("mug", "GET /cups"), ("fnord", "POST /cups/{id}/refills")]);
    let found = searched.search("glorp");
    let found: Vec<&str> = found.hits.iter().map(|hit| searched.routes[hit.ordinal].as_str()).collect();
    assert!(found.contains(&"POST /cups/{id}/refills") && found.contains(&"GET /lampPosts"), "{found:?}");
}
