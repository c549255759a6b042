//! JSON lines that are lines for every reader.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

/// Writes a value as a line of JSON.
///
/// U+0085, U+2028 and U+2029 are escaped: JSON allows them, but to many programs they end a line.
pub(crate) fn write_line(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, OneLine))?;
    out.write_all(b"\n")
}

struct OneLine;

impl Formatter for OneLine {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut at = 0;
        for (start, sign) in fragment.match_indices(['\u{85}', '\u{2028}', '\u{2029}']) {
            CompactFormatter.write_string_fragment(writer, &fragment[at..start])?;
            sign.chars().try_for_each(|sign| write!(writer, "\\u{:04x}", u32::from(sign)))?;
            at = start + sign.len();
        }
        CompactFormatter.write_string_fragment(writer, &fragment[at..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_line_before_its_end() {
        let mut out = Vec::new();
        let text = "мост\u{2028}дамба\u{85}\n«река»";
        write_line(&text, &mut out).unwrap();
        let line = String::from_utf8(out).unwrap();
        assert_eq!(line, "\"мост\\u2028дамба\\u0085\\n«река»\"\n");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}
