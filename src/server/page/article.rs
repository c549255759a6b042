//! The page of an article.

use askama::Template;

use super::Frame;
use super::chips::address;
use super::marked::{Piece, harmless, pieces, web_address};
use super::results::HitView;
use crate::search::{FullArticle, Hit, SearchResults};
use crate::server::params::Params;

/// How many similar articles are shown.
pub(super) const SIMILAR: usize = 5;
/// How many marks have a link of their own.
const MOST_JUMPS: usize = 20;

/// The page of an article.
#[derive(Template)]
#[template(path = "article.html", config = "src/server/page/askama.toml")]
pub(super) struct ArticlePage {
    frame: Frame,
    /// The way back to the answer; none where nothing was asked for.
    back: Option<String>,
    title: Vec<Piece>,
    heading: String,
    language: &'static str,
    date: Option<String>,
    cities: Vec<(String, String)>,
    source: Option<String>,
    url: Option<String>,
    path: Option<String>,
    paragraphs: Vec<Vec<Piece>>,
    /// How many words are marked in the text.
    marks: usize,
    jumps: usize,
    /// Other articles under a title each: similar ones, those before and behind it.
    others: Vec<(&'static str, Vec<HitView>)>,
    copies: Vec<String>,
}

impl ArticlePage {
    /// The page of an article with what is similar to it.
    pub fn of(frame: Frame, params: &Params, article: FullArticle, similar: SearchResults) -> ArticlePage {
        let ui = frame.ui;
        let FullArticle { about, text, highlights, earlier, later } = article;
        let city = |name: &String| {
            (name.clone(), address(&Params { cities: vec![name.clone()], ui: params.ui.clone(), ..Params::default() }))
        };
        let plain = Params { ui: params.ui.clone(), ..Params::default() };
        let views =
            |hits: &[Hit]| -> Vec<HitView> { hits.iter().map(|hit| HitView::unmarked(hit, &plain, ui)).collect() };
        let t = frame.t;
        let mut others =
            vec![(t.similar, views(&similar.hits)), (t.later, views(&later)), (t.earlier, views(&earlier))];
        others.retain(|(_, hits)| !hits.is_empty());
        let title = match &about.title {
            Some(title) => pieces(title, &about.title_highlights, 1),
            None => pieces(&about.lead, &[], 1),
        };
        // Marks of the title have no numbers: jumps go through the text.
        let title: Vec<Piece> = title.into_iter().map(|piece| Piece { mark: piece.mark.map(|_| 0), ..piece }).collect();
        ArticlePage {
            back: (!params.q.is_empty() || params.is_narrowed()).then(|| address(params)),
            heading: title.iter().map(|piece| piece.text.as_str()).collect(),
            title,
            language: about.language.code(),
            date: about.date.as_ref().map(|date| ui.published(date)),
            cities: about.cities.iter().map(city).collect(),
            source: about.source.as_deref().map(harmless),
            url: about.url.as_deref().and_then(web_address),
            path: about.path.as_ref().map(|path| harmless(&path.to_string_lossy())),
            paragraphs: paragraphs(&pieces(&text, &highlights, 1)),
            marks: highlights.len(),
            jumps: highlights.len().min(MOST_JUMPS),
            others,
            copies: about.copies.iter().map(|copy| harmless(copy.id.as_str())).collect(),
            frame,
        }
    }
}

/// The pieces of each paragraph.
fn paragraphs(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let mut paragraphs = vec![Vec::new()];
    for piece in pieces {
        for (number, text) in piece.text.split('\n').enumerate() {
            if number > 0 {
                paragraphs.push(Vec::new());
            }
            if let (false, Some(paragraph)) = (text.is_empty(), paragraphs.last_mut()) {
                paragraph.push(Piece { text: text.to_owned(), mark: piece.mark });
            }
        }
    }
    paragraphs.retain(|paragraph| paragraph.iter().any(|piece| !piece.text.trim().is_empty()));
    paragraphs
}
