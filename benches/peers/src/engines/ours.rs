//! izdeu, by what its library makes public.

use std::hint::black_box;
use std::path::Path;

use anyhow::{Result, ensure};
use izdeu::{Corpus, Index, LocalSearcher, SearchRequest, Searcher, Sort, SyncReport};

use super::{Asked, Parts};
use crate::clock::{Clock, Stopwatch};
use crate::queries::{Kind, Query};

/// Indexes a file as `search index` does: by a sync. It takes as many threads as the process may have.
pub fn index(file: &Path, folder: &Path) -> Result<()> {
    let report = sync(file, folder)?;
    ensure!(
        report.added > 0 && report.problems.is_empty(),
        "izdeu read it with problems: {:?}",
        report.problems.first()
    );
    Ok(())
}

/// Brings the index in a folder in step with a file or a folder of files.
pub fn sync(corpus: &Path, folder: &Path) -> Result<SyncReport> {
    let index = Index::open_or_create(folder)?;
    let mut writer = index.writer()?;
    let report = writer.sync(Corpus::open([corpus])?, |_| {})?;
    writer.close()?;
    Ok(report)
}

/// An open index.
pub struct Ours {
    searcher: LocalSearcher,
    clock: Clock,
}

impl Ours {
    /// Opens the index in a folder.
    pub fn open(folder: &Path, clock: Clock) -> Result<Ours> {
        Ok(Ours { searcher: LocalSearcher::open(&Index::open(folder)?)?, clock })
    }

    fn time(&self, request: &SearchRequest) -> Result<f64> {
        let watch = Stopwatch::start(self.clock);
        let results = self.searcher.search(request)?;
        let time = watch.micros();
        ensure!(results.total > 0, "izdeu finds nothing for {}", request.query);
        ensure!(results.hits.len() == results.total.min(request.limit), "izdeu shows too few for {}", request.query);
        black_box(results);
        Ok(time)
    }

    fn time_finding(&self, request: &SearchRequest) -> Result<f64> {
        let watch = Stopwatch::start(self.clock);
        let found = self.searcher.find_only(request)?;
        let time = watch.micros();
        ensure!(found > 0, "izdeu finds nothing for {}", request.query);
        Ok(time)
    }
}

impl Asked for Ours {
    fn count(&mut self, query: &Query) -> Result<usize> {
        Ok(self.searcher.search(&exact(query).limit(0))?.total)
    }

    fn whole(&mut self, query: &Query) -> Result<f64> {
        self.time(&exact(query))
    }

    fn typed(&mut self, query: &Query) -> Result<f64> {
        let between = if query.kind == Kind::Or { " ИЛИ " } else { " " };
        self.time(&SearchRequest::new(query.words.join(between)))
    }

    /// A search does all at once, so the parts are differences of searches that do more and more.
    fn parts(&mut self, query: &Query) -> Result<Parts> {
        // The others count cities and months too, and nothing abroad.
        let best = exact(query).counting_abroad(false);
        let newest = best.clone().sort(Sort::Date);
        self.searcher.find_only(&newest)?; // so that all of them find their postings in the processor's cache
        let facets = self.time(&newest.clone().limit(0))?;
        let ordered = self.time_finding(&newest)?;
        let newest_page = self.time(&newest)?;
        let best = self.time_finding(&best)? - facets;
        Ok(Parts { facets, best, newest: ordered - facets, snippets: newest_page - ordered, newest_page })
    }
}

/// What matches the same articles as in the other engines: with operators, without corrections and synonyms.
fn exact(query: &Query) -> SearchRequest {
    let between = if query.kind == Kind::Or { " ИЛИ " } else { " И " };
    SearchRequest::new(query.words.join(between)).literal(true)
}
