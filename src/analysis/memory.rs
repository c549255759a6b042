//! The words met before with their terms, packed in one buffer, so that no word of a text costs an allocation.

use std::hash::BuildHasher;
use std::ops::Range;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::Terms;
use super::pieces::Piece;

/// Stands in front of each form in [`WordTerms`]. No word has control signs in it.
pub(super) const FORM_MARK: char = '\u{2}';

/// The terms of a word of a text, see [`Terms`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WordTerms<'a> {
    /// The normal form of the word as written.
    pub exact: &'a str,
    /// The terms by which the word matches, each behind a [`FORM_MARK`].
    pub(super) marked_forms: &'a str,
    /// The Snowball stem of a Russian word.
    pub stem: Option<&'a str>,
    /// Whether the word carries no subject of its own.
    pub is_function_word: bool,
}

impl<'a> WordTerms<'a> {
    /// The terms by which the word matches.
    pub fn forms(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.marked_forms.split(FORM_MARK).skip(1)
    }
}

/// What is remembered of words. A word may stand in several surroundings that change its reading, told apart by a number.
pub(super) struct Memory {
    /// How many bytes of words and terms are remembered before the memory is emptied.
    most: usize,
    /// The words, each with the terms of its pieces behind it.
    text: String,
    pieces: Vec<Packed>,
    /// By the hash of word and surroundings.
    words: HashTable<Remembered>,
}

/// A word. It is found by what stands here and in the text alone: each place further away would be one more wait for memory.
#[derive(Clone, Copy)]
struct Remembered {
    /// Where it starts in the text.
    start: u32,
    /// The number of its first piece, and how many it has.
    first_piece: u32,
    pieces: u16,
    length: u16,
    surroundings: u8,
}

/// A [`Piece`] whose terms stand in a row in the text: the word as written, the marked forms, the stem.
#[derive(Clone, Copy)]
struct Packed {
    start: u16,
    end: u16,
    step: u16,
    is_function_word: bool,
    has_stem: bool,
    /// Where the terms start, and where the parts of them end.
    terms: u32,
    exact: u32,
    forms: u32,
    stem: u32,
}

/// A remembered piece of a word: its place in the word in bytes, how many positions it stands behind the first, its terms.
pub(super) struct RememberedPiece<'a> {
    pub range: Range<usize>,
    pub step: usize,
    pub terms: WordTerms<'a>,
}

impl Remembered {
    #[inline]
    fn word_in<'t>(&self, text: &'t str) -> &'t str {
        let start = self.start as usize;
        &text[start..start + usize::from(self.length)]
    }
}

impl Memory {
    /// A memory of so many bytes of words and terms. It takes half as much again to find them.
    pub fn of(most: usize) -> Memory {
        let most = most.min(u32::MAX as usize / 2);
        Memory { most, text: String::new(), pieces: Vec::new(), words: HashTable::new() }
    }

    /// The numbers of a word's pieces, asked for by `read` if the word is new.
    pub fn pieces_of(&mut self, word: &str, surroundings: u8, read: impl FnOnce() -> Vec<Piece>) -> Range<usize> {
        let hash = FxBuildHasher.hash_one((word, surroundings));
        let is_it = |known: &Remembered| known.surroundings == surroundings && known.word_in(&self.text) == word;
        let known = match self.words.find(hash, is_it) {
            Some(known) => *known,
            None => self.remember(hash, word, surroundings, &read()),
        };
        let first = known.first_piece as usize;
        first..first + usize::from(known.pieces)
    }

    /// A piece by its number.
    pub fn piece(&self, number: usize) -> RememberedPiece<'_> {
        let Packed { start, end, step, is_function_word, has_stem, terms, exact, forms, stem } = self.pieces[number];
        let part = |from: u32, to: u32| &self.text[from as usize..to as usize];
        let terms = WordTerms {
            exact: part(terms, exact),
            marked_forms: part(exact, forms),
            stem: has_stem.then(|| part(forms, stem)),
            is_function_word,
        };
        RememberedPiece { range: usize::from(start)..usize::from(end), step: usize::from(step), terms }
    }

    fn remember(&mut self, hash: u64, word: &str, surroundings: u8, pieces: &[Piece]) -> Remembered {
        if self.text.len() > self.most {
            self.text.clear();
            self.pieces.clear();
            self.words.clear();
        }
        let (start, first_piece) = (self.text.len() as u32, self.pieces.len() as u32);
        self.text.push_str(word);
        for piece in pieces {
            let packed = self.pack(piece);
            self.pieces.push(packed);
        }
        let (pieces, length) = (pieces.len() as u16, word.len() as u16);
        let remembered = Remembered { start, first_piece, pieces, length, surroundings };
        let hash_of = |known: &Remembered| FxBuildHasher.hash_one((known.word_in(&self.text), known.surroundings));
        self.words.insert_unique(hash, remembered, hash_of);
        remembered
    }

    fn pack(&mut self, piece: &Piece) -> Packed {
        let Terms { exact, forms, stem, is_function_word } = &piece.terms;
        let mut push = |part: &str| {
            self.text.push_str(part);
            self.text.len() as u32
        };
        let terms = push("");
        let end_of_exact = push(exact);
        for form in forms {
            push(FORM_MARK.encode_utf8(&mut [0; 4]));
            push(form);
        }
        Packed {
            start: piece.start as u16,
            end: piece.end as u16,
            step: piece.step as u16,
            is_function_word: *is_function_word,
            has_stem: stem.is_some(),
            terms,
            exact: end_of_exact,
            forms: push(""),
            stem: push(stem.as_deref().unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(word: &str) -> Piece {
        let terms = Terms {
            exact: word.to_lowercase(),
            forms: vec![word.to_uppercase(), word.to_lowercase()],
            stem: (word.len() > 4).then(|| word[..4].to_owned()),
            is_function_word: word.len() <= 4,
        };
        Piece::whole(word, terms)
    }

    #[test]
    fn a_word_comes_back_with_its_terms() {
        let mut memory = Memory::of(1_000);
        let mut reads = 0;
        for round in 0..3 {
            for (word, surroundings) in [("Мост", 0), ("Мост", 1), ("на", 0), ("", 0), ("Усть", 2)] {
                let numbers = memory.pieces_of(word, surroundings, || {
                    reads += 1;
                    vec![piece(word), piece("Кама")]
                });
                assert_eq!(numbers.len(), 2);
                for (number, expected) in numbers.zip([piece(word), piece("Кама")]) {
                    let RememberedPiece { range, step, terms } = memory.piece(number);
                    assert_eq!((range, step), (expected.start..expected.end, expected.step));
                    assert_eq!(terms.exact, expected.terms.exact);
                    assert_eq!(terms.forms().collect::<Vec<_>>(), expected.terms.forms);
                    assert_eq!(terms.stem, expected.terms.stem.as_deref());
                    assert_eq!(terms.is_function_word, expected.terms.is_function_word);
                }
            }
            assert_eq!(reads, 5, "round {round}");
        }
    }

    #[test]
    fn a_full_memory_starts_anew() {
        let mut memory = Memory::of(100_000);
        for number in 0..10_000 {
            let word = format!("слово{number:064}");
            let found = memory.pieces_of(&word, 0, || vec![piece(&word)]);
            assert_eq!(memory.piece(found.start).terms.exact, word);
        }
        assert!(memory.text.len() < 101_000);
    }
}
