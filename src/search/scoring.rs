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
    counts: Sums<u32>,
    best: Sums<f32>,
}

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
        let (counts, best) = (Sums::of(docs.len()), Sums::of(docs.len()));
        Ok(Scoring { segment, docs, numbers, lengths, lists: FxHashMap::default(), counts, best })
    }

    /// Adds what a leaf scores in each.
    pub fn add(&mut self, leaf: &Leaf, sums: &mut [f32]) -> tantivy::Result<()> {
        match leaf {
            Leaf::Said(ways) => match &ways[..] {
                [way] => self.each(way, |number, score| sums[number as usize] += score)?,
                ways => self.best_of(ways, |number, score| sums[number as usize] += score)?,
            },
            Leaf::Placed(positions, weight) => {
                let mut standing = Standing::open(positions, self.segment)?;
                let mut is_fulfilled = Vec::with_capacity(self.docs.len());
                for docs in self.docs.chunks(PATIENCE) {
                    let in_time = !self.segment.deadline.is_over();
                    is_fulfilled.extend(docs.iter().map(|doc| in_time && standing.is_fulfilled(*doc)));
                }
                for part in positions.parts() {
                    if let Leaf::Said(ways) = part {
                        self.best_of(ways, |number, score| {
                            sums[number as usize] += if is_fulfilled[number as usize] { weight * score } else { 0.0 };
                        })?;
                    }
                }
            }
            Leaf::Labelled(_) | Leaf::Known(_) => {}
        }
        Ok(())
    }

    /// What the best of several ways scores.
    fn best_of(&mut self, ways: &[Way], found: impl FnMut(u32, f32)) -> tantivy::Result<()> {
        let mut best = std::mem::take(&mut self.best);
        // How many a way will find is not known before it is looked for.
        best.expect(self.docs.len());
        for way in ways {
            self.each(way, |number, score| best.change(number, |best| best.max(score)))?;
        }
        best.take(found);
        self.best = best;
        Ok(())
    }

    /// What a way scores.
    fn each(&mut self, way: &Way, mut found: impl FnMut(u32, f32)) -> tantivy::Result<()> {
        let factor = way.factor(self.segment.commit)?;
        let [(_, sought)] = &way.row[..] else {
            return self.each_row(way, |number, times, length| found(number, factor * share(times, length)));
        };
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
        let (lengths, is_in_front) = (&self.lengths, sought.is_in_front());
        let mut score = |number: u32, times: u32| {
            let length = if is_in_front { K1_IN_FRONT } else { lengths[number as usize] };
            found(number, factor * share(times, length));
        };
        if let [list] = &lists[..] {
            list.iter().for_each(|(number, times)| score(*number, *times));
        } else {
            self.counts.expect(lists.iter().map(|list| list.len()).sum());
            for list in &lists {
                list.iter().for_each(|(number, times)| self.counts.change(*number, |count| count + times));
            }
            self.counts.take(score);
        }
        Ok(())
    }

    /// How often each document has words in a row.
    fn each_row(&self, way: &Way, mut found: impl FnMut(u32, u32, f32)) -> tantivy::Result<()> {
        if let Some(counts) = self.segment.counted(&way.row) {
            for (doc, times) in counts.iter() {
                if let Some(number) = self.numbers.0[*doc as usize].checked_sub(1) {
                    found(number, *times, self.lengths[number as usize]);
                }
            }
            return Ok(());
        }
        let Some(mut row) = Row::open(&way.row, self.segment)? else { return Ok(()) };
        for ((number, doc), length) in (0..).zip(self.docs).zip(&self.lengths) {
            if (number as usize).is_multiple_of(PATIENCE) && self.segment.deadline.is_over() {
                break;
            }
            let times = row.times_in(*doc);
            if times > 0 {
                found(number, times, *length);
            }
        }
        Ok(())
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
    let times = times as f32;
    times / (times + length)
}

/// A value for each of some numbers. Where few have one they are noted, so that the others cost nothing.
#[derive(Default)]
struct Sums<T> {
    values: Vec<T>,
    touched: Option<Vec<u32>>,
}

impl<T: Default + Copy + PartialEq> Sums<T> {
    fn of(count: usize) -> Sums<T> {
        Sums { values: vec![T::default(); count], touched: None }
    }

    /// Gets ready for so many changes at most.
    fn expect(&mut self, changes: usize) {
        self.touched = (changes < self.values.len() / 4).then(Vec::new);
    }

    #[inline]
    fn change(&mut self, number: u32, change: impl FnOnce(T) -> T) {
        let value = &mut self.values[number as usize];
        if let Some(touched) = self.touched.as_mut().filter(|_| *value == T::default()) {
            touched.push(number);
        }
        *value = change(*value);
    }

    /// Gives the values away.
    fn take(&mut self, mut found: impl FnMut(u32, T)) {
        match self.touched.take() {
            Some(touched) => {
                for number in touched {
                    found(number, std::mem::take(&mut self.values[number as usize]));
                }
            }
            None => {
                for (number, value) in (0..).zip(&mut self.values) {
                    if *value != T::default() {
                        found(number, std::mem::take(value));
                    }
                }
            }
        }
    }
}
