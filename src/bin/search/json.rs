//! JSON lines that are lines for every reader.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

/// Writes a value as a line of JSON.
///
/// U+2028 and U+2029 are escaped, since to many programs they end a line, and so is what JSON allows but a terminal obeys: control
/// signs, and signs that turn the direction of writing.
pub(crate) fn write_line(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, OneLine))?;
    out.write_all(b"\n")
}

struct OneLine;

impl Formatter for OneLine {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut at = 0;
        for (start, sign) in fragment.match_indices(is_escaped) {
            CompactFormatter.write_string_fragment(writer, &fragment[at..start])?;
            sign.chars().try_for_each(|sign| write!(writer, "\\u{:04x}", u32::from(sign)))?;
            at = start + sign.len();
        }
        CompactFormatter.write_string_fragment(writer, &fragment[at..])
    }
}

fn is_escaped(sign: char) -> bool {
    matches!(sign, '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_line_before_its_end() {
        let mut out = Vec::new();
        let text = "мост\u{2028}дамба\u{85}\n«река»\u{9b}31m\u{202e}";
        write_line(&text, &mut out).unwrap();
        let line = String::from_utf8(out).unwrap();
        assert_eq!(line, "\"мост\\u2028дамба\\u0085\\n«река»\\u009b31m\\u202e\"\n");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}
