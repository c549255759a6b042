//! Counting places and dates of all matching articles in one pass.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::fastfield::FacetReader;
use tantivy::{DocId, SegmentReader};

use super::docs::Docs;
use super::results::{AbroadCount, CityCount, DateCount, DistrictCount, Facets, RegionCount};
use crate::article::PartialDate;

/// The [`Facets`] of the matching articles of each segment.
pub(super) fn count<'a>(matching: impl Iterator<Item = (&'a SegmentReader, &'a Docs)>) -> tantivy::Result<Facets> {
    let mut all = Counts::default();
    for (segment, docs) in matching {
        let mut counter = SegmentCounter::new(segment)?;
        docs.iter().for_each(|document| counter.count(document));
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
    fn new(segment: &SegmentReader) -> tantivy::Result<SegmentCounter> {
        Ok(SegmentCounter {
            undated: 0,
            dates: segment.fast_fields().u64("date")?,
            months: FxHashMap::default(),
            places: PathCounter::new(segment.facet_reader("place")?)?,
            abroad: PathCounter::new(segment.facet_reader("abroad")?)?,
        })
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
    /// The facets by ordinal, encoded: names with a zero between them.
    facets: Vec<Box<str>>,
    paths: Vec<Path>,
    /// For each ordinal the numbers of its paths, from the top.
    of_ordinal: Vec<Vec<u32>>,
}

/// The first names of a facet.
struct Path {
    ordinal: usize,
    /// How much of the encoded facet, in bytes.
    length: usize,
    /// How many articles have it or one below it, and the last of them.
    articles: usize,
    last: Option<DocId>,
}

/// Stands between the names of an encoded facet.
pub(super) const BETWEEN: char = '\0';

impl PathCounter {
    pub fn new(reader: FacetReader) -> tantivy::Result<PathCounter> {
        let mut facets: Vec<Box<str>> = Vec::with_capacity(reader.num_facets());
        let mut paths: Vec<Path> = Vec::new();
        let mut of_ordinal: Vec<Vec<u32>> = Vec::with_capacity(reader.num_facets());
        let mut dictionary = reader.facet_dict().stream()?;
        while dictionary.advance() {
            let facet = String::from_utf8_lossy(dictionary.key()).into_owned();
            let ordinal = facets.len();
            let ends = facet.match_indices(BETWEEN).map(|(at, _)| at).chain([facet.len()]);
            // Facets are in order, so those of a region follow one another.
            let above = of_ordinal.last().map_or(&[][..], Vec::as_slice);
            let mut numbers = Vec::with_capacity(3);
            for (depth, length) in ends.enumerate().filter(|_| !facet.is_empty()) {
                let known = above.get(depth).filter(|number| {
                    let path: &Path = &paths[**number as usize];
                    facets[path.ordinal].get(..path.length) == Some(&facet[..length])
                });
                numbers.push(known.copied().unwrap_or(paths.len() as u32));
                if known.is_none() {
                    paths.push(Path { ordinal, length, articles: 0, last: None });
                }
            }
            of_ordinal.push(numbers);
            facets.push(facet.into());
        }
        Ok(PathCounter { reader, facets, paths, of_ordinal })
    }

    /// Counts an article; tells whether it has any path.
    pub fn count(&mut self, document: DocId) -> bool {
        let mut has_any = false;
        for ordinal in self.reader.facet_ords(document) {
            has_any = true;
            for number in &self.of_ordinal[ordinal as usize] {
                let Path { articles, last, .. } = &mut self.paths[*number as usize];
                if *last != Some(document) {
                    *articles += 1;
                    *last = Some(document);
                }
            }
        }
        has_any
    }

    /// The names of each path that was met, encoded, and how many articles have it.
    pub fn counts(&self) -> impl Iterator<Item = (&str, usize)> {
        let found = self.paths.iter().filter(|path| path.articles > 0);
        found.map(|path| (&self.facets[path.ordinal][..path.length], path.articles))
    }
}
