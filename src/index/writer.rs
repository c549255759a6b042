//! Adding and removing articles.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use tantivy::Term;
use tantivy::index::SegmentMeta;
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};

use super::copies::Keys;
use super::deleting::Given;
use super::document::{Document, Origin, document};
use super::holder;
use super::manifest::Manifest;
use super::memory::Memory;
use super::merging::Merging;
use super::notes::FileNotes;
use super::outlet::Outlet;
use super::segment::SegmentWriter;
use super::{Index, index_error};
use crate::article::{ArticleId, RawArticle};
use crate::error::{Error, Result};
use crate::extract::Extractor;

/// The longest text of an article, in bytes of UTF-8: analysis takes memory many times its size.
const LONGEST_TEXT: usize = 8 << 20;

/// What the engine's own way of adding articles would take in memory, in bytes: it is not gone, and the engine wants a number.
pub(super) const UNUSED: usize = 15_000_000;

/// How many merges of segments run at a time: each has a part of its segments in memory.
const MERGES: usize = 1;

/// Writes to an index. What was added or removed is seen by searches after [`commit`](Self::commit), all of it or nothing.
///
/// After an error of the engine the writer takes nothing more until it is rolled back: what it was given since the last commit
/// may be gone in part.
pub struct IndexWriter {
    pub(super) index: Index,
    /// The engine's writer; none where it failed and there is no other yet.
    engine: Option<tantivy::IndexWriter>,
    pub(super) extractor: Extractor,
    /// The articles that were added one by one and stand in no segment yet, and their ids.
    pub(super) adding: SegmentWriter,
    not_written: FxHashSet<ArticleId>,
    /// The segments that the engine was given.
    given: Given,
    /// Why something could not be removed: the commit says so.
    failure: Option<Error>,
    pub(super) memory: Memory,
    /// Whether something was added or removed since the last commit.
    pub(super) has_changes: bool,
    /// Whether the engine failed since the last commit.
    has_failed: bool,
    /// Where a sync gives the articles themselves, if it does.
    pub(super) outlet: Option<Arc<dyn Outlet>>,
}

/// How an [`IndexWriter`] works.
///
/// # Example
/// ```
/// use izdeu::{Index, WriterOptions};
///
/// let index = Index::in_memory()?;
/// let writer = index.writer_with(WriterOptions::new().memory(400_000_000))?;
/// # Ok::<(), izdeu::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct WriterOptions {
    memory: usize,
}

impl Default for WriterOptions {
    fn default() -> WriterOptions {
        WriterOptions { memory: Memory::USUAL }
    }
}

impl WriterOptions {
    /// What suits most: at most 700 MB of memory.
    pub fn new() -> WriterOptions {
        WriterOptions::default()
    }

    /// How much memory the process may take while it writes, in bytes, what it takes otherwise included. With less, fewer
    /// threads work.
    pub fn memory(mut self, bytes: usize) -> WriterOptions {
        self.memory = bytes;
        self
    }
}

