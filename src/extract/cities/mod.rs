//! Which cities an article names, and which of them it is about.

use super::gazetteer::Gazetteer;
use crate::article::City;
use crate::language::Language;

/// What an article says about places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Places {
    /// The cities it names, most important first.
    pub cities: Vec<City>,
    /// The one it is about: one of `cities`, or none.
    pub main: Option<String>,
    /// The regions it names by themselves, most important first.
    pub regions: Vec<String>,
    /// The city it was filed from.
    pub dateline: Option<String>,
}

/// Finds the cities of an article.
pub(crate) struct CityFinder {
    _gazetteer: Gazetteer,
}

impl CityFinder {
    pub fn new(gazetteer: Gazetteer) -> CityFinder {
        CityFinder { _gazetteer: gazetteer }
    }

    /// The places in an article; `body` is its text without furniture, paragraphs end with a line feed.
    pub fn find(&self, _title: Option<&str>, _body: &str, _language: Language) -> Places {
        Places::default()
    }
}
