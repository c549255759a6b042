//! Files in a tar.

use std::cell::Cell;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::time::{Duration, SystemTime};

use super::{Archive, Entry, Exact, open};
use crate::corpus::format::{Format, Found, FoundFile};

/// A `.tar` file, read from its beginning to its end. Links in it are not followed.
pub(in crate::corpus) struct Tar;

impl Format for Tar {
    fn endings(&self) -> &'static [&'static str] {
        &["tar"]
    }

    fn read(&self, mut file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        let bytes = file.take_reader();
        open(file, found, |file, archive, found| {
            let limit = Cell::new(LONGEST_HEAD);
            let mut tar = tar::Archive::new(Headed { bytes, place: 0, limit: &limit });
            let entries = match tar.entries() {
                Ok(entries) => entries,
                Err(error) => return found.problem(archive.problem(error.to_string())),
            };
            for entry in entries {
                if let Some(problem) = archive.is_full() {
                    return found.problem(problem);
                }
                match entry {
                    Ok(entry) => {
                        let size = entry.header().entry_size().unwrap_or_default().max(sound_size(&entry));
                        limit.set(entry.raw_file_position().saturating_add(size).saturating_add(LONGEST_HEAD));
                        read_entry(entry, &archive, &file, found)?;
                    }
                    // What follows cannot be found any more.
                    Err(error) => {
                        return found.problem(archive.problem(format!("broken here, the rest was not read: {error}")));
                    }
                }
            }
            ControlFlow::Continue(())
        })
    }
}

/// How long what stands in front of an entry may be, in bytes: its header with a long name and the like, which are read into memory whole.
const LONGEST_HEAD: u64 = 1 << 20;

/// A reader that fails where something in front of an entry goes on for too long.
struct Headed<'c, R> {
    bytes: R,
    place: u64,
    /// The place up to which the next entry must have come.
    limit: &'c Cell<u64>,
}

impl<R: Read> Read for Headed<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.bytes.read(into)?;
        self.place += length as u64;
        if self.place > self.limit.get() {
            return Err(io::Error::other(format!("a name or header longer than {} MB", LONGEST_HEAD >> 20)));
        }
        Ok(length)
    }
}

/// How many bytes of the archive an entry takes. What stands for holes in a file takes none.
fn sound_size<R: Read>(entry: &tar::Entry<'_, R>) -> u64 {
    if entry.header().entry_type().is_gnu_sparse() { 0 } else { entry.size() }
}

fn read_entry<R: io::Read>(
    entry: tar::Entry<'_, R>,
    archive: &Archive<'_>,
    file: &FoundFile<'_>,
    found: &mut Found<'_>,
) -> ControlFlow<()> {
    if !entry.header().entry_type().is_file() {
        return ControlFlow::Continue(());
    }
    let path = match archive.path_of(&entry.path_bytes()) {
        Ok(Some(path)) => path,
        Ok(None) => return ControlFlow::Continue(()),
        Err(problem) => return found.problem(problem),
    };
    let (size, seconds) = (entry.size(), entry.header().mtime().unwrap_or_default());
    let modified = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).filter(|_| seconds > 0);
    let bytes = archive.limited(Exact { bytes: entry, left: size }, Some(size));
    archive.read(Entry { path, size, modified, sidecar: None, bytes }, file, found)
}
