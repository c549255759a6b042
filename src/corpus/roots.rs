//! The files and folders that were asked for, and what lies below them.

use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::error::{Error, Problem, Result};

/// The files and folders that were asked for. None lies within another.
pub(super) struct Roots(Vec<Root>);

/// A file or folder that was asked for.
pub(super) struct Root {
    /// As it was given.
    pub given: PathBuf,
    /// The absolute path without links; none for one that does not exist.
    canonical: Option<PathBuf>,
}

impl Roots {
    /// These files and folders; an error where none of them exists.
    pub fn find<P: Into<PathBuf>>(paths: impl IntoIterator<Item = P>) -> Result<Roots> {
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
            _ => Ok(Roots(roots)),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Root> {
        self.0.iter()
    }

    /// The absolute path below one of the roots that an entry with this path has. Links below the root stay, so that what is
    /// gone from the corpus is still known to belong to it. What is in an archive lies below the archive.
    pub fn location(&self, path: &Path) -> Option<PathBuf> {
        self.iter().find_map(|root| root.location(path))
    }

    /// Whether a [`location`](Self::location) lies below one of the roots.
    pub fn contains(&self, location: &Path) -> bool {
        self.iter().any(|root| root.contains(location))
    }
}

impl Root {
    /// The absolute path of an entry below.
    pub fn location(&self, path: &Path) -> Option<PathBuf> {
        // `a/../b` begins with `a` and lies elsewhere.
        let is_below = |below: &&Path| !below.components().any(|part| part == Component::ParentDir);
        let below = path.strip_prefix(&self.given).ok().filter(is_below)?;
        let canonical = self.canonical.as_ref()?;
        Some(if below.as_os_str().is_empty() { canonical.clone() } else { canonical.join(below) })
    }

    fn contains(&self, location: &Path) -> bool {
        self.canonical.as_ref().is_some_and(|canonical| location.starts_with(canonical))
    }

    /// The files below the root, in the order of their paths; links are followed, names that start with a dot passed over, and
    /// so are indexes.
    pub fn files(&self) -> impl Iterator<Item = Result<DirEntry, Problem>> {
        let walk = WalkDir::new(&self.given).follow_links(true).sort_by_file_name().into_iter();
        walk.filter_entry(|entry| is_visible(entry) && !is_index(entry))
            .filter(|entry| entry.as_ref().map_or(true, |entry| entry.file_type().is_file()))
            .map(|entry| entry.map_err(|error| walk_problem(&error, &self.given)))
    }

    /// The path below the root with `/` between its parts; the file's name for a root that is a file.
    pub fn id_of(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.given).ok().filter(|relative| !relative.as_os_str().is_empty());
        let named = relative.unwrap_or_else(|| path.file_name().map_or(path, Path::new));
        named.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
    }
}

/// A path that was asked for is visible whatever its name.
fn is_visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
}

/// Whether a folder is an index, which may lie within the corpus: its files are no articles.
fn is_index(entry: &DirEntry) -> bool {
    entry.file_type().is_dir() && [".managed.json", "meta.json"].iter().all(|name| entry.path().join(name).is_file())
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
