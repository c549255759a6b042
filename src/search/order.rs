//! The order of articles: by score, then the newest (or the oldest) first, then by id. No two are equal in it, whatever the segments of the index
//! are, so that one page ends where the next begins.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, SegmentOrdinal, TantivyError};

use super::Sort;
use super::commit::Commit;
use super::docs::Docs;
use super::tables::Table;

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

/// A moment of the index as it counts in an order.
#[inline]
pub(super) fn counted(moment: u64, sort: Sort) -> u64 {
    if moment > 0 && sort == Sort::Oldest { u64::MAX - moment } else { moment }
}

/// The last article of a page: what comes behind it is the next.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    pub rank: Rank,
    pub id: String,
}

/// Takes articles in and gives back the first of them.
pub(super) struct First<'a> {
    count: usize,
    sort: Sort,
    after: Option<&'a Place>,
    commit: &'a Commit,
    found: Vec<Found>,
}

impl<'a> First<'a> {
    /// The first `count` articles behind a place.
    pub fn new(count: usize, sort: Sort, after: Option<&'a Place>, commit: &'a Commit) -> First<'a> {
        First { count, sort, after, commit, found: Vec::new() }
    }

    /// Takes those of a segment, each with its score; of about so many the date is looked at.
    pub fn take(
        &mut self,
        segment: SegmentOrdinal,
        articles: impl Iterator<Item = (DocId, f32)>,
        looked_at: usize,
    ) -> tantivy::Result<()> {
        if self.count > 0 {
            let mut first = OfSegment::new(self, segment, looked_at)?;
            articles.for_each(|(document, score)| {
                first.take(document, score);
            });
            self.found.extend(first.found());
        }
        Ok(())
    }

    /// Takes so many of a segment by their dates alone.
    pub fn take_by_date(&mut self, segment: SegmentOrdinal, docs: &Docs, articles: usize) -> tantivy::Result<()> {
        if self.count == 0 || articles == 0 {
            return Ok(());
        }
        let mut first = OfSegment::new(self, segment, articles)?;
        let all = self.commit.segment_reader(segment).max_doc() as usize;
        match first.moments {
            // If one in so many matches, the first are among the first so many times `count` of all.
            Moments::Table(table) if articles.saturating_mul(articles) > self.count.saturating_mul(all) => {
                let after = self.after.map(|place| place.rank.moment);
                table.by_date(self.sort, after).filter(|doc| docs.contains(*doc)).all(|doc| first.take(doc, 0.0));
            }
            _ => docs.iter().for_each(|doc| {
                first.take(doc, 0.0);
            }),
        }
        self.found.extend(first.found());
        Ok(())
    }

    /// The last rank that is still among the first by what was found: what comes behind it in another segment does not matter.
    fn last_rank(&self) -> Option<Rank> {
        let mut ranks: Vec<Rank> = self.found.iter().map(|one| one.rank).collect();
        let last = self.count.checked_sub(1).filter(|last| *last < ranks.len())?;
        Some(*ranks.select_nth_unstable_by(last, |a, b| b.compare(a)).1)
    }

    /// The first of all, in order.
    pub fn in_order(self) -> tantivy::Result<Vec<(Rank, DocAddress)>> {
        let mut found = self.found;
        found.sort_unstable_by(|a, b| b.rank.compare(&a.rank).then(a.address.cmp(&b.address)));
        let mut first = Vec::with_capacity(self.count.min(found.len()));
        for ties in found.chunk_by_mut(|a, b| a.rank == b.rank) {
            if first.len() >= self.count {
                break;
            }
            ties.sort_unstable_by_key(|one| (one.address.segment_ord, one.ordinal));
            add_by_id(&mut first, ties, self.count, self.commit)?;
        }
        first.truncate(self.count);
        Ok(first.into_iter().map(|one| (one.rank, one.address)).collect())
    }
}

