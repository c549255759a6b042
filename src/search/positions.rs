//! Words by the places where they stand: near one another, in one sentence, in the headline, so many times.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::index::borders::{BODY, PARAGRAPH, SENTENCE};

/// The ways to say a part: each way is terms with their places from the first one on.
pub(super) type Ways = Vec<Vec<(usize, Term)>>;

/// What has to be true of the places of some parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    /// They are there.
    There,
    /// Some of each stand within so many words of one another.
    Within(u32),
    /// One of each stands behind one of the part before, with so many other words between them in all.
    InOrder(u32),
    /// Some of each stand in one sentence.
    OneSentence,
    /// Some of each stand in one paragraph.
    OneParagraph,
    /// Some of each stand among the first so many words.
    First(u32),
    /// All of them together stand so many times in the article.
    AtLeast(u32),
}

/// What matches as another query does, of which the parts fulfil a condition.
#[derive(Debug)]
pub(super) struct Positions {
    query: Box<dyn Query>,
    parts: Vec<Ways>,
    condition: Condition,
    in_title: bool,
    /// The field that has the borders of sentences.
    text: Field,
}

impl Positions {
    /// The articles of a query in which these parts stand so; with `in_title`, places in the headline alone count.
    pub fn new(
        query: Box<dyn Query>,
        parts: Vec<Ways>,
        condition: Condition,
        in_title: bool,
        text: Field,
    ) -> Positions {
        Positions { query, parts, condition, in_title, text }
    }
}

impl Clone for Positions {
    fn clone(&self) -> Positions {
        Positions { query: self.query.box_clone(), parts: self.parts.clone(), ..*self }
    }
}

impl Query for Positions {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let inner = self.query.weight(scoring)?;
        Ok(Box::new(PositionsWeight { inner, query: self.clone() }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.query.query_terms(visitor);
    }
}

struct PositionsWeight {
    inner: Box<dyn Weight>,
    query: Positions,
}

impl Weight for PositionsWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let inner = self.inner.scorer(reader, boost)?;
        let open = |part: &Ways| part.iter().map(|way| Way::open(way, reader)).collect::<tantivy::Result<Vec<_>>>();
        let parts = self.query.parts.iter().map(open).collect::<tantivy::Result<Vec<_>>>()?;
        let border = |sign: &str| {
            let term = Term::from_field_text(self.query.text, sign);
            Ok::<_, tantivy::TantivyError>(Way::open(&[(0, term)], reader)?.places)
        };
        let units = match self.query.condition {
            Condition::OneSentence => border(SENTENCE)?,
            Condition::OneParagraph => border(PARAGRAPH)?,
            _ => Vec::new(),
        };
        let asks_for_body = self.query.in_title || matches!(self.query.condition, Condition::First(_));
        let body = if asks_for_body { border(BODY)? } else { Vec::new() };
        let (condition, in_title) = (self.query.condition, self.query.in_title);
        let mut scorer = PositionsScorer { inner, parts, units, body, condition, in_title, found: Vec::new() };
        if scorer.inner.doc() != TERMINATED && !scorer.is_fulfilled() {
            scorer.advance();
        }
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.inner.explain(reader, doc)
    }
}

struct PositionsScorer {
    inner: Box<dyn Scorer>,
    parts: Vec<Vec<Way>>,
    /// Where sentences or paragraphs begin.
    units: Vec<Place>,
    /// Where the body begins.
    body: Vec<Place>,
    condition: Condition,
    in_title: bool,
    /// Where each part stands, kept from article to article for its memory.
    found: Vec<Vec<u32>>,
}

/// One way to say a part, in one segment. Without places it does not occur there.
struct Way {
    places: Vec<Place>,
}

/// A term's postings, and how far behind the start of its part it stands.
struct Place {
    offset: u32,
    postings: SegmentPostings,
}

