//! The words of texts, one after another, with a memory of the words met: 96 of 100 tokens are met again.

use super::beginnings::Beginnings;
use super::memory::{AT_ONCE, FORM_MARK, Memory, RememberedPiece, WordTerms};
use super::tokens::{Token, tokens};
use super::{Analyzer, Surroundings};
use crate::language::Language;

/// A word of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<'a> {
    /// Where it starts, in bytes.
    pub start: usize,
    /// Where it ends, in bytes; exclusive.
    pub end: usize,
    /// Its place among the words of the text, from 0. The parts of a hyphenated word have a place each; what else is put
    /// together stands at one place with its parts.
    pub position: usize,
    /// Its terms.
    pub terms: WordTerms<'a>,
}

/// Reads texts word by word. Not shared between threads: each has its own.
pub(crate) struct TextAnalyzer {
    analyzer: Analyzer,
    memory: Memory,
}

impl TextAnalyzer {
    pub(super) fn new(analyzer: Analyzer, memory: usize) -> TextAnalyzer {
        TextAnalyzer { analyzer, memory: Memory::of(memory) }
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
                let read = || self.analyzer.text_pieces(token.text, around[at]);
                let pieces = self.memory.pieces(&known, at, *word, read);
                let mut last_step = 0;
                for number in pieces {
                    let RememberedPiece { range, step, terms } = self.memory.piece(number);
                    let (start, end) = (token.start + range.start, token.start + range.end);
                    visit(Word { start, end, position: position + step, terms });
                    last_step = last_step.max(step);
                }
                if let Some(number) = batch.get(at + 1).and_then(|next| grouped_number(text, token, *next)) {
                    let marked_forms = format!("{FORM_MARK}{number}");
                    let terms = WordTerms {
                        exact: &number,
                        marked_forms: &marked_forms,
                        stem: None,
                        is_function_word: false,
                        beginnings: Beginnings::of([number.as_str()]),
                    };
                    visit(Word { start: token.start, end: token.end(), position, terms });
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

/// The number whose groups of three digits a space sets apart: «1 200» is 1200.
fn grouped_number(text: &str, first: Token<'_>, next: Token<'_>) -> Option<String> {
    let digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let spaced = || matches!(&text[first.end()..next.start], " " | "\u{a0}" | "\u{202f}" | "\u{2009}");
    let grouped = first.text.len() <= 3 && next.text.len() == 3 && digits(first.text) && digits(next.text);
    (grouped && spaced()).then(|| format!("{}{}", first.text, next.text))
}