/// Adds articles of one rank by their ids until there are so many. Those of a segment stand in order already, so ids are read only
/// to tell which segment has the next.
fn add_by_id(first: &mut Vec<Found>, ties: &[Found], count: usize, commit: &Commit) -> tantivy::Result<()> {
    let mut segments: Vec<_> = ties.chunk_by(|a, b| a.address.segment_ord == b.address.segment_ord).collect();
    if let [only] = segments[..] {
        first.extend(only);
        return Ok(());
    }
    let id_of = |one: &Found| {
        let segment = one.address.segment_ord;
        Ids(commit.tables(segment).ids(commit.segment_reader(segment))?).text(one.ordinal)
    };
    let mut next = BinaryHeap::with_capacity(segments.len());
    for (number, segment) in segments.iter().enumerate() {
        next.push(Reverse((id_of(&segment[0])?, number)));
    }
    while let Some(Reverse((_, number))) = next.pop().filter(|_| first.len() < count) {
        if let [one, rest @ ..] = segments[number] {
            first.push(*one);
            segments[number] = rest;
            if let Some(one) = rest.first() {
                next.push(Reverse((id_of(one)?, number)));
            }
        }
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

/// When the articles of a segment were published.
enum Moments<'a> {
    Table(&'a Table),
    Column(Column<u64>),
}

impl Moments<'_> {
    #[inline]
    fn of(&self, document: DocId) -> u64 {
        match self {
            Moments::Table(table) => table.moment(document),
            Moments::Column(moments) => moments.first(document).unwrap_or_default(),
        }
    }
}

/// The first articles of a segment.
struct OfSegment<'a> {
    segment: SegmentOrdinal,
    count: usize,
    sort: Sort,
    /// The last article of the page before, and the first ordinal of an id behind its id.
    after: Option<(Rank, u64)>,
    /// What comes behind this does not matter.
    least: Option<Rank>,
    moments: Moments<'a>,
    ids: Ids<'a>,
    /// The last of the first articles on top.
    heap: BinaryHeap<Candidate>,
}

impl<'a> OfSegment<'a> {
    fn new(first: &First<'a>, segment: SegmentOrdinal, articles: usize) -> tantivy::Result<OfSegment<'a>> {
        let reader = first.commit.segment_reader(segment);
        let ids = Ids(first.commit.tables(segment).ids(reader)?);
        let after = first.after.map(|place| Ok::<_, TantivyError>((place.rank, ids.behind(&place.id)?))).transpose()?;
        let moments = match first.commit.tables(segment).table(articles, reader)? {
            Some(table) => Moments::Table(table),
            None => Moments::Column(reader.fast_fields().u64("moment")?),
        };
        let (count, sort, least) = (first.count, first.sort, first.last_rank());
        Ok(OfSegment { segment, count, sort, after, least, moments, ids, heap: BinaryHeap::new() })
    }

    /// Takes an article; tells whether one that does not rank higher could still matter.
    fn take(&mut self, document: DocId, score: f32) -> bool {
        if self.least.is_some_and(|least| score.total_cmp(&least.score).is_lt()) {
            return false;
        }
        let rank = Rank { score, moment: counted(self.moments.of(document), self.sort) };
        if self.least.is_some_and(|least| least.compare(&rank).is_gt()) {
            return false;
        }
        let candidate = Candidate { rank, ordinal: self.ids.ordinal(document), document };
        let is_behind = self.after.is_none_or(|(after, behind)| match rank.compare(&after) {
            Ordering::Less => true,
            Ordering::Equal => candidate.ordinal >= behind,
            Ordering::Greater => false,
        });
        let is_full = self.heap.len() == self.count;
        if !is_behind || is_full && self.heap.peek().is_some_and(|last| candidate > *last) {
            return true;
        }
        if is_full {
            self.heap.pop();
        }
        self.heap.push(candidate);
        let last = self.heap.peek().filter(|_| self.heap.len() == self.count).map(|last| last.rank);
        if let Some(last) = last
            && self.least.is_none_or(|least| last.compare(&least).is_gt())
        {
            self.least = Some(last);
        }
        true
    }

    fn found(self) -> impl Iterator<Item = Found> {
        let segment = self.segment;
        let found = move |Candidate { rank, ordinal, document }| {
            let address = DocAddress::new(segment, document);
            Found { rank, ordinal, address }
        };
        self.heap.into_iter().map(found)
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
struct Ids<'a>(Option<&'a StrColumn>);

impl Ids<'_> {
    /// The place of an article's id among those of the segment.
    fn ordinal(&self, document: DocId) -> u64 {
        self.0.and_then(|column| column.ords().first(document)).unwrap_or_default()
    }

    /// The ordinal of the first id that stands behind this one.
    fn behind(&self, id: &str) -> tantivy::Result<u64> {
        let Some(column) = self.0 else { return Ok(0) };
        let bound = std::ops::Bound::Excluded(id.as_bytes());
        match column.dictionary().term_bounds_to_ord(bound, std::ops::Bound::Unbounded).map_err(io)?.0 {
            std::ops::Bound::Included(ordinal) => Ok(ordinal),
            std::ops::Bound::Excluded(ordinal) => Ok(ordinal + 1),
            std::ops::Bound::Unbounded => Ok(0),
        }
    }

    fn text(&self, ordinal: u64) -> tantivy::Result<String> {
        let mut text = String::new();
        if let Some(column) = self.0 {
            column.ord_to_str(ordinal, &mut text).map_err(io)?;
        }
        Ok(text)
    }
}

fn io(error: std::io::Error) -> TantivyError {
    TantivyError::IoError(std::sync::Arc::new(error))
}
