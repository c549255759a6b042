//! Keeping an index in step with its corpus: what is new is added, what changed is replaced, what vanished is removed.
//!
//! The state of a sync stands in the documents themselves (id, file, fingerprint), so that it changes with the commit and no
//! crash leaves it wrong.

use std::collections::hash_map::Entry;
use std::hash::BuildHasher;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::IndexWriter;
use super::copies::{Candidate, Keys, copies};
use super::document::{CopyOf, Origin, document, record};
use super::gate::{Gate, Pass};
use super::known::{Known, KnownArticle};
use super::writer::{add, put};
use crate::article::{ArticleId, RawArticle};
use crate::corpus::Corpus;
use crate::error::{Problem, Result};
use crate::extract::Lookahead;

/// How many articles wait between the thread that reads and those that analyse.
const WAITING_ARTICLES: usize = 64;

/// So many problems are listed one by one.
const MOST_PROBLEMS: usize = 10_000;

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
    /// Articles of the index, after the sync, that are copies of another one: they are listed on it and not found by themselves.
    /// One that came twice with the same id and text counts too.
    pub copies: u64,
    /// Articles that were not found again and still kept, because their file could not be read whole.
    pub kept: u64,
    /// Files that were passed over because nothing reads their kind, or there are no articles in them.
    pub passed_over: u64,
    /// What could not be read: the first 10,000.
    pub problems: Vec<Problem>,
    /// How many more there were.
    pub more_problems: u64,
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
    pub fn sync(&mut self, mut corpus: Corpus, mut progress: impl FnMut(SyncProgress)) -> Result<SyncReport> {
        let started = Instant::now();
        let known = Known::read(&self.index)?;
        let mut run = Run::default();
        self.feed(&mut corpus, &known, &mut run, &mut progress)?;
        self.remove_vanished(&corpus, &known, &mut run);
        let SyncReport { added, replaced, removed, .. } = run.report;
        if self.has_changes || added + replaced + removed > 0 || known.has_orphans(&corpus) {
            let independent = self.set_copies_aside(&corpus, &known, &mut run)?;
            if !independent.is_empty() {
                // Their originals are gone. All that is known of them is their record, so their files are read once more.
                let mut again = Run { only: Some(independent), ..Run::default() };
                self.feed(&mut corpus.again(), &known, &mut again, &mut |_| {})?;
            }
            self.commit()?;
        } else {
            run.report.copies = known.copies_in(&corpus);
        }
        run.report.elapsed = started.elapsed();
        Ok(run.report)
    }

    /// Reads the corpus in this thread and has what changed analysed and added by others.
    fn feed(
        &self,
        corpus: &mut Corpus,
        known: &Known,
        run: &mut Run,
        progress: &mut impl FnMut(SyncProgress),
    ) -> Result<()> {
        let mut locations = Locations::default();
        let gate = Arc::new(Gate::default());
        let (failure, added) = (Mutex::new(None), Mutex::new(Vec::new()));
        let (sender, receiver) = sync_channel(WAITING_ARTICLES);
        let (failure_seen, added_to) = (&failure, &added);
        std::thread::scope(|scope| {
            // The threads own the receiver: when all of them have failed, sending fails and reading ends.
            let receiver = Arc::new(Mutex::new(receiver));
            for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
                let receiver = Arc::clone(&receiver);
                scope.spawn(move || {
                    if let Err(error) = self.add_all(&receiver, added_to) {
                        failure_seen.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                    }
                });
            }
            drop(receiver);
            let sender = sender; // dropped at the end of the scope, which ends the threads
            let mut articles = 0;
            let mut lookahead = Lookahead::new(&mut *corpus);
            while let Some(found) = lookahead.next() {
                let corpus = &**lookahead.articles();
                let raw = match found {
                    Ok(raw) => raw,
                    Err(problem) => {
                        run.note(problem);
                        continue;
                    }
                };
                articles += 1;
                progress(SyncProgress { articles, file_bytes: corpus.bytes_read() });
                let file = locations.of(raw.path.as_deref(), corpus);
                let origin = Origin { file, fingerprint: raw.fingerprint() };
                if !run.takes(&raw, &origin, known, corpus) {
                    continue;
                }
                let pass = gate.enter(raw.text.len());
                // Looking for articles to delete takes the engine long: there are none with an id that it does not know.
                let is_new = !self.has_changes && known.article(&raw.id).is_none();
                if sender.send(Waiting { raw, origin, pass, is_new }).is_err() {
                    break; // all threads have failed
                }
            }
        });
        run.report.passed_over = corpus.passed_over() as u64;
        run.added = added.into_inner().unwrap_or_else(PoisonError::into_inner);
        failure.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
    }

    fn add_all(&self, receiver: &Mutex<Receiver<Waiting>>, added: &Mutex<Vec<Added>>) -> Result<()> {
        let mut analyzer = self.index.analyzer().text_analyzer();
        loop {
            let received = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(Waiting { raw, origin, pass, is_new }) = received else { return Ok(()) };
            let article = self.extractor.extract(raw);
            let keys = Keys::of(&article);
            let (id, path, url) = (article.id.clone(), article.path.clone(), article.url.clone());
            let document = document(article, &origin, &keys, &self.index.fields(), &mut analyzer).with_pass(pass);
            match is_new {
                true => add(&self.index, &self.engine, document)?,
                false => put(&self.index, &self.engine, &id, document)?,
            }
            let added_one = Added { id, path, url, origin, keys };
            added.lock().unwrap_or_else(PoisonError::into_inner).push(added_one);
        }
    }

    fn remove_vanished(&mut self, corpus: &Corpus, known: &Known, run: &mut Run) {
        let unread: FxHashSet<PathBuf> = run.unread.iter().filter_map(|path| corpus.location(path)).collect();
        for (id, article) in known.in_corpus(corpus) {
            if run.seen.contains_key(id) {
                continue;
            }
            let file = known.file(article).unwrap_or_default();
            if Path::new(file).ancestors().any(|path| unread.contains(path)) {
                run.report.kept += 1;
            } else {
                self.remove(id);
                run.removed.insert(id.clone());
                run.report.removed += 1;
            }
        }
    }

    /// Keeps the best of the corpus's articles that are one page, and of the others a record. Gives those that were copies and
    /// now stand by themselves. Articles of other folders are left alone: their files cannot be read again from here.
    fn set_copies_aside(&self, corpus: &Corpus, known: &Known, run: &mut Run) -> Result<FxHashSet<ArticleId>> {
        let replaced: FxHashSet<&ArticleId> = run.added.iter().map(|added| &added.id).collect();
        let stays = |id: &ArticleId| !run.removed.contains(id) && !replaced.contains(id);
        let kept: Vec<(&ArticleId, &KnownArticle)> = known.in_corpus(corpus).filter(|(id, _)| stays(id)).collect();
        let candidates: Vec<Candidate> = run
            .added
            .iter()
            .map(|added| Candidate { id: &added.id, keys: added.keys })
            .chain(kept.iter().map(|(id, article)| Candidate { id, keys: article.keys }))
            .collect();
        let mut independent = FxHashSet::default();
        for (at, original) in copies(&candidates).into_iter().enumerate() {
            let Candidate { id, keys } = &candidates[at];
            let original = original.map(|original| candidates[original].id);
            run.report.copies += u64::from(original.is_some());
            let before = at.checked_sub(run.added.len()).map(|at| kept[at].1);
            let (Some(original), false) =
                (original, before.is_some_and(|known_as| known.original(known_as) == original))
            else {
                if before.is_some_and(|before| known.original(before).is_some()) && original.is_none() {
                    independent.insert((*id).clone());
                }
                continue;
            };
            let (path, url, origin) = match before {
                None => (run.added[at].path.clone(), run.added[at].url.clone(), run.added[at].origin.clone()),
                Some(before) => {
                    let file = known.file(before).map(str::to_owned);
                    let article = known.stored(before, &self.index)?;
                    (article.path, article.url, Origin { file, fingerprint: before.fingerprint })
                }
            };
            let copy = CopyOf { id: (*id).clone(), original: original.clone(), path, url };
            put(&self.index, &self.engine, id, record(&copy, &origin, keys, &self.index.fields()))?;
        }
        Ok(independent)
    }
}

