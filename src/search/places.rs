//! The places that the articles of a commit name: one number for each, whatever segments name it, in the order of their names.

use std::sync::Arc;

use super::facets::BETWEEN;
use super::tables::Labels;

/// The places of all segments.
pub(super) struct Places {
    /// In order.
    pub all: Vec<Place>,
    /// For each segment the numbers of its paths: those of places, behind these those abroad.
    of_segments: Vec<Vec<u32>>,
}

/// A place, as results have it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub name: String,
    /// What it lies in, from the top.
    pub above: Vec<String>,
    pub is_abroad: bool,
}

impl Places {
    /// Those of some segments, by the paths of each: those of places, and those abroad.
    pub fn of(segments: &[[Arc<Labels>; 2]]) -> Places {
        let places_of = |[places, abroad]: &[Arc<Labels>; 2]| -> Vec<Place> {
            let paths = places.paths.iter().map(|path| (path, false));
            let paths = paths.chain(abroad.paths.iter().map(|path| (path, true)));
            paths.map(|(path, is_abroad)| Place::of(path.split(BETWEEN), is_abroad)).collect()
        };
        let of_segments: Vec<Vec<Place>> = segments.iter().map(places_of).collect();
        let mut all: Vec<&Place> = of_segments.iter().flatten().collect();
        all.sort_unstable();
        all.dedup();
        let number = |place: &Place| all.partition_point(|before| *before < place) as u32;
        let numbers = of_segments.iter().map(|places| places.iter().map(number).collect()).collect();
        Places { all: all.into_iter().cloned().collect(), of_segments: numbers }
    }

    /// The numbers of a segment's paths: those of places, behind these those abroad.
    pub fn of_segment(&self, number: u32) -> &[u32] {
        &self.of_segments[number as usize]
    }
}

impl Place {
    /// The place at the end of a path.
    pub fn of<'n>(path: impl DoubleEndedIterator<Item = &'n str>, is_abroad: bool) -> Place {
        let mut names = path.map(str::to_owned);
        let name = names.next_back().unwrap_or_default();
        Place { name, above: names.collect(), is_abroad }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::RawArticle;
    use crate::index::Index;
    use crate::search::LocalSearcher;

    #[test]
    fn one_number_for_a_place_of_several_segments() {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        for (id, text) in [("1", "В Темиртау чинят мост."), ("2", "Мост чинят в Берлине и в Темиртау.")]
        {
            writer.add(RawArticle::new(id, text)).unwrap();
            writer.commit().unwrap();
        }
        let commit = LocalSearcher::open(&index).unwrap().commit();
        let places = commit.places().unwrap();
        let name = |number: &u32| &*places.all[*number as usize].name;
        let of_segments: Vec<Vec<&str>> = (0..commit.segment_readers().len() as u32)
            .map(|segment| places.of_segment(segment).iter().map(name).collect())
            .collect();
        assert_eq!(of_segments.len(), 2);
        assert!(places.all.is_sorted() && places.all.len() == 4, "a region, its city, a country, its city");
        assert!(of_segments.iter().all(|names| names.starts_with(&["Карагандинская область", "Темиртау"])));
        assert!(of_segments.contains(&vec!["Карагандинская область", "Темиртау", "Германия", "Берлин"]));
    }
}
