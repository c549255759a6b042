//! Words of a query, read by what the articles have.

use tantivy::Term;

use super::commit::Commit;
use crate::analysis::{Analyzer, QueryWord};
use crate::index::schema::Fields;

/// A word of a query; the words of the articles tell which stem of a Kazakh one is meant.
pub(super) fn read_word(word: &str, analyzer: &Analyzer, fields: &Fields, searcher: &Commit) -> QueryWord {
    // What cannot be looked up here cannot be searched either, and fails there.
    analyzer.query_word_among(word, &|word| {
        searcher.doc_freq(&Term::from_field_text(fields.exact, word)).unwrap_or_default()
    })
}
