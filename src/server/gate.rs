//! Work that takes a processor: so much at a time, so much waiting, and the rest is told at once to come back.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// Lets so many searches run at the same time.
pub(super) struct Gate {
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    most_waiting: usize,
    patience: Duration,
}

/// Why work was not done.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// Too many are waiting, or waited too long.
    Busy,
    /// It failed within itself.
    Panicked,
}

impl Gate {
    /// For so many at a time.
    pub fn new(at_once: usize, most_waiting: usize, patience: Duration) -> Gate {
        Gate { places: Arc::new(Semaphore::new(at_once)), waiting: AtomicUsize::new(0), most_waiting, patience }
    }

    /// Does work in a thread of its own as soon as there is a place. It keeps its place until it is done, also if nobody waits for
    /// it any more: it cannot be taken off its processor.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refused> {
        let waiting = Waiting::among(&self.waiting);
        if waiting.number >= self.most_waiting && self.places.available_permits() == 0 {
            return Err(Refused::Busy);
        }
        let place = timeout(self.patience, Arc::clone(&self.places).acquire_owned()).await;
        drop(waiting);
        let Ok(Ok(place)) = place else { return Err(Refused::Busy) };
        let work = move || {
            let done = work();
            drop(place);
            done
        };
        spawn_blocking(work).await.map_err(|_| Refused::Panicked)
    }
}

/// Counts who waits; one that goes away is not counted any more.
struct Waiting<'a> {
    all: &'a AtomicUsize,
    /// How many waited before.
    number: usize,
}

impl Waiting<'_> {
    fn among(all: &AtomicUsize) -> Waiting<'_> {
        Waiting { all, number: all.fetch_add(1, Ordering::Relaxed) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.all.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn so_many_at_a_time_so_many_wait_and_the_rest_is_refused() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let gate = Arc::new(Gate::new(1, 1, Duration::from_secs(60)));
            let (begun, has_begun) = channel();
            let (go_on, may_go_on) = channel::<()>();
            let running = tokio::spawn({
                let gate = Arc::clone(&gate);
                async move {
                    gate.run(move || {
                        begun.send(()).unwrap();
                        may_go_on.recv().unwrap();
                        1
                    })
                    .await
                }
            });
            tokio::task::yield_now().await;
            spawn_blocking(move || has_begun.recv().unwrap()).await.unwrap();
            let waiting = tokio::spawn({
                let gate = Arc::clone(&gate);
                async move { gate.run(|| 2).await }
            });
            tokio::task::yield_now().await;
            assert_eq!(gate.run(|| 3).await, Err(Refused::Busy));
            go_on.send(()).unwrap();
            assert_eq!((running.await.unwrap(), waiting.await.unwrap()), (Ok(1), Ok(2)));
            assert_eq!(gate.run(|| 4).await, Ok(4));
            assert_eq!(gate.run(|| panic!("on purpose")).await, Err::<(), _>(Refused::Panicked));
            assert_eq!(gate.run(|| 5).await, Ok(5));
        });
    }
}
