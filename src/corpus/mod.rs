//! "Where do articles come from?" Files and folders, decoded and cut into articles; one file for each format.

mod decode;
#[cfg(feature = "html")]
mod html;
mod jsonl;
mod plain;

use std::collections::VecDeque;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use walkdir::{DirEntry, WalkDir};

use crate::article::RawArticle;
use crate::error::{Error, Problem, Result};

/// The articles of files and folders, read one after another in the order of their paths.
///
/// Folders are walked to the end; entries whose name starts with a dot are passed over, links are followed. Read are `.txt`,
/// `.md`, `.html` and `.htm`, `.jsonl` and `.ndjson`; other files of a folder are counted and passed over. What cannot be
/// read comes as a [`Problem`], and reading goes on.
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
    roots: Vec<Root>,
    waiting: VecDeque<usize>,
    walk: Option<(usize, Walk)>,
    articles: Option<Articles>,
    passed_over: usize,
    /// Counted by the readers of the formats.
    bytes_read: Arc<AtomicU64>,
}

/// A file or folder that was asked for.
struct Root {
    /// As it was given.
    given: PathBuf,
    /// The absolute path without links; none for one that does not exist.
    canonical: Option<PathBuf>,
}

/// The entries of a folder without the hidden ones.
type Walk = walkdir::FilterEntry<walkdir::IntoIter, fn(&DirEntry) -> bool>;

/// The articles of one file.
type Articles = Box<dyn Iterator<Item = Result<RawArticle, Problem>> + Send>;

impl Corpus {
    /// The articles of these files and folders. A path that does not exist comes as a [`Problem`] among them; one that lies
    /// within another is read as a part of that one.
    ///
    /// # Errors
    /// [`Error::Io`] where none of the paths exists.
    pub fn open<P: Into<PathBuf>>(paths: impl IntoIterator<Item = P>) -> Result<Corpus> {
        let mut roots: Vec<Root> = Vec::new();
        let mut missing = None;
        for given in paths.into_iter().map(Into::into) {
            match given.canonicalize() {
                Ok(canonical) if roots.iter().any(|root| root.contains(&canonical)) => {}
                Ok(canonical) => {
                    roots.retain(|root| !root.canonical.as_ref().is_some_and(|other| other.starts_with(&canonical)));
                    roots.push(Root { given, canonical: Some(canonical) });
                }
                Err(cause) => {
                    missing.get_or_insert_with(|| Error::io(&given, cause));
                    roots.push(Root { given, canonical: None });
                }
            }
        }
        match missing {
            Some(error) if roots.iter().all(|root| root.canonical.is_none()) => Err(error),
            _ => Ok(Corpus {
                waiting: (0..roots.len()).collect(),
                roots,
                walk: None,
                articles: None,
                passed_over: 0,
                bytes_read: Arc::default(),
            }),
        }
    }

    /// The same corpus, to be read from the start.
    pub(crate) fn again(&self) -> Corpus {
        let again = |root: &Root| Root { given: root.given.clone(), canonical: root.canonical.clone() };
        Corpus {
            waiting: (0..self.roots.len()).collect(),
            roots: self.roots.iter().map(again).collect(),
            walk: None,
            articles: None,
            passed_over: 0,
            bytes_read: Arc::default(),
        }
    }

    /// The absolute path below one of the roots that an entry with this path has. Links below the root stay, so that what is
    /// gone from the corpus is still known to belong to it.
    pub(crate) fn location(&self, path: &Path) -> Option<PathBuf> {
        self.roots.iter().find_map(|root| {
            // `a/../b` begins with `a` and lies elsewhere.
            let is_below = |below: &&Path| !below.components().any(|part| part == Component::ParentDir);
            let below = path.strip_prefix(&root.given).ok().filter(is_below)?;
            let canonical = root.canonical.as_ref()?;
            Some(if below.as_os_str().is_empty() { canonical.clone() } else { canonical.join(below) })
        })
    }

