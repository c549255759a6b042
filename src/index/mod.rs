//! "How are articles kept?" Their fields, the writer, and what keeps an index and its corpus in step.

mod backup;
pub(crate) mod borders;
mod check;
mod copies;
mod deleting;
mod directory;
mod document;
mod feeding;
mod gate;
mod gathered;
mod guarded;
mod holder;
mod known;
mod manifest;
mod memory;
mod merging;
mod notes;
pub(crate) mod outlet;
mod reanalysis;
mod rebuild;
mod run;
pub(crate) mod schema;
mod seal;
mod segment;
pub(crate) mod signs;
mod stored_text;
mod swap;
mod sync;
#[cfg(test)]
mod tests;
mod writer;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::collector::Count;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{INDEX_WRITER_LOCK, MmapDirectory, RamDirectory};
use tantivy::index::SegmentId;
use tantivy::query::ExistsQuery;
use tantivy::{Directory, IndexReader, Opstamp, ReloadPolicy, TantivyError};

pub use backup::Backup;
pub use check::{Checked, Extent, Finding};
use directory::{META, SafeDirectory};
#[cfg(all(test, feature = "cluster"))]
pub(crate) use document::Part;
#[cfg(feature = "cluster")]
pub(crate) use document::{WordTaker, give_words, parts};
pub(crate) use document::{abroad_facet, article_of, moment, title_of};
pub(crate) use guarded::guarded;
use manifest::Manifest;
pub(crate) use notes::FileNotes;
pub use rebuild::Rebuild;
use schema::{Fields, settings};
use segment::SegmentWriter;
pub use sync::{SyncProgress, SyncReport};
pub use writer::{IndexWriter, WriterOptions};

use crate::analysis::{Analyzer, TextAnalyzer};
use crate::error::{Error, Result};
use crate::extract::{self, Gazetteer};

/// A folder with the index of articles.
///
/// # Example
/// ```
/// use izdeu::{Index, RawArticle};
///
/// let folder = tempfile::tempdir().unwrap();
/// let index = Index::open_or_create(folder.path())?;
/// let mut writer = index.writer()?;
/// writer.add(RawArticle::new("1", "В Кокшетау открыли школу."))?;
/// writer.commit()?;
/// assert_eq!(index.stats()?.articles, 1);
/// # Ok::<(), izdeu::Error>(())
/// ```
#[derive(Clone)]
pub struct Index {
    path: PathBuf,
    /// Whether the path is that of a folder with the engine's files.
    is_on_disk: bool,
    engine: tantivy::Index,
    fields: Fields,
    analyzer: Analyzer,
    /// The version of the extraction that its articles were read with.
    extraction: u32,
    /// The user's own names, as a text of CSV.
    own_names: Option<String>,
    /// The gazetteer with these names, from when it is first needed.
    gazetteer: Arc<OnceLock<Arc<Gazetteer>>>,
}

/// How large an index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct IndexStats {
    /// How many articles it holds.
    pub articles: u64,
    /// How many copies of them are listed on them: other crawls of the same pages.
    pub copies: u64,
    /// How many bytes it takes on disk.
    pub bytes: u64,
}

impl Index {
    /// Opens the index in a folder.
    ///
    /// # Errors
    /// [`Error::NoIndex`] where there is none, [`Error::IncompatibleIndex`] for one of another version, [`Error::Index`] for
    /// a broken one.
    pub fn open(path: impl AsRef<Path>) -> Result<Index> {
        let path = path.as_ref();
        if !swap::recover(path) || !Index::exists(path) {
            return Err(Error::NoIndex { path: path.to_path_buf() });
        }
        Ok(Index { is_on_disk: true, ..Index::open_in(folder(path)?, path)? })
    }

    /// Opens the index in a folder, or makes an empty one there.
    ///
    /// # Errors
    /// As [`open`](Self::open), and [`Error::Io`] where the folder cannot be made.
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Index> {
        let path = path.as_ref();
        if swap::recover(path) && Index::exists(path) {
            return Index::open(path);
        }
        std::fs::create_dir_all(path).map_err(|cause| Error::io(path, cause))?;
        Ok(Index { is_on_disk: true, ..Index::open_or_create_in(folder(path)?, path)? })
    }

