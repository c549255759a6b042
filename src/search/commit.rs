//! A commit of the index as searches read it, with what they looked up in it.

use std::borrow::Borrow;
use std::convert::Infallible;
use std::hash::Hash;
use std::ops::Deref;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::TermInfo;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, SegmentOrdinal, SegmentReader, Term};

use super::collection::Collection;
use super::cursor::stamp_of_index;
use super::docs::Docs;
use super::family::Family;
use super::frequent::Frequent;
use super::places::Places;
use super::ranking::{B, K1};
use super::sought::Sought;
use super::tables::Tables;
use super::written::Vocabulary;
use crate::analysis::QueryWord;
use crate::index::schema::Fields;
use crate::index::signs::{self, Signs};

/// How many words are remembered before their memory is emptied: about a kilobyte each.
const WORDS: usize = 16_384;
/// How many of several words together, which have some kilobytes each.
const TOGETHER: usize = 8_192;
/// How many counts.
const COUNTS: usize = 32_768;
/// How many families: most stems that are tried have none.
const FAMILIES: usize = 65_536;
/// How many words of queries as they are read: about half a kilobyte each, of long ones some more (`lexicon.rs` gives none that are very long).
const READINGS: usize = 16_384;

/// A commit of the index. Many searches share one.
pub(super) struct Commit {
    searcher: Searcher,
    fields: Fields,
    /// What there is of each word.
    words: Memory<Box<str>, Arc<[Entries]>>,
    /// The same of several words together, for what was looked for.
    together: Memory<Sought, Arc<[Entries]>>,
    /// How many articles have what was looked for.
    articles: Memory<Sought, u64>,
    /// The words as written that have a stem.
    families: Memory<Box<str>, Family>,
    /// The families of places and their adjectives, by the stem that they stand beside.
    places_beside: Memory<Box<str>, Arc<[Sought]>>,
    /// How words of queries are read, by the word as typed.
    readings: Memory<Box<str>, QueryWord>,
    /// The documents that have frequent words.
    frequent: Frequent,
    lengths: OnceLock<Lengths>,
    /// By the number of the segment.
    tables: Vec<Tables>,
    places: OnceLock<Places>,
    /// All articles, where these are only some of them.
    collection: Option<Arc<dyn Collection>>,
}

/// What was looked up before.
type Memory<K, V> = RwLock<FxHashMap<K, V>>;

/// The terms of a word in a segment, by their signs.
type Entries = Box<[(u8, TermInfo)]>;

/// By the length of a text as the index has it, what BM25 adds to how often a term is there.
pub(super) type Lengths = [f32; 256];

impl Commit {
    /// What a searcher sees.
    pub fn of(searcher: Searcher, fields: Fields) -> Commit {
        let tables = searcher.segment_readers().iter().map(|_| Tables::default()).collect();
        Commit {
            searcher,
            fields,
            words: Memory::default(),
            together: Memory::default(),
            articles: Memory::default(),
            families: Memory::default(),
            places_beside: Memory::default(),
            readings: Memory::default(),
            frequent: Frequent::default(),
            lengths: OnceLock::new(),
            tables,
            places: OnceLock::new(),
            collection: None,
        }
    }

    /// The same, of articles that are only some of all.
    #[cfg(feature = "cluster")]
    pub fn within(mut self, collection: Arc<dyn Collection>) -> Commit {
        self.collection = Some(collection);
        self
    }

    /// All articles, where these are only some of them.
    pub fn collection(&self) -> Option<&dyn Collection> {
        self.collection.as_deref()
    }

