//! Serialisation of parameters: OpenAPI 3.1 section 4.8.12 over RFC 6570, with RFC 3986's characters.

use runtime::{Body, Media, Part, Request, Style};
use serde_json::Value;

/// Where a case's value goes.
#[derive(Clone, Copy, Debug)]
enum To {
    Path,
    Query,
    Reserved,
    Header,
    Cookie,
}

use Style::{DeepObject, Form, Json, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
use To::{Cookie, Header, Path, Query, Reserved};

const ONE: bool = false;
const EXPLODE: bool = true;

/// The section a case rests on, place, style, explode, value as JSON, text in the request. The parameter is `color`.
type Case = (&'static str, To, Style, bool, &'static str, &'static str);

const CASES: &[Case] = &[
    // The table "Style Examples".
    ("OpenAPI 4.8.12.3", Path, Matrix, ONE, r#""""#, ";color"),
    ("OpenAPI 4.8.12.3", Path, Matrix, ONE, r#""blue""#, ";color=blue"),
    ("OpenAPI 4.8.12.3", Path, Matrix, ONE, r#"["blue","black","brown"]"#, ";color=blue,black,brown"),
    ("OpenAPI 4.8.12.3", Path, Matrix, ONE, r#"{"R":100,"G":200,"B":150}"#, ";color=R,100,G,200,B,150"),
    ("OpenAPI 4.8.12.3", Path, Matrix, EXPLODE, r#""""#, ";color"),
    ("OpenAPI 4.8.12.3", Path, Matrix, EXPLODE, r#""blue""#, ";color=blue"),
    ("OpenAPI 4.8.12.3", Path, Matrix, EXPLODE, r#"["blue","black"]"#, ";color=blue;color=black"),
    ("OpenAPI 4.8.12.3", Path, Matrix, EXPLODE, r#"{"R":100,"G":200}"#, ";R=100;G=200"),
    ("OpenAPI 4.8.12.3", Path, Label, ONE, r#""blue""#, ".blue"),
    ("OpenAPI 4.8.12.3", Path, Label, ONE, r#"["blue","black"]"#, ".blue,black"),
    ("OpenAPI 4.8.12.3", Path, Label, ONE, r#"{"R":100,"G":200}"#, ".R,100,G,200"),
    ("OpenAPI 4.8.12.3", Path, Label, EXPLODE, r#"["blue","black"]"#, ".blue.black"),
    ("OpenAPI 4.8.12.3", Path, Label, EXPLODE, r#"{"R":100,"G":200}"#, ".R=100.G=200"),
    ("OpenAPI 4.8.12.3", Path, Simple, ONE, r#""blue""#, "blue"),
    ("OpenAPI 4.8.12.3", Path, Simple, ONE, r#"["blue","black"]"#, "blue,black"),
    ("OpenAPI 4.8.12.3", Path, Simple, ONE, r#"{"R":100,"G":200}"#, "R,100,G,200"),
    ("OpenAPI 4.8.12.3", Path, Simple, EXPLODE, r#"["blue","black"]"#, "blue,black"),
    ("OpenAPI 4.8.12.3", Path, Simple, EXPLODE, r#"{"R":100,"G":200}"#, "R=100,G=200"),
    ("OpenAPI 4.8.12.3", Header, Simple, ONE, r#"["blue","black"]"#, "blue,black"),
    ("OpenAPI 4.8.12.3", Header, Simple, ONE, r#"{"R":100,"G":200}"#, "R,100,G,200"),
    ("OpenAPI 4.8.12.3", Header, Simple, EXPLODE, r#"{"R":100,"G":200}"#, "R=100,G=200"),
    ("OpenAPI 4.8.12.3", Query, Form, ONE, r#""""#, "color="),
    ("OpenAPI 4.8.12.3", Query, Form, ONE, r#""blue""#, "color=blue"),
    ("OpenAPI 4.8.12.3", Query, Form, ONE, r#"["blue","black","brown"]"#, "color=blue,black,brown"),
    ("OpenAPI 4.8.12.3", Query, Form, ONE, r#"{"R":100,"G":200}"#, "color=R,100,G,200"),
    ("OpenAPI 4.8.12.3", Query, Form, EXPLODE, r#"["blue","black"]"#, "color=blue&color=black"),
    ("OpenAPI 4.8.12.3", Query, Form, EXPLODE, r#"{"R":100,"G":200}"#, "R=100&G=200"),
    ("OpenAPI 4.8.12.3", Query, SpaceDelimited, ONE, r#"["blue","black"]"#, "color=blue%20black"),
    ("OpenAPI 4.8.12.3", Query, SpaceDelimited, ONE, r#"{"R":100,"G":200}"#, "color=R%20100%20G%20200"),
    ("OpenAPI 4.8.12.3", Query, SpaceDelimited, EXPLODE, r#"["blue","black"]"#, "color=blue&color=black"),
    ("OpenAPI 4.8.12.3", Query, PipeDelimited, ONE, r#"["blue","black"]"#, "color=blue%7Cblack"),
    ("OpenAPI 4.8.12.3", Query, PipeDelimited, ONE, r#"{"R":100,"G":200}"#, "color=R%7C100%7CG%7C200"),
    ("OpenAPI 4.8.12.3", Query, PipeDelimited, EXPLODE, r#"["blue","black"]"#, "color=blue&color=black"),
    ("OpenAPI 4.8.12.3", Query, DeepObject, EXPLODE, r#"{"R":100,"G":200}"#, "color%5BR%5D=100&color%5BG%5D=200"),
    ("OpenAPI 4.8.12.3", Cookie, Form, ONE, r#""blue""#, "color=blue"),
    ("OpenAPI 4.8.12.3", Cookie, Form, ONE, r#"["blue","black"]"#, "color=blue,black"),
    ("OpenAPI 4.8.12.3", Cookie, Form, EXPLODE, r#"["blue","black"]"#, "color=blue; color=black"),
    // Scalars: their JSON spelling; null is the empty text.
    ("OpenAPI 4.8.12.2", Path, Simple, ONE, "5", "5"),
    ("OpenAPI 4.8.12.2", Path, Simple, ONE, "-1.50", "-1.5"),
    ("OpenAPI 4.8.12.2", Query, Form, EXPLODE, "true", "color=true"),
    ("OpenAPI 4.8.12.2", Query, Form, EXPLODE, "18446744073709551615", "color=18446744073709551615"),
    ("OpenAPI 4.8.12.2", Query, Form, EXPLODE, "null", "color="),
    ("RFC 6570 2.3", Query, Form, EXPLODE, r#"["a",null]"#, "color=a"),
    // Empty lists and objects are left out.
    ("RFC 6570 2.3", Query, Form, EXPLODE, "[]", ""),
    ("RFC 6570 2.3", Query, Form, ONE, "[]", ""),
    ("RFC 6570 2.3", Query, Form, EXPLODE, "{}", ""),
    ("RFC 6570 2.3", Query, DeepObject, EXPLODE, "{}", ""),
    ("RFC 6570 2.3", Path, Label, EXPLODE, "[]", ""),
    ("RFC 6570 3.2.7", Path, Matrix, EXPLODE, r#"{"a":"","b":"x"}"#, ";a;b=x"),
    // Percent-encoding: only unreserved characters stay.
    ("RFC 3986 2.3", Path, Simple, ONE, r#""aZ09-._~""#, "aZ09-._~"),
    ("RFC 3986 2.2", Path, Simple, ONE, r#""a/b?c#d""#, "a%2Fb%3Fc%23d"),
    ("RFC 3986 2.2", Path, Simple, ONE, r#"":@!$&'()*+,;=[]""#, "%3A%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%5B%5D"),
    ("RFC 3986 2.4", Path, Simple, ONE, r#""%2e%2E""#, "%252e%252E"),
    ("RFC 3986 2.5", Path, Simple, ONE, r#""Zoë 日本""#, "Zo%C3%AB%20%E6%97%A5%E6%9C%AC"),
    ("RFC 3986 3.3", Path, Simple, ONE, r#"["a,b","c"]"#, "a%2Cb,c"),
    ("RFC 3986 5.2.4", Path, Simple, ONE, r#"".""#, "."),
    ("RFC 3986 5.2.4", Path, Simple, ONE, r#""../x""#, "..%2Fx"),
    ("RFC 3986 5.2.4", Path, Label, ONE, r#"".""#, ".."),
    ("RFC 3986 3.4", Query, Form, EXPLODE, r#""a&b=c+d e#f%""#, "color=a%26b%3Dc%2Bd%20e%23f%25"),
    ("RFC 3986 3.4", Query, Form, EXPLODE, r#"{"a&b":"c=d"}"#, "a%26b=c%3Dd"),
    ("RFC 3986 3.4", Query, PipeDelimited, ONE, r#"["a|b","c"]"#, "color=a%7Cb%7Cc"),
    ("RFC 6265 4.1.1", Cookie, Form, EXPLODE, r#""a; b=\r\n""#, "color=a%3B%20b%3D%0D%0A"),
    ("RFC 9110 5.5", Header, Simple, ONE, r#""a b%,ü""#, "a b%,ü"),
    // allowReserved
    ("RFC 6570 3.2.3", Reserved, Form, EXPLODE, r#""/a:b?c@d!$'()*,;""#, "color=/a:b?c@d!$'()*,;"),
    ("RFC 6570 3.2.3", Reserved, Form, EXPLODE, r#""a%20b%zz%""#, "color=a%20b%25zz%25"),
    ("RFC 3986 3.4", Reserved, Form, EXPLODE, r#""a#b&c=d+e[f]""#, "color=a%23b%26c%3Dd%2Be%5Bf%5D"),
    ("RFC 3986 3.4", Reserved, Form, ONE, r#"["a,b","c/d"]"#, "color=a%2Cb,c/d"),
    // What OpenAPI leaves undefined.
    ("OpenAPI 4.8.12.2", Query, Form, EXPLODE, r#"{"a":{"b":1},"c":["d"]}"#, "a=%7B%22b%22%3A1%7D&c=%5B%22d%22%5D"),
    ("OpenAPI 4.8.12.2", Query, Form, ONE, r#"[{"a":1},"b"]"#, "color=%7B%22a%22%3A1%7D,b"),
    ("OpenAPI 4.8.12.2", Header, Simple, ONE, r#"[{"a":"x\ny"}]"#, r#"{"a":"x\ny"}"#),
    ("OpenAPI 4.8.12.2", Query, DeepObject, EXPLODE, r#"{"b":{"c":"v"}}"#, "color%5Bb%5D%5Bc%5D=v"),
    ("OpenAPI 4.8.12.2", Query, DeepObject, EXPLODE, r#"{"b":["x","y"]}"#, "color%5Bb%5D=x&color%5Bb%5D=y"),
    ("OpenAPI 4.8.12.2", Query, DeepObject, EXPLODE, r#"{"b":[{"c":1}]}"#, "color%5Bb%5D=%7B%22c%22%3A1%7D"),
    ("OpenAPI 4.8.12.2", Query, DeepObject, EXPLODE, r#"{"a]&":"v"}"#, "color%5Ba%5D%26%5D=v"),
    // content: application/json
    ("OpenAPI 4.8.12.2.2", Query, Json, ONE, r#"{"a":[1,"b"]}"#, "color=%7B%22a%22%3A%5B1%2C%22b%22%5D%7D"),
    ("OpenAPI 4.8.12.2.2", Query, Json, ONE, r#""x""#, "color=%22x%22"),
    ("OpenAPI 4.8.12.2.2", Header, Json, ONE, r#"{"a":"x\r\ny"}"#, r#"{"a":"x\r\ny"}"#),
    ("OpenAPI 4.8.12.2.2", Path, Json, ONE, r#"{"a":1}"#, "%7B%22a%22%3A1%7D"),
];

fn serialised(to: To, style: Style, explode: bool, value: &Value) -> String {
    let mut request = Request::default();
    match to {
        Path => request.path("color", style, explode, value),
        Query => request.query("color", style, explode, value),
        Reserved => request.query_reserved("color", style, explode, value),
        Header => request.header("color", style, explode, value),
        Cookie => request.cookie("color", style, explode, value),
    }
    let headers: Vec<_> = request.headers.into_iter().map(|(_, value)| value).collect();
    [request.path, request.query.join("&"), headers.concat(), request.cookies.join("; ")].concat()
}

#[test]
fn every_style_in_every_place() {
    assert!(CASES.len() >= 60);
    for (section, to, style, explode, value, expected) in CASES {
        let value = serde_json::from_str(value).unwrap();
        let actual = serialised(*to, *style, *explode, &value);
        assert_eq!(actual, *expected, "{section}: {to:?} {style:?} explode={explode} {value}");
    }
}

#[test]
fn the_whole_query_is_written_as_its_media_type_wants_it() {
    for (media_type, value, expected) in [
        (
            "application/x-www-form-urlencoded",
            r#"{"a":"x y&","b":[1,"z"],"c":{"d":1}}"#,
            "a=x+y%26&b=1&b=z&c=%7B%22d%22%3A1%7D",
        ),
        ("application/x-www-form-urlencoded; charset=utf-8", r#"{"a":1}"#, "a=1"),
        ("application/json", r#"{"a":"x & y"}"#, "%7B%22a%22%3A%22x%20%26%20y%22%7D"),
        ("text/plain", r#""a=b#c""#, "a%3Db%23c"),
    ] {
        let value: Value = serde_json::from_str(value).unwrap();
        let mut request = Request::default();
        request.querystring(Media { media_type, parts: &[] }, &value);
        assert_eq!(request.query.join("&"), expected, "{media_type} {value}");
    }
}

#[test]
fn absent_arguments_leave_no_trace() {
    let mut request = Request::default();
    request.query("a", Form, true, None::<i64>);
    request.query_reserved("b", Form, true, None::<&str>);
    request.querystring(Media { media_type: "application/json", parts: &[] }, None::<&Value>);
    request.header("c", Simple, false, None::<bool>);
    request.cookie("d", Form, true, None::<&Value>);
    request.body("application/json", None::<&Value>);
    assert_eq!(request, Request::default());
}

#[test]
fn typed_arguments_are_written_like_values() {
    let mut request = Request::default();
    request.literal("/a b/");
    request.path("id", Simple, false, -5_i64);
    request.literal("/items?all=1#part");
    request.query("flag", Form, true, Some(true));
    request.query("count", Form, true, Some(u64::MAX));
    assert_eq!(request.path, "/a%20b/-5/items?all=1");
    assert_eq!(request.query, ["flag=true", "count=18446744073709551615"]);
}

/// Media type, value, `Content-Type` sent, body sent.
const BODIES: &[(&str, &str, &str, &str)] = &[
    ("application/json", r#"{"b":1.0,"a":null}"#, "application/json", r#"{"b":1.0,"a":null}"#),
    ("application/json", r#""text""#, "application/json", r#""text""#),
    ("application/merge-patch+json", r#"{"a":1}"#, "application/merge-patch+json", r#"{"a":1}"#),
    ("*/*", r#"{"a":1}"#, "application/json", r#"{"a":1}"#),
    ("text/plain", r#""data:;base64,YQ==""#, "text/plain", "data:;base64,YQ=="),
    ("application/octet-stream", r#""data:;base64,YWJj""#, "application/octet-stream", "abc"),
    ("application/octet-stream", r#""abc""#, "application/octet-stream", "abc"),
    (
        "application/x-www-form-urlencoded",
        r#"{"a b":"c&d","list":[1,2],"nested":{"x":1}}"#,
        "application/x-www-form-urlencoded",
        "a+b=c%26d&list=1&list=2&nested=%7B%22x%22%3A1%7D",
    ),
];

#[test]
fn bodies_by_media_type() {
    for (media_type, value, content_type, expected) in BODIES {
        let value: Value = serde_json::from_str(value).unwrap();
        let mut request = Request::default();
        request.body(media_type, &value);
        let body = request.body.unwrap();
        assert_eq!(
            (body.media_type.as_str(), String::from_utf8(body.bytes).unwrap().as_str()),
            (*content_type, *expected)
        );
    }
}

#[test]
fn forms_follow_declared_styles() {
    let value = serde_json::json!({"metadata": {"a": {"b": 1}}, "tags": ["x", "y"]});
    let mut request = Request::default();
    const PLAIN: Part = Part { name: "", media_type: "", headers: &[], style: None, inner: &[], allow_reserved: false };
    const PARTS: &[Part] = &[
        Part { name: "metadata", style: Some((DeepObject, true)), ..PLAIN },
        Part { name: "tags", style: Some((Form, false)), ..PLAIN },
    ];
    const FORM: &[Media<'_>] = &[Media { media_type: "application/x-www-form-urlencoded", parts: PARTS }];
    request.content(Body::new(&value), FORM);
    let body = request.body.unwrap();
    assert_eq!(String::from_utf8(body.bytes).unwrap(), "metadata%5Ba%5D%5Bb%5D=1&tags=x,y");
}

#[test]
fn parts_stay_within_their_boundary() {
    let value = serde_json::json!({"na\"me\r\n": "v", "file": "data:text/csv;base64,YSxi", "meta": {"k": 1}});
    let mut request = Request::default();
    request.body("multipart/form-data", &value);
    let body = request.body.unwrap();
    let (_, boundary) = body.media_type.split_once("boundary=").unwrap();
    let text = String::from_utf8(body.bytes).unwrap();
    let parts: Vec<_> = text.split(&format!("--{boundary}")).collect();
    assert_eq!(
        parts,
        [
            "",
            "\r\nContent-Disposition: form-data; name=\"na%22me%0D%0A\"\r\n\r\nv\r\n",
            "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\nContent-Type: text/csv\r\n\r\na,b\r\n",
            "\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"k\":1}\r\n",
            "--\r\n",
        ]
    );
}
