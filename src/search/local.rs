//! Searching the index in a folder.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tantivy::query::Query as EngineQuery;
use tantivy::{DocAddress, IndexReader, TantivyDocument};

use super::compile::{Compiled, compile};
use super::copies::copies_of;
use super::feedback::{self, shared_words};
use super::page::{Page, first};
use super::ranking::FEEDBACK;
use super::results::{Copy, Facets, Hit, SearchResults, Snippet};
use super::snippet::{lead, snippet};
use super::synonyms::Synonyms;
use super::{SearchRequest, Searcher, Sort, filters};
use crate::analysis::TextAnalyzer;
use crate::article::Article;
use crate::error::Result;
use crate::extract::Gazetteer;
use crate::index::schema::Fields;
use crate::index::{Index, article_of, index_error};
use crate::query::{Query, Warning, switch_layout};

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
    synonyms: Synonyms,
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
        Ok(LocalSearcher {
            index: index.clone(),
            reader,
            gazetteer,
            synonyms: Synonyms::bundled(),
            analyzers: Mutex::default(),
        })
    }

    /// With these synonyms instead of those that come with the library.
    pub fn with_synonyms(mut self, synonyms: Synonyms) -> LocalSearcher {
        self.synonyms = synonyms;
        self
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
        let understood = Understood::of(&request.query, &self.index, &self.synonyms, &fields, &searcher)?;
        let mut results = SearchResults {
            query: request.query.clone(),
            total: 0,
            took_ms: 0.0,
            hits: Vec::new(),
            facets: Facets::default(),
            warnings: understood.warnings,
            corrected_query: understood.corrected_query,
        };
        let (mut compiled, sort) = match understood.compiled {
            Some(compiled) => (compiled, request.sort),
            // A city or a period alone asks for all of its articles.
            None if !filters.is_empty() => (Compiled::everything(), Sort::Date),
            None => {
                results.warnings.push(Warning::new("there is no word in the query"));
                return Ok(results);
            }
        };
        if sort == Sort::Relevance && feedback::helps(&compiled) {
            let first = first(&compiled, FEEDBACK.articles, filters, &searcher)?;
            let shared =
                self.with_analyzer(|analyzer| shared_words(&first, &compiled, &fields, &searcher, analyzer))?;
            compiled.add_score(&shared);
        }
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
        let mut hits = Vec::with_capacity(found.len());
        self.with_analyzer(|analyzer| -> tantivy::Result<()> {
            for (score, address) in found {
                let article = article_of(&searcher.doc::<TantivyDocument>(*address)?, fields);
                let snippet =
                    snippet(&article.body, article.language, &compiled.marks, request.snippet_length, analyzer);
                let copies = copies_of(&article.id, fields, searcher)?;
                hits.push(hit(article, *score, snippet, copies));
            }
            Ok(())
        })?;
        order_ties(&mut hits);
        Ok(hits)
    }

    /// Lends an analyzer that remembers the words it met.
    fn with_analyzer<T>(&self, work: impl FnOnce(&mut TextAnalyzer) -> T) -> T {
        let idle = self.analyzers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut analyzer = idle.unwrap_or_else(|| self.index.analyzer().text_analyzer());
        let done = work(&mut analyzer);
        self.analyzers.lock().unwrap_or_else(PoisonError::into_inner).push(analyzer);
        done
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
}

impl Understood {
    fn of(
        text: &str,
        index: &Index,
        synonyms: &Synonyms,
        fields: &Fields,
        searcher: &tantivy::Searcher,
    ) -> tantivy::Result<Understood> {
        let read = |text: &str| -> tantivy::Result<(Option<Compiled>, Vec<Warning>)> {
            let query = Query::parse(text);
            let compiled =
                query.root.map(|root| compile(&root, index.analyzer(), synonyms, fields, searcher)).transpose()?;
            Ok((compiled, query.warnings))
        };
        let (mut compiled, mut warnings) = read(text)?;
        let mut corrected_query = None;
        if compiled.as_ref().is_none_or(Compiled::is_mostly_absent)
            && let Some(switched) = switch_layout(text)
        {
            let (other, other_warnings) = read(&switched)?;
            if other.as_ref().is_some_and(|other| is_meant(&switched, other)) {
                (compiled, warnings, corrected_query) = (other, other_warnings, Some(switched));
            }
        }
        for word in compiled.iter().flat_map(|compiled| &compiled.absent) {
            warnings.push(Warning::new(format!("{word} occurs in no article")));
        }
        Ok(Understood { compiled, warnings, corrected_query })
    }
}

/// Whether a query was meant that came out of switching the keyboard layout: Russian keys make Latin letters of nearly any
/// slip, so there all the words must be known; and few letters make a word in either (BTS, иеы).
fn is_meant(switched: &str, compiled: &Compiled) -> bool {
    let is_cyrillic = switched.chars().any(|letter| ('Ѐ'..='ӿ').contains(&letter));
    let has_word = switched.split(|letter: char| !letter.is_alphabetic()).any(|word| word.chars().nth(3).is_some());
    has_word && !compiled.is_mostly_absent() && (is_cyrillic || compiled.absent.is_empty())
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

    fn searcher(articles: &[(&str, &str, &str)]) -> LocalSearcher {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        for (id, date, text) in articles {
            writer.add(RawArticle::new(*id, *text).date(*date)).unwrap();
        }
        writer.commit().unwrap();
        LocalSearcher::open(&index).unwrap()
    }

    fn ids(searcher: &LocalSearcher, request: &SearchRequest) -> Vec<String> {
        searcher.search(request).unwrap().hits.iter().map(|hit| hit.id.to_string()).collect()
    }

    #[test]
    fn what_stands_for_a_word_comes_behind_it_unless_the_word_itself_is_meant() {
        let searcher = searcher(&[
            ("the same", "", "Сегодня в городе начался ҰБТ, на него пришли тысячи ребят."),
            ("in words", "", "Сегодня в городе начали единое национальное тестирование, пришли тысячи ребят."),
            ("the word", "", "Сегодня в городе начался ЕНТ, на него пришли тысячи ребят."),
            ("another", "", "Сегодня в городе начался ремонт моста, на него пришли тысячи ребят."),
        ]);
        for (query, expected) in [
            ("ЕНТ", &["the word", "the same", "in words"][..]),
            ("«начался ЕНТ»", &["the word"]),
            ("город -ЕНТ", &["another", "in words", "the same"]),
        ] {
            let mut found = ids(&searcher, &SearchRequest::new(query));
            assert!(query != "ЕНТ" || found[0] == "the word", "{found:?}");
            found.sort();
            let mut expected = expected.to_vec();
            expected.sort_unstable();
            assert_eq!(found, expected, "{query}");
        }
        let found = searcher.search(&SearchRequest::new("ЕНТ")).unwrap();
        assert!(found.hits.iter().all(|hit| !hit.snippet.highlights.is_empty()), "what matched is marked");
    }

    #[test]
    fn the_newer_of_two_that_answer_alike_where_that_is_asked_for() {
        let text = "Мост через реку снова открыт для машин.";
        let searcher = searcher(&[
            ("old", "2019-05-01", "Мост через реку, большой мост, снова открыт."),
            ("new", "2024-05-01", text),
            ("undated", "", "Мост, старый мост через реку."),
        ]);
        assert_ne!(ids(&searcher, &SearchRequest::new("мост"))[0], "new");
        assert_eq!(ids(&searcher, &SearchRequest::new("мост").prefer_recent())[0], "new");
    }
}
