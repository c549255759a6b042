//! Searching the index in a folder.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tantivy::query::Query as EngineQuery;
use tantivy::{DocAddress, IndexReader, TantivyDocument};

use super::compile::{Compiled, compile};
use super::copies::copies_of;
use super::fields::Lookup;
use super::forgive::{Forgiven, Vocabulary, forgive};
use super::page::Page;
use super::results::{Copy, Correction, Facets, Hit, SearchResults, Snippet};
use super::snippet::{lead, snippet};
use super::{SearchRequest, Searcher, Sort, filters};
use crate::analysis::{Analyzer, TextAnalyzer};
use crate::article::Article;
use crate::error::Result;
use crate::extract::Gazetteer;
use crate::index::schema::Fields;
use crate::index::{Index, article_of, index_error};
use crate::query::{Query, Warning};

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
    gazetteer: Arc<Gazetteer>,
    /// Analyzers that wait for the next search, each with the words it remembers.
    analyzers: Mutex<Vec<TextAnalyzer>>,
}

impl LocalSearcher {
    /// A searcher over the last commit of an index.
    ///
    /// # Errors
    /// [`Error::Index`](crate::Error::Index) where it cannot be read.
    pub fn open(index: &Index) -> Result<LocalSearcher> {
        let reader = index.reader()?;
        let gazetteer = index.gazetteer()?;
        Ok(LocalSearcher { index: index.clone(), reader, gazetteer, analyzers: Mutex::default() })
    }

    /// Turns to the last commit of the index.
    ///
    /// # Errors
    /// [`Error::Index`](crate::Error::Index) where it cannot be read; the commit before stays in use.
    pub fn reload(&self) -> Result<()> {
        self.reader.reload().map_err(|error| index_error(self.index.path(), error))
    }

    fn answer(&self, request: &SearchRequest, filters: &[Box<dyn EngineQuery>]) -> tantivy::Result<SearchResults> {
        let started = Instant::now();
        let searcher = self.reader.searcher();
        let fields = self.index.fields();
        let lookup = Lookup { fields: &fields, searcher: &searcher, gazetteer: &self.gazetteer };
        let understood = Understood::of(request, self.index.analyzer(), lookup)?;
        let mut results = SearchResults {
            query: request.query.clone(),
            total: 0,
            took_ms: 0.0,
            hits: Vec::new(),
            facets: Facets::default(),
            warnings: understood.warnings,
            corrected_query: understood.corrected_query,
            corrections: understood.corrections,
        };
        let (compiled, sort) = match understood.compiled {
            Some(compiled) if compiled.has_no_words => (compiled, Sort::Date),
            Some(compiled) => (compiled, request.sort),
            // A city or a period alone asks for all of its articles.
            None if !filters.is_empty() => (Compiled::everything(), Sort::Date),
            None => {
                results.warnings.push(Warning::new("there is no word in the query"));
                return Ok(results);
            }
        };
        let page = Page::find(&compiled, request, sort, filters, &searcher)?;
        (results.total, results.facets) = (page.total, page.facets);
        results.warnings.extend(page.warning);
        results.hits = self.hits(&page.hits, &compiled, request, &fields, &searcher)?;
        results.took_ms = started.elapsed().as_secs_f64() * 1_000.0;
        Ok(results)
    }

    fn hits(
        &self,
        found: &[(Option<f32>, DocAddress)],
        compiled: &Compiled,
        request: &SearchRequest,
        fields: &Fields,
        searcher: &tantivy::Searcher,
    ) -> tantivy::Result<Vec<Hit>> {
        let idle = self.analyzers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut analyzer = idle.unwrap_or_else(|| self.index.analyzer().text_analyzer());
        let mut hits = Vec::with_capacity(found.len());
        for (score, address) in found {
            let article = article_of(&searcher.doc::<TantivyDocument>(*address)?, fields);
            let snippet =
                snippet(&article.body, article.language, &compiled.marks, request.snippet_length, &mut analyzer);
            let copies = copies_of(&article.id, fields, searcher)?;
            hits.push(hit(article, *score, snippet, copies));
        }
        self.analyzers.lock().unwrap_or_else(PoisonError::into_inner).push(analyzer);
        order_ties(&mut hits);
        Ok(hits)
    }
}

impl Searcher for LocalSearcher {
    fn search(&self, request: &SearchRequest) -> Result<SearchResults> {
        let filters = filters::of(request, &self.gazetteer, &self.index.fields())?;
        self.answer(request, &filters).map_err(|error| index_error(self.index.path(), error))
    }
}

/// A query that was parsed, corrected where it could only be a slip, and compiled.
struct Understood {
    compiled: Option<Compiled>,
    warnings: Vec<Warning>,
    corrected_query: Option<String>,
    corrections: Vec<Correction>,
}

impl Understood {
    fn of(request: &SearchRequest, analyzer: &Analyzer, lookup: Lookup<'_>) -> tantivy::Result<Understood> {
        let forgiven = match request.literal {
            true => Forgiven::literal(&request.query),
            false => forgive(&request.query, &Vocabulary::new(analyzer, lookup.fields, lookup.searcher))?,
        };
        let query = Query::parse(&forgiven.text);
        let mut compiled = query.root.map(|root| compile(&root, analyzer, lookup)).transpose()?;
        let mut warnings = query.warnings;
        warnings.extend(compiled.iter_mut().flat_map(|compiled| compiled.warnings.drain(..)));
        for word in compiled.iter().flat_map(|compiled| &compiled.absent) {
            warnings.push(Warning::new(format!("{word} occurs in no article")));
        }
        warnings.extend(forgiven.proposals);
        let corrected_query = (!forgiven.corrections.is_empty()).then_some(forgiven.text);
        Ok(Understood { compiled, warnings, corrected_query, corrections: forgiven.corrections })
    }
}

/// Puts hits that are equally good in a fixed order, whatever the segments of the index are: the newest first, then by id.
fn order_ties(hits: &mut [Hit]) {
    let date = |hit: &Hit| hit.date.map(|known| (known.date, known.time));
    let is_tie = |a: &Hit, b: &Hit| a.score == b.score && (a.score.is_some() || date(a) == date(b));
    for ties in hits.chunk_by_mut(is_tie) {
        ties.sort_by(|a, b| date(b).cmp(&date(a)).then_with(|| a.id.cmp(&b.id)));
    }
}

fn hit(article: Article, score: Option<f32>, snippet: Snippet, copies: Vec<Copy>) -> Hit {
    let lead = lead(&article.body);
    Hit {
        id: article.id,
        path: article.path,
        url: article.url,
        source: article.source,
        title: article.title,
        date: article.date,
        cities: article.cities.into_iter().map(|city| city.name).collect(),
        main_city: article.main_city,
        language: article.language,
        score,
        lead,
        snippet,
        copies,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::RawArticle;

    #[test]
    fn the_newest_first_within_a_day() {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        for (id, date) in [
            ("morning", "2021-06-03 08:05"),
            ("day", "2021-06-03"),
            ("evening", "2021-06-03 21:15"),
            ("undated", ""),
            ("before", "2021-06-02 23:59"),
            ("month", "2021-06"),
        ] {
            writer.add(RawArticle::new(id, "Мост снова открыт.").date(date)).unwrap();
        }
        writer.commit().unwrap();
        let request = SearchRequest::new("мост").sort(Sort::Date);
        let found = LocalSearcher::open(&index).unwrap().search(&request).unwrap();
        let ids: Vec<&str> = found.hits.iter().map(|hit| hit.id.as_str()).collect();
        assert_eq!(ids, ["evening", "morning", "day", "before", "month", "undated"]);
    }
}