    /// An index in memory, gone when it is dropped.
    ///
    /// # Errors
    /// [`Error::Index`] where the engine refuses.
    pub fn in_memory() -> Result<Index> {
        Index::open_or_create_in(RamDirectory::create(), Path::new("(memory)"))
    }

    /// Opens the index in any directory of the engine, or makes an empty one there. Messages call it by the path.
    pub(crate) fn open_or_create_in(directory: impl Into<Box<dyn Directory>>, path: &Path) -> Result<Index> {
        let directory = directory.into();
        let failed = |error| index_error(path, error);
        if !directory.exists(Path::new(META)).map_err(|error| failed(error.into()))? {
            // Two processes must not make it at once, nor may one find it half made.
            let _lock = directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(|error| failed(error.into()))?;
            if !directory.exists(Path::new(META)).map_err(|error| failed(error.into()))? {
                let (schema, _) = Fields::new();
                let safe = SafeDirectory::new(directory.box_clone());
                tantivy::Index::create(safe, schema, settings()).map_err(failed)?;
            }
        }
        Index::open_in(directory, path)
    }

    fn open_in(directory: impl Into<Box<dyn Directory>>, path: &Path) -> Result<Index> {
        let (directory, failed) = (directory.into(), |error| index_error(path, error));
        let meta = directory.atomic_read(Path::new(META)).map_err(|error| failed(error.into()))?;
        Manifest::check_meta(&meta, path)?;
        let engine = tantivy::Index::open(SafeDirectory::new(directory)).map_err(failed)?;
        let metas = engine.load_metas().map_err(failed)?;
        let (schema, _) = Fields::new();
        // What no commit was ever made to is as good as new: whoever made it ended before he wrote down its version.
        let is_new = metas.payload.is_none() && metas.segments.is_empty() && metas.schema == schema;
        let (extraction, own_names) = match is_new {
            true => (extract::VERSION, None),
            false => Manifest::check(metas.payload.as_deref(), path)?,
        };
        Ok(Index { extraction, own_names, ..Index::of(engine, path) })
    }

    /// Whether there is an index in the folder, whatever its version and state.
    pub fn exists(path: impl AsRef<Path>) -> bool {
        path.as_ref().join("meta.json").exists()
    }

    /// The folder of the index.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether its articles were read by an older version of this program, which may know less of dates, places and furniture.
    /// They are found all the same; the next [`sync`](IndexWriter::sync) of all of them reads them again.
    pub fn is_outdated(&self) -> bool {
        self.extraction < extract::VERSION
    }

    /// A writer. There can be one at a time.
    ///
    /// # Errors
    /// [`Error::IndexBusy`] while there is another, here or in another process.
    pub fn writer(&self) -> Result<IndexWriter> {
        self.writer_with(WriterOptions::new())
    }

    /// A writer with settings of one's own.
    ///
    /// # Errors
    /// As [`writer`](Self::writer), and [`Error::Invalid`] where the memory is too little.
    pub fn writer_with(&self, options: WriterOptions) -> Result<IndexWriter> {
        IndexWriter::new(self.clone(), options)
    }

    /// The index with a gazetteer of one's own for all articles to come, see [`Gazetteer::with_file`]. It is kept in the index:
    /// who opens it later reads and searches with the same one.
    ///
    /// # Errors
    /// [`Error::OtherGazetteer`] where articles stand in the index that were read with another one.
    ///
    /// # Example
    /// ```
    /// use izdeu::{Gazetteer, Index};
    ///
    /// let index = Index::in_memory()?.with_gazetteer(Gazetteer::bundled())?;
    /// # Ok::<(), izdeu::Error>(())
    /// ```
    pub fn with_gazetteer(mut self, gazetteer: Gazetteer) -> Result<Index> {
        let own_names = gazetteer.own();
        if own_names == self.own_names {
            return Ok(self);
        }
        if self.reader()?.searcher().num_docs() > 0 {
            return Err(Error::OtherGazetteer { path: self.path });
        }
        self.own_names = own_names;
        self.gazetteer = Arc::new(OnceLock::from(Arc::new(gazetteer)));
        Ok(self)
    }

