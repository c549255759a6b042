//! An article as a document of an engine, and back.

use std::borrow::Cow;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::fields::*;
use super::terms::Terms;
use crate::article::{
    Article, ArticleId, City, DateSource, District, ForeignPlace, PartialDate, PublicationDate, TimeOfDay, UtcOffset,
};
use crate::error::{Error, Result};
use crate::extract;
use crate::index::moment;
use crate::index::outlet::Record;
use crate::language::Language;
use crate::query::Field;
use crate::search::elsewhere::name_of;

/// What [`KIND`] is of an article, and of the record of a copy.
pub(super) const ARTICLE: &str = "article";
pub(super) const COPY: &str = "copy";

/// The most bytes of a value that is found and counted as a whole: Quickwit silently does not index a longer one.
const LONGEST_WORD: usize = 254;

/// The years in which there are moments, in nanoseconds since 1970 as Quickwit counts them. What lies outside is moved to their ends.
pub(super) const FIRST_YEAR: u16 = 1700;
pub(super) const LAST_YEAR: u16 = 2260;

/// When it was published what has no date: an engine drops what has no time.
const NO_TIME: &str = "1970-01-01T00:00:00Z";

/// What a sync has to know of an article, with the version that it was read with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The version of the extraction.
    pub extraction: u32,
    #[serde(flatten)]
    pub record: Record,
}

/// All that is known of an article beside headline and body.
#[derive(Serialize, Deserialize)]
struct Details {
    id: ArticleId,
    path: Option<PathBuf>,
    url: Option<String>,
    source: Option<String>,
    furniture: String,
    language: String,
    date: Option<Dated>,
    event_dates: Vec<PartialDate>,
    cities: Vec<City>,
    main_city: Option<String>,
    regions: Vec<String>,
    districts: Vec<District>,
    places: Vec<String>,
    abroad: Vec<ForeignPlace>,
    dateline_city: Option<String>,
}

/// A date with how it is known, the time in minutes of the day, the zone in minutes ahead of UTC.
#[derive(Serialize, Deserialize)]
struct Dated {
    date: PartialDate,
    source: DateSource,
    time: Option<u64>,
    zone: Option<i32>,
}

/// The document of an article, without its number, its leaf and the request that it is sent with.
pub(super) fn article_document(article: &Article, record: &Record, terms: &Terms) -> Value {
    let mut document = start(record, ARTICLE);
    let date = article.date.map(|known| known.date);
    let moment = article.date.as_ref().map(moment);
    let mut put = |field: &str, value: Value| document.insert(field.to_owned(), value);
    put(PUBLISHED, json!(date.map_or(NO_TIME.to_owned(), start_of)));
    put(NEWEST, json!(moment.unwrap_or_default()));
    put(OLDEST, json!(moment.unwrap_or(WITHOUT_DATE)));
    if let Some(known) = &article.date {
        put(DATE, json!(known.date.packed()));
        put(DATE_SOURCE, json!(known.source.name()));
        put(MONTH, json!(month_of(known.date)));
        put(DATES, json!(dates(known.date)));
    }
    put(PLACES, json!(places(article)));
    put(ABROAD, json!(abroad(article)));
    put(KNOWN, json!(known(article)));
    put(LANGUAGE, json!(article.language.code()));
    if let Some(source) = &article.source {
        put(SOURCE, json!(cut(source)));
    }
    if let Some(city) = &article.main_city {
        put(MAIN_CITY, json!(cut(city)));
    }
    if let Some(title) = &article.title {
        put(TITLE, json!(title));
    }
    put(BODY, json!(article.body));
    put(DETAILS, json!(details(article)));
    put(TOKENS, json!(terms.tokens));
    for (field, line) in [
        (TEXT_TERMS, &terms.text),
        (TITLE_TERMS, &terms.title),
        (LEAD_TERMS, &terms.lead),
        (WRITTEN_TERMS, &terms.written),
        (FORM_ROW, &terms.form_row),
        (WRITTEN_ROW, &terms.written_row),
    ] {
        if !line.is_empty() {
            put(field, json!(line));
        }
    }
    Value::Object(document)
}

/// The document of a copy: nothing that a search matches.
pub(super) fn copy_document(record: &Record) -> Value {
    let mut document = start(record, COPY);
    let mut put = |field: &str, value: Value| document.insert(field.to_owned(), value);
    put(PUBLISHED, json!(NO_TIME));
    put(NEWEST, json!(0));
    put(OLDEST, json!(WITHOUT_DATE));
    put(TOKENS, json!(0));
    if let Some(original) = &record.copy_of {
        put(COPY_OF, json!(key_of(original.as_str())));
    }
    Value::Object(document)
}

fn start(record: &Record, kind: &str) -> Map<String, Value> {
    let kept = Kept { extraction: extract::VERSION, record: record.clone() };
    let kept = serde_json::to_string(&kept).expect("a record is plain data");
    let mut document = Map::new();
    document.insert(KIND.to_owned(), json!(kind));
    document.insert(ID.to_owned(), json!(key_of(record.id.as_str())));
    document.insert(RECORD.to_owned(), json!(kept));
    document
}

