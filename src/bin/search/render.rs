//! Text for people: styles, and signs that a terminal must not see.

mod explanation;
pub(crate) mod results;

use std::fmt::{self, Display};

use anstyle::{AnsiColor, Style};
use izdeu::{DateSource, PublicationDate};

/// A style with a way to use it.
#[derive(Clone, Copy)]
pub(crate) struct Paint(Style);

/// Headlines.
pub(crate) const TITLE: Paint = Paint(AnsiColor::Cyan.on_default().bold());
/// Words that match.
pub(crate) const MATCH: Paint = Paint(AnsiColor::Yellow.on_default().bold());
/// What stands beside the matter.
pub(crate) const FAINT: Paint = Paint(Style::new().dimmed());
/// Names of groups.
pub(crate) const LABEL: Paint = Paint(Style::new().bold());
/// Something to know.
pub(crate) const NOTE: Paint = Paint(AnsiColor::Green.on_default().bold());
/// Something that went wrong in part.
pub(crate) const WARNING: Paint = Paint(AnsiColor::Yellow.on_default().bold());
/// Something that failed.
pub(crate) const ERROR: Paint = Paint(AnsiColor::Red.on_default().bold());

impl Paint {
    /// The text in this style.
    pub fn paint<T: Display>(self, text: T) -> Painted<T> {
        Painted { style: self.0, text }
    }
}

/// A text in a style.
pub(crate) struct Painted<T> {
    style: Style,
    text: T,
}

impl<T: Display> Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.style, self.text, self.style.render_reset())
    }
}

/// A date with its time; one that is uncertain says so.
pub(crate) fn date(known: &PublicationDate) -> String {
    let time = known.time.map(|time| format!(" {time}")).unwrap_or_default();
    match known.source {
        DateSource::Stamp => format!("≤ {} (crawl stamp)", known.date),
        DateSource::File => format!("≈ {} (file time)", known.date),
        _ => format!("{}{time}", known.date),
    }
}

/// The text without signs that steer a terminal or turn the direction of writing: articles are not to be trusted.
pub(crate) fn harmless(text: &str) -> String {
    let is_harmful = |sign: char| {
        sign.is_control()
            || matches!(sign, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|sign| if is_harmful(sign) { ' ' } else { sign }).collect()
}

/// A number with the word for what is counted: `1 file`, `2 files`.
pub fn count_of(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_article_steers_the_terminal() {
        assert_eq!(harmless("до\u{1b}[31mкрасно\u{202e}после"), "до [31mкрасно после");
    }
}
