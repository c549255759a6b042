//! A segment of the index while a query is answered: which of its documents a leaf finds, and what it scores in them.
//!
//! Term by term, not document by document: the lists of a term are read block by block into a set or into an array of scores, which
//! takes a nanosecond or two for each document. Lists that are much longer than what is looked for in them are not read but
//! searched.

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{EnableScoring, PhraseQuery, Query, Scorer};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentOrdinal, SegmentReader, TERMINATED, Term};

use super::commit::{Commit, Lengths};
use super::deadline::Deadline;
use super::docs::Docs;
use super::leaf::{Leaf, Way};
use super::positions::Standing;
use super::rarity::Rarity;

/// A list is searched if it is so many times as long as what is looked for.
const MUCH_LONGER: usize = 8;

/// After how many documents, each of which takes long, it is looked whether there is time left.
const PATIENCE: usize = 256;

/// A segment of the index.
pub(super) struct Segment<'a> {
    pub commit: &'a Commit,
    pub number: SegmentOrdinal,
    deadline: Deadline,
    /// What was found for leaves, by their address: a query asks for them by several ways.
    found: FxHashMap<*const Leaf, Docs>,
    lengths: Vec<(Field, FieldNormReader)>,
}

/// Arrays by document, kept from search to search for their memory. What stands in them means nothing.
#[derive(Default)]
pub(super) struct Scores {
    sums: Vec<f32>,
    best: Vec<f32>,
}

