//! Counting places and dates of all matching articles in one pass.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::DocId;
use tantivy::fastfield::FacetReader;

use super::docs::Docs;
use super::matching::{Matching, OfSegment};
use super::places::{Place, Places};
use super::results::{AbroadCount, CityCount, DateCount, DistrictCount, Facets, RegionCount};
use super::segment::Segment;
use super::tables::{Labels, Table};
use crate::article::PartialDate;

/// The [`Facets`] of all that matches, with or without places abroad.
pub(super) fn count(matching: &Matching<'_>, with_abroad: bool) -> tantivy::Result<Facets> {
    let Some(first) = matching.segments.first() else { return Ok(Facets::default()) };
    let mut counts = Counts::of(first.segment.commit.places()?);
    matching.segments.iter().try_for_each(|one| counts.add(one, with_abroad))?;
    Ok(counts.into_facets())
}

/// How many articles were counted.
struct Counts<'a> {
    places: &'a Places,
    /// By the numbers of the places.
    articles: Vec<u32>,
    /// By yyyymm, for each segment.
    months: Vec<(u64, u32)>,
    undated: usize,
}

impl Counts<'_> {
    fn of(places: &Places) -> Counts<'_> {
        Counts { places, articles: vec![0; places.all.len()], months: Vec::new(), undated: 0 }
    }

    /// Adds the articles of a segment.
    fn add(&mut self, one: &OfSegment<'_>, with_abroad: bool) -> tantivy::Result<()> {
        let OfSegment { segment, docs, articles, .. } = one;
        match segment.commit.tables(segment.number).table(*articles, segment.reader())? {
            Some(table) => {
                self.add_by(table, docs, segment.number, with_abroad);
                Ok(())
            }
            None => self.add_by_columns(docs, segment, with_abroad),
        }
    }

    /// Adds articles by the table of their segment.
    fn add_by(&mut self, table: &Table, docs: &Docs, segment: u32, with_abroad: bool) {
        let (months, paths) = table.count(docs);
        self.undated += months[0] as usize;
        let months = table.months.iter().copied().zip(months[1..].iter().copied());
        self.months.extend(months.filter(|(_, articles)| *articles > 0));
        let abroad = if with_abroad { table.count_abroad(docs) } else { Vec::new() };
        self.add_paths(segment, paths.iter().chain(&abroad));
    }

    /// Adds articles by the columns of the index.
    fn add_by_columns(&mut self, docs: &Docs, segment: &Segment<'_>, with_abroad: bool) -> tantivy::Result<()> {
        let reader = segment.reader();
        let dates = reader.fast_fields().u64("date")?;
        let mut months: FxHashMap<u64, u32> = FxHashMap::default();
        for document in docs.iter() {
            match dates.first(document) {
                Some(date) => *months.entry(date / 100).or_default() += 1,
                None => self.undated += 1,
            }
        }
        self.months.extend(months);
        let (mut places, mut abroad) = (PathCounts::new("place", segment)?, PathCounts::new("abroad", segment)?);
        places.count(docs, &reader.facet_reader("place")?);
        if with_abroad {
            abroad.count(docs, &reader.facet_reader("abroad")?);
        }
        self.add_paths(segment.number, places.articles.iter().chain(&abroad.articles));
        Ok(())
    }

    /// Adds how many articles each path of a segment has.
    fn add_paths<'n>(&mut self, segment: u32, articles: impl IntoIterator<Item = &'n u32>) {
        let numbers = self.places.of_segment(segment).iter();
        numbers.zip(articles).for_each(|(number, articles)| self.articles[*number as usize] += articles);
    }

    fn into_facets(mut self) -> Facets {
        let mut facets = Facets { undated: self.undated, ..Facets::default() };
        let counted = (0..).zip(self.articles).filter(|(_, articles)| *articles > 0);
        // Places are numbered in order of their names.
        let mut found: Vec<(Reverse<u32>, u32)> =
            counted.map(|(number, articles)| (Reverse(articles), number)).collect();
        found.sort_unstable();
        for (Reverse(articles), number) in found {
            facets.add(&self.places.all[number as usize], articles as usize);
        }
        self.months.sort_unstable();
        for of_month in self.months.chunk_by(|(one, _), (other, _)| one == other) {
            let count = of_month.iter().map(|(_, articles)| *articles as usize).sum();
            let date = PartialDate::from_packed(of_month[0].0 * 100);
            facets.dates.extend(date.map(|date| DateCount { key: date.to_string(), count }));
        }
        facets
    }
}

impl Facets {
    /// Adds how many articles name a place; places come in the order of results.
    pub(super) fn add(&mut self, place: &Place, count: usize) {
        let name = place.name.clone();
        match (place.is_abroad, &place.above[..]) {
            (true, above) => {
                let country = above.first().unwrap_or(&name).clone();
                self.abroad.push(AbroadCount { name, country, count });
            }
            (false, []) => self.regions.push(RegionCount { name, count }),
            (false, [region]) => self.cities.push(CityCount { name, region: region.clone(), count }),
            (false, [_, city, ..]) => self.districts.push(DistrictCount { name, city: city.clone(), count }),
        }
    }
}

/// How many articles every path of a field has, and all that lies above it.
pub(super) struct PathCounts {
    labels: Arc<Labels>,
    articles: Vec<u32>,
}

/// Stands between the names of an encoded facet.
pub(super) const BETWEEN: char = '\0';

impl PathCounts {
    pub fn new(field: &'static str, segment: &Segment<'_>) -> tantivy::Result<PathCounts> {
        let labels = segment.commit.tables(segment.number).labels(field, segment.reader())?;
        let articles = vec![0; labels.paths.len()];
        Ok(PathCounts { labels, articles })
    }

    /// Counts articles; tells how many have no path.
    pub fn count(&mut self, docs: &Docs, reader: &FacetReader) -> usize {
        let mut without = 0;
        // Of each path the last article that was counted, so that it counts once.
        let mut last = vec![DocId::MAX; self.articles.len()];
        for document in docs.iter() {
            let mut has_any = false;
            for ordinal in reader.facet_ords(document) {
                has_any = true;
                for number in self.labels.of_ordinal[ordinal as usize].iter().map(|number| *number as usize) {
                    if last[number] != document {
                        self.articles[number] += 1;
                        last[number] = document;
                    }
                }
            }
            without += usize::from(!has_any);
        }
        without
    }

    /// The names of each path that was met, encoded, and how many articles have it.
    pub fn counts(&self) -> impl Iterator<Item = (&str, usize)> {
        let found = self.labels.paths.iter().zip(&self.articles).filter(|(_, articles)| **articles > 0);
        found.map(|(path, articles)| (&**path, *articles as usize))
    }
}
