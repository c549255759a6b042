//! The lines of a text, and which of them were taken for something else than the article's text.

use std::io::{self, Write};

use izdeu::{InspectedLine, Part};

use crate::render::{FAINT, LABEL, TITLE, harmless};

/// Prints the lines in order: `=` the headline, `@` a date, `-` furniture with the rule that demoted it.
pub(crate) fn print(lines: &[InspectedLine], out: &mut impl Write) -> io::Result<()> {
    for line in lines {
        let text = harmless(&line.text);
        match (line.part, line.rule) {
            (Part::Title, _) => writeln!(out, "  = {}", TITLE.paint(text))?,
            (Part::Date, _) => writeln!(out, "  @ {}", LABEL.paint(text))?,
            (_, Some(rule)) => {
                writeln!(out, "  - {}  {}", FAINT.paint(text), LABEL.paint(format!("[{}]", rule.name())))?
            }
            _ => writeln!(out, "    {text}")?,
        }
    }
    Ok(())
}
