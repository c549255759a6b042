//! The order of articles: by score, then the newest (or the oldest) first, then by id. No two are equal in it, whatever the segments of the index
//! are, so that one page ends where the next begins.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, SegmentOrdinal, TantivyError};

use super::Sort;
use super::commit::Commit;
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
            articles.for_each(|(document, score)| first.take(document, score));
            self.found.extend(first.found());
        }
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
            Moments::Table(table) => table.moments[document as usize],
            Moments::Column(moments) => moments.first(document).unwrap_or_default(),
        }
    }

    /// The month before which nothing is as late as a moment; 0 where that is not known.
    fn month_of(&self, moment: u64) -> u16 {
        match self {
            Moments::Table(table) => table.month_of(moment),
            Moments::Column(_) => 0,
        }
    }

    #[inline]
    fn is_before(&self, document: DocId, month: u16) -> bool {
        matches!(self, Moments::Table(table) if table.is_before(document, month))
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
    /// The month of that, so that of most articles the moment need not be fetched: months lie closer together.
    least_month: u16,
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
        let heap = BinaryHeap::new();
        let mut of_segment = OfSegment { segment, count, sort, after, least: None, least_month: 0, moments, ids, heap };
        least.into_iter().for_each(|least| of_segment.pass_over_behind(least));
        Ok(of_segment)
    }

    /// What comes behind this does not matter any more.
    fn pass_over_behind(&mut self, least: Rank) {
        self.least = Some(least);
        // Where the oldest come first, the moments are counted the other way round.
        self.least_month = if self.sort == Sort::Oldest { 0 } else { self.moments.month_of(least.moment) };
    }

    fn take(&mut self, document: DocId, score: f32) {
        if let Some(least) = self.least {
            match score.total_cmp(&least.score) {
                Ordering::Less => return,
                Ordering::Equal if self.moments.is_before(document, self.least_month) => return,
                _ => {}
            }
        }
        let moment = match self.moments.of(document) {
            moment if moment > 0 && self.sort == Sort::Oldest => u64::MAX - moment,
            moment => moment,
        };
        let rank = Rank { score, moment };
        if self.least.is_some_and(|least| least.compare(&rank).is_gt()) {
            return;
        }
        let candidate = Candidate { rank, ordinal: self.ids.ordinal(document), document };
        let is_behind = self.after.is_none_or(|(after, behind)| match rank.compare(&after) {
            Ordering::Less => true,
            Ordering::Equal => candidate.ordinal >= behind,
            Ordering::Greater => false,
        });
        let is_full = self.heap.len() == self.count;
        if !is_behind || is_full && self.heap.peek().is_some_and(|last| candidate > *last) {
            return;
        }
        if is_full {
            self.heap.pop();
        }
        self.heap.push(candidate);
        let last = self.heap.peek().filter(|_| self.heap.len() == self.count).map(|last| last.rank);
        if let Some(last) = last
            && self.least.is_none_or(|least| last.compare(&least).is_gt())
        {
            self.pass_over_behind(last);
        }
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
