//! A segment of the index while a query is answered: which of its documents a leaf finds.
//!
//! List by list, not document by document: the lists of a word are read block by block into a set, which takes a nanosecond or two
//! for each document. Lists that are much longer than what is looked for in them are not read but searched.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::postings::{BlockSegmentPostings, SegmentPostings, TermInfo};
use tantivy::query::{EnableScoring, Scorer};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, InvertedIndexReader, SegmentOrdinal, SegmentReader, TERMINATED, Term};

use super::commit::Commit;
use super::deadline::Deadline;
use super::docs::Docs;
use super::facts::Fact;
use super::frequent::is_frequent;
use super::leaf::{Leaf, Way};
use super::positions::Standing;
use super::row::Row;
use super::scoring::{Numbers, Scoring};
use super::sought::Sought;
use crate::index::borders::Border;

/// A list is searched if it is so many times as long as what is looked for.
pub(super) const MUCH_LONGER: usize = 8;

/// After how many documents, each of which takes long, it is looked whether there is time left.
pub(super) const PATIENCE: usize = 256;

/// Documents in order, each with how often it has words in a row.
type RowCounts = Rc<[(DocId, u32)]>;

/// A segment of the index.
pub(super) struct Segment<'a> {
    pub commit: &'a Commit,
    pub number: SegmentOrdinal,
    pub deadline: Deadline,
    /// What was found for leaves, by their address: a query asks for them by several ways.
    found: FxHashMap<*const Leaf, Docs>,
    /// The same for words in a row.
    rows: RefCell<FxHashMap<Vec<(u32, Sought)>, RowCounts>>,
}

impl<'a> Segment<'a> {
    /// A segment by its number.
    pub fn of(commit: &'a Commit, number: SegmentOrdinal, deadline: Deadline) -> Segment<'a> {
        Segment { commit, number, deadline, found: FxHashMap::default(), rows: RefCell::default() }
    }

    pub fn reader(&self) -> &'a SegmentReader {
        self.commit.segment_reader(self.number)
    }

    /// None of its documents.
    pub fn none(&self) -> Docs {
        Docs::none(self.reader().max_doc())
    }

    /// About how many documents a leaf finds.
    pub fn cost(&self, leaf: &Leaf) -> tantivy::Result<usize> {
        let mut sum = 0;
        match leaf {
            Leaf::Said(ways) => {
                for way in ways {
                    let mut least = usize::MAX;
                    for (_, sought) in &way.row {
                        least = least.min(self.cost_of(sought)?);
                    }
                    // Words in a row take longer than a word.
                    sum += least * way.row.len();
                }
            }
            Leaf::Labelled(terms) => {
                for term in terms {
                    sum += self.commit.list_of(term, self.number)?.map_or(0, |list| list.doc_freq as usize);
                }
            }
            Leaf::Placed(..) | Leaf::Known(_) => sum = usize::MAX,
        }
        Ok(sum)
    }

    fn cost_of(&self, sought: &Sought) -> tantivy::Result<usize> {
        let mut sum = 0;
        self.commit.lists(sought, self.number, |list| {
            sum += list.doc_freq as usize;
            Ok(())
        })?;
        Ok(sum)
    }

    /// The documents that a leaf of the query finds.
    pub fn docs(&mut self, leaf: &'a Leaf) -> tantivy::Result<Docs> {
        if let Some(found) = self.found.get(&std::ptr::from_ref(leaf)) {
            return Ok(found.clone());
        }
        let docs = self.find(leaf)?;
        self.found.insert(leaf, docs.clone());
        Ok(docs)
    }

    /// The same for any leaf.
    pub fn find(&self, leaf: &Leaf) -> tantivy::Result<Docs> {
        let mut docs = self.none();
        match leaf {
            Leaf::Said(ways) => {
                for way in ways.iter().filter(|_| !self.deadline.is_over()) {
                    self.insert(way, &mut docs)?;
                }
            }
            Leaf::Labelled(terms) => {
                for term in terms {
                    self.labelled(term)?.into_iter().for_each(|list| docs.insert_all(list));
                }
            }
            Leaf::Known(fact) => self.insert_all(&mut *self.known(*fact)?, &mut docs),
            Leaf::Placed(positions, _) => {
                let mut parts = positions.parts().iter();
                if let Some(first) = parts.next() {
                    docs = self.find(first)?;
                }
                for part in parts.chain([leaf]) {
                    self.narrow(&mut docs, part)?;
                }
            }
        }
        Ok(docs)
    }

