//! Files in a zip.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::{Archive, Entry, MOST_ENTRIES, open};
use crate::corpus::format::{Format, Found, FoundFile, format_of};
use crate::corpus::sidecar;

/// A `.zip` file, in the order of its directory; one without a directory, which was cut off, from its beginning.
pub(in crate::corpus) struct Zip;

impl Format for Zip {
    fn endings(&self) -> &'static [&'static str] {
        &["zip"]
    }

    fn read(&self, mut file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        match file.on_disk.map(File::open) {
            Some(Ok(zip)) => {
                open(file, found, |file, archive, found| read(BufReader::new(zip), &file, &archive, found))
            }
            Some(Err(error)) => found.problem(file.failed(&error)),
            // A zip is read from its end: one within an archive is held in memory.
            None => match file.bytes() {
                Ok(zip) => open(file, found, |file, archive, found| read(Cursor::new(zip), &file, &archive, found)),
                Err(problem) => found.problem(problem),
            },
        }
    }
}

fn read<R: Read + Seek>(
    mut bytes: R,
    file: &FoundFile<'_>,
    archive: &Archive<'_>,
    found: &mut Found<'_>,
) -> ControlFlow<()> {
    match ZipArchive::new(&mut bytes) {
        Ok(mut zip) => {
            if zip.len() as u64 > MOST_ENTRIES {
                return found.problem(archive.problem(format!("more than {MOST_ENTRIES} entries; unpack it first")));
            }
            (0..zip.len()).try_for_each(|at| read_entry(&mut zip, at, file, archive, found))
        }
        Err(error) => {
            read_without_directory(bytes, file, archive, found)?;
            let reason = format!("broken: {}; only what stands whole at its beginning was read", words(&error));
            found.problem(archive.problem(reason))
        }
    }
}

fn read_entry<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    at: usize,
    file: &FoundFile<'_>,
    archive: &Archive<'_>,
    found: &mut Found<'_>,
) -> ControlFlow<()> {
    if let Some(problem) = archive.is_full() {
        return found.problem(problem);
    }
    let (path, problem) = match zip.by_index_data(at) {
        Ok(entry) if !entry.is_file() => return ControlFlow::Continue(()),
        Ok(entry) => match archive.path_of(entry.name_raw()) {
            Ok(Some(path)) => (path, entry.encrypted().then(|| "it is encrypted; unpack it first".to_owned())),
            Ok(None) => return ControlFlow::Continue(()),
            Err(problem) => return found.problem(problem),
        },
        Err(error) => return found.problem(archive.problem(words(&error))),
    };
    let problem_of = |reason: String| archive_problem(archive, &path, reason);
    let index_of = |path: &Path| zip.index_for_name(&path.to_string_lossy().replace('\\', "/"));
    if format_of(&path).is_none() {
        found.pass_over();
        return ControlFlow::Continue(());
    }
    if let Some(reason) = problem {
        return found.problem(problem_of(reason));
    }
    let is_there = |other: &Path| index_of(other).is_some();
    let may_be_sidecar = sidecar::may_be_one(&path, is_there);
    let beside = path.with_extension("json");
    let sidecar_at = index_of(&beside).filter(|_| sidecar::may_have_one(&path));
    let is_shared = sidecar_at.is_some() && sidecar::is_shared(&beside, is_there);
    let mut sidecar_bytes = |at| zip.by_index(at).map_err(io::Error::from).and_then(sidecar::bytes);
    if may_be_sidecar && !sidecar_bytes(at).is_ok_and(|bytes| sidecar::holds_articles(&bytes, file.options)) {
        return ControlFlow::Continue(());
    }
    let sidecar = sidecar_at.map(|at| sidecar::Unread { bytes: sidecar_bytes(at), is_shared });
    match zip.by_index(at) {
        Ok(entry) => read_unpacked(entry, path, sidecar, file, archive, found),
        Err(error) => found.problem(problem_of(words(&error))),
    }
}

fn read_unpacked<R: Read>(
    entry: ZipFile<'_, R>,
    path: PathBuf,
    sidecar: Option<sidecar::Unread>,
    file: &FoundFile<'_>,
    archive: &Archive<'_>,
    found: &mut Found<'_>,
) -> ControlFlow<()> {
    // The directory tells times without their zone: they are not the article's.
    let (packed, size) = (entry.compressed_size(), entry.size());
    let bytes = archive.limited(entry, Some(packed));
    archive.read(Entry { path, size, modified: None, sidecar, bytes }, file, found)
}

/// Reads the entries of a zip that was cut off, one after another, until one is broken.
fn read_without_directory<R: Read + Seek>(
    mut bytes: R,
    file: &FoundFile<'_>,
    archive: &Archive<'_>,
    found: &mut Found<'_>,
) -> ControlFlow<()> {
    if bytes.rewind().is_err() {
        return ControlFlow::Continue(());
    }
    while archive.is_full().is_none() {
        let Ok(Some(mut entry)) = zip::read::read_zipfile_from_stream(&mut bytes) else { break };
        let is_file = entry.is_file() && !entry.encrypted();
        match archive.path_of(entry.name_raw()) {
            Ok(Some(path)) if is_file && format_of(&path).is_some() => {
                read_unpacked(entry, path, None, file, archive, found)?;
            }
            Ok(_) => drop(io::copy(&mut entry, &mut io::sink())),
            Err(problem) => found.problem(problem)?,
        }
    }
    ControlFlow::Continue(())
}

fn archive_problem(archive: &Archive<'_>, entry: &Path, reason: String) -> crate::error::Problem {
    crate::error::Problem::new(archive.path.join(entry), reason)
}

fn words(error: &ZipError) -> String {
    match error {
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
            format!("packed in a way that nothing here reads ({error}); unpack it first")
        }
        _ => error.to_string(),
    }
}
