//! The token bound against o200k_base itself.

#[cfg(test)]
#[path = "shared/documents.rs"]
mod documents;

use contract::{card, tokens};
use serde_json::Value;

/// How far above the true count the bound may be for cards and English prose about APIs.
const TIGHT: f64 = 1.35;

fn count(text: &str) -> usize {
    tiktoken_rs::o200k_base_singleton().encode_ordinary(text).len()
}

#[track_caller]
fn check(text: &str) {
    let (bound, count) = (tokens::bound(text), count(text));
    assert!(bound >= count, "bound {bound} is below {count} tokens of {text:?}");
}

#[test]
fn samples_of_every_kind_are_bounded() {
    let samples = [
        "",
        " ",
        "a",
        "Retrieve one connection by its identifier, or fail with 404 if it doesn't exist.",
        "Only the organisation's owner can't be removed; they'll be told so. I'd say we've done it.",
        "The number of results returned in this response. ",
        r#"{"operation":"connections.get","params":{"id":"0c5be1b7-1f2e-4a5b-9a83-1f6d4f9f7a11"},"body":{"a":[1,2.5e-7,null,true]}}"#,
        "{\n  \"errors\": [\n    {\n      \"code\": \"invalid-type\",\n      \"path\": \"/body/name\"\n    }\n  ]\n}\n",
        "connections.get — GET /api/connections/{id} [read]\nparams: { id: uuid, force?: boolean =false }\n",
        "bearerUserAPIKey orgScopedAPIKey XMLHttpRequest getHTTPSURLs snake_case_name SCREAMING_SNAKE kebab-case-name",
        "b2c3d4e5-f6a7-48b9-90c1-d2e3f4a5b6c7 6eebed1a6cfe104da5330ab80b50557f02325388 adeeecac200125",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        "https://example.com/v1/items?page%5Bsize%5D=50&filter[name]=caf%C3%A9#frag-ment",
        "连接未能建立，因为用户没有足够的权限访问客户数据库，请检查配置。龘齾鿿",
        "ユーザーにデータベースへのアクセス権限がないため、接続できませんでした。",
        "연결을 설정하지 못했습니다. 사용자에게 권한이 없습니다. 뷁쀍",
        "Не удалось установить соединение, потому что у пользователя недостаточно прав. ЪЫЬ",
        "تعذر إنشاء الاتصال لأن المستخدم لا يملك الأذونات الكافية",
        "ไม่สามารถเชื่อมต่อฐานข้อมูลได้เนื่องจากผู้ใช้ไม่มีสิทธิ์",
        "कनेक्शन स्थापित नहीं किया जा सका",
        "👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 ✅ ⚠️ 🦀🦀🦀 👍🏽",
        "Die Verbindung wurde erfolgreich hergestellt; überprüfen Sie bitte die Zugangsdaten.",
        "Yhteyden muodostaminen epäonnistui, koska käyttöoikeudet eivät riitä tietokantapalvelimen hallintaan.",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.",
        "Không thể kết nối đến cơ sở dữ liệu vì người dùng không có đủ quyền truy cập.",
        "xyzzy qwerty syzygy rhythm kqz jvq zxcvb Mxyzptlk Ff Yt Oa QKQ ZQX",
        "a\u{0}b\u{1}\u{7f}\u{85}\u{200b}\u{202e}\u{2066}\u{feff}c",
        "\r\n\r\n\t\t \t \n \r \u{b}\u{c} x",
        "---------------- ================ ........ ^^^^^^^ ~~~~ ????",
        "x=1; y = 22; z  =   333;    4444 55555 1,000,000.00",
    ];
    samples.into_iter().for_each(check);
}

#[test]
fn long_runs_of_one_character_are_bounded() {
    for letter in " \n\t\r.-=*_#~^?aAz0é中🦀".chars() {
        for length in [1, 2, 3, 7, 31, 64, 65, 81, 200, 400] {
            check(&format!("a{}b", letter.to_string().repeat(length)));
        }
    }
}