    /// Leaves those documents that a leaf finds.
    pub fn narrow(&self, docs: &mut Docs, leaf: &Leaf) -> tantivy::Result<()> {
        if let Some(found) = self.found.get(&std::ptr::from_ref(leaf)) {
            docs.keep(found);
            return Ok(());
        }
        match leaf {
            Leaf::Placed(positions, _) => {
                let mut standing = Standing::open(positions, self)?;
                self.retain(docs, |doc| standing.is_fulfilled(doc));
            }
            Leaf::Said(ways) if docs.len() * MUCH_LONGER < self.cost(leaf)? => {
                let mut finders = Vec::with_capacity(ways.len());
                for way in ways {
                    finders.extend(self.finder(way)?);
                }
                self.retain(docs, |doc| finders.iter_mut().any(|finder| finder.has(doc)));
            }
            leaf => docs.keep(&self.find(leaf)?),
        }
        Ok(())
    }

    fn retain(&self, docs: &mut Docs, mut is_right: impl FnMut(DocId) -> bool) {
        let (mut count, mut is_over) = (0, false);
        docs.retain(|doc| {
            is_over = is_over || count % PATIENCE == 0 && self.deadline.is_over();
            count += 1;
            !is_over && is_right(doc)
        });
    }

    fn insert(&self, way: &Way, docs: &mut Docs) -> tantivy::Result<()> {
        match &way.row[..] {
            [(_, sought)] => match self.frequent(sought)? {
                Some(kept) => docs.add(&kept),
                None => self.read(sought, docs)?,
            },
            row => self.count(row)?.iter().for_each(|(doc, _)| docs.insert(*doc)),
        }
        Ok(())
    }

    /// The documents that have what is looked for, as they are kept from search to search; none of what is rare.
    fn frequent(&self, sought: &Sought) -> tantivy::Result<Option<Arc<Docs>>> {
        if !is_frequent(self.cost_of(sought)?, self.reader().max_doc() as usize) {
            return Ok(None);
        }
        let read = || {
            let mut docs = self.none();
            self.read(sought, &mut docs)?;
            Ok(docs)
        };
        self.commit.frequent().of(sought, self.number, read).map(Some)
    }

    /// Inserts the documents that have what is looked for.
    fn read(&self, sought: &Sought, docs: &mut Docs) -> tantivy::Result<()> {
        self.open(sought)?.into_iter().for_each(|list| docs.insert_all(list));
        Ok(())
    }

    /// The documents that have words in a row, with how often they do. It takes long, and who finds a row scores it too: what was found
    /// is kept.
    fn count(&self, row: &[(u32, Sought)]) -> tantivy::Result<RowCounts> {
        if let Some(known) = self.counted(row) {
            return Ok(known);
        }
        let mut counts = Vec::new();
        if let Some(mut open) = Row::open(row, self)? {
            self.retain(&mut self.with_all(row)?, |doc| {
                let times = open.times_in(doc);
                counts.extend((times > 0).then_some((doc, times)));
                true
            });
        }
        let counts: RowCounts = counts.into();
        self.rows.borrow_mut().insert(row.to_vec(), Rc::clone(&counts));
        Ok(counts)
    }

    /// The same, if it was found before.
    pub fn counted(&self, row: &[(u32, Sought)]) -> Option<RowCounts> {
        self.rows.borrow().get(row).cloned()
    }

    /// The documents that have all the words of a row somewhere, the rarest first.
    fn with_all(&self, row: &[(u32, Sought)]) -> tantivy::Result<Docs> {
        let mut parts = Vec::with_capacity(row.len());
        for (_, sought) in row {
            parts.push((self.cost_of(sought)?, Leaf::word(sought.clone(), 1.0)));
        }
        parts.sort_by_key(|(cost, _)| *cost);
        let mut parts = parts.iter().map(|(_, leaf)| leaf);
        let mut docs = parts.next().map_or_else(|| Ok(self.none()), |first| self.find(first))?;
        for part in parts {
            self.narrow(&mut docs, part)?;
        }
        Ok(docs)
    }

