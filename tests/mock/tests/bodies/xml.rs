//! XML: well-formed, and read back by the hints of the schema. A row's `const` is the value that the
//! document has to stand for.

use serde_json::{Value, json};

use crate::requests::{check, document, only, taking};

/// Schema, document, and the value it stands for or the verdict.
#[cfg(test)]
fn rows(version: &str, rows: &[(&str, &str, Result<Value, &str>)]) {
    for (schema, text, expected) in rows {
        let (schema, verdict) = match expected {
            Ok(value) => (only(schema, value), ""),
            Err(verdict) => ((*schema).to_owned(), *verdict),
        };
        for name in ["application/xml", "application/vnd.x+xml"] {
            check(&taking(version, name, &format!("{{schema: {schema}}}")), name, text.as_bytes(), verdict);
        }
    }
}

const PLAIN: &str = r#"{"type":"object","additionalProperties":false,"properties":{"n":{"type":"integer"},"s":{"type":"string"},
    "b":{"type":"boolean"},"z":{"type":["integer","null"]},"o":{"type":"object","properties":{"x":{"type":"number"}}},
    "l":{"type":"array","items":{"type":"integer"}},"m":{"type":"array","items":{"type":"object","properties":{"x":{"type":"integer"}}}}}}"#;
const NAMED: &str = r#"{"type":"object","xml":{"name":"order"},"properties":{
    "id":{"type":"integer","xml":{"attribute":true}},"at":{"type":"string","xml":{"name":"when","attribute":true}},
    "customer":{"type":"string","xml":{"name":"client"}}}}"#;
const WRAPPED: &str =
    r#"{"type":"object","properties":{"tags":{"type":"array","xml":{"wrapped":true},"items":{"type":"string"}}}}"#;
const BOTH_NAMED: &str = r#"{"type":"object","properties":{"tags":{"type":"array","xml":{"wrapped":true,"name":"labels"},
    "items":{"type":"string","xml":{"name":"label"}}}}}"#;
const ITEM_NAMED: &str = r#"{"type":"object","properties":{"tags":{"type":"array","xml":{"name":"ignored"},
    "items":{"type":"string","xml":{"name":"label"}}}}}"#;
const SPACES: &str = r#"{"type":"object","xml":{"name":"a","namespace":"urn:a"},"properties":{"b":{"type":"string"},
    "c":{"type":"string","xml":{"namespace":"urn:c","prefix":"p"}},"d":{"type":"string","xml":{"attribute":true,"namespace":"urn:c","prefix":"p"}}}}"#;

