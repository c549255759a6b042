//! What every request works with, and which address is answered by what.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
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

/// What to do where nothing else is said.
const NO_WRITING: &str = "this server only searches; it takes articles with a key file, or on 127.0.0.1";

/// What every request works with.
pub(super) struct App {
    pub searcher: Arc<dyn Searcher>,
    pub options: ServerOptions,
    pub metrics: Metrics,
    /// How much each client may ask for.
    pub rate: Rate,
    /// Changes the index, where that is allowed; else what to do instead.
    pub writing: Result<Writing, &'static str>,
    gate: Gate,
    exports: Arc<Semaphore>,
}

impl App {
    pub fn new(searcher: Arc<dyn Searcher>, options: ServerOptions) -> App {
        let gate = Gate::new(options.searches_at_once, options.waiting, options.patience);
        let rate = Rate::new(options.requests_a_second);
        let (metrics, exports) = (Metrics::new(), Arc::new(Semaphore::new(EXPORTS)));
        App { searcher, options, metrics, rate, writing: Err(NO_WRITING), gate, exports }
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

    /// The tag of an answer to this address now.
    pub fn tag(&self, uri: &Uri, language: &str) -> Tag {
        let address = uri.path_and_query().map_or("", |address| address.as_str());
        Tag::of(address, language, self.searcher.version(), day_of(jiff::Timestamp::now()))
    }
}

/// The number of a moment's day in Kazakhstan.
fn day_of(moment: jiff::Timestamp) -> i64 {
    moment.as_second().saturating_add(HOURS * 60 * 60).div_euclid(24 * 60 * 60)
}

/// An entity tag: the same as long as the answer is the same but for how long it took.
pub(super) struct Tag(String);

impl Tag {
    /// What tells an answer from another one to the same address: the state of the index, the language of the page, the
    /// program, and the day: «вчера» is another one tomorrow.
    fn of(address: &str, language: &str, version: u64, day: i64) -> Tag {
        let program = (env!("CARGO_PKG_VERSION"), page::asset_addresses());
        let hash = blake3::hash(format!("{program:?} {day} {language} {address}").as_bytes());
        Tag(format!("W/\"{version:016x}-{}\"", &hash.to_hex()[..16]))
    }

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
        .route("/articles", post(api::add).layer(DefaultBodyLimit::max(BODY)))
        .route("/articles/{*id}", get(api::article).delete(api::remove))
        .route("/export", get(api::export))
        .route("/facets", get(api::facets))
        .route("/stats", get(api::stats))
        .route_layer(from_fn(api::only_described))
        .route_layer(from_fn_with_state(Arc::clone(&app), rate::limit))
        .route("/metrics", get(api::metrics))
        .route("/healthz", get(api::healthz))
        .method_not_allowed_fallback(api::not_that_way)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Index;
    use crate::search::LocalSearcher;

    #[test]
    fn a_tag_is_of_one_address_language_index_and_day() {
        let tag = |address, language, version, day| Tag::of(address, language, version, day).0;
        let usual = tag("/?q=дата:вчера", "ru", 1, 20_000);
        assert_eq!(tag("/?q=дата:вчера", "ru", 1, 20_000), usual);
        for other in [
            tag("/?q=дата:неделя", "ru", 1, 20_000),
            tag("/?q=дата:вчера", "kk", 1, 20_000),
            tag("/?q=дата:вчера", "ru", 2, 20_000),
            tag("/?q=дата:вчера", "ru", 1, 20_001),
        ] {
            assert_ne!(other, usual);
        }
    }

    #[test]
    fn the_day_of_a_tag_is_todays_and_changes_at_midnight_in_kazakhstan() {
        let day = |moment: &str| day_of(moment.parse().unwrap());
        assert_eq!(day("2026-12-01T18:59:59Z"), day("2026-11-30T19:00:00Z"));
        assert_eq!(day("2026-12-01T19:00:00Z"), day("2026-12-01T18:59:59Z") + 1);

        let searcher = Arc::new(LocalSearcher::open(&Index::in_memory().unwrap()).unwrap());
        let app = App::new(searcher, ServerOptions::new());
        let today = || Tag::of("/?q=a", "ru", app.searcher.version(), day_of(jiff::Timestamp::now())).0;
        let before = today();
        let tag = app.tag(&Uri::from_static("/?q=a"), "ru").0;
        // Midnight may come in between.
        assert!([before, today()].contains(&tag), "{tag}");
    }
}
