//! Texts as they are stored: a letter of ours a byte, so that zstd sees twice as much of them in a block.
//!
//! Russian news in blocks of 32 KB take .29 of their size in UTF-8 where they would take .37 as UTF-8, and are packed and unpacked in
//! half the time. Any text comes back as it was.

use std::sync::LazyLock;

/// The letters and signs of the bytes from 80 on: Russian and Kazakh in both their scripts, and what stands between their words. The index
/// depends on their order.
const LETTERS: &str = "\
    АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюяЁё\
    ӘәҒғҚқҢңӨөҰұҮүҺһІіÄäÖöÜüŪūĞğÑñŞşİı\
    «»—–№…“”„‘’ʼ•°§₸€£₽×·−©é\u{a0}\u{2011}\u{301}";

/// Stands in front of any other letter, which follows in UTF-8.
const OTHER: u8 = 0xff;

/// Where the letters with a byte end among all of Unicode.
const END: usize = 0x2213;

/// For each letter its byte, 0 for one without.
static BYTES: LazyLock<[u8; END]> = LazyLock::new(|| {
    let mut bytes = [0; END];
    (0x80..OTHER).zip(LETTERS.chars()).for_each(|(byte, letter)| bytes[letter as usize] = byte);
    bytes
});

/// For each byte from 80 on its letter.
static LETTER_OF: LazyLock<Vec<char>> = LazyLock::new(|| LETTERS.chars().collect());

/// A text for the store.
pub(super) fn pack(text: &str) -> Vec<u8> {
    let bytes = &*BYTES;
    let mut packed = Vec::with_capacity(text.len() * 9 / 16);
    for letter in text.chars() {
        match bytes.get(letter as usize) {
            _ if letter.is_ascii() => packed.push(letter as u8),
            Some(byte @ 1..) => packed.push(*byte),
            _ => {
                packed.push(OTHER);
                packed.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    }
    packed
}

/// A text from the store; none for bytes that are no text.
pub(super) fn unpack(packed: &[u8]) -> Option<String> {
    let letters = &**LETTER_OF;
    let mut text = String::with_capacity(packed.len() * 2);
    let mut rest = packed;
    while let [byte, behind @ ..] = rest {
        rest = behind;
        match byte {
            0..0x80 => text.push(char::from(*byte)),
            &OTHER => {
                let length = 1 + behind.first()?.leading_ones().saturating_sub(1) as usize;
                text.push_str(std::str::from_utf8(behind.get(..length)?).ok()?);
                rest = &behind[length..];
            }
            _ => text.push(*letters.get(usize::from(byte - 0x80))?),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_letter_of_ours_is_a_byte() {
        assert!(LETTERS.chars().count() <= usize::from(OTHER - 0x80));
        assert_eq!(LETTERS.chars().max(), char::from_u32(END as u32 - 1), "the table has no more than it needs");
        for text in [LETTERS, "", "В Қызылорде открыли мост — «Достық», №\u{a0}1."] {
            assert_eq!(pack(text).len(), text.chars().count(), "{text}");
            assert_eq!(unpack(&pack(text)).as_deref(), Some(text));
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_none() {
        for broken in [&[OTHER][..], &[OTHER, 0xe4, 0xb8], &[OTHER, 0x80], &[OTHER, 0xff, 0x80, 0x80, 0x80, 0x80, 0x80]]
        {
            assert_eq!(unpack(broken), None, "{broken:?}");
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "(.|[а-яәіңғүұқөһА-Я ]|\\PC){0,200}") {
            prop_assert_eq!(unpack(&pack(&text)), Some(text));
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            if let Some(text) = unpack(&bytes) {
                prop_assert!(text.len() <= bytes.len() * 3);
            }
        }
    }
}