#[test]
fn plain() {
    rows(
        "3.1.1",
        &[
            (PLAIN, "<r/>", Ok(json!({}))),
            (PLAIN, "<r><n>1</n><s>1</s><b>true</b></r>", Ok(json!({"n": 1, "s": "1", "b": true}))),
            (
                PLAIN,
                "<?xml version='1.0' encoding='UTF-8'?>\n<r>\n  <s>a &lt;&#x17c; <![CDATA[<b>]]></s>\n</r>\n",
                Ok(json!({"s": "a <ż <b>"})),
            ),
            (PLAIN, "\u{feff}<r><!-- n --><n>1<!-- 2 --></n><?p?></r>", Ok(json!({"n": 1}))),
            (PLAIN, "<r><s/></r>", Ok(json!({"s": ""}))),
            (PLAIN, "<r><s> a </s></r>", Ok(json!({"s": " a "}))),
            (PLAIN, "<r><z/></r>", Ok(json!({"z": null}))),
            (
                PLAIN,
                "<r xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><z xsi:nil='true'/></r>",
                Ok(json!({"z": null})),
            ),
            (PLAIN, "<r><o><x>1.5</x></o></r>", Ok(json!({"o": {"x": 1.5}}))),
            (PLAIN, "<r><o/></r>", Ok(json!({"o": {}}))),
            (PLAIN, "<r><l>1</l><s>a</s><l>2</l></r>", Ok(json!({"l": [1, 2], "s": "a"}))),
            (PLAIN, "<r><l>1</l></r>", Ok(json!({"l": [1]}))),
            (PLAIN, "<r><m><x>1</x></m><m/></r>", Ok(json!({"m": [{"x": 1}, {}]}))),
            (PLAIN, "<r><n>a</n></r>", Err("body /r/n: \"a\" is no integer")),
            (PLAIN, "<r><n> 1 </n></r>", Err("body /r/n")),
            (PLAIN, "<r><n/></r>", Err("body /r/n")),
            (PLAIN, "<r><n>1</n><n>2</n></r>", Err("body /r/n: is there more than once")),
            (PLAIN, "<r><n><x>1</x></n></r>", Err("where a text is expected")),
            (PLAIN, "<r><n u='1'>1</n></r>", Err("where a text is expected")),
            (PLAIN, "<r><o>text</o></r>", Err("body /r/o: holds a text beside its elements")),
            (PLAIN, "<r>text<n>1</n></r>", Err("body /r: holds a text beside its elements")),
            (PLAIN, "<r><q/></r>", Err("'q' was unexpected")),
            (PLAIN, "<r q='1'/>", Err("'q' was unexpected")),
            (PLAIN, "<r n='1'/>", Err("body /r/@n: is expected as element n")),
            (PLAIN, "<r><N>1</N></r>", Err("'N' was unexpected")),
            (PLAIN, "<r><n xmlns='urn:x'>1</n></r>", Err("has the namespace \"urn:x\", where none is expected")),
            (PLAIN, "<r xmlns='urn:x'><n>1</n></r>", Err("has the namespace")),
            (PLAIN, r#"{"n": 1}"#, Err("no XML")),
        ],
    );
}

#[test]
fn names_and_attributes() {
    rows(
        "3.0.4",
        &[
            (
                NAMED,
                "<order id='1' when='now'><client>Ada</client></order>",
                Ok(json!({"id": 1, "at": "now", "customer": "Ada"})),
            ),
            (NAMED, "<Order/>", Err("the root element is Order, where order is expected")),
            (NAMED, "<order id='a'/>", Err("body /order/@id: \"a\" is no integer")),
            (NAMED, "<order><id>1</id></order>", Err("body /order/id: is expected as attribute id")),
            (NAMED, "<order at='now'/>", Err("body /order/@at: is expected as attribute when")),
            (NAMED, "<order client='a'/>", Ok(json!({"client": "a"}))),
            (
                NAMED,
                "<order><customer>Ada</customer></order>",
                Err("body /order/customer: is expected as element client"),
            ),
        ],
    );
}

#[test]
fn arrays() {
    rows(
        "3.1.1",
        &[
            (WRAPPED, "<r><tags><tags>a</tags><tags>b</tags></tags></r>", Ok(json!({"tags": ["a", "b"]}))),
            (WRAPPED, "<r><tags/></r>", Ok(json!({"tags": []}))),
            (WRAPPED, "<r><tags>a</tags></r>", Err("holds a text, where items are expected")),
            (WRAPPED, "<r><tags><tag>a</tag></tags></r>", Err("is no item: tags is expected")),
            (WRAPPED, "<r><tags/><tags/></r>", Err("is there more than once")),
            (BOTH_NAMED, "<r><labels><label>a</label></labels></r>", Ok(json!({"tags": ["a"]}))),
            (BOTH_NAMED, "<r><labels><tags>a</tags></labels></r>", Err("is no item: label is expected")),
            (ITEM_NAMED, "<r><label>a</label><label>b</label></r>", Ok(json!({"tags": ["a", "b"]}))),
            (
                r#"{"type":"array","xml":{"name":"all"},"items":{"type":"integer","xml":{"name":"one"}}}"#,
                "<all><one>1</one><one>2</one></all>",
                Ok(json!([1, 2])),
            ),
            (
                r#"{"type":"array","items":{"type":"integer"}}"#,
                "<all><one>1</one></all>",
                Err("is no item: all is expected"),
            ),
        ],
    );
}

#[test]
fn namespaces() {
    rows(
        "3.1.1",
        &[
            (
                SPACES,
                "<a xmlns='urn:a' xmlns:p='urn:c' p:d='x'><b>1</b><p:c>2</p:c></a>",
                Ok(json!({"b": "1", "c": "2", "d": "x"})),
            ),
            (SPACES, "<a xmlns='urn:a'><b xmlns=''>1</b></a>", Ok(json!({"b": "1"}))),
            (SPACES, "<q:a xmlns:q='urn:a'><b>1</b></q:a>", Ok(json!({"b": "1"}))),
            (SPACES, "<a/>", Err("body /a: has the namespace \"\", where urn:a is expected")),
            (SPACES, "<a xmlns='urn:b'/>", Err("where urn:a is expected")),
            (
                SPACES,
                "<a xmlns='urn:a'><c>2</c></a>",
                Err("body /a/c: has the namespace \"urn:a\", where urn:c is expected"),
            ),
            (SPACES, "<a xmlns='urn:a'><q:c xmlns:q='urn:c'>2</q:c></a>", Err("body /a/c: has not the prefix p")),
            (SPACES, "<a xmlns='urn:a' d='x'/>", Err("the attribute d has another namespace")),
            (SPACES, "<a xmlns='urn:a'><p:c>2</p:c></a>", Err("no XML")),
        ],
    );
}

#[test]
fn node_types() {
    let schema = r#"{"type":"object","properties":{"lang":{"type":"string","xml":{"nodeType":"attribute"}},
        "text":{"type":"string","xml":{"nodeType":"cdata"}}}}"#;
    let wrapped = r#"{"type":"object","properties":{"l":{"type":"array","xml":{"nodeType":"element"},"items":{"type":"integer"}}}}"#;
    let grouped = r#"{"type":"object","properties":{"g":{"type":"object","xml":{"nodeType":"none"},"properties":{"x":{"type":"integer"}}},"y":{"type":"integer"}}}"#;
    rows(
        "3.2.0",
        &[
            (schema, "<r lang='en'>some text</r>", Ok(json!({"lang": "en", "text": "some text"}))),
            (schema, "<r lang='en'><![CDATA[<b>]]></r>", Ok(json!({"lang": "en", "text": "<b>"}))),
            (wrapped, "<r><l><l>1</l></l></r>", Ok(json!({"l": [1]}))),
            (grouped, "<r><x>1</x><y>2</y></r>", Ok(json!({"g": {"x": 1}, "y": 2}))),
        ],
    );
}

