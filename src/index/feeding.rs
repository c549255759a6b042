//! The articles of a corpus on their way into the index: one thread reads, and as many as there are cores understand and collect.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;

use tantivy::index::SegmentMeta;

use super::copies::Keys;
use super::document::{Document, Origin};
use super::gate::{Gate, Pass};
use super::known::Known;
use super::run::{Added, Failed, Failure, Locations, Run};
use super::segment::SegmentWriter;
use super::{IndexWriter, SyncProgress, index_error};
use crate::analysis::Readings;
use crate::article::RawArticle;
use crate::corpus::Corpus;
use crate::error::{Error, Result, words_of};
use crate::extract::Lookahead;

/// Articles are handed on together until they are so many, or have so many bytes of text: to wake a thread takes as long as to read one.
const TOGETHER: usize = 32;
const BYTES_TOGETHER: usize = 128 << 10;

/// How often that many wait between the thread that reads and those that analyse.
const WAITING: usize = 4;

/// A text with this makes the analysis panic.
#[cfg(test)]
pub(super) const PANICS: &str = "паника по заказу";

impl IndexWriter {
    /// Reads the corpus in this thread and has what changed analysed and added by others.
    pub(super) fn feed(
        &self,
        corpus: &mut Corpus,
        known: &Known,
        run: &mut Run,
        progress: &mut impl FnMut(SyncProgress),
    ) -> Result<()> {
        // The memory is for the articles now; the commit goes on with merging.
        self.set_merging(false)?;
        let mut locations = Locations::default();
        let gate = Arc::new(Gate::new(self.memory.in_flight));
        let (failure, done) = (Mutex::new(None), Mutex::new(Done::default()));
        let (sender, receiver) = sync_channel(WAITING);
        let readings = &(self.memory.threads > 1).then(Arc::<Readings>::default);
        let (failure_seen, done_by_all) = (&failure, &done);
        std::thread::scope(|scope| {
            // The threads own the receiver: when all of them have failed, sending fails and reading ends.
            let receiver = Arc::new(Mutex::new(receiver));
            let failed = move |error| {
                failure_seen.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            };
            for _ in 0..self.memory.threads {
                let receiver = Arc::clone(&receiver);
                let work = move || {
                    let add_all = || self.add_all(&receiver, readings, done_by_all);
                    match catch_unwind(AssertUnwindSafe(add_all)) {
                        Ok(added) => added.unwrap_or_else(failed),
                        Err(panic) => {
                            let message = format!("writing failed within this program: {}", words_of(&*panic));
                            failed(Error::Index { path: self.index.path().to_path_buf(), message });
                        }
                    }
                };
                // By this name the command knows that a panic here is reported: with its article, or as an error.
                if let Err(error) = Builder::new().name("analysis".into()).spawn_scoped(scope, work) {
                    failed(Error::io(self.index.path(), error));
                }
            }
            drop(receiver);
            let sender = sender; // dropped at the end of the scope, which ends the threads
            let mut articles = 0;
            let mut batch = Batch::default();
            let send = |batch: &mut Batch| {
                let pass = gate.enter(batch.bytes);
                sender.send((std::mem::take(batch).articles, pass))
            };
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
                let origin = Origin { file, file_state: raw.file_state, fingerprint: raw.fingerprint() };
                if !run.takes(&raw, &origin, known, corpus) {
                    continue;
                }
                // Looking for articles to delete takes the engine long: there are none with an id that it does not know.
                let is_new = !self.has_changes && known.article(&raw.id).is_none();
                batch.add(Waiting { raw, origin, is_new });
                if batch.is_full() && send(&mut batch).is_err() {
                    return; // all threads have failed
                }
            }
            let _ = send(&mut batch);
        });
        run.report.passed_over = corpus.passed_over() as u64;
        let done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.failed.iter().for_each(|article| run.failed(article, known));
        run.added = done.added;
        failure.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)?;
        self.settle(run, known)
    }

    fn add_all(
        &self,
        receiver: &Mutex<Receiver<Passed>>,
        readings: &Option<Arc<Readings>>,
        done: &Mutex<Done>,
    ) -> Result<()> {
        let analyzer = self.index.analyzer().text_analyzer().sharing(readings.clone());
        let mut segment = self.index.segment_writer(analyzer, self.memory.of_a_thread);
        let take_in = |written: tantivy::Result<Option<SegmentMeta>>| match written {
            Ok(written) => written.map_or(Ok(()), |written| self.add_segment(written)),
            Err(error) => Err(index_error(self.index.path(), error)),
        };
        let done = || done.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let received = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((articles, _pass)) = received else { return take_in(segment.write()) };
            for Waiting { raw, origin, is_new } in articles {
                segment.begin();
                let (id, path, line) = (raw.id.clone(), raw.path.clone(), raw.line);
                let understood = catch_unwind(AssertUnwindSafe(|| self.understand(raw, &origin, &mut segment)));
                let reason = match understood {
                    Ok(Ok((url, keys, document))) => {
                        if !is_new {
                            self.delete_written(&id)?;
                        }
                        take_in(segment.add(&document))?;
                        done().added.push(Added { id, path, url, origin, keys });
                        continue;
                    }
                    Ok(Err(Error::Invalid(reason))) => Failure::NotTaken(reason),
                    Ok(Err(error)) => return Err(error),
                    Err(panic) => Failure::Panic(words_of(&*panic).to_owned()),
                };
                done().failed.push(Failed { id, path, line, reason });
            }
        }
    }

    /// All that can fail with an article itself. Gives its address, what it is compared by, and its document.
    fn understand(
        &self,
        raw: RawArticle,
        origin: &Origin,
        segment: &mut SegmentWriter,
    ) -> Result<(Option<String>, Keys, Document)> {
        #[cfg(test)]
        assert!(!raw.text.contains(PANICS), "as the test wants");
        let article = self.extractor.extract(raw);
        let (url, keys) = (article.url.clone(), Keys::of(&article));
        let document = self.keep(article, origin, &keys, segment)?;
        Ok((url, keys, document))
    }
}

/// An article on its way from the thread that reads to those that analyse.
struct Waiting {
    raw: RawArticle,
    origin: Origin,
    /// No article with its id is in the index.
    is_new: bool,
}

/// Some of them, with their place behind the gate.
type Passed = (Vec<Waiting>, Pass);

/// Some of them that are handed on together.
#[derive(Default)]
struct Batch {
    articles: Vec<Waiting>,
    bytes: usize,
}

impl Batch {
    fn add(&mut self, article: Waiting) {
        self.bytes += article.raw.text.len();
        self.articles.push(article);
    }

    fn is_full(&self) -> bool {
        self.articles.len() >= TOGETHER || self.bytes >= BYTES_TOGETHER
    }
}

/// What the threads that analyse have done.
#[derive(Default)]
struct Done {
    added: Vec<Added>,
    failed: Vec<Failed>,
}
