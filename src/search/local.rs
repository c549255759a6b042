//! Searching the index in a folder.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;

use tantivy::IndexReader;

use super::commit::Commit;
use super::compile::Compiled;
use super::cursor::Cursor;
use super::deadline::Deadline;
use super::fields::Lookup;
use super::hits::{AllHits, HitMaker};
use super::leaf::Leaf;
use super::page::{Page, Source};
use super::reading::FullArticle;
use super::results::SearchResults;
use super::suggest::Suggestions;
use super::synonyms::Synonyms;
use super::understood::Understood;
use super::workspace::Workspace;
use super::{DEFAULT_LIMIT, SearchRequest, Searcher, Sort, filters};
use crate::analysis::Analyzer;
use crate::article::ArticleId;
use crate::error::Result;
use crate::extract::Gazetteer;
use crate::index::schema::Fields;
use crate::index::{Index, IndexStats, guarded};
use crate::query::{Warning, WarningKind};

/// Searches the index in a folder. One searcher serves many threads.
///
/// # Example
/// ```
/// use izdeu::{Index, LocalSearcher, RawArticle, SearchRequest, Searcher};
///
/// let index = Index::in_memory()?;
/// let mut writer = index.writer()?;
/// writer.add(RawArticle::new("1", "В Астане обсудили проект новой Конституции."))?;
/// writer.commit()?;
/// let results = LocalSearcher::open(&index)?.search(&SearchRequest::new("Конституция Астана"))?;
/// assert_eq!(results.total, 1);
/// assert_eq!(results.hits[0].snippet.highlights.len(), 2);
/// # Ok::<(), izdeu::Error>(())
/// ```
pub struct LocalSearcher {
    index: Index,
    reader: IndexReader,
    /// The last commit that was turned to.
    commit: RwLock<Arc<Commit>>,
    gazetteer: Arc<Gazetteer>,
    synonyms: Synonyms,
    /// What waits for the next search.
    workspaces: Mutex<Vec<Workspace>>,
}

impl LocalSearcher {
    /// A searcher over the last commit of an index.
    ///
    /// # Errors
    /// [`Error::Index`](crate::Error::Index) where it cannot be read.
    pub fn open(index: &Index) -> Result<LocalSearcher> {
        let reader = index.reader()?;
        let gazetteer = index.gazetteer()?;
        let (index, synonyms) = (index.clone(), Synonyms::bundled().with_names_of(&gazetteer));
        let commit = RwLock::new(Arc::new(Commit::of(reader.searcher(), index.fields())));
        Ok(LocalSearcher { index, reader, commit, gazetteer, synonyms, workspaces: Mutex::default() })
    }

    /// With these synonyms instead of those that come with the library.
    pub fn with_synonyms(mut self, synonyms: Synonyms) -> LocalSearcher {
        self.synonyms = synonyms.with_names_of(&self.gazetteer);
        self
    }

    /// Gets ready for many searches: the tables that facets and dates are read from are made now, not after the first searches.
    /// A program that searches once need not wait for that.
    ///
    /// # Errors
    /// [`Error::Index`](crate::Error::Index) where the index cannot be read.
    pub fn warm(&self) -> Result<()> {
        guarded(self.index.path(), || self.commit().warm())
    }

    /// How many articles are on the page of a request, found and put in order but not made ready to show: for benchmarks, to
    /// measure that alone.
    ///
    /// # Errors
    /// As [`search`](Searcher::search).
    #[doc(hidden)]
    pub fn find_only(&self, request: &SearchRequest) -> Result<usize> {
        Ok(self.find(request)?.1.map_or(0, |(_, page)| page.found.len()))
    }

    /// Finds the articles of a page; none where nothing was asked for.
    pub(super) fn find(&self, request: &SearchRequest) -> Result<(SearchResults, Option<(HitMaker, Page)>)> {
        let filters = filters::of(request, &self.gazetteer, &self.index.fields())?;
        request.after.iter().try_for_each(|cursor| cursor.check(request))?;
        guarded(self.index.path(), || self.find_narrowed(request, &filters))
    }