impl IndexWriter {
    pub(super) fn new(index: Index, options: WriterOptions) -> Result<IndexWriter> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let memory = Memory::share(options.memory, cores)?;
        let extractor = Extractor::with_gazetteer(index.gazetteer()?);
        let engine = engine(&index, memory)?;
        holder::sign(index.engine.directory());
        if index.is_on_disk {
            holder::remove_leftovers(&index.path);
        }
        // What a writer left behind who was killed.
        let _ = engine.garbage_collect_files().wait();
        let adding = adding(&index, memory);
        Ok(IndexWriter {
            index,
            engine: Some(engine),
            extractor,
            adding,
            not_written: FxHashSet::default(),
            given: Given::default(),
            failure: None,
            memory,
            has_changes: false,
            has_failed: false,
            outlet: None,
        })
    }

    /// Adds an article, in place of the one with the same id. One that was added since the last commit is written to disk first, so
    /// that it can be replaced: add each id once.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an article without text or with more than 8 MB of it, or with an id that is blank or longer than
    /// 1,000 bytes; [`Error::Index`], [`Error::Io`] or [`Error::DiskFull`] where the engine fails, and after that
    /// [`Error::WriterFailed`] until it is [rolled back](Self::rollback).
    pub fn add(&mut self, raw: RawArticle) -> Result<()> {
        if raw.text.trim().is_empty() {
            return Err(Error::Invalid(format!("the article {} is empty", raw.id)));
        }
        if raw.text.len() > LONGEST_TEXT {
            let most = LONGEST_TEXT >> 20;
            return Err(Error::Invalid(format!("the text of the article {} is longer than {most} MB", raw.id)));
        }
        raw.id.check()?;
        let origin = Origin { file: None, file_state: 0, fingerprint: raw.fingerprint() };
        let article = self.extractor.extract(raw);
        let (id, keys) = (article.id.clone(), Keys::of(&article));
        self.has_changes = true;
        // First: it may write the segment, and the words that were read with it.
        self.delete(&id)?;
        self.adding.begin();
        self.adding.read(&article);
        let document = document(article, &origin, &keys, &self.index.fields);
        self.add_new(&id, &document)
    }

    /// Removes the article with this id, if there is one.
    pub fn remove(&mut self, id: &ArticleId) {
        self.has_changes = true;
        if let Err(error) = self.delete(id) {
            self.failure.get_or_insert(error);
        }
    }

    /// Makes all that was added and removed durable and visible, at once: when it returns, it is on disk.
    ///
    /// # Errors
    /// [`Error::Index`], [`Error::Io`] or [`Error::DiskFull`] where it could not be written: the last commit stands, and nothing
    /// more is taken until the writer is [rolled back](Self::rollback).
    pub fn commit(&mut self) -> Result<()> {
        // Nobody knows what was added or removed by hand: the next sync has to look at every file.
        self.commit_with(FileNotes::read_all_again())
    }

    /// The same, noting this of files.
    pub(super) fn commit_with(&mut self, notes: FileNotes) -> Result<()> {
        let path = self.index.path.clone();
        self.failure.take().map_or(Ok(()), Err)?;
        self.write_added()?;
        self.set_merging(true)?;
        let manifest = Manifest::of(self.index.extraction, self.index.own_names.clone());
        let payload = manifest.with_notes(notes).to_payload();
        let engine = self.engine.as_mut().ok_or_else(|| Error::WriterFailed { path: path.clone() })?;
        let committed = engine.prepare_commit().and_then(|mut commit| {
            commit.set_payload(&payload);
            commit.commit()
        });
        self.has_failed = committed.is_err();
        self.has_changes = self.has_failed;
        committed.map(|_| ()).map_err(|error| index_error(&path, error))
    }

    /// Forgets all that was added and removed since the last commit. After an error this is the way back.
    ///
    /// # Errors
    /// [`Error::Index`], [`Error::Io`] or [`Error::IndexBusy`] where there can be no new writer.
    pub fn rollback(&mut self) -> Result<()> {
        self.has_failed = true;
        self.begin_anew();
        // The engine's own way back keeps the lock; where it fails, it leaves a writer that panics.
        let rolled_back = self.engine.take().and_then(|mut old| old.rollback().is_ok().then_some(old));
        let engine = match rolled_back {
            Some(engine) => {
                begin(&engine, &self.index, self.memory);
                engine
            }
            None => engine(&self.index, self.memory)?,
        };
        // What was written in vain goes at once: the disk may be full of it.
        let _ = engine.garbage_collect_files().wait();
        self.engine = Some(engine);
        (self.has_failed, self.has_changes) = (false, false);
        Ok(())
    }

    /// Forgets what was added one by one and stands in no segment yet, and the memory that it takes.
    pub(super) fn begin_anew(&mut self) {
        self.adding = adding(&self.index, self.memory);
        self.not_written.clear();
        self.failure = None;
    }

    /// Ends the writer when the merging of segments that runs behind the commits is done.
    ///
    /// # Errors
    /// [`Error::Index`] where a merge failed; what was committed stands.
    pub fn close(self) -> Result<()> {
        let path = self.index.path;
        let Some(engine) = self.engine else { return Ok(()) };
        engine.wait_merging_threads().map_err(|error| index_error(&path, error))
    }

    /// Adds a document with an id that no other one has, and the words that were read since it began.
    pub(super) fn add_new(&mut self, id: &ArticleId, document: &Document) -> Result<()> {
        self.engine()?;
        let written = self.adding.add(document).map_err(|error| index_error(&self.index.path, error));
        self.not_written.insert(id.clone());
        self.take_in(written)
    }

    /// Deletes the document with this id, if there is one.
    pub(super) fn delete(&mut self, id: &ArticleId) -> Result<()> {
        // The engine deletes in segments alone.
        if self.not_written.contains(id) {
            self.write_added()?;
        }
        self.delete_written(id)
    }

    /// Deletes the document with this id in the segments.
    pub(super) fn delete_written(&self, id: &ArticleId) -> Result<()> {
        let written = self.given.with(Term::from_field_text(self.index.fields.id, id.as_str()));
        let deleted = self.engine()?.delete_query(written);
        deleted.map(|_| ()).map_err(|error| index_error(&self.index.path, error))
    }

    /// Writes the segment of what was added one by one.
    pub(super) fn write_added(&mut self) -> Result<()> {
        self.engine()?;
        let written = self.adding.write().map_err(|error| index_error(&self.index.path, error));
        self.take_in(written)
    }

    /// Takes a segment of what was added one by one into the index, if there is one.
    fn take_in(&mut self, written: Result<Option<SegmentMeta>>) -> Result<()> {
        let taken = written.and_then(|segment| {
            let Some(segment) = segment else { return Ok(()) };
            self.not_written.clear();
            self.add_segment(segment)
        });
        self.has_failed |= taken.is_err();
        taken
    }

    /// Takes a segment into the index. What is deleted from now on is deleted in it too.
    pub(super) fn add_segment(&self, segment: SegmentMeta) -> Result<()> {
        self.given.note(segment.id());
        self.engine()?.add_segment(segment).map_err(|error| index_error(&self.index.path, error))
    }

    /// Whether segments are merged as soon as there are enough.
    pub(super) fn set_merging(&self, is_on: bool) -> Result<()> {
        let engine = self.engine()?;
        match is_on {
            true => let_merge(engine, self.memory),
            false => engine.set_merge_policy(Box::new(NoMergePolicy)),
        }
        Ok(())
    }

    /// The engine's writer, unless it failed.
    fn engine(&self) -> Result<&tantivy::IndexWriter> {
        let engine = self.engine.as_ref().filter(|_| !self.has_failed);
        engine.ok_or_else(|| Error::WriterFailed { path: self.index.path.clone() })
    }

    /// After this error nothing more is taken.
    pub(super) fn failed(&mut self, error: Error) -> Error {
        self.has_failed = true;
        error
    }
}