    fn insert_all(&self, scorer: &mut dyn Scorer, docs: &mut Docs) {
        let mut count = 0;
        while scorer.doc() != TERMINATED && (count % PATIENCE > 0 || !self.deadline.is_over()) {
            docs.insert(scorer.doc());
            scorer.advance();
            count += 1;
        }
    }

    /// Adds what leaves score to the sums of documents, which are given in order.
    pub fn score(
        &self,
        leaves: &[&Leaf],
        docs: &[DocId],
        sums: &mut [f32],
        numbers: &mut Numbers,
    ) -> tantivy::Result<()> {
        if docs.is_empty() {
            return Ok(());
        }
        let mut scoring = Scoring::of(self, docs, numbers)?;
        for leaf in leaves {
            if self.deadline.is_over() {
                break;
            }
            scoring.add(leaf, sums)?;
        }
        Ok(())
    }

    /// The lists of what is looked for, without how often it is there.
    fn open(&self, sought: &Sought) -> tantivy::Result<Vec<BlockSegmentPostings>> {
        self.each_list(sought, |index, list| index.read_block_postings_from_terminfo(list, IndexRecordOption::Basic))
    }

    /// The same with the places in the texts.
    pub fn postings(&self, sought: &Sought) -> tantivy::Result<Vec<SegmentPostings>> {
        self.each_list(sought, |index, list| {
            index.read_postings_from_terminfo(list, IndexRecordOption::WithFreqsAndPositions)
        })
    }

    fn each_list<T>(
        &self,
        sought: &Sought,
        open: impl Fn(&InvertedIndexReader, &TermInfo) -> io::Result<T>,
    ) -> tantivy::Result<Vec<T>> {
        let index = self.reader().inverted_index(self.commit.text())?;
        let mut lists = Vec::new();
        self.commit.lists(sought, self.number, |list| {
            lists.push(open(&index, list)?);
            Ok(())
        })?;
        Ok(lists)
    }

    /// Where a sign stands that is no word: the borders of sentences.
    pub fn border(&self, border: Border) -> tantivy::Result<Option<SegmentPostings>> {
        let index = self.reader().inverted_index(self.commit.text())?;
        let term = Term::from_field_text(self.commit.text(), border.term());
        Ok(index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?)
    }

    fn labelled(&self, term: &Term) -> tantivy::Result<Option<BlockSegmentPostings>> {
        let Some(list) = self.commit.list_of(term, self.number)? else { return Ok(None) };
        let index = self.reader().inverted_index(term.field())?;
        Ok(Some(index.read_block_postings_from_terminfo(&list, IndexRecordOption::Basic)?))
    }

    /// What tells whether a document says a thing so; none where no document of the segment does.
    fn finder(&self, way: &Way) -> tantivy::Result<Option<Finder>> {
        Ok(match &way.row[..] {
            [(_, sought)] => Some(match self.frequent(sought)? {
                Some(kept) => Finder::Frequent(kept),
                None => Finder::Word(self.open(sought)?),
            }),
            row => Row::open(row, self)?.map(Finder::Row),
        })
    }

    fn known(&self, fact: Fact) -> tantivy::Result<Box<dyn Scorer>> {
        let query = fact.query(self.commit.fields(), self.reader())?;
        query.weight(EnableScoring::disabled_from_searcher(self.commit))?.scorer(self.reader(), 1.0)
    }
}

/// Tells which documents have a word, or words in a row.
enum Finder {
    Frequent(Arc<Docs>),
    Word(Vec<BlockSegmentPostings>),
    Row(Row),
}

impl Finder {
    /// Whether a document has it; documents come in their order.
    fn has(&mut self, doc: DocId) -> bool {
        match self {
            Finder::Frequent(docs) => docs.contains(doc),
            Finder::Word(lists) => lists.iter_mut().any(|list| {
                let at = list.seek(doc);
                list.doc(at) == doc
            }),
            Finder::Row(row) => row.times_in(doc) > 0,
        }
    }
}
