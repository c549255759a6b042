//! A disk in memory that can fail at any call, and forgets at a loss of power what was not synced.
//!
//! It promises no more than POSIX does: the bytes of a file are safe when the file was synced, its name when the folder was.
//! Of what was not, any part may be there after the loss, in any order.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fastrand::Rng;
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, FileSlice, Lock, TerminatingWrite, WatchCallback, WatchHandle, WritePtr,
};

/// What goes wrong at the call whose number was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// This call alone fails.
    Once,
    /// From here on nothing can be written; reading and deleting go on.
    Full,
    /// From here on nothing works, and what was not synced may be gone.
    PowerLoss,
}

/// The disk, as all who hold it see it.
#[derive(Clone)]
pub struct Disk(Arc<Mutex<State>>);

#[derive(Clone, Default)]
struct State {
    files: BTreeMap<PathBuf, File>,
    /// The names that are safe, each with its file.
    safe: BTreeMap<PathBuf, File>,
    /// What was done to names since the folder was synced.
    unsafe_names: Vec<(PathBuf, Option<File>)>,
    locks: BTreeSet<PathBuf>,
    calls: u64,
    fault: Option<(u64, Fault)>,
}

/// The bytes of a file; all names of it share them.
#[derive(Clone, Default)]
struct File(Arc<Mutex<Bytes>>);

#[derive(Clone, Default)]
struct Bytes {
    bytes: Vec<u8>,
    synced: usize,
}

/// What a call does, for a disk that is full.
#[derive(PartialEq, Eq)]
enum Does {
    Read,
    Write,
    Delete,
}

impl Disk {
    pub fn new() -> Disk {
        Disk(Arc::default())
    }

    /// Another disk with the same files, all of them safe.
    pub fn copy(&self) -> Disk {
        let files: BTreeMap<PathBuf, File> =
            self.state().files.iter().map(|(path, file)| (path.clone(), File::safe(file.bytes()))).collect();
        Disk(Arc::new(Mutex::new(State { safe: files.clone(), files, ..State::default() })))
    }

    /// Lets the call of this number, from 1, go wrong.
    pub fn fail_at(&self, call: u64, fault: Fault) {
        let mut state = self.state();
        (state.calls, state.fault) = (0, Some((call, fault)));
    }

    /// Whether the call of that number was reached. Nothing goes wrong any more.
    pub fn repair(&self) -> bool {
        let mut state = self.state();
        let fault = state.fault.take();
        fault.is_some_and(|(call, _)| state.calls >= call)
    }

    /// The disk as it may be found when the power is back: of what was not synced, a part.
    pub fn after_power_loss(&self, rng: &mut Rng) -> Disk {
        let state = self.state();
        let mut names = state.safe.clone();
        for (path, file) in &state.unsafe_names {
            match (rng.bool(), file) {
                (false, _) => {}
                (true, Some(file)) => drop(names.insert(path.clone(), file.clone())),
                (true, None) => drop(names.remove(path)),
            }
        }
        let files: BTreeMap<PathBuf, File> =
            names.into_iter().map(|(path, file)| (path, File::safe(file.bytes_after_power_loss(rng)))).collect();
        Disk(Arc::new(Mutex::new(State { safe: files.clone(), files, ..State::default() })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a call, which may be the one that goes wrong.
    fn call(&self, does: Does) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        state.calls += 1;
        match state.fault {
            Some((call, Fault::Once)) if state.calls == call => {
                Err(io::Error::other("the disk fails as the test wants"))
            }
            Some((call, Fault::Full)) if state.calls >= call && does == Does::Write => {
                Err(io::Error::from(io::ErrorKind::StorageFull))
            }
            Some((call, Fault::PowerLoss)) if state.calls >= call => Err(io::Error::other("the power is gone")),
            _ => Ok(state),
        }
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let state = self.call(Does::Read).map_err(|error| OpenReadError::wrap_io_error(error, path.to_path_buf()))?;
        let file = state.files.get(path).ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_path_buf()))?;
        Ok(file.bytes())
    }
}

impl State {
    fn name(&mut self, path: &Path, file: Option<File>) {
        match file.clone() {
            Some(file) => drop(self.files.insert(path.to_path_buf(), file)),
            None => drop(self.files.remove(path)),
        }
        self.unsafe_names.push((path.to_path_buf(), file));
    }
}

impl File {
    fn safe(bytes: Vec<u8>) -> File {
        File(Arc::new(Mutex::new(Bytes { synced: bytes.len(), bytes })))
    }

