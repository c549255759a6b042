//! The words met before with their terms, packed in one buffer, so that no word of a text costs an allocation.

use std::hash::BuildHasher;
use std::hint::black_box;
use std::ops::Range;

use rustc_hash::FxBuildHasher;

use super::Terms;
use super::beginnings::Beginnings;
use super::pieces::Piece;
use super::table::{Remembered, Table};

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
    /// How all of these terms begin.
    pub beginnings: Beginnings,
}

impl<'a> WordTerms<'a> {
    /// The terms by which the word matches.
    pub fn forms(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.marked_forms.split(FORM_MARK).skip(1)
    }
}

/// How many bytes the table takes for a word: it is three quarters full at most, as a rule less.
const BESIDE_TEXT: usize = 3 * size_of::<Remembered>() / 2;

/// What is remembered of words. A word may stand in several surroundings that change its reading, told apart by a number.
pub(super) struct Memory {
    /// How many bytes of words and terms are remembered before the memory is emptied.
    most: usize,
    keeps_all: bool,
    /// The words, each with the terms of its pieces behind it.
    text: String,
    pieces: Vec<Packed>,
    /// By the hash of word and surroundings.
    words: Table,
    /// How often all was forgotten.
    emptied: usize,
}

/// Places in the text are numbers of 32 bits.
const MOST: usize = u32::MAX as usize / 2;

/// How many words are looked up at a time.
pub(super) const AT_ONCE: usize = 32;

/// The pieces of words that were looked up together.
pub(super) struct Known {
    pieces: [Option<Range<usize>>; AT_ONCE],
    emptied: usize,
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
    beginnings: Beginnings,
}

/// A remembered piece of a word: its place in the word in bytes, how many positions it stands behind the first, its terms.
pub(super) struct RememberedPiece<'a> {
    pub range: Range<usize>,
    pub step: usize,
    pub terms: WordTerms<'a>,
}

impl Memory {
    /// A memory of so many bytes of words and terms. It takes half as much again to find them.
    pub fn of(most: usize) -> Memory {
        let most = most.min(MOST);
        Memory { most, keeps_all: false, text: String::new(), pieces: Vec::new(), words: Table::default(), emptied: 0 }
    }

    /// Whether it is emptied only from outside, and where more would not fit into it.
    pub fn keep_all(&mut self, keeps_all: bool) {
        self.keeps_all = keeps_all;
        if !keeps_all && self.text.len() > self.most {
            self.empty();
        }
    }

    /// How many pieces it has numbers for.
    pub fn pieces_met(&self) -> usize {
        self.pieces.len()
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        self.text.len() + self.pieces.len() * (size_of::<Packed>() + BESIDE_TEXT)
    }

    /// Forgets all words and keeps the room.
    pub fn empty(&mut self) {
        self.text.clear();
        self.pieces.clear();
        self.words.clear();
        self.emptied += 1;
    }

    /// Looks [`AT_ONCE`] words with their surroundings up together: what one has to wait for in memory is fetched for all at the same
    /// time.
    pub fn known(&self, words: &[(&str, u8)]) -> Known {
        let (mut hashes, mut first) = ([0; AT_ONCE], [Remembered::NONE; AT_ONCE]);
        for (hash, word) in hashes.iter_mut().zip(words) {
            *hash = FxBuildHasher.hash_one(word);
        }
        for (first, hash) in first.iter_mut().zip(hashes).take(words.len()) {
            *first = self.words.first(hash);
        }
        let touched = first.iter().map(|word| {
            let letter = self.text.as_bytes().get(word.start as usize).copied().unwrap_or_default();
            // Who keeps all asks for terms when many words were met.
            let piece = self.pieces.get(word.first_piece as usize).filter(|_| !self.keeps_all);
            u16::from(letter) ^ piece.map_or(0, |piece| piece.step)
        });
        // Nobody wants to know: what counts is that all of it was asked for before any of it is compared.
        black_box(touched.fold(0, |all, one| all ^ one));
        let mut pieces = [const { None }; AT_ONCE];
        for (pieces, (word, hash)) in pieces.iter_mut().zip(words.iter().zip(hashes)) {
            *pieces = self.find(hash, *word).map(pieces_of);
        }
        Known { pieces, emptied: self.emptied }
    }

    /// The numbers of the pieces of a word that was looked up with others, asked for by `read` if the word is new.
    pub fn pieces(
        &mut self,
        known: &Known,
        number: usize,
        word: (&str, u8),
        read: impl FnOnce() -> Vec<Piece>,
    ) -> Range<usize> {
        match &known.pieces[number] {
            Some(pieces) if known.emptied == self.emptied => pieces.clone(),
            _ => self.pieces_of(word, read),
        }
    }

