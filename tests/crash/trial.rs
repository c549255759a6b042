//! A trial: the articles change, a run is killed, and what it left is compared with the model.

use std::collections::HashMap;
use std::fs;

use fastrand::Rng;
use rustix::process::Signal;

use crate::house::{ARTICLES, House, State};
use crate::instants::Instants;
use crate::kind::{BACKUP, FRESH, INDEX, Kind};
use crate::reopened::{Found, difference, is_sound, reopen};
use crate::tally::Tally;
use crate::victim::{Ending, run, run_until};

/// The trials of one worker, in a house of its own.
pub struct Trials {
    rng: Rng,
    house: House,
    /// What the indexes hold.
    held: HashMap<&'static str, State>,
    instants: HashMap<Kind, Instants>,
    trial: u64,
}

impl Trials {
    pub fn new(seed: u64) -> Trials {
        let mut rng = Rng::with_seed(seed);
        let house = House::new(&mut rng);
        Trials { rng, house, held: HashMap::new(), instants: HashMap::new(), trial: 0 }
    }

    /// Goes on until all workers together have made enough kills. What is wrong is told with all that helps to see it again.
    pub fn go_on(mut self, tally: &Tally) -> Result<(), String> {
        let done = self.undisturbed().and_then(|()| {
            while !tally.is_full() {
                self.trial += 1;
                let kind = Kind::any(&mut self.rng);
                self.go(kind, tally).map_err(|fault| format!("{kind:?}: {fault}"))?;
            }
            self.undisturbed()?;
            self.nothing_is_left_over()
        });
        done.map_err(|fault| {
            // Whoever looks into it needs the folder.
            self.house.folder.disable_cleanup(true);
            format!("trial {}: {fault}\nits folder is {}", self.trial, self.house.path().display())
        })
    }

    /// Runs all kinds to their end: that is how long they take.
    fn undisturbed(&mut self) -> Result<(), String> {
        for kind in Kind::ALL {
            if kind != Kind::Restore {
                self.house.change(&mut self.rng);
            }
            self.run_to_the_end(kind)?;
        }
        Ok(())
    }

    fn go(&mut self, kind: Kind, tally: &Tally) -> Result<(), String> {
        self.house.change(&mut self.rng);
        if kind == Kind::First {
            self.forget_the_fresh_index();
        }
        let (old, new) = (self.held.get(kind.target()).cloned(), self.after(kind));
        if old.as_ref() == Some(&new) {
            return Ok(()); // a backup of what it has already
        }
        let instant = self.instants[&kind].draw(&mut self.rng);
        let signal = [Signal::KILL, Signal::KILL, Signal::KILL, Signal::INT, Signal::TERM][self.rng.usize(..5)];
        let (ending, _) = run_until(self.house.path(), kind.arguments(), Some((instant.after, signal)));
        let told = |fault: String| format!("{signal:?} after {:?}: {fault}", instant.after);

        let found = reopen(self.house.path(), kind.target());
        let is_new = found == Found::Articles(new.clone());
        let is_old = match &old {
            Some(old) => found == Found::Articles(old.clone()),
            None => found == Found::NoIndex || found == Found::Articles(State::new()),
        };
        match ending {
            Ending::Acknowledged if is_new => tally.too_late(),
            Ending::Killed if is_new => tally.killed_at_the_new_commit(),
            Ending::Killed if is_old => tally.killed_at_the_old_commit(),
            Ending::Failed(fault) => return Err(told(fault)),
            ending => {
                return Err(told(format!("{ending:?}, and then {}", describe(found, &old.unwrap_or_default(), &new))));
            }
        }
        self.instants.entry(kind).and_modify(|instants| instants.learn(instant, !is_new));
        if is_new {
            self.held.insert(kind.target(), new);
        }
        self.look_around(kind).map_err(told)?;
        // The next trial goes on with what the kill has left, or with what the next run has made whole.
        if self.rng.bool() {
            self.run_to_the_end(kind).map_err(|fault| told(format!("the next run: {fault}")))?;
            tally.made_whole();
        }
        Ok(())
    }

    /// What the target of a run has to hold after it.
    fn after(&self, kind: Kind) -> State {
        match kind {
            Kind::Sync | Kind::First | Kind::Rebuild => self.house.state(),
            Kind::Backup => self.held[INDEX].clone(),
            Kind::Restore => self.held[BACKUP].clone(),
        }
    }

    /// Runs undisturbed, and finds the articles as they are.
    fn run_to_the_end(&mut self, kind: Kind) -> Result<(), String> {
        let (ending, took) = run(self.house.path(), kind.arguments());
        if ending != Ending::Acknowledged {
            return Err(format!("a run that nobody disturbed: {ending:?}"));
        }
        let instants = self.instants.entry(kind).or_insert_with(|| Instants::of_runs_that_take(took));
        instants.took(took);
        let expected = self.after(kind);
        match reopen(self.house.path(), kind.target()) {
            Found::Articles(found) if found == expected => {}
            Found::Articles(found) => return Err(format!("after a whole run {}", difference(&found, &expected))),
            other => return Err(format!("after a whole run {other:?}")),
        }
        self.held.insert(kind.target(), expected);
        self.remove_what_was_set_aside();
        Ok(())
    }

    /// What a run was not about is as it was, and `search check` finds no fault in what it left; sometimes, for it takes time.
    fn look_around(&mut self, kind: Kind) -> Result<(), String> {
        self.remove_what_was_set_aside();
        if self.rng.u8(..4) > 0 {
            return Ok(());
        }
        let others = [INDEX, BACKUP].into_iter().filter(|other| *other != kind.target());
        for other in others {
            match reopen(self.house.path(), other) {
                Found::Articles(found) if found == self.held[other] => {}
                found => {
                    return Err(format!("{other} was changed: {}", describe(found, &self.held[other], &State::new())));
                }
            }
        }
        is_sound(self.house.path(), INDEX)
    }

    fn forget_the_fresh_index(&mut self) {
        let _ = fs::remove_dir_all(self.house.path().join(FRESH));
        self.held.remove(FRESH);
    }

    /// What `restore` replaces is kept under another name, by intent.
    fn remove_what_was_set_aside(&self) {
        for name in self.names(".").into_iter().filter(|name| name.starts_with("index.replaced-")) {
            fs::remove_dir_all(self.house.path().join(name)).unwrap();
        }
    }

    fn nothing_is_left_over(&self) -> Result<(), String> {
        let mut beside = self.names(".");
        beside.retain(|name| ![ARTICLES, INDEX, FRESH, BACKUP].contains(&name.as_str()));
        let mut within = self.names(INDEX);
        within.retain(|name| name.starts_with(".tmp"));
        if beside.is_empty() && within.is_empty() { Ok(()) } else { Err(format!("left over: {beside:?} {within:?}")) }
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.house.path().join(folder)).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

fn describe(found: Found, old: &State, new: &State) -> String {
    match found {
        Found::Articles(found) => format!(
            "it is not the old state: {}\nnor the new one: {}",
            difference(&found, old),
            difference(&found, new)
        ),
        other => format!("{other:?}"),
    }
}
