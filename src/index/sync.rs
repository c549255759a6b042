//! Keeping an index in step with its corpus: what is new is added, what changed is replaced, what vanished is removed.
//!
//! The state of a sync stands in the documents themselves (id, file, fingerprint), so that it changes with the commit and no
//! crash leaves it wrong.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{Searcher, SegmentReader};

use super::document::{Origin, document};
use super::gate::{Gate, Pass};
use super::writer::put;
use super::{Index, IndexWriter, index_error};
use crate::article::{ArticleId, RawArticle};
use crate::corpus::Corpus;
use crate::error::{Problem, Result};

/// How many articles wait between the thread that reads and those that analyse.
const WAITING_ARTICLES: usize = 64;

/// What a sync did.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct SyncReport {
    /// Articles that the index did not have.
    pub added: u64,
    /// Articles that had changed.
    pub replaced: u64,
    /// Articles whose file or record is gone.
    pub removed: u64,
    /// Articles that are as they were.
    pub unchanged: u64,
    /// Articles that were not found again and still kept, because their file could not be read whole.
    pub kept: u64,
    /// Files that were passed over because nothing reads their kind.
    pub passed_over: u64,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The text that was read, in bytes of UTF-8.
    pub bytes: u64,
    /// How long it took, commit included.
    pub elapsed: Duration,
}

/// How far a sync is.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct SyncProgress {
    /// Articles read so far, whether they had changed or not.
    pub articles: u64,
    /// The bytes of files read so far, of the number that [`Corpus::size`] gives.
    pub file_bytes: u64,
}

impl IndexWriter {
    /// Brings the index in step with a corpus, and commits.
    ///
    /// Only articles whose file lies under one of the corpus's paths are ever removed; others are left alone, and an article
    /// that has the id of one of them is a problem. `progress` is called after each article.
    ///
    /// # Errors
    /// As [`commit`](Self::commit); drop the writer then, it holds a part of the changes. What could not be read is no error:
    /// it stands in [`SyncReport::problems`].
    ///
    /// # Example
    /// ```
    /// use izdeu::{Corpus, Index};
    ///
    /// let index = Index::in_memory()?;
    /// let first = index.writer()?.sync(Corpus::open(["corpus/kazakh"])?, |_| {})?;
    /// let second = index.writer()?.sync(Corpus::open(["corpus/kazakh"])?, |_| {})?;
    /// assert!(first.added > 0 && second.added == 0);
    /// assert_eq!(second.unchanged, first.added);
    /// # Ok::<(), izdeu::Error>(())
    /// ```
    pub fn sync(&mut self, mut corpus: Corpus, progress: impl FnMut(SyncProgress)) -> Result<SyncReport> {
        let started = Instant::now();
        let known = Known::read(&self.index)?;
        let (mut report, seen) = self.feed(&mut corpus, &known, progress)?;
        self.remove_vanished(&corpus, &known, &seen, &mut report);
        if self.has_changes || report.added + report.replaced > 0 {
            self.commit()?;
        }
        report.elapsed = started.elapsed();
        Ok(report)
    }

    /// Reads the corpus in this thread and has what changed analysed and added by others.
    fn feed(
        &self,
        corpus: &mut Corpus,
        known: &Known,
        mut progress: impl FnMut(SyncProgress),
    ) -> Result<(SyncReport, FxHashSet<ArticleId>)> {
        let mut report = SyncReport::default();
        let mut seen = FxHashSet::default();
        let mut locations = Locations::default();
        let gate = Arc::new(Gate::default());
        let failure = Mutex::new(None);
        let (sender, receiver) = sync_channel(WAITING_ARTICLES);
        let failure_seen = &failure;
        std::thread::scope(|scope| {
            // The threads own the receiver: when all of them have failed, sending fails and reading ends.
            let receiver = Arc::new(Mutex::new(receiver));
            for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
                let receiver = Arc::clone(&receiver);
                scope.spawn(move || {
                    if let Err(error) = self.add_all(&receiver) {
                        failure_seen.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                    }
                });
            }
            drop(receiver);
            let sender = sender; // dropped at the end of the scope, which ends the threads
            let mut articles = 0;
            while let Some(found) = corpus.next() {
                let raw = match found {
                    Ok(raw) => raw,
                    Err(problem) => {
                        report.problems.push(problem);
                        continue;
                    }
                };
                articles += 1;
                report.bytes += raw.text.len() as u64;
                progress(SyncProgress { articles, file_bytes: corpus.bytes_read() });
                let file = locations.of(raw.path.as_deref(), corpus);
                let taken = if !seen.insert(raw.id.clone()) {
                    Some(format!("the id {} occurs again; the first one stands", raw.id))
                } else {
                    known
                        .owner(&raw.id)
                        .filter(|owner| is_elsewhere(owner, file.as_deref(), corpus))
                        .map(|owner| format!("the id {} belongs to {owner}; index the folder above both", raw.id))
                };
                if let Some(reason) = taken {
                    let path = raw.path.as_deref().unwrap_or(Path::new("(memory)"));
                    report.problems.push(Problem::new(path, reason).but_read_whole().at_line(raw.line));
                    continue;
                }
                let origin = Origin { file, fingerprint: raw.fingerprint() };
                match known.fingerprint(&raw.id) {
                    Some(fingerprint) if fingerprint == origin.fingerprint => {
                        report.unchanged += 1;
                        continue;
                    }
                    Some(_) => report.replaced += 1,
                    None => report.added += 1,
                }
                let pass = gate.enter(raw.text.len());
                if sender.send((raw, origin, pass)).is_err() {
                    break; // all threads have failed
                }
            }
        });
        report.passed_over = corpus.passed_over() as u64;
        match failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error),
            None => Ok((report, seen)),
        }
    }

    fn add_all(&self, receiver: &Mutex<Receiver<(RawArticle, Origin, Pass)>>) -> Result<()> {
        let mut analyzer = self.index.analyzer().text_analyzer();
        loop {
            let received = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((raw, origin, _pass)) = received else { return Ok(()) };
            let article = self.extractor.extract(raw);
            let document = document(&article, &origin, &self.index.fields(), &mut analyzer);
            put(&self.index, &self.engine, &article.id, document)?;
        }
    }

    fn remove_vanished(
        &mut self,
        corpus: &Corpus,
        known: &Known,
        seen: &FxHashSet<ArticleId>,
        report: &mut SyncReport,
    ) {
        let unread: FxHashSet<PathBuf> = report
            .problems
            .iter()
            .filter(|problem| !problem.read_whole)
            .filter_map(|problem| corpus.location(&problem.path))
            .collect();
        for (id, file) in known.articles_of(corpus).filter(|(id, _)| !seen.contains(id)) {
            if Path::new(file).ancestors().any(|path| unread.contains(path)) {
                report.kept += 1;
            } else {
                self.remove(id);
                report.removed += 1;
            }
        }
    }
}

