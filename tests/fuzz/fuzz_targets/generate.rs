//! A document goes in, and what comes out is files and diagnostics: no panic, no endless loop, no unbounded memory. The
//! same input gives the same files. A text may hold several: what stands behind a line `#### vendor`, `#### overlay` or
//! `#### file NAME` are the vendor's decisions, an overlay, and a file that the document may refer to.

#![no_main]

use generator::{Source, Vendor, compile};
use libfuzzer_sys::fuzz_target;

const MARK: &str = "\n#### ";

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (source, vendor) = read(&text);
    let (files, diagnostics) = compile(&source, &vendor);
    assert!(!files.is_empty() || diagnostics.has_errors(), "nothing was made, and nobody says why");
    let (again, _) = compile(&source, &vendor);
    assert!(files == again, "two runs differ");
    for (path, bytes) in &files {
        assert!(path.starts_with("generated/fuzz") || path == "specs/fuzz/names.lock", "{path}");
        if path.extension() == Some("rs") {
            let code = std::str::from_utf8(bytes).expect("code is text");
            assert!(!code.contains("compile_error!"), "{path} is no Rust");
        }
    }
});

fn read(text: &str) -> (Source, Vendor) {
    let mut source = Source { name: "openapi.yaml".to_owned(), ..Source::default() };
    let mut vendor = Vendor::plain("fuzz");
    let mut parts = text.split(MARK);
    source.text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (head, body) = part.split_once('\n').unwrap_or((part, ""));
        match head.split_once(' ').unwrap_or((head, "")) {
            ("vendor", _) => {
                if let Ok(decided) = Vendor::parse("fuzz", "vendor.toml", body) {
                    vendor = decided;
                }
            }
            ("overlay", _) => source.overlay = Some(("overlay.yaml".to_owned(), body.to_owned())),
            ("file", name) => {
                source.files.insert(name.to_owned(), body.to_owned());
            }
            ("lock", _) => source.lock = Some(body.to_owned()),
            _ => {}
        }
    }
    (source, vendor)
}
