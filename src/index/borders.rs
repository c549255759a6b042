//! Signs among the terms of an article's text that tell where its parts begin. No word has control signs in it, so that no
//! query but one for places meets them.

/// What begins at a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Border {
    /// The body, behind the headline.
    Body,
    /// A sentence.
    Sentence,
    /// A line.
    Paragraph,
}

impl Border {
    /// All of them; the number of each is its place here.
    pub const ALL: [Border; 3] = [Border::Body, Border::Sentence, Border::Paragraph];

    /// Its term, which stands at the first word.
    pub const fn term(self) -> &'static str {
        match self {
            Border::Body => "\u{3}b",
            Border::Sentence => "\u{3}s",
            Border::Paragraph => "\u{3}p",
        }
    }
}
