//! "Which articles answer, in what order?" A request goes in, results come out; where the index lies is the searcher's matter.

mod beside;
mod candidates;
mod clause;
mod closeness;
mod collection;
mod commit;
mod compile;
mod copies;
mod cursor;
mod deadline;
mod docs;
#[cfg(feature = "cluster")]
pub(crate) mod elsewhere;
mod expand;
mod explain;
mod facets;
mod facts;
mod family;
mod feedback;
mod fields;
mod filters;
#[cfg(test)]
mod fixture;
mod forgive;
mod frequent;
mod hits;
mod leaf;
mod lexicon;
mod local;
mod marks;
mod markup;
mod matches;
mod matching;
mod order;
mod page;
mod passages;
mod placed;
mod places;
mod positions;
mod ranking;
mod reading;
mod recency;
mod results;
mod row;
mod said;
mod scoring;
mod segment;
mod similar;
mod snippet;
mod sought;
mod suggest;
mod synonyms;
mod tables;
#[cfg(test)]
mod tests;
mod tree;
mod understood;
mod words;
mod workspace;
mod written;

use std::time::Duration;

use crate::article::{ArticleId, DateSource, PartialDate};
use crate::error::Result;
use crate::index::IndexStats;
use crate::language::Language;

pub use cursor::Cursor;
pub use explain::{ExplainedWord, Explanation, FoundForm, Part as ScoreSource, ScorePart};
pub use hits::AllHits;
pub use local::LocalSearcher;
pub use reading::FullArticle;
pub use results::{
    AbroadCount, CityCount, Copy, Correction, CorrectionReason, DateCount, DistrictCount, Facets, Hit, RegionCount,
    SearchResults, Snippet,
};
pub use suggest::{Suggestion, SuggestionKind, Suggestions};
pub use synonyms::Synonyms;
pub use tree::{FacetName, FacetTree, PathCount};

pub use crate::query::{Warning, WarningKind};

/// How many hits come at a time unless told otherwise.
const DEFAULT_LIMIT: usize = 10;
/// How long a snippet is unless told otherwise, in characters.
const DEFAULT_SNIPPET: usize = 280;
/// How long a search may take unless told otherwise.
const DEFAULT_DEADLINE: Duration = Duration::from_secs(5);

/// The order of the hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Sort {
    /// The best answers first.
    #[default]
    Relevance,
    /// The newest first, those without a date last.
    Date,
    /// The oldest first, those without a date last.
    Oldest,
}

/// What is asked of a [`Searcher`].
///
/// # Example
/// ```
/// use izdeu::{SearchRequest, Sort};
///
/// let request = SearchRequest::new("Конституция Астана").city("Шымкент").from("2026-02".parse()?).limit(5).sort(Sort::Date);
/// assert_eq!(request.limit, 5);
/// # Ok::<(), izdeu::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SearchRequest {
    /// The query as typed. Without a word in it, a city or a period asks for all of its articles, the newest first.
    pub query: String,
    /// How many hits are wanted.
    pub limit: usize,
    /// How many hits are passed over first.
    pub offset: usize,
    /// Where the page before ended, to go on there: [`SearchResults::next`].
    pub after: Option<Cursor>,
    /// The order of the hits.
    pub sort: Sort,
    /// Whether newer articles count more where the order is by relevance: a gentle push, not an order by date.
    pub prefer_recent: bool,
    /// Only articles that name one of these cities, by any of its names; empty for all articles.
    pub cities: Vec<String>,
    /// Only articles that name one of these regions or a place in it, by any of its names; empty for all articles.
    pub regions: Vec<String>,
    /// Only articles that name one of these cities or countries abroad; empty for all articles.
    pub abroad: Vec<String>,
    /// Only articles of these sources, by their whole names; empty for all articles.
    pub sources: Vec<String>,
    /// Only articles in these languages; empty for all articles.
    pub languages: Vec<Language>,
    /// Only articles of this day, month or year, or later.
    pub from: Option<PartialDate>,
    /// Only articles of this day, month or year, or earlier.
    pub to: Option<PartialDate>,
    /// Only articles whose date is known from one of these; empty for all articles.
    pub date_sources: Vec<DateSource>,
    /// Only articles without a date.
    pub undated: bool,
    /// Whether places and dates of all that matches are counted.
    pub facets: bool,
    /// Whether places abroad are counted with them.
    pub counts_abroad: bool,
    /// Whether hits have snippets and marks in their titles.
    pub snippets: bool,
    /// How long the search may take; none for as long as it does.
    pub deadline: Option<Duration>,
    /// Facets to count in full, each to a depth.
    pub trees: Vec<(FacetName, usize)>,
    /// Whether each hit says why it was found.
    pub explain: bool,
    /// The length of a snippet, in characters.
    pub snippet_length: usize,
    /// Whether the query is answered as typed, without any correction and without synonyms.
    pub literal: bool,
}

