//! "Where do articles come from?" Files and folders, decoded and cut into articles; one file for each format.

#[cfg(feature = "archives")]
mod archive;
mod csv;
mod decode;
#[cfg(feature = "docx")]
mod docx;
mod fields;
mod format;
#[cfg(feature = "html")]
mod html;
mod json;
mod jsonl;
#[cfg(feature = "mail")]
mod mail;
mod options;
#[cfg(feature = "pdf")]
mod pdf;
mod plain;
mod queue;
mod reading;
mod record;
mod roots;
mod sidecar;
mod state;
#[cfg(feature = "warc")]
mod warc;
mod xml;

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use crate::article::RawArticle;
use crate::error::{Problem, Result};
use reading::Reading;
use roots::Roots;
use rustc_hash::FxHashSet;
pub(crate) use state::KnownFiles;

pub use options::ReadOptions;
#[cfg(feature = "pdf")]
pub use pdf::answer_pdf_text;

/// The articles of files and folders, read one after another in the order of their paths.
///
/// Folders are walked to the end; entries whose name starts with a dot are passed over, links are followed. The kinds of files
/// that are read are told by [`Corpus::endings`]; other files of a folder are counted and passed over. What cannot be read comes
/// as a [`Problem`], and reading goes on. A thread of its own reads ahead a little; it ends with the corpus.
///
/// # Example
/// ```
/// use izdeu::Corpus;
///
/// let mut corpus = Corpus::open(["corpus/agency.jsonl"])?;
/// let first = corpus.next().unwrap().unwrap();
/// assert_eq!(first.id.as_str(), "agency-0001");
/// # Ok::<(), izdeu::Error>(())
/// ```
pub struct Corpus {
    roots: Arc<Roots>,
    options: Arc<ReadOptions>,
    reading: Arc<Reading>,
    /// Files that need not be read while they are in this state.
    known_files: Arc<KnownFiles>,
    has_started: bool,
}

impl Corpus {
    /// The articles of these files and folders. A path that does not exist comes as a [`Problem`] among them; one that lies
    /// within another is read as a part of that one.
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io) where none of the paths exists.
    pub fn open<P: Into<PathBuf>>(paths: impl IntoIterator<Item = P>) -> Result<Corpus> {
        Corpus::open_with(paths, ReadOptions::new())
    }

    /// The same, read as these options say.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_with<P: Into<PathBuf>>(paths: impl IntoIterator<Item = P>, options: ReadOptions) -> Result<Corpus> {
        let roots = Arc::new(Roots::find(paths)?);
        let (options, known_files) = (Arc::new(options), Arc::default());
        Ok(Corpus { roots, options, reading: Arc::default(), known_files, has_started: false })
    }

    /// The same corpus, to be read from the start.
    pub(crate) fn again(&self) -> Corpus {
        self.again_without(KnownFiles::default())
    }

    /// The same corpus, to be read from the start without the files that are known.
    pub(crate) fn again_without(&self, known_files: KnownFiles) -> Corpus {
        let (roots, options, known_files) = (Arc::clone(&self.roots), Arc::clone(&self.options), Arc::new(known_files));
        Corpus { roots, options, reading: Arc::default(), known_files, has_started: false }
    }

    /// Whether a file need not be read while it is as it was.
    pub(crate) fn knows(&self, on_disk: &str) -> bool {
        self.known_files.contains_key(on_disk)
    }

    /// The files that were not read because they are known, by their absolute paths.
    pub(crate) fn take_known_files(&self) -> FxHashSet<String> {
        std::mem::take(&mut self.reading.known.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The file on disk with an article's [`location`](Self::location): the archive that it is in.
    pub(crate) fn on_disk(location: &Path) -> &Path {
        let is_file = |path: &&Path| format::format_of(path).is_some_and(|format| !format.holds_one());
        location.ancestors().skip(1).filter(is_file).last().unwrap_or(location)
    }

    /// The endings of the files that are read, without the stop: `txt`, `md`, …
    pub fn endings() -> impl Iterator<Item = &'static str> {
        format::endings()
    }

    /// The absolute path below one of the roots that an entry with this path has.
    pub(crate) fn location(&self, path: &Path) -> Option<PathBuf> {
        self.roots.location(path)
    }

    /// Whether a [`location`](Self::location) lies below one of the roots.
    pub(crate) fn contains(&self, location: &Path) -> bool {
        self.roots.contains(location)
    }

    /// How many files were passed over so far because nothing here reads their kind, or there are no articles in them.
    pub fn passed_over(&self) -> usize {
        self.reading.passed_over.load(Ordering::Relaxed)
    }

    /// How many bytes of files on disk were read so far.
    pub fn bytes_read(&self) -> u64 {
        self.reading.bytes_read.load(Ordering::Relaxed)
    }

    /// The size in bytes of all files that will be read.
    pub fn size(&self) -> u64 {
        let files = self.roots.iter().flat_map(|root| root.files().filter_map(Result::ok));
        let read = files.filter(|entry| {
            format::format_of(entry.path()).is_some() && !sidecar::may_be_one(entry.path(), Path::is_file)
        });
        read.filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum()
    }
}

impl Iterator for Corpus {
    type Item = Result<RawArticle, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if !self.has_started {
            self.has_started = true;
            self.reading.start(&self.roots, &self.options, &self.known_files);
        }
        self.reading.queue.take()
    }
}

impl Drop for Corpus {
    fn drop(&mut self) {
        self.reading.queue.close();
    }
}

#[cfg(test)]
mod tests;
