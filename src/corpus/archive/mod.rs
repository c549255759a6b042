//! Archives are folders: their entries are files like any other, within limits that no archive of news comes near.

mod gzip;
mod tar;
mod zip;
mod zstd;

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::decode;
use super::format::{Found, FoundFile};
use super::reading;
use crate::error::Problem;

pub(super) use gzip::Gzip;
pub(super) use tar::Tar;
pub(super) use zip::Zip;
pub(super) use zstd::Zstd;

/// How many times its own size an archive may unpack to. Text packs to a tenth, the same line over and over to a hundredth; a
/// bomb to a thousandth.
const RATIO: u64 = 200;
/// What may be unpacked of one entry whatever the ratio, in bytes: nothing that is read as it goes takes memory by it.
const SLACK: u64 = 256 << 20;
/// What may be unpacked of an archive with all that is within it whatever the ratio, in bytes.
const SLACK_OF_ALL: u64 = 1 << 30;
/// How many entries an archive may have with all that is within it: the directory of a zip is kept in memory.
const MOST_ENTRIES: u64 = 1_000_000;
/// How deep archives may stand in one another. `a.tar.gz` is two deep.
const DEEPEST: u32 = 4;

/// Where in archives a file stands.
#[derive(Clone, Copy)]
pub(super) struct Within<'a> {
    depth: u32,
    total: &'a Total,
}

/// What was unpacked of a file on disk so far.
struct Total {
    bytes: Cell<u64>,
    entries: Cell<u64>,
    /// The size on disk.
    size: u64,
}

/// Opens a file as an archive: `read` gets its place for the entries.
fn open(
    file: FoundFile<'_>,
    found: &mut Found<'_>,
    read: impl FnOnce(FoundFile<'_>, Archive<'_>, &mut Found<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let total;
    let within = match file.within {
        Some(Within { depth, .. }) if depth >= DEEPEST => {
            return found
                .problem(file.problem(format!("more than {DEEPEST} archives in one another; unpack it first")));
        }
        Some(Within { depth, total }) => Within { depth: depth + 1, total },
        None => {
            total = Total { bytes: Cell::new(0), entries: Cell::new(0), size: file.size.unwrap_or_default() };
            Within { depth: 1, total: &total }
        }
    };
    let (path, id) = (file.path.to_path_buf(), file.id.clone());
    read(file, Archive { path, id, within }, found)
}

/// An archive whose entries are being read.
struct Archive<'a> {
    path: PathBuf,
    id: String,
    within: Within<'a>,
}

/// What an archive says of an entry.
struct Entry<'a> {
    path: PathBuf,
    size: u64,
    modified: Option<SystemTime>,
    sidecar: Option<crate::corpus::sidecar::Unread>,
    bytes: Box<dyn BufRead + 'a>,
}

impl<'a> Archive<'a> {
    /// The path of an entry below the archive; none for one to pass over. A name that leads out of the archive is a problem.
    fn path_of(&self, name: &[u8]) -> Result<Option<PathBuf>, Problem> {
        let entries = &self.within.total.entries;
        entries.set(entries.get() + 1);
        let name = match std::str::from_utf8(name) {
            Ok(name) => name.to_owned(),
            // Old archivers wrote names as the console did.
            Err(_) => match decode::decode(name, None, Some("ibm866")) {
                Ok(decoded) => decoded.text.into_owned(),
                Err(_) => encoding_rs::IBM866.decode_without_bom_handling(name).0.into_owned(),
            },
        };
        let is_drive = name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic();
        let parts = || name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "."));
        if name.starts_with(['/', '\\']) || is_drive || name.contains('\0') || parts().any(|part| part == "..") {
            let reason = format!("its entry {} leads out of the archive; it was not read", name.replace('\0', "␀"));
            return Err(Problem::new(&self.path, reason).but_read_whole());
        }
        let is_hidden = parts().any(|part| part.starts_with('.'));
        let path = parts().collect::<PathBuf>();
        Ok(Some(path).filter(|path| !is_hidden && !path.as_os_str().is_empty()))
    }

    /// Whether more entries may be read.
    fn is_full(&self) -> Option<Problem> {
        let is_full = self.within.total.entries.get() >= MOST_ENTRIES;
        is_full.then(|| self.problem(format!("more than {MOST_ENTRIES} entries; the rest was not read")))
    }

    /// Reads an entry by its format.
    fn read(&self, entry: Entry<'_>, file: &FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        let path = self.path.join(&entry.path);
        let below: Vec<_> = entry.path.iter().map(|part| part.to_string_lossy()).collect();
        let id = format!("{}/{}", self.id, below.join("/"));
        let mut child = FoundFile::new(&path, id, file.options, entry.bytes);
        child.size = Some(entry.size);
        child.modified = entry.modified;
        child.sidecar = entry.sidecar;
        child.within = Some(self.within);
        reading::read(child, found)
    }

    /// What unpacks `size` bytes, or an unknown number of them, within the limits.
    fn limited<'b>(&self, unpacked: impl Read + 'b, size: Option<u64>) -> Box<dyn BufRead + 'b>
    where
        'a: 'b,
    {
        let most = SLACK.saturating_add(RATIO.saturating_mul(size.unwrap_or(self.within.total.size)));
        Box::new(BufReader::with_capacity(32 * 1024, Limited { unpacked, bytes: 0, most, total: self.within.total }))
    }

    fn problem(&self, reason: impl Into<String>) -> Problem {
        Problem::new(&self.path, reason)
    }
}

/// A reader that fails when it unpacks too much.
struct Limited<'a, R> {
    unpacked: R,
    bytes: u64,
    most: u64,
    total: &'a Total,
}

impl<R: Read> Read for Limited<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.unpacked.read(into)?;
        self.bytes += length as u64;
        self.total.bytes.set(self.total.bytes.get() + length as u64);
        let most_of_all = SLACK_OF_ALL.saturating_add(RATIO.saturating_mul(self.total.size));
        if self.bytes > self.most || self.total.bytes.get() > most_of_all {
            let reason = format!("it unpacks to more than {RATIO} times its size; the rest was not read");
            return Err(io::Error::other(reason));
        }
        Ok(length)
    }
}

/// A reader that fails where its bytes end before they should.
struct Exact<R> {
    bytes: R,
    left: u64,
}

impl<R: Read> Read for Exact<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.bytes.read(into)?;
        if length == 0 && self.left > 0 && !into.is_empty() {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive ends within this file"));
        }
        self.left = self.left.saturating_sub(length as u64);
        Ok(length)
    }
}

/// Reads a packed file as the file of the name without the last ending; `.tgz` is `.tar.gz`.
fn read_packed(
    mut file: FoundFile<'_>,
    found: &mut Found<'_>,
    short: &str,
    unpack: impl for<'b> FnOnce(Box<dyn BufRead + 'b>) -> Box<dyn Read + 'b>,
) -> ControlFlow<()> {
    let packed = file.take_reader();
    open(file, found, |file, archive, found| {
        let unpacked_name = |path: &Path| {
            let is_short = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(short));
            path.with_extension(if is_short { "tar" } else { "" })
        };
        let id = unpacked_name(Path::new(&file.id)).to_string_lossy().replace('\\', "/");
        let unpacked = archive.limited(unpack(packed), file.size);
        let mut child = FoundFile::new(file.path, id, file.options, unpacked);
        child.name = unpacked_name(&file.name);
        child.modified = file.modified;
        child.sidecar = file.sidecar;
        child.within = Some(archive.within);
        reading::read(child, found)
    })
}

#[cfg(test)]
mod tests;
