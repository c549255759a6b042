//! Signs among the terms of an article's text that tell where its parts begin. No word has control signs in it, so that no
//! query but one for places meets them.

/// At the first word of each sentence.
pub(crate) const SENTENCE: &str = "\u{3}s";
/// At the first word of each line.
pub(crate) const PARAGRAPH: &str = "\u{3}p";
/// At the first word of the body, behind those of the headline.
pub(crate) const BODY: &str = "\u{3}b";
