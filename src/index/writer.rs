//! Adding and removing articles.

use tantivy::Term;

use super::copies::Keys;
use super::document::{Document, Origin, document};
use super::manifest::Manifest;
use super::{Index, index_error};
use crate::analysis::TextAnalyzer;
use crate::article::{ArticleId, RawArticle};
use crate::error::{Error, Result};
use crate::extract::Extractor;

/// The memory that a thread of the engine collects terms in before it writes them out, in bytes. About twice as much is
/// taken while it does.
const MEMORY_OF_A_THREAD: usize = 48 << 20;

/// The most threads of the engine: more make many small segments, which slow every query.
const MOST_THREADS: usize = 8;

/// Writes to an index. What was added or removed is seen by searches after [`commit`](Self::commit), all of it or nothing.
pub struct IndexWriter {
    pub(super) index: Index,
    pub(super) engine: tantivy::IndexWriter<Document>,
    pub(super) extractor: Extractor,
    analyzer: TextAnalyzer,
    /// Whether something was added or removed since the last commit.
    pub(super) has_changes: bool,
}

impl IndexWriter {
    pub(super) fn new(index: Index) -> Result<IndexWriter> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        let engine = index.engine.writer_with_num_threads(threads, threads * MEMORY_OF_A_THREAD);
        let engine = engine.map_err(|error| index_error(&index.path, error))?;
        let analyzer = index.analyzer.text_analyzer();
        let extractor = Extractor::with_gazetteer(index.gazetteer()?);
        Ok(IndexWriter { index, engine, extractor, analyzer, has_changes: false })
    }

    /// Adds an article, in place of the one with the same id.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an article without text or with an id that is blank or longer than 1,000 bytes;
    /// [`Error::Index`] where the engine fails. After the latter nothing since the last commit is kept: drop the writer and
    /// begin again.
    pub fn add(&mut self, raw: RawArticle) -> Result<()> {
        if raw.text.trim().is_empty() {
            return Err(Error::Invalid(format!("the article {} is empty", raw.id)));
        }
        raw.id.check()?;
        self.has_changes = true;
        let origin = Origin { file: None, fingerprint: raw.fingerprint() };
        let article = self.extractor.extract(raw);
        let (id, keys) = (article.id.clone(), Keys::of(&article));
        let document = document(article, &origin, &keys, &self.index.fields, &mut self.analyzer);
        put(&self.index, &self.engine, &id, document)
    }

    /// Removes the article with this id, if there is one.
    pub fn remove(&mut self, id: &ArticleId) {
        self.has_changes = true;
        self.engine.delete_term(Term::from_field_text(self.index.fields.id, id.as_str()));
    }

    /// Makes all that was added and removed durable and visible, at once.
    ///
    /// # Errors
    /// [`Error::Index`] or [`Error::Io`] where it could not be written; the last commit stands then.
    pub fn commit(&mut self) -> Result<()> {
        let path = self.index.path.clone();
        let mut commit = self.engine.prepare_commit().map_err(|error| index_error(&path, error))?;
        commit.set_payload(&Manifest::current(self.index.own_names.clone()).to_payload());
        commit.commit().map_err(|error| index_error(&path, error))?;
        self.has_changes = false;
        Ok(())
    }

    /// Ends the writer when the merging of segments that runs behind the commits is done.
    ///
    /// # Errors
    /// [`Error::Index`] where a merge failed; what was committed stands.
    pub fn close(self) -> Result<()> {
        let path = self.index.path;
        self.engine.wait_merging_threads().map_err(|error| index_error(&path, error))
    }
}

/// Puts a document in the place of the one with the same id.
pub(super) fn put(
    index: &Index,
    engine: &tantivy::IndexWriter<Document>,
    id: &ArticleId,
    document: Document,
) -> Result<()> {
    engine.delete_term(Term::from_field_text(index.fields.id, id.as_str()));
    add(index, engine, document)
}

/// Adds a document with an id that no other one has.
pub(super) fn add(index: &Index, engine: &tantivy::IndexWriter<Document>, document: Document) -> Result<()> {
    engine.add_document(document).map_err(|error| index_error(&index.path, error))?;
    Ok(())
}