    /// How large the index is.
    ///
    /// # Errors
    /// [`Error::Index`] where it cannot be read.
    pub fn stats(&self) -> Result<IndexStats> {
        self.stats_of(&self.reader()?.searcher())
    }

    /// How many articles a commit of the index has, and how large the index is now: files of a commit that is not the last may be gone.
    pub(crate) fn stats_of(&self, commit: &tantivy::Searcher) -> Result<IndexStats> {
        let failed = |error| index_error(&self.path, error);
        let space = self.reader()?.searcher().space_usage().map_err(|error| failed(error.into()))?;
        let copies = commit.search(&ExistsQuery::new("copy_of".to_owned(), false), &Count).map_err(failed)? as u64;
        Ok(IndexStats { articles: commit.num_docs() - copies, copies, bytes: space.total().get_bytes() })
    }

    /// A reader of the last commit.
    pub(crate) fn reader(&self) -> Result<IndexReader> {
        guarded(&self.path, || self.engine.reader_builder().reload_policy(ReloadPolicy::Manual).try_into())
    }

    /// The segments of the last commit, and of which of them articles were removed when: what a reader of it has.
    pub(crate) fn segments(&self) -> Result<BTreeMap<SegmentId, Option<Opstamp>>> {
        let segments = guarded(&self.path, || self.engine.searchable_segment_metas())?;
        Ok(segments.iter().map(|segment| (segment.id(), segment.delete_opstamp())).collect())
    }

    /// The number of the last commit.
    fn opstamp(&self) -> Result<u64> {
        Ok(self.engine.load_metas().map_err(|error| index_error(&self.path, error))?.opstamp)
    }

    /// What the last commit notes of files.
    fn notes(&self) -> Result<FileNotes> {
        let metas = self.engine.load_metas().map_err(|error| index_error(&self.path, error))?;
        Ok(Manifest::notes(metas.payload.as_deref()))
    }

    pub(crate) fn fields(&self) -> Fields {
        self.fields
    }

    /// What writes articles into segments that take so many bytes in memory.
    fn segment_writer(&self, analyzer: TextAnalyzer, most: usize) -> SegmentWriter {
        SegmentWriter::new(&self.engine, self.fields.text, analyzer, most)
    }

    /// The gazetteer that its articles are read with.
    pub(crate) fn gazetteer(&self) -> Result<Arc<Gazetteer>> {
        if let Some(gazetteer) = self.gazetteer.get() {
            return Ok(Arc::clone(gazetteer));
        }
        let mut gazetteer = Gazetteer::bundled();
        if let Some(names) = &self.own_names {
            gazetteer = gazetteer.with_lines(names, &self.path)?;
        }
        Ok(Arc::clone(self.gazetteer.get_or_init(|| Arc::new(gazetteer))))
    }

    pub(crate) fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }

    fn of(engine: tantivy::Index, path: &Path) -> Index {
        let (_, fields) = Fields::new();
        Index {
            path: path.to_path_buf(),
            is_on_disk: false,
            engine,
            fields,
            analyzer: Analyzer::new(),
            extraction: extract::VERSION,
            own_names: None,
            gazetteer: Arc::default(),
        }
    }
}

/// The folder as a directory of the engine.
fn folder(path: &Path) -> Result<MmapDirectory> {
    MmapDirectory::open(path).map_err(|error| index_error(path, error.into()))
}

/// What the engine says, in our words.
pub(crate) fn index_error(path: &Path, error: TantivyError) -> Error {
    let io = |cause: Arc<std::io::Error>| {
        let cause = Arc::try_unwrap(cause).unwrap_or_else(|shared| match shared.raw_os_error() {
            Some(code) => std::io::Error::from_raw_os_error(code),
            None => std::io::Error::new(shared.kind(), shared.to_string()),
        });
        Error::io(path, cause)
    };
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => {
            Error::IndexBusy { path: path.to_path_buf(), holder: None }
        }
        TantivyError::LockFailure(LockError::IoError(cause), _) | TantivyError::IoError(cause) => io(cause),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. }) => io(io_error),
        // Some of what the engine says has a whole file in it.
        error => Error::Index { path: path.to_path_buf(), message: error.to_string().chars().take(300).collect() },
    }
}
