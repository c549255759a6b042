//! Counting places and dates of all matching articles in one pass.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::fastfield::FacetReader;
use tantivy::schema::Facet;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::results::{AbroadCount, CityCount, DateCount, DistrictCount, Facets, RegionCount};
use crate::article::PartialDate;

/// Collects the [`Facets`] of all matching articles, and how many there are.
pub(super) struct FacetCounter;

impl Collector for FacetCounter {
    type Fruit = (usize, Facets);
    type Child = SegmentCounter;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentCounter> {
        SegmentCounter::new(segment)
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Counts>) -> tantivy::Result<(usize, Facets)> {
        let mut all = Counts::default();
        for segment in segments {
            all.total += segment.total;
            all.undated += segment.undated;
            segment.places.into_iter().for_each(|(path, count)| *all.places.entry(path).or_default() += count);
            segment.abroad.into_iter().for_each(|(path, count)| *all.abroad.entry(path).or_default() += count);
            segment.months.into_iter().for_each(|(month, count)| *all.months.entry(month).or_default() += count);
        }
        Ok((all.total, all.into_facets()))
    }
}

/// Counts by name.
#[derive(Default)]
pub(super) struct Counts {
    total: usize,
    undated: usize,
    /// By path: region, city, district; and by country, city.
    places: BTreeMap<Vec<String>, usize>,
    abroad: BTreeMap<Vec<String>, usize>,
    /// By yyyymm.
    months: BTreeMap<u64, usize>,
}

impl Counts {
    fn into_facets(self) -> Facets {
        let mut facets = Facets { undated: self.undated, ..Facets::default() };
        for (path, count) in self.places {
            match <[String; 3]>::try_from(path) {
                Ok([_, city, name]) => facets.districts.push(DistrictCount { name, city, count }),
                Err(path) => match <[String; 2]>::try_from(path) {
                    Ok([region, name]) => facets.cities.push(CityCount { name, region, count }),
                    Err(path) => {
                        facets.regions.extend(path.into_iter().next().map(|name| RegionCount { name, count }));
                    }
                },
            }
        }
        facets.abroad.extend(self.abroad.into_iter().filter_map(|(path, count)| {
            let (country, name) = (path.first()?.clone(), path.last()?.clone());
            Some(AbroadCount { name, country, count })
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
pub(super) struct SegmentCounter {
    total: usize,
    undated: usize,
    dates: Column<u64>,
    months: FxHashMap<u64, usize>,
    places: PathCounter,
    abroad: PathCounter,
}

impl SegmentCounter {
    fn new(segment: &SegmentReader) -> tantivy::Result<SegmentCounter> {
        Ok(SegmentCounter {
            total: 0,
            undated: 0,
            dates: segment.fast_fields().u64("date")?,
            months: FxHashMap::default(),
            places: PathCounter::new(segment.facet_reader("place")?)?,
            abroad: PathCounter::new(segment.facet_reader("abroad")?)?,
        })
    }
}

impl SegmentCollector for SegmentCounter {
    type Fruit = Counts;

    fn collect(&mut self, document: DocId, _: Score) {
        self.total += 1;
        match self.dates.first(document) {
            Some(date) => *self.months.entry(date / 100).or_default() += 1,
            None => self.undated += 1,
        }
        self.places.count(document);
        self.abroad.count(document);
    }

    fn harvest(self) -> Counts {
        Counts {
            total: self.total,
            undated: self.undated,
            places: self.places.counts(),
            abroad: self.abroad.counts(),
            months: self.months.into_iter().collect(),
        }
    }
}

/// Counts the articles of every path of a field and of all that lies above it.
pub(super) struct PathCounter {
    reader: FacetReader,
    /// Every path with how many articles have it or one below it, and the last of them.
    paths: Vec<(Vec<String>, usize, Option<DocId>)>,
    /// For each ordinal the numbers of its paths, from the top.
    of_ordinal: Vec<Vec<usize>>,
}

impl PathCounter {
    pub fn new(reader: FacetReader) -> tantivy::Result<PathCounter> {
        let mut paths: Vec<(Vec<String>, usize, Option<DocId>)> = Vec::new();
        let mut of_ordinal: Vec<Vec<usize>> = Vec::with_capacity(reader.num_facets());
        let mut facet = Facet::root();
        for ordinal in 0..reader.num_facets() {
            reader.facet_from_ord(ordinal as u64, &mut facet)?;
            let parts: Vec<String> = facet.to_path().into_iter().map(str::to_owned).collect();
            let above = of_ordinal.last().cloned().unwrap_or_default();
            // Facets are in order, so those of a region follow one another.
            let numbers = (1..=parts.len()).map(|depth| match above.get(depth - 1) {
                Some(number) if paths[*number].0 == parts[..depth] => *number,
                _ => {
                    paths.push((parts[..depth].to_vec(), 0, None));
                    paths.len() - 1
                }
            });
            let numbers = numbers.collect();
            of_ordinal.push(numbers);
        }
        Ok(PathCounter { reader, paths, of_ordinal })
    }

    pub fn count(&mut self, document: DocId) {
        for ordinal in self.reader.facet_ords(document) {
            for number in &self.of_ordinal[ordinal as usize] {
                let (_, count, last) = &mut self.paths[*number];
                if *last != Some(document) {
                    *count += 1;
                    *last = Some(document);
                }
            }
        }
    }

    pub fn counts(self) -> BTreeMap<Vec<String>, usize> {
        let found = self.paths.into_iter().filter(|(_, count, _)| *count > 0);
        found.map(|(path, count, _)| (path, count)).collect()
    }
}
