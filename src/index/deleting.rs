//! Deleting what was written before, and nothing that comes after.
//!
//! The engine numbers what it is asked to do, and deletes in what has a lower number. A segment that it is given ready-made has none: whether
//! a delete that came before is carried out in it too depends on when the engine turns to it. So each delete knows which segments had come.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, TermQuery, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Score, SegmentReader, Term};

/// The segments that a writer was given, by their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Given(Arc<RwLock<FxHashMap<SegmentId, usize>>>);

impl Given {
    /// Notes a segment that is about to be given.
    pub fn note(&self, segment: SegmentId) {
        let mut given = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let number = given.len();
        given.insert(segment, number);
    }

    /// What has a term in the segments up to now. Those that are merged from them have it too: the engine first deletes in them what is
    /// to be deleted up to then.
    pub fn with(&self, term: Term) -> Box<dyn Query> {
        let count = self.0.read().unwrap_or_else(PoisonError::into_inner).len();
        Box::new(Written { term: TermQuery::new(term, IndexRecordOption::Basic), given: self.clone(), count })
    }

    fn is_later(&self, segment: SegmentId, count: usize) -> bool {
        let given = self.0.read().unwrap_or_else(PoisonError::into_inner);
        given.get(&segment).is_some_and(|number| *number >= count)
    }
}

/// What has a term in the segments of which so many had been given.
#[derive(Debug, Clone)]
struct Written {
    term: TermQuery,
    given: Given,
    count: usize,
}

impl Query for Written {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let Written { term, given, count } = self;
        Ok(Box::new(WrittenWeight { term: term.weight(scoring)?, given: given.clone(), count: *count }))
    }
}

struct WrittenWeight {
    term: Box<dyn Weight>,
    given: Given,
    count: usize,
}

impl Weight for WrittenWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        match self.given.is_later(reader.segment_id(), self.count) {
            true => Ok(Box::new(EmptyScorer)),
            false => self.term.scorer(reader, boost),
        }
    }

    fn explain(&self, reader: &SegmentReader, article: DocId) -> tantivy::Result<Explanation> {
        self.term.explain(reader, article)
    }
}
