//! Files in a tar.

use std::io;
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
            let mut tar = tar::Archive::new(bytes);
            let entries = match tar.entries() {
                Ok(entries) => entries,
                Err(error) => return found.problem(archive.problem(error.to_string())),
            };
            for entry in entries {
                if let Some(problem) = archive.is_full() {
                    return found.problem(problem);
                }
                match entry {
                    Ok(entry) => read_entry(entry, &archive, &file, found)?,
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
