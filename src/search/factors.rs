//! What a whole score is multiplied by: having all the words, and being new.

use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::ranking::COMPLETE;
use super::recency::Recency;

/// The field of the date.
const DATE: &str = "date";

/// The articles of a query, with scores multiplied.
#[derive(Debug)]
pub(super) struct Factored {
    pub query: Box<dyn Query>,
    /// Articles of this query count [`COMPLETE`] times.
    pub complete: Option<Box<dyn Query>>,
    /// How much less old articles count.
    pub recency: Option<Recency>,
}

impl Factored {
    /// What the score of an article is multiplied by.
    pub fn factor(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<f32> {
        let complete =
            self.complete.as_ref().map(|query| query.weight(EnableScoring::disabled_from_schema(reader.schema())));
        let complete = complete.transpose()?.map(|weight| weight.scorer(reader, 1.0)).transpose()?;
        let mut factors = Factors { complete, dates: dates(self.recency, reader)?, recency: self.recency };
        Ok(factors.of(doc))
    }
}

impl Clone for Factored {
    fn clone(&self) -> Factored {
        let complete = self.complete.as_ref().map(|query| query.box_clone());
        Factored { query: self.query.box_clone(), complete, recency: self.recency }
    }
}

impl Query for Factored {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let inner = self.query.weight(scoring)?;
        if !scoring.is_scoring_enabled() {
            return Ok(inner);
        }
        let complete = self.complete.as_ref().map(|query| query.weight(scoring)).transpose()?;
        Ok(Box::new(FactoredWeight { inner, complete, recency: self.recency }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.query.query_terms(visitor);
    }
}

struct FactoredWeight {
    inner: Box<dyn Weight>,
    complete: Option<Box<dyn Weight>>,
    recency: Option<Recency>,
}

impl Weight for FactoredWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let inner = self.inner.scorer(reader, boost)?;
        let complete = self.complete.as_ref().map(|weight| weight.scorer(reader, 1.0)).transpose()?;
        let factors = Factors { complete, dates: dates(self.recency, reader)?, recency: self.recency };
        Ok(Box::new(FactoredScorer { inner, factors }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.inner.explain(reader, doc)
    }
}

fn dates(recency: Option<Recency>, reader: &SegmentReader) -> tantivy::Result<Option<Column<u64>>> {
    recency.map(|_| reader.fast_fields().u64(DATE)).transpose()
}

struct Factors {
    complete: Option<Box<dyn Scorer>>,
    dates: Option<Column<u64>>,
    recency: Option<Recency>,
}

impl Factors {
    /// The factor of an article; articles come in their order.
    fn of(&mut self, doc: DocId) -> f32 {
        let is_complete = self.complete.as_mut().is_some_and(|complete| {
            if complete.doc() < doc {
                complete.seek(doc);
            }
            complete.doc() == doc
        });
        let recency =
            self.recency.map_or(1.0, |recency| recency.factor(self.dates.as_ref().and_then(|dates| dates.first(doc))));
        recency * if is_complete { COMPLETE } else { 1.0 }
    }
}

struct FactoredScorer {
    inner: Box<dyn Scorer>,
    factors: Factors,
}

impl DocSet for FactoredScorer {
    fn advance(&mut self) -> DocId {
        self.inner.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.inner.seek(target)
    }

    fn doc(&self) -> DocId {
        self.inner.doc()
    }

    fn size_hint(&self) -> u32 {
        self.inner.size_hint()
    }
}

impl Scorer for FactoredScorer {
    fn score(&mut self) -> Score {
        let doc = self.inner.doc();
        if doc == TERMINATED {
            return 0.0;
        }
        self.inner.score() * self.factors.of(doc)
    }
}
