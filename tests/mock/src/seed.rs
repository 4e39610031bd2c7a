//! Numbers that look random and are not (FNV-1a, then the finisher of SplitMix64). It knows nothing
//! of values.

/// A source of numbers, derived from another one by name or index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seed(u64);

impl Seed {
    /// The root of a family of seeds.
    pub(crate) fn new(text: &str) -> Seed {
        Seed(0xcbf2_9ce4_8422_2325).name(text)
    }

    /// The seed of a part called so.
    pub(crate) fn name(self, text: &str) -> Seed {
        let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Seed(text.bytes().fold(self.0, hash) ^ 0x9e37_79b9)
    }

    /// The seed of a part at that place.
    pub(crate) fn index(self, index: u64) -> Seed {
        Seed(Seed(self.0 ^ index.wrapping_add(1)).number())
    }

    /// A number.
    pub(crate) fn number(self) -> u64 {
        let mut bits = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below a limit; 0 if the limit is.
    pub(crate) fn below(self, limit: usize) -> usize {
        let limit = limit as u64;
        let number = self.number().checked_rem(limit).unwrap_or(0);
        usize::try_from(number).unwrap_or(0)
    }
}
