//! Putting a new index in the place of another: readers see the one or the other, and a crash leaves one of them.
//!
//! The new one is built in a folder beside it, `index.rebuilding` for `index`, and takes its place by one exchange of names. Where
//! the file system cannot exchange, two renamings do it, and [`recover`] finishes what a crash left between them.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tantivy::Directory;
use tantivy::directory::{DirectoryLock, INDEX_WRITER_LOCK, META_LOCK, MmapDirectory};

use super::directory::META;
use super::{folder, holder, index_error};
use crate::error::{Error, Result};

/// Being built; what is left over of one is removed by the next.
const BUILDING: &str = "rebuilding";
/// Whole, on its way to its place.
const BUILT: &str = "rebuilt";
/// Was replaced and is being removed.
const REPLACED: &str = "replaced";

/// What becomes of an index that is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aside<'a> {
    /// It is removed.
    Removed,
    /// It is renamed: `index.damaged-20260321T101500` for `index` and `damaged`.
    Kept(&'a str),
}

/// A folder beside an index, whose place it is going to take. No other process writes to the index meanwhile.
pub(super) struct Beside {
    /// The index, without links.
    index: PathBuf,
    old: MmapDirectory,
    _lock: DirectoryLock,
}

impl Beside {
    /// Keeps other writers out of an index, whatever its state, and makes an empty folder beside it.
    pub fn of(index: &Path) -> Result<Beside> {
        recover(index);
        fs::create_dir_all(index).map_err(|cause| Error::io(index, cause))?;
        let path = index.canonicalize().map_err(|cause| Error::io(index, cause))?;
        let old = folder(&path)?;
        let lock = old.acquire_lock(&INDEX_WRITER_LOCK);
        let lock = lock.map_err(|error| holder::named(index_error(index, error.into()), &old))?;
        holder::sign(&old);
        let beside = Beside { index: path, old, _lock: lock };
        // The folder is going to be removed, or renamed: nothing of the user's may go with it.
        refuse_foreign(&beside.index)?;
        for name in [BUILDING, BUILT, REPLACED] {
            remove_index(&sibling(&beside.index, name))?;
        }
        fs::create_dir(beside.folder()).map_err(|cause| Error::io(beside.folder(), cause))?;
        Ok(beside)
    }

    /// The folder to build in.
    pub fn folder(&self) -> PathBuf {
        sibling(&self.index, BUILDING)
    }

    /// Puts the folder, in which everything is on disk, in the place of the index. Gives the name of the old one, if it was kept.
    pub fn take_its_place(self, aside: Aside<'_>) -> Result<Option<PathBuf>> {
        let new = self.folder();
        self.carry_over(&new)?;
        let failed = |cause| Error::io(&self.index, cause);
        sync(&new).map_err(failed)?;
        // What has no article and no file of one is not worth keeping.
        let is_kept = aside != Aside::Removed && has_segments(&self.index);
        let to = match aside {
            Aside::Kept(why) if is_kept => free_name(&self.index, why),
            _ => sibling(&self.index, REPLACED),
        };
        {
            // No reader is between the names of a commit's files and the files themselves.
            let _reading = self.old.acquire_lock(&META_LOCK).ok();
            // By its last name, so that nothing that was replaced ever stands under one that is removed.
            fs::rename(&new, &to).map_err(failed)?;
            if exchange(&to, &self.index).is_err() {
                let built = sibling(&self.index, BUILT);
                fs::rename(&to, &built).map_err(failed)?;
                fs::rename(&self.index, &to).map_err(failed)?;
                // Whoever opened the index in between has finished it.
                if !recover(&self.index) {
                    return Err(Error::io(
                        &self.index,
                        io::Error::other("the new index could not be put in its place"),
                    ));
                }
            }
        }
        sync(self.index.parent().unwrap_or(Path::new("/"))).map_err(failed)?;
        if is_kept {
            return Ok(Some(to));
        }
        // What stays of it is removed by the next.
        let _ = remove_index(&to);
        Ok(None)
    }

    /// Takes along what the user keeps in the folder, as a `.gitignore`.
    fn carry_over(&self, new: &Path) -> Result<()> {
        let failed = |cause| Error::io(&self.index, cause);
        for entry in fs::read_dir(&self.index).map_err(failed)?.filter_map(io::Result::ok) {
            let name = entry.file_name();
            let is_ours = name.to_str().is_some_and(is_of_an_index);
            if !is_ours && entry.file_type().is_ok_and(|kind| kind.is_file()) && !new.join(&name).exists() {
                fs::copy(entry.path(), new.join(&name)).map_err(failed)?;
            }
        }
        Ok(())
    }
}

/// Finishes a change of places that a crash has interrupted. Says whether something stands there now.
pub(super) fn recover(index: &Path) -> bool {
    if index.symlink_metadata().is_err() {
        let built = sibling(index, BUILT);
        if built.join(META).is_file() && fs::rename(&built, index).is_ok() {
            let _ = index.parent().map(sync);
        }
    }
    index.symlink_metadata().is_ok()
}

