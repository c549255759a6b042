//! What articles are counted and sorted by, kept from search to search in a table for each segment.

use std::cmp::Reverse;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::columnar::StrColumn;
use tantivy::fastfield::FacetReader;
use tantivy::{DocId, SegmentReader};

use super::Sort;
use super::docs::Docs;
use super::facets::BETWEEN;
use super::order::counted;

/// What is kept of a segment.
#[derive(Default)]
pub(super) struct Tables {
    labels: Mutex<FxHashMap<&'static str, Arc<Labels>>>,
    ids: OnceLock<Option<StrColumn>>,
    /// How many articles were looked at so far.
    looked_at: AtomicUsize,
    /// None where the segment has too many paths for one.
    table: OnceLock<Option<Table>>,
}

/// The paths of a field.
pub(super) struct Labels {
    /// The names of each from the top, with [`BETWEEN`] between them.
    pub paths: Vec<Box<str>>,
    /// For each facet, by its ordinal, the numbers of its paths, from the top.
    pub of_ordinal: Vec<Vec<u32>>,
}

/// The moments, months and paths of all articles of a segment, by their numbers. What is counted by is small and lies together, so
/// that much of it is near the processor.
pub(super) struct Table {
    /// The moment of each as the index has it; 0 for none.
    moments: Vec<u64>,
    /// All of them, the newest first; those without a date are the last.
    newest: Vec<DocId>,
    /// The months that articles are of, as yyyymm, in order.
    pub months: Vec<u64>,
    /// What each article counts as in this country.
    of_articles: Vec<Home>,
    /// The paths of each set of places that an article has, by their numbers. There are many articles and few sets: an article counts as its
    /// set, and each set once as its paths.
    sets: Vec<Box<[u32]>>,
    /// How many paths there are.
    paths: usize,
    abroad: Abroad,
}

/// What an article counts as in this country.
#[derive(Debug, Clone, Copy)]
struct Home {
    /// 0 without a date, else its month, from 1.
    month: u16,
    /// The number of its set of places.
    set: u16,
}

/// The paths abroad of all articles of a segment: nearly every article has another set of them.
struct Abroad {
    /// How many there are.
    paths: usize,
    /// Where the paths of each article start, and where those of the last end.
    starts: Vec<u32>,
    /// The paths of each article by their numbers, each once. In fours, the last of them filled up with a number behind all: the processor has to
    /// guess less where an article's paths end.
    of_articles: Vec<[u16; 4]>,
}

impl Tables {
    /// The paths of a field.
    pub fn labels(&self, field: &'static str, reader: &SegmentReader) -> tantivy::Result<Arc<Labels>> {
        let mut labels = self.labels.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = labels.get(field) {
            return Ok(Arc::clone(known));
        }
        let of_field = Arc::new(Labels::of(&reader.facet_reader(field)?)?);
        labels.insert(field, Arc::clone(&of_field));
        Ok(of_field)
    }

    /// The ids of the articles.
    pub fn ids(&self, reader: &SegmentReader) -> tantivy::Result<Option<&StrColumn>> {
        if self.ids.get().is_none() {
            // Of two threads that open it at once one does so in vain.
            let _ = self.ids.set(reader.fast_fields().str("id")?);
        }
        Ok(self.ids.get().and_then(Option::as_ref))
    }

    /// The table, where so many more articles are to be looked at. Making it takes as long as looking at all articles, so it is
    /// made when as many were: a program that searches once does not wait for it.
    pub fn table(&self, articles: usize, reader: &SegmentReader) -> tantivy::Result<Option<&Table>> {
        let looked_at = self.looked_at.fetch_add(articles, Ordering::Relaxed);
        if self.table.get().is_none() && looked_at >= reader.max_doc() as usize {
            // Of two threads that make it at once one does so in vain.
            let _ = self.table.set(Table::of(self, reader)?);
        }
        Ok(self.table.get().and_then(Option::as_ref))
    }

    /// Whether it was made.
    pub fn is_made(&self) -> bool {
        self.table.get().is_some()
    }

    /// Makes the table now.
    pub fn make(&self, reader: &SegmentReader) -> tantivy::Result<()> {
        self.looked_at.fetch_max(reader.max_doc() as usize, Ordering::Relaxed);
        self.table(0, reader).map(drop)
    }
}

impl Labels {
    fn of(reader: &FacetReader) -> tantivy::Result<Labels> {
        let mut paths: Vec<Box<str>> = Vec::new();
        let mut of_ordinal: Vec<Vec<u32>> = Vec::with_capacity(reader.num_facets());
        let mut dictionary = reader.facet_dict().stream()?;
        while dictionary.advance() {
            let facet = String::from_utf8_lossy(dictionary.key());
            let ends = facet.match_indices(BETWEEN).map(|(at, _)| at).chain([facet.len()]);
            // Facets are in order, so those of a region follow one another.
            let above = of_ordinal.last().map_or(&[][..], Vec::as_slice);
            let mut numbers = Vec::with_capacity(3);
            for (depth, end) in ends.enumerate().filter(|_| !facet.is_empty()) {
                let known = above.get(depth).filter(|number| *paths[**number as usize] == facet[..end]);
                numbers.push(known.copied().unwrap_or(paths.len() as u32));
                if known.is_none() {
                    paths.push(facet[..end].into());
                }
            }
            of_ordinal.push(numbers);
        }
        Ok(Labels { paths, of_ordinal })
    }
}

