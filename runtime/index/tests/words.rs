//! The committed table is the one that `words/README.md` says how to make.

#![cfg(test)]

use sha2::{Digest, Sha256};

#[test]
fn the_table_is_the_one_described() {
    let table = include_bytes!("../words/table.bin");
    let digest: String = Sha256::digest(table).iter().map(|byte| format!("{byte:02x}")).collect();
    let readme = include_str!("../words/README.md");
    assert!(readme.contains(&digest), "words/README.md doesn't name {digest}");
    assert!(table.len() <= 1_000_000, "{} bytes", table.len());
}
