//! What every request works with, and which address is answered by what.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use super::gate::Gate;
use super::metrics::{self, Metrics};
use super::problem::Problem;
use super::rate::{self, Rate};
use super::writing::Writing;
use super::{ServerOptions, api, headers, page};
use crate::error;
use crate::search::Searcher;

/// How many exports run at the same time.
pub(super) const EXPORTS: usize = 2;
/// Kazakhstan's hours ahead of UTC.
const HOURS: i64 = 5;
/// The largest body of a request, in bytes.
const BODY: usize = 16 << 20;

/// What every request works with.
pub(super) struct App {
    pub searcher: Arc<dyn Searcher>,
    pub options: ServerOptions,
    pub metrics: Metrics,
    /// How much each client may ask for.
    pub rate: Rate,
    /// Changes the index, where that is allowed.
    pub writing: Option<Writing>,
    gate: Gate,
    exports: Arc<Semaphore>,
}

impl App {
    pub fn new(searcher: Arc<dyn Searcher>, options: ServerOptions) -> App {
        let gate = Gate::new(options.searches_at_once, options.waiting, options.patience);
        let rate = Rate::new(options.requests_a_second);
        let (metrics, exports) = (Metrics::new(), Arc::new(Semaphore::new(EXPORTS)));
        App { searcher, options, metrics, rate, writing: None, gate, exports }
    }

    /// A place among the few that export at the same time: each holds a thread for as long as its client reads.
    pub fn place_to_export(&self) -> Result<OwnedSemaphorePermit, Problem> {
        Arc::clone(&self.exports).try_acquire_owned().map_err(|_| {
            let detail = format!("{EXPORTS} exports are under way; try again when one is done");
            Problem::of(StatusCode::SERVICE_UNAVAILABLE, "Too many exports at once", detail)
        })
    }

    /// Asks the searcher, as soon as it is this request's turn.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Searcher) -> error::Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        let searcher = Arc::clone(&self.searcher);
        Ok(self.gate.run(move || question(&*searcher)).await??)
    }

    /// What tells an answer from another one to the same address: the state of the index, the language of the page, the
    /// program, and the day: «вчера» is another one tomorrow.
    pub fn tag(&self, uri: &Uri, language: &str) -> Tag {
        let address = uri.path_and_query().map_or("", |address| address.as_str());
        let program = (env!("CARGO_PKG_VERSION"), page::asset_addresses());
        let hash = blake3::hash(format!("{program:?} {} {language} {address}", today()).as_bytes());
        Tag(format!("W/\"{:016x}-{}\"", self.searcher.version(), &hash.to_hex()[..16]))
    }
}

/// The number of the day in Kazakhstan.
fn today() -> i64 {
    jiff::Timestamp::now().as_second().saturating_add(HOURS * 60 * 60).div_euclid(24 * 60 * 60)
}

/// An entity tag: the same as long as the answer is the same but for how long it took.
pub(super) struct Tag(String);

impl Tag {
    /// Whether the client has this answer already.
    pub fn is_known(&self, headers: &HeaderMap) -> bool {
        let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
        known.split(',').any(|known| known.trim() == self.0)
    }

    /// The answer that says so.
    pub fn not_modified(self) -> Response {
        self.on(StatusCode::NOT_MODIFIED.into_response())
    }

    /// An answer with this tag, to be asked for again each time.
    pub fn on(self, mut response: Response) -> Response {
        if let Ok(value) = HeaderValue::from_str(&self.0) {
            response.headers_mut().insert(header::ETAG, value);
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        response
    }
}

/// Which address is answered by what.
pub(super) fn router(app: Arc<App>) -> Router {
    let pages = Router::new()
        .route("/", get(page::search))
        .route("/article/{*id}", get(page::article))
        .route_layer(from_fn_with_state(Arc::clone(&app), rate::limit))
        .route("/help", get(page::help))
        .route("/assets/{name}", get(page::asset));
    let api = Router::new()
        .route("/search", get(api::search))
        .route("/suggest", get(api::suggest))
        .route("/similar/{*id}", get(api::similar))
        .route("/articles", post(api::add).get(api::only_post).layer(DefaultBodyLimit::max(BODY)))
        .route("/articles/{*id}", get(api::article).delete(api::remove))
        .route("/export", get(api::export))
        .route("/facets", get(api::facets))
        .route("/stats", get(api::stats))
        .route_layer(from_fn_with_state(Arc::clone(&app), rate::limit))
        .route("/metrics", get(api::metrics))
        .route("/healthz", get(api::healthz))
        .fallback(async || {
            Problem::not_found(
                "the API has search, facets, suggest, similar, articles, export, stats, healthz and metrics",
            )
        });
    Router::new()
        .merge(pages)
        .route("/api/openapi.json", get(api::openapi))
        .nest("/api/v1", api)
        .fallback(page::nothing_here)
        .route_layer(from_fn_with_state(Arc::clone(&app), metrics::count))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(map_response(headers::secure))
        .with_state(app)
}
