//! SeekStorm, with its Russian stemmer. Its searches run on several threads, so they are measured by the clock on the wall.

use std::collections::HashSet;
use std::hint::black_box;
use std::path::Path;

use anyhow::{Result, anyhow, ensure};
use seekstorm::commit::Commit;
use seekstorm::highlighter::{Highlight, highlighter};
use seekstorm::index::{
    AccessType, Close, Clustering, Document, DocumentCompression, FileType, FrequentwordType, IndexArc, IndexDocument,
    IndexMetaObject, LexicalSimilarity, NgramSet, StemmerType, StopwordType, TokenizerType, create_index, open_index,
};
use seekstorm::search::{
    FacetValue, QueryFacet, QueryRewriting, QueryType, ResultObject, ResultSort, ResultType, Search, SearchMode,
    SortOrder,
};
use seekstorm::vector::Inference;
use tokio::runtime::Runtime;

use super::{Asked, Parts, THREADS};
use crate::articles::each;
use crate::clock::{Clock, Stopwatch};
use crate::queries::{Kind, Query};

const FIELDS: &str = r#"[
    {"field": "id", "field_type": "String16", "store": true, "index_lexical": false},
    {"field": "title", "field_type": "Text", "store": true, "index_lexical": true},
    {"field": "body", "field_type": "Text", "store": true, "index_lexical": true, "longest": true},
    {"field": "date", "field_type": "U32", "store": true, "index_lexical": false, "facet": true},
    {"field": "month", "field_type": "String16", "store": false, "index_lexical": false, "facet": true},
    {"field": "city", "field_type": "String16", "store": true, "index_lexical": false, "facet": true}
]"#;

/// Indexes a file, with a shard for each thread.
pub fn index(file: &Path, folder: &Path) -> Result<()> {
    let runtime = runtime()?;
    let meta = IndexMetaObject {
        id: 0,
        name: "articles".to_owned(),
        lexical_similarity: LexicalSimilarity::Bm25f,
        tokenizer: TokenizerType::UnicodeAlphanumeric,
        stemmer: StemmerType::Russian,
        stop_words: StopwordType::None,
        frequent_words: FrequentwordType::None,
        ngram_indexing: NgramSet::SingleTerm as u8,
        document_compression: DocumentCompression::Lz4,
        access_type: AccessType::Mmap,
        spelling_correction: None,
        query_completion: None,
        clustering: Clustering::None,
        inference: Inference::None,
        segment_number_bits: 11,
    };
    let fields = serde_json::from_str(FIELDS)?;
    let index = runtime
        .block_on(create_index(folder, meta, &fields, &Vec::new(), true, Some(THREADS)))
        .map_err(|error| anyhow!(error))?;
    each(file, |article| {
        let values = serde_json::json!({
            "id": article.id, "title": article.title, "body": article.text,
            "date": article.day(), "month": article.month(), "city": article.city,
        });
        let document: Document = serde_json::from_value(values)?;
        runtime.block_on(index.index_document(document, FileType::None));
        Ok(())
    })?;
    runtime.block_on(async {
        index.commit().await;
        index.close().await;
    });
    Ok(())
}

/// An open index.
pub struct SeekStorm {
    index: IndexArc,
    runtime: Runtime,
}

/// What is asked for.
#[derive(Clone, Copy)]
struct Wish {
    hits: usize,
    counts: bool,
    newest: bool,
}

impl SeekStorm {
    /// Opens the index in a folder.
    pub fn open(folder: &Path) -> Result<SeekStorm> {
        let runtime = runtime()?;
        let index = runtime.block_on(open_index(folder)).map_err(|error| anyhow!(error))?;
        Ok(SeekStorm { index, runtime })
    }

    fn search(&self, query: &Query, wish: Wish) -> ResultObject {
        let kind = if query.kind == Kind::Or { QueryType::Union } else { QueryType::Intersection };
        let facet =
            |field: &str| QueryFacet::String16 { field: field.to_owned(), prefix: String::new(), length: u16::MAX };
        let facets = if wish.counts { vec![facet("city"), facet("month")] } else { Vec::new() };
        let newest = ResultSort { field: "date".to_owned(), order: SortOrder::Descending, base: FacetValue::None };
        let kind_of_result = match (wish.hits, wish.counts) {
            (0, _) => ResultType::Count,
            (_, true) => ResultType::TopkCount,
            (_, false) => ResultType::Topk,
        };
        self.runtime.block_on(self.index.search(
            query.words.join(" "),
            None,
            kind,
            SearchMode::Lexical,
            false,
            0,
            wish.hits,
            kind_of_result,
            false,
            Vec::new(),
            facets,
            Vec::new(),
            if wish.newest { vec![newest] } else { Vec::new() },
            QueryRewriting::SearchOnly,
        ))
    }

    /// Loads articles with their snippets.
    fn show(&self, found: &ResultObject) -> Result<usize> {
        self.runtime.block_on(async {
            let wanted = vec![Highlight {
                field: "body".to_owned(),
                fragment_number: 2,
                fragment_size: 160,
                ..Highlight::default()
            }];
            let marks = Some(highlighter(&self.index, wanted, found.query_terms.clone()).await);
            let index = self.index.read().await;
            for result in &found.results {
                let article = index.get_document(result.doc_id, false, &marks, &HashSet::new(), &Vec::new()).await;
                black_box(article.map_err(|error| anyhow!(error))?);
            }
            Ok(found.results.len())
        })
    }
}

impl Asked for SeekStorm {
    fn count(&mut self, query: &Query) -> Result<usize> {
        Ok(self.search(query, Wish { hits: 0, counts: true, newest: false }).result_count_total)
    }

    fn whole(&mut self, query: &Query) -> Result<f64> {
        let watch = Stopwatch::start(Clock::Wall);
        let found = self.search(query, Wish { hits: 10, counts: true, newest: false });
        let shown = self.show(&found)?;
        let time = watch.micros();
        let total = found.result_count_total;
        ensure!(total > 0 && shown == total.min(10), "SeekStorm shows {shown} of {total} for {query:?}");
        ensure!(found.facets.len() == 2, "SeekStorm counts no cities and months for {query:?}");
        Ok(time)
    }

    fn parts(&mut self, query: &Query) -> Result<Parts> {
        let timed = |wish: Wish| {
            let watch = Stopwatch::start(Clock::Wall);
            let found = self.search(query, wish);
            (watch.micros(), found)
        };
        let counting = Wish { hits: 0, counts: true, newest: false };
        timed(counting);
        let (facets, _) = timed(counting);
        let (best, _) = timed(Wish { hits: 10, counts: false, newest: false });
        let (newest, found) = timed(Wish { hits: 10, counts: false, newest: true });
        let watch = Stopwatch::start(Clock::Wall);
        self.show(&found)?;
        let snippets = watch.micros();
        Ok(Parts { facets, best, newest, snippets, newest_page: facets + newest + snippets })
    }
}

fn runtime() -> Result<Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(THREADS).enable_all().build()?)
}
