//! Changing the index: who may, and one at a time.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, StatusCode, header};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::keys::ApiKeys;
use super::problem::Problem;
use crate::error::Result;
use crate::index::{Index, IndexWriter, WriterOptions};
use crate::search::Searcher;

/// How long a change waits for the one before.
const PATIENCE: Duration = Duration::from_secs(10);
/// How much memory a writer may take, in bytes.
const MEMORY: usize = 300 << 20;

/// Changes the index.
pub(super) struct Writing {
    open: Arc<dyn Fn() -> Result<Index> + Send + Sync>,
    keys: Option<ApiKeys>,
    turn: Semaphore,
}

/// What a browser says of a page of somebody else, and a proxy of whom it asks for.
const FROM_ELSEWHERE: [&str; 5] = ["origin", "forwarded", "via", "x-forwarded-for", "x-real-ip"];

impl Writing {
    /// Changes the index that `open` opens. Without keys only programs on this machine may.
    pub fn new(open: impl Fn() -> Result<Index> + Send + Sync + 'static, keys: Option<ApiKeys>) -> Writing {
        Writing { open: Arc::new(open), keys, turn: Semaphore::new(1) }
    }

    /// Whether only programs on this machine may change the index.
    pub fn is_for_this_machine(&self) -> bool {
        self.keys.is_none()
    }

    /// Refuses who may not. Without keys a page of somebody else, open in a browser on this machine, might try: it can neither send
    /// JSON here unasked nor take the name of this machine.
    pub fn admit(&self, headers: &HeaderMap) -> std::result::Result<(), Problem> {
        let value = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        match &self.keys {
            Some(keys) => {
                let given = value(header::AUTHORIZATION).strip_prefix("Bearer ").unwrap_or_default();
                keys.has(given).then_some(()).ok_or_else(|| {
                    let detail = "give a key of the server's key file: Authorization: Bearer KEY";
                    Problem::of(StatusCode::UNAUTHORIZED, "A key is needed", detail)
                })
            }
            None => {
                let host = value(header::HOST);
                let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
                let is_named_here = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
                let is_here = is_named_here && FROM_ELSEWHERE.iter().all(|sign| !headers.contains_key(*sign));
                is_here.then_some(()).ok_or_else(|| {
                    let detail = "without a key file only programs on this machine may change the index";
                    Problem::of(StatusCode::FORBIDDEN, "This is not for you", detail)
                })
            }
        }
    }

    /// Makes a change and commits it; when it returns, searches see it.
    pub async fn change<T: Send + 'static>(
        &self,
        searcher: Arc<dyn Searcher>,
        change: impl FnOnce(&mut IndexWriter) -> Result<T> + Send + 'static,
    ) -> std::result::Result<T, Problem> {
        let busy =
            || Problem::of(StatusCode::SERVICE_UNAVAILABLE, "Another change is being written", "try again in a second");
        let Ok(Ok(_turn)) = timeout(PATIENCE, self.turn.acquire()).await else { return Err(busy()) };
        let open = Arc::clone(&self.open);
        let work = move || {
            let mut writer = open()?.writer_with(WriterOptions::new().memory(MEMORY))?;
            let changed = change(&mut writer)?;
            writer.commit()?;
            writer.close()?;
            searcher.reload()?;
            Ok(changed)
        };
        match spawn_blocking(work).await {
            Ok(done) => done.map_err(|error: crate::error::Error| match error {
                crate::error::Error::IndexBusy { .. } => busy(),
                error => Problem::from(error),
            }),
            Err(_) => Err(Problem::from(super::gate::Refused::Panicked)),
        }
    }
}
