//! What stands behind the `?` of a search: the same for the page and the API.

use std::ops::RangeInclusive;
use std::time::Duration;

use form_urlencoded::Serializer;

use super::fault::Fault;
use super::problem::Problem;
use crate::article::{DateSource, PartialDate};
use crate::language::Language;
use crate::search::{Cursor, FacetName, SearchRequest, Sort};

/// The most hits of a page.
pub(super) const MOST_HITS: usize = 100;
/// How far pages go by their number; a cursor goes on without end.
pub(super) const DEEPEST: usize = 10_000;
/// The most values of a parameter that may be given more than once.
const MOST_VALUES: usize = 50;
/// The longest snippet, in characters.
const LONGEST_SNIPPET: usize = 2_000;

/// The parameters of a search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Params {
    pub q: String,
    pub cities: Vec<String>,
    pub regions: Vec<String>,
    pub abroad: Vec<String>,
    pub sources: Vec<String>,
    pub languages: Vec<Language>,
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
    pub date_sources: Vec<DateSource>,
    pub undated: bool,
    pub sort: Sort,
    pub literal: bool,
    pub prefer_recent: bool,
    pub limit: Option<usize>,
    pub offset: usize,
    pub after: Option<Cursor>,
    pub snippet_length: Option<usize>,
    pub explain: bool,
    pub facets: Vec<(FacetName, usize)>,
    /// The language of the page; none for what the browser asks for.
    pub ui: Option<String>,
}

impl Params {
    /// Reads what stands behind the `?`. What it does not know is passed over: addresses of the page gather parameters on their
    /// way, and the API has refused them before.
    pub fn of(query: Option<&str>) -> Result<Params, Problem> {
        let params = Params::read(query.unwrap_or_default())?;
        params.contradiction().map_or(Ok(params), |fault| Err(fault.into()))
    }

