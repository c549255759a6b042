//! A commit of the index as searches read it, with what they looked up in it.

use std::ops::Deref;
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::TermInfo;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentOrdinal, Term};

use super::ranking::{B, K1};
use super::tables::Tables;

/// How many terms are remembered before the memory is emptied.
const REMEMBERED_TERMS: usize = 16_384;

/// Where a term stands in each segment.
pub(super) type Places = Arc<[Option<TermInfo>]>;

/// A commit of the index. Many searches share one.
pub(super) struct Commit {
    searcher: Searcher,
    terms: RwLock<FxHashMap<Term, Places>>,
    lengths: RwLock<FxHashMap<Field, Arc<Lengths>>>,
    /// By the number of the segment.
    tables: Vec<Tables>,
}

/// By the length of a text as the index has it, what BM25 adds to how often a term is there.
pub(super) type Lengths = [f32; 256];

impl Commit {
    /// What a searcher sees.
    pub fn of(searcher: Searcher) -> Commit {
        let tables = searcher.segment_readers().iter().map(|_| Tables::default()).collect();
        Commit { searcher, terms: RwLock::default(), lengths: RwLock::default(), tables }
    }

    /// Where a term stands: its number of articles and its lists in each segment.
    pub fn places(&self, term: &Term) -> tantivy::Result<Places> {
        if let Some(places) = self.terms.read().unwrap_or_else(PoisonError::into_inner).get(term) {
            return Ok(Arc::clone(places));
        }
        let place = |segment: &tantivy::SegmentReader| -> tantivy::Result<Option<TermInfo>> {
            Ok(segment.inverted_index(term.field())?.get_term_info(term)?)
        };
        let places: Places = self.segment_readers().iter().map(place).collect::<tantivy::Result<_>>()?;
        let mut terms = self.terms.write().unwrap_or_else(PoisonError::into_inner);
        if terms.len() >= REMEMBERED_TERMS {
            terms.clear();
        }
        terms.insert(term.clone(), Arc::clone(&places));
        Ok(places)
    }

    /// How many articles have a term.
    pub fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        Ok(self.places(term)?.iter().flatten().map(|place| u64::from(place.doc_freq)).sum())
    }

    /// What articles of a segment are counted and sorted by.
    pub fn tables(&self, segment: SegmentOrdinal) -> &Tables {
        &self.tables[segment as usize]
    }

    /// Makes the tables of all segments.
    pub fn warm(&self) -> tantivy::Result<()> {
        self.segment_readers().iter().zip(&self.tables).try_for_each(|(reader, tables)| tables.make(reader))
    }

    /// How the lengths of a field's texts weigh.
    pub fn lengths(&self, field: Field) -> tantivy::Result<Arc<Lengths>> {
        if let Some(lengths) = self.lengths.read().unwrap_or_else(PoisonError::into_inner).get(&field) {
            return Ok(Arc::clone(lengths));
        }
        let average = self.total_num_tokens(field)? as f32 / self.total_num_docs()? as f32;
        let length = |number: usize| FieldNormReader::id_to_fieldnorm(number as u8) as f32;
        let lengths = Arc::new(std::array::from_fn(|number| K1 * (1.0 - B + B * length(number) / average)));
        self.lengths.write().unwrap_or_else(PoisonError::into_inner).insert(field, Arc::clone(&lengths));
        Ok(lengths)
    }
}

impl Deref for Commit {
    type Target = Searcher;

    fn deref(&self) -> &Searcher {
        &self.searcher
    }
}
