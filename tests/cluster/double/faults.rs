//! What goes wrong on purpose.

use std::sync::Mutex;
use std::time::Duration;

use fastrand::Rng;

/// What happens to a request.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// Nothing is done, and no answer comes until the client gives up.
    Timeout,
    /// The answer comes a byte at a time, with this long between two.
    SlowLoris(Duration),
    /// Nothing is done; this status, and perhaps `Retry-After` in seconds.
    Status(u16, Option<u64>),
    /// It is done, and the connection ends in the middle of the answer's body.
    CutAnswer,
    /// Nothing is done, and the connection ends.
    CutBefore,
    /// In a bulk request every so-manieth item gets this status and is not indexed; the others are.
    Partial { every: usize, status: u16 },
    /// The same, but they are indexed: so Quickwit answers where a node ends behind its write-ahead log, or is too slow.
    PartialTaken { every: usize, status: u16 },
    /// Of a bulk request every so-manieth document is there twice, and the answer says that all went well: so does the router of Quickwit
    /// that asks a second node.
    Doubled { every: usize },
    /// A bulk request is done by a node that ends then: nobody sees the documents before it returns. The answer comes or does not.
    NodeLost { is_told: bool },
    /// It is done, and the connection ends without an answer.
    AnswerLost,
    /// Nothing is done; 200 with something that is no JSON.
    Garbage,
    /// A search answers from all indexes but the first, and says that a shard failed.
    ShardFailed,
}

/// One rule of what goes wrong when.
///
/// ```ignore
/// double.faults().add(Fault::new(What::AnswerLost).on("POST", "_bulk").after(2));
/// ```
#[derive(Debug, Clone)]
pub struct Fault {
    what: What,
    method: Option<String>,
    path: String,
    after: usize,
    times: usize,
    chance: f64,
    rng: Rng,
}

impl Fault {
    /// Happens to the next request, once.
    pub fn new(what: What) -> Fault {
        let (method, path, rng) = (None, String::new(), Rng::with_seed(0));
        Fault { what, method, path, after: 0, times: 1, chance: 1.0, rng }
    }

    /// Only to requests of this method, with this in their path.
    pub fn on(mut self, method: &str, path: &str) -> Fault {
        (self.method, self.path) = (Some(method.into()), path.into());
        self
    }

    /// Lets so many requests that it would meet pass first.
    pub fn after(mut self, requests: usize) -> Fault {
        self.after = requests;
        self
    }

    pub fn times(mut self, times: usize) -> Fault {
        self.times = times;
        self
    }

    pub fn always(self) -> Fault {
        self.times(usize::MAX)
    }

    /// Happens with this probability, drawn from a seed so that a run can be repeated; as often as it is drawn.
    pub fn by_chance(mut self, chance: f64, seed: u64) -> Fault {
        (self.chance, self.rng) = (chance, Rng::with_seed(seed));
        self.always()
    }

    fn meets(&mut self, method: &str, path: &str) -> bool {
        if self.times == 0 || self.method.as_ref().is_some_and(|wanted| wanted != method) || !path.contains(&self.path)
        {
            return false;
        }
        if self.after > 0 {
            self.after -= 1;
            return false;
        }
        if self.chance < 1.0 && self.rng.f64() >= self.chance {
            return false;
        }
        self.times = self.times.saturating_sub(1);
        true
    }
}

/// The rules that are in force. The first one that meets a request decides.
#[derive(Default)]
pub struct Faults {
    rules: Mutex<Vec<Fault>>,
    happened: Mutex<usize>,
}

impl Faults {
    pub fn add(&self, fault: Fault) {
        self.rules.lock().unwrap().push(fault);
    }

    /// From now on nothing goes wrong.
    pub fn clear(&self) {
        self.rules.lock().unwrap().clear();
    }

    /// How many requests something has happened to.
    pub fn happened(&self) -> usize {
        *self.happened.lock().unwrap()
    }

    pub(super) fn meeting(&self, method: &str, path: &str) -> Option<What> {
        let what = self
            .rules
            .lock()
            .unwrap()
            .iter_mut()
            .find_map(|rule| rule.meets(method, path).then(|| rule.what.clone()))?;
        *self.happened.lock().unwrap() += 1;
        Some(what)
    }
}
