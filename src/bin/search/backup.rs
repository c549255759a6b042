//! `search backup` and `search restore`

use anyhow::Result;
use izdeu::Index;

use crate::render::{NOTE, count_of};
use crate::upkeep::{BackupOptions, RestoreOptions};
use crate::{Outcome, build};

pub(crate) fn run(options: &BackupOptions) -> Result<Outcome> {
    let path = options.index.path();
    let backup = Index::backup(&path, &options.to)?;
    let files = count_of(backup.files as usize, "file", "files");
    let (from, to) = (path.display(), options.to.display());
    say!("backed up {from} to {to}: {files} ({}), verified", build::bytes(backup.bytes));
    Ok(Outcome::Done)
}

pub(crate) fn restore(options: &RestoreOptions) -> Result<Outcome> {
    let path = options.index.path();
    let kept = Index::restore(&options.from, &path)?;
    let articles = count_of(Index::open(&path)?.stats()?.articles as usize, "article", "articles");
    say!("restored {} from {}: {articles}", path.display(), options.from.display());
    if let Some(kept) = kept {
        say!("{}: the index before is kept in {}", NOTE.paint("note"), kept.display());
    }
    Ok(Outcome::Done)
}
