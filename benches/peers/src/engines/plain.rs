//! tantivy as its own examples use it: its tokenizer and filters, a stemmer, title and body as two fields.

use std::borrow::Cow;
use std::hint::black_box;
use std::path::Path;

use anyhow::{Result, ensure};
use rust_stemmers::{Algorithm, Stemmer};
use tantivy::aggregation::AggregationCollector;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::snippet::SnippetGenerator;
use tantivy::store::Compressor;
use tantivy::tokenizer::{
    LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer,
};
use tantivy::{DocAddress, Index, IndexSettings, Order, ReloadPolicy, Searcher, TantivyDocument, Term, doc};

use super::{Asked, Parts, THREADS};
use crate::articles::each;
use crate::clock::{Clock, Stopwatch};
use crate::queries::{Kind, Query};

/// The name of the analyzer.
const ANALYZER: &str = "ru";
/// The memory of the writer for all threads, in bytes: as much as izdeu gives its own.
const MEMORY: usize = THREADS * (48 << 20);
/// Counts of all cities and all months.
const FACETS: &str =
    r#"{"cities": {"terms": {"field": "city", "size": 100}}, "months": {"terms": {"field": "month", "size": 1000}}}"#;
/// The length of a snippet in the unit of tantivy, bytes: about as many letters as izdeu shows.
const SNIPPET: usize = 560;

/// Indexes a file.
pub fn index(file: &Path, folder: &Path) -> Result<()> {
    let (schema, fields) = schema();
    let settings = IndexSettings { docstore_compression: Compressor::Lz4, ..IndexSettings::default() };
    let index = Index::builder().schema(schema).settings(settings).create_in_dir(folder)?;
    index.tokenizers().register(ANALYZER, analyzer());
    let mut writer = index.writer_with_num_threads(THREADS, MEMORY)?;
    each(file, |article| {
        writer.add_document(doc!(
            fields.id => &*article.id,
            fields.title => &*article.title,
            fields.body => &*article.text,
            fields.date => article.day(),
            fields.month => article.month(),
            fields.city => &*article.city,
        ))?;
        Ok(())
    })?;
    writer.commit()?;
    Ok(writer.wait_merging_threads()?)
}

/// An open index.
pub struct Plain {
    searcher: Searcher,
    fields: Fields,
    analyzer: TextAnalyzer,
    facets: Aggregations,
    clock: Clock,
}

impl Plain {
    /// Opens the index in a folder.
    pub fn open(folder: &Path, clock: Clock) -> Result<Plain> {
        let index = Index::open_in_dir(folder)?;
        index.tokenizers().register(ANALYZER, analyzer());
        let reader: tantivy::IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let facets = serde_json::from_str(FACETS)?;
        Ok(Plain { searcher: reader.searcher(), fields: schema().1, analyzer: analyzer(), facets, clock })
    }

    /// For each word a boolean of its two fields, and one of these.
    fn compile(&self, query: &Query) -> BooleanQuery {
        let occur = if query.kind == Kind::Or { Occur::Should } else { Occur::Must };
        let (fields, analyzer) = ([self.fields.title, self.fields.body], &mut self.analyzer.clone());
        let words = query.words.iter().map(|word| -> (Occur, Box<dyn tantivy::query::Query>) {
            let mut stream = analyzer.token_stream(word);
            stream.advance();
            let in_fields = fields.map(|field| -> (Occur, Box<dyn tantivy::query::Query>) {
                let term = Term::from_field_text(field, &stream.token().text);
                (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)))
            });
            (occur, Box::new(BooleanQuery::new(in_fields.into())))
        });
        BooleanQuery::new(words.collect())
    }

    fn facets(&self) -> AggregationCollector {
        AggregationCollector::from_aggs(self.facets.clone(), Default::default())
    }

    /// Articles with their snippets, of the body alone.
    fn show(&self, query: &BooleanQuery, found: impl Iterator<Item = DocAddress>) -> Result<usize> {
        let mut maker = SnippetGenerator::create(&self.searcher, query, self.fields.body)?;
        maker.set_max_num_chars(SNIPPET);
        let mut shown = 0;
        for address in found {
            let article: TantivyDocument = self.searcher.doc(address)?;
            let snippet = maker.snippet_from_doc(&article);
            black_box((snippet.to_html(), article));
            shown += 1;
        }
        Ok(shown)
    }
}

