//! What programs mean: jq's language and functions, with numbers kept exact.

use runtime::Limits;

use super::{ample, serving};
use crate::api::caller;

const ROWS: &str = r#"[{"id":1,"team":"a","cost":2.50,"at":"2026-01-31T10:00:00Z"},{"id":2,"team":"b","cost":1,"at":"2026-02-01T00:00:00Z"},{"id":3,"team":"a","cost":4,"at":"2026-02-27T23:59:59Z"}]"#;

/// Program, input, outputs: one as it is, several or none as an array.
const CASES: &[(&str, &str, &str)] = &[
    (".", r#"{"b":1,"a":[true,null]}"#, r#"{"b":1,"a":[true,null]}"#),
    (".[] | select(.team == \"a\") | .id", ROWS, "[1,3]"),
    ("[.[] | select(.id > 2)]", ROWS, r#"[{"id":3,"team":"a","cost":4,"at":"2026-02-27T23:59:59Z"}]"#),
    ("map(.id)", ROWS, "[1,2,3]"),
    ("map({id, team}) | .[0]", ROWS, r#"{"id":1,"team":"a"}"#),
    (
        "group_by(.team) | map({team: .[0].team, n: length, cost: map(.cost) | add})",
        ROWS,
        r#"[{"team":"a","n":2,"cost":6.5},{"team":"b","n":1,"cost":1}]"#,
    ),
    ("sort_by(-.cost) | map(.id)", ROWS, "[3,1,2]"),
    ("sort_by(.team, -.id) | map(.id)", ROWS, "[3,1,2]"),
    ("map(.cost) | add / length", ROWS, "2.5"),
    ("unique_by(.team) | map(.id)", ROWS, "[1,2]"),
    ("min_by(.cost).id, max_by(.cost).id", ROWS, "[2,3]"),
    ("[limit(2; .[].id)], first(.[].id), (map(.id) | last)", ROWS, "[[1,2],1,3]"),
    ("group_by(.at[:7]) | map({(.[0].at[:7]): length}) | add", ROWS, r#"{"2026-01":1,"2026-02":2}"#),
    ("[.[].at | fromdate | strftime(\"%b %d\")]", ROWS, r#"["Jan 31","Feb 01","Feb 27"]"#),
    (".[0].at | fromdateiso8601, (strptime(\"%Y-%m-%dT%H:%M:%SZ\") | mktime)", ROWS, "[1769853600,1769853600]"),
    ("1769853600 | todate, (gmtime | .[:3])", "null", r#"["2026-01-31T10:00:00Z",[2026,0,31]]"#),
    ("INDEX(.id) | keys", ROWS, r#"["1","2","3"]"#),
    ("[.[] | select(.team | IN(\"b\", \"c\")) | .id]", ROWS, "[2]"),
    (".[] | [.id, .team, .cost] | @csv", ROWS, r#"["1,\"a\",2.50","2,\"b\",1","3,\"a\",4"]"#),
    ("@csv", r#"["a\"b,",null,true,1.10]"#, r#""\"a\"\"b,\",,true,1.10""#),
    ("@tsv", r#"["a\tb\\","c\nd",null,3]"#, r#""a\\tb\\\\\tc\\nd\t\t3""#),
    (
        "@text, @json, @html, @uri, @sh, @base64",
        r#""<a b>'""#,
        r#"["<a b>'","\"<a b>'\"","&lt;a b&gt;&apos;","%3Ca%20b%3E%27","'<a b>'\\'''","PGEgYj4n"]"#,
    ),
    ("@base64d, @uri \"q=\\(.)\"", r#""aGk=""#, r#"["hi","q=aGk%3D"]"#),
    ("test(\"^a.*z$\"), test(\"Q\"; \"i\"), capture(\"(?<y>\\\\d+)\").y", r#""aq12z""#, r#"[true,true,"12"]"#),
    (
        "[scan(\"\\\\d+\")], [match(\"b\").offset], gsub(\"\\\\d\"; \"#\"), splits(\", *\")",
        r#""a1, b22""#,
        r##"[["1","22"],[4],"a#, b##","a1","b22"]"##,
    ),
    ("sub(\"(?<x>b)\"; \"<\\(.x)>\")", r#""abc""#, r#""a<b>c""#),
    ("paths", r#"{"a":[1],"b":2}"#, r#"[["a"],["a",0],["b"]]"#),
    ("[paths(type == \"number\")], [leaf_paths]", r#"{"a":[1],"b":"c"}"#, r#"[[["a",0]],[["a",0],["b"]]]"#),
    ("getpath([\"a\",0]), getpath([\"x\",\"y\"])", r#"{"a":[1]}"#, "[1,null]"),
    (
        "setpath([\"a\",\"b\"]; 1), delpaths([[\"c\"]]), to_entries",
        r#"{"c":2}"#,
        r#"[{"c":2,"a":{"b":1}},{},[{"key":"c","value":2}]]"#,
    ),
    (
        "with_entries(select(.value > 1)), (map_values(. + 1)), keys, length",
        r#"{"b":1,"a":2}"#,
        r#"[{"a":2},{"b":2,"a":3},["a","b"],2]"#,
    ),
    ("del(.[0,2]), del(.[1:])", "[1,2,3,4]", "[[2,4],[1]]"),
    ("del(.[] | select(. < 3))", "[1,2,3,4]", "[3,4]"),
    ("reduce .[] as $x (0; . + $x)", "[1,2,3]", "6"),
    ("[foreach .[] as $x (0; . + $x; [$x, .])]", "[1,2]", "[[1,1],[2,3]]"),
    (".[] as {a: $x, b: [$y]} | $x + $y", r#"[{"a":1,"b":[2]}]"#, "3"),
    ("try error(\"no\") catch ., (try error({a: 1}) catch .a)", "null", r#"["no",1]"#),
    ("[.[] | .a?], [.[] | try .a catch \"bad\"]", r#"[1,{"a":2}]"#, r#"[[2],["bad",2]]"#),
    (".a // \"none\", (.b // empty), [.c[]? // 7]", r#"{"a":null,"b":false}"#, r#"["none",[7]]"#),
    ("if .a then \"yes\" elif .b then \"b\" else \"no\" end", r#"{"b":1}"#, r#""b""#),
    ("def twice(f): f | f; twice(. * 2), ([recurse(if . < 3 then . + 1 else empty end)])", "1", "[4,[1,2,3]]"),
    ("label $out | .[] | if . > 1 then ., break $out else . end", "[1,2,3]", "[1,2]"),
    (
        "[range(0; 10; 3)], [range(3)], [limit(3; repeat(1))], ([.[] | until(. > 9; . * 2)])",
        "[3]",
        "[[0,3,6,9],[0,1,2],[1,1,1],[12]]",
    ),
    (
        "flatten, flatten(1), add, any, all, transpose",
        "[[1,[2]],[3]]",
        "[[1,2,3],[1,[2],3],[1,[2],3],true,true,[[1,3],[[2],null]]]",
    ),
    (
        "[.[] | tostring], [.[] | tojson], (map(tonumber?) | add)",
        r#"["1","x",2]"#,
        r#"[["1","x","2"],["\"1\"","\"x\"","2"],3]"#,
    ),
    (
        "ltrimstr(\"a\"), rtrimstr(\"c\"), trimstr(\"a\"), ascii_upcase, (split(\"b\")), length, .[1:], explode",
        r#""abc""#,
        r#"["bc","ab","bc","ABC",["a","c"],3,"bc",[97,98,99]]"#,
    ),
    (
        "join(\"-\"), index(2), (.[-1:]), contains([2]), inside([1,2,3,4]), indices(2)",
        "[1,2,3]",
        r#"["1-2-3",1,[3],true,true,[1]]"#,
    ),
    (
        "walk(if type == \"number\" then . + 1 end), [..|numbers], pick(.a), has(\"a\")",
        r#"{"a":1,"b":[2]}"#,
        r#"[{"a":2,"b":[3]},[1,2],{"a":1},true]"#,
    ),
    ("floor, round, ceil, (sqrt | floor), abs, pow(.; 2), log2 > 1", "2.6", "[2,3,3,1,2.6,6.760000000000001,true]"),
    (".a += 1 | .b |= ascii_upcase | .c //= 3 | .d = [.a]", r#"{"a":1,"b":"x"}"#, r#"{"a":2,"b":"X","c":3,"d":[2]}"#),
    ("input_line_number? // \"x\"", "null", "fault"),
    ("[.[] | splits(\",\")] | combinations?", r#"["a,b"]"#, "[]"),
    ("toarray, ([.] | toarray)", "1", "[[1],[1]]"),
    ("\"\\(.a)/\\(.b)\"", r#"{"a":1,"b":"c"}"#, r#""1/c""#),
    ("now | type, (now | . > 1700000000)", "null", r#"["number",true]"#),
    ("[$ENV, env, ($ENV | length), env.PATH]", "null", "[{},{},0,null]"),
    // What a model has to tell apart.
    ("empty", "1", "[]"),
    (".[]", "[]", "[]"),
    (".[]", "[5]", "5"),
    (".x", "{}", "null"),
    ("debug, stderr", "1", "[1,1]"),
    // Numbers: 64 bits and more, literals, results.
    (
        ".",
        "[9007199254740993,-9223372036854775808,18446744073709551615,123456789012345678901234567890]",
        "[9007199254740993,-9223372036854775808,18446744073709551615,123456789012345678901234567890]",
    ),
    (
        "map(. + 1)",
        "[9007199254740993,9223372036854775807,18446744073709551615]",
        "[9007199254740994,9223372036854775808,18446744073709551616]",
    ),
    (".", "[1.0,1.10,0.1234567890123456789,1e400,1E-7,-0,-0.0]", "[1.0,1.10,0.1234567890123456789,1e400,1E-7,0,-0.0]"),
    ("map({n: .}) | sort_by(.n)", "[1.10,1,0.30]", r#"[{"n":0.30},{"n":1},{"n":1.10}]"#),
    ("group_by(.) | map(length)", "[1,1.0,2]", "[2,1]"),
    (
        "nan, infinite, -infinite, [10 / 2], 1e3, 1e18 + 1, 0.1 + 0.2",
        "null",
        "[null,null,null,[5],1e3,1e18,0.30000000000000004]",
    ),
    ("001.5, (\"+2.50\" | tonumber), 9007199254740993", "null", "[1.5,2.5,9007199254740993]"),
    (
        "{\"a\": \"é\\u0000😀\", \"\\u00e9\": .}",
        r#""\u0001/\u2028\ud83d\ude00""#,
        "{\"a\":\"é\\u0000😀\",\"é\":\"\\u0001/\u{2028}😀\"}",
    ),
    ("del(.a, .c)", r#"{"a":1,"b":2,"c":3,"d":4,"e":5}"#, r#"{"b":2,"d":4,"e":5}"#),
    (
        "from_entries",
        r#"[{"name":"a","value":1},{"k":2,"v":false},{"key":false},{"key":null}]"#,
        r#"{"a":1,"2":false,"false":null,"null":null}"#,
    ),
    ("[1 / 0, 5 / .]", "0", "[null,null]"),
    // Assignments make what is missing.
    (
        "reduce .[] as $r ({}; .[$r.team].n += 1 | .[$r.team].ids += [$r.id])",
        ROWS,
        r#"{"a":{"n":2,"ids":[1,3]},"b":{"n":1,"ids":[2]}}"#,
    ),
    (
        ".a.b.c = 1 | .d[2].e |= 3 | .[\"x\\(1)\"].y //= 4",
        "null",
        r#"{"a":{"b":{"c":1}},"d":[null,null,{"e":3}],"x1":{"y":4}}"#,
    ),
    (
        "(.a, .b).x = .c, (if .c then .k.l else . end |= 1), (.c as $k | .[$k].v = 2)",
        r#"{"c":"d"}"#,
        r#"[{"c":"d","a":{"x":"d"},"b":{"x":"d"}},{"c":"d","k":{"l":1}},{"c":"d","d":{"v":2}}]"#,
    ),
    ("[1] | .[3] = 4, (.[0] |= empty), (getpath([\"a\"])? // 9)", "0", "[[1,null,null,4],[],9]"),
    ("(.a.b) as $x | .p[.q] = 1", r#"{"p":[5],"q":0}"#, r#"{"p":[1],"q":0}"#),
    ("del(.a.b.c), del(.x[3]), del(.a, .x), del(..|select(. == 1)?)", r#"{"a":1,"x":[1,2]}"#, "fault"),
    (
        "del(.x.b.c), del(.x[3]), del(.a, .x[0])",
        r#"{"a":1,"x":null}"#,
        r#"[{"a":1,"x":null},{"a":1,"x":null},{"x":null}]"#,
    ),
    ("[.[] | ltrimstr(\"a\"), rtrimstr(1)]", r#"["ab",3]"#, r#"["b","ab",3,3]"#),
];

#[tokio::test]
async fn programs_give_what_jq_gives() {
    let bodies = CASES.iter().map(|(_, input, _)| (*input).to_owned()).collect();
    let (_upstream, server) = serving(bodies, ample()).await;
    let mut wrong = Vec::new();
    for (index, (program, input, expected)) in CASES.iter().enumerate() {
        let arguments =
            serde_json::json!({"operation": "items.get", "params": {"id": index.to_string()}, "jq": program});
        let call = runtime::Call::from_arguments(arguments.as_object().unwrap()).expect("a call");
        let seen = match runtime::execute(&server, &caller(&[]), call).await {
            Ok(answer) => answer.render(Limits::default().answer_bytes),
            Err(faults) => format!("{{\"body\":fault}} {}", faults[0].message),
        };
        let (_, body) = seen.split_once("\"body\":").expect("a body");
        if body.strip_suffix('}').unwrap_or(body) != *expected && !(*expected == "fault" && body.starts_with("fault")) {
            wrong.push(format!("{program}\n  of     {input}\n  gives  {body}\n  wanted {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