/// Whether the article with this id came from a file that is still there and is none of the corpus.
fn is_elsewhere(owner: &str, file: Option<&str>, corpus: &Corpus) -> bool {
    !owner.is_empty() && file != Some(owner) && !corpus.contains(Path::new(owner)) && is_there(Path::new(owner))
}

/// Whether a file is there, or the archive that it is in.
fn is_there(file: &Path) -> bool {
    file.ancestors().find(|path| path.exists()).is_some_and(Path::is_file)
}

/// What the index knows of its articles.
#[derive(Default)]
struct Known {
    articles: FxHashMap<ArticleId, (u64, u32)>,
    files: Vec<String>,
}

impl Known {
    fn read(index: &Index) -> Result<Known> {
        let searcher = index.reader()?.searcher();
        Known::of(&searcher).map_err(|error| index_error(index.path(), error))
    }

    fn of(searcher: &Searcher) -> tantivy::Result<Known> {
        let mut known = Known { files: vec![String::new()], ..Known::default() };
        for segment in searcher.segment_readers() {
            let ids = Texts::of(segment, "id")?;
            let files = Texts::of(segment, "file")?;
            let fingerprints = segment.fast_fields().u64("fingerprint")?;
            let first_file = known.files.len() as u32;
            for document in segment.doc_ids_alive() {
                let Some(id) = ids.get(document) else { continue };
                let fingerprint = fingerprints.first(document).unwrap_or_default();
                let file = files.ordinal(document).map_or(0, |ordinal| first_file + ordinal);
                known.articles.insert(ArticleId::new(id), (fingerprint, file));
            }
            known.files.extend(files.values);
        }
        Ok(known)
    }

    fn fingerprint(&self, id: &ArticleId) -> Option<u64> {
        self.articles.get(id).map(|(fingerprint, _)| *fingerprint)
    }

    /// The file of the article with this id, empty for one from memory; none where there is no such article.
    fn owner(&self, id: &ArticleId) -> Option<&str> {
        self.articles.get(id).map(|(_, file)| self.files[*file as usize].as_str())
    }

    /// The articles whose file lies in the corpus.
    fn articles_of<'a>(&'a self, corpus: &Corpus) -> impl Iterator<Item = (&'a ArticleId, &'a str)> {
        let is_inside: Vec<bool> = self.files.iter().map(|file| corpus.contains(Path::new(file))).collect();
        let articles = self.articles.iter().map(|(id, (_, file))| (id, *file as usize));
        articles.filter(move |(_, file)| is_inside[*file]).map(|(id, file)| (id, self.files[file].as_str()))
    }
}

/// A column of texts with its dictionary read once.
struct Texts {
    column: Option<tantivy::columnar::StrColumn>,
    values: Vec<String>,
}

impl Texts {
    fn of(segment: &SegmentReader, field: &str) -> tantivy::Result<Texts> {
        let column = segment.fast_fields().str(field)?;
        let mut values = Vec::new();
        if let Some(column) = &column {
            let mut terms = column.dictionary().stream()?;
            while terms.advance() {
                values.push(String::from_utf8_lossy(terms.key()).into_owned());
            }
        }
        Ok(Texts { column, values })
    }

    fn ordinal(&self, document: u32) -> Option<u32> {
        self.column.as_ref()?.ords().first(document).map(|ordinal| ordinal as u32)
    }

    fn get(&self, document: u32) -> Option<&str> {
        self.values.get(self.ordinal(document)? as usize).map(String::as_str)
    }
}

/// Where files lie, the last one remembered: the lines of a file follow one another.
#[derive(Default)]
struct Locations {
    last: Option<(PathBuf, Option<String>)>,
}

impl Locations {
    fn of(&mut self, path: Option<&Path>, corpus: &Corpus) -> Option<String> {
        let path = path?;
        if let Some((last, location)) = &self.last
            && last == path
        {
            return location.clone();
        }
        let location = corpus.location(path).map(|path| path.to_string_lossy().into_owned());
        self.last = Some((path.to_path_buf(), location.clone()));
        location
    }
}
