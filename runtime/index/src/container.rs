//! Several files in one, read in place.
//!
//! All integers are little-endian `u32`: the magic `TWIX`, the version, the number of files; for each file the end of its
//! name and the end of its contents, both counted from where the names or contents begin; then all names, then all
//! contents. Files are sorted by name.

use std::collections::BTreeMap;

use crate::Error;

const MAGIC: &[u8; 4] = b"TWIX";
/// The version of this layout, of the analyzer and of the fields; a reader refuses every other one.
const VERSION: u32 = 2;
const HEADER: usize = 12;
const ROW: usize = 8;

/// The files by name, where they lie.
pub(crate) type Files = BTreeMap<&'static str, &'static [u8]>;

/// Packs files into one.
pub(crate) fn pack(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, Error> {
    let number = |length: usize| u32::try_from(length).map_err(|_| Error::Container("it is larger than 4 GiB"));
    let mut packed = MAGIC.to_vec();
    packed.extend(VERSION.to_le_bytes());
    packed.extend(number(files.len())?.to_le_bytes());
    let (mut names, mut contents) = (0, 0);
    for (name, content) in files {
        names += name.len();
        contents += content.len();
        packed.extend(number(names)?.to_le_bytes());
        packed.extend(number(contents)?.to_le_bytes());
    }
    packed.extend(files.keys().flat_map(|name| name.bytes()));
    packed.extend(files.values().flatten());
    Ok(packed)
}

/// Finds the files in a packed one.
pub(crate) fn unpack(packed: &'static [u8]) -> Result<Files, Error> {
    files(packed).ok_or(Error::Container("the table of files is damaged"))
}

fn files(packed: &'static [u8]) -> Option<Files> {
    if packed.get(..4)? != MAGIC || word(packed, 4)? != VERSION as usize {
        return None;
    }
    let count = word(packed, 8)?;
    let (table, rest) = packed.get(HEADER..)?.split_at_checked(count.checked_mul(ROW)?)?;
    let names_end = word(table, table.len().saturating_sub(ROW)).unwrap_or_default();
    let (names, contents) = rest.split_at_checked(names_end)?;
    let (mut name_start, mut content_start) = (0, 0);
    let mut files = Files::new();
    for row in table.chunks_exact(ROW) {
        let (name_end, content_end) = (word(row, 0)?, word(row, 4)?);
        let name = std::str::from_utf8(names.get(name_start..name_end)?).ok()?;
        files.insert(name, contents.get(content_start..content_end)?);
        (name_start, content_start) = (name_end, content_end);
    }
    Some(files)
}

fn word(bytes: &[u8], start: usize) -> Option<usize> {
    let word = bytes.get(start..start.checked_add(4)?)?;
    Some(u32::from_le_bytes(word.try_into().ok()?) as usize)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{pack, unpack};

    fn packed() -> Vec<u8> {
        let files = [("a", "first"), ("empty", ""), ("z.json", "{}")];
        let files: BTreeMap<_, _> = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into();
        pack(&files).unwrap()
    }

    #[test]
    fn files_come_back_as_packed() {
        let files = unpack(packed().leak()).unwrap();
        let files: Vec<_> = files.into_iter().collect();
        assert_eq!(files, [("a", &b"first"[..]), ("empty", b""), ("z.json", b"{}")]);
    }

    #[test]
    fn damaged_files_are_refused() {
        let whole = packed();
        for length in 0..whole.len() {
            assert!(unpack(whole[..length].to_vec().leak()).is_err(), "{length} of {} bytes", whole.len());
        }
        for place in 0..12 {
            let mut damaged = whole.clone();
            damaged[place] ^= 0x55;
            assert!(unpack(damaged.leak()).is_err(), "byte {place}");
        }
    }
}
