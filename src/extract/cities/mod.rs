//! Which cities an article names, and which of them it is about.
//!
//! Every word with a capital letter that the gazetteer knows is a candidate ([`candidates`]); the words around it decide whether it
//! is the city ([`context`]), what it weighs ([`main_city`]), and every decision keeps its [`Rule`].

mod abroad;
mod around;
mod candidates;
mod capital;
mod context;
mod cues;
mod dateline;
mod districts;
mod line;
mod lists;
mod main_city;
mod regions;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

use super::gazetteer::{CityId, Gazetteer};
use crate::article::{City, District, ForeignPlace, Metadata, PartialDate};
use crate::language::Language;
use abroad::Scene;
use words::Words;

/// What an article says about places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Places {
    /// The cities it names, most important first.
    pub cities: Vec<City>,
    /// The one it is about: one of `cities`, or none.
    pub main: Option<String>,
    /// The regions it names by themselves, most important first.
    pub regions: Vec<String>,
    /// The districts of large cities that it names.
    pub districts: Vec<District>,
    /// Other districts, and villages.
    pub others: Vec<String>,
    /// The places abroad that it names, most often named first.
    pub abroad: Vec<ForeignPlace>,
    /// The city it was filed from.
    pub dateline: Option<String>,
    /// Every word that looked like a place, in title and body, and what became of it.
    pub mentions: Vec<Mention>,
}

/// A word that looked like a city of Kazakhstan or a place abroad, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    /// Where it starts and ends, in bytes: `[start, end)`.
    pub start: usize,
    pub end: usize,
    /// Whether it stands in the title; else in the body.
    pub in_title: bool,
    /// The place that it looked like.
    pub place: String,
    /// Whether that is abroad.
    pub is_abroad: bool,
    /// What decided.
    pub rule: Rule,
    /// What it adds to the weight of the city in thousandths, 0 where it is refused.
    pub weight: u32,
}

/// What decided whether a word is a city.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Rule {
    /// Accepted: a name that is nothing else.
    Name,
    /// Accepted: «город», «г.», «қаласы» stands beside it.
    CityWord,
    /// Accepted: a word that goes with cities stands beside an ambiguous name.
    Cue,
    /// Accepted: an ambiguous name beside a city in a list.
    List,
    /// Accepted: an ambiguous name that the article has elsewhere with a cue.
    Repeated,
    /// Accepted: a part of «Атырау-Алматы».
    Route,
    /// Accepted: stuck to another word by the scrape.
    Glued,
    /// Accepted: where it was filed.
    Dateline,
    /// Accepted: «столица», «елорда» in an article about Kazakhstan.
    Capital,
    /// Evidence for the main city only: «алматинский», «шымкентцы», «столичный».
    Derived,
    /// Refused: an ambiguous name without a cue.
    Ambiguous,
    /// Refused: an ambiguous name that the town did not have yet when the article was written.
    Period,
    /// Refused: a form that is also an adjective: «в Уральском университете».
    Adjective,
    /// Refused: part of another name joined by a hyphen: «Петропавловск-Камчатский».
    Compound,
    /// Refused: a company, club, medium or event.
    Organisation,
    /// Refused: a region.
    Region,
    /// Refused: a district of a city or region.
    District,
    /// Refused: whose money it is: «долларов США».
    Currency,
    /// Refused: a river, lake, mountain, village or street.
    OtherPlace,
    /// Refused: a person.
    Person,
    /// Refused: part of a web address or a user's name.
    Address,
    /// Refused: a list of cities in lines of their own, as weather and menus have it.
    Menu,
}

impl Rule {
    /// Whether the word counts as the place.
    pub fn accepts(self) -> bool {
        use Rule::{Capital, CityWord, Cue, Dateline, Glued, List, Name, Repeated, Route};
        matches!(self, Name | CityWord | Cue | List | Repeated | Route | Glued | Dateline | Capital)
    }

    /// Its name in JSON: `city-word`.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Name => "name",
            Rule::CityWord => "city-word",
            Rule::Cue => "cue",
            Rule::List => "list",
            Rule::Repeated => "repeated",
            Rule::Route => "route",
            Rule::Glued => "glued",
            Rule::Dateline => "dateline",
            Rule::Capital => "capital",
            Rule::Derived => "derived",
            Rule::Ambiguous => "ambiguous",
            Rule::Period => "period",
            Rule::Adjective => "adjective",
            Rule::Compound => "compound",
            Rule::Organisation => "organisation",
            Rule::Region => "region",
            Rule::District => "district",
            Rule::Currency => "currency",
            Rule::OtherPlace => "other-place",
            Rule::Person => "person",
            Rule::Address => "address",
            Rule::Menu => "menu",
        }
    }
}

