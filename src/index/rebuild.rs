//! A new index that is built beside another and takes its place when it is done.

use std::path::{Path, PathBuf};

use super::Index;
use super::directory::META;
use super::manifest::Manifest;
use super::swap::{Aside, Beside};
use crate::error::Result;
use crate::extract::Gazetteer;

/// A new index that is built beside another and takes its place when it is done; until then searches find the old one. It does
/// not matter whether the old one is damaged, of another version, or there at all.
///
/// Nobody else writes to the index meanwhile. What is built is gone if this is dropped or its process ends before
/// [`finish`](Self::finish). The user's own names of places are taken over from the old index, where they can be read.
///
/// # Example
/// ```
/// use izdeu::{Corpus, Index, Rebuild};
///
/// let folder = tempfile::tempdir().unwrap();
/// let rebuild = Rebuild::of(folder.path().join("index"))?;
/// let mut writer = rebuild.index().writer()?;
/// writer.sync(Corpus::open(["corpus/kazakh"])?, |_| {})?;
/// writer.close()?;
/// rebuild.finish()?;
/// assert!(Index::open(folder.path().join("index"))?.stats()?.articles > 0);
/// # Ok::<(), izdeu::Error>(())
/// ```
pub struct Rebuild {
    beside: Beside,
    index: Index,
}

impl Rebuild {
    /// Begins to build the index in this folder anew.
    ///
    /// # Errors
    /// [`Error::IndexBusy`](crate::Error::IndexBusy) while another process writes to the index,
    /// [`Error::Io`](crate::Error::Io) where no folder can be made beside it, [`Error::Invalid`](crate::Error::Invalid) where
    /// one is in the way that is no index.
    pub fn of(path: impl AsRef<Path>) -> Result<Rebuild> {
        let beside = Beside::of(path.as_ref())?;
        let mut index = Index::open_or_create(beside.folder())?;
        if let Some(gazetteer) = own_names(path.as_ref()) {
            index = index.with_gazetteer(gazetteer)?;
        }
        Ok(Rebuild { beside, index })
    }

    /// The new index.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The same, with a gazetteer of one's own instead of the one that the old index has.
    ///
    /// # Errors
    /// As [`Index::with_gazetteer`].
    pub fn with_gazetteer(mut self, gazetteer: Gazetteer) -> Result<Rebuild> {
        self.index = self.index.with_gazetteer(gazetteer)?;
        Ok(self)
    }

    /// Puts the new index in the place of the old one, which is removed. Its writers have to be closed.
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io) where the folder cannot be renamed; the old index stands then.
    pub fn finish(self) -> Result<()> {
        self.put_in_place(Aside::Removed).map(|_| ())
    }

    /// The same, and keeps the old index: it is renamed, `index.damaged-20260321T101500` for `index` and `damaged`. Gives that
    /// name, none where there was no index.
    ///
    /// # Errors
    /// As [`finish`](Self::finish).
    pub fn finish_and_keep(self, why: &str) -> Result<Option<PathBuf>> {
        self.put_in_place(Aside::Kept(why))
    }

    fn put_in_place(self, aside: Aside<'_>) -> Result<Option<PathBuf>> {
        // An index without articles says its version too.
        if self.index.opstamp()? == 0 {
            self.index.writer()?.commit()?;
        }
        self.beside.take_its_place(aside)
    }
}

/// The user's own names that an index of whatever version was written with, as far as they can still be read.
fn own_names(path: &Path) -> Option<Gazetteer> {
    let meta = std::fs::read(path.join(META)).ok()?;
    let names = Manifest::own_names(&Manifest::payload_of(&meta)?)?;
    Gazetteer::bundled().with_lines(&names, path).ok()
}
