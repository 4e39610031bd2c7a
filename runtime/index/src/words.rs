//! The word table: what English words mean, as directions in a space where words that mean alike lie close.
//!
//! `words/train.py` makes the table (`words/README.md` says of what) and `words/table.py` describes its layout. It is read
//! where it lies in the executable: nothing is parsed or copied at start. All arithmetic is of integers, so that every
//! machine comes to the same bytes.

use std::sync::LazyLock;

use crate::vector::{DIMENSIONS, Sum};

static TABLE: LazyLock<Table<'static>> =
    LazyLock::new(|| Table::open(include_bytes!("../words/table.bin")).unwrap_or_default());

const MAGIC: [u8; 4] = *b"TWWT";
const VERSION: u32 = 1;
/// Bytes of the magic and four integers.
const HEADER: usize = 20;
/// Bytes of a row: two coordinates in each, the first in the lower half.
const ROW: usize = DIMENSIONS / 2;

/// Endings that words lose to find their stems, and what the stem has in their place. The first stem with a row counts.
const ENDINGS: [(&str, &str); 10] = [
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("er", ""),
    ("er", "e"),
    ("ly", ""),
];

/// Letters of the shortest stem or piece.
const SHORTEST: usize = 3;
/// Letters of the longest piece.
const LONGEST_PIECE: usize = 20;
/// Letters of the longest word that is looked at.
const LONGEST_WORD: usize = 64;

/// Adds the rows of a lower-case word: its own, that of its stem, or those of its pieces. Rows of rare words are longer.
pub(crate) fn add(word: &str, sum: &mut Sum) {
    for (scale, row) in TABLE.places(word).into_iter().filter_map(|place| TABLE.row(place)) {
        let coordinates = row.iter().flat_map(|pair| [pair << 4, *pair]).map(|high| i64::from(high.cast_signed() >> 4));
        sum.add(i64::from(scale), coordinates);
    }
}

/// The table: parallel lists, sorted by word.
#[derive(Clone, Copy, Default)]
struct Table<'bytes> {
    /// Where each word ends in `text`.
    ends: &'bytes [[u8; 4]],
    scales: &'bytes [[u8; 2]],
    rows: &'bytes [[u8; ROW]],
    text: &'bytes [u8],
}

impl<'bytes> Table<'bytes> {
    /// The table in these bytes; none if they are no table of this version and size.
    fn open(bytes: &'bytes [u8]) -> Option<Self> {
        let (header, rest) = bytes.split_at_checked(HEADER)?;
        let (&[magic, version, count, dimensions, size], _) = header.as_chunks::<4>() else { return None };
        let [version, count, dimensions, size] = [version, count, dimensions, size].map(u32::from_le_bytes);
        if magic != MAGIC || version != VERSION || dimensions as usize != DIMENSIONS {
            return None;
        }
        let count = count as usize;
        let (ends, rest) = rest.split_at_checked(count.checked_mul(4)?)?;
        let (scales, rest) = rest.split_at_checked(count.checked_mul(2)?)?;
        let (rows, text) = rest.split_at_checked(count.checked_mul(ROW)?)?;
        let table = Self { ends: ends.as_chunks().0, scales: scales.as_chunks().0, rows: rows.as_chunks().0, text };
        (text.len() == size as usize).then_some(table)
    }

    fn row(&self, place: usize) -> Option<(u16, &'bytes [u8; ROW])> {
        Some((u16::from_le_bytes(*self.scales.get(place)?), self.rows.get(place)?))
    }