#[test]
fn components() {
    let schemas = "Cat: {type: object, properties: {name: {type: string}, kind: {$ref: '#/components/schemas/Kind'}}}, \
                   Kind: {type: object, xml: {name: sort}, properties: {id: {type: integer}}}";
    let body = "{content: {text/xml: {schema: {$ref: '#/components/schemas/Cat'}}}}";
    let mock = document("3.0.4", body, schemas);
    check(&mock, "text/xml", b"<Cat><name>a</name><sort><id>1</id></sort></Cat>", "");
    check(&mock, "text/xml", b"<cat/>", "the root element is cat, where Cat is expected");
    check(&mock, "text/xml", b"<Cat><sort><id>a</id></sort></Cat>", "body /Cat/sort/id");
}

#[test]
fn hostile_documents() {
    let mock = taking("3.1.1", "text/xml", "{}");
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    for (text, verdict) in [
        ("<a/>".to_owned(), ""),
        ("<a>".to_owned(), "no XML"),
        ("<a/><b/>".to_owned(), "no XML"),
        ("text".to_owned(), "no XML"),
        ("<a b='1' b='2'/>".to_owned(), "no XML"),
        ("<a>&b;</a>".to_owned(), "no XML"),
        ("<a>\u{1}</a>".to_owned(), "no XML"),
        ("<!DOCTYPE a><a/>".to_owned(), "no XML"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".to_owned(), "no XML"),
        ("<?xml version='1.0' encoding='UTF-16'?><a/>".to_owned(), "declares the encoding utf-16"),
        (nested(200), ""),
        (nested(100_000), "more than 256 elements in each other"),
        (format!("<a>{}</a>", "<b/>".repeat(200_000)), "no XML"),
    ] {
        check(&mock, "text/xml", text.as_bytes(), verdict);
    }
    check(&mock, "text/xml", b"<a>\xff</a>", "no UTF-8");
    let typed = taking("3.1.1", "text/xml", "{schema: {type: object}}");
    check(&typed, "text/xml", nested(100).as_bytes(), "more than 64 elements in each other");
    let text = taking("3.1.1", "text/xml", "{schema: {type: string}}");
    check(&text, "text/xml", b"<a>text</a>", "");
    check(&text, "text/xml", b"<a><b/></a>", "");
}