/// A folder beside the index: `index.rebuilding`.
pub(super) fn sibling(index: &Path, name: &str) -> PathBuf {
    let mut file = index.file_name().unwrap_or_default().to_os_string();
    file.push(".");
    file.push(name);
    index.with_file_name(file)
}

/// A name beside the index that nothing has yet, with the time in it.
fn free_name(index: &Path, why: &str) -> PathBuf {
    let now = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%S").to_string();
    let names = (1..).map(|number| match number {
        1 => format!("{why}-{now}"),
        _ => format!("{why}-{now}-{number}"),
    });
    let mut free = names.map(|name| sibling(index, &name)).filter(|path| path.symlink_metadata().is_err());
    free.next().expect("there are numbers without end")
}

/// Removes a folder of an index, and nothing else that has this name.
pub(super) fn remove_index(path: &Path) -> Result<()> {
    if path.symlink_metadata().is_err() {
        return Ok(());
    }
    refuse_foreign(path)?;
    fs::remove_dir_all(path).map_err(|cause| Error::io(path, cause))
}

/// Refuses a folder with anything in it that is neither a part of an index nor a hidden file.
fn refuse_foreign(path: &Path) -> Result<()> {
    let failed = |cause| Error::io(path, cause);
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let is_file = entry.file_type().map_err(failed)?.is_file();
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with('.') || is_of_an_index(name));
        if !is_file || !is_ours {
            let entry = entry.path();
            return Err(Error::Invalid(format!(
                "{} is in the way and no part of an index; move it away",
                entry.display()
            )));
        }
    }
    Ok(())
}

/// Whether a file of this name belongs to an index.
pub(super) fn is_of_an_index(name: &str) -> bool {
    is_segment(name)
        || name == META
        || name == holder::HOLDER
        || [".managed.json", ".tantivy-writer.lock", ".tantivy-meta.lock", super::backup::MARK].contains(&name)
        || holder::is_leftover(name)
}

/// Whether a file holds a part of the articles.
fn is_segment(name: &str) -> bool {
    name.split_once('.')
        .is_some_and(|(segment, _)| segment.len() == 32 && segment.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn has_segments(index: &Path) -> bool {
    let entries = fs::read_dir(index).into_iter().flatten().filter_map(io::Result::ok);
    entries.into_iter().any(|entry| entry.file_name().to_str().is_some_and(is_segment))
}

/// Sees to it that the names in a folder are on disk.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        // The folder of a name alone is the one we are in.
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Exchanges two names at once.
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?;
        Ok(())
    }
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    {
        let _ = (one, other);
        Err(io::ErrorKind::Unsupported.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Index;

    #[test]
    fn a_crash_between_two_renamings_is_finished_by_whoever_opens() {
        let house = tempfile::tempdir().unwrap();
        let path = house.path().join("index");
        Index::open_or_create(&path).unwrap();
        fs::rename(&path, sibling(&path, BUILT)).unwrap();
        assert!(Index::open(&path).is_ok());
        assert!(!sibling(&path, BUILT).exists());
    }

    #[test]
    fn a_folder_that_is_no_index_is_left_alone() {
        let house = tempfile::tempdir().unwrap();
        let path = house.path().join("index");
        Index::open_or_create(&path).unwrap();
        let building = sibling(&path, BUILDING);
        fs::create_dir(&building).unwrap();
        fs::write(building.join("novel.txt"), "глава первая").unwrap();
        let refused = Beside::of(&path).err().unwrap().to_string();
        assert!(refused.contains("novel.txt is in the way"), "{refused}");
        fs::remove_file(building.join("novel.txt")).unwrap();
        fs::write(building.join("3f1b9a6251d44f0b9a649f2b6f1c0d11.store"), "x").unwrap();
        assert!(Beside::of(&path).is_ok());
    }

    #[test]
    fn what_is_replaced_is_kept_or_removed_and_what_the_user_put_there_stays() {
        for (aside, is_kept) in [(Aside::Removed, false), (Aside::Kept("damaged"), true)] {
            let house = tempfile::tempdir().unwrap();
            let path = house.path().join("index");
            let mut writer = Index::open_or_create(&path).unwrap().writer().unwrap();
            writer.add(crate::article::RawArticle::new("1", "В Таразе открыли мост.")).unwrap();
            writer.commit().unwrap();
            drop(writer);
            fs::write(path.join(".gitignore"), "*").unwrap();
            let beside = Beside::of(&path).unwrap();
            assert!(matches!(Index::open(&path).unwrap().writer(), Err(Error::IndexBusy { holder: Some(_), .. })));
            Index::open_or_create(beside.folder()).unwrap();
            let kept = beside.take_its_place(aside).unwrap();
            assert_eq!(kept.is_some_and(|kept| kept.join(META).exists()), is_kept);
            assert_eq!(fs::read_to_string(path.join(".gitignore")).unwrap(), "*");
            assert_eq!(fs::read_dir(house.path()).unwrap().count(), if is_kept { 2 } else { 1 });
            assert!(Index::open(&path).unwrap().writer().is_ok());
        }
    }
}
