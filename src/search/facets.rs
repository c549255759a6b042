//! Counting places and dates of all matching articles in one pass.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::fastfield::FacetReader;
use tantivy::schema::Facet;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::results::{CityCount, DateCount, Facets, RegionCount};
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
            segment.cities.into_iter().for_each(|(city, count)| *all.cities.entry(city).or_default() += count);
            segment.regions.into_iter().for_each(|(region, count)| *all.regions.entry(region).or_default() += count);
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
    /// By city and region.
    cities: BTreeMap<(String, String), usize>,
    regions: BTreeMap<String, usize>,
    /// By yyyymm.
    months: BTreeMap<u64, usize>,
}

impl Counts {
    fn into_facets(self) -> Facets {
        // Maps are in order of names; sorting by count keeps that order among equals.
        let mut cities: Vec<CityCount> =
            self.cities.into_iter().map(|((name, region), count)| CityCount { name, region, count }).collect();
        cities.sort_by_key(|city| std::cmp::Reverse(city.count));
        let mut regions: Vec<RegionCount> =
            self.regions.into_iter().map(|(name, count)| RegionCount { name, count }).collect();
        regions.sort_by_key(|region| std::cmp::Reverse(region.count));
        let month = |(month, count): (u64, usize)| {
            PartialDate::from_packed(month * 100).map(|date| DateCount { key: date.to_string(), count })
        };
        Facets { cities, regions, dates: self.months.into_iter().filter_map(month).collect(), undated: self.undated }
    }
}

/// Counts by ordinal within a segment.
pub(super) struct SegmentCounter {
    total: usize,
    undated: usize,
    dates: Column<u64>,
    months: FxHashMap<u64, usize>,
    places: FacetReader,
    /// For each ordinal of a place: its parts, how many articles name it, and which region of `regions` it is of.
    labels: Vec<(Vec<String>, usize, usize)>,
    /// For each region: its name, how many articles name something of it, and the last of them.
    regions: Vec<(String, usize, Option<DocId>)>,
}

impl SegmentCounter {
    fn new(segment: &SegmentReader) -> tantivy::Result<SegmentCounter> {
        let places = segment.facet_reader("place")?;
        let mut labels = Vec::with_capacity(places.num_facets());
        let mut regions: Vec<(String, usize, Option<DocId>)> = Vec::new();
        let mut facet = Facet::root();
        for ordinal in 0..places.num_facets() {
            places.facet_from_ord(ordinal as u64, &mut facet)?;
            let parts: Vec<String> = facet.to_path().into_iter().map(str::to_owned).collect();
            let name = parts.first().cloned().unwrap_or_default();
            // Facets are in order, so those of a region follow one another.
            if regions.last().is_none_or(|(last, ..)| *last != name) {
                regions.push((name, 0, None));
            }
            labels.push((parts, 0, regions.len() - 1));
        }
        let dates = segment.fast_fields().u64("date")?;
        Ok(SegmentCounter { total: 0, undated: 0, dates, months: FxHashMap::default(), places, labels, regions })
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
        for ordinal in self.places.facet_ords(document) {
            let (_, count, region) = &mut self.labels[ordinal as usize];
            *count += 1;
            let (_, articles, last) = &mut self.regions[*region];
            if *last != Some(document) {
                *articles += 1;
                *last = Some(document);
            }
        }
    }

    fn harvest(self) -> Counts {
        let cities = self.labels.into_iter().filter_map(|(parts, count, _)| match <[String; 2]>::try_from(parts) {
            Ok([region, city]) if count > 0 => Some(((city, region), count)),
            _ => None,
        });
        let regions = self.regions.into_iter().filter(|(_, count, _)| *count > 0).map(|(name, count, _)| (name, count));
        Counts {
            total: self.total,
            undated: self.undated,
            cities: cities.collect(),
            regions: regions.collect(),
            months: self.months.into_iter().collect(),
        }
    }
}
