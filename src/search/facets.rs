//! Counting places and dates of all matching articles in one pass.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::DocId;
use tantivy::columnar::Column;
use tantivy::fastfield::FacetReader;

use super::docs::Docs;
use super::matching::Matching;
use super::results::{AbroadCount, CityCount, DateCount, DistrictCount, Facets, RegionCount};
use super::segment::Segment;
use super::tables::{Labels, Table};
use crate::article::PartialDate;

/// The [`Facets`] of all that matches.
pub(super) fn count(matching: &Matching<'_>) -> tantivy::Result<Facets> {
    let mut all = Counts::default();
    for one in &matching.segments {
        let mut counter = SegmentCounter::new(&one.segment)?;
        let tables = one.segment.commit.tables(one.segment.number);
        match tables.table(one.docs.len(), one.segment.reader())? {
            Some(table) => counter.count_by(&one.docs, table),
            None => one.docs.iter().for_each(|document| counter.count(document)),
        }
        counter.add_to(&mut all);
    }
    Ok(all.into_facets())
}

/// Counts by name.
#[derive(Default)]
struct Counts {
    undated: usize,
    /// By encoded path: region, city, district; and by country, city.
    places: FxHashMap<String, usize>,
    abroad: FxHashMap<String, usize>,
    /// By yyyymm.
    months: BTreeMap<u64, usize>,
}

impl Counts {
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

/// Counts by ordinal within a segment.
struct SegmentCounter {
    undated: usize,
    dates: Column<u64>,
    months: FxHashMap<u64, usize>,
    places: PathCounter,
    abroad: PathCounter,
}

impl SegmentCounter {
    fn new(segment: &Segment<'_>) -> tantivy::Result<SegmentCounter> {
        Ok(SegmentCounter {
            undated: 0,
            dates: segment.reader().fast_fields().u64("date")?,
            months: FxHashMap::default(),
            places: PathCounter::new("place", segment)?,
            abroad: PathCounter::new("abroad", segment)?,
        })
    }

    fn count_by(&mut self, docs: &Docs, table: &Table) {
        let mut months = vec![0; table.month_names.len()];
        for document in docs.iter().map(|document| document as usize) {
            months[table.months[document] as usize] += 1;
            table.places.of(document).iter().for_each(|path| self.places.articles[*path as usize] += 1);
            table.abroad.of(document).iter().for_each(|path| self.abroad.articles[*path as usize] += 1);
        }
        self.undated = months[0];
        let months = table.month_names.iter().copied().zip(months).skip(1);
        self.months = months.filter(|(_, articles)| *articles > 0).collect();
    }

    fn count(&mut self, document: DocId) {
        match self.dates.first(document) {
            Some(date) => *self.months.entry(date / 100).or_default() += 1,
            None => self.undated += 1,
        }
        self.places.count(document);
        self.abroad.count(document);
    }

    fn add_to(self, all: &mut Counts) {
        all.undated += self.undated;
        for (counter, into) in [(&self.places, &mut all.places), (&self.abroad, &mut all.abroad)] {
            for (path, count) in counter.counts() {
                match into.get_mut(path) {
                    Some(known) => *known += count,
                    None => drop(into.insert(path.to_owned(), count)),
                }
            }
        }
        self.months.into_iter().for_each(|(month, count)| *all.months.entry(month).or_default() += count);
    }
}

/// Counts the articles of every path of a field and of all that lies above it.
pub(super) struct PathCounter {
    reader: FacetReader,
    labels: Arc<Labels>,
    /// For each path how many articles have it or one below it, and the last of them.
    articles: Vec<usize>,
    last: Vec<DocId>,
}

/// Stands between the names of an encoded facet.
pub(super) const BETWEEN: char = '\0';

impl PathCounter {
    pub fn new(field: &'static str, segment: &Segment<'_>) -> tantivy::Result<PathCounter> {
        let reader = segment.reader().facet_reader(field)?;
        let labels = segment.commit.tables(segment.number).labels(field, &reader)?;
        let paths = labels.paths.len();
        Ok(PathCounter { reader, labels, articles: vec![0; paths], last: vec![DocId::MAX; paths] })
    }

    /// Counts an article; tells whether it has any path.
    pub fn count(&mut self, document: DocId) -> bool {
        let mut has_any = false;
        for ordinal in self.reader.facet_ords(document) {
            has_any = true;
            for number in &self.labels.of_ordinal[ordinal as usize] {
                let number = *number as usize;
                if self.last[number] != document {
                    self.articles[number] += 1;
                    self.last[number] = document;
                }
            }
        }
        has_any
    }

    /// The names of each path that was met, encoded, and how many articles have it.
    pub fn counts(&self) -> impl Iterator<Item = (&str, usize)> {
        let found = self.labels.paths.iter().zip(&self.articles).filter(|(_, articles)| **articles > 0);
        found.map(|(path, articles)| (&**path, *articles))
    }
}
