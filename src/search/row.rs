//! The places of words in a row, in one segment.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet};

use super::segment::Segment;
use super::sought::Sought;

/// Words in a row, or one by itself.
pub(super) struct Row {
    places: Vec<Place>,
    /// Where a word would let the row start, and where it does, kept from article to article for their memory.
    others: Vec<u32>,
    found: Vec<u32>,
}

/// What may stand at a place of the row.
struct Place {
    /// How far it is behind the start of the row.
    offset: u32,
    lists: Vec<SegmentPostings>,
}

impl Row {
    /// The words with their places from the first one on; none where the segment lacks one of them.
    pub fn open(row: &[(u32, Sought)], segment: &Segment<'_>) -> tantivy::Result<Option<Row>> {
        let mut places = Vec::with_capacity(row.len());
        for (offset, sought) in row {
            let lists = segment.postings(sought)?;
            if lists.is_empty() {
                return Ok(None);
            }
            places.push(Place { offset: *offset, lists });
        }
        Ok(Some(Row { places, others: Vec::new(), found: Vec::new() }))
    }

    /// How often the row stands in an article; articles come in their order.
    pub fn times_in(&mut self, doc: DocId) -> u32 {
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        self.starts(doc, &mut found);
        self.found = found;
        self.found.len() as u32
    }

    /// Adds where the row starts in an article, in order; articles come in their order.
    pub fn starts(&mut self, doc: DocId, into: &mut Vec<u32>) {
        let from = into.len();
        for (number, place) in self.places.iter_mut().enumerate() {
            if number == 0 {
                place.starts(doc, into);
            } else {
                self.others.clear();
                place.starts(doc, &mut self.others);
                let others = &self.others;
                let mut kept = from;
                for at in from..into.len() {
                    if others.binary_search(&into[at]).is_ok() {
                        into[kept] = into[at];
                        kept += 1;
                    }
                }
                into.truncate(kept);
            }
            if into.len() == from {
                return;
            }
        }
    }
}

impl Place {
    /// Adds where the row would start in an article by this place alone, in order.
    fn starts(&mut self, doc: DocId, into: &mut Vec<u32>) {
        let from = into.len();
        for list in &mut self.lists {
            if stands_at(list, doc) {
                list.append_positions_with_offset(0, into);
            }
        }
        into[from..].sort_unstable();
        // Several forms of one word stand at one place.
        let (mut kept, mut last) = (from, None);
        for at in from..into.len() {
            let start = into[at].checked_sub(self.offset);
            if start > last {
                last = start;
                into[kept] = into[at] - self.offset;
                kept += 1;
            }
        }
        into.truncate(kept);
    }
}

/// Whether an article is among the postings; articles come in their order.
pub(super) fn stands_at(postings: &mut SegmentPostings, doc: DocId) -> bool {
    if postings.doc() < doc {
        postings.seek(doc);
    }
    postings.doc() == doc
}