impl Way {
    fn open(terms: &[(usize, Term)], reader: &SegmentReader) -> tantivy::Result<Way> {
        let mut places = Vec::with_capacity(terms.len());
        for (offset, term) in terms {
            let index = reader.inverted_index(term.field())?;
            match index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)? {
                Some(postings) => places.push(Place { offset: *offset as u32, postings }),
                None => return Ok(Way { places: Vec::new() }),
            }
        }
        Ok(Way { places })
    }

    /// Adds where it starts in an article.
    fn starts(&mut self, doc: DocId, into: &mut Vec<u32>) {
        if let [Place { offset: 0, postings }] = &mut self.places[..] {
            // Words by themselves are most of all parts, and need no memory of their own.
            if stands_at(postings, doc) {
                postings.append_positions_with_offset(0, into);
            }
            return;
        }
        let mut starts: Option<Vec<u32>> = None;
        for place in &mut self.places {
            let Some(positions) = place.positions(doc) else { return };
            starts = Some(match starts {
                None => positions,
                Some(before) => before.into_iter().filter(|at| positions.binary_search(at).is_ok()).collect(),
            });
        }
        into.extend(starts.into_iter().flatten());
    }
}

impl Place {
    /// Where in an article the part would start by this term alone.
    fn positions(&mut self, doc: DocId) -> Option<Vec<u32>> {
        if !stands_at(&mut self.postings, doc) {
            return None;
        }
        let mut positions = Vec::new();
        self.postings.positions(&mut positions);
        Some(positions.into_iter().filter_map(|at| at.checked_sub(self.offset)).collect())
    }
}

/// Whether an article is among the postings; articles come in their order.
fn stands_at(postings: &mut SegmentPostings, doc: DocId) -> bool {
    if postings.doc() < doc {
        postings.seek(doc);
    }
    postings.doc() == doc
}

impl PositionsScorer {
    fn is_fulfilled(&mut self) -> bool {
        let doc = self.inner.doc();
        let mut found = std::mem::take(&mut self.found);
        found.resize_with(self.parts.len(), Vec::new);
        let body = first(&mut self.body, doc);
        for (part, places) in self.parts.iter_mut().zip(&mut found) {
            places.clear();
            part.iter_mut().for_each(|way| way.starts(doc, places));
            places.sort_unstable();
            places.dedup();
            if self.in_title {
                places.truncate(places.partition_point(|at| body.is_none_or(|body| *at < body)));
            }
        }
        let is_fulfilled = found.iter().all(|places| !places.is_empty())
            && match self.condition {
                Condition::There => true,
                Condition::Within(words) => stand_within(words, &found),
                Condition::InOrder(slack) => stand_in_order(slack, &found),
                Condition::OneSentence | Condition::OneParagraph => {
                    let starts = self.units.first_mut().and_then(|units| units.positions(doc)).unwrap_or_default();
                    share_a_unit(&starts, &found)
                }
                // Between headline and body a place is left out, so that no phrase reaches over.
                Condition::First(words) => found.iter().all(|places| match body {
                    Some(body) if body > 0 && places[0] >= body => places[0] - 1 < words,
                    _ => places[0] < words,
                }),
                Condition::AtLeast(times) => found.iter().map(Vec::len).sum::<usize>() >= times as usize,
            };
        self.found = found;
        is_fulfilled
    }
}

fn first(border: &mut [Place], doc: DocId) -> Option<u32> {
    border.first_mut()?.positions(doc)?.first().copied()
}

/// Whether one place of each part can be chosen so that the last is at most so many words behind the first.
fn stand_within(words: u32, found: &[Vec<u32>]) -> bool {
    if let [one, other] = found {
        return two_stand_within(words, one, other);
    }
    let mut all: Vec<(u32, usize)> =
        found.iter().enumerate().flat_map(|(part, places)| places.iter().map(move |at| (*at, part))).collect();
    all.sort_unstable();
    let (mut counts, mut missing, mut from) = (vec![0usize; found.len()], found.len(), 0);
    for &(at, part) in &all {
        missing -= usize::from(counts[part] == 0);
        counts[part] += 1;
        while at - all[from].0 > words {
            counts[all[from].1] -= 1;
            missing += usize::from(counts[all[from].1] == 0);
            from += 1;
        }
        if missing == 0 {
            return true;
        }
    }
    false
}

