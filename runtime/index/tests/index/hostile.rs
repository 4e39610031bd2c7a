//! Any text is a query.

use index::Document;

use crate::support::{named, opened, search, shop, well_formed};

const MEGABYTE: usize = 1 << 20;

fn texts() -> Vec<String> {
    let repeated = [
        "a",
        " ",
        "\0",
        "\"",
        "/",
        "/x",
        "{",
        "://",
        "\n",
        "'",
        "`",
        "«",
        "list orders ",
        "a.b ",
        "order, ",
        "😀",
        "\u{202e}",
        "\u{300}",
        "注文",
        "GET /api/{id} ",
        "X",
        "9",
        "-",
        "ﷺ",
        "ß",
        "İ",
        "order and ",
    ];
    let syntax = [
        "order AND (cancel OR NOT list)",
        "name:orders~2^5",
        "+orders -list *",
        "[a TO z]",
        "{* TO *}",
        "orders*",
        ".*",
        "^(a+)+$",
        "(?i)(",
        "[[[",
        "\\",
        "\\u0000",
        "a{1,99999}",
        "'; DROP TABLE orders; --",
        "$(reboot)",
        "<script>alert(1)</script>",
        "%00%2e%2e/",
        "../../etc/passwd",
        "{{7*7}}",
        "IN [a b c]",
        "/api/{",
        "/api/}",
        "GET",
        "POST  ",
        "GET /",
        "GET //",
        "/ / /",
        "\"\"\"",
        "„“”«»",
        "\u{feff}",
        "\r\n\t\u{b}\u{c}",
    ];
    let odd =
        ["lіst оrders", "order\u{202e}s tsil", "\u{2066}orders\u{2069}", "o\u{200b}rders", "ｏｒｄｅｒｓ", "ORDERS\0"];
    let words: String = (0..10_000).map(|number| format!("w{number:x}q ")).collect();
    let letters: String =
        (0..10_000).map(|number| format!("{}order ", char::from(b'a' + (number % 26) as u8))).collect();
    let code_points: String = (0..0x11_0000).step_by(97).filter_map(char::from_u32).collect();
    let long = repeated.iter().map(|text| text.repeat(MEGABYTE / text.len()));
    let short = syntax.iter().chain(&odd).map(|text| (*text).to_owned());
    long.chain(short).chain([words, letters, code_points]).collect()
}

#[test]
fn any_text_is_a_query() {
    let index = opened(&shop());
    for text in texts() {
        for most in [0, 3, usize::MAX] {
            let hits = search(&index, &text, most);
            let unknown = &hits.fits[0].unknown;
            assert!(unknown.len() <= 64 && unknown.iter().all(|word| word.len() <= 64), "{unknown:?}");
        }
    }
    let several = texts();
    well_formed(&index, &index.search(&several, 10, |_| true), (several.len(), 10));
}

#[test]
fn what_is_behind_the_part_that_is_read_is_not_looked_for() {
    let index = opened(&shop());
    let far = format!("{}orders.cancel", " ".repeat(MEGABYTE));
    assert!(search(&index, &far, 5).hits.is_empty());
    let near = format!("orders.cancel {}", "? ".repeat(MEGABYTE));
    assert_eq!(named(&search(&index, &near, 5)).first(), Some(&"orders.cancel"));
}

#[test]
fn marks_around_words_hide_nothing() {
    let index = opened(&shop());
    for query in [
        "\u{202e}cancel\u{202c} an order",
        "\u{2066}cancel\u{2069}\u{2066}order\u{2069}",
        "cancel\0order",
        "cancel\u{feff} order\u{7}",
        "(cancel) AND [order]",
        "cancel:order~2^9",
        "+cancel +order -list*",
        "<b>cancel</b>&nbsp;order",
    ] {
        let found = named(&search(&index, query, 5));
        assert_eq!(found.first(), Some(&"orders.cancel"), "{query:?}: {found:?}");
    }
}

#[test]
fn hostile_documents_are_indexed() {
    let mut documents = shop();
    for text in texts().iter().filter(|text| text.len() < 100) {
        let hostile = Document {
            name: text.clone(),
            other_names: text.clone(),
            aliases: text.clone(),
            path: text.clone(),
            summary: text.clone(),
            choices: text.clone(),
            ..documents[0].clone()
        };
        documents[0] = hostile;
        let index = opened(&documents);
        search(&index, text, 5);
        assert_eq!(named(&search(&index, "orders.cancel", 5)).first(), Some(&"orders.cancel"), "{text:?}");
    }
}