impl<'a> Segment<'a> {
    /// A segment by its number.
    pub fn of(commit: &'a Commit, number: SegmentOrdinal, deadline: Deadline) -> Segment<'a> {
        Segment { commit, number, deadline, found: FxHashMap::default(), lengths: Vec::new() }
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
        let Leaf::Said(ways) = leaf else { return Ok(usize::MAX) };
        let mut sum = 0;
        for way in ways {
            let mut least = usize::MAX;
            for (_, term) in &way.row {
                least = least.min(self.documents_with(term)?);
            }
            // Words in a row take longer than a word.
            sum += least * way.row.len();
        }
        Ok(sum)
    }

    fn documents_with(&self, term: &Term) -> tantivy::Result<usize> {
        let places = self.commit.places(term)?;
        Ok(places[self.number as usize].as_ref().map_or(0, |place| place.doc_freq as usize))
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
            Leaf::Known(query) => self.insert_all(&mut *self.known(&**query)?, &mut docs),
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
                let mut lists = ways.iter().map(|way| self.list(way)).collect::<tantivy::Result<Vec<_>>>()?;
                self.retain(docs, |doc| lists.iter_mut().flatten().any(|list| list.has(doc)));
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
        match self.list(way)? {
            Some(List::Term(mut postings)) => {
                while !postings.docs().is_empty() {
                    postings.docs().iter().for_each(|doc| docs.insert(*doc));
                    postings.advance();
                }
            }
            Some(List::Row(mut scorer)) => self.insert_all(&mut *scorer, docs),
            None => {}
        }
        Ok(())
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
        &mut self,
        leaves: &[&Leaf],
        docs: &[DocId],
        sums: &mut [f32],
        scores: &mut Scores,
    ) -> tantivy::Result<()> {
        let all = self.reader().max_doc() as usize;
        scores.sums.resize(all.max(scores.sums.len()), 0.0);
        scores.best.resize(all.max(scores.best.len()), 0.0);
        docs.iter().zip(&*sums).for_each(|(doc, sum)| scores.sums[*doc as usize] = *sum);
        for leaf in leaves {
            if self.deadline.is_over() {
                break;
            }
            self.add(leaf, docs, scores)?;
        }
        docs.iter().zip(sums).for_each(|(doc, sum)| *sum = scores.sums[*doc as usize]);
        Ok(())
    }

    fn add(&mut self, leaf: &Leaf, docs: &[DocId], scores: &mut Scores) -> tantivy::Result<()> {
        match leaf {
            Leaf::Said(ways) => match &ways[..] {
                [way] => self.each(way, docs, |doc, score| scores.sums[doc as usize] += score)?,
                ways => self.add_best(ways, 1.0, docs, scores)?,
            },
            Leaf::Placed(positions, weight) => {
                let mut standing = Standing::open(positions, self)?;
                let mut fulfilled: Vec<DocId> = Vec::new();
                for some in docs.chunks(PATIENCE).filter(|_| !self.deadline.is_over()) {
                    fulfilled.extend(some.iter().filter(|doc| standing.is_fulfilled(**doc)));
                }
                for part in positions.parts() {
                    if let Leaf::Said(ways) = part {
                        self.add_best(ways, *weight, &fulfilled, scores)?;
                    }
                }
            }
            Leaf::Known(_) => {}
        }
        Ok(())
    }

    /// Adds what the best of several ways scores, so many times, to these documents alone.
    fn add_best(&mut self, ways: &[Way], times: f32, docs: &[DocId], scores: &mut Scores) -> tantivy::Result<()> {
        let Scores { sums, best } = scores;
        docs.iter().for_each(|doc| best[*doc as usize] = 0.0);
        for way in ways {
            self.each(way, docs, |doc, score| {
                let best = &mut best[doc as usize];
                *best = best.max(score);
            })?;
        }
        docs.iter().for_each(|doc| sums[*doc as usize] += times * best[*doc as usize]);
        Ok(())
    }

    /// What a way scores in these documents, and in others perhaps too.
    fn each(&mut self, way: &Way, docs: &[DocId], mut found: impl FnMut(DocId, f32)) -> tantivy::Result<()> {
        let (Some(list), Some((_, term))) = (self.list(way)?, way.row.first()) else { return Ok(()) };
        match list {
            List::Term(mut postings) => {
                let Some(texts) = self.lengths_of(term.field())? else { return Ok(()) };
                let (lengths, factor) = (self.commit.lengths(term.field())?, way.factor(self.commit)?);
                if docs.len() * MUCH_LONGER < postings.doc_freq() as usize {
                    for doc in docs {
                        let at = postings.seek(*doc);
                        if postings.doc(at) == *doc {
                            found(*doc, factor * share(postings.freq(at), texts.fieldnorm_id(*doc), &lengths));
                        }
                    }
                    return Ok(());
                }
                while !postings.docs().is_empty() {
                    for (doc, times) in postings.docs().iter().zip(postings.freqs()) {
                        found(*doc, factor * share(*times, texts.fieldnorm_id(*doc), &lengths));
                    }
                    postings.advance();
                }
            }
            List::Row(mut scorer) => {
                for some in docs.chunks(PATIENCE).filter(|_| !self.deadline.is_over()) {
                    for doc in some {
                        if stands_at(&mut *scorer, *doc) {
                            found(*doc, scorer.score());
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn lengths_of(&mut self, field: Field) -> tantivy::Result<Option<FieldNormReader>> {
        if let Some((_, lengths)) = self.lengths.iter().find(|(known, _)| *known == field) {
            return Ok(Some(lengths.clone()));
        }
        let lengths = self.reader().fieldnorms_readers().get_field(field)?;
        self.lengths.extend(lengths.clone().map(|lengths| (field, lengths)));
        Ok(lengths)
    }

    /// The list of a way; none where no document of the segment has it.
    fn list(&self, way: &Way) -> tantivy::Result<Option<List>> {
        if let [(_, term)] = &way.row[..] {
            let places = self.commit.places(term)?;
            let Some(place) = &places[self.number as usize] else { return Ok(None) };
            let index = self.reader().inverted_index(term.field())?;
            let postings = index.read_block_postings_from_terminfo(place, IndexRecordOption::WithFreqs)?;
            return Ok(Some(List::Term(Box::new(postings))));
        }
        for (_, term) in &way.row {
            if self.documents_with(term)? == 0 {
                return Ok(None);
            }
        }
        let statistics_provider = &Rarity { searcher: self.commit, articles: way.articles };
        let scoring = EnableScoring::Enabled { searcher: self.commit, statistics_provider };
        let weight = PhraseQuery::new_with_offset(way.row.clone()).weight(scoring)?;
        Ok(Some(List::Row(weight.scorer(self.reader(), way.weight)?)))
    }

    fn known(&self, query: &dyn Query) -> tantivy::Result<Box<dyn Scorer>> {
        query.weight(EnableScoring::disabled_from_searcher(self.commit))?.scorer(self.reader(), 1.0)
    }
}

/// The documents that have a word, or words in a row.
enum List {
    Term(Box<BlockSegmentPostings>),
    Row(Box<dyn Scorer>),
}

impl List {
    /// Whether a document is among them; documents come in their order.
    fn has(&mut self, doc: DocId) -> bool {
        match self {
            List::Term(postings) => {
                let at = postings.seek(doc);
                postings.doc(at) == doc
            }
            List::Row(scorer) => stands_at(&mut **scorer, doc),
        }
    }
}

/// Whether a document is among those of a scorer; documents come in their order.
fn stands_at(scorer: &mut dyn Scorer, doc: DocId) -> bool {
    if scorer.doc() < doc {
        scorer.seek(doc);
    }
    scorer.doc() == doc
}

/// The share of its most that BM25 gives a text of such a length with a term so many times.
#[inline]
fn share(times: u32, length: u8, lengths: &Lengths) -> f32 {
    let times = times as f32;
    times / (times + lengths[length as usize])
}
