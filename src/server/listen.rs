//! Taking connections in, and letting them end.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::{interval, sleep, timeout};
use tokio_io_timeout::TimeoutStream;

use super::app::{self, App};
use super::connections::Connections;
use super::rate::{Peer, network};

/// How large the head of a request may be, in bytes (what comes in one piece may be twice that), and how many headers it may have.
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
    http.timer(TokioTimer::new())
        .header_read_timeout(app.options.client_timeout)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADERS);
    let of_clients = Connections::new((app.options.connections / 16).max(1));
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
            Ok((stream, from)) => {
                let peer = network(from.ip());
                let Some(counted) = of_clients.open(peer) else { continue };
                let service = service.clone();
                let service = service_fn(move |mut request: Request<Incoming>| {
                    request.extensions_mut().insert(Peer(peer));
                    service.call(request)
                });
                let mut stream = TimeoutStream::new(stream);
                stream.set_write_timeout(Some(app.options.client_timeout));
                let stream = TokioIo::new(Box::pin(stream));
                let connection = graceful.watch(http.serve_connection(stream, service));
                tokio::spawn(async move {
                    // A client that goes away in the middle is no matter of ours.
                    let _ = connection.await;
                    drop((place, counted));
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

/// Turns to every new commit of the index, and forgets clients that have gone. A commit that cannot be read is tried again; the one
/// before stays in use.
async fn keep_up(app: Arc<App>) {
    let mut clock = interval(app.options.reload_every);
    loop {
        clock.tick().await;
        app.rate.forget();
        let searcher = Arc::clone(&app.searcher);
        let _ = spawn_blocking(move || searcher.reload()).await;
    }
}