/// The month of a date as facets name it, the year where the month is not known.
pub(super) fn month_of(date: PartialDate) -> String {
    date.levels().take(2).last().unwrap_or(date).to_string()
}

/// A date with all that lies above it.
fn dates(date: PartialDate) -> Vec<String> {
    date.levels().map(|date| date.to_string()).collect()
}

/// The first moment of a date, in UTC; of a year that an engine has no moments for, of the nearest one that it has.
fn start_of(date: PartialDate) -> String {
    let year = date.year();
    match year.clamp(FIRST_YEAR, LAST_YEAR) == year {
        true => format!("{year:04}-{:02}-{:02}T00:00:00Z", date.month().unwrap_or(1), date.day().unwrap_or(1)),
        false => format!("{:04}-01-01T00:00:00Z", year.clamp(FIRST_YEAR, LAST_YEAR)),
    }
}

/// What an engine goes by in the place of an id: itself, or its hash where engines would not take it whole.
pub(super) fn key_of(id: &str) -> Cow<'_, str> {
    match id.len() > LONGEST_WORD {
        true => Cow::Owned(blake3::hash(id.as_bytes()).to_hex().to_string()),
        false => Cow::Borrowed(id),
    }
}

/// As much of a value as an engine finds and counts by.
pub(super) fn cut(value: &str) -> &str {
    let ends = value.char_indices().map(|(at, letter)| at + letter.len_utf8());
    &value[..ends.take_while(|end| *end <= LONGEST_WORD).last().unwrap_or_default()]
}

fn places(article: &Article) -> Vec<String> {
    let mut paths = Vec::new();
    article.cities.iter().for_each(|city| add_path(&mut paths, &[&city.region, &city.name]));
    article.regions.iter().for_each(|region| add_path(&mut paths, &[region]));
    article.districts.iter().for_each(|District { name, city }| add_path(&mut paths, &[city, city, name]));
    paths
}

fn abroad(article: &Article) -> Vec<String> {
    let mut paths = Vec::new();
    for ForeignPlace { name, country } in &article.abroad {
        match name == country {
            true => add_path(&mut paths, &[country]),
            false => add_path(&mut paths, &[country, name]),
        }
    }
    paths
}

/// Adds a path and all that lies above it, each once.
fn add_path(paths: &mut Vec<String>, names: &[&String]) {
    let mut path = String::new();
    for name in names {
        if !path.is_empty() {
            path.push(BETWEEN);
        }
        path.push_str(name);
        let path = cut(&path).to_owned();
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
}

fn known(article: &Article) -> Vec<&'static str> {
    let has_place = !(article.cities.is_empty() && article.regions.is_empty() && article.districts.is_empty());
    // A district stands under a city that is its own region.
    let has_city = !(article.cities.is_empty() && article.districts.is_empty());
    let all = [
        (Field::City, has_city),
        (Field::Region, has_place),
        (Field::Abroad, !article.abroad.is_empty()),
        (Field::Source, article.source.is_some()),
        (Field::Date, article.date.is_some()),
    ];
    all.into_iter().filter(|(_, is_known)| *is_known).map(|(field, _)| name_of(field)).collect()
}

fn details(article: &Article) -> String {
    let article = article.clone();
    let details = Details {
        id: article.id,
        path: article.path,
        url: article.url,
        source: article.source,
        furniture: article.furniture,
        language: article.language.code().to_owned(),
        date: article.date.map(|known| Dated {
            date: known.date,
            source: known.source,
            time: known.time.map(TimeOfDay::minutes),
            zone: known.zone.map(UtcOffset::minutes),
        }),
        event_dates: article.event_dates,
        cities: article.cities,
        main_city: article.main_city,
        regions: article.regions,
        districts: article.districts,
        places: article.places,
        abroad: article.abroad,
        dateline_city: article.dateline_city,
    };
    serde_json::to_string(&details).expect("what is known of an article is plain data")
}

/// The article of a document with [`ID`], [`TITLE`], [`BODY`] and [`DETAILS`].
///
/// # Errors
/// [`Error::Invalid`] where one of them is not what this program writes.
pub(super) fn article_of(document: &Value) -> Result<Article> {
    let text = |field: &str| value_of(document, field).as_str();
    let id = text(ID).unwrap_or_default();
    let missing = |what: &str| {
        Error::Invalid(format!(
            "the document of the article «{id}» has no {what} that this program can read; sync again"
        ))
    };
    let details: Details =
        text(DETAILS).and_then(|details| serde_json::from_str(details).ok()).ok_or_else(|| missing(DETAILS))?;
    let date = details.date.map(|dated| {
        let known = PublicationDate::new(dated.date, dated.source);
        match dated.time.and_then(TimeOfDay::from_minutes) {
            Some(time) => known.at(time, dated.zone.and_then(UtcOffset::from_minutes)),
            None => known,
        }
    });
    Ok(Article {
        id: details.id,
        path: details.path,
        url: details.url,
        source: details.source,
        title: text(TITLE).map(str::to_owned),
        body: text(BODY).ok_or_else(|| missing(BODY))?.to_owned(),
        furniture: details.furniture,
        language: Language::from_code(&details.language).unwrap_or(Language::Other),
        date,
        event_dates: details.event_dates,
        cities: details.cities,
        main_city: details.main_city,
        regions: details.regions,
        districts: details.districts,
        places: details.places,
        abroad: details.abroad,
        dateline_city: details.dateline_city,
    })
}

