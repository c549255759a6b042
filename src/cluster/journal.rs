//! The run that writes: it says so before it sends anything, so that whoever comes after knows what may have been sent.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::client::Client;
use super::state::{OpenRun, State, Void, now};
use crate::error::{Error, Result};

/// So many requests are planned at a time. Those of a killed run that did not come are left out of every search for long.
const PLANNED: u64 = 64;

/// More requests that do not count would make searches slow: a list of them goes with each.
pub(super) const MOST_VOIDS: usize = 2_000;

/// A second has so many numbers of states. A run has higher ones than any that was killed before it began, whatever that had on its way.
const STATES_A_SECOND: u32 = 16;

/// The runs of this process.
static RUNNING: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// The state of a run, written whenever it changes.
pub(super) struct Journal {
    client: Arc<Client>,
    name: String,
    run: String,
    first_ordinal: u64,
    /// The number of the next request.
    next: AtomicU64,
    written: Mutex<Written>,
}

struct Written {
    state: State,
    /// The highest number that was given to a state. One that could not be written may stand there all the same.
    tried: u64,
    /// Whether the state was this run's own before.
    is_ours: bool,
}

impl Journal {
    /// A run that goes on from a state, with documents from this number on. It writes nothing yet.
    pub fn new(client: Arc<Client>, name: &str, state: State, first_ordinal: u64) -> Journal {
        let run = format!("{:x}{:08x}", now(), fastrand::u32(..));
        lock(&RUNNING).insert(run.clone());
        let tried = state.seq.max(now() << STATES_A_SECOND);
        let written = Mutex::new(Written { tried, state, is_ours: false });
        Journal { client, name: name.to_owned(), run, first_ordinal, next: AtomicU64::new(0), written }
    }

    /// What names the run.
    pub fn run(&self) -> &str {
        &self.run
    }

    /// The state as it is now.
    pub fn state(&self) -> State {
        lock(&self.written).state.clone()
    }

    /// Says that this run writes, if it was not said before.
    pub fn open(&self) -> Result<()> {
        let mut written = lock(&self.written);
        if written.state.open.as_ref().is_some_and(|open| open.run == self.run) {
            return Ok(());
        }
        self.change(&mut written, |state| state.open = Some(self.open_run(PLANNED)))
    }

    /// Changes the state.
    pub fn update(&self, change: impl FnOnce(&mut State)) -> Result<()> {
        self.change(&mut lock(&self.written), change)
    }

    /// The name of the next request.
    pub fn next_batch(&self) -> Result<String> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut written = lock(&self.written);
        let planned = written.state.open.as_ref().map_or(0, |open| open.planned);
        if number >= planned && !self.client.engine().replaces() {
            self.change(&mut written, |state| {
                state.open.get_or_insert_with(|| self.open_run(0)).planned = number + PLANNED;
            })?;
        }
        Ok(format!("{}-{number}", self.run))
    }

    /// Says of a request that its documents do not count. Only after this may they be sent again.
    pub fn void(&self, batch: &str) -> Result<()> {
        let mut written = lock(&self.written);
        if written.state.void.len() >= MOST_VOIDS {
            return Err(too_many_voids(&self.client, &self.name));
        }
        self.change(&mut written, |state| state.void.push(Void { batch: batch.to_owned(), since: now() }))
    }

    fn change(&self, written: &mut Written, change: impl FnOnce(&mut State)) -> Result<()> {
        let mut state = written.state.clone();
        change(&mut state);
        let newest = State::newest(&self.client, &self.name)?;
        let is_same = |found: &State| found.seq == written.state.seq && found.writer == written.state.writer;
        if !written.is_ours && !newest.first().is_none_or(is_same) {
            return Err(self.overtaken());
        }
        // A run that began at the same time and gave way may have had a higher number.
        written.tried = newest.first().map_or(0, |found| found.seq).max(written.tried) + 1;
        state.seq = written.tried;
        state.writer = self.run.clone();
        state.write(&self.client, &self.name)?;
        if !written.is_ours
            && let Some(other) = State::of_another(&self.client, &self.name, &self.run, written.state.seq)?
        {
            // Its state has to be the one that counts.
            let again = State { seq: written.tried + 1, writer: self.run.clone(), ..other };
            again.write(&self.client, &self.name)?;
            return Err(self.overtaken());
        }
        (written.state, written.is_ours) = (state, true);
        Ok(())
    }

    fn open_run(&self, planned: u64) -> OpenRun {
        OpenRun {
            run: self.run.clone(),
            host: host(),
            pid: std::process::id(),
            since: now(),
            planned,
            first_ordinal: self.first_ordinal,
        }
    }

    fn overtaken(&self) -> Error {
        let name = &self.name;
        self.client.error(format!(
            "another process has begun to write to «{name}» at the same time; wait until it has ended, and sync again"
        ))
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        lock(&RUNNING).remove(&self.run);
    }
}

/// What to do where too many requests do not count.
pub(super) fn too_many_voids(client: &Client, name: &str) -> Error {
    client.error(format!(
        "of more than {MOST_VOIDS} requests of «{name}» nobody knows what became of them; see why the engine fails so often, and sync again \
         after some hours, or write the articles anew: search cluster drop --name {name}, and sync"
    ))
}

/// Whether a run can be told to have ended: its process is of this machine and gone.
pub(super) fn has_ended(open: &OpenRun) -> bool {
    if open.host != host() || open.host.is_empty() {
        return false;
    }
    match open.pid == std::process::id() {
        true => !lock(&RUNNING).contains(&open.run),
        false => is_gone(open.pid),
    }
}

#[cfg(unix)]
fn is_gone(process: u32) -> bool {
    let process = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    // One of another user is there too.
    process.is_none_or(|process| rustix::process::test_kill_process(process) == Err(rustix::io::Errno::SRCH))
}

#[cfg(not(unix))]
fn is_gone(_: u32) -> bool {
    false
}

/// The name of this machine, empty where it is not to be had.
fn host() -> String {
    #[cfg(unix)]
    return rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    return std::env::var("COMPUTERNAME").unwrap_or_default();
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
