//! A facet in full, down to a depth: how many matching articles lie under each of its paths.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::str::FromStr;

use rustc_hash::FxHashMap;
use serde::Serialize;
use tantivy::DocId;

use super::docs::Docs;
use super::facets::{BETWEEN, PathCounts};
use super::matching::Matching;
use super::segment::Segment;
use crate::article::PartialDate;
use crate::error::{Error, Result};

/// What articles are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FacetName {
    /// Region, city, district.
    Places,
    /// Country, city.
    Abroad,
    /// Year, month, day.
    Dates,
    /// Who published.
    Sources,
    /// `ru`, `kk` or `other`.
    Languages,
    /// The city that an article is about.
    MainCities,
}

/// A facet in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct FacetTree {
    /// What was counted.
    pub facet: FacetName,
    /// How far down.
    pub depth: usize,
    /// The paths in order of their first part's count, each above those under it.
    pub counts: Vec<PathCount>,
    /// Matching articles that have nothing of the kind.
    pub without: usize,
}

/// How many articles lie under a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct PathCount {
    /// From the uppermost level down.
    pub path: Vec<String>,
    /// How many articles have it or a path under it.
    pub count: usize,
}

impl FacetName {
    /// All of them.
    pub const ALL: [FacetName; 6] = [
        FacetName::Places,
        FacetName::Abroad,
        FacetName::Dates,
        FacetName::Sources,
        FacetName::Languages,
        FacetName::MainCities,
    ];

    /// Its name in requests: `places`, `abroad`, `dates`, `sources`, `languages`, `main_cities`.
    pub fn name(self) -> &'static str {
        match self {
            FacetName::Places => "places",
            FacetName::Abroad => "abroad",
            FacetName::Dates => "dates",
            FacetName::Sources => "sources",
            FacetName::Languages => "languages",
            FacetName::MainCities => "main_cities",
        }
    }
}

impl FromStr for FacetName {
    type Err = Error;

    fn from_str(name: &str) -> Result<FacetName> {
        FacetName::ALL.into_iter().find(|facet| facet.name() == name).ok_or_else(|| {
            let names = FacetName::ALL.map(FacetName::name).join(", ");
            Error::Invalid(format!("«{name}» is no facet; there are {names}"))
        })
    }
}

/// The most paths that are shown: sources are as many as the articles have.
const MOST_PATHS: usize = 10_000;

/// Counts a facet of the matching articles of each segment; with it goes how many paths it has.
pub(super) fn count(facet: FacetName, depth: usize, matching: &Matching<'_>) -> tantivy::Result<(FacetTree, usize)> {
    let (mut without, mut counts) = (0, BTreeMap::<Vec<String>, usize>::new());
    for one in &matching.segments {
        let (without_any, of_segment) = of_segment(facet, &one.docs, &one.segment)?;
        without += without_any;
        of_segment.into_iter().for_each(|(path, count)| *counts.entry(path).or_default() += count);
    }
    Ok(in_order(facet, depth, without, counts))
}

/// A facet of these counts, and how many paths it has.
pub(super) fn in_order(
    facet: FacetName,
    depth: usize,
    without: usize,
    counts: BTreeMap<Vec<String>, usize>,
) -> (FacetTree, usize) {
    let counts: BTreeMap<_, _> = counts.into_iter().filter(|(path, _)| path.len() <= depth).collect();
    // Dates stand in their own order, the newest first; all else by count.
    let by_time = facet == FacetName::Dates;
    let key = |path: &[String]| -> Vec<(Reverse<usize>, Reverse<String>, String)> {
        let levels = 1..=path.len();
        let level = |depth: usize| {
            let name = &path[depth - 1];
            match by_time {
                true => (Reverse(0), Reverse(name.clone()), String::new()),
                false => (Reverse(counts[&path[..depth]]), Reverse(String::new()), name.clone()),
            }
        };
        levels.map(level).collect()
    };
    let mut paths: Vec<&Vec<String>> = counts.keys().collect();
    paths.sort_by_cached_key(|path| key(path));
    let all = paths.len();
    let counts =
        paths.into_iter().take(MOST_PATHS).map(|path| PathCount { count: counts[path], path: path.clone() }).collect();
    (FacetTree { facet, depth, counts, without }, all)
}

/// How many articles each path has, and how many have none.
type Tree = (usize, BTreeMap<Vec<String>, usize>);