#[test]
fn random_texts_are_bounded() {
    let mut random = Random(7);
    let alphabets: [(&str, usize); 9] = [
        ("abcdefghijklmnopqrstuvwxyz", 20),
        ("abcdefghijklmnopqrstuvwxyz      ", 40),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 12),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 24),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 40),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 40),
        ("0123456789abcdef", 16),
        ("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \n", 1),
        (" \n\t\rab1.", 1),
    ];
    for _ in 0..400 {
        for (alphabet, least) in alphabets {
            let letters: Vec<char> = alphabet.chars().collect();
            let length = least + random.below(120);
            let text: String = (0..length).map(|_| letters[random.below(letters.len())]).collect();
            check(&text);
        }
        let bytes: Vec<u8> = (0..20 + random.below(200)).map(|_| random.below(256) as u8).collect();
        check(&String::from_utf8_lossy(&bytes));
        check(&bytes.iter().map(|byte| char::from(*byte)).collect::<String>());
        for (from, to) in RANGES {
            let letters = (0..10 + random.below(60)).map(|_| from + random.below((to - from) as usize) as u32);
            check(&letters.filter_map(char::from_u32).collect::<String>());
        }
    }
}

/// Blocks of Unicode that random texts are made of.
const RANGES: [(u32, u32); 12] = [
    (0x80, 0x250),
    (0x370, 0x400),
    (0x400, 0x500),
    (0x5d0, 0x700),
    (0x900, 0xd00),
    (0xe00, 0xe80),
    (0x3040, 0x3100),
    (0x4e00, 0xa000),
    (0xac00, 0xd7a4),
    (0x1f300, 0x1fb00),
    (0x80, 0xffff),
    (0x10000, 0x10ffff),
];

#[test]
fn listed_words_are_one_token_each() {
    let text = include_str!("../src/tokens/words.txt");
    let words: Vec<_> = text.lines().collect();
    assert!(text.len() <= 6 * 1024 && words.is_sorted());
    for word in words {
        let mut letters = word.chars();
        let first = letters.next().expect("a word").to_ascii_uppercase();
        let capital = format!("{first}{}", letters.as_str());
        for form in [word.to_owned(), format!(" {word}"), format!(" {capital}"), capital] {
            assert_eq!(count(&form), 1, "{form:?}");
            assert_eq!(tokens::bound(&form), 1, "{form:?}");
        }
    }
}

#[test]
fn prose_of_the_corpus_is_bounded_and_tight() {
    let (mut bounds, mut counts) = (0, 0);
    for (name, document) in documents::documents() {
        let mut texts = Vec::new();
        prose(&document, &mut texts);
        let step = texts.len() / 150 + 1;
        for text in texts.into_iter().filter(|text| text.len() > 40).step_by(step) {
            let (bound, count) = (tokens::bound(text), count(text));
            assert!(bound >= count, "{name}: bound {bound} is below {count} tokens of {text:?}");
            (bounds, counts) = (bounds + bound, counts + count);
        }
    }
    report("prose", bounds, counts);
}

#[test]
fn cards_of_the_corpus_are_bounded_and_tight() {
    let (mut bounds, mut counts) = (0, 0);
    for (name, document) in documents::documents() {
        let bytes = documents::blob(&document);
        let blob = contract::blob::Blob::open(&bytes).expect("a blob");
        let entries = contract::entries(blob);
        let step = entries.len() / 12 + 1;
        for entry in entries.step_by(step) {
            for card in [card::compact(entry), card::full(entry)] {
                let (bound, count) = (tokens::bound(&card), count(&card));
                assert!(bound >= count, "{name}: bound {bound} is below {count} tokens of {card}");
                (bounds, counts) = (bounds + bound, counts + count);
            }
        }
    }
    report("cards", bounds, counts);
}

#[track_caller]
fn report(what: &str, bounds: usize, counts: usize) {
    if counts > 0 {
        let ratio = bounds as f64 / counts as f64;
        println!("{what}: {ratio:.3} times {counts} tokens");
        assert!(ratio <= TIGHT, "{what}: {ratio:.3} times the true count");
    }
}

/// Every summary and description.
fn prose<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(text) if key == "description" || key == "summary" => texts.push(text),
                    other => prose(other, texts),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| prose(item, texts)),
        _ => {}
    }
}

/// A small generator of the same numbers on every run (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % most
    }
}