    fn bytes(&self) -> Vec<u8> {
        self.lock().bytes.clone()
    }

    fn bytes_after_power_loss(&self, rng: &mut Rng) -> Vec<u8> {
        let Bytes { mut bytes, synced } = self.lock().clone();
        bytes.truncate(rng.usize(synced..=bytes.len()));
        // A file may have got its length and not its bytes.
        if rng.bool() {
            bytes[synced..].fill(0);
        }
        bytes
    }

    fn lock(&self) -> MutexGuard<'_, Bytes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Directory for Disk {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(FileSlice::from(self.read(path)?)))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let state = self.call(Does::Delete);
        let mut state =
            state.map_err(|error| DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_path_buf() })?;
        if !state.files.contains_key(path) {
            return Err(DeleteError::FileDoesNotExist(path.to_path_buf()));
        }
        state.name(path, None);
        Ok(())
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        let state = self.call(Does::Read).map_err(|error| OpenReadError::wrap_io_error(error, path.to_path_buf()))?;
        Ok(state.files.contains_key(path))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let state = self.call(Does::Write);
        let mut state = state.map_err(|error| OpenWriteError::wrap_io_error(error, path.to_path_buf()))?;
        if state.files.contains_key(path) {
            return Err(OpenWriteError::FileAlreadyExists(path.to_path_buf()));
        }
        let file = File::default();
        state.name(path, Some(file.clone()));
        Ok(BufWriter::new(Box::new(Writer { disk: self.clone(), file })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.read(path)
    }

    /// The bytes are written and synced beside, and renamed: three calls.
    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        drop(self.call(Does::Write)?);
        drop(self.call(Does::Write)?);
        self.call(Does::Write)?.name(path, Some(File::safe(data.to_vec())));
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        let mut state = self.call(Does::Write)?;
        state.safe = state.files.clone();
        state.unsafe_names.clear();
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        loop {
            let mut state = self.call(Does::Read).map_err(LockError::wrap_io_error)?;
            if state.locks.insert(lock.filepath.clone()) {
                return Ok(DirectoryLock::from(Box::new(Held { disk: self.clone(), path: lock.filepath.clone() })));
            }
            if !lock.is_blocking {
                return Err(LockError::LockBusy);
            }
            state.calls -= 1; // waiting is no call
            drop(state);
            std::thread::yield_now();
        }
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

impl std::fmt::Debug for Disk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Disk")
    }
}

/// A lock, as long as it is held.
struct Held {
    disk: Disk,
    path: PathBuf,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.disk.state().locks.remove(&self.path);
    }
}

/// Writes to the end of a file.
struct Writer {
    disk: Disk,
    file: File,
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _state = self.disk.call(Does::Write)?;
        self.file.lock().bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.disk.call(Does::Write).map(drop)
    }
}

impl TerminatingWrite for Writer {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        let _state = self.disk.call(Does::Write)?;
        let mut file = self.file.lock();
        file.synced = file.bytes.len();
        Ok(())
    }
}

#[test]
fn only_what_was_synced_is_safe() {
    let disk = Disk::new();
    let write = |name: &str, is_synced: bool| {
        let mut file = disk.open_write(Path::new(name)).unwrap();
        file.write_all(b"bytes").unwrap();
        file.flush().unwrap();
        if is_synced {
            file.terminate().unwrap();
        }
    };
    let bytes = |disk: &Disk, name: &str| disk.atomic_read(Path::new(name)).ok();
    write("safe", true);
    write("no bytes", false);
    disk.sync_directory().unwrap();
    write("no name", true);
    disk.delete(Path::new("safe")).unwrap();
    let mut seen = BTreeSet::new();
    for seed in 0..100 {
        let after = disk.after_power_loss(&mut Rng::with_seed(seed));
        let [safe, no_bytes, no_name] = ["safe", "no bytes", "no name"].map(|name| bytes(&after, name));
        assert!([None, Some(b"bytes".to_vec())].contains(&safe) && [None, Some(b"bytes".to_vec())].contains(&no_name));
        seen.insert((safe.is_some(), no_bytes == Some(b"bytes".to_vec()), no_name.is_some()));
    }
    assert_eq!(seen.len(), 8, "everything may happen: {seen:?}");
    disk.fail_at(2, Fault::Once);
    assert!(disk.sync_directory().is_ok() && disk.sync_directory().is_err() && disk.sync_directory().is_ok());
    assert!(disk.repair() && !disk.repair());
}
