//! Kills the real command at random instants, opens what it left in a fresh process, and compares that with a model of what
//! was acknowledged: all of the old or all of the new, nothing lost, nothing doubled.
//!
//! `IZDEU_KILLS=3000 cargo test --test crash -- --nocapture` kills more often than the usual 300 times; `IZDEU_SEED=…` draws
//! the same changes and instants again (what the kills meet depends on the machine all the same).
#![cfg(unix)]

#[path = "../common/house.rs"]
mod house;
mod instants;
mod kind;
mod reopened;
mod tally;
mod trial;
mod victim;

use std::env;
use std::io::{Write, stderr};
use std::str::FromStr;

use tally::Tally;
use trial::Trials;

/// How many kills the usual run makes.
const USUAL_KILLS: u64 = 300;

#[test]
fn killed_at_any_instant_the_index_has_all_or_nothing_of_what_was_under_way() {
    let kills = setting("IZDEU_KILLS").unwrap_or(USUAL_KILLS);
    let seed = setting("IZDEU_SEED").unwrap_or_else(|| fastrand::u64(..1_000_000));
    eprintln!("IZDEU_KILLS={kills} IZDEU_SEED={seed}");
    let tally = Tally::until(kills);
    // Two at a time: a run waits for the disk about as long as it computes.
    std::thread::scope(|scope| {
        let tally = &tally;
        let workers = [0, 1].map(|worker| scope.spawn(move || Trials::new(seed * 2 + worker).go_on(tally)));
        for worker in workers {
            if let Err(fault) = worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)) {
                panic!("IZDEU_SEED={seed}: {fault}\nso far {tally}");
            }
        }
    });
    // Written so that it is seen in every run, not only with --nocapture.
    let _ = writeln!(stderr(), "{tally}");
    tally.assert_that_both_commits_were_met();
}

fn setting<T: FromStr>(name: &str) -> Option<T> {
    let value = env::var(name).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{name}={value} is not a number")))
}
