//! How much text is on its way into the index at a time.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Lets articles in while they are not too many bytes together, unless one alone has more.
#[derive(Debug)]
pub(super) struct Gate {
    most: usize,
    inside: Mutex<usize>,
    has_left: Condvar,
}

/// The place of an article behind the gate, until it is dropped.
#[derive(Debug)]
pub(super) struct Pass {
    gate: Arc<Gate>,
    bytes: usize,
}

impl Gate {
    /// A gate for so many bytes.
    pub fn new(most: usize) -> Gate {
        Gate { most, inside: Mutex::default(), has_left: Condvar::new() }
    }

    /// Waits until there is space for so many bytes.
    pub fn enter(self: &Arc<Self>, bytes: usize) -> Pass {
        let inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |inside: &mut usize| *inside > 0 && *inside + bytes > self.most;
        *self.has_left.wait_while(inside, is_full).unwrap_or_else(PoisonError::into_inner) += bytes;
        Pass { gate: Arc::clone(self), bytes }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        *self.gate.inside.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.gate.has_left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_article_waits_until_it_is_alone() {
        let gate = Arc::new(Gate::new(100));
        let small = [gate.enter(1), gate.enter(50)];
        std::thread::scope(|scope| {
            let long = scope.spawn(|| drop(gate.enter(200)));
            std::thread::sleep(std::time::Duration::from_millis(20));
            assert!(!long.is_finished());
            drop(small);
            long.join().unwrap();
        });
        assert_eq!(*gate.inside.lock().unwrap(), 0);
    }
}
