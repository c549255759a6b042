//! How often words stand behind others or in one article with them, for many words that may go on a query: what the query has so far
//! is read once, and each of them is then looked for there.

use std::collections::BTreeMap;

use tantivy::{DocId, SegmentOrdinal};

use super::commit::Commit;
use super::deadline::Deadline;
use super::docs::Docs;
use super::leaf::Leaf;
use super::matching::Matching;
use super::row::Row;
use super::segment::Segment;
use super::sought::Sought;
use crate::analysis::QueryWord;

/// The articles that a query matches.
pub(super) struct Company {
    /// Those of each segment.
    articles: Vec<Docs>,
}

impl Company {
    /// The articles that match.
    pub fn of(matching: Matching<'_>) -> Company {
        Company { articles: matching.segments.into_iter().map(|of_segment| of_segment.docs).collect() }
    }

    /// How many of them have a thing.
    pub fn having(&self, leaf: &Leaf, commit: &Commit) -> tantivy::Result<usize> {
        let mut having = 0;
        for (segment, matches) in segments(commit).zip(&self.articles) {
            let mut found = segment.find(leaf)?;
            found.keep(matches);
            having += found.len();
        }
        Ok(having)
    }
}

/// How many articles have a thing, not counting whether they were removed.
pub(super) fn articles_with(leaf: &Leaf, commit: &Commit) -> tantivy::Result<usize> {
    segments(commit).map(|segment| Ok(segment.find(leaf)?.len())).sum()
}

/// The places in the texts behind a word.
pub(super) struct Behind {
    /// For each segment its articles that have the word, with the places behind it in order.
    places: Vec<BTreeMap<DocId, Vec<u32>>>,
}

impl Behind {
    /// The places behind a word in any of its forms.
    pub fn of(word: &QueryWord, commit: &Commit) -> tantivy::Result<Behind> {
        let sought = Sought::forms(word.whole.forms.iter().map(String::as_str));
        let length = word.places() as u32;
        let mut places = Vec::new();
        for segment in segments(commit) {
            let mut of_segment: BTreeMap<DocId, Vec<u32>> = BTreeMap::new();
            if let Some(mut row) = Row::open(&[(0, sought.clone())], &segment)? {
                let found = segment.find(&Leaf::word(sought.clone(), 1.0))?;
                for doc in found.iter().filter(|doc| !segment.reader().is_deleted(*doc)) {
                    let mut behind = Vec::new();
                    row.starts(doc, &mut behind);
                    behind.iter_mut().for_each(|place| *place += length);
                    of_segment.insert(doc, behind);
                }
            }
            places.push(of_segment);
        }
        Ok(Behind { places })
    }

    /// How many articles have a word as written there.
    pub fn having(&self, written: &str, commit: &Commit) -> tantivy::Result<usize> {
        let sought = Sought::written(written);
        let (mut having, mut starts) = (0, Vec::new());
        for (segment, places) in segments(commit).zip(&self.places) {
            let Some(mut row) = Row::open(&[(0, sought.clone())], &segment)? else { continue };
            for doc in segment.find(&Leaf::word(sought.clone(), 1.0))?.iter() {
                if let Some(places) = places.get(&doc) {
                    starts.clear();
                    row.starts(doc, &mut starts);
                    having += usize::from(starts.iter().any(|place| places.binary_search(place).is_ok()));
                }
            }
        }
        Ok(having)
    }
}

fn segments(commit: &Commit) -> impl Iterator<Item = Segment<'_>> {
    let numbers = 0..commit.segment_readers().len() as SegmentOrdinal;
    numbers.map(|number| Segment::of(commit, number, Deadline::never()))
}