    /// The numbers of a word's pieces, asked for by `read` if the word is new.
    pub fn pieces_of(&mut self, word: (&str, u8), read: impl FnOnce() -> Vec<Piece>) -> Range<usize> {
        let hash = FxBuildHasher.hash_one(word);
        pieces_of(match self.find(hash, word) {
            Some(known) => known,
            None => self.remember(hash, word, &read()),
        })
    }

    /// The numbers of a word's pieces, if it is remembered.
    pub fn known_pieces(&self, word: (&str, u8)) -> Option<Range<usize>> {
        self.find(FxBuildHasher.hash_one(word), word).map(pieces_of)
    }

    #[inline]
    fn find(&self, hash: u64, (word, surroundings): (&str, u8)) -> Option<Remembered> {
        self.words.find(hash, |known| known.surroundings == surroundings && is_same(known.word_in(&self.text), word))
    }

    /// A piece by its number.
    pub fn piece(&self, number: usize) -> RememberedPiece<'_> {
        let Packed { start, end, step, is_function_word, has_stem, terms, exact, forms, stem, beginnings } =
            self.pieces[number];
        let part = |from: u32, to: u32| &self.text[from as usize..to as usize];
        let terms = WordTerms {
            exact: part(terms, exact),
            marked_forms: part(exact, forms),
            stem: has_stem.then(|| part(forms, stem)),
            is_function_word,
            beginnings,
        };
        RememberedPiece { range: usize::from(start)..usize::from(end), step: usize::from(step), terms }
    }

    fn remember(&mut self, hash: u64, (word, surroundings): (&str, u8), pieces: &[Piece]) -> Remembered {
        if self.text.len() > if self.keeps_all { MOST } else { self.most } {
            self.empty();
        }
        let (start, first_piece) = (self.text.len() as u32, self.pieces.len() as u32);
        self.text.push_str(word);
        for piece in pieces {
            let packed = self.pack(piece);
            self.pieces.push(packed);
        }
        let (pieces, length) = (pieces.len() as u16, word.len() as u16);
        let tag = Remembered::tag_of(hash);
        let remembered = Remembered { start, first_piece, pieces, length, tag, surroundings };
        let hash_of = |known: Remembered| FxBuildHasher.hash_one((known.word_in(&self.text), known.surroundings));
        self.words.insert(hash, remembered, hash_of);
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
            beginnings: Beginnings::of(forms.iter().chain(stem).chain([exact]).map(String::as_str)),
        }
    }
}

/// Whether two words are the same. As a rule they are, and short: so that their ends overlap, and nothing has to be called.
#[inline]
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    one.len() == other.len()
        && match one.len() {
            4..=8 => ends::<4>(one) == ends::<4>(other),
            9..=16 => ends::<8>(one) == ends::<8>(other),
            17..=32 => ends::<16>(one) == ends::<16>(other),
            _ => one == other,
        }
}

#[inline]
fn ends<const N: usize>(word: &[u8]) -> (Option<&[u8; N]>, Option<&[u8; N]>) {
    (word.first_chunk(), word.last_chunk())
}

fn pieces_of(word: Remembered) -> Range<usize> {
    let first = word.first_piece as usize;
    first..first + usize::from(word.pieces)
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
                let numbers = memory.pieces_of((word, surroundings), || {
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
            let found = memory.pieces_of((&word, 0), || vec![piece(&word)]);
            assert_eq!(memory.piece(found.start).terms.exact, word);
        }
        assert!(memory.text.len() < 101_000);
    }

    #[test]
    fn words_looked_up_together_are_those_of_one_by_one() {
        let mut memory = Memory::of(10_000);
        let words: Vec<String> = (0..2_000).map(|number| format!("слово{}", number * 7 % 300)).collect();
        for words in words.chunks(AT_ONCE) {
            let asked: Vec<(&str, u8)> =
                words.iter().enumerate().map(|(at, word)| (word.as_str(), (at % 2) as u8)).collect();
            let known = memory.known(&asked);
            for (number, (word, around)) in asked.iter().enumerate() {
                let pieces = memory.pieces(&known, number, (word, *around), || vec![piece(&format!("{word}{around}"))]);
                assert_eq!(memory.piece(pieces.start).terms.exact, format!("{word}{around}"));
            }
        }
        assert!(memory.emptied > 1, "it is also emptied in the middle");
    }
}