impl Asked for Plain {
    fn count(&mut self, query: &Query) -> Result<usize> {
        Ok(self.searcher.search(&self.compile(query), &Count)?)
    }

    fn whole(&mut self, query: &Query) -> Result<f64> {
        let watch = Stopwatch::start(self.clock);
        let compiled = self.compile(query);
        // The best ten by themselves may leap over articles; together with the counts they may not.
        let best = self.searcher.search(&compiled, &TopDocs::with_limit(10).order_by_score())?;
        let (total, facets) = self.searcher.search(&compiled, &(Count, self.facets()))?;
        let shown = self.show(&compiled, best.into_iter().map(|(_, address)| address))?;
        let time = watch.micros();
        ensure!(total > 0 && shown == total.min(10), "tantivy shows {shown} of {total} for {query:?}");
        black_box(facets);
        Ok(time)
    }

    fn parts(&mut self, query: &Query) -> Result<Parts> {
        let compiled = self.compile(query);
        let count = || self.searcher.search(&compiled, &(Count, self.facets()));
        count()?; // so that all of them find their postings in the processor's cache
        let watch = Stopwatch::start(self.clock);
        black_box(count()?);
        let facets = watch.micros();
        let watch = Stopwatch::start(self.clock);
        black_box(self.searcher.search(&compiled, &TopDocs::with_limit(10).order_by_score())?);
        let best = watch.micros();
        let watch = Stopwatch::start(self.clock);
        let newest = TopDocs::with_limit(10).order_by_fast_field::<u64>("date", Order::Desc);
        let found = self.searcher.search(&compiled, &newest)?;
        let newest = watch.micros();
        let watch = Stopwatch::start(self.clock);
        let shown = self.show(&compiled, found.into_iter().map(|(_, address)| address))?;
        let snippets = watch.micros();
        ensure!(shown > 0, "tantivy shows nothing for {query:?}");
        Ok(Parts { facets, best, newest, snippets, newest_page: facets + newest + snippets })
    }
}

#[derive(Clone, Copy)]
struct Fields {
    id: Field,
    title: Field,
    body: Field,
    date: Field,
    month: Field,
    city: Field,
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing =
        TextFieldIndexing::default().set_tokenizer(ANALYZER).set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(indexing).set_stored();
    let fields = Fields {
        id: schema.add_text_field("id", STRING | STORED),
        title: schema.add_text_field("title", text.clone()),
        body: schema.add_text_field("body", text),
        date: schema.add_u64_field("date", INDEXED | STORED | FAST),
        month: schema.add_text_field("month", STRING | FAST),
        city: schema.add_text_field("city", STRING | STORED | FAST),
    };
    (schema.build(), fields)
}

fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(Stemming)
        .build()
}

/// The filter that tantivy had until 0.26: a Snowball stem in place of each word.
#[derive(Clone)]
struct Stemming;

impl TokenFilter for Stemming {
    type Tokenizer<T: Tokenizer> = StemmingTokenizer<T>;

    fn transform<T: Tokenizer>(self, inner: T) -> StemmingTokenizer<T> {
        StemmingTokenizer { inner }
    }
}

#[derive(Clone)]
struct StemmingTokenizer<T> {
    inner: T,
}

impl<T: Tokenizer> Tokenizer for StemmingTokenizer<T> {
    type TokenStream<'a> = StemmingStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        let stemmer = Stemmer::create(Algorithm::Russian);
        StemmingStream { tail: self.inner.token_stream(text), stemmer, buffer: String::new() }
    }
}

struct StemmingStream<T> {
    tail: T,
    stemmer: Stemmer,
    buffer: String,
}

impl<T: TokenStream> TokenStream for StemmingStream<T> {
    fn advance(&mut self) -> bool {
        if !self.tail.advance() {
            return false;
        }
        let token = self.tail.token_mut();
        match self.stemmer.stem(&token.text) {
            Cow::Owned(stem) => token.text = stem,
            Cow::Borrowed(stem) => {
                self.buffer.clear();
                self.buffer.push_str(stem);
                std::mem::swap(&mut token.text, &mut self.buffer);
            }
        }
        true
    }

    fn token(&self) -> &Token {
        self.tail.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.tail.token_mut()
    }
}
