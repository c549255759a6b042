//! Adding and removing articles.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use tokio::time::timeout;
use utoipa::ToSchema;

use super::Answer;
use super::refusals::{BadBody, NoArticle, NotAllowed, Refusals};
use crate::article::{ArticleId, RawArticle};
use crate::error::Error;
use crate::server::app::App;
use crate::server::problem::Problem;
use crate::server::writing::Writing;

/// The most articles of a request.
const MOST: usize = 1_000;

/// An article as it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Given {
    id: String,
    text: String,
    title: Option<String>,
    /// As written: `2026-03-15`, a time stamp, words.
    date: Option<String>,
    #[serde(default)]
    cities: Vec<String>,
    url: Option<String>,
    source: Option<String>,
    language: Option<String>,
    crawled: Option<String>,
}

/// One article or a list of them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
enum Body {
    Several(Vec<Given>),
    One(Box<Given>),
}

/// What became of it.
#[derive(Debug, Serialize, ToSchema)]
struct Added {
    added: usize,
}

/// `POST /api/v1/articles`: an article or a list of them, each in the place of the one with its id. Answered when it is on disk and
/// searches find it: all of the request or nothing.
#[utoipa::path(post, path = "/api/v1/articles", request_body = Body, responses((status = 201, description = "On disk and found by searches", body = Added), BadBody, Refusals, NotAllowed))]
pub(in crate::server) async fn add(State(app): State<Arc<App>>, headers: HeaderMap, request: Request) -> Answer {
    let writing = writing(&app, &headers)?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.split(';').next().map(str::trim) != Some("application/json") {
        let detail = "send JSON: Content-Type: application/json";
        return Err(Problem::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, "The body is of another kind", detail));
    }
    let articles = read(&body_of(request, app.options.client_timeout).await?)?;
    let added = articles.len();
    let add =
        move |writer: &mut crate::index::IndexWriter| articles.into_iter().try_for_each(|article| writer.add(article));
    writing.change(Arc::clone(&app.searcher), add).await?;
    Ok((StatusCode::CREATED, Json(Added { added })).into_response())
}

/// `DELETE /api/v1/articles/{id}`: answered when it is gone from disk and from searches.
#[utoipa::path(delete, path = "/api/v1/articles/{id}", params(("id" = String, Path, description = "The id of an article")), responses((status = 204, description = "Gone from disk and from searches"), NoArticle, Refusals, NotAllowed))]
pub(in crate::server) async fn remove(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let writing = writing(&app, &headers)?;
    let id = ArticleId::new(id);
    let wanted = id.clone();
    let is_there = move |searcher: &dyn crate::search::Searcher| {
        searcher.article(&wanted, "")?.map(drop).ok_or_else(|| Error::NoArticle { id: wanted.to_string() })
    };
    app.ask(is_there).await?;
    let remove = move |writer: &mut crate::index::IndexWriter| {
        writer.remove(&id);
        Ok(())
    };
    writing.change(Arc::clone(&app.searcher), remove).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// What changes the index, for who may.
fn writing<'a>(app: &'a App, headers: &HeaderMap) -> Result<&'a Writing, Problem> {
    let refused = |detail: &&str| Problem::of(StatusCode::FORBIDDEN, "This is not for you", *detail);
    let writing = app.writing.as_ref().map_err(refused)?;
    writing.admit(headers)?;
    Ok(writing)
}

/// Only now: nothing is read from who may not write.
async fn body_of(request: Request, within: Duration) -> Result<Bytes, Problem> {
    let unreadable = |status, detail: String| Problem::of(status, "The body cannot be read", detail);
    match timeout(within, Bytes::from_request(request, &())).await {
        Ok(body) => body.map_err(|rejection| unreadable(rejection.status(), rejection.body_text())),
        Err(_) => {
            let detail = format!("it did not come within {} seconds", within.as_secs_f32());
            Err(unreadable(StatusCode::REQUEST_TIMEOUT, detail))
        }
    }
}

fn read(body: &[u8]) -> Result<Vec<RawArticle>, Problem> {
    let wrong = |message: String| Problem::bad_request(format!("the body: {message}"));
    let given = match serde_json::from_slice(body) {
        Ok(Body::Several(several)) => several,
        Ok(Body::One(one)) => vec![*one],
        // What is wrong with a list or an article is told by reading it as such.
        Err(_) => {
            let error = match body.trim_ascii_start().first() {
                Some(b'[') => serde_json::from_slice::<Vec<Given>>(body).err(),
                _ => serde_json::from_slice::<Given>(body).err(),
            };
            return Err(wrong(error.map_or_else(|| "it is no article".to_owned(), |error| error.to_string())));
        }
    };
    if given.len() > MOST {
        return Err(wrong(format!("it has {} articles; send up to {MOST} at a time", given.len())));
    }
    Ok(given.into_iter().map(Given::into_raw).collect())
}

impl Given {
    fn into_raw(self) -> RawArticle {
        let mut raw = RawArticle::new(self.id, self.text);
        raw.metadata.title = self.title;
        raw.metadata.date = self.date;
        raw.metadata.cities = self.cities;
        raw.metadata.url = self.url;
        raw.metadata.source = self.source;
        raw.metadata.language = self.language;
        raw.metadata.crawled = self.crawled;
        raw
    }
}
