//! What threads that read at the same time learn of words from one another: to read a word takes ten times as long as to look it up.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Terms;
use super::memory::{Memory, RememberedPiece};
use super::pieces::Piece;

/// How many bytes of words and terms are shared: about 300,000 words.
const MOST: usize = 24 << 20;

/// The words that some thread has read.
pub(crate) struct Readings(Mutex<Memory>);

impl Default for Readings {
    fn default() -> Readings {
        Readings(Mutex::new(Memory::of(MOST)))
    }
}

impl Readings {
    /// The pieces of a word with the number of its surroundings, asked for by `read` if nobody has read it.
    pub(super) fn pieces(&self, word: (&str, u8), read: impl FnOnce() -> Vec<Piece>) -> Vec<Piece> {
        if let Some(found) = self.known(word) {
            return found;
        }
        // Others go on meanwhile; two that read the same word find the same.
        let pieces = read();
        self.lock().pieces_of(word, || pieces.clone());
        pieces
    }

    fn known(&self, word: (&str, u8)) -> Option<Vec<Piece>> {
        let memory = self.lock();
        let pieces = memory.known_pieces(word)?;
        let piece = |number| {
            let RememberedPiece { range, step, terms } = memory.piece(number);
            let terms = Terms {
                exact: terms.exact.to_owned(),
                forms: terms.forms().map(str::to_owned).collect(),
                stem: terms.stem.map(str::to_owned),
                is_function_word: terms.is_function_word,
            };
            Piece { start: range.start, end: range.end, step, terms }
        };
        Some(pieces.map(piece).collect())
    }

    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Analyzer, Surroundings};

    #[test]
    fn a_word_is_read_by_one_and_known_to_all() {
        let (analyzer, readings) = (Analyzer::new(), Readings::default());
        for word in ["Усть-Каменогорске", "мосты", "передаетTengrinews", "қаласында", "2024", "НПЗ"]
        {
            for number in 0..4 {
                let around = Surroundings { kazakh: number > 1, sentence_start: number % 2 == 1 };
                let read = || analyzer.text_pieces(word, around);
                let expected = read();
                assert_eq!(readings.pieces((word, number), read), expected);
                assert_eq!(readings.pieces((word, number), || unreachable!()), expected);
            }
        }
    }
}
