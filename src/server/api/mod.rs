//! The HTTP API: the JSON of the command line, by address.

mod articles;
mod export;

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use super::app::App;
use super::params::{MOST_HITS, Params};
use super::problem::Problem;
use crate::article::ArticleId;
use crate::search::Facets;

pub(super) use articles::{add, only_post, remove};
pub(super) use export::export;

type Answer = Result<Response, Problem>;

/// `GET /api/v1/search?q=…`
pub(super) async fn search(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let request = Params::of(query.as_deref())?.request(app.options.deadline);
    tagged(&app, &uri, &headers, async { app.ask(move |searcher| searcher.search(&request)).await }).await
}

/// `GET /api/v1/facets?q=…`: the counts alone.
pub(super) async fn facets(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    #[derive(Serialize)]
    struct Counts {
        total: usize,
        facets: Facets,
    }
    let request = Params::of(query.as_deref())?.request(app.options.deadline).limit(0);
    let counts = async {
        let results = app.ask(move |searcher| searcher.search(&request)).await?;
        Ok(Counts { total: results.total, facets: results.facets })
    };
    tagged(&app, &uri, &headers, counts).await
}

/// `GET /api/v1/suggest?q=…&limit=10`
pub(super) async fn suggest(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let Params { q, limit, .. } = Params::of(query.as_deref())?;
    let suggest = app.ask(move |searcher| searcher.suggest(&q, limit.unwrap_or(10)));
    tagged(&app, &uri, &headers, suggest).await
}

/// `GET /api/v1/similar/{id}?limit=10`
pub(super) async fn similar(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let limit = Params::of(query.as_deref())?.limit.unwrap_or(10).min(MOST_HITS);
    let similar = async {
        let id = ArticleId::new(id);
        let found = app.ask(move |searcher| match searcher.article(&id, "")? {
            Some(_) => searcher.similar(&id, limit).map(Some),
            None => Ok(None),
        });
        found.await?.ok_or_else(no_article)
    };
    tagged(&app, &uri, &headers, similar).await
}

/// `GET /api/v1/articles/{id}?q=…`: the words of the query are marked.
pub(super) async fn article(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let Params { q, .. } = Params::of(query.as_deref())?;
    let article = async {
        let found = app.ask(move |searcher| searcher.article(&ArticleId::new(id), &q)).await?;
        found.ok_or_else(no_article)
    };
    tagged(&app, &uri, &headers, article).await
}

/// `GET /api/v1/stats`
pub(super) async fn stats(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Answer {
    let stats = async {
        let stats = app.ask(|searcher| searcher.stats()).await?;
        Ok(json!({ "articles": stats.articles, "copies": stats.copies, "bytes": stats.bytes }))
    };
    tagged(&app, &uri, &headers, stats).await
}

/// `GET /api/v1/healthz`: says at once that the server is there, whatever else it has to do.
pub(super) async fn healthz() -> Json<serde_json::Value> {
    Json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))
}

/// `GET /api/v1/metrics`: counts for Prometheus.
pub(super) async fn metrics(State(app): State<Arc<App>>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], app.metrics.text()).into_response()
}

fn no_article() -> Problem {
    Problem::not_found("no article has this id; ids stand in the results of a search")
}

/// The answer, or that the client has it already.
async fn tagged<T: Serialize>(
    app: &App,
    uri: &Uri,
    headers: &HeaderMap,
    answer: impl Future<Output = Result<T, Problem>>,
) -> Answer {
    let tag = app.tag(uri, "");
    if tag.is_known(headers) {
        return Ok(tag.not_modified());
    }
    Ok(tag.on(Json(answer.await?).into_response()))
}
