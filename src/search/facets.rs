//! Counting places and dates of all matching articles in one pass.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::fastfield::FacetReader;
use tantivy::{DocId, SegmentReader};

use super::docs::Docs;
use super::matching::{Matching, OfSegment};
use super::results::{AbroadCount, CityCount, DateCount, DistrictCount, Facets, RegionCount};
use super::segment::Segment;
use super::tables::{Labels, Table};
use crate::article::PartialDate;

/// The [`Facets`] of all that matches.
pub(super) fn count(matching: &Matching<'_>) -> tantivy::Result<Facets> {
    let of_segment = |one: &OfSegment<'_>| {
        let mut counter = SegmentCounter::new(&one.segment)?;
        let reader = one.segment.reader();
        match one.segment.commit.tables(one.segment.number).table(one.docs.len(), reader)? {
            Some(table) => counter.count_by(&one.docs, table),
            None => counter.count(&one.docs, reader)?,
        }
        Ok(counter)
    };
    let counters = matching.segments.iter().map(of_segment).collect::<tantivy::Result<Vec<_>>>()?;
    let mut all = Counts::default();
    for counter in &counters {
        all.undated += counter.undated;
        counter.places.counts().for_each(|(path, count)| *all.places.entry(path).or_default() += count);
        counter.abroad.counts().for_each(|(path, count)| *all.abroad.entry(path).or_default() += count);
        counter.months.iter().for_each(|(month, count)| *all.months.entry(*month).or_default() += count);
    }
    Ok(all.into_facets())
}

/// Counts by name.
#[derive(Default)]
struct Counts<'a> {
    undated: usize,
    /// By encoded path: region, city, district; and by country, city.
    places: FxHashMap<&'a str, usize>,
    abroad: FxHashMap<&'a str, usize>,
    /// By yyyymm.
    months: BTreeMap<u64, usize>,
}

impl Counts<'_> {
    fn into_facets(self) -> Facets {
        let mut facets = Facets { undated: self.undated, ..Facets::default() };
        for (path, count) in self.places {
            let mut names = path.split(BETWEEN).map(str::to_owned);
            match (names.next(), names.next(), names.next()) {
                (_, Some(city), Some(name)) => facets.districts.push(DistrictCount { name, city, count }),
                (Some(region), Some(name), None) => facets.cities.push(CityCount { name, region, count }),
                (Some(name), ..) => facets.regions.push(RegionCount { name, count }),
                _ => {}
            }
        }
        facets.abroad.extend(self.abroad.into_iter().filter_map(|(path, count)| {
            let (country, name) = (path.split(BETWEEN).next()?, path.rsplit(BETWEEN).next()?);
            Some(AbroadCount { name: name.to_owned(), country: country.to_owned(), count })
        }));
        facets.cities.sort_by(|a, b| (Reverse(a.count), &a.name).cmp(&(Reverse(b.count), &b.name)));
        facets.regions.sort_by(|a, b| (Reverse(a.count), &a.name).cmp(&(Reverse(b.count), &b.name)));
        facets.districts.sort_by(|a, b| (Reverse(a.count), &a.name).cmp(&(Reverse(b.count), &b.name)));
        facets.abroad.sort_by(|a, b| (Reverse(a.count), &a.name).cmp(&(Reverse(b.count), &b.name)));
        let month = |(month, count): (u64, usize)| {
            PartialDate::from_packed(month * 100).map(|date| DateCount { key: date.to_string(), count })
        };
        facets.dates = self.months.into_iter().filter_map(month).collect();
        facets
    }
}

/// Counts within a segment.
struct SegmentCounter {
    undated: usize,
    months: FxHashMap<u64, usize>,
    places: PathCounts,
    abroad: PathCounts,
}

impl SegmentCounter {
    fn new(segment: &Segment<'_>) -> tantivy::Result<SegmentCounter> {
        let (places, abroad) = (PathCounts::new("place", segment)?, PathCounts::new("abroad", segment)?);
        Ok(SegmentCounter { undated: 0, months: FxHashMap::default(), places, abroad })
    }

    /// Counts articles by the table of their segment.
    fn count_by(&mut self, docs: &Docs, table: &Table) {
        let mut months = vec![0; table.month_names.len()];
        let (places, abroad) = (&mut self.places.articles, &mut self.abroad.articles);
        let mut paths = vec![0_u32; places.len() + abroad.len()];
        for document in docs.iter().map(|document| document as usize) {
            months[table.months[document] as usize] += 1;
            table.paths(document).iter().for_each(|path| paths[*path as usize] += 1);
        }
        places.iter_mut().chain(abroad).zip(paths).for_each(|(sum, articles)| *sum = articles as usize);
        self.undated = months[0];
        let months = table.month_names.iter().copied().zip(months).skip(1);
        self.months = months.filter(|(_, articles)| *articles > 0).collect();
    }

    /// Counts articles by the columns of the index.
    fn count(&mut self, docs: &Docs, reader: &SegmentReader) -> tantivy::Result<()> {
        let dates = reader.fast_fields().u64("date")?;
        for document in docs.iter() {
            match dates.first(document) {
                Some(date) => *self.months.entry(date / 100).or_default() += 1,
                None => self.undated += 1,
            }
        }
        for (field, counts) in [("place", &mut self.places), ("abroad", &mut self.abroad)] {
            counts.count(docs, &reader.facet_reader(field)?);
        }
        Ok(())
    }
}

/// How many articles every path of a field has, and all that lies above it.
pub(super) struct PathCounts {
    labels: Arc<Labels>,
    articles: Vec<usize>,
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
        found.map(|(path, articles)| (&**path, *articles))
    }
}
