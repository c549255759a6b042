//! What all trials together came to.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// The counts of all workers.
pub struct Tally {
    wanted: u64,
    at_old: AtomicU64,
    at_new: AtomicU64,
    too_late: AtomicU64,
    made_whole: AtomicU64,
}

impl Tally {
    pub fn until(wanted: u64) -> Tally {
        let [at_old, at_new, too_late, made_whole] = Default::default();
        Tally { wanted, at_old, at_new, too_late, made_whole }
    }

    pub fn is_full(&self) -> bool {
        self.kills() >= self.wanted
    }

    pub fn killed_at_the_old_commit(&self) {
        self.at_old.fetch_add(1, Relaxed);
    }

    pub fn killed_at_the_new_commit(&self) {
        self.at_new.fetch_add(1, Relaxed);
    }

    /// A run was over before it could be killed.
    pub fn too_late(&self) {
        self.too_late.fetch_add(1, Relaxed);
    }

    /// The next run brought an index in step.
    pub fn made_whole(&self) {
        self.made_whole.fetch_add(1, Relaxed);
    }

    /// A harness that never meets one of the two shows nothing.
    pub fn assert_that_both_commits_were_met(&self) {
        let least = self.wanted / 50;
        assert!(self.at_old.load(Relaxed) >= least && self.at_new.load(Relaxed) >= least, "{self}");
    }

    fn kills(&self) -> u64 {
        self.at_old.load(Relaxed) + self.at_new.load(Relaxed)
    }
}

/// Only of trials that went well: a single article that is lost or doubled ends them all.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [old, new, late, whole] =
            [&self.at_old, &self.at_new, &self.too_late, &self.made_whole].map(|count| count.load(Relaxed));
        write!(f, "{} kills: {old} at the old commit, {new} at the new, 0 lost, 0 doubled ", self.kills())?;
        write!(f, "({whole} times made whole by the next run; {late} runs were over before the kill)")
    }
}
