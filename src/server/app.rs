//! What every request works with, and which address is answered by what.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use super::gate::Gate;
use super::problem::Problem;
use super::{ServerOptions, api, headers, page};
use crate::error;
use crate::search::Searcher;

/// What every request works with.
pub(super) struct App {
    pub searcher: Arc<dyn Searcher>,
    pub options: ServerOptions,
    gate: Gate,
}

impl App {
    pub fn new(searcher: Arc<dyn Searcher>, options: ServerOptions) -> App {
        let gate = Gate::new(options.searches_at_once, options.waiting, options.patience);
        App { searcher, options, gate }
    }

    /// Asks the searcher, as soon as it is this request's turn.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Searcher) -> error::Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        let searcher = Arc::clone(&self.searcher);
        Ok(self.gate.run(move || question(&*searcher)).await??)
    }

    /// What tells an answer from another one to the same address: the state of the index and the language of the page.
    pub fn tag(&self, uri: &Uri, language: &str) -> Tag {
        let address = uri.path_and_query().map_or("", |address| address.as_str());
        let hash = blake3::hash(format!("{language} {address}").as_bytes());
        Tag(format!("W/\"{:016x}-{}\"", self.searcher.version(), &hash.to_hex()[..16]))
    }
}

/// An entity tag: the same as long as the answer is the same but for how long it took.
pub(super) struct Tag(String);

impl Tag {
    /// Whether the client has this answer already.
    pub fn is_known(&self, headers: &HeaderMap) -> bool {
        let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
        known.split(',').any(|known| known.trim() == self.0 || known.trim() == "*")
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
        .route("/help", get(page::help))
        .route("/assets/{name}", get(page::asset));
    let api = Router::new()
        .route("/search", get(api::search))
        .route("/suggest", get(api::suggest))
        .route("/similar/{*id}", get(api::similar))
        .route("/articles/{*id}", get(api::article))
        .route("/facets", get(api::facets))
        .route("/stats", get(api::stats))
        .route("/healthz", get(api::healthz))
        .fallback(async || {
            Problem::not_found("the API has search, suggest, similar, articles, facets, stats and healthz")
        });
    Router::new()
        .merge(pages)
        .nest("/api/v1", api)
        .fallback(page::nothing_here)
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(map_response(headers::secure))
        .with_state(app)
}
