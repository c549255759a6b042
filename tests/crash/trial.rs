//! A trial: the articles change, a run is killed, and what it left is compared with the model.

use std::collections::HashMap;

use fastrand::Rng;
use rustix::process::Signal;

use crate::house::{ARTICLES, House, State};
use crate::instants::Instants;
use crate::reopened::{Found, difference, reopen};
use crate::tally::Tally;
use crate::victim::{Ending, run, run_until};

/// The index that lives through all trials.
const INDEX: &str = "index";
/// An index that is made anew in a trial.
const FRESH: &str = "fresh";

/// What is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    /// `search index`, over changed articles.
    Sync,
    /// `search index` where there is no index yet.
    First,
}

impl Kind {
    const ALL: [Kind; 2] = [Kind::Sync, Kind::First];

    fn any(rng: &mut Rng) -> Kind {
        if rng.u8(..10) < 8 { Kind::Sync } else { Kind::First }
    }

    fn arguments(self) -> Vec<&'static str> {
        match self {
            Kind::Sync => vec!["index", "--quiet", "--index", INDEX, ARTICLES],
            Kind::First => vec!["index", "--quiet", "--index", FRESH, ARTICLES],
        }
    }
}

/// The trials of one worker, in a house of its own.
pub struct Trials {
    rng: Rng,
    house: House,
    /// What the index holds.
    held: State,
    instants: HashMap<Kind, Instants>,
    trial: u64,
}

impl Trials {
    pub fn new(seed: u64) -> Trials {
        let mut rng = Rng::with_seed(seed);
        let house = House::new(&mut rng);
        Trials { rng, house, held: State::new(), instants: HashMap::new(), trial: 0 }
    }

    /// Goes on until all workers together have made enough kills. What is wrong is told with all that helps to see it again.
    pub fn go_on(mut self, tally: &Tally) -> Result<(), String> {
        let done = self.measure().and_then(|()| {
            while !tally.is_full() {
                self.trial += 1;
                let kind = Kind::any(&mut self.rng);
                self.go(kind, tally).map_err(|fault| format!("{kind:?}: {fault}"))?;
            }
            self.make_whole(tally)
        });
        done.map_err(|fault| format!("trial {}: {fault}\nits folder is {}", self.trial, self.house.keep().display()))
    }

    /// How long undisturbed runs take.
    fn measure(&mut self) -> Result<(), String> {
        for kind in Kind::ALL {
            self.house.change(&mut self.rng);
            let (ending, took) = run(self.house.path(), &kind.arguments());
            acknowledged(ending)?;
            self.instants.insert(kind, Instants::of_runs_that_take(took));
        }
        self.held = self.house.state();
        acknowledged(run(self.house.path(), &Kind::Sync.arguments()).0)?;
        self.expect(INDEX, &self.held)
    }

    fn go(&mut self, kind: Kind, tally: &Tally) -> Result<(), String> {
        self.house.change(&mut self.rng);
        let index = match kind {
            Kind::Sync => INDEX,
            Kind::First => {
                let _ = std::fs::remove_dir_all(self.house.path().join(FRESH));
                FRESH
            }
        };
        let instants = self.instants.get_mut(&kind).expect("all kinds were measured");
        let instant = instants.draw(&mut self.rng);
        let signal = [Signal::KILL, Signal::KILL, Signal::KILL, Signal::INT, Signal::TERM][self.rng.usize(..5)];
        let (ending, _) = run_until(self.house.path(), &kind.arguments(), Some((instant.after, signal)));
        let told = |fault: String| format!("{signal:?} after {:?}: {fault}", instant.after);

        let new = self.house.state();
        let found = reopen(self.house.path(), index);
        let is_new = found == Found::Articles(new.clone());
        let is_old = match kind {
            Kind::First => found == Found::NoIndex || found == Found::Articles(State::new()),
            Kind::Sync => found == Found::Articles(self.held.clone()),
        };
        match ending {
            Ending::Acknowledged if is_new => tally.too_late(),
            Ending::Killed if is_new => tally.killed_at_the_new_commit(),
            Ending::Killed if is_old => tally.killed_at_the_old_commit(),
            Ending::Failed(fault) => return Err(told(fault)),
            ending => return Err(told(format!("{ending:?}, and then {}", self.describe(kind, found)))),
        }
        self.instants.entry(kind).and_modify(|instants| instants.learn(instant, !is_new));
        if kind == Kind::Sync && is_new {
            self.held = new;
        }
        // The next trial goes on with what the kill has left, or with what was made whole.
        match kind {
            Kind::First => self.run_to_the_end(kind, tally).map_err(told),
            Kind::Sync if self.rng.bool() => self.make_whole(tally).map_err(told),
            Kind::Sync => Ok(()),
        }
    }

    fn make_whole(&mut self, tally: &Tally) -> Result<(), String> {
        self.run_to_the_end(Kind::Sync, tally)?;
        self.held = self.house.state();
        Ok(())
    }

    /// Runs undisturbed after a kill, and finds the articles as they are.
    fn run_to_the_end(&mut self, kind: Kind, tally: &Tally) -> Result<(), String> {
        let (ending, took) = run(self.house.path(), &kind.arguments());
        acknowledged(ending).map_err(|fault| format!("the next run: {fault}"))?;
        self.instants.entry(kind).and_modify(|instants| instants.took(took));
        self.expect(if kind == Kind::Sync { INDEX } else { FRESH }, &self.house.state())?;
        tally.made_whole();
        Ok(())
    }

    fn expect(&self, index: &str, expected: &State) -> Result<(), String> {
        match reopen(self.house.path(), index) {
            Found::Articles(found) if found == *expected => Ok(()),
            Found::Articles(found) => Err(format!("after a whole run {}", difference(&found, expected))),
            other => Err(format!("after a whole run {other:?}")),
        }
    }

    fn describe(&self, kind: Kind, found: Found) -> String {
        match found {
            Found::Articles(found) => {
                let old = if kind == Kind::Sync { difference(&found, &self.held) } else { "not empty".to_owned() };
                let new = difference(&found, &self.house.state());
                format!("it is not the old state: {old}\nnor the new one: {new}")
            }
            other => format!("{other:?}"),
        }
    }
}

fn acknowledged(ending: Ending) -> Result<(), String> {
    match ending {
        Ending::Acknowledged => Ok(()),
        other => Err(format!("a run that nobody disturbed: {other:?}")),
    }
}
