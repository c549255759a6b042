//! The thread that reads: from the files on disk to the queue.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashSet;

use super::format::{Found, FoundFile, endings, format_of, missing_feature};
use super::options::ReadOptions;
use super::queue::Queue;
use super::roots::{Root, Roots};
use super::sidecar;
use super::state::{KnownFiles, state_of};
use crate::article::RawArticle;
use crate::error::{Problem, words_of};

/// How much of a file is read at once, in bytes.
const BUFFER: usize = 64 * 1024;

/// What a reading shares with the one who takes.
#[derive(Default)]
pub(super) struct Reading {
    pub queue: Queue,
    pub passed_over: AtomicUsize,
    /// Of files on disk, with those that are known.
    pub bytes_read: AtomicU64,
    /// The files that are known, by their absolute paths.
    pub known: Mutex<FxHashSet<String>>,
}

impl Reading {
    /// Reads all files in a thread of its own, until the queue is closed.
    pub fn start(self: &Arc<Self>, roots: &Arc<Roots>, options: &Arc<ReadOptions>, known: &Arc<KnownFiles>) {
        let (reading, roots_read) = (Arc::clone(self), Arc::clone(roots));
        let (options, known) = (Arc::clone(options), Arc::clone(known));
        let run = move || {
            let all = || roots_read.iter().try_for_each(|root| reading.read_root(root, &options, &known));
            if let Err(panic) = catch_unwind(AssertUnwindSafe(all)) {
                // Without a word, whatever was not read would be taken for gone.
                let reason = format!("reading ended early: {}", words_of(&*panic));
                for root in roots_read.iter() {
                    let _ = reading.queue.put(Err(Problem::new(&root.given, reason.as_str())));
                }
            }
            reading.queue.close();
        };
        if let Err(error) = std::thread::Builder::new().name("corpus".into()).spawn(run) {
            let reason = format!("no thread to read with: {error}");
            self.queue.close_with(roots.iter().map(|root| Problem::new(&root.given, reason.as_str())));
        }
    }

    fn read_root(&self, root: &Root, options: &ReadOptions, known: &KnownFiles) -> ControlFlow<()> {
        root.files().try_for_each(|entry| match entry {
            Ok(entry) => self.read_file(root, entry.path(), options, known),
            Err(problem) => self.queue.put(Err(problem)),
        })
    }

    fn read_file(&self, root: &Root, path: &Path, options: &ReadOptions, known: &KnownFiles) -> ControlFlow<()> {
        let file_state = Cell::new(0);
        let mut take = |found: Result<RawArticle, Problem>| {
            self.queue.put(found.map(|article| RawArticle { file_state: file_state.get(), ..article }))
        };
        let mut found = Found::new(&mut take, &self.passed_over);
        let was_asked_for = path == root.given;
        if !was_asked_for && is_sidecar(path, options) {
            return ControlFlow::Continue(());
        }
        if format_of(path).is_none() {
            return pass_over(path, was_asked_for, &mut found);
        }
        let metadata = match path.metadata() {
            Ok(metadata) => metadata,
            Err(error) => return found.problem(Problem::new(path, error.to_string())),
        };
        file_state.set(state_of(path, &metadata, options));
        if let Some(location) = root.location(path).map(|location| location.to_string_lossy().into_owned())
            && known.get(&location) == Some(&file_state.get())
        {
            self.bytes_read.fetch_add(metadata.len(), Ordering::Relaxed);
            self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(location);
            return ControlFlow::Continue(());
        }
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) => return found.problem(Problem::new(path, error.to_string())),
        };
        let before = self.bytes_read.load(Ordering::Relaxed);
        let counted = Counted { file, left: metadata.len(), total: &self.bytes_read };
        let bytes = Box::new(BufReader::with_capacity(BUFFER, counted));
        let mut file = FoundFile::new(path, root.id_of(path), options, bytes);
        file.size = Some(metadata.len());
        file.modified = metadata.modified().ok();
        file.on_disk = Some(path);
        file.was_asked_for = was_asked_for;
        file.sidecar = sidecar::on_disk(path);
        let done = read(file, &mut found);
        self.bytes_read.store(before + metadata.len(), Ordering::Relaxed);
        done?;
        // What was read may be half of the one and half of the other.
        let reason = match path.metadata() {
            Ok(now) if (now.len(), now.modified().ok()) == (metadata.len(), metadata.modified().ok()) => {
                return ControlFlow::Continue(());
            }
            Ok(_) => "the file changed while it was read; index it again when it is at rest".to_owned(),
            Err(error) => format!("the file went while it was read: {error}"),
        };
        found.problem(Problem::new(path, reason))
    }
}

/// Whether a file on disk is read with the file beside it.
fn is_sidecar(path: &Path, options: &ReadOptions) -> bool {
    sidecar::may_be_one(path, Path::is_file)
        && !File::open(path).and_then(sidecar::bytes).is_ok_and(|bytes| sidecar::holds_articles(&bytes, options))
}

/// Reads a file by the format that its name tells. A reader that panics takes only its own file down.
pub(super) fn read(file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
    let path = file.path;
    let Some(format) = format_of(&file.name) else {
        return pass_over(&file.name, false, found);
    };
    let mut file = file;
    let read = catch_unwind(AssertUnwindSafe(|| {
        if !format.holds_one() {
            return format.read(file, found);
        }
        let modified = file.modified;
        let sidecar = match sidecar::of(&mut file).transpose() {
            Ok(sidecar) => sidecar,
            Err(problem) => {
                found.problem(problem)?;
                None
            }
        };
        let options = file.options;
        let mut faults = Vec::new();
        let mut complete = |article: &mut crate::article::RawArticle| {
            article.modified = modified;
            if let Some(sidecar) = &sidecar {
                faults.extend(sidecar.describe(article, &options.fields).err());
            }
        };
        found.through(&mut complete, |found| format.read(file, found))?;
        faults.into_iter().try_for_each(|problem| found.problem(problem))
    }));
    read.unwrap_or_else(|panic| {
        found.problem(Problem::new(path, format!("the reader failed on it: {}", words_of(&*panic))))
    })
}

/// What to say of a file that no format reads: nothing where a folder was asked for.
fn pass_over(path: &Path, was_asked_for: bool, found: &mut Found<'_>) -> ControlFlow<()> {
    if let Some(feature) = missing_feature(path) {
        let reason = format!("this build does not read such files; build with the feature `{feature}`");
        return found.problem(Problem::new(path, reason));
    }
    if was_asked_for {
        let known: Vec<String> = endings().map(|ending| format!(".{ending}")).collect();
        let reason = format!("nothing here reads this kind of file; known are {}", known.join(" "));
        return found.problem(Problem::new(path, reason));
    }
    found.pass_over();
    ControlFlow::Continue(())
}

/// A file whose bytes are counted as they are read, each once.
struct Counted<'a> {
    file: File,
    left: u64,
    total: &'a AtomicU64,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(into)?;
        let counted = self.left.min(length as u64);
        self.left -= counted;
        self.total.fetch_add(counted, Ordering::Relaxed);
        Ok(length)
    }
}