/// Collects what is added one by one. Segments may be merged meanwhile, so it takes half of what a thread may.
fn adding(index: &Index, memory: Memory) -> SegmentWriter {
    index.segment_writer(index.analyzer.text_analyzer(), memory.of_a_thread / 2)
}

fn engine(index: &Index, memory: Memory) -> Result<tantivy::IndexWriter> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .memory_budget_per_thread(UNUSED)
        .num_merge_threads(MERGES)
        .build();
    let engine = index.engine.writer_with_options(options);
    let engine = engine.map_err(|error| holder::named(index_error(&index.path, error), index.engine.directory()))?;
    begin(&engine, index, memory);
    Ok(engine)
}

/// Tells the engine's writer how to merge.
fn let_merge(engine: &tantivy::IndexWriter, memory: Memory) {
    engine.set_merge_policy(Box::new(Merging::of(memory)));
}

/// Tells the engine's writer how to merge, and takes the first number for an operation that does nothing. It is also that of the
/// last commit: a merge would take what has it for a part of that commit, and pass over it in the segments in which something was
/// deleted then.
fn begin(engine: &tantivy::IndexWriter, index: &Index, memory: Memory) {
    let_merge(engine, memory);
    engine.delete_term(Term::from_field_text(index.fields.id, "")); // no article has this id
}

#[cfg(test)]
mod tests {
    use tantivy::TantivyDocument;

    use super::*;
    use crate::index::article_of;
    use crate::index::known::Known;
    use crate::index::reanalysis::compare;

    #[test]
    fn what_is_added_again_before_the_commit_has_its_last_words() {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        for text in ["В Таразе открыли мост.", "В Актау построили порт.", "В Семее ждут снега."]
        {
            writer.add(RawArticle::new("1", text)).unwrap();
            writer.add(RawArticle::new("2", "В Атырау чинят дамбу.")).unwrap();
        }
        writer.remove(&"2".into());
        writer.commit().unwrap();
        let known = Known::read(&index).unwrap();
        let addresses = known.addresses();
        let stored: TantivyDocument = known.searcher().doc(addresses[0]).unwrap();
        assert_eq!((addresses.len(), &*article_of(&stored, &index.fields()).body), (1, "В Семее ждут снега.\n"));
        assert_eq!(compare(&index, known.searcher(), &addresses).unwrap(), [""; 0]);
    }

    #[test]
    fn a_merge_before_the_commit_loses_no_delete() {
        let index = Index::in_memory().unwrap();
        let add = |writer: &mut IndexWriter, ids: &[&str]| {
            for id in ids {
                writer.add(RawArticle::new(*id, "В Таразе открыли мост.")).unwrap();
            }
        };
        // One thread, so that what is added together is one segment.
        let new_writer = || index.writer_with(WriterOptions::new().memory(Memory::LEAST)).unwrap();
        let mut writer = new_writer();
        add(&mut writer, &["a", "b"]);
        writer.commit().unwrap();
        // At this commit something is deleted in the first segment, and nothing in the second.
        add(&mut writer, &["b", "c"]);
        writer.commit().unwrap();
        for rolled_back in [false, true] {
            if rolled_back {
                writer.rollback().unwrap();
            } else {
                drop(writer);
                writer = new_writer();
            }
            // The segment with the deletes of the last commit comes last.
            let mut segments = index.engine.searchable_segment_metas().unwrap();
            segments.sort_by_key(|segment| segment.delete_opstamp());
            assert!(segments.last().unwrap().has_deletes());
            let segments: Vec<_> = segments.iter().map(|segment| segment.id()).collect();
            add(&mut writer, &["a"]);
            writer.engine.as_mut().unwrap().merge(&segments).wait().unwrap();
            writer.commit().unwrap();
            assert_eq!(index.stats().unwrap().articles, 3);
            // So that there is one again that has some.
            add(&mut writer, &["b"]);
            writer.commit().unwrap();
        }
    }
}