    /// The words and the language of the page alone: what is left of parameters that cannot be read.
    pub fn words(query: Option<&str>) -> Params {
        let mut params = Params::default();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            match &*name {
                "q" => params.q = value.into_owned(),
                "ui" => params.ui = Some(value.into_owned()),
                _ => {}
            }
        }
        params
    }

    fn read(query: &str) -> Result<Params, Fault> {
        let mut params = Params::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            // An empty field of a form says nothing.
            if value.is_empty() {
                continue;
            }
            match &*name {
                "q" => params.q = value.into_owned(),
                "city" => push(&mut params.cities, &name, value.into_owned())?,
                "region" => push(&mut params.regions, &name, value.into_owned())?,
                "abroad" => push(&mut params.abroad, &name, value.into_owned())?,
                "source" => push(&mut params.sources, &name, value.into_owned())?,
                "lang" => push(&mut params.languages, &name, language(&value)?)?,
                "from" => params.from = Some(date(&name, &value)?),
                "to" => params.to = Some(date(&name, &value)?),
                "date_source" => push(&mut params.date_sources, &name, date_source(&value)?)?,
                "undated" => params.undated = flag(&name, &value)?,
                "sort" => params.sort = sort(&value)?,
                "literal" => params.literal = flag(&name, &value)?,
                "prefer_recent" => params.prefer_recent = flag(&name, &value)?,
                "limit" => params.limit = Some(number(&name, &value, 0..=MOST_HITS)?),
                "offset" => params.offset = number(&name, &value, 0..=DEEPEST)?,
                "after" => params.after = Some(cursor(&value)?),
                "snippet_length" => params.snippet_length = Some(number(&name, &value, 0..=LONGEST_SNIPPET)?),
                "explain" => params.explain = flag(&name, &value)?,
                "facet" => push(&mut params.facets, &name, facet(&value)?)?,
                "ui" => params.ui = Some(value.into_owned()),
                _ => {}
            }
        }
        Ok(params)
    }

    /// What is asked for and cannot be together.
    fn contradiction(&self) -> Option<Fault> {
        let has_period = self.from.is_some() || self.to.is_some();
        if self.undated && (has_period || !self.date_sources.is_empty()) {
            return Some(Fault::UndatedWithDates);
        }
        let (from, to) = self.from.zip(self.to)?;
        (from.packed() > to.packed_end()).then_some(Fault::BackwardPeriod { from, to })
    }

    /// What is asked of the searcher.
    pub fn request(&self, deadline: Duration) -> SearchRequest {
        let usual = SearchRequest::new(&self.q);
        let mut request = usual.offset(self.offset).sort(self.sort).literal(self.literal).deadline(deadline);
        request.limit = self.limit.unwrap_or(request.limit);
        request.snippet_length = self.snippet_length.unwrap_or(request.snippet_length);
        request.cities.clone_from(&self.cities);
        request.regions.clone_from(&self.regions);
        request.abroad.clone_from(&self.abroad);
        request.sources.clone_from(&self.sources);
        request.languages.clone_from(&self.languages);
        (request.from, request.to, request.undated) = (self.from, self.to, self.undated);
        request.date_sources.clone_from(&self.date_sources);
        request.after.clone_from(&self.after);
        request.trees.clone_from(&self.facets);
        (request.explain, request.prefer_recent) = (self.explain, self.prefer_recent);
        request
    }

    /// Whether anything narrows the answer beside the words.
    pub fn is_narrowed(&self) -> bool {
        *self
            != Params {
                q: self.q.clone(),
                ui: self.ui.clone(),
                sort: self.sort,
                offset: self.offset,
                ..Params::default()
            }
    }

    /// The same search on its first page.
    pub fn first_page(&self) -> Params {
        Params { offset: 0, after: None, ..self.clone() }
    }

    /// What has to stand behind the `?` for this, always in the same order.
    pub fn to_query(&self) -> String {
        let mut query = Serializer::new(String::new());
        let mut put = |name: &str, value: &str| {
            query.append_pair(name, value);
        };
        self.each(&mut put);
        query.finish()
    }

    /// Gives each parameter that is not as usual with its value.
    pub fn each(&self, put: &mut dyn FnMut(&str, &str)) {
        if !self.q.is_empty() {
            put("q", &self.q);
        }
        let lists =
            [("city", &self.cities), ("region", &self.regions), ("abroad", &self.abroad), ("source", &self.sources)];
        for (name, values) in lists {
            values.iter().for_each(|value| put(name, value));
        }
        self.languages.iter().for_each(|language| put("lang", language.code()));
        for (name, date) in [("from", self.from), ("to", self.to)] {
            if let Some(date) = date {
                put(name, &date.to_string());
            }
        }
        self.date_sources.iter().for_each(|source| put("date_source", source.name()));
        for (name, is_set) in [
            ("undated", self.undated),
            ("literal", self.literal),
            ("prefer_recent", self.prefer_recent),
            ("explain", self.explain),
        ] {
            if is_set {
                put(name, "1");
            }
        }
        match self.sort {
            Sort::Relevance => {}
            Sort::Date => put("sort", "date"),
            Sort::Oldest => put("sort", "oldest"),
        }
        for (name, number) in [
            ("limit", self.limit),
            ("snippet_length", self.snippet_length),
            ("offset", Some(self.offset).filter(|offset| *offset > 0)),
        ] {
            if let Some(number) = number {
                put(name, &number.to_string());
            }
        }
        if let Some(after) = &self.after {
            put("after", &after.to_string());
        }
        for (facet, depth) in &self.facets {
            put("facet", &format!("{}:{depth}", facet.name()));
        }
        if let Some(ui) = &self.ui {
            put("ui", ui);
        }
    }
}

fn push<T>(values: &mut Vec<T>, name: &str, value: T) -> Result<(), Fault> {
    if values.len() >= MOST_VALUES {
        return Err(Fault::ManyValues { name: name.to_owned(), most: MOST_VALUES });
    }
    values.push(value);
    Ok(())
}

fn date(name: &str, value: &str) -> Result<PartialDate, Fault> {
    value.parse().map_err(|_| Fault::NoDate { name: name.to_owned(), written: value.to_owned() })
}

