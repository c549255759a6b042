//! What a sync finds and does on its way through a corpus.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasher;
use std::path::{Path, PathBuf};

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::copies::Keys;
use super::document::Origin;
use super::known::{Known, on_disk};
use super::sync::SyncReport;
use crate::article::{ArticleId, RawArticle};
use crate::corpus::Corpus;
use crate::error::Problem;

/// So many problems are listed one by one.
const MOST_PROBLEMS: usize = 10_000;

/// What a run over the corpus has found and done so far.
#[derive(Default)]
pub(super) struct Run {
    pub report: SyncReport,
    /// The files and folders that could not be read whole.
    pub unread: FxHashSet<PathBuf>,
    /// The articles that the corpus has, and a hash of each text.
    pub seen: FxHashMap<ArticleId, u64>,
    /// What was added or replaced.
    pub added: Vec<Added>,
    pub removed: FxHashSet<ArticleId>,
    /// Whether what did not change is read too.
    pub reads_all: bool,
    /// The articles to read, whether they changed or not; all that changed where there are none.
    only: Option<FxHashSet<ArticleId>>,
    /// The files in which something could not be taken, so that they have to be read again next time.
    troubled: FxHashSet<PathBuf>,
    /// The files on disk that are known in another state than that of some of their articles.
    moved: BTreeMap<String, u64>,
    /// Whether an article came that another file has which was not to be read: all have to be read to tell which comes first.
    pub needs_all: bool,
}

/// What is remembered of an article that was added, to tell whether it is a copy.
pub(super) struct Added {
    pub id: ArticleId,
    pub path: Option<PathBuf>,
    pub url: Option<String>,
    pub origin: Origin,
    pub keys: Keys,
}

/// An article that could not be added.
pub(super) struct Failed {
    pub id: ArticleId,
    pub path: Option<PathBuf>,
    pub line: Option<u64>,
    pub reason: Failure,
}

/// Why an article could not be added.
pub(super) enum Failure {
    /// The program failed on it: what the panic said.
    Panic(String),
    /// What it was given away to did not take it: why.
    NotTaken(String),
}

impl Run {
    /// A run for these articles alone.
    pub fn over(only: FxHashSet<ArticleId>) -> Run {
        Run { only: Some(only), ..Run::default() }
    }

    /// Remembers what could not be read; a file of nothing but faults must not fill the memory.
    pub fn note(&mut self, problem: Problem) {
        self.troubled.insert(problem.path.clone());
        if !problem.read_whole && !self.unread.contains(&problem.path) {
            self.unread.insert(problem.path.clone());
        }
        if self.report.problems.len() < MOST_PROBLEMS {
            self.report.problems.push(problem);
        } else {
            self.report.more_problems += 1;
        }
    }

    /// Takes note of an article that was to be added and could not be: the one before it stands.
    pub fn failed(&mut self, article: &Failed, known: &Known) {
        if self.only.is_none() {
            let count = match known.article(&article.id) {
                Some(_) => &mut self.report.replaced,
                None => &mut self.report.added,
            };
            *count -= 1;
        }
        let id = &article.id;
        let reason = match &article.reason {
            Failure::Panic(reason) => format!(
                "reading the article {id} failed within this program ({reason}); its last version stands. Please report it"
            ),
            Failure::NotTaken(reason) => format!("the article {id} was not taken: {reason}; its last version stands"),
        };
        let path = article.path.as_deref().unwrap_or(Path::new("(memory)"));
        self.note(Problem::new(path, reason).at_line(article.line));
    }

    /// How many documents the index has after this run.
    pub fn expected(&self, known: &Known) -> u64 {
        let new = self.added.iter().filter(|added| known.article(&added.id).is_none()).count();
        (known.len() + new - self.removed.len()) as u64
    }

    /// What is to be noted of the files that were read.
    pub fn file_notes(&mut self, corpus: &Corpus) -> BTreeMap<String, u64> {
        let mut notes = std::mem::take(&mut self.moved);
        let troubled = self.troubled.iter().filter_map(|path| corpus.location(path));
        notes.extend(troubled.map(|file| (on_disk(&file.to_string_lossy()), 0)));
        notes
    }

    /// Whether an article is to be analysed and added.
    pub fn takes(&mut self, raw: &RawArticle, origin: &Origin, known: &Known, corpus: &Corpus) -> bool {
        if let Some(only) = &self.only {
            return only.contains(&raw.id) && self.seen.insert(raw.id.clone(), 0).is_none();
        }
        self.report.bytes += raw.text.len() as u64;
        let text = FxBuildHasher.hash_one(&raw.text);
        let before = known.article(&raw.id);
        let owner = before.and_then(|article| known.file(article));
        self.needs_all |= owner.is_some_and(|owner| is_known_file(owner, origin, corpus));
        let taken = match self.seen.entry(raw.id.clone()) {
            // The same article in two exports.
            Entry::Occupied(first) if *first.get() == text => {
                self.report.copies += 1;
                self.troubled.extend(raw.path.clone());
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
            Some(article) if article.fingerprint == origin.fingerprint && !article.is_double && !self.reads_all => {
                self.report.unchanged += 1;
                if article.file_state != origin.file_state
                    && let Some(file) = &origin.file
                {
                    self.moved.insert(on_disk(file), origin.file_state);
                }
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

/// Whether the article with this id came from another file that is still there and is not read while it is as it was.
fn is_known_file(owner: &str, origin: &Origin, corpus: &Corpus) -> bool {
    let owner_on_disk = || on_disk(owner);
    origin.file.as_deref() != Some(owner)
        && corpus.knows(&owner_on_disk())
        && origin.file.as_deref().map(on_disk) != Some(owner_on_disk())
        && is_there(Path::new(owner))
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
pub(super) struct Locations {
    last: Option<(PathBuf, Option<String>)>,
}

impl Locations {
    pub fn of(&mut self, path: Option<&Path>, corpus: &Corpus) -> Option<String> {
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