/// The record of a document with [`RECORD`].
///
/// # Errors
/// [`Error::Invalid`] where it is not what this program writes.
pub(super) fn record_of(document: &Value) -> Result<Kept> {
    let record = value_of(document, RECORD).as_str().and_then(|record| serde_json::from_str(record).ok());
    record.ok_or_else(|| {
        let id = value_of(document, ID);
        Error::Invalid(format!("the document {id} has no {RECORD} that this program can read; give another --name"))
    })
}

/// The value of a field; some engines give each in a list.
pub(super) fn value_of<'a>(document: &'a Value, field: &str) -> &'a Value {
    match &document[field] {
        Value::Array(values) if values.len() == 1 => &values[0],
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::article::RawArticle;
    use crate::corpus::Corpus;
    use crate::extract::Extractor;

    fn record(id: &str) -> Record {
        let keys = [1, u64::MAX, 3, 1 << 60, 5, 6];
        Record {
            id: id.into(),
            copy_of: None,
            file: Some("/news/a.jsonl".into()),
            path: Some("a.jsonl".into()),
            url: None,
            file_state: u64::MAX - 1,
            fingerprint: (1 << 53) + 1,
            keys,
        }
    }

    fn document(article: &Article) -> Value {
        let terms = Terms::of(article, &mut Analyzer::new().text_analyzer());
        article_document(article, &record(article.id.as_str()), &terms)
    }

    #[test]
    fn an_article_comes_back_as_it_was() {
        let extractor = Extractor::new();
        for raw in Corpus::open(["corpus/agency.jsonl", "corpus/kazakh"]).unwrap().filter_map(Result::ok).take(80) {
            let article = extractor.extract(raw);
            assert_eq!(article_of(&document(&article)).unwrap(), article);
        }
        let dated = extractor.extract(RawArticle::new("1", "Мост.").date("2021-06-03T08:05:00+06:00"));
        assert_eq!(article_of(&document(&dated)).unwrap(), dated);
        assert_eq!(record_of(&document(&dated)).unwrap().record, record("1"));
        assert!(article_of(&json!({ ID: "1" })).unwrap_err().to_string().contains("details"));
    }

    #[test]
    fn places_and_dates_have_all_that_lies_above_them() {
        let mut article = Extractor::new().extract(RawArticle::new("1", "Мост.").date("2021-06"));
        let city = |name: &str, region: &str| City { name: name.into(), region: region.into() };
        article.cities = vec![city("Тараз", "Жамбылская область"), city("Алматы", "Алматы")];
        article.districts =
            vec![District { name: "Медеуский район".into(), city: "Алматы".into() }];
        article.abroad = vec![ForeignPlace { name: "Китай".into(), country: "Китай".into() }];
        let document = document(&article);
        let expected = [
            "Жамбылская область",
            "Жамбылская область|Тараз",
            "Алматы",
            "Алматы|Алматы",
            "Алматы|Алматы|Медеуский район",
        ];
        assert_eq!(document[PLACES], json!(expected));
        assert_eq!(document[ABROAD], json!(["Китай"]));
        assert_eq!(document[DATES], json!(["2021", "2021-06"]));
        assert_eq!((&document[MONTH], &document[PUBLISHED]), (&json!("2021-06"), &json!("2021-06-01T00:00:00Z")));
        assert_eq!(document[KNOWN], json!(["city", "region", "abroad", "date"]));
        let copy = copy_document(&Record { copy_of: Some("0".into()), ..record("1") });
        assert_eq!((&copy[KIND], &copy[COPY_OF], &copy[PUBLISHED]), (&json!(COPY), &json!("0"), &json!(NO_TIME)));
        assert!(copy.get(TEXT_TERMS).is_none());
    }

    #[test]
    fn what_is_too_long_for_an_engine_is_found_by_less() {
        assert_eq!((&*key_of("a"), key_of(&"a".repeat(254)).len()), ("a", 254));
        let id = "ж".repeat(200);
        let mut article = Extractor::new().extract(RawArticle::new(id.as_str(), "Мост."));
        article.source = Some(id.clone());
        let document = document(&article);
        assert_eq!((&document[ID], document[ID].as_str().unwrap().len()), (&json!(key_of(&id)), 64));
        assert_eq!(document[SOURCE], json!("ж".repeat(127)));
        assert_eq!(article_of(&document).unwrap(), article);
    }

    #[test]
    fn years_beyond_those_of_engines_are_moved_to_the_nearest() {
        let starts = [20_210_600, 16_501_231, 23_000_000].map(|date| start_of(PartialDate::from_packed(date).unwrap()));
        assert_eq!(starts, ["2021-06-01", "1700-01-01", "2260-01-01"].map(|day| format!("{day}T00:00:00Z")));
    }
}
