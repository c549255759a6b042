//! Which files need not be read again.
//!
//! Each article keeps the state that its file was in. A file is known if all of its articles agree about that state, unless it is
//! noted here: then something in it could not be taken, or it is known in another state although its articles did not change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::corpus::KnownFiles;

/// So many files are noted; with more, all are read again.
const MOST: usize = 10_000;

/// What is noted of files. It is a part of the commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileNotes {
    /// By absolute path the state in which a file is known, 0 for one that has to be read again.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    states: BTreeMap<String, u64>,
    /// Whether all files have to be read again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    all: bool,
}

impl FileNotes {
    /// Nothing is known of any file.
    pub fn read_all_again() -> FileNotes {
        FileNotes { all: true, ..FileNotes::default() }
    }

    /// The files that are known, of those with these states.
    pub fn known(&self, mut files: KnownFiles) -> KnownFiles {
        if self.all {
            return KnownFiles::default();
        }
        for (file, state) in &self.states {
            if let Some(known) = files.get_mut(file) {
                *known = *state;
            }
        }
        files.retain(|_, state| *state != 0);
        files
    }

    /// The notes after a sync. `was_read` tells the files that it has read; the others of the index are `unread`.
    pub fn after(
        mut self,
        was_read: impl Fn(&str) -> bool,
        unread: impl Iterator<Item = String>,
        found: BTreeMap<String, u64>,
    ) -> FileNotes {
        self.states.retain(|file, _| !was_read(file));
        if std::mem::take(&mut self.all) {
            self.states.extend(unread.take(MOST + 1).map(|file| (file, 0)));
        }
        self.states.extend(found);
        if self.states.len() > MOST {
            return FileNotes::read_all_again();
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(states: &[(&str, u64)]) -> KnownFiles {
        states.iter().map(|(file, state)| ((*file).to_owned(), *state)).collect()
    }

    #[test]
    fn a_noted_file_is_known_as_noted() {
        let found = BTreeMap::from([("moved".to_owned(), 7), ("faulty".to_owned(), 0)]);
        let notes = FileNotes::default().after(|_| true, std::iter::empty(), found);
        let stored = files(&[("same", 1), ("moved", 2), ("faulty", 3), ("mixed", 0)]);
        assert_eq!(notes.known(stored.clone()), files(&[("same", 1), ("moved", 7)]));
        assert!(FileNotes::read_all_again().known(stored).is_empty());
    }

    #[test]
    fn notes_last_until_their_file_is_read() {
        let found = |file: &str| BTreeMap::from([(file.to_owned(), 0)]);
        let first = FileNotes::default().after(|_| true, std::iter::empty(), found("a"));
        let second = first.after(|file| file != "a", std::iter::empty(), found("b"));
        assert_eq!(second.states.keys().collect::<Vec<_>>(), ["a", "b"]);
        let third = second.after(|_| true, std::iter::empty(), BTreeMap::new());
        assert_eq!(third, FileNotes::default());
        let again = FileNotes::read_all_again().after(|_| true, ["elsewhere".to_owned()].into_iter(), BTreeMap::new());
        assert_eq!(again.known(files(&[("elsewhere", 1), ("here", 1)])), files(&[("here", 1)]));
        let many = (0..=MOST).map(|file| (file.to_string(), 0)).collect();
        assert_eq!(third.after(|_| true, std::iter::empty(), many), FileNotes::read_all_again());
    }
}