impl SearchRequest {
    /// A request for the first ten answers to a query.
    pub fn new(query: impl Into<String>) -> SearchRequest {
        SearchRequest {
            query: query.into(),
            limit: DEFAULT_LIMIT,
            offset: 0,
            after: None,
            sort: Sort::Relevance,
            prefer_recent: false,
            cities: Vec::new(),
            regions: Vec::new(),
            abroad: Vec::new(),
            sources: Vec::new(),
            languages: Vec::new(),
            from: None,
            to: None,
            date_sources: Vec::new(),
            undated: false,
            facets: true,
            counts_abroad: true,
            snippets: true,
            deadline: Some(DEFAULT_DEADLINE),
            trees: Vec::new(),
            explain: false,
            snippet_length: DEFAULT_SNIPPET,
            literal: false,
        }
    }

    /// With this many hits.
    pub fn limit(mut self, limit: usize) -> SearchRequest {
        self.limit = limit;
        self
    }

    /// With this many hits passed over first.
    pub fn offset(mut self, offset: usize) -> SearchRequest {
        self.offset = offset;
        self
    }

    /// From where the page before ended ([`SearchResults::next`]). Unlike an offset it loses and repeats nothing, and costs no more
    /// far down.
    pub fn after(mut self, cursor: Cursor) -> SearchRequest {
        self.after = Some(cursor);
        self
    }

    /// With the hits in this order.
    pub fn sort(mut self, sort: Sort) -> SearchRequest {
        self.sort = sort;
        self
    }

    /// With newer articles counting more, by relevance.
    pub fn prefer_recent(mut self) -> SearchRequest {
        self.prefer_recent = true;
        self
    }

    /// Only articles that name this city (or one of those asked for before), by any of its names: `Астана`, `Нур-Султан`,
    /// `Astana`; or a district of a large city: `Алмалинский район`.
    pub fn city(mut self, city: impl Into<String>) -> SearchRequest {
        self.cities.push(city.into());
        self
    }

    /// Only articles that name this region or a place in it (or one of those asked for before), by any of its names:
    /// `Карагандинская область`, `Қарағанды облысы`, `ВКО`.
    pub fn region(mut self, region: impl Into<String>) -> SearchRequest {
        self.regions.push(region.into());
        self
    }

    /// Only articles that name this city or country abroad (or one of those asked for before); a country has its cities.
    pub fn abroad(mut self, place: impl Into<String>) -> SearchRequest {
        self.abroad.push(place.into());
        self
    }

    /// Only articles of this source (or one of those asked for before), by its whole name as it stands in hits and facets.
    pub fn source(mut self, source: impl Into<String>) -> SearchRequest {
        self.sources.push(source.into());
        self
    }

    /// Only articles in this language, or in one of those asked for before.
    pub fn language(mut self, language: Language) -> SearchRequest {
        self.languages.push(language);
        self
    }

    /// Only articles of this date or later; `2026-02` begins on its first day.
    pub fn from(mut self, date: PartialDate) -> SearchRequest {
        self.from = Some(date);
        self
    }

