//! The `search` command: turns arguments into calls of the library, and answers into text.

/// Writes a line to standard error. That it is full or closed is no reason to stop.
macro_rules! say {
    ($($line:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(anstream::stderr(), $($line)*);
    }};
}

mod args;
mod backup;
mod build;
mod check;
mod cluster;
mod index;
mod inspect;
mod json;
mod licenses;
mod opening;
mod place;
mod query;
mod reference;
mod render;
mod serve;
mod similar;
mod size;
mod suggest;
mod upkeep;

use std::io;
use std::panic::catch_unwind;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use anyhow::anyhow;
use args::{Arguments, Command};

/// What a run of a command came to.
enum Outcome {
    /// What was asked for is there or done.
    Done,
    /// Nothing was found.
    Nothing,
    /// Some of it could not be read; the rest was done.
    Partly,
}

fn main() -> ExitCode {
    let arguments = Arguments::of_process();
    arguments.color.apply();
    be_silent_of_what_is_reported();
    let outcome = catch_unwind(|| run(arguments.command)).unwrap_or_else(|_| Err(anyhow!(failed_within_itself())));
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Partly) => ExitCode::from(2),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let message = render::harmless(&format!("{error:#}"));
            say!("{}: {message}{}", render::ERROR.paint("search"), advice(&error));
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Index(options) => index::run(&options),
        Command::Query(options) => query::run(&options),
        Command::Suggest(options) => suggest::run(&options),
        Command::Similar(options) => similar::run(&options),
        Command::Inspect(options) => inspect::run(&options),
        Command::Serve(options) => serve::run(&options),
        Command::Cluster(options) => cluster::run(&options),
        Command::Check(options) => check::run(&options),
        Command::Backup(options) => backup::run(&options),
        Command::Restore(options) => backup::restore(&options),
        Command::Licenses => licenses::run(),
        Command::ReadPdf => read_pdf(),
    }
}

/// `search read-pdf`
fn read_pdf() -> anyhow::Result<Outcome> {
    izdeu::answer_pdf_text(io::stdin().lock(), io::stdout().lock())?;
    Ok(Outcome::Done)
}

/// The last panic of the main thread, with its place in the source.
static PANIC: Mutex<String> = Mutex::new(String::new());

/// What panics over a broken file, or over a damaged index, is reported with it: the thread that reads need not say so too.
fn be_silent_of_what_is_reported() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| match std::thread::current().name() {
        Some("corpus" | "pdf" | "analysis" | "check") => {}
        Some("main") => *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string(),
        _ => usual(panic),
    }));
}

/// What to say of a panic that nobody has caught.
fn failed_within_itself() -> String {
    let panic = PANIC.lock().unwrap_or_else(PoisonError::into_inner).replace('\n', " ");
    format!("this program failed within itself ({panic}); if `search check` finds nothing wrong, please report it")
}

/// What to do about an error that the library cannot advise on.
fn advice(error: &anyhow::Error) -> String {
    match error.downcast_ref() {
        Some(izdeu::Error::NoIndex { path }) => {
            let path = render::harmless(&path.to_string_lossy());
            format!("; build one with: search index --index {path} PATH…")
        }
        _ => String::new(),
    }
}

/// Whether the reader of our output has gone, as `head` does.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let source = error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
    source.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
