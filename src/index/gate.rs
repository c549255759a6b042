//! How much text is on its way into the index at a time.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// How many bytes of text are read and not yet written, unless one article alone has more. Analysis takes about thirteen times
/// the memory of its text.
const MOST: usize = 8 << 20;

/// Lets articles in while they are not too many bytes together.
#[derive(Debug, Default)]
pub(super) struct Gate {
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
    /// Waits until there is space for so many bytes.
    pub fn enter(self: &Arc<Self>, bytes: usize) -> Pass {
        let inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |inside: &mut usize| *inside > 0 && *inside + bytes > MOST;
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
        let gate = Arc::new(Gate::default());
        let small = [gate.enter(1), gate.enter(MOST / 2)];
        std::thread::scope(|scope| {
            let long = scope.spawn(|| drop(gate.enter(2 * MOST)));
            std::thread::sleep(std::time::Duration::from_millis(20));
            assert!(!long.is_finished());
            drop(small);
            long.join().unwrap();
        });
        assert_eq!(*gate.inside.lock().unwrap(), 0);
    }
}