/// A candidate that was judged.
#[derive(Debug, Clone, Copy)]
struct Judged {
    start: usize,
    end: usize,
    city: CityId,
    rule: Rule,
    /// Whether the name is nothing else anywhere, see [`super::gazetteer::Trust`].
    sure: bool,
    /// The number of the name, for words that are one.
    name: Option<usize>,
}

/// Finds the cities of an article.
pub(crate) struct CityFinder {
    gazetteer: Arc<Gazetteer>,
}

impl CityFinder {
    pub fn new(gazetteer: Arc<Gazetteer>) -> CityFinder {
        CityFinder { gazetteer }
    }

    /// The places in an article; `body` is its text without furniture, paragraphs end with a line feed.
    pub fn find(
        &self,
        title: Option<&str>,
        body: &str,
        language: Language,
        date: Option<PartialDate>,
        with_mentions: bool,
    ) -> Places {
        let gazetteer = &*self.gazetteer;
        let date = date.map(PartialDate::packed_end);
        let (title_words, body_words) = (Words::of(title.unwrap_or_default()), Words::of(body));
        let mut in_title = context::judge_all(gazetteer, &title_words, language, date);
        let mut in_body = context::judge_all(gazetteer, &body_words, language, date);
        lists::accept_repeated([&mut in_title.home, &mut in_body.home]);
        lists::accept_repeated([&mut in_title.abroad, &mut in_body.abroad]);
        let dateline =
            dateline::find(&title_words, &mut in_title.home).or_else(|| dateline::find(&body_words, &mut in_body.home));
        let regions = regions::find(gazetteer, &title_words, &body_words);
        let title_scene = Scene::of(gazetteer, &title_words, &in_title);
        let scene = title_scene.and(Scene::of(gazetteer, &body_words, &in_body));
        scene.doubt([&mut in_title.home, &mut in_body.home]);
        capital::add(gazetteer, scene, [(&title_words, &mut in_title.home), (&body_words, &mut in_body.home)]);

        let home = [(&title_words, &in_title.home[..]), (&body_words, &in_body.home[..])];
        let ranking = main_city::rank(gazetteer, scene, home, &regions.weights, title_scene.abroad > 0);
        let cities: Vec<City> = ranking.cities.iter().map(|city| gazetteer.city_of(*city).clone()).collect();
        let districts = districts::find(gazetteer, &title_words, &body_words, &cities, &regions.in_body);
        let name = |city: CityId| gazetteer.city_of(city).name.clone();
        let mention = |in_title: bool, is_abroad: bool, judged: &Judged, weight: u32| Mention {
            start: judged.start,
            end: judged.end,
            in_title,
            place: if is_abroad { gazetteer.abroad_of(judged.city).name.clone() } else { name(judged.city) },
            is_abroad,
            rule: judged.rule,
            weight,
        };
        let mut mentions = Vec::new();
        if with_mentions {
            let at_home =
                in_title.home.iter().map(|one| (true, one)).chain(in_body.home.iter().map(|one| (false, one)));
            let weighed = at_home.zip(&ranking.weights);
            mentions.extend(weighed.map(|((in_title, judged), weight)| mention(in_title, false, judged, *weight)));
            mentions.extend(in_title.abroad.iter().map(|judged| mention(true, true, judged, 0)));
            mentions.extend(in_body.abroad.iter().map(|judged| mention(false, true, judged, 0)));
            mentions.sort_by_key(|mention| (!mention.in_title, mention.start));
        }
        Places {
            main: ranking.main.map(name),
            cities,
            regions: regions.weights.into_iter().map(|(region, _)| region.to_owned()).collect(),
            districts: districts.of_cities,
            others: districts.others,
            abroad: abroad::places(gazetteer, &in_title.abroad, &in_body.abroad),
            dateline: dateline.map(name),
            mentions,
        }
    }

    /// What the keeper of an article says about its cities stands before what the text says: his first city is the main one,
    /// and where that is no city of Kazakhstan there is none.
    pub fn believe(&self, metadata: &Metadata, places: &mut Places) {
        let Some(first) = metadata.cities.first() else { return };
        places.main = self.gazetteer.city(first).map(|city| city.name.clone());
        let mut cities: Vec<City> = Vec::new();
        let named = metadata.cities.iter().filter_map(|name| self.gazetteer.city(name).cloned());
        for city in named.chain(std::mem::take(&mut places.cities)) {
            if !cities.contains(&city) {
                cities.push(city);
            }
        }
        places.cities = cities;
    }
}
