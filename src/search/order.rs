//! The order of articles: by score, then the newest (or the oldest) first, then by id. No two are equal in it, whatever the segments of the index
//! are, so that one page ends where the next begins.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyError};

use super::Sort;

/// Where an article stands in the order, but for its id. The greater comes first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rank {
    /// How well it matches; 0 for all where that is no matter.
    pub score: f32,
    /// Its date with the time of day as the index has them, counted down from the end of time where the oldest come first; 0
    /// without a date.
    pub moment: u64,
}

impl Rank {
    fn compare(&self, other: &Rank) -> Ordering {
        self.score.total_cmp(&other.score).then(self.moment.cmp(&other.moment))
    }
}

/// The last article of a page: what comes behind it is the next.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    pub rank: Rank,
    pub id: String,
}

/// The first `count` articles behind a place, in order.
pub(super) fn first(
    query: &dyn tantivy::query::Query,
    count: usize,
    sort: Sort,
    after: Option<&Place>,
    searcher: &Searcher,
) -> tantivy::Result<Vec<(Rank, DocAddress)>> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let mut found = searcher.search(query, &InOrder { count, sort, after: after.cloned() })?;
    found.sort_unstable_by(|a, b| b.rank.compare(&a.rank).then(a.address.cmp(&b.address)));
    for ties in found.chunk_by_mut(|a, b| a.rank == b.rank) {
        match ties.iter().any(|one| one.address.segment_ord != ties[0].address.segment_ord) {
            false => ties.sort_unstable_by_key(|one| one.ordinal),
            true => sort_by_id(ties, searcher)?,
        }
    }
    found.truncate(count);
    Ok(found.into_iter().map(|one| (one.rank, one.address)).collect())
}

fn sort_by_id(ties: &mut [Found], searcher: &Searcher) -> tantivy::Result<()> {
    let mut with_ids = Vec::with_capacity(ties.len());
    // By address, so that those of a segment follow one another.
    for of_segment in ties.chunk_by(|a, b| a.address.segment_ord == b.address.segment_ord) {
        let ids = Ids::of(searcher.segment_reader(of_segment[0].address.segment_ord))?;
        for one in of_segment {
            with_ids.push((ids.text(one.ordinal)?, *one));
        }
    }
    with_ids.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    for (place, (_, one)) in ties.iter_mut().zip(with_ids) {
        *place = one;
    }
    Ok(())
}

/// An article that matches.
#[derive(Debug, Clone, Copy)]
struct Found {
    rank: Rank,
    /// The place of its id among those of its segment.
    ordinal: u64,
    address: DocAddress,
}

/// Collects from each segment the articles that may be among the first.
struct InOrder {
    count: usize,
    sort: Sort,
    after: Option<Place>,
}

impl Collector for InOrder {
    type Fruit = Vec<Found>;
    type Child = SegmentInOrder;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentInOrder> {
        let ids = Ids::of(reader)?;
        let after = match &self.after {
            Some(place) => Some((place.rank, ids.behind(&place.id)?)),
            None => None,
        };
        Ok(SegmentInOrder {
            segment,
            count: self.count,
            sort: self.sort,
            after,
            moments: reader.fast_fields().u64("moment")?,
            ids,
            heap: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, segments: Vec<Vec<Found>>) -> tantivy::Result<Vec<Found>> {
        Ok(segments.into_iter().flatten().collect())
    }
}

struct SegmentInOrder {
    segment: SegmentOrdinal,
    count: usize,
    sort: Sort,
    /// The last article of the page before, and the first ordinal of an id behind its id.
    after: Option<(Rank, u64)>,
    moments: Column<u64>,
    ids: Ids,
    /// The last of the first articles on top.
    heap: BinaryHeap<Candidate>,
}

impl SegmentCollector for SegmentInOrder {
    type Fruit = Vec<Found>;

    fn collect(&mut self, document: DocId, score: Score) {
        let score = if self.sort == Sort::Relevance { score } else { 0.0 };
        let last = if self.heap.len() == self.count { self.heap.peek() } else { None };
        if last.is_some_and(|last| last.rank.score > score) {
            return;
        }
        let moment = match self.moments.first(document).unwrap_or_default() {
            moment if moment > 0 && self.sort == Sort::Oldest => u64::MAX - moment,
            moment => moment,
        };
        let rank = Rank { score, moment };
        let candidate = Candidate { rank, ordinal: self.ids.ordinal(document), document };
        let is_behind = self.after.is_none_or(|(after, behind)| match rank.compare(&after) {
            Ordering::Less => true,
            Ordering::Equal => candidate.ordinal >= behind,
            Ordering::Greater => false,
        });
        if !is_behind || last.is_some_and(|last| candidate > *last) {
            return;
        }
        if self.heap.len() == self.count {
            self.heap.pop();
        }
        self.heap.push(candidate);
    }

    fn harvest(self) -> Vec<Found> {
        let segment = self.segment;
        let found = |Candidate { rank, ordinal, document }| {
            let address = DocAddress::new(segment, document);
            Found { rank, ordinal, address }
        };
        self.heap.into_iter().map(found).collect()
    }
}

/// An article of a segment; the greater stands further down.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    rank: Rank,
    ordinal: u64,
    document: DocId,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Candidate) -> Ordering {
        let key = |one: &Candidate| (one.ordinal, one.document);
        other.rank.compare(&self.rank).then(key(self).cmp(&key(other)))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Candidate) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Candidate) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate {}

/// The ids of a segment's articles.
struct Ids(Option<StrColumn>);

impl Ids {
    fn of(reader: &SegmentReader) -> tantivy::Result<Ids> {
        Ok(Ids(reader.fast_fields().str("id")?))
    }

    /// The place of an article's id among those of the segment.
    fn ordinal(&self, document: DocId) -> u64 {
        self.0.as_ref().and_then(|column| column.ords().first(document)).unwrap_or_default()
    }

    /// The ordinal of the first id that stands behind this one.
    fn behind(&self, id: &str) -> tantivy::Result<u64> {
        let Some(column) = &self.0 else { return Ok(0) };
        let bound = std::ops::Bound::Excluded(id.as_bytes());
        match column.dictionary().term_bounds_to_ord(bound, std::ops::Bound::Unbounded).map_err(io)?.0 {
            std::ops::Bound::Included(ordinal) => Ok(ordinal),
            std::ops::Bound::Excluded(ordinal) => Ok(ordinal + 1),
            std::ops::Bound::Unbounded => Ok(0),
        }
    }

    fn text(&self, ordinal: u64) -> tantivy::Result<String> {
        let mut text = String::new();
        if let Some(column) = &self.0 {
            column.ord_to_str(ordinal, &mut text).map_err(io)?;
        }
        Ok(text)
    }
}

fn io(error: std::io::Error) -> TantivyError {
    TantivyError::IoError(std::sync::Arc::new(error))
}
