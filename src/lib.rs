//! Search for the news of Kazakhstan: Russian and Kazakh articles, found by any form of a word, faceted by date and city, with
//! snippets that read well.
//!
//! The articles may be scraped text. What they say about themselves (headline, date, cities, language) is read from it, with
//! its source, and what is not the article (menus, captions, buttons) is told apart.
//!
//! ```
//! use izdeu::{Index, LocalSearcher, RawArticle, SearchRequest, Searcher};
//!
//! let index = Index::in_memory()?; // or Index::open_or_create("index")?
//! let mut writer = index.writer()?;
//! writer.add(RawArticle::new("1", "5 июня 2022 | 10:15\n\nРеферендум начался\n\nВ Астане голосуют за поправки в Конституцию."))?;
//! writer.commit()?;
//!
//! let searcher = LocalSearcher::open(&index)?;
//! let results = searcher.search(&SearchRequest::new("Конституция Астаны").limit(10))?;
//! let hit = &results.hits[0];
//! assert_eq!(hit.title.as_deref(), Some("Референдум начался"));
//! assert_eq!(hit.date.unwrap().date.to_string(), "2022-06-05");
//! assert_eq!(hit.main_city.as_deref(), Some("Астана"));
//! assert_eq!(results.facets.dates[0].key, "2022-06");
//! # Ok::<(), izdeu::Error>(())
//! ```
//!
//! A folder of articles is kept in step with an index by [`Corpus`] and [`IndexWriter::sync`]; [`Extractor`] reads an article
//! without indexing it. The library never prints, never exits and needs no async runtime. Without the feature `cli` it is
//! built without the crates that only a terminal needs; the feature `server` adds the web page and the HTTP API, the feature `cluster` adds articles
//! that Quickwit, OpenSearch or Elasticsearch keep (`Cluster`), the features `html`, `archives` and `warc` add reading of web pages, of packed files and of crawls.

mod analysis;
mod article;
#[cfg(feature = "cluster")]
mod cluster;
mod corpus;
mod error;
mod extract;
mod index;
mod language;
mod query;
mod search;
#[cfg(feature = "server")]
mod server;

pub use analysis::Step as MatchStep;
#[doc(hidden)] // for benches/steps.rs
pub use analysis::{count_words, term_counter};
pub use article::{
    Article, ArticleId, City, DateSource, District, ForeignPlace, Metadata, PartialDate, PublicationDate, RawArticle,
    TimeOfDay, UtcOffset,
};
#[cfg(feature = "cluster")]
pub use cluster::{
    Cluster, ClusterAddress, ClusterOptions, ClusterSearcher, ClusterStatus, ClusterSyncOptions, Credentials,
    Engine as ClusterEngine, IndexSize as ClusterIndexSize, OpenRun as ClusterRun, Versions as ClusterVersions,
};
#[cfg(feature = "cluster")]
#[doc(hidden)] // for benches/cluster_size
pub use cluster::{SentArticle, article_sender, described_to_quickwit};
#[cfg(feature = "pdf")]
pub use corpus::answer_pdf_text;
pub use corpus::{Corpus, ReadOptions};
pub use error::{Error, PlaceKind, Problem, Result};
pub use extract::{
    Extractor, FurnitureRule, Gazetteer, InspectedLine, Inspection, Lookahead, Part, PlaceMention, PlaceRule,
    RefusedDate, Step, StepTimes,
};
pub use index::{
    Backup, Checked, Extent, Finding, Index, IndexStats, IndexWriter, Rebuild, SyncProgress, SyncReport, WriterOptions,
};
pub use language::Language;
#[doc(hidden)] // for benches/steps.rs
pub use query::is_understood;
pub use search::{
    AbroadCount, AllHits, CityCount, Copy, Correction, CorrectionReason, Cursor, DateCount, DistrictCount,
    ExplainedWord, Explanation, FacetName, FacetTree, Facets, FoundForm, FullArticle, Hit, LocalSearcher, PathCount,
    RegionCount, ScorePart, ScoreSource, SearchRequest, SearchResults, Searcher, Snippet, Sort, Suggestion,
    SuggestionKind, Suggestions, Synonyms, Warning, WarningKind,
};
#[cfg(feature = "server")]
pub use server::{ApiKeys, Server, ServerOptions};

/// The examples of the README are tests too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