/// An article on its way from the thread that reads to those that analyse.
struct Waiting {
    raw: RawArticle,
    origin: Origin,
    pass: Pass,
    /// No article with its id is in the index.
    is_new: bool,
}

/// What a run over the corpus has found and done so far.
#[derive(Default)]
struct Run {
    report: SyncReport,
    /// The files and folders that could not be read whole.
    unread: FxHashSet<PathBuf>,
    /// The articles that the corpus has, and a hash of each text.
    seen: FxHashMap<ArticleId, u64>,
    /// What was added or replaced.
    added: Vec<Added>,
    removed: FxHashSet<ArticleId>,
    /// The articles to read, whether they changed or not; all that changed where there are none.
    only: Option<FxHashSet<ArticleId>>,
}

/// What is remembered of an article that was added, to tell whether it is a copy.
struct Added {
    id: ArticleId,
    path: Option<PathBuf>,
    url: Option<String>,
    origin: Origin,
    keys: Keys,
}

impl Run {
    /// Remembers what could not be read; a file of nothing but faults must not fill the memory.
    fn note(&mut self, problem: Problem) {
        if !problem.read_whole && !self.unread.contains(&problem.path) {
            self.unread.insert(problem.path.clone());
        }
        if self.report.problems.len() < MOST_PROBLEMS {
            self.report.problems.push(problem);
        } else {
            self.report.more_problems += 1;
        }
    }

