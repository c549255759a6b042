//! What leaves score in some documents of a segment.
//!
//! A list is read once, however many leaves ask for it; what is kept of it are the documents that are asked about. They go by their
//! numbers among those, so that what is added up lies close together in memory.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use tantivy::DocId;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

use super::leaf::{Leaf, Way};
use super::positions::Standing;
use super::ranking::K1_IN_FRONT;
use super::row::Row;
use super::segment::{MUCH_LONGER, PATIENCE, Segment};
use super::sought::Sought;

/// By document its number among those that are asked about, from 1, and 0 for all others: kept from search to search for its memory.
#[derive(Default)]
pub(super) struct Numbers(Vec<u32>);

/// How often a word is in documents, which go by their numbers.
type Counts = Rc<Vec<(u32, u32)>>;

/// The scores of some documents.
pub(super) struct Scoring<'s, 'c> {
    segment: &'s Segment<'c>,
    docs: &'s [DocId],
    numbers: &'s mut Numbers,
    /// What BM25 adds for the length of each text to how often a word is there.
    lengths: Vec<f32>,
    /// The lists that were read, by where they lie.
    lists: FxHashMap<usize, Counts>,
    /// How often each has a word; 0 but while a way is scored.
    times: Vec<u32>,
    /// What the best of several ways scores in each.
    best: Vec<f32>,
    /// What [`Scores`] are made in.
    few: Vec<(u32, f32)>,
    many: Vec<f32>,
}

/// What a way scores.
enum Scores<'a> {
    /// In some documents, each once.
    Few(&'a [(u32, f32)]),
    /// In every one. Where many have a word it takes less time to work out nothing for the others than to ask which they are.
    Many(&'a [f32]),
}

/// They are many if they are more than one of so many.
const MANY: usize = 4;

impl<'s, 'c> Scoring<'s, 'c> {
    /// Scores documents, given in order.
    pub fn of(
        segment: &'s Segment<'c>,
        docs: &'s [DocId],
        numbers: &'s mut Numbers,
    ) -> tantivy::Result<Scoring<'s, 'c>> {
        let all = segment.reader().max_doc() as usize;
        numbers.0.resize(all.max(numbers.0.len()), 0);
        let texts = segment.reader().get_fieldnorms_reader(segment.commit.text())?;
        let by_length = segment.commit.lengths()?;
        let lengths = docs.iter().map(|doc| by_length[texts.fieldnorm_id(*doc) as usize]).collect();
        docs.iter().zip(1..).for_each(|(doc, number)| numbers.0[*doc as usize] = number);
        let (times, best) = (vec![0; docs.len()], Vec::new());
        let (few, many) = (Vec::new(), Vec::new());
        Ok(Scoring { segment, docs, numbers, lengths, lists: FxHashMap::default(), times, best, few, many })
    }

    /// Adds what a leaf scores in each.
    pub fn add(&mut self, leaf: &Leaf, sums: &mut [f32]) -> tantivy::Result<()> {
        match leaf {
            Leaf::Said(ways) => match &ways[..] {
                [way] => self.score(way)?.change(sums, |sum, score| sum + score),
                ways => Scores::Many(self.best_of(ways)?).change(sums, |sum, score| sum + score),
            },
            Leaf::Placed(positions, weight) => {
                let mut standing = Standing::open(positions, self.segment)?;
                let mut weights = Vec::with_capacity(self.docs.len());
                for docs in self.docs.chunks(PATIENCE) {
                    let in_time = !self.segment.deadline.is_over();
                    let weight = |doc| if in_time && standing.is_fulfilled(doc) { *weight } else { 0.0 };
                    weights.extend(docs.iter().copied().map(weight));
                }
                for part in positions.parts() {
                    if let Leaf::Said(ways) = part {
                        let weighed = self.best_of(ways)?.iter().zip(&weights).map(|(score, weight)| weight * score);
                        sums.iter_mut().zip(weighed).for_each(|(sum, score)| *sum += score);
                    }
                }
            }
            Leaf::Labelled(_) | Leaf::Known(_) => {}
        }
        Ok(())
    }

    /// What the best of several ways scores in every document.
    fn best_of(&mut self, ways: &[Way]) -> tantivy::Result<&[f32]> {
        let mut best = std::mem::take(&mut self.best);
        best.clear();
        best.resize(self.docs.len(), 0.0);
        for way in ways {
            self.score(way)?.change(&mut best, f32::max);
        }
        self.best = best;
        Ok(&self.best)
    }

    /// What a way scores.
    fn score(&mut self, way: &Way) -> tantivy::Result<Scores<'_>> {
        let factor = way.factor(self.segment.commit)?;
        let [(_, sought)] = &way.row[..] else { return self.score_row(way, factor) };
        let lists = self.lists(sought)?;
        let Scoring { lengths, times, few, many, .. } = self;
        let found: usize = lists.iter().map(|list| list.len()).sum();
        let in_front = sought.is_in_front().then_some(K1_IN_FRONT);
        if found.saturating_mul(MANY) > times.len() {
            for (number, more) in lists.iter().flat_map(|list| list.iter()) {
                times[*number as usize] += more;
            }
            many.clear();
            match in_front {
                Some(length) => many.extend(times.iter().map(|times| factor * share(*times, length))),
                None => many.extend(times.iter().zip(lengths).map(|(times, length)| factor * share(*times, *length))),
            }
            times.fill(0);
            return Ok(Scores::Many(many));
        }
        few.clear();
        for (number, more) in lists.iter().flat_map(|list| list.iter()) {
            let times = &mut times[*number as usize];
            if *times == 0 {
                few.push((*number, 0.0));
            }
            *times += more;
        }
        for (number, score) in &mut *few {
            let length = in_front.unwrap_or(lengths[*number as usize]);
            *score = factor * share(std::mem::take(&mut times[*number as usize]), length);
        }
        Ok(Scores::Few(few))
    }

    /// How often what is looked for is in the documents, list by list.
    fn lists(&mut self, sought: &Sought) -> tantivy::Result<Vec<Counts>> {
        let mut lists: Vec<Counts> = Vec::new();
        self.segment.commit.lists(sought, self.segment.number, |list| {
            let counts = match self.lists.get(&list.postings_range.start) {
                Some(counts) => Rc::clone(counts),
                None => {
                    let counts = read(list, self.segment, self.docs, self.numbers)?;
                    self.lists.insert(list.postings_range.start, Rc::clone(&counts));
                    counts
                }
            };
            lists.push(counts);
            Ok(())
        })?;
        Ok(lists)
    }

    /// What words in a row score.
    fn score_row(&mut self, way: &Way, factor: f32) -> tantivy::Result<Scores<'_>> {
        let Scoring { segment, docs, numbers, lengths, few, .. } = self;
        let score = |number: u32, times| (number, factor * share(times, lengths[number as usize]));
        few.clear();
        if let Some(counts) = segment.counted(&way.row) {
            let asked =
                counts.iter().filter_map(|(doc, times)| Some((numbers.0[*doc as usize].checked_sub(1)?, *times)));
            few.extend(asked.map(|(number, times)| score(number, times)));
        } else if let Some(mut row) = Row::open(&way.row, segment)? {
            for (number, doc) in (0..).zip(*docs) {
                if (number as usize).is_multiple_of(PATIENCE) && segment.deadline.is_over() {
                    break;
                }
                let times = row.times_in(*doc);
                few.extend((times > 0).then(|| score(number, times)));
            }
        }
        Ok(Scores::Few(few))
    }
}

