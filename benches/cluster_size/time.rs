//! Computing time, which other programs on the machine do not lengthen as they do that of the clock.

use std::time::{Duration, Instant};

/// What something gives, and how long this thread computed for it; where the system does not tell, how long it took.
pub fn computing<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let (started, before) = (Instant::now(), of_thread());
    let done = work();
    let took = of_thread().zip(before).map(|(after, before)| after - before);
    (done, took.unwrap_or_else(|| started.elapsed()))
}

/// The same of all threads, to a hundredth of a second.
pub fn computing_in_all_threads<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let (started, before) = (Instant::now(), of_process());
    let done = work();
    let took = of_process().zip(before).map(|(after, before)| after - before);
    (done, took.unwrap_or_else(|| started.elapsed()))
}

fn of_thread() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

fn of_process() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands in brackets and may have blanks.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u64 = fields.get(11..13)?.iter().map(|field| field.parse().unwrap_or(0)).sum();
    Some(Duration::from_millis(ticks * 10))
}
