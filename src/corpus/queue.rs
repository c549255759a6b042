//! What was read and is waiting to be taken.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::article::RawArticle;
use crate::error::Problem;

/// How many things wait.
const MOST: usize = 64;
/// How many bytes of text wait, unless one article alone has more.
const MOST_BYTES: usize = 8 << 20;

/// A queue between one thread that reads and one that takes, bounded in number and in bytes.
///
/// Either is woken when it has something to do for a while: to wake it for each article takes as long as to read one.
#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    /// So much was taken that half of the queue is free or nothing is left, or the queue was closed.
    has_space: Condvar,
    /// Something was put in where nothing was, or the queue was closed.
    has_more: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Result<RawArticle, Problem>>,
    bytes: usize,
    is_closed: bool,
}

impl State {
    fn is_half_free(&self) -> bool {
        self.waiting.len() <= MOST / 2 && self.bytes <= MOST_BYTES / 2
    }
}

impl Queue {
    /// Waits for space and puts something in. Break says that the queue is closed: nobody takes any more.
    pub fn put(&self, found: Result<RawArticle, Problem>) -> ControlFlow<()> {
        let size = size(&found);
        let is_full = |state: &mut State| {
            !state.is_closed
                && !state.waiting.is_empty()
                && (state.waiting.len() >= MOST || state.bytes + size > MOST_BYTES)
        };
        let state = self.has_space.wait_while(self.lock(), is_full);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        if state.is_closed {
            return ControlFlow::Break(());
        }
        let was_empty = state.waiting.is_empty();
        state.bytes += size;
        state.waiting.push_back(found);
        drop(state);
        if was_empty {
            self.has_more.notify_one();
        }
        ControlFlow::Continue(())
    }

    /// Waits for something to take; none at the end.
    pub fn take(&self) -> Option<Result<RawArticle, Problem>> {
        let is_idle = |state: &mut State| state.waiting.is_empty() && !state.is_closed;
        let state = self.has_more.wait_while(self.lock(), is_idle);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        let was_half_free = state.is_half_free();
        let found = state.waiting.pop_front()?;
        state.bytes -= size(&found);
        // A long article waits for more than half of the space.
        let has_space = state.waiting.is_empty() || state.is_half_free() && !was_half_free;
        drop(state);
        if has_space {
            self.has_space.notify_one();
        }
        Some(found)
    }

    /// Puts the last things in, without waiting for space, and closes: nobody may be there yet to take them.
    pub fn close_with(&self, last: impl IntoIterator<Item = Problem>) {
        self.lock().waiting.extend(last.into_iter().map(Err));
        self.close();
    }

    /// Takes nothing more in. What is in it can still be taken.
    pub fn close(&self) {
        self.lock().is_closed = true;
        self.has_space.notify_all();
        self.has_more.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn size(found: &Result<RawArticle, Problem>) -> usize {
    found.as_ref().map_or(0, |article| article.text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_words_wait_for_nobody() {
        let queue = Queue::default();
        queue.close_with((0..3 * MOST).map(|n| Problem::new(n.to_string(), "no thread")));
        assert_eq!(std::iter::from_fn(|| queue.take()).count(), 3 * MOST);
    }

    #[test]
    fn the_reader_goes_on_when_half_is_free() {
        let queue = Queue::default();
        let short = || Ok(RawArticle::new("1", "а"));
        (0..MOST).for_each(|_| assert!(queue.put(short()).is_continue()));
        std::thread::scope(|scope| {
            let next = scope.spawn(|| queue.put(short()));
            (0..MOST / 2).for_each(|_| assert!(queue.take().is_some()));
            assert!(next.join().unwrap().is_continue());
        });
    }

    #[test]
    fn a_long_article_waits_alone_and_a_closed_queue_lets_go() {
        let queue = Queue::default();
        let long = || Ok(RawArticle::new("1", "а".repeat(MOST_BYTES)));
        assert!(queue.put(long()).is_continue());
        std::thread::scope(|scope| {
            let second = scope.spawn(|| queue.put(long()));
            assert!(queue.take().is_some());
            assert!(second.join().unwrap().is_continue());
            let third = scope.spawn(|| queue.put(long()));
            queue.close();
            // It may have come before the end only if there was space.
            assert!(third.join().unwrap().is_break());
        });
        assert!(queue.take().is_some());
        assert!(queue.take().is_none());
    }
}
