//! Facets as lists of links.

use std::time::Instant;

use super::chips::address;
use super::marked::harmless;
use super::texts::Ui;
use crate::error::Result;
use crate::language::Language;
use crate::search::{CityCount, FacetName, Facets, RegionCount, SearchRequest, SearchResults, Searcher, WarningKind};
use crate::server::params::Params;

/// How many of a list are shown at once; the rest opens by a click.
const SHOWN: usize = 8;
/// How many there are at most.
const MOST: usize = 60;

/// A list of a facet.
pub(super) struct List {
    pub title: &'static str,
    pub shown: Vec<Choice>,
    pub more: Vec<Choice>,
}

/// Something to narrow the answer by.
pub(super) struct Choice {
    pub name: String,
    pub count: usize,
    /// The address of the narrower answer; none where it is chosen already.
    pub narrower: Option<String>,
    /// What lies in it.
    pub within: Vec<Choice>,
}

impl Choice {
    /// Whether it is chosen, or anything in it: then what lies in it is shown.
    pub fn is_open(&self) -> bool {
        self.narrower.is_none() || self.within.iter().any(Choice::is_open)
    }
}

/// Searches, and counts the places beside a chosen one as if none were: a choice among them takes its place, and gives as many.
/// All of it within the time that the request has.
pub(super) fn search(searcher: &dyn Searcher, request: &SearchRequest) -> Result<SearchResults> {
    let started = Instant::now();
    let mut found = searcher.search(request)?;
    let has_some_words =
        |results: &SearchResults| results.warnings.iter().any(|one| one.kind == WarningKind::SomeWords);
    let is_loose = has_some_words(&found);
    // Where the chosen place has only some of the words and another has all, the wider answer leaves the chosen one out.
    let counts = |wider: SearchRequest| -> Result<Option<SearchResults>> {
        let deadline = request.deadline.map(|time| time.saturating_sub(started.elapsed()));
        let wider = searcher.search(&SearchRequest { limit: 0, trees: Vec::new(), deadline, ..wider })?;
        Ok((has_some_words(&wider) == is_loose).then_some(wider))
    };
    if found.total == 0 || found.timed_out {
        return Ok(found);
    }
    if (!request.cities.is_empty() || !request.regions.is_empty())
        && let Some(wider) = counts(SearchRequest { cities: Vec::new(), regions: Vec::new(), ..request.clone() })?
    {
        let Facets { cities, regions, districts, .. } = wider.facets;
        found.facets = Facets { cities, regions, districts, ..found.facets };
        found.timed_out |= wider.timed_out;
    }
    if !request.abroad.is_empty()
        && let Some(wider) = counts(SearchRequest { abroad: Vec::new(), ..request.clone() })?
    {
        found.facets.abroad = wider.facets.abroad;
        found.timed_out |= wider.timed_out;
    }
    Ok(found)
}

/// The lists of an answer, without those that have nothing to choose.
pub(super) fn lists(facets: &Facets, params: &Params, ui: Ui) -> Vec<List> {
    let t = ui.texts();
    let all = [
        (t.places, regions(facets, params)),
        (t.abroad, abroad(facets, params)),
        (t.language, languages(facets, params, ui)),
        (t.source, sources(facets, params)),
    ];
    let list = |(title, mut choices): (&'static str, Vec<Choice>)| {
        choices.sort_by_key(|choice| !choice.is_open());
        choices.truncate(MOST);
        let more = choices.split_off(choices.len().min(SHOWN));
        List { title, shown: choices, more }
    };
    all.into_iter().map(list).filter(|list| !list.shown.is_empty()).collect()
}

/// Regions with their cities, and these with their districts; a city that is a region of its own stands for it.
fn regions(facets: &Facets, params: &Params) -> Vec<Choice> {
    let none = Params { cities: Vec::new(), regions: Vec::new(), ..params.first_page() };
    let of_city = |name: &str, count, within| {
        let narrower = narrower(&none, &params.cities, name, |params| &mut params.cities);
        Choice { name: name.to_owned(), count, narrower, within }
    };
    let city = |city: &CityCount| {
        let districts = facets.districts.iter().filter(|district| district.city == city.name);
        let within = districts.map(|district| of_city(&district.name, district.count, Vec::new())).collect();
        of_city(&city.name, city.count, within)
    };
    let region = |region: &RegionCount| {
        let cities = facets.cities.iter().filter(|city| city.region == region.name);
        let mut within: Vec<Choice> = cities.map(city).collect();
        match within.iter().position(|city| city.name == region.name) {
            Some(itself) => within.swap_remove(itself),
            None => Choice {
                name: region.name.clone(),
                count: region.count,
                narrower: narrower(&none, &params.regions, &region.name, |params| &mut params.regions),
                within,
            },
        }
    };
    facets.regions.iter().map(region).collect()
}

/// Countries with their cities.
fn abroad(facets: &Facets, params: &Params) -> Vec<Choice> {
    let none = Params { abroad: Vec::new(), ..params.first_page() };
    let choice = |name: &str, count, within| {
        let narrower = narrower(&none, &params.abroad, name, |params| &mut params.abroad);
        Choice { name: name.to_owned(), count, narrower, within }
    };
    let countries = facets.abroad.iter().filter(|place| place.name == place.country);
    let cities = |country: &str| {
        let cities = facets.abroad.iter().filter(|place| place.country == country && place.name != country);
        cities.map(|place| choice(&place.name, place.count, Vec::new())).collect()
    };
    countries.map(|place| choice(&place.name, place.count, cities(&place.name))).collect()
}

fn languages(facets: &Facets, params: &Params, ui: Ui) -> Vec<Choice> {
    let choice = |(code, count): (&str, usize)| {
        let language = Language::from_code(code).unwrap_or(Language::Other);
        let narrower = (!params.languages.contains(&language)).then(|| {
            let mut narrower = params.first_page();
            narrower.languages.push(language);
            address(&narrower)
        });
        Choice { name: ui.texts().language_name(language).to_owned(), count, narrower, within: Vec::new() }
    };
    several(counts(facets, FacetName::Languages).map(choice).collect())
}

fn sources(facets: &Facets, params: &Params) -> Vec<Choice> {
    let none = Params { sources: Vec::new(), ..params.first_page() };
    let choice = |(name, count): (&str, usize)| Choice {
        name: harmless(name),
        count,
        narrower: narrower(&none, &params.sources, name, |params| &mut params.sources),
        within: Vec::new(),
    };
    several(counts(facets, FacetName::Sources).map(choice).collect())
}

/// One of a kind leaves nothing to choose.
fn several(choices: Vec<Choice>) -> Vec<Choice> {
    if choices.len() > 1 || choices.iter().any(|choice| choice.narrower.is_none()) { choices } else { Vec::new() }
}

fn counts(facets: &Facets, facet: FacetName) -> impl Iterator<Item = (&str, usize)> {
    let tree = facets.trees.iter().filter(move |tree| tree.facet == facet);
    tree.flat_map(|tree| &tree.counts).filter_map(|one| Some((one.path.first()?.as_str(), one.count)))
}

/// The address of the answer with this chosen in place of what was; none where it is chosen. Of several places an article needs
/// one: a second would widen the answer.
fn narrower(
    none: &Params,
    chosen: &[String],
    name: &str,
    list: impl Fn(&mut Params) -> &mut Vec<String>,
) -> Option<String> {
    if chosen.iter().any(|one| one == name) {
        return None;
    }
    let mut narrower = none.clone();
    list(&mut narrower).push(name.to_owned());
    Some(address(&narrower))
}
