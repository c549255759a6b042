//! Words of a query, read by what the articles have.

use super::commit::Commit;
use super::sought::Sought;
use crate::analysis::{Analyzer, QueryWord};

/// The longest word that is remembered, in bytes: what is longer has hundreds of parts and takes up to a megabyte.
const LONGEST_REMEMBERED: usize = 128;

/// A word of a query; the words of the articles tell which stem of a Kazakh one is meant.
pub(super) fn read_word(word: &str, analyzer: &Analyzer, commit: &Commit) -> QueryWord {
    // What cannot be looked up here cannot be searched either, and fails there.
    let articles = |word: &str| commit.articles(&Sought::written(word)).unwrap_or_default();
    let read = || analyzer.query_word_among(word, &articles);
    if word.len() > LONGEST_REMEMBERED { read() } else { commit.reading(word, read) }
}
