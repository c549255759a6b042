//! Whether an index is sound: its files, its versions, its articles, and the terms that they are found by.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde::Serialize;
use tantivy::Directory;
use tantivy::directory::error::OpenReadError;
use tantivy::directory::{FileSlice, META_LOCK, ManagedDirectory};

use super::directory::META;
use super::known::Known;
use super::manifest::Manifest;
use super::{Index, folder, reanalysis, seal, swap};
use crate::error::{Error, Result, words_of};

/// How many articles are analysed again, unless all are.
const SAMPLE: usize = 200;

/// So many findings of a kind are told one by one.
const MOST_FINDINGS: usize = 20;

/// How many of the articles a check analyses again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// 200 of them, spread over the index.
    Sample,
    /// All of them.
    All,
}

/// What a check of an index found.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct Checked {
    /// What is wrong. Nothing is, where this is empty.
    pub findings: Vec<Finding>,
    /// How many files the last commit has.
    pub files: u64,
    /// How many articles the index holds, as far as it could be read.
    pub articles: u64,
    /// How many copies of them are listed on them.
    pub copies: u64,
    /// How many articles were analysed again and compared with the terms that they are found by.
    pub analysed: u64,
    /// Files that no commit knows, of a writer at work or one that was killed. They do no harm, and the next writer removes
    /// them.
    pub unknown_files: Vec<PathBuf>,
}

/// Something that is wrong with an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The file, in the folder of the index; none where it is not a matter of one.
    pub file: Option<PathBuf>,
    /// What is wrong with it.
    pub what: String,
}

impl Checked {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    fn find(&mut self, file: Option<&Path>, what: impl Into<String>) {
        self.findings.push(Finding { file: file.map(Path::to_path_buf), what: what.into() });
    }
}

impl Index {
    /// Checks an index: the checksum of each file of its last commit, its versions, that ids are unique and copies have their
    /// articles, and that articles are found by the terms that their text has. Nothing is changed, and a damaged index is no
    /// error.
    ///
    /// # Errors
    /// [`Error::NoIndex`] where there is none.
    ///
    /// # Example
    /// ```
    /// use izdeu::{Extent, Index, RawArticle};
    ///
    /// let folder = tempfile::tempdir().unwrap();
    /// let mut writer = Index::open_or_create(folder.path())?.writer()?;
    /// writer.add(RawArticle::new("1", "В Кокшетау открыли школу."))?;
    /// writer.commit()?;
    /// assert!(Index::check(folder.path(), Extent::All)?.is_sound());
    /// # Ok::<(), izdeu::Error>(())
    /// ```
    pub fn check(path: impl AsRef<Path>, extent: Extent) -> Result<Checked> {
        let path = path.as_ref();
        swap::recover(path);
        let has_files = || std::fs::read_dir(path).is_ok_and(|mut entries| entries.any(|entry| is_segment(&entry)));
        if !Index::exists(path) && !has_files() {
            return Err(Error::NoIndex { path: path.to_path_buf() });
        }
        let mut checked = Checked::default();
        // What is damaged may make the engine panic: each part runs in a thread that may.
        match guarded(|| check_files(path)) {
            Ok(found) => checked = found,
            Err(reason) => checked.find(None, reason),
        }
        // Damaged files are not read: what they say may be anything, also how much memory to take.
        if checked.is_sound() {
            let contents = guarded(|| {
                let mut checked = checked.clone();
                check_contents(path, extent, &mut checked).map(|()| checked)
            });
            match contents {
                Ok(Ok(found)) => checked = found,
                Ok(Err(error)) => checked.find(None, error.to_string()),
                Err(reason) => checked.find(None, reason),
            }
        }
        Ok(checked)
    }
}

/// Does something in a thread that may panic, and gives what the panic said.
pub(super) fn guarded<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, String> {
    std::thread::scope(|scope| {
        // By this name the command knows that a panic here is reported.
        let thread = std::thread::Builder::new().name("check".into()).spawn_scoped(scope, work);
        let joined = thread.map_err(|error| error.to_string())?.join();
        joined.map_err(|panic| format!("the engine failed on it: {}", words_of(&*panic)))
    })
}

/// The files of the last commit, each with its checksum, and those that no commit knows.
fn check_files(path: &Path) -> Checked {
    let mut checked = Checked::default();
    let commit = match Commit::open(path) {
        Ok(commit) => commit,
        Err(error) => {
            checked.find(Some(Path::new(META)), error.to_string());
            return checked;
        }
    };
    checked.files = commit.files.len() as u64 + 1;
    if let Some(fault) = seal::fault(&commit.meta) {
        checked.find(Some(Path::new(META)), fault);
    }
    for file in &commit.files {
        if let Some(fault) = commit.fault(file) {
            checked.find(Some(&file.0), fault);
        }
    }
    let known: HashSet<&Path> = commit.files.iter().map(|(file, _)| file.as_path()).collect();
    for entry in std::fs::read_dir(path).into_iter().flatten().filter_map(std::result::Result::ok) {
        let name = PathBuf::from(entry.file_name());
        let is_expected = known.contains(name.as_path()) || name.to_str().is_some_and(is_kept_beside);
        if !is_expected {
            checked.unknown_files.push(name);
        }
    }
    checked.unknown_files.sort();
    checked
}

