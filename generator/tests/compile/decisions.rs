//! vendor.toml: what is wrong with it, where, and what was meant.

use crate::support::{HEAD, compile_as};

/// The diagnostics of decisions on a small document, each with its message's or help's tail.
#[track_caller]
fn check(decisions: &str, expected: &[(&str, &str)]) {
    let document = format!(
        "{HEAD}  /a:
    get:
      parameters:
        - {{name: q, in: query, schema: {{type: object}}}}
        - {{name: after, in: query, schema: {{type: string}}}}
      responses: {{'200': {{description: A, content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}}}
  /a/b: {{put: {{}}}}
components: {{schemas: {{A: {{properties: {{next: {{type: string}}, list: {{items: {{}}}}}}}}}}, securitySchemes: {{token: {{type: http, scheme: bearer}}}}}}
security: [{{token: []}}]
"
    );
    let compiled = compile_as(&document, decisions, None);
    let places: Vec<&str> = expected.iter().map(|(place, _)| *place).collect();
    assert_eq!(compiled.said(), places, "{decisions}\n{:#?}", compiled.diagnostics);
    for (diagnostic, (_, text)) in compiled.diagnostics.iter().zip(expected) {
        let said = format!("{}; {}", diagnostic.message, diagnostic.help);
        assert!(said.contains(text), "{said:?} has no {text:?}");
    }
}

#[test]
fn unknown_keys() {
    check(
        "# titel, serverr\ntitel = \"A\"\n  serverr = 'x'\n[auth]\ndefault = [\"token\"]\ninbond = \"none\"\n[credentials.token]\nenvironment = 1\n[[header]]\nname = \"X-A\"\nrole = \"constant\"\nvalue = \"1\"\nwhat = 1\n",
        &[
            ("error invalid-vendor /titel 2:1", "did you mean `title`?"),
            ("error invalid-vendor /serverr 3:3", "did you mean `server`?"),
            ("error invalid-vendor /auth/inbond 6:1", "did you mean `inbound`?"),
            ("error invalid-vendor  7:1", "missing field `env`"),
            ("error invalid-vendor /credentials/token/environment 8:1", "unknown key `environment`"),
            ("error invalid-vendor /header/0/what 13:1", "remove it"),
        ],
    );
    check(
        "[pagination]\n\"GET /a\" = { kind = \"none\", Next = \"/n\" }\n",
        &[("error invalid-vendor /pagination/GET ~1a/Next 2:29", "`next`")],
    );
    check("title = \n", &[("error invalid-vendor  1:9", "")]);
    check("title = 7\n", &[("error invalid-vendor  1:9", "expected a string")]);
    check("title = \"A\"\ntitle = \"B\"\n", &[("error invalid-vendor  2:1", "duplicate key")]);
}

#[test]
fn unknown_values() {
    check(
        "# reed formm cursed outbound\nserver = \"cafe.example\"\n[auth]\ninbound = \"outbound\"\n[effect]\n\"GET /a\" = \"reed\"\n[pagination.\"GET /a\"]\nkind = \"cursed\"\n[parameter]\nq.style = \"formm\"\n[[header]]\nname = \"X A\"\nrole = \"constant\"\nvalue = \"1\"\n[[header]]\nname = \"X-B\"\nrole = \"constnt\"\n[[header]]\nname = \"authorization\"\nrole = \"constant\"\nvalue = \"x\"\n[rename]\n\"GET /a\" = \"a b\"\n",
        &[
            ("error invalid-vendor /server 2:10", "https://"),
            ("error invalid-vendor /auth/inbound 4:11", "none, api-key"),
            ("error invalid-vendor /effect/GET ~1a 6:12", "`read`"),
            ("error invalid-vendor /pagination/GET ~1a/kind 8:8", "`cursor`"),
            ("error invalid-vendor /parameter/q/style 10:11", "`form`"),
            ("error invalid-vendor /header/0/name 12:8", "constant header"),
            ("error invalid-vendor /header/1/name 16:8", "visible `value`"),
            ("error invalid-vendor /header/1/role 17:8", "`constant`"),
            ("error invalid-vendor /header/2/name 19:8", "[credentials]"),
            ("error invalid-vendor /rename/GET ~1a 23:12", "lower-case"),
        ],
    );
    check(
        "[pagination]\n\"GET /a\" = { kind = \"cursor\" }\n\"PUT /a/b\" = { kind = \"next-url\", next = \"next\" }\n",
        &[
            ("error invalid-vendor /pagination/GET ~1a/kind 2:21", "parameter and next"),
            ("error invalid-vendor /pagination/PUT ~1a~1b/next 3:42", "JSON pointer"),
        ],
    );
    check(
        "[pagination]\n\"GET /a\" = { kind = \"offset\", parameter = \"/boddy/from\" }\n",
        &[("error invalid-vendor /pagination/GET ~1a/parameter 2:43", "\"/body/after\"")],
    );
}

#[test]
fn access_and_approval() {
    check("[access]\nheader = \"X-Cafe-Access-Mode\"\n[approval]\noperations = [\"a.*\", \"*\"]\n", &[]);
    check("[access]\nheadr = \"X\"\n", &[("error invalid-vendor /access/headr 2:1", "did you mean `header`?")]);
    for (name, text) in [
        ("X Cafe", "no name of a header"),
        ("", "no name of a header"),
        ("X-Caf\u{e9}", "no name of a header"),
        ("X`", "no name of a header"),
        ("X-A\\r\\nB", "no name of a header"),
        (&"X".repeat(65), "no name of a header"),
        ("Authorization", "another meaning"),
        ("Origin", "another meaning"),
        ("MCP-Protocol-Version", "another meaning"),
    ] {
        check(&format!("[access]\nheader = \"{name}\"\n"), &[("error invalid-vendor /access/header 2:10", text)]);
    }
    check(
        "[approval]\noperations = [\"a.list\", \"lst.*\"]\nnever = [\"a.list\", \"*.delete\"]\n",
        &[
            ("error unmatched-decision /approval/operations/1 2:25", "\"lst.*\" applies to nothing"),
            ("error unmatched-decision /approval/never/0 3:10", "applies to nothing"),
            ("error unmatched-decision /approval/never/1 3:20", "applies to nothing"),
        ],
    );
}

#[test]
fn decisions_that_apply_to_nothing() {
    check(
        "# \"GET /aa\" stands here first
[effect]
\"GET /a\" = \"read\" # GET /aa
\"GET /aa\" = \"write\"
[pagination]
\"GET /aa\" = { kind = \"none\" }
\"GET /a\" = { kind = \"cursor\", parameter = \"afterr\", next = \"/next\", items = \"/lst/-/id\" }
[rename]
'PUT /a' = \"x.y\"
[auth]
default = [\"token\", \"tokn\"]
operations.\"GET /a\" = [\"token + lost\"]
[credentials]
tokem.env = \"X\"
[parameter]
p = { style = \"form\" }
q = { style = \"simple\" }
[[demo]]
question = \"?\"
search = []
operation = \"a.lst\"
[[demo]]
question = \"?\"
search = []
operation = \"a.list\"
params = { q = {}, \"query.after\" = \"x\", qq = 1 }
next = \"/nextt\"
",
        &[
            ("error unmatched-decision /effect/GET ~1aa 4:1", "did you mean `GET /a`?"),
            ("error unmatched-decision /pagination/GET ~1aa 6:1", "applies to nothing"),
            ("error unmatched-decision /rename/PUT ~1a 9:1", "did you mean"),
            ("error unmatched-decision /pagination/GET ~1a/parameter 7:31", "`after`"),
            ("error unmatched-decision /pagination/GET ~1a/items 7:69", "leads to nothing"),
            ("error unmatched-decision /parameter/p 16:1", "`q`"),
            ("error unmatched-decision /parameter/q/style 17:7", "none of the places"),
            ("error unmatched-decision /auth/default/1 11:21", "`token`"),
            ("error unmatched-decision /auth/operations/GET ~1a/0 12:24", "\"lost\""),
            ("error unmatched-decision /credentials/tokem 14:1", "`token`"),
            ("error unmatched-decision /demo/0/operation 21:1", "`a.list`"),
            ("error unmatched-decision /demo/1/params/qq 26:41", "\"qq\""),
            ("error unmatched-decision /demo/1/next 27:1", "`next`"),
        ],
    );
}

#[test]
fn names_that_are_taken() {
    check(
        "[rename]\n\"GET /a\" = \"x.y\"\n\"PUT /a/b\" = \"x.y\"\n",
        &[
            ("error invalid-vendor /rename/GET ~1a 2:1", "is already the name of PUT /a/b"),
            ("error invalid-vendor /rename/PUT ~1a~1b 3:1", "is already the name of GET /a"),
        ],
    );
    check("[rename]\n\"GET /a\" = \"a.replace_b\"\n", &[]);
}