    /// Where the words of all articles stand in order.
    pub fn vocabularies(&self) -> tantivy::Result<Vec<Vocabulary<'_>>> {
        match &self.collection {
            Some(collection) => Ok(vec![Vocabulary::Lexicon(collection.lexicon()?)]),
            None => Ok(self.own_vocabularies()),
        }
    }

    /// The same of the articles that are here.
    pub fn own_vocabularies(&self) -> Vec<Vocabulary<'_>> {
        let text = self.text();
        self.segment_readers().iter().map(|segment| Vocabulary::Segment(segment, text)).collect()
    }

    /// Calls `visit` with each list of what is looked for in a segment.
    pub fn lists(
        &self,
        sought: &Sought,
        segment: SegmentOrdinal,
        mut visit: impl FnMut(&TermInfo) -> tantivy::Result<()>,
    ) -> tantivy::Result<()> {
        let (entries, signs) = self.entries(sought)?;
        let mut lists = entries[segment as usize].iter().filter(|(sign, _)| signs.has(*sign));
        lists.try_for_each(|(_, list)| visit(list))
    }

    /// Whether some article has what is looked for.
    pub fn has(&self, sought: &Sought) -> tantivy::Result<bool> {
        if let Some(collection) = &self.collection {
            return Ok(collection.articles(sought)? > 0);
        }
        let (entries, signs) = self.entries(sought)?;
        Ok(entries.iter().any(|entries| entries.iter().any(|(sign, _)| signs.has(*sign))))
    }

    /// What there is of what is looked for in each segment, and which signs count.
    fn entries(&self, sought: &Sought) -> tantivy::Result<(Arc<[Entries]>, Signs)> {
        match sought.words() {
            // Whoever asks for a word asks for it with other signs too.
            [(word, signs)] => {
                let all = || self.look_up(&[(word.clone(), Signs::ALL)]);
                Ok((remembered(&self.words, WORDS, &**word, all)?, *signs))
            }
            words => Ok((remembered(&self.together, TOGETHER, sought, || self.look_up(words))?, Signs::ALL)),
        }
    }

    fn look_up(&self, words: &[(Box<str>, Signs)]) -> tantivy::Result<Arc<[Entries]>> {
        let of_segment = |segment: &SegmentReader| -> tantivy::Result<Entries> {
            let index = segment.inverted_index(self.text())?;
            let mut entries = Vec::new();
            for (word, signs) in words {
                let [first, end] = signs::AROUND.map(|sign| [word.as_bytes(), &[sign]].concat());
                let mut terms = index.terms().range().ge(&first).lt(&end).into_stream()?;
                while terms.advance() {
                    let sign = terms.key().last().copied().filter(|sign| signs.has(*sign));
                    entries.extend(sign.map(|sign| (sign, terms.value().clone())));
                }
            }
            Ok(entries.into())
        };
        self.segment_readers().iter().map(of_segment).collect()
    }

    /// How many articles have what is looked for.
    pub fn articles(&self, sought: &Sought) -> tantivy::Result<u64> {
        if let Some(collection) = &self.collection {
            return collection.articles(sought);
        }
        remembered(&self.articles, COUNTS, sought, || {
            let mut articles = 0;
            for (number, segment) in self.segment_readers().iter().enumerate() {
                let (mut count, mut sum) = (0, 0);
                self.lists(sought, number as SegmentOrdinal, |list| {
                    (count, sum) = (count + 1, sum + u64::from(list.doc_freq));
                    Ok(())
                })?;
                articles += if count < 2 { sum } else { self.union(sought, number as SegmentOrdinal, segment)? };
            }
            Ok(articles)
        })
    }

    /// How many articles of a segment stand in any of the lists of what is looked for.
    fn union(&self, sought: &Sought, number: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<u64> {
        let index = segment.inverted_index(self.text())?;
        let mut docs = Docs::none(segment.max_doc());
        self.lists(sought, number, |list| {
            docs.insert_all(index.read_block_postings_from_terminfo(list, IndexRecordOption::Basic)?);
            Ok(())
        })?;
        Ok(docs.len() as u64)
    }

    /// The words as written that share a stem, found by `find` if they are asked for the first time.
    pub fn family(&self, stem: &str, find: impl FnOnce() -> tantivy::Result<Family>) -> tantivy::Result<Family> {
        remembered(&self.families, FAMILIES, stem, find)
    }

    /// How a word of a query is read, found by `read` if it is asked for the first time: the dictionary takes microseconds.
    pub fn reading(&self, word: &str, read: impl FnOnce() -> QueryWord) -> QueryWord {
        let Ok(reading) = remembered(&self.readings, READINGS, word, || Ok::<_, Infallible>(read()));
        reading
    }

    /// The families of places and their adjectives that stand beside a stem, found by `find` if they are asked for the first time.
    pub fn places_beside(
        &self,
        stem: &str,
        find: impl FnOnce() -> tantivy::Result<Arc<[Sought]>>,
    ) -> tantivy::Result<Arc<[Sought]>> {
        remembered(&self.places_beside, FAMILIES, stem, find)
    }

    /// Where a term of a field without signs stands in a segment.
    pub fn list_of(&self, term: &Term, segment: SegmentOrdinal) -> tantivy::Result<Option<TermInfo>> {
        Ok(self.segment_reader(segment).inverted_index(term.field())?.get_term_info(term)?)
    }

    /// The documents that have frequent words.
    pub fn frequent(&self) -> &Frequent {
        &self.frequent
    }

    /// What articles of a segment are counted and sorted by.
    pub fn tables(&self, segment: SegmentOrdinal) -> &Tables {
        &self.tables[segment as usize]
    }

    /// The places that articles name.
    pub fn places(&self) -> tantivy::Result<&Places> {
        if let Some(places) = self.places.get() {
            return Ok(places);
        }
        let labels = |(reader, tables): (&SegmentReader, &Tables)| {
            Ok([tables.labels("place", reader)?, tables.labels("abroad", reader)?])
        };
        let labels: Vec<_> =
            self.segment_readers().iter().zip(&self.tables).map(labels).collect::<tantivy::Result<_>>()?;
        Ok(self.places.get_or_init(|| Places::of(&labels)))
    }

    /// Makes the tables of all segments.
    pub fn warm(&self) -> tantivy::Result<()> {
        self.places()?;
        self.segment_readers().iter().zip(&self.tables).try_for_each(|(reader, tables)| tables.make(reader))
    }

    /// Whether the tables of all segments are there.
    pub fn is_warm(&self) -> bool {
        self.tables.iter().all(Tables::is_made)
    }

    /// How the lengths of texts weigh.
    pub fn lengths(&self) -> tantivy::Result<&Lengths> {
        if let Some(lengths) = self.lengths.get() {
            return Ok(lengths);
        }
        let average = match &self.collection {
            Some(collection) => collection.average_length(),
            None => self.total_num_tokens(self.text())? as f32 / self.total_num_docs()? as f32,
        };
        let length = |number: usize| FieldNormReader::id_to_fieldnorm(number as u8) as f32;
        Ok(self.lengths.get_or_init(|| std::array::from_fn(|number| K1 * (1.0 - B + B * length(number) / average))))
    }

    /// How many documents there are, copies among them.
    pub fn documents(&self) -> u64 {
        self.collection.as_ref().map_or_else(|| self.num_docs(), |collection| collection.documents())
    }

    /// The same, with those that were removed and still take part in the counts of articles.
    pub fn all(&self) -> tantivy::Result<u64> {
        self.collection.as_ref().map_or_else(|| self.total_num_docs(), |collection| Ok(collection.documents()))
    }

    /// What changes with every change of the articles.
    pub fn stamp(&self) -> u64 {
        self.collection.as_ref().map_or_else(|| stamp_of_index(&self.searcher), |collection| collection.stamp())
    }

    /// The fields of the index.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The field of all words.
    pub fn text(&self) -> Field {
        self.fields.text
    }
}

/// What was looked up before, or is now.
fn remembered<K: Eq + Hash + Borrow<Q>, Q: Eq + Hash + ToOwned<Owned: Into<K>> + ?Sized, V: Clone, E>(
    memory: &Memory<K, V>,
    most: usize,
    key: &Q,
    find: impl FnOnce() -> Result<V, E>,
) -> Result<V, E> {
    if let Some(known) = memory.read().unwrap_or_else(PoisonError::into_inner).get(key) {
        return Ok(known.clone());
    }
    let found = find()?;
    let mut memory = memory.write().unwrap_or_else(PoisonError::into_inner);
    if memory.len() >= most {
        memory.clear();
    }
    memory.insert(key.to_owned().into(), found.clone());
    Ok(found)
}

impl Deref for Commit {
    type Target = Searcher;

    fn deref(&self) -> &Searcher {
        &self.searcher
    }
}
