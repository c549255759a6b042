//! Words that stand for one another are as rare as one of them: else the rarest of them, a slip or an abbreviation that few use, would
//! outweigh the word that was typed.
//!
//! The same as Lucene's `SynonymQuery` and `TermStates` of rewritten queries do.

use tantivy::query::{Bm25StatisticsProvider, EnableScoring, Query, Weight};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// What a query finds, scored as if each of its terms stood in so many articles.
#[derive(Debug)]
pub(super) struct AsRareAs {
    query: Box<dyn Query>,
    articles: u64,
}

impl AsRareAs {
    /// A query with its terms as rare as what stands in so many articles.
    pub fn new(query: Box<dyn Query>, articles: u64) -> AsRareAs {
        AsRareAs { query, articles }
    }
}

impl Clone for AsRareAs {
    fn clone(&self) -> AsRareAs {
        AsRareAs { query: self.query.box_clone(), ..*self }
    }
}

impl Query for AsRareAs {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let EnableScoring::Enabled { searcher, .. } = scoring else { return self.query.weight(scoring) };
        let statistics_provider = &Rarity { searcher, articles: self.articles };
        self.query.weight(EnableScoring::Enabled { searcher, statistics_provider })
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.query.query_terms(visitor);
    }
}

/// The counts of an index, but for how many articles have a term.
struct Rarity<'a> {
    searcher: &'a Searcher,
    articles: u64,
}

impl Bm25StatisticsProvider for Rarity<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.searcher.total_num_docs()
    }

    fn doc_freq(&self, _: &Term) -> tantivy::Result<u64> {
        Ok(self.articles.min(self.searcher.total_num_docs()?))
    }
}
