//! Text, bytes, and sequences of JSON texts.

use crate::requests::{check, taking};

/// Version, media type declared, media type object, media type sent, content, verdict.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static [u8], &'static str);

const STRING: &str = "{schema: {type: string, maxLength: 2}}";
const NUMBERS: &str = "{schema: {type: array, minItems: 1, items: {type: integer}}}";
const OBJECT: &str = "{schema: {type: object, required: [a]}}";
const ITEMS: &str = "{itemSchema: {type: object, required: [a]}}";

#[test]
fn rows() {
    let rows: &[Row] = &[
        ("3.1.1", "text/plain", STRING, "text/plain", "żó".as_bytes(), ""),
        ("3.1.1", "text/plain", STRING, "text/plain", b"abc", "longer than 2 characters"),
        ("3.1.1", "text/plain", STRING, "text/plain", b"\xff\xfe", "body: no UTF-8"),
        ("3.1.1", "text/plain", STRING, "text/plain; charset=iso-8859-1", b"\xe9\xe8", ""),
        ("3.1.1", "text/plain", STRING, "text/plain; charset=us-ascii", b"\xe9", "no US-ASCII"),
        ("3.1.1", "text/plain", STRING, "text/plain; charset=ebcdic", b"a", "can't read the charset ebcdic"),
        ("3.1.1", "text/plain", "{schema: {type: integer}}", "text/plain", b"12", ""),
        ("3.1.1", "text/plain", "{schema: {type: integer}}", "text/plain", b"a", "is no integer"),
        ("3.1.1", "text/plain", "{schema: {type: string, const: '12'}}", "text/plain", b"12", ""),
        ("3.1.1", "text/plain", "{schema: {enum: [true, 'yes']}}", "text/plain", b"true", ""),
        ("3.1.1", "text/plain", "{schema: {enum: [true, 'yes']}}", "text/plain", b"no", "body"),
        ("3.1.1", "text/csv", "{}", "text/csv", b"a,b", ""),
        ("3.1.1", "application/octet-stream", "{}", "application/octet-stream", b"\xff\x00", ""),
        ("3.0.4", "image/*", "{schema: {type: string, format: binary}}", "image/png", b"\x89PNG\xff", ""),
        ("3.0.4", "image/png", "{schema: {type: string, format: binary}}", "image/jpeg", b"a", "none of the media"),
        (
            "3.0.4",
            "application/pdf",
            "{schema: {type: string, maxLength: 2}}",
            "application/pdf",
            b"\xff\xfe\xfd",
            "longer than 2",
        ),
        ("3.1.1", "application/x-ndjson", NUMBERS, "application/x-ndjson", b"1\n2\n", ""),
        ("3.1.1", "application/x-ndjson", NUMBERS, "application/x-ndjson", b"1\r\n2", ""),
        (
            "3.1.1",
            "application/x-ndjson",
            NUMBERS,
            "application/x-ndjson",
            b"1\n\"2\"\n",
            "body /1: \"2\" is not of type",
        ),
        ("3.1.1", "application/x-ndjson", NUMBERS, "application/x-ndjson", b"1\n\n2\n", "body /1: no JSON text"),
        ("3.1.1", "application/x-ndjson", NUMBERS, "application/x-ndjson", b"[1,2]\n", "body /0"),
        ("3.1.1", "application/x-ndjson", NUMBERS, "application/x-ndjson", b"", "has less than 1 item"),
        ("3.1.1", "application/x-ndjson", NUMBERS, "application/x-ndjson", b"1 2\n", "body /0: no JSON text"),
        ("3.1.1", "application/jsonl", OBJECT, "application/jsonl", b"{\"a\":1}\n{\"a\":2}", ""),
        ("3.1.1", "application/jsonl", OBJECT, "application/jsonl", b"{\"a\":1}\n{}\n", "body /1: \"a\" is a required"),
        ("3.2.0", "application/jsonl", ITEMS, "application/jsonl", b"{\"a\":1}\n", ""),
        ("3.2.0", "application/jsonl", ITEMS, "application/jsonl", b"{\"a\":1}\n{\"b\":1}\n", "body /1"),
        ("3.2.0", "application/json-seq", ITEMS, "application/json-seq", b"\x1e{\"a\":1}\n\x1e{\"a\":\n1}\n", ""),
        ("3.2.0", "application/json-seq", ITEMS, "application/json-seq", b"{\"a\":1}\n", "has no separator"),
        ("3.2.0", "application/json-seq", ITEMS, "application/json-seq", b"\x1e{\"a\":1}", "has no line feed"),
        ("3.2.0", "application/json-seq", ITEMS, "application/json-seq", b"\x1e{\"a\":1}\n\x1e1\n", "body /1"),
        ("3.2.0", "application/x-ndjson", "{}", "application/x-ndjson", b"{]\n", "body /0: no JSON text"),
    ];
    for (version, declared, media_type, sent, content, verdict) in rows {
        check(&taking(version, declared, media_type), sent, content, verdict);
    }
}
