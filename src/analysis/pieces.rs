//! Words that are put together from others: by a hyphen («Усть-Каменогорск»), or glued by a scrape («передаетTengrinews»).

use super::Terms;
use super::lookalikes::{is_cyrillic, is_latin, unify};

/// A word of a text or a part of one, with its place in the word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it starts in the word, in bytes.
    pub start: usize,
    /// Where it ends in the word, in bytes; exclusive.
    pub end: usize,
    /// How many positions it stands behind the word's first.
    pub step: usize,
    /// Its terms.
    pub terms: Terms,
}

impl Piece {
    /// The whole word.
    pub fn whole(word: &str, terms: Terms) -> Piece {
        Piece { start: 0, end: word.len(), step: 0, terms }
    }
}

/// A part of a word that has no terms yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part<'a> {
    text: &'a str,
    start: usize,
    step: usize,
}

impl<'a> Part<'a> {
    /// The part with the terms of its text.
    pub fn map(self, terms: impl FnOnce(&'a str) -> Terms) -> Piece {
        Piece { start: self.start, end: self.start + self.text.len(), step: self.step, terms: terms(self.text) }
    }
}

/// The parts of a word: by its hyphens, one position each; else at the seams where a scrape glued words, all at the position
/// of the whole. Nothing for a simple word.
pub(super) fn parts(word: &str) -> impl Iterator<Item = Part<'_>> {
    let by_hyphen = word.contains(is_hyphen);
    let ends: Vec<usize> = if by_hyphen { hyphens(word) } else { seams(word) };
    let (mut start, mut step) = (0, 0);
    let several = !ends.is_empty();
    ends.into_iter().chain(several.then_some(word.len())).filter_map(move |end| {
        let text = word[start..end].trim_start_matches(is_hyphen);
        let part = Part { text, start: end - text.len(), step };
        start = end;
        step += usize::from(by_hyphen);
        (!text.is_empty()).then_some(part)
    })
}

/// The signs that join the parts of a word in print.
pub(super) fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}')
}

fn hyphens(word: &str) -> Vec<usize> {
    word.match_indices(is_hyphen).map(|(at, _)| at).collect()
}

/// Where the script changes, or a capital follows a small letter, or a digit meets a letter.
fn seams(word: &str) -> Vec<usize> {
    let mixed_by_mistake = matches!(unify(word), std::borrow::Cow::Owned(unified) if unified != word);
    if mixed_by_mistake {
        return Vec::new();
    }
    let letters = word.char_indices().zip(word.chars().skip(1));
    letters.filter(|((_, left), right)| is_seam(*left, *right)).map(|((at, left), _)| at + left.len_utf8()).collect()
}

fn is_seam(left: char, right: char) -> bool {
    (is_latin(left) && is_cyrillic(right))
        || (is_cyrillic(left) && is_latin(right))
        || (left.is_lowercase() && right.is_uppercase())
        || (left.is_numeric() != right.is_numeric() && left.is_alphanumeric() && right.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, expected: &[(&str, usize)]) {
        let found: Vec<(&str, usize)> = parts(word).map(|part| (part.text, part.step)).collect();
        assert_eq!(found, expected, "{word}");
        for part in parts(word) {
            assert_eq!(&word[part.start..part.start + part.text.len()], part.text);
        }
    }

    #[test]
    fn hyphens_and_seams() {
        check("Астана", &[]);
        check("Усть-Каменогорск", &[("Усть", 0), ("Каменогорск", 1)]);
        check("Касым\u{2011}Жомарт", &[("Касым", 0), ("Жомарт", 1)]);
        check("передаетTengrinews", &[("передает", 0), ("Tengrinews", 0)]);
        check("ПетропавловскеОтметим", &[("Петропавловске", 0), ("Отметим", 0)]);
        check("kzсо", &[("kz", 0), ("со", 0)]);
        check("Kазахтелеком", &[]);
        check("Бишимбаеве15", &[("Бишимбаеве", 0), ("15", 0)]);
    }
}
