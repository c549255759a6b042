//! Search for the news of Kazakhstan.

mod analysis;
mod article;
mod corpus;
mod error;
mod extract;
mod index;
mod language;
mod query;
mod search;

pub use article::{Article, ArticleId, City, DateSource, Metadata, PartialDate, PublicationDate, RawArticle};
pub use corpus::Corpus;
pub use error::{Error, Problem, Result};
pub use extract::{Extractor, Gazetteer, Inspection};
pub use index::{Index, IndexStats, IndexWriter, SyncProgress, SyncReport};
pub use language::Language;
pub use query::Warning;
pub use search::{
    CityCount, DateCount, Facets, Hit, LocalSearcher, RegionCount, SearchRequest, SearchResults, Searcher, Snippet,
    Sort,
};