/// The same for two parts, in one walk along both.
fn two_stand_within(words: u32, one: &[u32], other: &[u32]) -> bool {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    while let (Some(&&a), Some(&&b)) = (one.peek(), other.peek()) {
        if a == b {
            // A word is not near itself, but near the next of either.
            one.next();
            other.next();
            if [one.peek(), other.peek()].into_iter().flatten().any(|next| **next - a <= words) {
                return true;
            }
        } else if a.abs_diff(b) <= words {
            return true;
        } else if a < b {
            one.next();
        } else {
            other.next();
        }
    }
    false
}

/// Whether one place of each part can be chosen behind that of the part before, with so many places between them in all.
fn stand_in_order(slack: u32, found: &[Vec<u32>]) -> bool {
    let Some((firsts, others)) = found.split_first() else { return false };
    let most = slack.saturating_add(others.len() as u32);
    firsts.iter().any(|first| {
        let behind = |last: u32, places: &Vec<u32>| places.get(places.partition_point(|at| *at <= last)).copied();
        let last = others.iter().try_fold(*first, behind);
        last.is_some_and(|last| last - first <= most)
    })
}

/// Whether some place of each part lies between the same two borders.
fn share_a_unit(starts: &[u32], found: &[Vec<u32>]) -> bool {
    let unit = |at: &u32| starts.partition_point(|start| start <= at);
    let Some((first, rest)) = found.split_first() else { return false };
    first.iter().map(unit).any(|one| rest.iter().all(|places| places.iter().map(unit).any(|other| other == one)))
}

impl DocSet for PositionsScorer {
    fn advance(&mut self) -> DocId {
        loop {
            let doc = self.inner.advance();
            if doc == TERMINATED || self.is_fulfilled() {
                return doc;
            }
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let doc = self.inner.seek(target);
        if doc == TERMINATED || self.is_fulfilled() { doc } else { self.advance() }
    }

    fn doc(&self) -> DocId {
        self.inner.doc()
    }

    fn size_hint(&self) -> u32 {
        self.inner.size_hint()
    }
}

impl Scorer for PositionsScorer {
    fn score(&mut self) -> Score {
        self.inner.score()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_near_one_another() {
        let found = |places: &[&[u32]]| places.iter().map(|places| places.to_vec()).collect::<Vec<_>>();
        assert!(stand_within(2, &found(&[&[1, 50], &[40, 52]])));
        assert!(!stand_within(1, &found(&[&[1, 50], &[40, 52]])));
        assert!(!stand_within(9, &found(&[&[1, 50], &[]])));
        assert!(!stand_within(9, &found(&[&[1, 50], &[1, 50]])));
        assert!(stand_within(9, &found(&[&[1, 8], &[1, 8]])));
        assert!(stand_within(1, &found(&[&[5], &[5, 6]])));
        assert!(stand_within(5, &found(&[&[10], &[5, 13], &[15]])));
        assert!(!stand_within(4, &found(&[&[10], &[5], &[15]])));
    }

    #[test]
    fn parts_in_order() {
        let found = |places: &[&[u32]]| places.iter().map(|places| places.to_vec()).collect::<Vec<_>>();
        assert!(stand_in_order(1, &found(&[&[1, 50], &[3, 40]])));
        assert!(!stand_in_order(0, &found(&[&[1, 50], &[3, 40]])));
        assert!(!stand_in_order(9, &found(&[&[50], &[3, 40]])));
        assert!(stand_in_order(2, &found(&[&[1, 7], &[8, 9], &[2, 11]])));
        assert!(!stand_in_order(u32::MAX, &found(&[&[1], &[]])));
    }

    #[test]
    fn parts_between_the_same_borders() {
        let found = |places: &[&[u32]]| places.iter().map(|places| places.to_vec()).collect::<Vec<_>>();
        assert!(share_a_unit(&[0, 5, 9], &found(&[&[1, 6], &[8]])));
        assert!(!share_a_unit(&[0, 5, 9], &found(&[&[1, 9], &[8]])));
        assert!(share_a_unit(&[], &found(&[&[1], &[8]])));
    }
}
