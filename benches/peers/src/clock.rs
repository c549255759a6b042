//! What time is measured by.

use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::time::{ClockId, clock_gettime};

/// What time is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Clock {
    /// By the clock on the wall: what people wait.
    Wall,
    /// By what the asking thread computes: for a machine that has other things to do. It leaves out waiting and other threads.
    Cpu,
}

/// A running measurement.
pub struct Stopwatch {
    clock: Clock,
    wall: Instant,
    cpu: Duration,
}

impl Stopwatch {
    /// Begins to measure.
    pub fn start(clock: Clock) -> Stopwatch {
        Stopwatch { clock, cpu: thread_cpu(clock), wall: Instant::now() }
    }

    /// The microseconds since the start.
    pub fn micros(&self) -> f64 {
        let passed = match self.clock {
            Clock::Wall => self.wall.elapsed(),
            Clock::Cpu => thread_cpu(self.clock).saturating_sub(self.cpu),
        };
        passed.as_secs_f64() * 1e6
    }
}

/// What this process has computed so far, in all of its threads.
pub fn process_cpu() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_SELF).expect("a process can be asked what it used");
    [usage.user_time(), usage.system_time()]
        .into_iter()
        .map(|time| Duration::from_secs(time.tv_sec() as u64) + Duration::from_micros(time.tv_usec() as u64))
        .sum()
}

/// The most memory that this process has had, in bytes.
///
/// `getrusage` would say what the process had before it became this program.
pub fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or_default() * 1024
}

fn thread_cpu(clock: Clock) -> Duration {
    match clock {
        Clock::Wall => Duration::ZERO,
        Clock::Cpu => clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("a thread has a clock").into(),
    }
}