impl Scores<'_> {
    /// Changes what there is of each document.
    fn change(&self, values: &mut [f32], change: impl Fn(f32, f32) -> f32) {
        match self {
            Scores::Few(scores) => scores.iter().for_each(|(number, score)| {
                let value = &mut values[*number as usize];
                *value = change(*value, *score);
            }),
            Scores::Many(scores) => {
                values.iter_mut().zip(*scores).for_each(|(value, score)| *value = change(*value, *score));
            }
        }
    }
}

impl Drop for Scoring<'_, '_> {
    fn drop(&mut self) {
        self.docs.iter().for_each(|doc| self.numbers.0[*doc as usize] = 0);
    }
}

/// How often a word is in each of the documents that are asked about.
fn read(list: &TermInfo, segment: &Segment<'_>, docs: &[DocId], numbers: &Numbers) -> tantivy::Result<Counts> {
    let index = segment.reader().inverted_index(segment.commit.text())?;
    let mut postings = index.read_block_postings_from_terminfo(list, IndexRecordOption::WithFreqs)?;
    let mut counts = Vec::with_capacity(docs.len().min(list.doc_freq as usize));
    if docs.len() * MUCH_LONGER < list.doc_freq as usize {
        let times = docs.iter().map(|doc| times_in(&mut postings, *doc));
        counts.extend((0..).zip(times).filter(|(_, times)| *times > 0));
    } else {
        while !postings.docs().is_empty() {
            for (doc, times) in postings.docs().iter().zip(postings.freqs()) {
                if let Some(number) = numbers.0[*doc as usize].checked_sub(1) {
                    counts.push((number, *times));
                }
            }
            postings.advance();
        }
    }
    Ok(Rc::new(counts))
}

/// How often a document has a term; documents come in their order.
fn times_in(list: &mut BlockSegmentPostings, doc: DocId) -> u32 {
    let at = list.seek(doc);
    if list.doc(at) == doc { list.freq(at) } else { 0 }
}

/// The share of its most that BM25 gives a text with a term so many times, by what its length adds to them.
#[inline]
fn share(times: u32, length: f32) -> f32 {
    // No text has as many words as a number with a sign can count; the processor has an instruction for those.
    let times = times as i32 as f32;
    times / (times + length)
}