    fn word(&self, place: usize) -> &'bytes [u8] {
        let end = |place: usize| self.ends.get(place).map_or(0, |end| u32::from_le_bytes(*end) as usize);
        let start = place.checked_sub(1).map_or(0, end);
        self.text.get(start..end(place)).unwrap_or_default()
    }

    fn find(&self, word: &[u8]) -> Option<usize> {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.word(middle).cmp(word) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn places(&self, word: &str) -> Vec<usize> {
        if !word.is_ascii() || word.len() > LONGEST_WORD {
            return Vec::new();
        }
        let whole = self.find(word.as_bytes()).or_else(|| self.stem(word));
        whole.map_or_else(|| self.pieces(word.as_bytes()), |place| vec![place])
    }

    fn stem(&self, word: &str) -> Option<usize> {
        ENDINGS.iter().find_map(|(ending, instead)| {
            let stem = [word.strip_suffix(ending)?, instead].concat();
            self.find(stem.as_bytes()).filter(|_| stem.len() >= SHORTEST)
        })
    }

    /// The longest pieces from the left; none if they are less than three quarters of the word.
    fn pieces(&self, word: &[u8]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut covered = 0;
        let mut rest = word;
        while !rest.is_empty() {
            let lengths = (SHORTEST..=rest.len().min(LONGEST_PIECE)).rev();
            let piece = lengths.filter_map(|length| Some((length, self.find(rest.get(..length)?)?))).next();
            let passed = piece.map_or(1, |(length, _)| length);
            if let Some((length, place)) = piece {
                found.push(place);
                covered += length;
            }
            rest = rest.get(passed..).unwrap_or_default();
        }
        if 4 * covered < 3 * word.len() { Vec::new() } else { found }
    }
}

#[cfg(test)]
mod tests {
    use super::{TABLE, Table, add};
    use crate::vector::{Sum, Vector};

    /// What one lower-case word means; none if nothing is known of it or any part of it.
    fn row(word: &str) -> Option<Vector> {
        let mut sum = Sum::default();
        add(word, &mut sum);
        sum.vector()
    }

    /// How alike two lower-case words are, -1.0 to 1.0; none if one of them is unknown.
    fn similarity(first: &str, second: &str) -> Option<f32> {
        let second = row(second)?.0.map(i8::cast_unsigned);
        row(first)?.cosines(&second).first().copied()
    }

    #[test]
    fn words_that_mean_alike_are_closer() {
        let cases = [
            ("delete", "remove", "create"),
            ("create", "add", "delete"),
            ("user", "member", "invoice"),
            ("customer", "client", "webhook"),
            ("song", "track", "payment"),
            ("invoice", "bill", "album"),
            ("picture", "image", "salary"),
            ("fetch", "retrieve", "cancel"),
            ("email", "mail", "weather"),
            ("employee", "staff", "bucket"),
            ("car", "vehicle", "token"),
            ("begin", "start", "price"),
        ];
        for (word, near, far) in cases {
            assert!(similarity(word, near) > similarity(word, far), "{word}: {near}, {far}");
        }
    }

    #[test]
    fn unknown_words_lead_to_known_ones() {
        let cases = [
            ("penguins", "penguin", 0.99),
            ("refunding", "refund", 0.99),
            ("ponies", "pony", 0.99),
            ("webhooking", "webhook", 0.99),
            ("invoicepayment", "invoice", 0.4),
            ("customerrefund", "refund", 0.4),
        ];
        for (word, known, least) in cases {
            assert_eq!(TABLE.find(word.as_bytes()), None, "{word}");
            assert!(similarity(word, known) > Some(least), "{word}: {:?}", similarity(word, known));
        }
    }

    #[test]
    fn what_is_no_english_is_unknown() {
        for word in ["", "支払", "журнал", "größe", "zzqxj", "\u{0}", "0000000000", &"user".repeat(100_000)] {
            assert_eq!(row(word), None, "{word}");
            assert_eq!(similarity(word, "user"), None, "{word}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert!(TABLE.ends.len() > 5000);
        let words: Vec<&[u8]> = (0..TABLE.ends.len()).map(|place| TABLE.word(place)).collect();
        assert!(words.is_sorted_by(|left, right| left < right));
        assert_eq!(words.concat(), TABLE.text);
        assert!(words.iter().enumerate().all(|(place, word)| TABLE.find(word) == Some(place)));
    }

    #[test]
    fn other_bytes_are_no_table() {
        let bytes: &'static [u8] = include_bytes!("../words/table.bin");
        assert!(Table::open(bytes).is_some());
        for length in [0, 3, 4, 19, 20, 21, 5000, bytes.len() - 1] {
            assert!(Table::open(&bytes[..length]).is_none(), "{length}");
        }
        for place in [0, 4, 11, 12, 16] {
            let mut other = bytes.to_vec();
            other[place] ^= 0x80;
            assert!(Table::open(&other).is_none(), "{place}");
        }
    }
}
