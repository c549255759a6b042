//! The arguments of what keeps an index sound: `check`, `backup`, `restore`.

use std::path::PathBuf;

use clap::Args;

use crate::args::ReadingOptions;
use crate::place::IndexFolder;

const CHECK_EXAMPLES: &str = "\
Examples:
  search check                                  files, versions, counts, and the terms of 200 articles
  search check --all --json                     the terms of all articles; an object of JSON
  search check --repair articles/               where something is wrong: builds the index anew from articles/

Nothing is ever deleted: a damaged index is renamed and stays.
Exit status: 0 all is well, 2 something is wrong.";

const BACKUP_EXAMPLES: &str = "\
Examples:
  search backup /backups/news                   ./index, also while it is written to
  search backup --index ~/news /backups/news

Exit status: 0 done, 2 error.";

const RESTORE_EXAMPLES: &str = "\
Examples:
  search restore /backups/news                  into ./index; the index there is renamed and stays
  search restore --index ~/news /backups/news

Exit status: 0 done, 2 error.";

#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub(crate) struct CheckOptions {
    #[command(flatten)]
    pub index: IndexFolder,
    /// Print JSON: one object
    #[arg(long)]
    pub json: bool,
    /// Analyse all articles again, not 200 of them
    #[arg(long)]
    pub all: bool,
    /// If something is wrong, set the index aside and build it anew from the paths
    #[arg(long)]
    pub repair: bool,
    #[command(flatten)]
    pub reading: ReadingOptions,
    /// With --repair: files and folders with articles [default: corpus]
    #[arg(value_name = "PATH", requires = "repair")]
    pub paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = BACKUP_EXAMPLES)]
pub(crate) struct BackupOptions {
    #[command(flatten)]
    pub index: IndexFolder,
    /// The folder of the backup; one that is there already is replaced
    #[arg(value_name = "DEST")]
    pub to: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = RESTORE_EXAMPLES)]
pub(crate) struct RestoreOptions {
    #[command(flatten)]
    pub index: IndexFolder,
    /// The folder of the backup
    #[arg(value_name = "SRC")]
    pub from: PathBuf,
}
