//! The words of texts, one after another, with a memory of the words met: 96 of 100 tokens are met again.

use std::sync::Arc;

use super::memory::{AT_ONCE, Memory, RememberedPiece, WordTerms};
use super::pieces::Piece;
use super::readings::Readings;
use super::tokens::{Token, tokens};
use super::{Analyzer, Surroundings, Terms};
use crate::language::Language;

/// A word of a text.
#[derive(Clone, Copy)]
pub(crate) struct Word<'a> {
    /// Where it starts, in bytes.
    pub start: usize,
    /// Where it ends, in bytes; exclusive.
    pub end: usize,
    /// Its place among the words of the text, from 0. The parts of a hyphenated word have a place each; what else is put
    /// together stands at one place with its parts.
    pub position: usize,
    /// The number that its terms are found by again, see [`TextAnalyzer::terms`].
    pub number: u32,
    memory: &'a Memory,
}

impl<'a> Word<'a> {
    /// Its terms.
    pub fn terms(&self) -> WordTerms<'a> {
        self.memory.piece(self.number as usize).terms
    }
}

/// Reads texts word by word. Not shared between threads: each has its own.
pub(crate) struct TextAnalyzer {
    analyzer: Analyzer,
    memory: Memory,
    /// What others read meanwhile.
    readings: Option<Arc<Readings>>,
}

impl TextAnalyzer {
    pub(super) fn new(analyzer: Analyzer, memory: usize) -> TextAnalyzer {
        TextAnalyzer { analyzer, memory: Memory::of(memory), readings: None }
    }

    /// The same, sharing what it reads with others, if there are any.
    pub fn sharing(self, readings: Option<Arc<Readings>>) -> TextAnalyzer {
        TextAnalyzer { readings, ..self }
    }

    /// The terms of a word by its number, as long as the memory was not emptied.
    pub fn terms(&self, number: u32) -> WordTerms<'_> {
        self.memory.piece(number as usize).terms
    }

    /// How many numbers of words there are, from 0.
    pub fn numbers(&self) -> usize {
        self.memory.pieces_met()
    }

    /// Whether it forgets nothing by itself, so that the numbers of its words last.
    pub fn keep_all(&mut self, keeps_all: bool) {
        self.memory.keep_all(keeps_all);
    }

    /// How many bytes the words take that it remembers.
    pub fn remembered_bytes(&self) -> usize {
        self.memory.bytes()
    }

    /// Forgets all words, and what their numbers are.
    pub fn forget(&mut self) {
        self.memory.empty();
    }

    /// Calls `visit` for each word of the text and each part of a composed one, in order of position.
    ///
    /// A number written in groups («1 200») is also visited as one word.
    pub fn words(&mut self, text: &str, language: Language, mut visit: impl FnMut(Word<'_>)) {
        let kazakh = language == Language::Kazakh;
        let mut position = 0;
        let mut previous: Option<Token<'_>> = None;
        let mut tokens = tokens(text);
        let mut around = [Surroundings { kazakh, sentence_start: false }; AT_ONCE];
        let (mut batch, mut words) = (Vec::with_capacity(AT_ONCE + 1), Vec::with_capacity(AT_ONCE));
        loop {
            // One more, to see what follows the last.
            batch.extend(tokens.by_ref().take(AT_ONCE + 1 - batch.len()));
            if batch.is_empty() {
                return;
            }
            words.clear();
            for (token, around) in batch.iter().copied().zip(&mut around) {
                // Only a capital letter says less at the start of a sentence.
                around.sentence_start = !token.is_small && starts_sentence(text, previous, token);
                words.push((token.text, around.number()));
                previous = Some(token);
            }
            let known = self.memory.known(&words);
            for (at, word) in words.iter().enumerate() {
                let token = batch[at];
                let read = || {
                    let read = || self.analyzer.text_pieces(token.text, around[at]);
                    match &self.readings {
                        Some(readings) => readings.pieces(*word, read),
                        None => read(),
                    }
                };
                let pieces = self.memory.pieces(&known, at, *word, read);
                let mut last_step = 0;
                // The first piece is the word.
                let whole = pieces.start as u32;
                visit(Word { start: token.start, end: token.end(), position, number: whole, memory: &self.memory });
                for number in pieces.skip(1) {
                    let RememberedPiece { range, step, .. } = self.memory.piece(number);
                    let (start, end) = (token.start + range.start, token.start + range.end);
                    let (position, number) = (position + step, number as u32);
                    visit(Word { start, end, position, number, memory: &self.memory });
                    last_step = last_step.max(step);
                }
                if let Some(digits) = batch.get(at + 1).and_then(|next| grouped_number(text, token, *next)) {
                    let number = self.memory.pieces_of((&digits, GROUPED), || vec![number_piece(&digits)]).start as u32;
                    visit(Word { start: token.start, end: token.end(), position, number, memory: &self.memory });
                }
                position += last_step + 1;
            }
            batch.drain(..words.len());
        }
    }
}

/// Whether a sentence starts at the token: at the start of the text or of a line, and behind a stop that does not end an
/// abbreviation of one or two letters («г. Семей»).
fn starts_sentence(text: &str, previous: Option<Token<'_>>, token: Token<'_>) -> bool {
    let Some(previous) = previous else { return true };
    let gap = &text[previous.end()..token.start];
    gap.contains(['!', '?', '…', '\n']) || gap.contains('.') && previous.text.chars().nth(2).is_some()
}

/// Stands for the surroundings of a number that was written in groups: no word has these.
const GROUPED: u8 = u8::MAX;

/// A number has one form: itself.
fn number_piece(digits: &str) -> Piece {
    Piece::whole(digits, Terms { exact: digits.to_owned(), forms: vec![digits.to_owned()], ..Terms::default() })
}

/// The number whose groups of three digits a space sets apart: «1 200» is 1200.
fn grouped_number(text: &str, first: Token<'_>, next: Token<'_>) -> Option<String> {
    let digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let spaced = || matches!(&text[first.end()..next.start], " " | "\u{a0}" | "\u{202f}" | "\u{2009}");
    let grouped = first.text.len() <= 3 && next.text.len() == 3 && digits(first.text) && digits(next.text);
    (grouped && spaced()).then(|| format!("{}{}", first.text, next.text))
}
