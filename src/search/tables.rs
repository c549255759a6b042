//! What articles are counted and sorted by, kept from search to search in a table for each segment.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::SegmentReader;
use tantivy::columnar::StrColumn;
use tantivy::fastfield::FacetReader;

use super::facets::BETWEEN;

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

/// The moments, months and paths of all articles of a segment, by their numbers. What is counted by is small, so that much of it is
/// near the processor.
pub(super) struct Table {
    /// The moment of each as the index has it; 0 for none.
    pub moments: Vec<u64>,
    /// The month of each as a number of its name; 0 for none.
    pub months: Vec<u16>,
    pub month_names: Vec<u64>,
    /// Where the paths of each end.
    ends: Vec<u32>,
    /// The paths of all, each once for an article: those of places by their numbers, behind these those abroad.
    paths: Vec<u16>,
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
        let fields = [("place", 0), ("abroad", tables.labels("place", reader)?.paths.len())];
        let mut columns = Vec::with_capacity(fields.len());
        for (field, before) in fields {
            columns.push((reader.facet_reader(field)?, tables.labels(field, reader)?, before));
        }
        let (mut ends, mut paths) = (Vec::with_capacity(articles as usize), Vec::new());
        for article in 0..articles {
            let start = paths.len();
            for (facets, labels, before) in &columns {
                for number in facets.facet_ords(article).flat_map(|ordinal| &labels.of_ordinal[ordinal as usize]) {
                    let Ok(number) = u16::try_from(*number as usize + before) else { return Ok(None) };
                    if !paths[start..].contains(&number) {
                        paths.push(number);
                    }
                }
            }
            ends.push(paths.len() as u32);
        }
        let dates = reader.fast_fields().u64("date")?;
        let mut months = Vec::with_capacity(articles as usize);
        let mut month_names = vec![0];
        let mut numbers: FxHashMap<u64, u16> = FxHashMap::default();
        for article in 0..articles {
            let number = dates.first(article).map_or(0, |date| {
                *numbers.entry(date / 100).or_insert_with(|| {
                    month_names.push(date / 100);
                    (month_names.len() - 1) as u16
                })
            });
            months.push(number);
        }
        let of_articles = reader.fast_fields().u64("moment")?;
        let moments = (0..articles).map(|article| of_articles.first(article).unwrap_or_default()).collect();
        Ok(Some(Table { moments, months, month_names, ends, paths }))
    }

    /// The paths of an article.
    #[inline]
    pub fn paths(&self, article: usize) -> &[u16] {
        let start = article.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.paths[start as usize..self.ends[article] as usize]
    }
}