    /// Only articles of this date or earlier; `2026-02` ends on its last day.
    pub fn to(mut self, date: PartialDate) -> SearchRequest {
        self.to = Some(date);
        self
    }

    /// Only articles whose date is known from this source, or from one of those asked for before.
    pub fn date_source(mut self, source: DateSource) -> SearchRequest {
        self.date_sources.push(source);
        self
    }

    /// Only articles without a date.
    pub fn undated(mut self) -> SearchRequest {
        self.undated = true;
        self
    }

    /// With all counts of this facet down to a depth, 1 for its uppermost level: [`Facets::trees`].
    pub fn tree(mut self, facet: FacetName, depth: usize) -> SearchRequest {
        self.trees.push((facet, depth));
        self
    }

    /// Whether places and dates of all that matches are counted, as they are unless told otherwise: without them
    /// [`SearchResults::facets`] is empty but for its trees, and the search takes less time.
    pub fn facets(mut self, facets: bool) -> SearchRequest {
        self.facets = facets;
        self
    }

    /// Whether places abroad are counted with the facets, as they are unless told otherwise: who shows cities and months need not wait for them.
    pub fn counting_abroad(mut self, counts_abroad: bool) -> SearchRequest {
        self.counts_abroad = counts_abroad;
        self
    }

    /// Whether hits have snippets and marks in their titles, as they have unless told otherwise.
    pub fn snippets(mut self, snippets: bool) -> SearchRequest {
        self.snippets = snippets;
        self
    }

    /// With so much time: what was found until then is the answer, [`SearchResults::timed_out`] says so. Five seconds unless
    /// told otherwise.
    pub fn deadline(mut self, time: Duration) -> SearchRequest {
        self.deadline = Some(time);
        self
    }

    /// With hits that say why they were found: [`Hit::explanation`].
    pub fn explain(mut self) -> SearchRequest {
        self.explain = true;
        self
    }

    /// With snippets of about this many characters.
    pub fn snippet_length(mut self, characters: usize) -> SearchRequest {
        self.snippet_length = characters;
        self
    }

    /// Whether the query is answered as typed, without any [`Correction`] and without synonyms.
    pub fn literal(mut self, literal: bool) -> SearchRequest {
        self.literal = literal;
        self
    }
}

/// Answers requests, wherever the articles are kept.
pub trait Searcher: Send + Sync {
    /// The answer to a request.
    ///
    /// Every query has one; what was not understood or not found stands in [`SearchResults::warnings`].
    ///
    /// # Errors
    /// [`Error::UnknownPlace`](crate::Error::UnknownPlace) for a place that nobody knows; [`Error::Invalid`](crate::Error::Invalid) for a
    /// period that ends before it begins, a period of articles without a date, or a cursor of another request;
    /// [`Error::Index`](crate::Error::Index) where the index cannot be read.
    fn search(&self, request: &SearchRequest) -> Result<SearchResults>;

    /// Every match of a request, in order, whatever its limit. Of a match a few words are kept in memory until it comes; its
    /// text is read then.
    ///
    /// # Errors
    /// As [`search`](Searcher::search).
    ///
    /// # Example
    /// ```
    /// use izdeu::{Index, LocalSearcher, RawArticle, SearchRequest, Searcher};
    ///
    /// let index = Index::in_memory()?;
    /// let mut writer = index.writer()?;
    /// for id in ["1", "2", "3"] {
    ///     writer.add(RawArticle::new(id, format!("Мост номер {id} открыт для всех.")))?;
    /// }
    /// writer.commit()?;
    /// let searcher = LocalSearcher::open(&index)?;
    /// let ids = searcher.all(&SearchRequest::new("мост").limit(1))?.map(|hit| Ok(hit?.id.to_string()));
    /// assert_eq!(ids.collect::<izdeu::Result<Vec<_>>>()?, ["1", "2", "3"]);
    /// # Ok::<(), izdeu::Error>(())
    /// ```
    fn all(&self, request: &SearchRequest) -> Result<AllHits<'_>>;

