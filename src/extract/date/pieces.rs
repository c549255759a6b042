//! Cutting a line into numbers, words and signs.

use crate::extract::letters::is_letter;

/// A number, a word, or a single sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    /// Where it starts, in bytes.
    pub start: usize,
    /// Whether a space stands before it.
    pub after_gap: bool,
    /// Whether it is the minutes or seconds of a clock time.
    pub glued_time: bool,
}

impl Piece<'_> {
    /// Where it ends, in bytes; exclusive.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The number that it is; none for one too large to be a part of a date.
    pub fn number(&self) -> Option<u32> {
        if self.text.starts_with(|letter: char| letter.is_ascii_digit()) { self.text.parse().ok() } else { None }
    }

    pub fn is_word(&self) -> bool {
        self.text.starts_with(is_letter)
    }
}

/// The pieces of a line, in order. Letters and digits part: «20мая» is two pieces.
pub(super) fn pieces(line: &str) -> Vec<Piece<'_>> {
    #[derive(PartialEq, Clone, Copy)]
    enum Kind {
        Digit,
        Letter,
        Sign,
        Space,
    }
    let kind = |letter: char| match letter {
        '0'..='9' => Kind::Digit,
        _ if is_letter(letter) => Kind::Letter,
        _ if letter.is_whitespace() => Kind::Space,
        _ => Kind::Sign,
    };
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut after_gap = true;
    let mut letters = line.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        let this = kind(letter);
        let mut end = start + letter.len_utf8();
        while this != Kind::Sign && letters.peek().is_some_and(|(_, next)| kind(*next) == this) {
            let (at, next) = letters.next().expect("it was seen");
            end = at + next.len_utf8();
        }
        if this != Kind::Space {
            let glued_time = !after_gap && this == Kind::Digit && pieces.last().is_some_and(|last| last.text == ":");
            pieces.push(Piece { text: &line[start..end], start, after_gap, glued_time });
        }
        after_gap = this == Kind::Space;
    }
    pieces
}

/// The first bytes of a line, at most so many, ending between two letters.
pub(super) fn start_of(line: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(line.len())).rev().find(|end| line.is_char_boundary(*end)).unwrap_or(0);
    &line[..end]
}

/// How many pieces from `at` on are a clock time, `19:27` or `19:27:05`; 0 for none.
pub(super) fn clock_time(pieces: &[Piece<'_>], at: usize) -> usize {
    let Some(hour) = pieces.get(at) else { return 0 };
    let part = |ahead: usize, limit: u32| {
        let (Some(colon), Some(number)) = (pieces.get(at + ahead), pieces.get(at + ahead + 1)) else { return false };
        let glued = colon.text == ":" && !colon.after_gap && !number.after_gap;
        glued && number.text.len() == 2 && number.number().is_some_and(|number| number < limit)
    };
    match hour.text.len() <= 2 && hour.number().is_some_and(|hour| hour < 24) {
        true if part(1, 60) && part(3, 60) => 5,
        true if part(1, 60) => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_words_and_signs() {
        let found: Vec<&str> = pieces("13:24, 26 Октябрь2025|«Qańtar»").into_iter().map(|piece| piece.text).collect();
        assert_eq!(found, ["13", ":", "24", ",", "26", "Октябрь", "2025", "|", "«", "Qańtar", "»"]);
    }

    #[test]
    fn clock_times() {
        for (line, expected) in [("19:27", 3), ("9:05:59", 5), ("24:00", 0), ("19:7", 0), ("19.27", 0), ("19: 27", 0)] {
            assert_eq!(clock_time(&pieces(line), 0), expected, "{line}");
        }
    }
}