    fn find_narrowed(
        &self,
        request: &SearchRequest,
        filters: &[Leaf],
    ) -> tantivy::Result<(SearchResults, Option<(HitMaker, Page)>)> {
        let deadline = Deadline::after(request.deadline);
        let commit = self.commit();
        let fields = self.index.fields();
        let without = Synonyms::none();
        let synonyms = if request.literal { &without } else { &self.synonyms };
        let lookup = Lookup { synonyms, deadline, ..self.lookup(&fields, &commit) };
        let understood = Understood::of(request, self.index.analyzer(), lookup)?;
        let (mut results, compiled) = understood.begin(request, !filters.is_empty());
        let Some(compiled) = compiled else { return Ok((results, None)) };
        let sort = compiled.sort(request.sort);
        if request.after.as_ref().is_some_and(|cursor| !cursor.is_current(commit.stamp())) {
            results.warnings.push(Warning::new(WarningKind::IndexChanged));
        }
        let source = Source { commit: &commit, fields: &fields, filters, deadline };
        let mut workspace = self.idle_workspace();
        let page = Page::find(&compiled, request, sort, source, &mut workspace);
        self.give_back(workspace);
        let mut page = page?;
        (results.total, results.facets) = (page.total, std::mem::take(&mut page.facets));
        results.warnings.append(&mut page.warnings);
        results.timed_out = page.is_cut;
        let maker = HitMaker {
            shared: std::mem::take(&mut page.shared),
            deadline,
            ..self.maker(compiled, request, sort, commit)
        };
        Ok((results, Some((maker, page))))
    }

    /// What makes the hits of a query.
    pub(super) fn maker(
        &self,
        compiled: Compiled,
        request: &SearchRequest,
        sort: Sort,
        commit: Arc<Commit>,
    ) -> HitMaker {
        HitMaker {
            compiled,
            shared: Vec::new(),
            deadline: Deadline::never(),
            sort,
            snippet_length: request.snippets.then_some(request.snippet_length),
            explaining: request.explain.then(|| self.index.analyzer().clone()),
            fields: self.index.fields(),
            commit,
        }
    }

    /// The last commit that was turned to.
    pub(super) fn commit(&self) -> Arc<Commit> {
        Arc::clone(&self.commit.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What queries are looked up in.
    pub(super) fn lookup<'a>(&'a self, fields: &'a Fields, searcher: &'a Commit) -> Lookup<'a> {
        Lookup { fields, searcher, gazetteer: &self.gazetteer, synonyms: &self.synonyms, deadline: Deadline::never() }
    }

    pub(super) fn analyzer(&self) -> &Analyzer {
        self.index.analyzer()
    }

    pub(super) fn fields(&self) -> Fields {
        self.index.fields()
    }

    /// The folder of the index.
    pub(super) fn path(&self) -> &Path {
        self.index.path()
    }

    /// What waits for the next search, or a new one.
    pub(super) fn idle_workspace(&self) -> Workspace {
        let idle = self.workspaces.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.unwrap_or_else(|| Workspace::new(self.index.analyzer()))
    }

    /// Keeps it for the next search.
    pub(super) fn give_back(&self, workspace: Workspace) {
        self.workspaces.lock().unwrap_or_else(PoisonError::into_inner).push(workspace);
    }

    /// Makes the hits of a page, and says where it ends if more come behind it.
    pub(super) fn add_hits(
        &self,
        results: &mut SearchResults,
        request: &SearchRequest,
        maker: &HitMaker,
        page: &Page,
    ) -> tantivy::Result<()> {
        let mut workspace = self.idle_workspace();
        for found in &page.found {
            if results.hits.len() >= DEFAULT_LIMIT && maker.deadline.is_over() {
                results.warnings.push(Warning::new(WarningKind::TimeOverHits));
                results.timed_out = true;
                break;
            }
            results.hits.push(maker.hit(*found, &mut workspace)?);
        }
        self.give_back(workspace);
        let has_more = page.has_more || results.hits.len() < page.found.len();
        if let (true, Some(last)) = (has_more, results.hits.last()) {
            let rank = page.found[results.hits.len() - 1].rank;
            results.next =
                Some(Cursor::behind(request, results.hits.len(), maker.commit.stamp(), rank, last.id.as_str()));
        }
        Ok(())
    }
}

impl Searcher for LocalSearcher {
    fn search(&self, request: &SearchRequest) -> Result<SearchResults> {
        let started = Instant::now();
        let (mut results, answer) = self.find(request)?;
        if let Some((maker, page)) = answer {
            guarded(self.index.path(), || self.add_hits(&mut results, request, &maker, &page))?;
        }
        results.took_ms = started.elapsed().as_secs_f64() * 1_000.0;
        Ok(results)
    }

