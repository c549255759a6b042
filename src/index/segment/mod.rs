//! "How do articles become a segment?" Their words are sorted here, and the engine's own serializers write them out.
//!
//! The files are those that the engine would write, byte for byte; what differs is the way there, see `log.rs`.

mod log;
#[cfg(test)]
mod tests;
mod values;
mod words;

use std::collections::BTreeMap;

use log::WordLog;
use tantivy::directory::TerminatingWrite;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::{FieldNormReaders, FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::{Segment, SegmentComponent, SegmentMeta};
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::{Field, Schema};
use tantivy::store::StoreWriter;
use values::ValueTerms;
use words::TextTerms;

use super::document::{Document, give_words, parts};
use crate::analysis::TextAnalyzer;
use crate::article::Article;

/// Writes articles into new segments of an index, one segment after another.
pub(super) struct SegmentWriter {
    index: tantivy::Index,
    /// The field that the words stand in.
    text: Field,
    /// What reads the words, and knows their terms by number.
    analyzer: TextAnalyzer,
    words: WordLog,
    /// The segment at hand, from its first article.
    begun: Option<Begun>,
    /// How many bytes the articles of a segment may take in memory, what it takes to write them included.
    most: usize,
}

/// Of what it may take, a writer remembers words from one segment to the next up to one part in so many.
const WORDS: usize = 4;

impl SegmentWriter {
    /// A writer of segments that take so many bytes in memory, unless one article alone takes more.
    pub fn new(index: &tantivy::Index, text: Field, mut analyzer: TextAnalyzer, most: usize) -> SegmentWriter {
        analyzer.keep_all(true); // its numbers have to last for a segment
        SegmentWriter { index: index.clone(), text, analyzer, words: WordLog::default(), begun: None, most }
    }

    /// What reads words for others too.
    pub fn analyzer(&mut self) -> &mut TextAnalyzer {
        &mut self.analyzer
    }

    /// What read the words, for others to go on with.
    pub fn into_analyzer(mut self) -> TextAnalyzer {
        self.analyzer.keep_all(false);
        self.analyzer
    }

    /// Begins an article. What was read of one that was not added is forgotten.
    pub fn begin(&mut self) {
        self.words.begin();
    }

    /// Reads the words of the article that is to be added next.
    pub fn read(&mut self, article: &Article) {
        for (part, text) in parts(article) {
            give_words(text, part, article.language, &mut self.analyzer, &mut self.words);
            self.words.end_part();
        }
    }

    /// Adds an article with the words that were read since it began. The segment that is full then comes back, written.
    pub fn add(&mut self, document: &Document) -> tantivy::Result<Option<SegmentMeta>> {
        let begun = match self.begun.take() {
            Some(begun) => begun,
            None => Begun::new(&self.index)?,
        };
        let begun = self.begun.insert(begun);
        begun.add(document)?;
        self.words.complete();
        let collected = begun.bytes() + self.words.bytes() + self.analyzer.remembered_bytes();
        let to_write = TextTerms::bytes(&self.words, &self.analyzer).max(begun.columns.mem_usage());
        let bytes = collected + to_write;
        match bytes > self.most || self.words.is_full() {
            true => self.write(),
            false => Ok(None),
        }
    }

    /// Writes the segment at hand, if there is one.
    pub fn write(&mut self) -> tantivy::Result<Option<SegmentMeta>> {
        let Some(begun) = self.begun.take() else { return Ok(None) };
        let segment = begun.write(self.text, &self.words, &self.analyzer)?;
        self.words.clear();
        if self.analyzer.remembered_bytes() > self.most / WORDS {
            self.analyzer.forget();
        }
        Ok(Some(segment))
    }
}

/// A segment that is being collected: all but the words of its articles.
struct Begun {
    segment: Segment,
    schema: Schema,
    articles: u32,
    store: StoreWriter,
    columns: FastFieldsWriter,
    values: BTreeMap<Field, ValueTerms>,
    norms: FieldNormsWriter,
}

impl Begun {
    fn new(index: &tantivy::Index) -> tantivy::Result<Begun> {
        let (segment, schema, settings) = (index.new_segment(), index.schema(), index.settings());
        let store = segment.open_write(SegmentComponent::Store)?;
        // Packing in a thread of its own would only hand texts from one core to the other: all cores have articles to read.
        let store = StoreWriter::new(store, settings.docstore_compression, settings.docstore_blocksize, false)?;
        let columns = FastFieldsWriter::from_schema_and_tokenizer_manager(&schema, index.tokenizers().clone())?;
        let norms = FieldNormsWriter::for_schema(&schema);
        Ok(Begun { segment, schema, articles: 0, store, columns, values: BTreeMap::new(), norms })
    }

    fn add(&mut self, document: &Document) -> tantivy::Result<()> {
        for values in document.values().chunk_by(|(one, _), (other, _)| one == other) {
            let field = values[0].0;
            let entry = self.schema.get_field_entry(field);
            if entry.is_indexed() {
                let terms = self.values.entry(field).or_default();
                let values = values.iter().map(|(_, value)| value);
                terms.add(self.articles, (field, entry.field_type()), values, &mut self.norms)?;
            }
        }
        self.columns.add_document(document)?;
        self.store.store(document, &self.schema)?;
        self.articles += 1;
        Ok(())
    }

    /// How many bytes the names and places take.
    fn bytes(&self) -> usize {
        self.values.values().map(|terms| terms.bytes).sum()
    }

    fn write(mut self, text: Field, words: &WordLog, analyzer: &TextAnalyzer) -> tantivy::Result<SegmentMeta> {
        // First of all: what they took in memory, the terms take next.
        let mut columns = self.segment.open_write(SegmentComponent::FastFields)?;
        self.columns.serialize(&mut columns, None)?;
        columns.terminate()?;
        drop(self.columns);
        let terms = TextTerms::of(words, analyzer, self.articles);
        terms.lengths.iter().zip(0..).for_each(|(length, article)| self.norms.record(article, text, *length));
        self.norms.fill_up_to_max_doc(self.articles);
        let norms = FieldNormsSerializer::from_write(self.segment.open_write(SegmentComponent::FieldNorms)?)?;
        self.norms.serialize(norms, None)?;
        let norms = FieldNormReaders::open(self.segment.open_read(SegmentComponent::FieldNorms)?)?;
        let (mut index, mut terms) = (InvertedIndexSerializer::open(&self.segment)?, Some(terms));
        for (field, _) in self.schema.fields() {
            if let Some(terms) = terms.take_if(|_| field == text) {
                terms.write(field, &mut index, norms.get_field(field)?)?;
            } else if let Some(terms) = self.values.remove(&field) {
                terms.write(field, &mut index, norms.get_field(field)?)?;
            }
        }
        index.close()?;
        self.store.close()?;
        let segment = self.segment.with_max_doc(self.articles).meta().clone();
        segment.untrack_temp_docstore(); // there is none
        Ok(segment)
    }
}
