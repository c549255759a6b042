//! When to kill: anywhere in a run, and more often about its commit.

use std::time::Duration;

use fastrand::Rng;

/// What is known of the runs of one kind.
pub struct Instants {
    /// How long an undisturbed run takes.
    whole: Duration,
    /// Where in a run the new commit takes the place of the old one, as a part of the whole: what the kills so far say.
    commit: f64,
}

/// The instant of a kill.
#[derive(Clone, Copy)]
pub struct Instant {
    /// After the start.
    pub after: Duration,
    /// Whether it was drawn near the commit.
    is_near: bool,
}

impl Instants {
    pub fn of_runs_that_take(whole: Duration) -> Instants {
        Instants { whole, commit: 0.8 }
    }

    pub fn draw(&self, rng: &mut Rng) -> Instant {
        let is_near = rng.u8(..10) < 7;
        let part = if is_near { self.commit + (rng.f64() - 0.5) * 0.2 } else { rng.f64() * 1.05 };
        Instant { after: self.whole.mul_f64(part.max(0.0)), is_near }
    }

    /// Learns from a kill that found the old commit, or one that came after the new one.
    pub fn learn(&mut self, instant: Instant, was_early: bool) {
        if instant.is_near {
            let step = if was_early { 0.01 } else { -0.02 };
            self.commit = (self.commit + step).clamp(0.1, 1.2);
        }
    }

    /// Learns from a run that was not killed.
    pub fn took(&mut self, whole: Duration) {
        self.whole = self.whole.mul_f64(0.8) + whole.mul_f64(0.2);
    }
}
