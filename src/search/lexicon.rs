//! Words of a query, read by what the articles have.

use super::commit::Commit;
use super::sought::Sought;
use crate::analysis::{Analyzer, QueryWord};

/// A word of a query; the words of the articles tell which stem of a Kazakh one is meant.
pub(super) fn read_word(word: &str, analyzer: &Analyzer, commit: &Commit) -> QueryWord {
    // What cannot be looked up here cannot be searched either, and fails there.
    let articles = |word: &str| commit.articles(&Sought::written(word)).unwrap_or_default();
    commit.reading(word, || analyzer.query_word_among(word, &articles))
}
