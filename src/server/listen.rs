//! Taking connections in, and letting them end.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::{interval, sleep, timeout};

use super::app::{self, App};

/// How long a client may take to send the head of a request; one that says nothing is let go after as long.
const HEAD: Duration = Duration::from_secs(15);
/// How large the head of a request may be, in bytes, and how many headers it may have.
const HEAD_BYTES: usize = 32 * 1024;
const HEADERS: usize = 64;
/// How long what is being answered may still take at the end.
const FAREWELL: Duration = Duration::from_secs(10);

/// Answers until `stop` returns.
pub(super) async fn serve(listener: TcpListener, app: App, stop: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let app = Arc::new(app);
    let service = TowerToHyperService::new(app::router(Arc::clone(&app)));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_BYTES).max_headers(HEADERS);
    let connections = Arc::new(Semaphore::new(app.options.connections));
    let reloading = tokio::spawn(keep_up(Arc::clone(&app)));
    let graceful = GracefulShutdown::new();
    let mut stopped = spawn_blocking(stop);
    loop {
        let accepted = async {
            let place = Arc::clone(&connections).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            accepted = accepted => accepted,
            _ = &mut stopped => break,
        };
        match accepted {
            Ok((stream, _)) => {
                let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service.clone()));
                tokio::spawn(async move {
                    // A client that goes away in the middle is no matter of ours.
                    let _ = connection.await;
                    drop(place);
                });
            }
            // No more files may be open, as a rule: some will be closed.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
    drop(listener);
    reloading.abort();
    let _ = timeout(FAREWELL, graceful.shutdown()).await;
    Ok(())
}

/// Turns to every new commit of the index. One that cannot be read is tried again; the one before stays in use.
async fn keep_up(app: Arc<App>) {
    let mut clock = interval(app.options.reload_every);
    loop {
        clock.tick().await;
        let searcher = Arc::clone(&app.searcher);
        let _ = spawn_blocking(move || searcher.reload()).await;
    }
}
