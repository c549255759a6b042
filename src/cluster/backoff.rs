//! How long to wait before something is tried again.

use std::time::{Duration, Instant};

/// The first wait is shorter than this.
const FIRST: Duration = Duration::from_millis(200);
/// No wait is longer, whatever an engine asks for.
const LONGEST: Duration = Duration::from_secs(20);

/// Waits longer each time, by chance between nothing and twice what it was before, so that many clients do not come back together
/// (Brooker 2015, "Exponential Backoff and Jitter": full jitter).
pub(super) struct Backoff {
    patience: Duration,
    end: Instant,
    next: Duration,
    longest: Duration,
}

impl Backoff {
    /// Tries again for so long.
    pub fn new(patience: Duration) -> Backoff {
        Backoff { patience, end: Instant::now() + patience, next: FIRST, longest: LONGEST }
    }

    /// No wait is longer than this, where only a look is taken whether something has come.
    pub fn at_most(self, longest: Duration) -> Backoff {
        Backoff { longest, ..self }
    }

    /// Begins the time anew, because there is progress.
    pub fn renew(&mut self) {
        self.end = Instant::now() + self.patience;
    }

    /// How much time is left.
    pub fn left(&self) -> Duration {
        self.end.saturating_duration_since(Instant::now())
    }

    /// Waits, at least as long as the engine asked for; false where there is no time for it.
    pub fn wait(&mut self, asked: Option<Duration>) -> bool {
        let by_chance = self.next.mul_f64(fastrand::f64());
        self.next = (self.next * 2).min(self.longest);
        let wait = by_chance.max(asked.unwrap_or_default().min(LONGEST));
        if wait >= self.left() {
            return false;
        }
        std::thread::sleep(wait);
        true
    }
}
