//! Work done in a process of its own, so that its memory and its computing are its own too.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::clock::{peak_memory, process_cpu};
use crate::engines::{Engine, sync};

/// What a process is to do.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Task {
    /// Index a file into an empty folder.
    #[command(hide = true)]
    Index { engine: Engine, file: PathBuf, folder: PathBuf },
    /// Bring an index of izdeu in step with what it was made of.
    #[command(hide = true)]
    Sync { corpus: PathBuf, folder: PathBuf },
}

/// What a task took.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Took {
    /// Seconds by the clock on the wall.
    pub wall: f64,
    /// Seconds of computing, in all threads.
    pub cpu: f64,
    /// The most memory, in bytes.
    pub peak: u64,
    /// How many articles a sync found as they were.
    pub unchanged: u64,
}

impl Task {
    /// Does the task here and prints what it took for the process that asked.
    pub fn answer(self) -> Result<()> {
        let (started, before) = (Instant::now(), process_cpu());
        let unchanged = match self {
            Task::Index { engine, file, folder } => {
                engine.index(&file, &folder)?;
                0
            }
            Task::Sync { corpus, folder } => {
                let report = sync(&corpus, &folder)?;
                if report.added + report.replaced + report.removed > 0 {
                    bail!("nothing had changed, and yet the sync did something: {report:?}");
                }
                report.unchanged
            }
        };
        let (wall, cpu) = (started.elapsed().as_secs_f64(), (process_cpu() - before).as_secs_f64());
        println!("{}", serde_json::to_string(&Took { wall, cpu, peak: peak_memory(), unchanged })?);
        Ok(())
    }
}

/// Indexes a file in a process of its own; the folder is emptied first.
pub fn index(engine: Engine, file: &Path, folder: &Path) -> Result<Took> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    let name = clap::ValueEnum::to_possible_value(&engine).expect("no engine is hidden");
    ask(Command::new(std::env::current_exe()?).args(["index", name.get_name()]).args([file, folder]))
}

/// Brings an index of izdeu in step in a process of its own.
pub fn resync(corpus: &Path, folder: &Path) -> Result<Took> {
    ask(Command::new(std::env::current_exe()?).arg("sync").args([corpus, folder]))
}

fn ask(command: &mut Command) -> Result<Took> {
    let output = command.stderr(std::process::Stdio::inherit()).output()?;
    let answer = String::from_utf8_lossy(&output.stdout);
    // Some engines greet.
    let last = answer.lines().last().unwrap_or_default();
    serde_json::from_str(last).with_context(|| format!("{command:?} ended with {} and said: {answer}", output.status))
}

/// The bytes of all files in a folder.
pub fn size(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        bytes += if entry.file_type()?.is_dir() { size(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(bytes)
}
