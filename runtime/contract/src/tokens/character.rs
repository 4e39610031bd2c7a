//! Prices of single characters beyond ASCII: what each costs when nothing merges with its neighbours.

/// Tokens of one character at most.
pub(super) fn tokens(character: char) -> usize {
    match (character.len_utf8(), character) {
        (1, _) => 1,
        (2, letter) if is_common_letter(letter) => 1,
        (2, _) => 2,
        (3, '–' | '—' | '‘' | '’' | '“' | '”' | '•' | '…') => 1,
        (3, _) if starts_with_pair(character) => 2,
        (3, _) => 3,
        (_, '\u{1F300}'..='\u{1FAFF}') => 3,
        _ => 4,
    }
}

/// Letters of Latin, Greek, Cyrillic, Hebrew and Arabic that are one token.
fn is_common_letter(letter: char) -> bool {
    matches!(
        letter,
        '\u{A0}'..='\u{DA}' | '\u{DC}'..='\u{109}' | 'α'..='ώ' | 'А'..='я' | 'א'..='ת' | '\u{621}'..='\u{63A}' | '\u{640}'..='\u{654}'
    )
}

/// Whether the first two of a character's three bytes are a token.
fn starts_with_pair(character: char) -> bool {
    let prefix = u32::from(character) >> 6;
    let row = usize::try_from(prefix / 32).ok().and_then(|row| PAIRS.get(row));
    row.is_some_and(|row| row >> (prefix % 32) & 1 == 1)
}

/// One bit for each block of 64 characters up to U+FFFF, lowest first.
const PAIRS: [u32; 32] = [
    0x0000_0000,
    0x7fff_fff0,
    0xc000_3f0f,
    0xbf10_0000,
    0x77fe_1fff,
    0x0000_1000,
    0x0000_413f,
    0x0000_0000,
    0x0000_0000,
    0xff00_0000,
    0xffff_ffff,
    0xff9f_ffff,
    0xffff_ffff,
    0xffff_f7ff,
    0xffff_ffff,
    0xffff_ffff,
    0xbfff_ffff,
    0xffff_fffe,
    0xbfff_ffff,
    0x7f0c_7fff,
    0x0000_0000,
    0x1bbf_0000,
    0xf45b_bd7f,
    0x03dd_97fb,
    0x7ff0_2ffe,
    0xbf5f_02df,
    0x67f4_dd7f,
    0x0000_0000,
    0x0100_0001,
    0x0000_0010,
    0x0000_000f,
    0xff10_1000,
];