    /// How a query may go on: its last word is completed.
    ///
    /// # Errors
    /// [`Error::Index`](crate::Error::Index) where the index cannot be read.
    ///
    /// # Example
    /// ```
    /// use izdeu::{Index, LocalSearcher, RawArticle, Searcher};
    ///
    /// let index = Index::in_memory()?;
    /// let mut writer = index.writer()?;
    /// writer.add(RawArticle::new("1", "В Кокшетау обсудили Конституцию и её проект."))?;
    /// writer.commit()?;
    /// let found = LocalSearcher::open(&index)?.suggest("проект консти", 10)?;
    /// assert_eq!(found.suggestions[0].text, "проект конституцию"); // nowhere in a row, but in one article
    /// # Ok::<(), izdeu::Error>(())
    /// ```
    fn suggest(&self, prefix: &str, limit: usize) -> Result<Suggestions>;

    /// The articles that have most in common with this one, without itself and the other crawls of its page, the closest first.
    /// The query of the answer is the id; its highlights are the words in common.
    ///
    /// # Errors
    /// [`Error::NoArticle`](crate::Error::NoArticle) where no article has this id; [`Error::Index`](crate::Error::Index) where the
    /// index cannot be read.
    ///
    /// # Example
    /// ```
    /// use izdeu::{Index, LocalSearcher, RawArticle, Searcher};
    ///
    /// let index = Index::in_memory()?;
    /// let mut writer = index.writer()?;
    /// writer.add(RawArticle::new("1", "Паводок подтопил дачи у реки Ишим, жителей эвакуируют."))?;
    /// writer.add(RawArticle::new("2", "Жителей дач эвакуировали: паводок на Ишиме не спадает."))?;
    /// writer.add(RawArticle::new("3", "Театр открыл новый сезон премьерой."))?;
    /// writer.commit()?;
    /// let similar = LocalSearcher::open(&index)?.similar(&"1".into(), 10)?;
    /// assert_eq!(similar.hits.len(), 1);
    /// assert_eq!(similar.hits[0].id.as_str(), "2");
    /// # Ok::<(), izdeu::Error>(())
    /// ```
    fn similar(&self, id: &ArticleId, limit: usize) -> Result<SearchResults>;

    /// An article in full, with the words of a query marked in it; none where no article has the id. By the id of a copy comes the
    /// article that it is a copy of.
    ///
    /// # Errors
    /// [`Error::Index`](crate::Error::Index) where the index cannot be read.
    ///
    /// # Example
    /// ```
    /// use izdeu::{Index, LocalSearcher, RawArticle, Searcher};
    ///
    /// let index = Index::in_memory()?;
    /// let mut writer = index.writer()?;
    /// writer.add(RawArticle::new("1", "Мост через Ишим открыт.").title("Новый мост").date("2026-03-01"))?;
    /// writer.add(RawArticle::new("2", "Дорогу закрыли из-за бурана.").date("2026-03-05"))?;
    /// writer.commit()?;
    /// let article = LocalSearcher::open(&index)?.article(&"1".into(), "мосты")?.unwrap();
    /// assert_eq!(article.text, "Мост через Ишим открыт.\n");
    /// assert_eq!(article.highlights, [[0, 4]]);
    /// assert_eq!(article.later[0].id.as_str(), "2");
    /// # Ok::<(), izdeu::Error>(())
    /// ```
    fn article(&self, id: &ArticleId, query: &str) -> Result<Option<FullArticle>>;

    /// How large the index is.
    ///
    /// # Errors
    /// [`Error::Index`](crate::Error::Index) where it cannot be read.
    fn stats(&self) -> Result<IndexStats>;

    /// Turns to the last commit of the index. A searcher that was got ready for many searches is ready again before it turns.
    ///
    /// # Errors
    /// [`Error::Index`](crate::Error::Index) where it cannot be read; the commit before stays in use.
    fn reload(&self) -> Result<()>;

    /// A number that is the same as long as the same requests get the same answers.
    fn version(&self) -> u64;
}