/// The last commit in a folder. Its files were opened while no writer may delete them, and stay readable.
pub(super) struct Commit {
    directory: ManagedDirectory,
    /// What `meta.json` says.
    pub meta: Vec<u8>,
    /// The files of its segments, each opened, or why it could not be.
    pub files: Vec<(PathBuf, Result<FileSlice, String>)>,
}

impl Commit {
    /// The last commit in a folder.
    pub fn open(path: &Path) -> Result<Commit> {
        let failed = |error| super::index_error(path, error);
        let inner = folder(path)?;
        let _lock = inner.acquire_lock(&META_LOCK).map_err(|error| failed(error.into()))?;
        let meta = || inner.atomic_read(Path::new(META)).map_err(|error| failed(error.into()));
        Manifest::check_meta(&meta()?, path)?;
        let engine = tantivy::Index::open(inner.clone()).map_err(failed)?;
        // A writer may make a commit at any time: what is read must be of one.
        let (meta, metas) = loop {
            let before = meta()?;
            let metas = engine.load_metas().map_err(failed)?;
            if meta()? == before {
                break (before, metas);
            }
        };
        let mut files = Vec::new();
        for segment in &metas.segments {
            let name = segment.id().uuid_string();
            let deletes = segment.delete_opstamp().filter(|_| segment.has_deletes());
            let names = ["fast", "fieldnorm", "idx", "pos", "store", "term"].map(|ending| format!("{name}.{ending}"));
            for file in names.into_iter().chain(deletes.map(|stamp| format!("{name}.{stamp}.del"))) {
                let file = PathBuf::from(file);
                let opened = inner.open_read(&file).map_err(|error| said(&error));
                files.push((file, opened));
            }
        }
        Ok(Commit { directory: engine.directory().clone(), meta, files })
    }

    /// What is wrong with a file of the commit, if anything is.
    pub fn fault(&self, (file, opened): &(PathBuf, Result<FileSlice, String>)) -> Option<String> {
        if let Err(fault) = opened {
            return Some(fault.clone());
        }
        match guarded(|| self.directory.validate_checksum(file)) {
            Ok(Ok(true)) => None,
            Ok(Ok(false)) => Some("its checksum is wrong: the file is damaged".to_owned()),
            Ok(Err(error)) => Some(said(&error)),
            Err(_) => Some("its end is damaged: the file is cut or overwritten".to_owned()),
        }
    }
}

fn said(error: &OpenReadError) -> String {
    match error {
        OpenReadError::FileDoesNotExist(_) => "the file is missing".to_owned(),
        OpenReadError::IoError { io_error, .. } => format!("the file cannot be read: {io_error}"),
        other => other.to_string(),
    }
}

fn is_kept_beside(name: &str) -> bool {
    let is_segment = name.len() > 32 && name.as_bytes()[32] == b'.';
    !is_segment && (name == META || name.starts_with('.')) && !super::holder::is_leftover(name)
}

fn is_segment(entry: &std::io::Result<std::fs::DirEntry>) -> bool {
    let name = entry.as_ref().map(|entry| entry.file_name());
    name.is_ok_and(|name| name.to_str().is_some_and(|name| swap::is_of_an_index(name) && !name.starts_with('.')))
}

/// The versions, the articles and their terms.
fn check_contents(path: &Path, extent: Extent, checked: &mut Checked) -> Result<()> {
    let index = match Index::open(path) {
        Ok(index) => index,
        Err(error) => {
            let file = matches!(error, Error::IncompatibleIndex { .. }).then_some(Path::new(META));
            checked.find(file, error.to_string());
            return Ok(());
        }
    };
    let known = Known::read(&index)?;
    checked.copies = known.copies();
    checked.articles = known.len() as u64 - checked.copies;
    if known.surplus() > 0 {
        let reason = format!("{} documents have {} ids between them", known.documents(), known.len());
        checked.find(None, reason);
    }
    let lost = known.lost_copies();
    for (copy, original) in lost.iter().take(MOST_FINDINGS) {
        checked.find(None, format!("{copy} is a copy of {original}, which is no article of the index"));
    }
    let step = match extent {
        Extent::All => 1,
        Extent::Sample => (checked.articles as usize / SAMPLE).max(1),
    };
    let articles: Vec<_> = known.addresses().into_iter().step_by(step).collect();
    checked.analysed = articles.len() as u64;
    for fault in reanalysis::compare(&index, known.searcher(), &articles)?.into_iter().take(MOST_FINDINGS) {
        checked.find(None, fault);
    }
    Ok(())
}
