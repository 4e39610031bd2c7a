//! All compact cards of an API in one run of bytes, read in place.
//!
//! Layout: the number of cards `n`, then `n` ends (byte offsets into the text), then the text, all integers
//! little-endian `u32`.

/// The bytes of these cards, in order.
pub fn pack(cards: &[String]) -> Vec<u8> {
    let mut bytes = count(cards.len()).to_le_bytes().to_vec();
    let mut end = 0_u32;
    for card in cards {
        end = end.saturating_add(count(card.len()));
        bytes.extend_from_slice(&end.to_le_bytes());
    }
    for card in cards {
        bytes.extend_from_slice(card.as_bytes());
    }
    bytes
}

/// Packed cards.
#[derive(Clone, Copy, Debug)]
pub struct Cards<'a> {
    ends: &'a [[u8; 4]],
    text: &'a str,
}

impl<'a> Cards<'a> {
    /// The cards in `bytes`, or `None` if [`pack`] did not write them.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let (number, rest) = bytes.split_first_chunk::<4>()?;
        let number = usize::try_from(u32::from_le_bytes(*number)).ok()?;
        let (ends, text) = rest.split_at_checked(number.checked_mul(4)?)?;
        let (ends, _) = ends.as_chunks::<4>();
        Some(Self { ends, text: std::str::from_utf8(text).ok()? })
    }

    /// The card of the operation with this ordinal.
    pub fn get(self, ordinal: usize) -> Option<&'a str> {
        let start = match ordinal.checked_sub(1) {
            Some(before) => self.end(before)?,
            None => 0,
        };
        self.text.get(start..self.end(ordinal)?)
    }

    /// How many cards there are.
    pub fn len(self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.ends.is_empty()
    }

    fn end(self, ordinal: usize) -> Option<usize> {
        self.ends.get(ordinal).and_then(|end| usize::try_from(u32::from_le_bytes(*end)).ok())
    }
}

/// Saturates: 2^32 bytes of cards are far beyond what the generator accepts.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
