//! What can go wrong, for the whole call ([`Error`]) and for one article of many ([`Problem`]).

use std::any::Any;
use std::fmt;
use std::path::{Path, PathBuf};

/// The result of a call that can fail with an [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed. Every message says what happened, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("{}: {cause}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        cause: std::io::Error,
    },
    /// There is no index in the folder.
    #[error("there is no index in {}", path.display())]
    NoIndex {
        /// The folder.
        path: PathBuf,
    },
    /// The index was written by another version of this program.
    #[error("the index in {} was written with {found}, this program needs {needed}; build it anew from the articles: search index --rebuild --index {} PATH…", path.display(), path.display())]
    IncompatibleIndex {
        /// The folder of the index.
        path: PathBuf,
        /// The versions that stand in its manifest.
        found: String,
        /// The versions of this program.
        needed: String,
    },
    /// The articles of the index were read with another gazetteer than the one that was given.
    #[error("the articles in {} were read with another gazetteer; give the same file, or none, or build the index anew: search index --rebuild --gazetteer FILE --index {} PATH…", path.display(), path.display())]
    OtherGazetteer {
        /// The folder of the index.
        path: PathBuf,
    },
    /// Another process, or another writer of this one, writes to the index.
    #[error("{} is writing to the index in {}; wait until it has ended, or end it", holder_of(*holder), path.display())]
    IndexBusy {
        /// The folder of the index.
        path: PathBuf,
        /// The number of the process that writes, where it runs on this machine and has said so.
        holder: Option<u32>,
    },
    /// The disk has no space left for the index.
    #[error("no space is left on the disk of {}; the index is as it was after its last commit: make space and do the same again", path.display())]
    DiskFull {
        /// The folder of the index.
        path: PathBuf,
    },
    /// The writer failed before and holds a part of what it was given.
    #[error("the writer of the index in {} failed before and takes nothing more; roll it back, or open another one, and give all since the last commit again", path.display())]
    WriterFailed {
        /// The folder of the index.
        path: PathBuf,
    },
    /// The index cannot be read or written, and it is not one of the cases above.
    #[error("the index in {}: {message}", path.display())]
    Index {
        /// The folder of the index.
        path: PathBuf,
        /// What the engine said.
        message: String,
    },
    /// No article has the id that was asked for.
    #[error("no article has the id «{id}»; ids stand in the JSON of results and behind the path of a hit")]
    NoArticle {
        /// The id.
        id: String,
    },
    /// No place has the name that a search was to be narrowed by.
    #[error("{message}")]
    UnknownPlace {
        /// What it was looked for among.
        kind: PlaceKind,
        /// The name.
        name: String,
        /// What is wrong and what can be done.
        message: String,
    },
    /// An engine of many machines did not do what it was asked, or has what this program cannot use.
    #[error("{url}: {message}")]
    Cluster {
        /// The address of the engine, without credentials.
        url: String,
        /// What happened and what to do.
        message: String,
    },
    /// A value given by the caller cannot be used.
    #[error("{0}")]
    Invalid(String),
}

/// What a name of a place is looked for among.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlaceKind {
    /// Cities of Kazakhstan, and districts of the large ones.
    City,
    /// Regions of Kazakhstan.
    Region,
    /// Countries and cities abroad.
    Abroad,
}

impl Error {
    pub(crate) fn io(path: impl Into<PathBuf>, cause: std::io::Error) -> Error {
        use std::io::ErrorKind::{QuotaExceeded, StorageFull};
        let path = path.into();
        match cause.kind() {
            StorageFull | QuotaExceeded => Error::DiskFull { path },
            _ => Error::Io { path, cause },
        }
    }
}

fn holder_of(holder: Option<u32>) -> String {
    match holder {
        Some(process) if process == std::process::id() => format!("this process ({process})"),
        Some(process) => format!("process {process}"),
        None => "another process".to_owned(),
    }
}

/// Why one file or article was passed over while the rest was done.
///
/// # Example
/// ```
/// use izdeu::Problem;
///
/// let problem = Problem::new("news.jsonl", "no article text").at_line(17);
/// assert_eq!(problem.to_string(), "news.jsonl:17: no article text");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The file.
    pub path: PathBuf,
    /// The line in it, counted from 1, where there is one to name.
    pub line: Option<u64>,
    /// What is wrong and what can be done.
    pub reason: String,
    /// Whether the file, or the folder, was read whole all the same: what was not found in it is gone then.
    pub(crate) read_whole: bool,
}

impl Problem {
    /// A problem with a whole file.
    pub fn new(path: impl AsRef<Path>, reason: impl Into<String>) -> Problem {
        Problem { path: path.as_ref().to_path_buf(), line: None, reason: reason.into(), read_whole: false }
    }

    /// The same problem, of a file or folder that was read whole all the same.
    pub(crate) fn but_read_whole(mut self) -> Problem {
        self.read_whole = true;
        self
    }

    /// The same problem, at a line counted from 1 where one is known.
    pub fn at_line(mut self, line: impl Into<Option<u64>>) -> Problem {
        self.line = line.into();
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path.display(), self.reason),
            None => write!(f, "{}: {}", self.path.display(), self.reason),
        }
    }
}

/// What a panic said.
pub(crate) fn words_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason given")
}
