//! Where a file is read so that a bad one cannot take the run down: in a process of its own if there is a program for it, else in
//! a thread.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::super::format::LARGEST_WHOLE;
use super::{Pages, read};

/// How long a file may be read.
const LONGEST: Duration = Duration::from_secs(30);
/// How much memory the process of a reader may have, in bytes.
#[cfg(unix)]
const MOST_MEMORY: u64 = 2 << 30;
/// The stack of a reader, in bytes: it goes down as deep as the objects of a file stand in one another.
const STACK: usize = 64 << 20;

/// A program that reads a file for us by calling [`answer_pdf_text`].
#[derive(Debug, Clone)]
pub(in crate::corpus) struct Program {
    pub path: PathBuf,
    pub arguments: Vec<OsString>,
}

/// The pages of a file.
pub(super) fn pages(bytes: Vec<u8>, program: Option<&Program>) -> Result<Pages, String> {
    match program {
        Some(program) => in_process(bytes, program, LONGEST),
        None => in_thread(bytes, LONGEST),
    }
}

/// Reads a PDF from `input` and writes its text to `output` in the form that the library understands: the whole work of a
/// program given to [`ReadOptions::pdf_program`](crate::ReadOptions::pdf_program).
///
/// On Unix the process is limited to 2 GiB of memory and 60 seconds of computing first, for good: it should do nothing else.
///
/// # Errors
/// Where reading the input or writing the output fails. That the file is no sound PDF is no error but the answer.
pub fn answer_pdf_text(input: impl Read, mut output: impl Write) -> io::Result<()> {
    #[cfg(unix)]
    for (resource, most) in [
        (rlimit::Resource::AS, MOST_MEMORY),
        (rlimit::Resource::CPU, 2 * LONGEST.as_secs()),
        (rlimit::Resource::CORE, 0),
    ] {
        // A system that knows no such limit has the time limit left.
        let _ = rlimit::setrlimit(resource, most, most);
    }
    let mut bytes = Vec::new();
    input.take(LARGEST_WHOLE).read_to_end(&mut bytes)?;
    serde_json::to_writer(&mut output, &in_thread(bytes, LONGEST))?;
    output.flush()
}

/// Reads in a thread. A panic and a loop are caught; memory and an overflow of the stack are not.
fn in_thread(bytes: Vec<u8>, longest: Duration) -> Result<Pages, String> {
    let (sender, receiver) = mpsc::channel();
    let work = move || {
        let pages = catch_unwind(AssertUnwindSafe(|| read(&bytes)));
        let _ = sender.send(pages.unwrap_or_else(|_| Err("no sound PDF: the reader failed on it".to_owned())));
    };
    let started = thread::Builder::new().name("pdf".into()).stack_size(STACK).spawn(work);
    started.map_err(|error| format!("no thread to read it in: {error}"))?;
    // A thread cannot be ended: one that loops goes on behind our back until the program ends.
    receiver.recv_timeout(longest).unwrap_or_else(|error| Err(gave_up(error, longest)))
}

/// Reads in a process, which can be killed.
fn in_process(bytes: Vec<u8>, program: &Program, longest: Duration) -> Result<Pages, String> {
    let mut command = Command::new(&program.path);
    command.args(&program.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command
        .spawn()
        .map_err(|error| format!("{}, which reads PDFs, cannot be started: {error}", program.path.display()))?;
    let (sender, receiver) = mpsc::channel();
    if let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) {
        // One that dies does not read to the end; what became of it is told by its answer.
        thread::spawn(move || input.write_all(&bytes));
        thread::spawn(move || {
            let mut answer = Vec::new();
            let read = output.take(LARGEST_WHOLE).read_to_end(&mut answer);
            sender.send(read.map(|_| answer))
        });
    }
    let answer = receiver.recv_timeout(longest);
    let status = if answer.is_ok() { end(&mut child) } else { None };
    let _ = child.kill();
    let _ = child.wait();
    match answer {
        Ok(Ok(answer)) => serde_json::from_slice(&answer).unwrap_or_else(|_| {
            let how = status.map_or_else(String::new, |status| format!(" ({status})"));
            Err(format!("no sound PDF: its reader went down{how}, as it does when memory or stack run out"))
        }),
        Ok(Err(error)) => Err(format!("its reader cannot be understood: {error}")),
        Err(error) => Err(gave_up(error, longest)),
    }
}

/// Waits a little for a process that has said all it has to say.
fn end(child: &mut Child) -> Option<ExitStatus> {
    (0..100).find_map(|_| {
        let status = child.try_wait().ok()?;
        if status.is_none() {
            thread::sleep(Duration::from_millis(5));
        }
        status
    })
}

fn gave_up(error: RecvTimeoutError, longest: Duration) -> String {
    match error {
        RecvTimeoutError::Timeout => format!("it takes longer than {longest:?} to read; given up"),
        RecvTimeoutError::Disconnected => "no sound PDF: the reader failed on it".to_owned(),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, argument: &str, words: &str) {
        let program = Program { path: path.into(), arguments: vec![argument.into()] };
        let fault = in_process(vec![b' '; 1 << 20], &program, Duration::from_millis(300)).unwrap_err();
        assert!(fault.contains(words), "{fault}");
    }

    #[test]
    fn a_program_that_fails_costs_one_file() {
        check("/no/such/program", "", "cannot be started");
        check("sleep", "60", "it takes longer than 300ms");
        check("false", "", "its reader went down (exit status: 1)");
        check("echo", "nonsense", "its reader went down (exit status: 0)");
    }

    #[test]
    fn the_answer_is_what_a_thread_reads() {
        let mut answer = Vec::new();
        let pages = in_thread(b"no PDF".to_vec(), LONGEST);
        serde_json::to_writer(&mut answer, &pages).unwrap();
        let understood: Result<Pages, String> = serde_json::from_slice(&answer).unwrap();
        assert_eq!(understood, pages);
    }
}
