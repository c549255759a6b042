//! Some articles in an index of their own in memory, for one search.

use tantivy::directory::RamDirectory;
use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::schema::Schema;
use tantivy::{ReloadPolicy, Searcher};

use super::copies::Keys;
use super::document::{Document, Origin, document};
use super::schema::Fields;
use super::{Index, index_error};
use crate::analysis::TextAnalyzer;
use crate::article::Article;
use crate::error::Result;

/// What the engine collects terms in, in bytes: hundreds of articles fit, and more are written in several goes.
const MEMORY: usize = 64 << 20;

impl Index {
    /// A reader of these articles alone, with the fields and the analyzer of this index. Its articles are numbered as they came.
    pub(crate) fn gathered(
        &self,
        articles: impl IntoIterator<Item = Article>,
        analyzer: &mut TextAnalyzer,
    ) -> Result<Searcher> {
        let failed = |error| index_error(self.path(), error);
        let (schema, _): (Schema, Fields) = Fields::new();
        let engine = tantivy::Index::builder().schema(schema).tokenizers(self.tokenizers());
        let engine = engine.single_segment_index_writer(RamDirectory::create(), MEMORY);
        let mut writer: SingleSegmentIndexWriter<Document> = engine.map_err(failed)?;
        let origin = Origin { file: None, file_state: 0, fingerprint: 0 };
        for article in articles {
            let document = document(article, &origin, &Keys::default(), &self.fields(), analyzer);
            writer.add_document(document).map_err(failed)?;
        }
        let engine = writer.finalize().map_err(failed)?;
        let reader = engine.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let reader: tantivy::IndexReader = reader.map_err(failed)?;
        Ok(reader.searcher())
    }
}
