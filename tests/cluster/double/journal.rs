//! What the double has been asked, for tests to look at.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use serde_json::Value;

use super::faults::What;
use super::http::Request;

/// A request that came.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    /// Path and parameters as they came.
    pub target: String,
    /// In bytes.
    pub length: usize,
    /// The body where it is JSON; of a bulk request only its length is kept.
    pub body: Option<Value>,
    /// None when the client got no answer.
    pub status: Option<u16>,
    pub fault: Option<What>,
}

impl Seen {
    pub(super) fn new(request: &Request, status: Option<u16>, fault: Option<What>) -> Seen {
        Seen {
            method: request.method.clone(),
            target: request.target.clone(),
            length: request.body.len(),
            body: serde_json::from_slice(&request.body).ok(),
            status,
            fault,
        }
    }

    pub fn is_bulk(&self) -> bool {
        self.target.split('?').next().is_some_and(|path| path.ends_with("_bulk"))
    }
}

#[derive(Default)]
pub(super) struct Journal {
    seen: Mutex<Vec<Seen>>,
    working: AtomicUsize,
    most_working: AtomicUsize,
}

/// A request that is being answered.
pub(super) struct Working<'a>(&'a Journal);

impl Journal {
    pub fn working(&self) -> Working<'_> {
        let working = self.working.fetch_add(1, SeqCst) + 1;
        self.most_working.fetch_max(working, SeqCst);
        Working(self)
    }

    pub fn note(&self, seen: Seen) {
        self.seen.lock().unwrap().push(seen);
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub fn forget(&self) {
        self.seen.lock().unwrap().clear();
    }

    pub fn most_at_once(&self) -> usize {
        self.most_working.load(SeqCst)
    }
}

impl Drop for Working<'_> {
    fn drop(&mut self) {
        self.0.working.fetch_sub(1, SeqCst);
    }
}
