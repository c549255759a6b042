//! The web page, rendered here: it works without any script, and one small script makes it quicker.

mod article;
mod assets;
mod chips;
mod histogram;
mod marked;
mod places;
mod results;
mod texts;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};

use super::app::App;
use super::params::Params;
use super::problem::Problem;
use crate::article::ArticleId;
use article::ArticlePage;
use results::ResultsPage;
use texts::{Texts, Ui};

pub(super) use assets::{addresses as asset_addresses, asset};

/// What every page has around its own.
struct Frame {
    ui: Ui,
    t: &'static Texts,
    /// The query that stands in the box.
    q: String,
    /// What the form keeps besides.
    kept: Vec<(String, String)>,
    /// The same page in each language: its code, its name, its address.
    languages: Vec<(&'static str, &'static str, String)>,
    style: &'static str,
    script: &'static str,
}

impl Frame {
    fn of(params: &Params, headers: &HeaderMap, path: &str) -> Frame {
        let ui = Ui::of(params.ui.as_deref(), headers);
        let mut kept = Vec::new();
        Params { q: String::new(), ..params.first_page() }
            .each(&mut |name, value| kept.push((name.to_owned(), value.to_owned())));
        let in_language = |other: Ui| {
            let query = Params { ui: Some(other.code().to_owned()), ..params.clone() }.to_query();
            (other.code(), other.texts().own_name, format!("{path}?{query}"))
        };
        let languages = Ui::ALL.into_iter().filter(|other| *other != ui).map(in_language).collect();
        let (style, script) = assets::addresses();
        Frame { ui, t: ui.texts(), q: marked::harmless(&params.q), kept, languages, style, script }
    }
}

/// `GET /`
pub(super) async fn search(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let params = match Params::of(query.as_deref()) {
        Ok(params) => params,
        Err(problem) => return failed(query.as_deref(), &headers, problem),
    };
    let tag = app.tag(&uri, Ui::of(params.ui.as_deref(), &headers).code());
    if tag.is_known(&headers) {
        return tag.not_modified();
    }
    let frame = Frame::of(&params, &headers, "/");
    if params.q.trim().is_empty() && !params.is_narrowed() {
        let articles = articles(&app).await.map(|articles| frame.ui.articles_there(articles));
        let is_whole = articles.is_some();
        let start = page(StatusCode::OK, &Start { frame, articles });
        return if is_whole { tag.on(start) } else { start };
    }
    let request = results::request(&params, app.options.deadline);
    match app.ask(move |searcher| places::search(searcher, &request)).await {
        Ok(found) if found.total == 0 => {
            let (articles, advice, is_whole) = (articles(&app).await, frame.t.empty_advice, !found.timed_out);
            let nothing = ResultsPage::of(frame, &params, found);
            match articles {
                Some(0) => tag.on(page(StatusCode::OK, &nothing.advising(advice))),
                Some(_) if is_whole => tag.on(page(StatusCode::OK, &nothing)),
                _ => page(StatusCode::OK, &nothing),
            }
        }
        // What is not the whole answer has no tag: the next one may be.
        Ok(found) if found.timed_out => page(StatusCode::OK, &ResultsPage::of(frame, &params, found)),
        Ok(found) => tag.on(page(StatusCode::OK, &ResultsPage::of(frame, &params, found))),
        Err(problem) => failed(query.as_deref(), &headers, problem),
    }
}

/// How many articles there are, where that can be told now.
async fn articles(app: &App) -> Option<usize> {
    app.ask(|searcher| searcher.stats()).await.ok().map(|stats| stats.articles as usize)
}

/// `GET /article/{id}`
pub(super) async fn article(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let params = match Params::of(query.as_deref()) {
        Ok(params) => params,
        Err(problem) => return failed(query.as_deref(), &headers, problem),
    };
    let tag = app.tag(&uri, Ui::of(params.ui.as_deref(), &headers).code());
    if tag.is_known(&headers) {
        return tag.not_modified();
    }
    let (id, words) = (ArticleId::new(id), params.q.clone());
    let asked = app.ask(move |searcher| {
        let Some(article) = searcher.article(&id, &words)? else { return Ok(None) };
        Ok(Some((searcher.similar(&article.about.id, article::SIMILAR)?, article)))
    });
    match asked.await {
        Ok(Some((similar, found))) => {
            let mut frame = Frame::of(&params, &headers, uri.path());
            // A search from here is a new one: what narrowed the last one is not to be seen.
            frame.kept.retain(|(name, _)| name == "ui");
            tag.on(page(StatusCode::OK, &ArticlePage::of(frame, &params, found, similar)))
        }
        Ok(None) => failed(query.as_deref(), &headers, Problem::not_found("")),
        Err(problem) => failed(query.as_deref(), &headers, problem),
    }
}

/// `GET /help`
pub(super) async fn help(RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let params = Params::of(query.as_deref()).unwrap_or_default();
    page(StatusCode::OK, &Help { frame: Frame::of(&params, &headers, "/help") })
}

/// Any other address.
pub(super) async fn nothing_here(RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    failed(query.as_deref(), &headers, Problem::not_found(""))
}

/// The page before anything is asked.
#[derive(Template)]
#[template(path = "start.html", config = "src/server/page/askama.toml")]
struct Start {
    frame: Frame,
    /// How many articles can be searched.
    articles: Option<String>,
}

/// What can be written in the box.
#[derive(Template)]
#[template(path = "help.html", config = "src/server/page/askama.toml")]
struct Help {
    frame: Frame,
}

/// What went wrong.
#[derive(Template)]
#[template(path = "failed.html", config = "src/server/page/askama.toml")]
struct Failed {
    frame: Frame,
    title: &'static str,
    /// What to do.
    advice: &'static str,
    /// What is wrong with the request, in the language of the page.
    fault: Option<String>,
    /// What else the program says, in English.
    detail: String,
}

/// The page of a problem. Only the words stay in its form: the rest may be what was wrong.
pub(super) fn failed(query: Option<&str>, headers: &HeaderMap, problem: Problem) -> Response {
    let frame = Frame::of(&Params::words(query), headers, "/");
    let (title, advice) = match problem.code() {
        StatusCode::NOT_FOUND => (frame.t.not_there, frame.t.not_there_advice),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => (frame.t.busy, frame.t.busy_advice),
        StatusCode::BAD_REQUEST => (frame.t.not_understood, frame.t.not_understood_advice),
        _ => (frame.t.broken, frame.t.broken_advice),
    };
    let code = problem.code();
    let detail = if problem.fault.is_some() { String::new() } else { marked::harmless(&problem.detail) };
    let fault = problem.fault.map(|fault| marked::harmless(&frame.ui.fault(&fault)));
    let mut response = page(code, &Failed { frame, title, advice, fault, detail });
    if matches!(code, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

fn page(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => {
            let mut response = (status, Html(html)).into_response();
            response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language"));
            response
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