/// Counts the articles of a segment.
fn of_segment(facet: FacetName, docs: &Docs, segment: &Segment<'_>) -> tantivy::Result<Tree> {
    match facet {
        FacetName::Places => by_path("place", docs, segment),
        FacetName::Abroad => by_path("abroad", docs, segment),
        FacetName::Dates => by_date(docs, segment),
        FacetName::Sources => by_text("source", docs, segment),
        FacetName::Languages => by_text("language", docs, segment),
        FacetName::MainCities => by_text("main_city", docs, segment),
    }
}

fn by_path(field: &'static str, docs: &Docs, segment: &Segment<'_>) -> tantivy::Result<Tree> {
    let mut counts = PathCounts::new(field, segment)?;
    let without = counts.count(docs, &segment.reader().facet_reader(field)?);
    let names = |path: &str| path.split(BETWEEN).map(str::to_owned).collect();
    Ok((without, counts.counts().map(|(path, articles)| (names(path), articles)).collect()))
}

fn by_date(docs: &Docs, segment: &Segment<'_>) -> tantivy::Result<Tree> {
    let dates = segment.reader().fast_fields().u64("date")?;
    let (without, counts) = by_value(docs, |document| dates.first(document));
    let mut paths: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for (date, count) in counts {
        let levels = PartialDate::from_packed(date).into_iter().flat_map(PartialDate::levels);
        let path: Vec<String> = levels.map(|date| date.to_string()).collect();
        for depth in 1..=path.len() {
            *paths.entry(path[..depth].to_vec()).or_default() += count;
        }
    }
    Ok((without, paths))
}

fn by_text(field: &str, docs: &Docs, segment: &Segment<'_>) -> tantivy::Result<Tree> {
    let column = segment.reader().fast_fields().str(field)?;
    let ordinal = |document| column.as_ref().and_then(|column| column.ords().first(document));
    let (without, counts) = by_value(docs, ordinal);
    let mut paths: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for (ordinal, count) in counts {
        let mut text = String::new();
        // A name that cannot be read is counted under none.
        let _ = column.as_ref().map(|column| column.ord_to_str(ordinal, &mut text));
        *paths.entry(vec![text]).or_default() += count;
    }
    Ok((without, paths))
}

/// How many articles have no value, and how many each.
fn by_value(docs: &Docs, value: impl Fn(DocId) -> Option<u64>) -> (usize, FxHashMap<u64, usize>) {
    let (mut without, mut counts) = (0, FxHashMap::default());
    for document in docs.iter() {
        match value(document) {
            Some(value) => *counts.entry(value).or_default() += 1,
            None => without += 1,
        }
    }
    (without, counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::RawArticle;
    use crate::search::fixture::searcher;
    use crate::search::{SearchRequest, Searcher};

    #[test]
    fn every_facet_to_any_depth() {
        let articles = [
            ("1", "2021-06-03", "В Темиртау и Караганде чинят мост."),
            ("2", "2021-05-07", "В Темиртау чинят мост."),
            ("3", "2020", "Мост чинят в Берлине."),
            ("4", "", "Мост чинят."),
        ];
        let searcher = searcher(articles.map(|(id, date, text)| RawArticle::new(id, text).date(date)));
        for (name, depth, expected) in [
            ("places", 1, "Карагандинская область 2; without 2"),
            (
                "places",
                2,
                "Карагандинская область 2, Карагандинская область/Темиртау 2, Карагандинская область/Караганда 1; without 2",
            ),
            ("abroad", 2, "Германия 1, Германия/Берлин 1; without 3"),
            ("dates", 1, "2021 2, 2020 1; without 1"),
            (
                "dates",
                3,
                "2021 2, 2021/2021-06 1, 2021/2021-06/2021-06-03 1, 2021/2021-05 1, 2021/2021-05/2021-05-07 1, 2020 1; without 1",
            ),
            ("languages", 1, "ru 4; without 0"),
            ("sources", 1, "; without 4"),
        ] {
            let request = SearchRequest::new("мост").tree(name.parse().unwrap(), depth);
            let tree = searcher.search(&request).unwrap().facets.trees.remove(0);
            let counts: Vec<String> =
                tree.counts.iter().map(|one| format!("{} {}", one.path.join("/"), one.count)).collect();
            assert_eq!(format!("{}; without {}", counts.join(", "), tree.without), expected, "{name}:{depth}");
        }
        assert!("beauty".parse::<FacetName>().unwrap_err().to_string().contains("there are places, abroad"));
    }
}