    /// Whether a [`location`](Self::location) lies below one of the roots.
    pub(crate) fn contains(&self, location: &Path) -> bool {
        self.roots.iter().any(|root| root.contains(location))
    }

    /// How many files were passed over so far because nothing here reads their kind.
    pub fn passed_over(&self) -> usize {
        self.passed_over
    }

    /// How many bytes of files were read so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }

    /// The size in bytes of all files that will be read.
    pub fn size(&self) -> u64 {
        let files = self.roots.iter().flat_map(|root| walk(&root.given).filter_map(Result::ok));
        files
            .filter(|entry| Format::of(entry.path()).is_some())
            .filter_map(|entry| entry.metadata().ok())
            .map(|m| m.len())
            .sum()
    }

    fn open_file(&mut self, root: usize, path: &Path) -> Result<(), Problem> {
        let root = &self.roots[root].given;
        let Some(format) = Format::of(path) else {
            if path == *root {
                return Err(Problem::new(
                    path,
                    "nothing here reads this kind of file; known are .txt .md .html .jsonl",
                ));
            }
            self.passed_over += 1;
            return Ok(());
        };
        let id = id_of(root, path);
        if !matches!(format, Format::JsonLines) {
            self.bytes_read.fetch_add(std::fs::metadata(path).map_or(0, |file| file.len()), Ordering::Relaxed);
        }
        self.articles = Some(match format {
            Format::Plain => Box::new(std::iter::once(plain::read(path, id))),
            Format::JsonLines => Box::new(jsonl::read(path, id, Arc::clone(&self.bytes_read))?),
            #[cfg(feature = "html")]
            Format::Html => Box::new(std::iter::once(html::read(path, id))),
            #[cfg(not(feature = "html"))]
            Format::Html => {
                return Err(Problem::new(path, "this build does not read .html; build with the feature `html`"));
            }
        });
        Ok(())
    }
}

impl Root {
    fn contains(&self, location: &Path) -> bool {
        self.canonical.as_ref().is_some_and(|canonical| location.starts_with(canonical))
    }
}

impl Iterator for Corpus {
    type Item = Result<RawArticle, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(article) = self.articles.as_mut().and_then(Iterator::next) {
                return Some(article);
            }
            self.articles = None;
            let Some((root, walk)) = &mut self.walk else {
                let root = self.waiting.pop_front()?;
                self.walk = Some((root, self::walk(&self.roots[root].given)));
                continue;
            };
            let root = *root;
            match walk.next() {
                None => self.walk = None,
                Some(Err(error)) => return Some(Err(walk_problem(&error, &self.roots[root].given))),
                Some(Ok(entry)) if entry.file_type().is_file() => {
                    if let Err(problem) = self.open_file(root, entry.path()) {
                        return Some(Err(problem));
                    }
                }
                Some(Ok(_)) => {}
            }
        }
    }
}

fn walk(root: &Path) -> Walk {
    WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter().filter_entry(is_visible)
}

/// A path that was asked for is visible whatever its name.
fn is_visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
}

fn walk_problem(error: &walkdir::Error, root: &Path) -> Problem {
    let path = error.path().unwrap_or(root);
    match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => {
            let reason = format!("this link leads back to {}; it was not followed", ancestor.display());
            Problem::new(path, reason).but_read_whole()
        }
        (_, Some(io)) => Problem::new(path, io.to_string()),
        _ => Problem::new(path, error.to_string()),
    }
}

/// The path below the root with `/` between its parts; the file's name for a root that is a file.
fn id_of(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).ok().filter(|relative| !relative.as_os_str().is_empty());
    let named = relative.unwrap_or_else(|| path.file_name().map_or(path, Path::new));
    named.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// How articles stand in a file.
enum Format {
    Plain,
    Html,
    JsonLines,
}

impl Format {
    /// The format by the end of the file's name.
    fn of(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" | "md" => Some(Format::Plain),
            "html" | "htm" => Some(Format::Html),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
