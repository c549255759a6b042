//! The words of texts, one after another, with a memory of the words met: 96 of 100 tokens are met again.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::pieces::Piece;
use super::tokens::{Token, tokens};
use super::{Analyzer, Surroundings, Terms};
use crate::language::Language;

/// How many words are remembered before the memory is emptied.
const REMEMBERED_WORDS: usize = 65_536;

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
    pub terms: &'a Terms,
}

/// Reads texts word by word. Not shared between threads: each has its own.
pub(crate) struct TextAnalyzer {
    analyzer: Analyzer,
    /// One memory for each surroundings that change a word's reading.
    memories: [FxHashMap<Box<str>, Arc<[Piece]>>; 4],
}

impl TextAnalyzer {
    pub(super) fn new(analyzer: Analyzer) -> TextAnalyzer {
        TextAnalyzer { analyzer, memories: Default::default() }
    }

    /// Calls `visit` for each word of the text and each part of a composed one, in order of position.
    ///
    /// A number written in groups («1 200») is also visited as one word.
    pub fn words(&mut self, text: &str, language: Language, mut visit: impl FnMut(Word<'_>)) {
        let kazakh = language == Language::Kazakh;
        let mut position = 0;
        let mut previous: Option<Token<'_>> = None;
        let mut tokens = tokens(text).peekable();
        while let Some(token) = tokens.next() {
            let sentence_start = starts_sentence(text, previous, token);
            let pieces = self.pieces(token.text, Surroundings { kazakh, sentence_start });
            let mut last_step = 0;
            for piece in &*pieces {
                let (start, end) = (token.start + piece.start, token.start + piece.end);
                visit(Word { start, end, position: position + piece.step, terms: &piece.terms });
                last_step = last_step.max(piece.step);
            }
            if let Some(number) = tokens.peek().and_then(|next| grouped_number(text, token, *next)) {
                let terms = Terms { exact: number.clone(), forms: vec![number], ..Terms::default() };
                visit(Word { start: token.start, end: token.end(), position, terms: &terms });
            }
            position += last_step + 1;
            previous = Some(token);
        }
    }

    fn pieces(&mut self, word: &str, around: Surroundings) -> Arc<[Piece]> {
        let memory = &mut self.memories[usize::from(around.kazakh) * 2 + usize::from(around.sentence_start)];
        if let Some(pieces) = memory.get(word) {
            return Arc::clone(pieces);
        }
        let pieces: Arc<[Piece]> = self.analyzer.text_pieces(word, around).into();
        if memory.len() >= REMEMBERED_WORDS {
            memory.clear();
        }
        memory.insert(word.into(), Arc::clone(&pieces));
        pieces
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
    let spaced = matches!(&text[first.end()..next.start], " " | "\u{a0}" | "\u{202f}" | "\u{2009}");
    let grouped = first.text.len() <= 3 && next.text.len() == 3 && digits(first.text) && digits(next.text);
    (spaced && grouped).then(|| format!("{}{}", first.text, next.text))
}
