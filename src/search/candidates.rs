//! The scores of the articles that match.
//!
//! All of them get the score of the words that were asked for. What a second look adds is worked out only for those that can still
//! come among the first: the order is the same as if all had been looked at.

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentOrdinal};

use super::Sort;
use super::commit::Commit;
use super::leaf::Leaf;
use super::matching::Matching;
use super::order::{First, Place, Rank};
use super::page::Found;
use super::ranking::COMPLETE;
use super::recency::Recency;
use super::scoring::Numbers;

/// So few are looked at without choosing among them first.
const FEW: usize = 64;

/// Articles that may come among the first, in order of their segments and numbers.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    segments: Vec<OfSegment>,
}

#[derive(Debug)]
struct OfSegment {
    number: SegmentOrdinal,
    docs: Vec<DocId>,
    sums: Vec<f32>,
    /// What the whole score of each is multiplied by.
    factors: Vec<f32>,
}

impl Candidates {
    /// All articles that match, scored by these leaves.
    pub fn of(
        matching: &mut Matching<'_>,
        leaves: &[&Leaf],
        prefers_complete: bool,
        recency: Option<Recency>,
        numbers: &mut Numbers,
    ) -> tantivy::Result<Candidates> {
        let mut candidates = Candidates::default();
        for one in &mut matching.segments {
            let docs = one.docs.to_vec();
            let mut sums = vec![0.0; docs.len()];
            one.segment.score(leaves, &docs, &mut sums, numbers)?;
            let complete = one.complete.as_ref().filter(|_| prefers_complete);
            let dates: Option<Column<u64>> =
                recency.map(|_| one.segment.reader().fast_fields().u64("date")).transpose()?;
            let factor = |doc: &DocId| {
                let is_complete = complete.is_some_and(|complete| complete.contains(*doc));
                let recent =
                    recency.map_or(1.0, |recency| recency.factor(dates.as_ref().and_then(|dates| dates.first(*doc))));
                recent * if is_complete { COMPLETE } else { 1.0 }
            };
            let factors = docs.iter().map(factor).collect();
            candidates.segments.push(OfSegment { number: one.segment.number, docs, sums, factors });
        }
        Ok(candidates)
    }

    /// Adds what more leaves score, wherever that can matter for the first `count`; without a number, everywhere.
    pub fn add(
        &mut self,
        leaves: &[Leaf],
        count: Option<usize>,
        matching: &mut Matching<'_>,
        commit: &Commit,
        numbers: &mut Numbers,
    ) -> tantivy::Result<()> {
        let most = leaves.iter().map(|leaf| leaf.most(commit)).collect::<tantivy::Result<Vec<f32>>>()?;
        let mut left: f32 = most.iter().sum();
        for (leaf, most) in leaves.iter().zip(most) {
            self.choose(count, left);
            for (of_segment, one) in self.segments.iter_mut().zip(&mut matching.segments) {
                one.segment.score(&[leaf], &of_segment.docs, &mut of_segment.sums, numbers)?;
            }
            left -= most;
        }
        Ok(())
    }

    /// Leaves those out that cannot come among the first `count`, with so much more of a score at most.
    fn choose(&mut self, count: Option<usize>, more: f32) {
        let all = || self.segments.iter().flat_map(|one| one.sums.iter().zip(&one.factors));
        let Some(count) = count.filter(|count| *count > 0 && all().count() > (*count).max(FEW)) else { return };
        let mut known: Vec<f32> = all().map(|(sum, factor)| sum * factor).collect();
        let (_, least, _) = known.select_nth_unstable_by(count - 1, |a, b| b.total_cmp(a));
        // Sums are rounded in another order than the bound.
        let least = *least * 0.9999;
        for one in &mut self.segments {
            let stays: Vec<bool> =
                one.sums.iter().zip(&one.factors).map(|(sum, factor)| (sum + more) * factor >= least).collect();
            keep(&mut one.docs, &stays);
            keep(&mut one.sums, &stays);
            keep(&mut one.factors, &stays);
        }
    }

    /// The first of them behind a place.
    pub fn first(&self, count: usize, after: Option<&Place>, commit: &Commit) -> tantivy::Result<Vec<Found>> {
        let mut first = First::new(count, Sort::Relevance, after, commit);
        for one in &self.segments {
            let scores = one.sums.iter().zip(&one.factors).map(|(sum, factor)| sum * factor);
            first.take(one.number, one.docs.iter().copied().zip(scores), count.min(one.docs.len()))?;
        }
        let found = |(rank, address): (Rank, tantivy::DocAddress)| {
            let of_segment = self.segments.iter().find(|one| one.number == address.segment_ord);
            let factor = of_segment
                .and_then(|one| Some(one.factors[one.docs.binary_search(&address.doc_id).ok()?]))
                .unwrap_or(1.0);
            Found { rank, address, factor }
        };
        Ok(first.in_order()?.into_iter().map(found).collect())
    }
}

fn keep<T>(items: &mut Vec<T>, stays: &[bool]) {
    let mut stays = stays.iter();
    items.retain(|_| stays.next().is_some_and(|stays| *stays));
}
