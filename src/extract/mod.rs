//! "What does this article say about itself?" Title, date, cities, language, and what on the page is not the article.

mod cities;
mod gazetteer;

use crate::article::{Article, RawArticle};
use crate::language::Language;
use cities::CityFinder;

pub use gazetteer::Gazetteer;

/// Reads what an article says about itself.
pub struct Extractor {
    cities: CityFinder,
}

/// An article with the reasons for what was read from it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Inspection {
    /// What was read.
    pub article: Article,
    /// The words that gave the date: a line, a label, a part of the address.
    pub date_evidence: Option<String>,
}

impl Extractor {
    /// An extractor with the bundled gazetteer.
    pub fn new() -> Extractor {
        Extractor { cities: CityFinder::new(Gazetteer::bundled()) }
    }

    /// Reads one article.
    pub fn extract(&self, raw: RawArticle) -> Article {
        self.inspect(raw).article
    }

    /// Reads one article and keeps the reasons.
    pub fn inspect(&self, raw: RawArticle) -> Inspection {
        let language = Language::of(&raw.text);
        let places = self.cities.find(raw.metadata.title.as_deref(), &raw.text, language);
        let article = Article {
            id: raw.id,
            path: raw.path,
            url: raw.metadata.url,
            source: raw.metadata.source,
            title: raw.metadata.title,
            body: raw.text,
            furniture: String::new(),
            language,
            date: None,
            cities: places.cities,
            main_city: places.main,
            regions: places.regions,
            dateline_city: places.dateline,
        };
        Inspection { article, date_evidence: None }
    }
}

impl Default for Extractor {
    fn default() -> Extractor {
        Extractor::new()
    }
}
