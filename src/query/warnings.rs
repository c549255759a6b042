//! What was not understood, so many times and no more.

use super::{MOST_WARNINGS, Warning, WarningKind};

/// The most characters of a query that a warning repeats.
const LONGEST_QUOTE: usize = 60;

/// The warnings of one query: [`MOST_WARNINGS`] at the most, whoever gives them.
#[derive(Debug, Default)]
pub(super) struct Warnings(Vec<Warning>);

impl Warnings {
    /// Says something about the character at `position`, unless enough was said.
    pub fn at(&mut self, position: usize, kind: WarningKind) {
        if self.0.len() < MOST_WARNINGS {
            self.0.push(Warning::new(kind).at(position));
        }
    }

    pub fn into_vec(self) -> Vec<Warning> {
        self.0
    }
}

/// A part of the query as a warning repeats it: its beginning, where it is long.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A proposal of what to write: this, or where it is too long to repeat, an example.
pub(super) fn proposal(text: String, example: &str) -> String {
    if text.is_empty() || text.chars().count() > LONGEST_QUOTE * 2 { example.to_owned() } else { text }
}
