//! The encodings by their names, and bytes to text in one of them.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding, UTF_8};

use super::kazakh;

/// An encoding that text can be kept in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::corpus) enum Charset {
    /// One of the WHATWG's encoding standard.
    Standard(&'static Encoding),
    /// KZ-1048, the Kazakh standard STRK1048-2002: windows-1251 with Kazakh letters.
    Kz1048,
    /// PTCP154, ParaType's Asian Cyrillic: another windows-1251 with Kazakh letters.
    Ptcp154,
}

/// Which bytes of a text are broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::corpus) struct Broken {
    /// How many.
    pub count: u64,
    /// The line of the first, from 1.
    pub line: u64,
}

impl Charset {
    pub const UTF_8: Charset = Charset::Standard(UTF_8);

    /// The encoding of this name, in small or capital letters.
    pub fn named(label: &str) -> Option<Charset> {
        let label = label.trim().to_ascii_lowercase();
        match label.as_str() {
            "kz-1048" | "kz1048" | "kz_1048" | "strk1048-2002" | "strk1048" | "rk1048" | "cskz1048" => {
                Some(Charset::Kz1048)
            }
            "ptcp154" | "pt154" | "cp154" | "csptcp154" | "cyrillic-asian" => Some(Charset::Ptcp154),
            "1251" | "win1251" | "win-1251" => Some(Charset::Standard(encoding_rs::WINDOWS_1251)),
            _ => Encoding::for_label_no_replacement(label.as_bytes()).map(Charset::Standard),
        }
    }

    /// Its usual name.
    pub fn name(self) -> &'static str {
        match self {
            Charset::Standard(encoding) => encoding.name(),
            Charset::Kz1048 => "KZ-1048",
            Charset::Ptcp154 => "PTCP154",
        }
    }

    /// The text of bytes, without a byte order mark of this encoding. Nothing is ever replaced.
    pub fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, Broken> {
        match self {
            Charset::Standard(encoding) => {
                let mark =
                    Encoding::for_bom(bytes).filter(|(marked, _)| *marked == encoding).map_or(0, |(_, mark)| mark);
                let bytes = &bytes[mark..];
                let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
                text.ok_or_else(|| broken(encoding, bytes))
            }
            Charset::Kz1048 => kazakh::decode(bytes, kazakh::KZ_1048).map(Cow::Owned),
            Charset::Ptcp154 => kazakh::decode(bytes, kazakh::PTCP_154).map(Cow::Owned),
        }
    }
}

/// Counts the broken bytes.
fn broken(encoding: &'static Encoding, bytes: &[u8]) -> Broken {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = [0; 4096];
    let (mut at, mut found) = (0, Broken { count: 0, line: 1 });
    loop {
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(&bytes[at..], &mut buffer, true);
        at += read;
        if found.count == 0 {
            found.line += buffer[..written].iter().filter(|byte| **byte == b'\n').count() as u64;
        }
        match result {
            DecoderResult::InputEmpty => return found,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, _) => found.count += u64::from(length),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_go_by_many_names() {
        for (label, name) in [
            ("UTF8", Some("UTF-8")),
            (" cp1251 ", Some("windows-1251")),
            ("win1251", Some("windows-1251")),
            ("cp866", Some("IBM866")),
            ("KOI8-R", Some("KOI8-R")),
            ("KZ-1048", Some("KZ-1048")),
            ("STRK1048-2002", Some("KZ-1048")),
            ("ptcp154", Some("PTCP154")),
            ("klingon", None),
            ("", None),
        ] {
            assert_eq!(Charset::named(label).map(Charset::name), name, "{label}");
        }
    }

    #[test]
    fn broken_bytes_are_counted_and_their_first_line_is_told() {
        let utf16: Vec<u8> = "а\nЊ\n".encode_utf16().chain([0xdc00]).flat_map(u16::to_le_bytes).collect();
        for (charset, bytes, count, line) in [
            (Charset::UTF_8, &b"a\n\xff\xfe\nb\xd0"[..], 3, 2),
            (Charset::Standard(encoding_rs::UTF_16LE), &utf16, 2, 3),
            (Charset::Kz1048, b"a\n\n\x98", 1, 3),
        ] {
            assert_eq!(charset.decode(bytes), Err(Broken { count, line }), "{}", charset.name());
        }
    }
}
