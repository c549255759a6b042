//! What the engine writes, made safe against the loss of power and against the engine itself.
//!
//! The engine renames `meta.json` into place and does not see to it that the renaming is on disk when it says "committed"; and
//! when writing `meta.json` fails, it goes on to delete files that the one on disk still names. And it numbers the files of
//! what is deleted by the operations since the last commit, so that a run that takes up what another one left off, and does the
//! same, finds a file of that name in its way.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{DirectoryLock, FileHandle, FileSlice, Lock, WatchCallback, WatchHandle, WritePtr};

use super::seal;

/// The file that names the segments of a commit.
pub(super) const META: &str = "meta.json";

/// A directory in which a commit is on disk when it is acknowledged, and no file of the last commit is ever deleted.
#[derive(Debug, Clone)]
pub(super) struct SafeDirectory {
    inner: Box<dyn Directory>,
    /// The last `meta.json` that is known to be on disk.
    durable: Arc<Mutex<Vec<u8>>>,
}

impl SafeDirectory {
    pub fn new(inner: Box<dyn Directory>) -> SafeDirectory {
        let durable = inner.atomic_read(Path::new(META)).unwrap_or_default();
        SafeDirectory { inner, durable: Arc::new(Mutex::new(durable)) }
    }

    /// Whether a commit that may be found after a crash names the segment of this file.
    fn is_needed(&self, path: &Path) -> bool {
        let Some(segment) = segment_of(path) else { return false };
        let names = |meta: &[u8]| mentions(meta, path.to_str().unwrap_or_default(), segment);
        names(&self.durable.lock().unwrap_or_else(PoisonError::into_inner))
            || self.inner.atomic_read(Path::new(META)).is_ok_and(|meta| names(&meta))
    }
}

/// The segment that a file belongs to, by its name.
fn segment_of(path: &Path) -> Option<&str> {
    path.to_str().and_then(|name| name.split('.').next()).filter(|name| name.len() == 32)
}

/// Whether a `meta.json` needs a file of a segment. Of the files that tell which articles are deleted it needs one alone.
fn mentions(meta: &[u8], file: &str, segment: &str) -> bool {
    #[derive(serde::Deserialize)]
    struct Meta {
        segments: Vec<Segment>,
    }
    #[derive(serde::Deserialize)]
    struct Segment {
        segment_id: String,
        deletes: Option<Deletes>,
    }
    #[derive(serde::Deserialize)]
    struct Deletes {
        opstamp: u64,
    }
    let Ok(meta) = serde_json::from_slice::<Meta>(meta) else { return false };
    meta.segments.iter().filter(|found| found.segment_id.replace('-', "") == segment).any(|found| {
        let deletes = found.deletes.as_ref().map(|deletes| format!("{segment}.{}.del", deletes.opstamp));
        !file.ends_with(".del") || deletes.as_deref() == Some(file)
    })
}

impl Directory for SafeDirectory {
    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path != Path::new(META) {
            return self.inner.atomic_write(path, data);
        }
        self.inner.atomic_write(path, &seal::sealed(data))?;
        self.inner.sync_directory()?;
        *self.durable.lock().unwrap_or_else(PoisonError::into_inner) = data.to_vec();
        Ok(())
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        if self.is_needed(path) {
            let reason = io::Error::other("the last commit on disk needs this file");
            return Err(DeleteError::IoError { io_error: Arc::new(reason), filepath: path.to_path_buf() });
        }
        self.inner.delete(path)
    }

    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn open_read(&self, path: &Path) -> Result<FileSlice, OpenReadError> {
        self.inner.open_read(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        match self.inner.open_write(path) {
            // Left behind by a run that was killed or rolled back: no commit names it.
            Err(OpenWriteError::FileAlreadyExists(_)) if segment_of(path).is_some() && !self.is_needed(path) => {
                // If it cannot be deleted, the next line says so.
                let _ = self.inner.delete(path);
                self.inner.open_write(path)
            }
            opened => opened,
        }
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, watch_callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(watch_callback)
    }
}

#[cfg(test)]
mod tests {
    use tantivy::directory::RamDirectory;

    use super::*;

    #[test]
    fn no_file_of_the_last_commit_is_deleted_or_written_over() {
        let directory = SafeDirectory::new(Box::new(RamDirectory::create()));
        let meta =
            br#"{"segments": [{"segment_id": "3f1b9a62-51d4-4f0b-9a64-9f2b6f1c0d11", "deletes": {"opstamp": 7}}]}"#;
        directory.atomic_write(Path::new(META), meta).unwrap();
        for (file, expected) in [
            ("3f1b9a6251d44f0b9a649f2b6f1c0d11.store", false),
            ("3f1b9a6251d44f0b9a649f2b6f1c0d11.7.del", false),
            ("3f1b9a6251d44f0b9a649f2b6f1c0d11.5.del", true),
            ("00000000000000000000000000000000.store", true),
        ] {
            directory.inner.atomic_write(Path::new(file), b"x").unwrap();
            assert_eq!(directory.open_write(Path::new(file)).is_ok(), expected, "{file}");
            directory.inner.atomic_write(Path::new(file), b"x").unwrap();
            assert_eq!(directory.delete(Path::new(file)).is_ok(), expected, "{file}");
        }
    }
}
