//! The HTTP API: the JSON of the command line, by address.

mod articles;
mod export;
mod openapi;
mod refusals;

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::app::App;
use super::params::{MOST_HITS, Params};
use super::problem::Problem;
use crate::article::ArticleId;
use crate::error::Error;
use crate::index::IndexStats;
use crate::search::{Facets, FullArticle, SearchResults, Suggestions};

pub(super) use articles::{add, remove};
pub(super) use export::export;
use openapi::{Limit, Narrowing, Order, Trees};
pub(super) use openapi::{only_described, openapi};
use refusals::{NoArticle, Refusals};

type Answer = Result<Response, Problem>;

/// `GET /api/v1/search?q=…`
#[utoipa::path(get, path = "/api/v1/search", params(Narrowing, Order, Limit, Trees), responses((status = 200, description = "The articles that match", body = SearchResults), Refusals))]
pub(super) async fn search(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let request = Params::of(query.as_deref())?.request(app.options.deadline);
    let search = app.ask(move |searcher| searcher.search(&request));
    tagged(&app, &uri, &headers, search, |results| !results.timed_out).await
}

/// `GET /api/v1/facets?q=…`: the counts alone.
#[utoipa::path(get, path = "/api/v1/facets", params(Narrowing, Trees), responses((status = 200, description = "How the articles that match are spread", body = Counts), Refusals))]
pub(super) async fn facets(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let request = Params::of(query.as_deref())?.request(app.options.deadline).limit(0);
    let counts = async {
        let results = app.ask(move |searcher| searcher.search(&request)).await?;
        Ok(Counts { total: results.total, facets: results.facets, timed_out: results.timed_out })
    };
    tagged(&app, &uri, &headers, counts, |counts| !counts.timed_out).await
}

/// `GET /api/v1/suggest?q=…&limit=10`
#[utoipa::path(get, path = "/api/v1/suggest", params(("q" = Option<String>, Query, description = "What was typed so far"), Limit), responses((status = 200, description = "How the query may go on", body = Suggestions), Refusals))]
pub(super) async fn suggest(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let Params { q, limit, .. } = Params::of(query.as_deref())?;
    let suggest = app.ask(move |searcher| searcher.suggest(&q, limit.unwrap_or(10)));
    tagged(&app, &uri, &headers, suggest, |_| true).await
}

/// `GET /api/v1/similar/{id}?limit=10`
#[utoipa::path(get, path = "/api/v1/similar/{id}", params(("id" = String, Path, description = "The id of an article"), Limit), responses((status = 200, description = "Articles about the same", body = SearchResults), NoArticle, Refusals))]
pub(super) async fn similar(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let limit = Params::of(query.as_deref())?.limit.unwrap_or(10).min(MOST_HITS);
    let similar = app.ask(move |searcher| searcher.similar(&ArticleId::new(id), limit));
    tagged(&app, &uri, &headers, similar, |_| true).await
}

/// `GET /api/v1/articles/{id}?q=…`: the words of the query are marked.
#[utoipa::path(get, path = "/api/v1/articles/{id}", params(("id" = String, Path, description = "The id of an article"), ("q" = Option<String>, Query, description = "A query whose words are marked")), responses((status = 200, description = "The article in full", body = FullArticle), NoArticle, Refusals))]
pub(super) async fn article(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let Params { q, .. } = Params::of(query.as_deref())?;
    let article = async {
        let id = ArticleId::new(id);
        let found =
            app.ask(move |searcher| searcher.article(&id, &q)?.ok_or_else(|| Error::NoArticle { id: id.to_string() }));
        found.await
    };
    tagged(&app, &uri, &headers, article, |_| true).await
}

/// `GET /api/v1/stats`
#[utoipa::path(get, path = "/api/v1/stats", responses((status = 200, description = "How large the index is", body = IndexStats), Refusals))]
pub(super) async fn stats(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Answer {
    let stats = app.ask(|searcher| searcher.stats());
    tagged(&app, &uri, &headers, stats, |_| true).await
}

/// `GET /api/v1/healthz`: says at once that the server is there, whatever else it has to do.
#[utoipa::path(get, path = "/api/v1/healthz", responses((status = 200, description = "The server is there", body = Health)))]
pub(super) async fn healthz() -> Json<Health> {
    Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION") })
}

/// `GET /api/v1/metrics`: counts for Prometheus.
pub(super) async fn metrics(State(app): State<Arc<App>>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], app.metrics.text()).into_response()
}

/// For what an address cannot be asked.
pub(super) async fn not_that_way() -> Problem {
    let detail =
        "articles are added by POST at /api/v1/articles and removed by DELETE; everything else is asked for by GET";
    Problem::of(StatusCode::METHOD_NOT_ALLOWED, "This is not done here", detail)
}

/// Counts without hits.
#[derive(Serialize, ToSchema)]
struct Counts {
    /// How many articles match.
    total: usize,
    /// How they are spread.
    facets: Facets,
    /// Whether time was over before all was looked at.
    timed_out: bool,
}

/// That the server is there.
#[derive(Serialize, ToSchema)]
pub(super) struct Health {
    status: &'static str,
    /// Of the program.
    version: &'static str,
}

/// The answer, or that the client has it already. What is not the whole answer has no tag: the next one may be.
async fn tagged<T: Serialize>(
    app: &App,
    uri: &Uri,
    headers: &HeaderMap,
    answer: impl Future<Output = Result<T, Problem>>,
    is_whole: fn(&T) -> bool,
) -> Answer {
    let tag = app.tag(uri, "");
    if tag.is_known(headers) {
        return Ok(tag.not_modified());
    }
    let answer = answer.await?;
    let is_whole = is_whole(&answer);
    let response = Json(answer).into_response();
    Ok(if is_whole { tag.on(response) } else { response })
}