impl Table {
    fn of(tables: &Tables, reader: &SegmentReader) -> tantivy::Result<Option<Table>> {
        let articles = reader.max_doc();
        let dates = reader.fast_fields().u64("date")?;
        let month_of = |article| dates.first(article).map(|date| date / 100);
        let mut months: Vec<u64> = (0..articles).filter_map(month_of).collect();
        months.sort_unstable();
        months.dedup();
        let (facets, labels) = (reader.facet_reader("place")?, tables.labels("place", reader)?);
        let mut numbers: FxHashMap<Box<[u32]>, u16> = FxHashMap::default();
        let (mut sets, mut set, mut of_articles) = (Vec::new(), Vec::new(), Vec::with_capacity(articles as usize));
        for article in 0..articles {
            let month = month_of(article).map_or(0, |month| 1 + months.partition_point(|one| *one < month));
            paths_of(article, &facets, &labels, &mut set);
            set.sort_unstable();
            let number = match numbers.get(&*set) {
                Some(number) => *number,
                None => {
                    let Ok(number) = u16::try_from(sets.len()) else { return Ok(None) };
                    let new: Box<[u32]> = set.as_slice().into();
                    sets.push(new.clone());
                    numbers.insert(new, number);
                    number
                }
            };
            let Ok(month) = u16::try_from(month) else { return Ok(None) };
            of_articles.push(Home { month, set: number });
        }
        let Some(abroad) = Abroad::of(tables, reader)? else { return Ok(None) };
        let moments = reader.fast_fields().u64("moment")?;
        let moments: Vec<u64> = (0..articles).map(|article| moments.first(article).unwrap_or_default()).collect();
        let mut newest: Vec<DocId> = (0..articles).collect();
        newest.sort_by_key(|article| Reverse(moments[*article as usize]));
        Ok(Some(Table { moments, newest, months, of_articles, sets, paths: labels.paths.len(), abroad }))
    }

    /// The moment of an article as the index has it; 0 for none.
    #[inline]
    pub fn moment(&self, article: DocId) -> u64 {
        self.moments[article as usize]
    }

    /// The articles in an order of dates, those without one last: all of them, or those that are not before a moment, as
    /// [`counted`].
    pub fn by_date(&self, sort: Sort, from: Option<u64>) -> impl Iterator<Item = DocId> {
        let (dated, undated) = self.newest.split_at(self.newest.partition_point(|article| self.moment(*article) > 0));
        let is_before = |article: &DocId| from.is_some_and(|from| counted(self.moment(*article), sort) > from);
        let (forth, back) = match sort {
            Sort::Oldest => (&[][..], &dated[..dated.partition_point(|article| !is_before(article))]),
            _ => (&dated[dated.partition_point(is_before)..], &[][..]),
        };
        forth.iter().chain(back.iter().rev()).chain(undated).copied()
    }

    /// How many articles are of no month and of each, and how many have each path in this country.
    pub fn count(&self, docs: &Docs) -> (Vec<u32>, Vec<u32>) {
        let (mut months, mut sets) = (vec![0; self.months.len() + 1], vec![0; self.sets.len()]);
        docs.iter().map(|doc| self.of_articles[doc as usize]).for_each(|Home { month, set }| {
            months[usize::from(month)] += 1;
            sets[usize::from(set)] += 1;
        });
        let mut paths = vec![0; self.paths];
        for (set, articles) in self.sets.iter().zip(sets).filter(|(_, articles)| *articles > 0) {
            set.iter().for_each(|path| paths[*path as usize] += articles);
        }
        (months, paths)
    }

    /// How many articles have each path abroad.
    pub fn count_abroad(&self, docs: &Docs) -> Vec<u32> {
        let Abroad { paths, starts, of_articles } = &self.abroad;
        let mut counts = vec![0; paths + 1];
        docs.iter().map(|doc| doc as usize).for_each(|doc| {
            for four in &of_articles[starts[doc] as usize..starts[doc + 1] as usize] {
                four.iter().for_each(|path| counts[usize::from(*path)] += 1);
            }
        });
        counts.truncate(*paths);
        counts
    }
}

impl Abroad {
    /// None where there are too many paths.
    fn of(tables: &Tables, reader: &SegmentReader) -> tantivy::Result<Option<Abroad>> {
        let (facets, labels) = (reader.facet_reader("abroad")?, tables.labels("abroad", reader)?);
        let Ok(none) = u16::try_from(labels.paths.len()) else { return Ok(None) };
        let (mut starts, mut of_articles) = (vec![0], Vec::new());
        let (mut paths, mut of_article) = (Vec::new(), Vec::new());
        for article in 0..reader.max_doc() {
            paths_of(article, &facets, &labels, &mut paths);
            of_article.extend(paths.iter().map(|path| *path as u16));
            of_article.resize(of_article.len().next_multiple_of(4), none);
            of_articles.extend(of_article.as_chunks::<4>().0);
            of_article.clear();
            starts.push(of_articles.len() as u32);
        }
        Ok(Some(Abroad { paths: labels.paths.len(), starts, of_articles }))
    }
}

/// Finds the paths of an article, each once.
fn paths_of(article: DocId, facets: &FacetReader, labels: &Labels, paths: &mut Vec<u32>) {
    paths.clear();
    for path in facets.facet_ords(article).flat_map(|ordinal| &labels.of_ordinal[ordinal as usize]) {
        if !paths.contains(path) {
            paths.push(*path);
        }
    }
}
