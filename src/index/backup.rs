//! Copies of an index for bad days, and the way back.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Index;
use super::check::Commit;
use super::directory::META;
use super::swap::{Aside, Beside, exchange, remove_index, sibling, sync};
use crate::error::{Error, Result};

/// The file that tells a backup from an index at work.
pub(super) const MARK: &str = ".backup.json";

/// What a backup has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Backup {
    /// How many files it has.
    pub files: u64,
    /// How many bytes they have together.
    pub bytes: u64,
}

impl Index {
    /// Copies the last commit of the index in a folder to another folder, while a writer may be at work. The copy has right
    /// checksums and is on disk when this returns; a backup that was there before is replaced by it at once.
    ///
    /// # Errors
    /// [`Error::NoIndex`] where there is none, [`Error::Invalid`] where something else than a backup is at the place for it,
    /// [`Error::Index`] where the index is damaged: no damaged file becomes a backup.
    pub fn backup(path: impl AsRef<Path>, to: impl AsRef<Path>) -> Result<Backup> {
        let (path, to) = (path.as_ref(), to.as_ref());
        if !Index::exists(path) {
            return Err(Error::NoIndex { path: path.to_path_buf() });
        }
        if to.file_name().is_none() {
            return Err(Error::Invalid(format!("{} is no place for a backup; name a folder", to.display())));
        }
        if to.symlink_metadata().is_ok() && !is_backup(to) && !is_blank(to) {
            return Err(Error::Invalid(format!(
                "{} is no backup and is not overwritten; give another place",
                to.display()
            )));
        }
        let failed = |cause| Error::io(to, cause);
        fs::create_dir_all(parent(to)).map_err(failed)?;
        let (new, old) = (sibling(to, "partial"), sibling(to, "replaced"));
        remove_index(&new)?;
        remove_index(&old)?;
        fs::create_dir(&new).map_err(failed)?;
        let backup = copy(path, &new)?;
        let mark = serde_json::to_vec(&backup).map_err(|error| failed(error.into()))?;
        write(&new.join(MARK), &mark).map_err(failed)?;
        sync(&new).map_err(failed)?;
        if to.symlink_metadata().is_err() {
            fs::rename(&new, to).map_err(failed)?;
        } else if exchange(&new, to).is_err() {
            fs::rename(to, &old).map_err(failed)?;
            fs::rename(&new, to).map_err(failed)?;
        }
        sync(parent(to)).map_err(failed)?;
        remove_index(&new)?;
        remove_index(&old)?;
        Ok(backup)
    }

    /// Puts the index of a backup in the place of the one in a folder, which is kept under another name: gives that name, none
    /// where there was no index. The backup is verified before and stays as it is.
    ///
    /// # Errors
    /// [`Error::Invalid`] where there is no backup at the place, [`Error::IncompatibleIndex`] for one of another version,
    /// [`Error::Index`] for a damaged one, [`Error::IndexBusy`] while another process writes to the index.
    pub fn restore(from: impl AsRef<Path>, path: impl AsRef<Path>) -> Result<Option<PathBuf>> {
        let (from, path) = (from.as_ref(), path.as_ref());
        if !is_backup(from) {
            return Err(Error::Invalid(format!("{} is no backup of an index", from.display())));
        }
        Index::open(from)?;
        let beside = Beside::of(path)?;
        copy(from, &beside.folder())?;
        Index::open(beside.folder())?.stats()?;
        beside.take_its_place(Aside::Kept("replaced"))
    }
}

/// Copies the last commit of an index to an empty folder; `meta.json` comes last, so that a part of it is no index.
fn copy(from: &Path, to: &Path) -> Result<Backup> {
    let failed = |cause| Error::io(to, cause);
    let commit = Commit::open(from)?;
    let mut backup = Backup { files: commit.files.len() as u64 + 1, bytes: commit.meta.len() as u64 };
    for file in &commit.files {
        let damaged = |why: String| Error::Index {
            path: from.to_path_buf(),
            message: format!("{}: {why}; `search check` tells all that is wrong", file.0.display()),
        };
        if let Some(fault) = commit.fault(file) {
            return Err(damaged(fault));
        }
        let opened = file.1.as_ref().map_err(|fault| damaged(fault.clone()))?;
        let bytes = opened.read_bytes().map_err(failed)?;
        write(&to.join(&file.0), &bytes).map_err(failed)?;
        backup.bytes += bytes.len() as u64;
    }
    // What the engine calls its own: without it no file would ever be removed.
    let names: Vec<&Path> = commit.files.iter().map(|(name, _)| name.as_path()).chain([Path::new(META)]).collect();
    let names = serde_json::to_vec(&names).map_err(|error| failed(error.into()))?;
    write(&to.join(".managed.json"), &names).map_err(failed)?;
    write(&to.join(META), &commit.meta).map_err(failed)?;
    sync(to).map_err(failed)?;
    Ok(backup)
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn is_backup(path: &Path) -> bool {
    path.join(MARK).is_file() && path.join(META).is_file()
}

fn is_blank(path: &Path) -> bool {
    fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
