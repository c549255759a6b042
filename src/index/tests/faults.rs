//! A sync during which one call to the disk goes wrong, for every call that it makes: afterwards the index has all of it or
//! nothing, and the next sync makes it whole.

use std::io::{Write, stderr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};
use std::time::Instant;

use fastrand::Rng;

use super::disk::{Disk, Fault};
use super::house::{House, State, held};
use crate::error::Result;
use crate::extract::Gazetteer;
use crate::index::memory::MERGED_AT_ONCE;
use crate::index::{Index, SyncReport};

/// A folder that has changed since the index on the disk was brought in step with it.
struct Changed {
    house: House,
    disk: Disk,
    old: State,
    new: State,
}

impl Changed {
    /// The index has as many segments as make the next commit merge them.
    fn new() -> Changed {
        let (house, disk) = (House::new(), Disk::new());
        let text =
            |number: usize| format!("Мост номер {number} через реку открыт после ремонта в день {}.", number * 7);
        let segments = || open(&disk).unwrap().engine.searchable_segment_ids().unwrap().len();
        (0..6).for_each(|number| house.write(&format!("{number}.txt"), &text(number)));
        for number in 10.. {
            house.sync(&open(&disk).unwrap()).unwrap();
            if segments() == MERGED_AT_ONCE - 1 {
                break;
            }
            house.write(&format!("{number}.txt"), &text(number));
        }
        let old = house.state();
        assert_eq!(held(&open(&disk).unwrap()).unwrap(), old);
        house.write("1.txt", &text(100));
        house.write("new.txt", &text(200));
        house.rename("2.txt", "renamed.txt");
        house.remove("3.txt");
        let new = house.state();
        Changed { house, disk, old, new }
    }

    /// Syncs once for each call, which goes wrong in this way, until syncs make no more calls. Gives the number of the last one.
    fn at_every_call(&self, fault: Fault) -> u64 {
        let mut rng = Rng::with_seed(1);
        let (mut call, mut last, mut spared) = (0, 0, 0);
        // How many calls there are depends on how the threads share the articles.
        while spared < 3 {
            call += 1;
            let disk = self.disk.copy();
            disk.fail_at(call, fault);
            let synced = catch_unwind(AssertUnwindSafe(|| self.sync(&disk)));
            let has_failed = disk.repair();
            let told = format!("{fault:?} at call {call}");
            let synced = synced.unwrap_or_else(|_| panic!("{told}: a panic"));
            // Who was hit by a loss of power starts again from what is left; who was not goes on with the same disk.
            let disk = if fault == Fault::PowerLoss { disk.after_power_loss(&mut rng) } else { disk };
            let index = open(&disk).unwrap_or_else(|error| panic!("{told}: {error}"));
            let found = held(&index).unwrap();
            assert!(found == self.new || found == self.old, "{told}: {found:?}");
            match synced {
                Ok(_) => assert_eq!(found, self.new, "{told}: it was acknowledged"),
                Err(error) => assert!(has_failed, "{told}: {error}"),
            }
            let next = self.house.sync(&index).unwrap_or_else(|error| panic!("{told}: the next sync: {error}"));
            assert!(next.problems.is_empty(), "{told}: {:?}", next.problems);
            assert_eq!(held(&index).unwrap(), self.new, "{told}: after the next sync");
            (last, spared) = if has_failed { (call, 0) } else { (last, spared + 1) };
        }
        last
    }

    fn sync(&self, disk: &Disk) -> Result<SyncReport> {
        self.house.sync(&open(disk)?)
    }
}

/// The names of places take longer to read than all the rest.
static GAZETTEER: LazyLock<Arc<Gazetteer>> = LazyLock::new(|| Arc::new(Gazetteer::bundled()));

fn open(disk: &Disk) -> Result<Index> {
    let index = Index::open_or_create_in(disk.clone(), Path::new("(disk)"))?;
    Ok(Index { gazetteer: Arc::new(OnceLock::from(Arc::clone(&GAZETTEER))), ..index })
}

#[track_caller]
fn check(fault: Fault) {
    let started = Instant::now();
    let trials = Changed::new().at_every_call(fault);
    let took = started.elapsed();
    // Written so that it is seen in every run, not only with --nocapture.
    let _ = writeln!(stderr(), "{fault:?} at each of {trials} calls: 0 lost, 0 doubled, 0 panics ({took:.1?})");
    assert!(trials > 100);
}

#[test]
fn a_call_that_fails_once() {
    check(Fault::Once);
}

#[test]
fn a_disk_that_is_full_from_a_call_on() {
    check(Fault::Full);
}

#[test]
fn a_loss_of_power_at_a_call() {
    check(Fault::PowerLoss);
}
