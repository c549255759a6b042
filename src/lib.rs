//! Search for the news of Kazakhstan.

mod analysis;
mod article;
mod error;
mod extract;
mod language;

pub use article::{Article, ArticleId, City, DateSource, Metadata, PartialDate, PublicationDate, RawArticle};
pub use error::{Error, Problem, Result};
pub use extract::{Extractor, Gazetteer, Inspection};
pub use language::Language;
