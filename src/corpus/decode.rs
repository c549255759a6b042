//! Bytes to text, whatever encoding an archive was kept in.

use std::borrow::Cow;
use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::error::Problem;

/// The text of a whole file.
pub(super) fn read_text(path: &Path) -> Result<String, Problem> {
    let bytes = std::fs::read(path).map_err(|error| Problem::new(path, error.to_string()))?;
    match decode(&bytes) {
        Ok(text) => Ok(text.into_owned()),
        Err(Undecodable { line, reason }) => Err(Problem::new(path, reason).at_line(line)),
    }
}

/// Whether the beginning of a file reads as UTF-8 with a fault here and there at most, rather than as another encoding. It may
/// end within a letter.
pub(super) fn is_utf8(head: &[u8]) -> bool {
    let whole = std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true);
    let other_mark = Encoding::for_bom(head).is_some_and(|(encoding, _)| encoding != encoding_rs::UTF_8);
    !other_mark && utf16_without_mark(&head[..head.len() & !1]).is_none() && (whole || is_mostly_utf8(head))
}

/// Why bytes are no text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Undecodable {
    /// The first line that is broken, from 1, where it can be told.
    line: Option<u64>,
    reason: String,
}

/// The text of bytes in UTF-8 or UTF-16, with or without a byte order mark, or in windows-1251, KOI8-R or CP866.
///
/// Nothing is replaced: bytes that do not decode whole are refused.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Undecodable> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decode_as(encoding, bytes);
    }
    let broken_at = match std::str::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => {
            return Err(Undecodable { line: None, reason: "not a text: it has NUL bytes".into() });
        }
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => error.valid_up_to(),
    };
    if is_mostly_utf8(bytes) {
        let line = 1 + bytes[..broken_at].iter().filter(|byte| **byte == b'\n').count() as u64;
        let reason = "broken UTF-8 here; mend the file or convert it to UTF-8".into();
        return Err(Undecodable { line: Some(line), reason });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(Some(b"kz"), Utf8Detection::Deny);
    let text = decode_as(encoding, bytes)?;
    if is_plausible(&text) {
        Ok(text)
    } else {
        let reason = format!(
            "the encoding is not known (not UTF-8, and as {} it makes no words); convert it to UTF-8",
            encoding.name()
        );
        Err(Undecodable { line: None, reason })
    }
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Result<Cow<'a, str>, Undecodable> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| Undecodable { line: None, reason: format!("broken {}; convert it to UTF-8", encoding.name()) })
}

/// UTF-16 gives itself away by the zero or 4 in every other byte of Latin and Cyrillic text.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(2048) & !1];
    let pairs = head.len() / 2;
    let high = |offset: usize| head[offset..].iter().step_by(2).filter(|byte| matches!(byte, 0 | 4)).count();
    if pairs < 8 || bytes.len() % 2 == 1 || !head.contains(&0) {
        return None;
    }
    match (high(0), high(1)) {
        (even, odd) if odd * 10 >= pairs * 9 && even * 2 < pairs => Some(UTF_16LE),
        (even, odd) if even * 10 >= pairs * 9 && odd * 2 < pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether nearly all letters beyond ASCII are sound UTF-8, so that a fault is a fault and no other encoding.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += chunk.invalid().len();
    }
    broken == 0 || sound > 9 * broken
}

/// Whether a guessed decoding reads like text: no control signs, Cyrillic letters, a capital seldom behind a small letter.
fn is_plausible(text: &str) -> bool {
    if text.chars().any(|sign| sign.is_control() && !sign.is_whitespace()) {
        return false;
    }
    let letters = || text.chars().filter(|letter| !letter.is_ascii() && letter.is_alphabetic());
    let cyrillic = letters().filter(|letter| ('Ѐ'..='ӿ').contains(letter)).count();
    let odd_capitals =
        text.chars().zip(text.chars().skip(1)).filter(|(a, b)| a.is_lowercase() && b.is_uppercase()).count();
    cyrillic * 10 >= letters().count() * 9 && odd_capitals * 10 <= cyrillic
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "В Таразе открыли выставку архивных снимков.\nНа ней — улицы старого города.";

    #[test]
    fn every_encoding_of_an_archive_is_read() {
        for encoding in [encoding_rs::WINDOWS_1251, encoding_rs::KOI8_R, encoding_rs::IBM866, encoding_rs::UTF_8] {
            let text = TEXT.replace('—', "-");
            let (bytes, _, broken) = encoding.encode(&text);
            assert!(!broken);
            assert_eq!(decode(&bytes).as_deref(), Ok(text.as_str()), "{}", encoding.name());
        }
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (mark, bytes) in [(&b"\xff\xfe"[..], &little), (b"\xfe\xff", &big), (b"", &little), (b"", &big)] {
            assert_eq!(decode(&[mark, bytes].concat()).as_deref(), Ok(TEXT));
        }
        assert_eq!(decode(&[b"\xef\xbb\xbf", TEXT.as_bytes()].concat()).as_deref(), Ok(TEXT));
    }

    #[test]
    fn broken_bytes_are_refused_with_their_line() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.extend(b"\n\xd0\n");
        assert_eq!(decode(&bytes).unwrap_err().line, Some(3));
        assert!(decode(b"PNG\0\x01\x02").unwrap_err().reason.contains("not a text"));
        let noise: Vec<u8> = (0..600u32).map(|n| (n * 7919 % 251) as u8 | 1).collect();
        assert!(decode(&noise).is_err());
    }
}