    /// Whether an article is to be analysed and added.
    fn takes(&mut self, raw: &RawArticle, origin: &Origin, known: &Known, corpus: &Corpus) -> bool {
        if let Some(only) = &self.only {
            return only.contains(&raw.id) && self.seen.insert(raw.id.clone(), 0).is_none();
        }
        self.report.bytes += raw.text.len() as u64;
        let text = FxBuildHasher.hash_one(&raw.text);
        let before = known.article(&raw.id);
        let owner = before.and_then(|article| known.file(article));
        let taken = match self.seen.entry(raw.id.clone()) {
            // The same article in two exports.
            Entry::Occupied(first) if *first.get() == text => {
                self.report.copies += 1;
                return false;
            }
            Entry::Occupied(_) => {
                Some(format!("the id {} occurs again with another text; the first one stands", raw.id))
            }
            Entry::Vacant(new) => {
                new.insert(text);
                owner
                    .filter(|owner| is_elsewhere(owner, origin.file.as_deref(), corpus))
                    .map(|owner| format!("the id {} belongs to {owner}; index the folder above both", raw.id))
            }
        };
        if let Some(reason) = taken {
            let path = raw.path.as_deref().unwrap_or(Path::new("(memory)"));
            self.note(Problem::new(path, reason).but_read_whole().at_line(raw.line));
            return false;
        }
        match before {
            Some(article) if article.fingerprint == origin.fingerprint => {
                self.report.unchanged += 1;
                false
            }
            Some(_) => {
                self.report.replaced += 1;
                true
            }
            None => {
                self.report.added += 1;
                true
            }
        }
    }
}

/// Whether the article with this id came from a file that is still there and is none of the corpus.
fn is_elsewhere(owner: &str, file: Option<&str>, corpus: &Corpus) -> bool {
    file != Some(owner) && !corpus.contains(Path::new(owner)) && is_there(Path::new(owner))
}

/// Whether a file is there, or the archive that it is in.
fn is_there(file: &Path) -> bool {
    file.ancestors().find(|path| path.exists()).is_some_and(Path::is_file)
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
