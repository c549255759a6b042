//! A run of the command that may be killed.

use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// How a run ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Ending {
    /// It said that it is done.
    Acknowledged,
    /// It was killed before that, or ended itself because it was asked to.
    Killed,
    /// It failed.
    Failed(String),
}

/// Runs the command in a folder to its end.
pub fn run(folder: &Path, arguments: &[&str]) -> (Ending, Duration) {
    run_until(folder, arguments, None)
}

/// Runs the command and sends it a signal after a time.
pub fn run_until(folder: &Path, arguments: &[&str], strike: Option<(Duration, Signal)>) -> (Ending, Duration) {
    let started = Instant::now();
    let mut child = command(folder)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    if let Some((after, signal)) = strike {
        std::thread::sleep(after.saturating_sub(started.elapsed()));
        let is_over = matches!(child.try_wait(), Ok(Some(_)));
        if !is_over {
            // It may end at this very moment; that is no failure.
            let _ = kill_process(Pid::from_child(&child), signal);
        }
    }
    let output = child.wait_with_output().expect("the command ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    let ending = match (output.status.code(), output.status.signal()) {
        (Some(0), _) => Ending::Acknowledged,
        (Some(130 | 143), _) => Ending::Killed,
        (None, Some(signal)) if strike.is_some_and(|(_, sent)| sent.as_raw() == signal) => Ending::Killed,
        _ => Ending::Failed(format!("search {} ended with {}: {stderr}", arguments.join(" "), output.status)),
    };
    (ending, started.elapsed())
}

/// The command in a folder, untouched by the environment of the test.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("search"));
    command.current_dir(folder).env_remove("SEARCH_INDEX").env_remove("SEARCH_CLUSTER_URL").stdin(Stdio::null());
    command
}