fn cursor(value: &str) -> Result<Cursor, Fault> {
    // A good one may be as long as an id; of a bad one the beginning says enough.
    value.parse().map_err(|_| Fault::NoCursor { written: value.chars().take(40).collect() })
}

fn flag(name: &str, value: &str) -> Result<bool, Fault> {
    match value {
        "1" | "true" | "on" => Ok(true),
        "0" | "false" => Ok(false),
        _ => Err(none_of(name, value, &["1", "0"])),
    }
}

fn number(name: &str, value: &str, within: RangeInclusive<usize>) -> Result<usize, Fault> {
    let number = value.parse().ok().filter(|number| within.contains(number));
    number.ok_or_else(|| {
        let (least, most) = within.into_inner();
        Fault::NoNumber { name: name.to_owned(), written: value.to_owned(), least, most }
    })
}

fn language(value: &str) -> Result<Language, Fault> {
    Language::from_code(value).ok_or_else(|| none_of("lang", value, &["ru", "kk", "other"]))
}

fn date_source(value: &str) -> Result<DateSource, Fault> {
    value.parse().map_err(|_| none_of("date_source", value, &DateSource::ALL.map(DateSource::name)))
}

fn sort(value: &str) -> Result<Sort, Fault> {
    match value {
        "relevance" => Ok(Sort::Relevance),
        "date" => Ok(Sort::Date),
        "oldest" => Ok(Sort::Oldest),
        _ => Err(none_of("sort", value, &["relevance", "date", "oldest"])),
    }
}

fn facet(value: &str) -> Result<(FacetName, usize), Fault> {
    let (name, depth) = value.split_once(':').unwrap_or((value, "1"));
    let facet = name.parse().map_err(|_| none_of("facet", name, &FacetName::ALL.map(FacetName::name)))?;
    Ok((facet, number("facet", depth, 1..=9)?))
}

/// That a value is none of those that there are.
pub(super) fn none_of(name: &str, written: &str, values: &[&'static str]) -> Fault {
    Fault::NoSuchValue { name: name.to_owned(), written: written.to_owned(), values: values.to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_again() {
        for query in [
            "",
            "q=%D0%BC%D0%BE%D1%81%D1%82+%26+%D0%B4%D0%B0%D0%BC%D0%B1%D0%B0",
            "q=a&city=b&city=c&region=d&abroad=e&source=f&lang=kk&from=2024-05&to=2025&date_source=header&literal=1&\
             prefer_recent=1&explain=1&sort=date&limit=20&snippet_length=100&offset=40&facet=places%3A2&ui=kk",
        ] {
            assert_eq!(Params::of(Some(query)).unwrap().to_query(), query);
        }
        assert_eq!(Params::of(Some("q=&from=&sort=")).unwrap(), Params::default());
        assert_eq!(Params::of(Some("utm_source=x&q=a")).unwrap().to_query(), "q=a");
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (query, expected) in [
            ("from=later", "from: "),
            ("limit=1000", "limit: «1000» is no number from 0 to 100"),
            ("sort=up", "sort: «up»"),
            ("lang=de", "lang: «de»"),
            ("facet=places:x", "facet: «x»"),
            ("facet=beauty", "facet: «beauty»"),
            ("undated=perhaps", "undated: «perhaps»"),
            ("date_source=rumour", "date_source: «rumour» is none of metadata, header"),
            ("after=here", "after: «here»"),
            ("from=2025-02&to=2025-01-31", "the period ends (2025-01-31) before it begins (2025-02)"),
            ("undated=1&to=2025", "articles without a date"),
        ] {
            let problem = Params::of(Some(query)).unwrap_err();
            assert!(problem.status == 400 && problem.detail.starts_with(expected), "{query}: {problem:?}");
        }
        assert!(Params::of(Some("from=2025-02-15&to=2025-02")).is_ok());
        let many = "city=a&".repeat(MOST_VALUES + 1);
        assert!(Params::of(Some(&many)).unwrap_err().detail.contains("more than 50 times"));
    }
}
