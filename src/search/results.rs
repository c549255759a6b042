//! What a search answers. These structs are the JSON of the command line and of every other face; they change only with an
//! entry in the changelog.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

use super::SearchRequest;
use super::cursor::Cursor;
use super::explain::Explanation;
use super::tree::FacetTree;
use crate::article::{ArticleId, PublicationDate};
use crate::language::Language;
use crate::query::Warning;

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct SearchResults {
    /// The query as typed.
    pub query: String,
    /// How many articles match.
    pub total: usize,
    /// How long the search took, in milliseconds.
    pub took_ms: f64,
    /// The articles of this page, in order.
    pub hits: Vec<Hit>,
    /// Where this page ends: [`SearchRequest::after`] goes on there. None behind the last match.
    #[cfg_attr(feature = "server", schema(value_type = Option<String>))]
    pub next: Option<Cursor>,
    /// How all matching articles are spread.
    pub facets: Facets,
    /// Whether time was over before all was looked at ([`SearchRequest::deadline`]): more articles may match, and better ones.
    pub timed_out: bool,
    /// What was not understood or not found.
    pub warnings: Vec<Warning>,
    /// The query that was answered in place of the one typed, where that one could only be a slip.
    pub corrected_query: Option<String>,
    /// What was changed in the typed query, and why; empty where nothing was. A later one may change what an earlier one made.
    pub corrections: Vec<Correction>,
}

/// A change of the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Correction {
    /// What stood there.
    pub typed: String,
    /// What was searched for in its place.
    pub meant: String,
    /// The character of the typed query where it starts, counted from 0.
    pub position: usize,
    /// Why.
    pub reason: CorrectionReason,
}

/// Why a query was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CorrectionReason {
    /// It was typed with the keyboard in another layout: «Fcnfyf» is «Астана».
    Layout,
    /// Letters of another script that look the same: «COP», typed in Latin letters, is «СОР».
    Lookalikes,
    /// Russian or Kazakh words in Latin letters: «oblast» is «область».
    Latin,
    /// Russian letters in place of Kazakh ones: «кунинин» is «күнінің».
    KazakhLetters,
    /// A slip of the fingers: «презедент» is «президент».
    Typo,
}

impl SearchResults {
    /// The answer to a request before anything is found.
    pub(super) fn of(request: &SearchRequest) -> SearchResults {
        SearchResults {
            query: request.query.clone(),
            total: 0,
            took_ms: 0.0,
            hits: Vec::new(),
            next: None,
            facets: Facets::default(),
            timed_out: false,
            warnings: Vec::new(),
            corrected_query: None,
            corrections: Vec::new(),
        }
    }
}

/// An article that matches.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Hit {
    /// What names the article.
    #[cfg_attr(feature = "server", schema(value_type = String))]
    pub id: ArticleId,
    /// The file it was read from, as it was given when indexing.
    #[cfg_attr(feature = "server", schema(value_type = Option<String>))]
    pub path: Option<PathBuf>,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// When it was published.
    pub date: Option<PublicationDate>,
    /// The current names of the cities it names, most important first.
    pub cities: Vec<String>,
    /// The city it is about.
    pub main_city: Option<String>,
    /// Its language.
    pub language: Language,
    /// How well it matches; comparable only within one answer. None where the hits are sorted by date.
    pub score: Option<f32>,
    /// The first sentence of the text, cut to about 100 characters: something to show where there is no headline.
    pub lead: String,
    /// Where the words of the query stand in the title, as [start, end) in characters, from 0, in order and apart.
    pub title_highlights: Vec<[usize; 2]>,
    /// The passages that answer; where only the title or the rest of the page has the words, the beginning of the text.
    pub snippet: Snippet,
    /// Other crawls of the same page, by id. Their text is not searched.
    pub copies: Vec<Copy>,
    /// Why it was found, where the request asked for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// Another crawl of an article's page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Copy {
    /// What names the copy.
    #[cfg_attr(feature = "server", schema(value_type = String))]
    pub id: ArticleId,
    /// The file it was read from, as it was given when indexing.
    #[cfg_attr(feature = "server", schema(value_type = Option<String>))]
    pub path: Option<PathBuf>,
    /// Where it was found.
    pub url: Option<String>,
}

/// Passages of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Snippet {
    /// Plain text: whole sentences in the order of the article, « … » where some between them were left out.
    pub text: String,
    /// Where the words and the phrases of the query stand in it, as [start, end) in characters, from 0, in order and apart.
    pub highlights: Vec<[usize; 2]>,
}

/// How the matching articles are spread over places and dates.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Facets {
    /// Cities that matching articles name, or of which they name a district, most articles first, then by name.
    pub cities: Vec<CityCount>,
    /// Regions of which matching articles name a city or the region itself, most articles first, then by name.
    pub regions: Vec<RegionCount>,
    /// Districts of Алматы, Астана and Шымкент that matching articles name, most articles first, then by name.
    pub districts: Vec<DistrictCount>,
    /// Cities and countries abroad that matching articles name, most articles first, then by name. A country has the articles
    /// of its cities.
    pub abroad: Vec<AbroadCount>,
    /// Months with matching articles in order; the key is a year where the article's month is not known.
    pub dates: Vec<DateCount>,
    /// Matching articles without a date.
    pub undated: usize,
    /// The facets that were asked for in full.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trees: Vec<FacetTree>,
}

/// How many of the articles name a city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct CityCount {
    /// The city's current name.
    pub name: String,
    /// The region it lies in.
    pub region: String,
    /// How many articles name it or a district of it.
    pub count: usize,
}

/// How many of the articles name a district of a large city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct DistrictCount {
    /// The district's name.
    pub name: String,
    /// The city that it is a part of.
    pub city: String,
    /// How many articles name it.
    pub count: usize,
}

/// How many of the articles name a place abroad.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct AbroadCount {
    /// The city's name, or the country's.
    pub name: String,
    /// The country; the same as `name` where all of it is meant.
    pub country: String,
    /// How many articles name it; a country by itself or by one of its cities.
    pub count: usize,
}

/// How many of the articles name a region or a city of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct RegionCount {
    /// The region's name.
    pub name: String,
    /// How many articles name it or a city of it.
    pub count: usize,
}

/// How many of the articles are of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct DateCount {
    /// `2026-03`, or `2026`.
    pub key: String,
    /// How many articles are of that time.
    pub count: usize,
}

impl Facets {
    /// How many articles are of each year, in order.
    pub fn years(&self) -> Vec<DateCount> {
        let mut years: BTreeMap<&str, usize> = BTreeMap::new();
        for month in &self.dates {
            *years.entry(month.key.split('-').next().unwrap_or_default()).or_default() += month.count;
        }
        years.into_iter().map(|(year, count)| DateCount { key: year.to_owned(), count }).collect()
    }
}
