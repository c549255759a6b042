//! How rare the words of a phrase are taken to be.

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// The counts of an index, but for how many articles have a term, where that is given.
pub(super) struct Rarity<'a> {
    pub searcher: &'a Searcher,
    pub articles: Option<u64>,
}

impl Bm25StatisticsProvider for Rarity<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.searcher.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        match self.articles {
            Some(articles) => Ok(articles.min(self.searcher.total_num_docs()?)),
            None => self.searcher.doc_freq(term),
        }
    }
}
