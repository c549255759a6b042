//! Bytes to text, whatever encoding an archive was kept in.

mod charset;
mod declared;
mod kazakh;
mod stream;

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, KOI8_R, KOI8_U, UTF_16BE, UTF_16LE};

pub(super) use charset::{Broken, Charset};
pub(super) use declared::declared_in;
pub(super) use stream::text_reader;

#[cfg(test)]
pub(super) use kazakh::encode as encode_kazakh;

/// A text with the encoding that it was kept in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub charset: Charset,
}

/// Why bytes are no text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Undecodable {
    /// The first line that is broken, from 1, where it can be told.
    pub line: Option<u64>,
    pub reason: String,
}

/// The text of bytes in UTF-8 or UTF-16, with or without a byte order mark, or in windows-1251, KOI8-R, CP866, KZ-1048 or
/// PTCP154.
///
/// `forced` is the encoding by order, `declared` the name of one that the text or its envelope speaks of: it is believed where
/// the bytes are sound in it. Nothing is replaced: bytes that do not decode whole are refused.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    forced: Option<Charset>,
    declared: Option<&str>,
) -> Result<Decoded<'a>, Undecodable> {
    let charset = charset_of(bytes, forced, declared, true)?;
    match charset.decode(bytes) {
        Ok(text) if text.contains('\0') => Err(not_a_text()),
        Ok(text) => Ok(Decoded { text, charset }),
        Err(broken) => Err(Undecodable { line: Some(broken.line), reason: broken.message(charset) }),
    }
}

/// The text of a record of a file in UTF-8: of a line, a row.
pub(super) fn utf8(record: &[u8]) -> Result<&str, String> {
    simdutf8::basic::from_utf8(record).map_err(|_| {
        match record.utf8_chunks().map(|chunk| chunk.invalid().len()).sum() {
            1usize => "a broken byte of UTF-8; mend the line".to_owned(),
            count => format!("{count} broken bytes of UTF-8; mend the line"),
        }
    })
}

impl Broken {
    fn message(&self, charset: Charset) -> String {
        let (count, name) = (self.count, charset.name());
        match count {
            1 => format!("a broken byte of {name} on this line; mend the file or convert it to UTF-8"),
            _ => {
                format!("{count} broken bytes of {name}, the first on this line; mend the file or convert it to UTF-8")
            }
        }
    }
}

