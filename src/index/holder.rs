//! Who writes to an index, and what those left behind who were killed while they did.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::Directory;

use crate::error::Error;

/// The file in which the writer says who it is. One that is left over means nothing: only the engine's lock counts.
pub(super) const HOLDER: &str = ".writer.json";

/// Who writes to an index.
#[derive(Debug, Serialize, Deserialize)]
struct Holder {
    process: u32,
    /// The name of the machine: a number of another one's process would mislead.
    host: String,
}

/// Says in the directory that this process has the lock. That it cannot be said is no reason not to write.
pub(super) fn sign(directory: &dyn Directory) {
    let holder = Holder { process: std::process::id(), host: host() };
    if let Ok(text) = serde_json::to_vec(&holder) {
        let _ = directory.atomic_write(Path::new(HOLDER), &text);
    }
}

/// The process on this machine that has the lock, as far as it has said so.
fn holder(directory: &dyn Directory) -> Option<u32> {
    let text = directory.atomic_read(Path::new(HOLDER)).ok()?;
    let holder: Holder = serde_json::from_slice(&text).ok()?;
    (holder.host == host()).then_some(holder.process)
}

/// The error with the process that has the lock, if it is about that.
pub(super) fn named(error: Error, directory: &dyn Directory) -> Error {
    match error {
        Error::IndexBusy { path, .. } => Error::IndexBusy { path, holder: holder(directory) },
        error => error,
    }
}

/// The name of this machine, empty where it is not to be had.
fn host() -> String {
    #[cfg(unix)]
    return rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    return std::env::var("COMPUTERNAME").unwrap_or_default();
}

/// Removes the files of atomic writes whose process was killed. Only who has the writer's lock may do so.
pub(super) fn remove_leftovers(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && entry.file_name().to_str().is_some_and(is_leftover) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether the engine would have named a file so: `.tmp` and six letters or digits.
pub(super) fn is_leftover(name: &str) -> bool {
    name.strip_prefix(".tmp")
        .is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_engines_own_names_are_left_over() {
        for (name, expected) in [
            (".tmpAb3xYz", true),
            (".tmpAb3xY", false),
            (".tmpAb3xYz1", false),
            (".tmp-notes", false),
            ("tmpAb3xYz", false),
            (".managed.json", false),
            (".tmpÄb3xY", false),
        ] {
            assert_eq!(is_leftover(name), expected, "{name}");
        }
    }
}
