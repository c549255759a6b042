//! The words of a text and what stands around each of them.

use crate::analysis::tokens::{Token, tokens};

/// A text cut into words.
pub(super) struct Words<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token<'a>>,
}

impl<'a> Words<'a> {
    pub fn of(text: &'a str) -> Words<'a> {
        Words { text, tokens: tokens(text).collect() }
    }

    /// The word at a place in the row of words.
    pub fn word(&self, at: usize) -> Option<&'a str> {
        self.tokens.get(at).map(|token| token.text)
    }

    /// What stands between a word and the next.
    pub fn gap_after(&self, at: usize) -> &'a str {
        let start = self.tokens.get(at).map_or(self.text.len(), |token| token.end());
        let end = self.tokens.get(at + 1).map_or(self.text.len(), |token| token.start);
        &self.text[start.min(end)..end]
    }

    /// The word before, if nothing but blanks on the same line lies between.
    pub fn previous(&self, at: usize) -> Option<&'a str> {
        let before = at.checked_sub(1)?;
        is_blank(self.gap_after(before)).then(|| self.tokens[before].text)
    }

    /// The word behind, if nothing but blanks on the same line lies between.
    pub fn next(&self, at: usize) -> Option<&'a str> {
        (is_blank(self.gap_after(at))).then(|| self.word(at + 1)).flatten()
    }

    /// The abbreviation before: a word of at most four letters with a full stop («г.», «ул.», «им.»).
    pub fn abbreviation_before(&self, at: usize) -> Option<&'a str> {
        let before = at.checked_sub(1)?;
        let gap = self.gap_after(before).strip_prefix('.')?;
        let word = self.tokens[before].text;
        ((gap.is_empty() || is_blank(gap) || gap.trim().is_empty() && gap.len() < 6) && word.chars().count() <= 5)
            .then_some(word)
    }

    /// The line that holds a place in the text: `[start, end)` in bytes. Of a longer line than any paragraph only the
    /// surroundings, so that a text of one line takes no longer than another.
    pub fn line_of(&self, at: usize) -> (usize, usize) {
        const REACH: usize = 800;
        let boundary = |from: usize| (from..self.text.len()).find(|at| self.text.is_char_boundary(*at));
        let from = boundary(at.saturating_sub(REACH)).unwrap_or(at).min(at);
        let to = boundary(at.saturating_add(REACH)).unwrap_or(self.text.len());
        let start = self.text[from..at].rfind('\n').map_or(from, |line_feed| from + line_feed + 1);
        let end = self.text[at..to].find('\n').map_or(to, |line_feed| at + line_feed);
        (start, end)
    }
}

fn is_blank(gap: &str) -> bool {
    !gap.is_empty() && gap.chars().all(|letter| letter.is_whitespace() && letter != '\n')
}

/// Whether a word begins with a capital letter.
pub(super) fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether a word of two or more letters has capitals only.
pub(super) fn is_all_caps(word: &str) -> bool {
    let mut letters = word.chars().filter(|letter| letter.is_alphabetic());
    let mut count = 0;
    letters.all(|letter| {
        count += 1;
        letter.is_uppercase()
    }) && count > 1
}

/// Whether a word is written in Latin letters.
pub(super) fn is_latin(word: &str) -> bool {
    word.chars().next().is_some_and(|letter| letter < '\u{250}' && letter.is_alphabetic())
}