/// The encoding of a text, or of its beginning, which may end within a letter.
fn charset_of(
    bytes: &[u8],
    forced: Option<Charset>,
    declared: Option<&str>,
    is_whole: bool,
) -> Result<Charset, Undecodable> {
    if let Some(forced) = forced {
        return Ok(forced);
    }
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    if let Some(encoding) = marked.or_else(|| utf16_without_mark(bytes)) {
        return Ok(Charset::Standard(encoding));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => return Err(not_a_text()),
        // No text of another encoding happens to be sound UTF-8, whatever it is declared as.
        Ok(text) if !text.is_ascii() => return Ok(Charset::UTF_8),
        Err(error) if error.error_len().is_none() && !is_whole => return Ok(Charset::UTF_8),
        _ => {}
    }
    let declared = declared.and_then(Charset::named);
    if let Some(charset) = declared.filter(|charset| *charset != Charset::UTF_8 && is_text_in(*charset, bytes)) {
        return Ok(match charset {
            Charset::Standard(encoding) => kazakh::better_than(encoding, bytes).unwrap_or(charset),
            _ => charset,
        });
    }
    if bytes.is_ascii() || is_mostly_utf8(bytes) {
        return Ok(Charset::UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, is_whole);
    let guess = match detector.guess(Some(b"kz"), Utf8Detection::Deny) {
        // The detector knows KOI8-U alone, which has four Ukrainian letters more.
        koi if koi == KOI8_U && !bytes.iter().any(|byte| b"\xa4\xa6\xa7\xad\xb4\xb6\xb7\xbd".contains(byte)) => KOI8_R,
        guess => guess,
    };
    let charset = kazakh::better_than(guess, bytes).unwrap_or(Charset::Standard(guess));
    if is_text_in(charset, bytes) {
        return Ok(charset);
    }
    let reason = format!(
        "the encoding is not known (not UTF-8, and as {} it makes no words); name it with --encoding, or convert the file to UTF-8",
        charset.name()
    );
    Err(Undecodable { line: None, reason })
}

/// Whether bytes make sound and plausible text in an encoding.
fn is_text_in(charset: Charset, bytes: &[u8]) -> bool {
    charset.decode(bytes).is_ok_and(|text| is_plausible(&text))
}

fn not_a_text() -> Undecodable {
    Undecodable { line: None, reason: "not a text: it has NUL bytes".into() }
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

    fn text_of(bytes: &[u8]) -> Result<String, Undecodable> {
        decode(bytes, None, None).map(|decoded| decoded.text.into_owned())
    }

    #[test]
    fn every_encoding_of_an_archive_is_read() {
        for encoding in [encoding_rs::WINDOWS_1251, encoding_rs::KOI8_R, encoding_rs::IBM866, encoding_rs::UTF_8] {
            let text = TEXT.replace('—', "-");
            let (bytes, _, broken) = encoding.encode(&text);
            assert!(!broken);
            let expected = Decoded { text: text.as_str().into(), charset: Charset::Standard(encoding) };
            assert_eq!(decode(&bytes, None, None), Ok(expected));
        }
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (mark, bytes) in [(&b"\xff\xfe"[..], &little), (b"\xfe\xff", &big), (b"", &little), (b"", &big)] {
            assert_eq!(text_of(&[mark, bytes].concat()).as_deref(), Ok(TEXT));
        }
        assert_eq!(text_of(&[b"\xef\xbb\xbf", TEXT.as_bytes()].concat()).as_deref(), Ok(TEXT));
    }

    #[test]
    fn kazakh_encodings_are_told_apart_even_where_another_one_is_declared() {
        let text = "Таразда жаңа кітапхана ашылды. Оның қорында он мың кітап бар, көбі қазақ тілінде.";
        for charset in [Charset::Kz1048, Charset::Ptcp154] {
            let bytes = encode_kazakh(text, charset).unwrap();
            for declared in [None, Some("windows-1251"), Some(charset.name())] {
                let decoded = decode(&bytes, None, declared).unwrap();
                assert_eq!((decoded.charset, decoded.text.as_ref()), (charset, text), "{declared:?}");
            }
        }
    }

    #[test]
    fn what_is_declared_is_believed_where_it_can_be_true() {
        let (koi, ..) = encoding_rs::KOI8_R.encode("да");
        for (bytes, forced, declared, expected) in [
            (&koi[..], None, Some("koi8-r"), Ok("да")),
            // A page that was saved again keeps its declaration.
            ("да".as_bytes(), None, Some("windows-1251"), Ok("да")),
            (b"a\xd0b", Some("windows-1251"), Some("utf-8"), Ok("aРb")),
            (b"\xff\xfe\x14\x04", None, Some("utf-8"), Ok("Д")),
            ("да".as_bytes(), Some("koi8-r"), None, Ok("п╢п╟")),
            (&koi[..], Some("utf-8"), None, Err(Some(1))),
        ] {
            let decoded = decode(bytes, forced.and_then(Charset::named), declared);
            let found = decoded.map(|decoded| decoded.text.into_owned()).map_err(|error| error.line);
            assert_eq!(found, expected.map(str::to_owned), "{bytes:?}");
        }
    }

    #[test]
    fn broken_bytes_are_refused_with_their_number_and_line() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.extend(b"\n\xd0\n\xd0\xd0\n");
        let error = text_of(&bytes).unwrap_err();
        assert_eq!(error.line, Some(3));
        assert!(error.reason.starts_with("3 broken bytes of UTF-8, the first on this line"), "{}", error.reason);
        assert!(text_of(b"PNG\0\x01\x02").unwrap_err().reason.contains("not a text"));
        let noise: Vec<u8> = (0..600u32).map(|n| (n * 7919 % 251) as u8 | 1).collect();
        assert!(text_of(&noise).is_err());
    }
}
