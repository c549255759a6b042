//! The page of an answer.

use std::time::Duration;

use askama::Template;

use super::Frame;
use super::chips::{Chip, address, chips, orders};
use super::histogram::{Histogram, month_of};
use super::marked::{Piece, harmless, pieces, web_address};
use super::places::{List, lists};
use super::texts::Ui;
use crate::search::{FacetName, Hit, SearchRequest, SearchResults};
use crate::server::params::{DEEPEST, Params};

/// How many page numbers stand before and behind the present one.
const PAGES_AROUND: usize = 3;

/// The page of an answer.
#[derive(Template)]
#[template(path = "results.html", config = "src/server/page/askama.toml")]
pub(super) struct ResultsPage {
    frame: Frame,
    /// «Найдено 12 статей».
    found: String,
    took: String,
    total: usize,
    /// What to do where nothing is found.
    advice: &'static str,
    corrected: Option<Corrected>,
    warnings: Vec<String>,
    chips: Vec<Chip>,
    /// The address without all of them.
    plain: String,
    orders: Vec<(&'static str, String, bool)>,
    hits: Vec<HitView>,
    first: usize,
    lists: Vec<List>,
    histogram: Option<Histogram>,
    undated: Option<(usize, String)>,
    pages: Pages,
}

/// What was searched for in place of what was typed.
struct Corrected {
    query: String,
    /// The address of what was typed.
    literal: String,
}

/// A hit as it is shown.
pub(super) struct HitView {
    pub address: String,
    pub title: Vec<Piece>,
    pub date: Option<String>,
    pub place: Option<String>,
    pub source: Option<String>,
    pub url: Option<String>,
    pub snippet: Vec<Piece>,
    /// The code of the language, for the browser.
    pub language: &'static str,
}

/// The way to other pages.
struct Pages {
    before: Option<String>,
    next: Option<String>,
    /// Number, address, whether it is the present one.
    numbers: Vec<(usize, String, bool)>,
}

/// What is asked for to show an answer.
pub(super) fn request(params: &Params, deadline: Duration) -> SearchRequest {
    let mut request = params.request(deadline).tree(FacetName::Languages, 1).tree(FacetName::Sources, 1);
    // Pages are numbered here.
    request.after = None;
    if month_of(params).is_some() { request.tree(FacetName::Dates, 3) } else { request }
}

impl ResultsPage {
    /// The page of what was found.
    pub fn of(frame: Frame, params: &Params, found: SearchResults) -> ResultsPage {
        let ui = frame.ui;
        let literal = address(&Params { literal: true, ..params.first_page() });
        let undated = (found.facets.undated > 0 && !params.undated && params.from.is_none() && params.to.is_none())
            .then(|| (found.facets.undated, address(&Params { undated: true, ..params.first_page() })));
        let hit = |hit: &Hit| HitView::of(hit, params, ui);
        ResultsPage {
            found: ui.articles_found(found.total),
            took: format!("{:.0}", found.took_ms.max(1.0)),
            total: found.total,
            advice: frame.t.nothing_advice,
            corrected: found.corrected_query.map(|query| Corrected { query: harmless(&query), literal }),
            warnings: found.warnings.iter().map(|warning| harmless(&ui.warning(&warning.kind))).collect(),
            chips: chips(params, ui),
            plain: address(&Params { q: params.q.clone(), ui: params.ui.clone(), ..Params::default() }),
            orders: orders(params, frame.t),
            hits: found.hits.iter().map(hit).collect(),
            first: params.offset + 1,
            lists: lists(&found.facets, params, ui),
            histogram: Histogram::of(&found.facets, params, ui),
            undated,
            pages: Pages::of(params, found.total, found.hits.len()),
            frame,
        }
    }

    /// With this to do where nothing is found.
    pub fn advising(self, advice: &'static str) -> ResultsPage {
        ResultsPage { advice, ..self }
    }
}

impl HitView {
    /// A hit without marks.
    pub fn unmarked(hit: &Hit, params: &Params, ui: Ui) -> HitView {
        HitView::of(&Hit { title_highlights: Vec::new(), ..hit.clone() }, params, ui)
    }

    /// A hit of a search; its links lead to it with the words marked.
    pub fn of(hit: &Hit, params: &Params, ui: Ui) -> HitView {
        let title = match &hit.title {
            Some(title) => pieces(title, &hit.title_highlights, 1),
            None => pieces(&hit.lead, &[], 1),
        };
        HitView {
            address: article_address(hit, params),
            title,
            date: hit.date.as_ref().map(|date| ui.published(date)),
            place: hit.main_city.clone().or_else(|| hit.cities.first().cloned()),
            source: hit.source.as_deref().map(harmless),
            url: hit.url.as_deref().and_then(web_address),
            snippet: pieces(&hit.snippet.text, &hit.snippet.highlights, 1),
            language: hit.language.code(),
        }
    }
}

/// The address of an article's page; it keeps what was asked for, for the way back.
fn article_address(hit: &Hit, params: &Params) -> String {
    let id: String = form_urlencoded::byte_serialize(hit.id.as_str().as_bytes()).collect();
    let asked = params.to_query();
    format!("/article/{}{}{asked}", id.replace('+', "%20"), if asked.is_empty() { "" } else { "?" })
}

impl Pages {
    fn of(params: &Params, total: usize, shown: usize) -> Pages {
        let size = params.limit.unwrap_or(SearchRequest::new("").limit).max(1);
        let last = total.min(DEEPEST + size).div_ceil(size).max(1);
        let present = params.offset / size + 1;
        let to = |page: usize| address(&Params { offset: (page - 1) * size, ..params.first_page() });
        let around = present.saturating_sub(PAGES_AROUND).max(1)..=(present + PAGES_AROUND).min(last);
        Pages {
            before: (present > 1).then(|| to(present - 1)),
            next: (present < last && shown > 0).then(|| to(present + 1)),
            numbers: if last > 1 { around.map(|page| (page, to(page), page == present)).collect() } else { Vec::new() },
        }
    }
}
