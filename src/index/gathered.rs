//! Some articles in an index of their own in memory.

use tantivy::directory::RamDirectory;
use tantivy::indexer::IndexWriterOptions;
use tantivy::{ReloadPolicy, Searcher};

use super::copies::Keys;
use super::document::{Origin, document};
use super::schema::Fields;
use super::segment::SegmentWriter;
use super::writer::UNUSED;
use super::{Index, index_error};
use crate::analysis::TextAnalyzer;
use crate::article::Article;
use crate::error::Result;

impl Index {
    /// A reader of these articles alone, with the fields of this index. Its articles are numbered as they came, in one segment.
    pub(crate) fn gathered(
        &self,
        articles: impl IntoIterator<Item = Result<Article>>,
        analyzer: &mut TextAnalyzer,
    ) -> Result<Searcher> {
        let failed = |error| index_error(self.path(), error);
        let (schema, fields) = Fields::new();
        let engine = tantivy::Index::builder().schema(schema).open_or_create(RamDirectory::create()).map_err(failed)?;
        let reads_words = std::mem::replace(analyzer, self.analyzer.text_analyzer());
        let mut segment = SegmentWriter::new(&engine, fields.text, reads_words, usize::MAX);
        let origin = Origin { file: None, file_state: 0, fingerprint: 0 };
        for article in articles {
            let article = article?;
            segment.begin();
            segment.read(&article);
            segment.add(&document(article, &origin, &Keys::default(), &fields)).map_err(failed)?;
        }
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(UNUSED)
            .build();
        let mut writer: tantivy::IndexWriter = engine.writer_with_options(options).map_err(failed)?;
        if let Some(segment) = segment.write().map_err(failed)? {
            writer.add_segment(segment).map_err(failed)?;
        }
        writer.commit().map_err(failed)?;
        *analyzer = segment.into_analyzer();
        let reader = engine.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let reader: tantivy::IndexReader = reader.map_err(failed)?;
        Ok(reader.searcher())
    }
}
