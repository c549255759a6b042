//! How often words stand behind others or in one article with them, for many words that may go on a query: what the query has so far
//! is read once, and each of them is then looked for there.

use std::collections::BTreeMap;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::docs::Docs;
use super::matching::Matching;
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

    /// How many of them have a term.
    pub fn having(&self, term: &Term, searcher: &Searcher) -> tantivy::Result<usize> {
        let mut having = 0;
        for (segment, matches) in searcher.segment_readers().iter().zip(&self.articles) {
            let Some(mut found) = postings(segment, term, IndexRecordOption::Basic)? else { continue };
            while found.doc() != TERMINATED {
                having += usize::from(matches.contains(found.doc()));
                found.advance();
            }
        }
        Ok(having)
    }
}

/// The places in the texts behind a word.
pub(super) struct Behind {
    /// For each segment its articles that have the word, with the places behind it in order.
    places: Vec<BTreeMap<DocId, Vec<u32>>>,
}

impl Behind {
    /// The places behind a word in a field of word forms.
    pub fn of(word: &QueryWord, field: Field, searcher: &Searcher) -> tantivy::Result<Behind> {
        let length = word.places() as u32;
        let mut places = Vec::new();
        for segment in searcher.segment_readers() {
            let mut of_segment: BTreeMap<DocId, Vec<u32>> = BTreeMap::new();
            let mut behind = Vec::new();
            for form in &word.whole.forms {
                let term = Term::from_field_text(field, form);
                let Some(mut found) = postings(segment, &term, IndexRecordOption::WithFreqsAndPositions)? else {
                    continue;
                };
                while found.doc() != TERMINATED {
                    if !segment.is_deleted(found.doc()) {
                        found.positions_with_offset(length, &mut behind);
                        of_segment.entry(found.doc()).or_default().extend_from_slice(&behind);
                    }
                    found.advance();
                }
            }
            of_segment.values_mut().for_each(|places| places.sort_unstable());
            places.push(of_segment);
        }
        Ok(Behind { places })
    }

    /// How many articles have a term there.
    pub fn having(&self, term: &Term, searcher: &Searcher) -> tantivy::Result<usize> {
        let mut having = 0;
        let mut positions = Vec::new();
        for (segment, places) in searcher.segment_readers().iter().zip(&self.places) {
            let Some(mut found) = postings(segment, term, IndexRecordOption::WithFreqsAndPositions)? else { continue };
            while found.doc() != TERMINATED {
                if let Some(places) = places.get(&found.doc()) {
                    found.positions(&mut positions);
                    having += usize::from(positions.iter().any(|place| places.binary_search(place).is_ok()));
                }
                found.advance();
            }
        }
        Ok(having)
    }
}

fn postings(
    segment: &SegmentReader,
    term: &Term,
    option: IndexRecordOption,
) -> tantivy::Result<Option<SegmentPostings>> {
    Ok(segment.inverted_index(term.field())?.read_postings(term, option)?)
}
