//! Keeping an index in step with its corpus: what is new is added, what changed is replaced, what vanished is removed.
//!
//! The state of a sync stands in the documents themselves (id, file, fingerprint), so that it changes with the commit and no
//! crash leaves it wrong.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustc_hash::FxHashSet;

#[cfg(doc)]
use super::Index;
use super::IndexWriter;
use super::copies::{Candidate, copies};
use super::document::Origin;
use super::known::{Known, KnownArticle};
use super::outlet::Record;
use super::run::Run;
use crate::article::ArticleId;
use crate::corpus::{Corpus, KnownFiles};
use crate::error::{Error, Problem, Result};
use crate::extract;

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
    /// that has the id of one of them is a problem. What was added to the writer before is committed first. `progress` is called
    /// after each article.
    ///
    /// What did not change is passed over, unless the index [is outdated](Index::is_outdated): then all is read again.
    ///
    /// Where the engine fails on the way, or loses an article, the index goes back to its last commit and the corpus is read once
    /// more. An article on which this program panics is a problem, and its last version stands.
    ///
    /// # Errors
    /// As [`commit`](Self::commit), where it fails twice; the last commit stands then. What could not be read is no error: it
    /// stands in [`SyncReport::problems`].
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
        if self.has_changes {
            self.commit()?;
        }
        self.begin_anew();
        let before = self.index.opstamp()?;
        let mut run = Run::default();
        if let Err(error) = self.sync_once(&mut corpus, &mut run, &mut progress) {
            // What was given away cannot be rolled back.
            if self.outlet.is_some() || self.rollback().is_err() || matches!(error, Error::DiskFull { .. }) {
                return Err(error);
            }
            // A commit may stand although the engine said that it failed; what it lacks is added now, the report is of both.
            let stands = self.index.opstamp()? > before;
            let mut again = Run::default();
            let second = self.sync_once(&mut corpus.again(), &mut again, &mut progress);
            if let Err(error) = second {
                let _ = self.rollback();
                return Err(error);
            }
            if !stands {
                run = again;
            }
        }
        run.report.elapsed = started.elapsed();
        Ok(run.report)
    }

    fn sync_once(&mut self, corpus: &mut Corpus, run: &mut Run, progress: &mut impl FnMut(SyncProgress)) -> Result<()> {
        let known = Known::read(&self.index)?;
        run.reads_all = self.index.is_outdated();
        let known_files = if run.reads_all { KnownFiles::default() } else { known.known_files(corpus) };
        let mut reading = corpus.again_without(known_files);
        if let Err(error) = self.feed(&mut reading, &known, run, progress) {
            return Err(self.failed(error));
        }
        if run.needs_all {
            // There were files that were not read, so the index is not outdated.
            self.rollback()?;
            (*run, reading) = (Run::default(), corpus.again());
            if let Err(error) = self.feed(&mut reading, &known, run, progress) {
                return Err(self.failed(error));
            }
        }
        let unread = reading.take_known_files();
        for (id, _) in known.in_files(&unread) {
            run.report.unchanged += 1;
            run.seen.insert(id.clone(), 0);
        }
        self.remove_vanished(corpus, &known, run)?;
        let notes = known.notes_after(corpus, &unread, run.file_notes(corpus));
        let SyncReport { added, replaced, removed, .. } = run.report;
        if self.has_changes || added + replaced + removed > 0 || known.has_orphans(corpus) {
            let independent = self.set_copies_aside(corpus, &known, run)?;
            if !independent.is_empty() {
                // Their originals are gone. All that is known of them is their record, so their files are read once more.
                let mut again = Run::over(independent);
                self.write_added()?;
                if let Err(error) = self.feed(&mut corpus.again(), &known, &mut again, &mut |_| {}) {
                    return Err(self.failed(error));
                }
            }
            if self.index.is_outdated() && known.lies_in(corpus) {
                self.index.extraction = extract::VERSION; // all were read again
            }
            self.commit_with(notes)?;
            self.check_count(&known, run)?;
        } else {
            run.report.copies = known.copies_in(corpus);
            if notes != *known.notes() {
                self.commit_with(notes)?;
            }
        }
        Ok(())
    }

    /// Compares the articles of the commit with what it should have: the engine has been seen to lose some without a word.
    fn check_count(&self, known: &Known, run: &Run) -> Result<()> {
        let (expected, found) = (run.expected(known), self.index.reader()?.searcher().num_docs());
        // What was there too often may still be, if its file could not be read.
        if (expected..=expected + known.surplus()).contains(&found) {
            return Ok(());
        }
        let message = format!("{found} articles were written where there should be {expected}; index them again");
        Err(Error::Index { path: self.index.path().to_path_buf(), message })
    }

    fn remove_vanished(&mut self, corpus: &Corpus, known: &Known, run: &mut Run) -> Result<()> {
        let unread: FxHashSet<PathBuf> = run.unread.iter().filter_map(|path| corpus.location(path)).collect();
        for (id, article) in known.in_corpus(corpus) {
            if run.seen.contains_key(id) {
                continue;
            }
            let file = known.file(article).unwrap_or_default();
            if Path::new(file).ancestors().any(|path| unread.contains(path)) {
                run.report.kept += 1;
            } else {
                self.let_go(id)?;
                run.removed.insert(id.clone());
                run.report.removed += 1;
            }
        }
        Ok(())
    }

    /// Keeps the best of the corpus's articles that are one page, and of the others a record. Gives those that were copies and
    /// now stand by themselves. Articles of other folders are left alone: their files cannot be read again from here.
    fn set_copies_aside(&mut self, corpus: &Corpus, known: &Known, run: &mut Run) -> Result<FxHashSet<ArticleId>> {
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
                    let KnownArticle { fingerprint, file_state, .. } = *before;
                    (article.path, article.url, Origin { file, file_state, fingerprint })
                }
            };
            let Origin { file, file_state, fingerprint } = origin;
            let (id, copy_of, keys) = ((*id).clone(), Some(original.clone()), keys.values());
            self.keep_copy(Record { id, copy_of, file, path, url, file_state, fingerprint, keys })?;
        }
        Ok(independent)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::article::RawArticle;
    use crate::index::Index;
    use crate::index::copies::Keys;
    use crate::index::document::document;
    use crate::index::feeding::PANICS;

    fn sync(index: &Index, folder: &Path) -> SyncReport {
        index.writer().unwrap().sync(Corpus::open([folder]).unwrap(), |_| {}).unwrap()
    }

    #[test]
    fn a_panic_costs_one_article_and_leaves_its_last_version() {
        let folder = tempfile::tempdir().unwrap();
        let write = |lines: &[&str]| {
            let lines =
                lines.iter().enumerate().map(|(id, text)| format!("{{\"id\": \"{id}\", \"text\": \"{text}\"}}\n"));
            fs::write(folder.path().join("news.jsonl"), lines.collect::<String>()).unwrap();
        };
        let index = Index::in_memory().unwrap();
        write(&["Мост в Таразе открыт.", "Порт в Актау закрыт.", "В Семее ждут снега."]);
        assert_eq!(sync(&index, folder.path()).added, 3);
        // The second changed and fails, the third is gone, and there is a new one that fails.
        write(&["Мост в Таразе открыт снова.", PANICS]);
        fs::write(folder.path().join("new.txt"), PANICS).unwrap();
        let report = sync(&index, folder.path());
        assert_eq!((report.added, report.replaced, report.removed, report.kept), (0, 1, 0, 1));
        let problems: Vec<String> = report.problems.iter().map(Problem::to_string).collect();
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(
            problems.iter().any(|problem| problem.contains("news.jsonl:2: ") && problem.contains("as the test wants"))
        );
        assert!(problems.iter().any(|problem| problem.contains("new.txt: ")), "{problems:?}");
        assert_eq!(index.stats().unwrap().articles, 3);
    }

    #[test]
    fn an_article_that_is_there_twice_is_mended() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("n.txt"), "Мост в Таразе открыт.").unwrap();
        let index = Index::in_memory().unwrap();
        sync(&index, folder.path());
        let mut writer = index.writer().unwrap();
        let article = writer.extractor.extract(RawArticle::new("n.txt", "Мост в Таразе закрыт."));
        let origin = Origin { file: None, file_state: 0, fingerprint: 0 };
        writer.adding.begin();
        writer.adding.read(&article);
        let twin = document(article, &origin, &Keys::default(), &index.fields());
        writer.add_new(&"n.txt".into(), &twin).unwrap();
        writer.commit().unwrap();
        drop(writer);
        assert_eq!(index.stats().unwrap().articles, 2);
        assert_eq!(sync(&index, folder.path()).replaced, 1);
        assert_eq!((index.stats().unwrap().articles, sync(&index, folder.path()).unchanged), (1, 1));
    }
}
