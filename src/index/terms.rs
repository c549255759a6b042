//! Terms on their way into the engine: analysed once by us, written in a line, and taken apart again by a tokenizer that only
//! splits.

use memchr::memchr2;
use tantivy::schema::OwnedValue;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name that the tokenizer is registered under.
pub(crate) const TOKENIZER: &str = "izdeu-terms";

/// Stands in front of a term at the next position. No word has control signs in it.
const NEXT: u8 = 1;
/// Stands in front of a term at the same position as the one before.
const SAME: u8 = 2;

/// The terms of a text in a line, each behind the sign for its position.
#[derive(Debug, Default)]
pub(super) struct TermLine {
    line: String,
    /// Behind the position of the last term.
    next: usize,
}

impl TermLine {
    /// A line with space for so many bytes.
    pub fn with_space(bytes: usize) -> TermLine {
        TermLine { line: String::with_capacity(bytes), next: 0 }
    }

    /// Adds a term. Positions must not go down; what is passed over leaves no gap.
    pub fn push(&mut self, position: usize, term: &str) {
        let mark = self.mark_of(position);
        self.line.push(char::from(mark));
        self.line.push_str(term);
    }

    /// The same with a sign behind it.
    pub fn push_signed(&mut self, position: usize, term: &str, sign: char) {
        self.push(position, term);
        self.line.push(sign);
    }

    fn mark_of(&mut self, position: usize) -> u8 {
        let mark = if self.next == position + 1 { SAME } else { NEXT };
        self.next = position + 1;
        mark
    }

    /// The line.
    #[cfg(test)]
    pub fn line(&self) -> &str {
        &self.line
    }
}

impl From<TermLine> for OwnedValue {
    fn from(line: TermLine) -> OwnedValue {
        OwnedValue::Str(line.line)
    }
}

/// Takes a [`TermLine`] apart.
#[derive(Debug, Clone, Default)]
pub(super) struct TermLineTokenizer {
    token: Token,
}

impl Tokenizer for TermLineTokenizer {
    type TokenStream<'a> = TermLineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TermLineStream<'a> {
        self.token.reset();
        TermLineStream { rest: text, token: &mut self.token }
    }
}

/// The terms of a [`TermLine`].
pub(super) struct TermLineStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl TokenStream for TermLineStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(&mark) = self.rest.as_bytes().first() else { return false };
        let term = &self.rest[1..];
        let end = memchr2(NEXT, SAME, term.as_bytes()).unwrap_or(term.len());
        self.token.text.clear();
        self.token.text.push_str(&term[..end]);
        // A fresh token stands in front of position 0.
        self.token.position = self.token.position.wrapping_add(usize::from(mark == NEXT));
        self.rest = &term[end..];
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let mut line = TermLine::default();
        for (position, term) in [(0, "в"), (1, "усть-каменогорск"), (1, "усть"), (2, "каменогорск"), (3, "весна")]
        {
            line.push(position, term);
        }
        let mut tokenizer = TermLineTokenizer::default();
        let mut stream = tokenizer.token_stream(line.line());
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().position, stream.token().text.clone()));
        }
        let expected = [(0, "в"), (1, "усть-каменогорск"), (1, "усть"), (2, "каменогорск"), (3, "весна")];
        assert_eq!(found, expected.map(|(position, term)| (position, term.to_owned())));
        assert!(!tokenizer.token_stream("").advance());
    }
}