    fn all(&self, request: &SearchRequest) -> Result<AllHits<'_>> {
        self.every_hit(request)
    }

    fn suggest(&self, prefix: &str, limit: usize) -> Result<Suggestions> {
        self.suggestions(prefix, limit)
    }

    fn similar(&self, id: &ArticleId, limit: usize) -> Result<SearchResults> {
        self.similar_to(id, limit)
    }

    fn article(&self, id: &ArticleId, query: &str) -> Result<Option<FullArticle>> {
        self.full_article(id, query)
    }

    fn stats(&self) -> Result<IndexStats> {
        self.index.stats_of(&self.commit())
    }

    fn reload(&self) -> Result<()> {
        let before = self.commit();
        // The engine opens everything anew at each call, and with it would go all that was looked up.
        if *before.generation().segments() == self.index.segments()? {
            return Ok(());
        }
        guarded(self.index.path(), || self.reader.reload())?;
        let commit = Commit::of(self.reader.searcher(), self.fields());
        if before.is_warm() {
            guarded(self.index.path(), || commit.warm())?;
        }
        *self.commit.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(commit);
        Ok(())
    }

    fn version(&self) -> u64 {
        self.commit().stamp()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::RawArticle;
    use crate::search::Hit;
    use crate::search::fixture::searcher;

    #[test]
    fn the_newest_first_within_a_day() {
        let articles = [
            ("morning", "2021-06-03 08:05"),
            ("day", "2021-06-03"),
            ("evening", "2021-06-03 21:15"),
            ("undated", ""),
            ("before", "2021-06-02 23:59"),
            ("month", "2021-06"),
        ];
        let searcher = searcher(articles.map(|(id, date)| RawArticle::new(id, "Мост снова открыт.").date(date)));
        for (sort, expected) in [
            (Sort::Date, ["evening", "morning", "day", "before", "month", "undated"]),
            (Sort::Oldest, ["month", "before", "day", "morning", "evening", "undated"]),
        ] {
            let found = searcher.search(&SearchRequest::new("мост").sort(sort)).unwrap();
            let ids: Vec<&str> = found.hits.iter().map(|hit| hit.id.as_str()).collect();
            assert_eq!(ids, expected);
        }
    }

    #[test]
    fn pages_follow_one_another_without_loss_or_repeats() {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        for number in 0..60 {
            // Ties of all kinds, over several segments: by score and by date, with all of the words and with some.
            let text = match number % 3 {
                0 => "Новый мост через реку открыт весной.",
                1 => "Мост через реку закрыт, дамбу строят летом.",
                _ => "Мост и дамбу у реки строят весной и летом.",
            };
            let date = ["2021-06-03", "", "2021-06-04"][number / 3 % 3];
            writer
                .add(RawArticle::new(format!("{:02}", number * 7 % 60), format!("{text} Номер {number}.")).date(date))
                .unwrap();
            if number % 11 == 0 {
                writer.commit().unwrap();
            }
        }
        writer.commit().unwrap();
        let searcher = LocalSearcher::open(&index).unwrap();
        for request in [
            SearchRequest::new("мост река"),
            SearchRequest::new("мост дамба весна"),
            SearchRequest::new("мост дамба весна").sort(Sort::Date),
            SearchRequest::new("мост дамба весна").sort(Sort::Oldest),
            SearchRequest::new("").to("2022".parse().unwrap()),
        ] {
            let ids = |hits: &[Hit]| hits.iter().map(|hit| hit.id.to_string()).collect::<Vec<_>>();
            let whole = searcher.search(&request.clone().limit(1_000)).unwrap();
            assert!(whole.hits.len() > 30 && whole.hits.len() == whole.total && whole.next.is_none());
            let key = |hit: &Hit| (hit.score.map(f32::to_bits), hit.date.map(|known| known.date), hit.id.to_string());
            let ties = whole
                .hits
                .windows(2)
                .filter(|pair| key(&pair[0]).0 == key(&pair[1]).0 && key(&pair[0]).1 == key(&pair[1]).1);
            assert!(ties.clone().count() > 5 && ties.clone().all(|pair| key(&pair[0]).2 < key(&pair[1]).2));
            let streamed: Vec<Hit> = searcher.all(&request).unwrap().collect::<Result<_>>().unwrap();
            assert_eq!(streamed, whole.hits);
            for size in [1, 7, 20] {
                let mut by_cursor = Vec::new();
                let mut next = request.clone().limit(size);
                loop {
                    let page = searcher.search(&next).unwrap();
                    assert_eq!((page.total, &page.warnings), (whole.total, &whole.warnings));
                    by_cursor.extend(ids(&page.hits));
                    let Some(cursor) = page.next else { break };
                    next = request.clone().limit(size).after(cursor.to_string().parse().unwrap());
                }
                assert_eq!(by_cursor, ids(&whole.hits));
                let by_offset = (0..whole.total).step_by(size).flat_map(|offset| {
                    ids(&searcher.search(&request.clone().limit(size).offset(offset)).unwrap().hits)
                });
                assert_eq!(by_offset.collect::<Vec<_>>(), ids(&whole.hits));
            }
        }
        let cursor = searcher.search(&SearchRequest::new("мост").limit(1)).unwrap().next.unwrap();
        assert!(searcher.search(&SearchRequest::new("река").after(cursor.clone())).is_err());
        writer.add(RawArticle::new("new", "Ещё один мост.")).unwrap();
        writer.commit().unwrap();
        searcher.reload().unwrap();
        let later = searcher.search(&SearchRequest::new("мост").after(cursor)).unwrap();
        assert!(later.warnings[0].message.contains("has changed"), "{:?}", later.warnings);
    }
}
