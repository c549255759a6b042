//! What is asked of an engine, in its language: the part of it that all engines share.

use serde_json::{Value, json};

use super::dialect::Engine;
use super::document::{ARTICLE, cut, key_of};
use super::fields::*;
use crate::search::Sort;
use crate::search::elsewhere::{Ask, Label, Place, RowOf, Wanted};

/// How many values of a label are counted: more than an archive has days, and as many as engines give.
const MOST_VALUES: usize = 50_000;

/// What a label is called by the engine.
pub(super) fn field_of(label: Label) -> &'static str {
    match label {
        Label::Places => PLACES,
        Label::Abroad => ABROAD,
        Label::Month => MONTH,
        Label::Dates => DATES,
        Label::Source => SOURCE,
        Label::Language => LANGUAGE,
        Label::MainCity => MAIN_CITY,
        Label::DateSource => DATE_SOURCE,
        Label::Id => ID,
        Label::Known => KNOWN,
    }
}

fn field_of_words(place: Place) -> &'static str {
    match place {
        Place::Text => TEXT_TERMS,
        Place::Title => TITLE_TERMS,
        Place::Lead => LEAD_TERMS,
        Place::Written => WRITTEN_TERMS,
    }
}

/// A value of a label as the engine has it.
fn value_of(label: Label, path: &[String]) -> String {
    match label {
        // A date's parts have all that lies above them in their names.
        Label::Dates => path.last().cloned().unwrap_or_default(),
        Label::Id => key_of(&path.concat()).into_owned(),
        _ => cut(&path.join(&BETWEEN.to_string())).to_owned(),
    }
}

/// A value of a label by its names.
pub(super) fn path_of(label: Label, value: &str) -> Vec<String> {
    match label {
        Label::Places | Label::Abroad => value.split(BETWEEN).map(str::to_owned).collect(),
        Label::Dates => {
            let ends = value.match_indices('-').map(|(at, _)| at).chain([value.len()]);
            ends.map(|end| value[..end].to_owned()).collect()
        }
        _ => vec![value.to_owned()],
    }
}

/// The body of a search; what stands in `exclusions` is not found.
pub(super) fn body(wanted: &Wanted, exclusions: &[Value], engine: Engine) -> Value {
    let mut body = json!({
        "query": matching(&wanted.ask, exclusions, engine),
        "from": wanted.from,
        "size": wanted.size,
        "track_total_hits": true,
    });
    if wanted.size > 0 {
        body["sort"] = match wanted.sort {
            Sort::Relevance => json!([{ "_score": { "order": "desc" } }, { ORDINAL: { "order": "desc" } }]),
            Sort::Date => json!([{ NEWEST: { "order": "desc" } }, { ORDINAL: { "order": "desc" } }]),
            Sort::Oldest => json!([{ OLDEST: { "order": "asc" } }, { ORDINAL: { "order": "asc" } }]),
        };
        if let Some(after) = wanted.after {
            body["search_after"] = json!(after);
        }
        let score = |(place, word, weight): &(Place, Box<str>, f32)| json!({ "term": { field_of_words(*place): { "value": word, "boost": weight } } });
        if !wanted.scores.is_empty() {
            body["query"]["bool"]["should"] = wanted.scores.iter().map(score).collect();
        }
    }
    for (number, label) in wanted.counts.iter().enumerate() {
        let counted = json!({ "field": field_of(*label), "size": MOST_VALUES, "order": { "_key": "asc" } });
        body["aggs"][number.to_string()] = json!({ "terms": counted });
    }
    body
}

/// The articles that something finds.
fn matching(ask: &Ask, exclusions: &[Value], engine: Engine) -> Value {
    let mut filter = vec![json!({ "term": { KIND: ARTICLE } })];
    filter.extend(years(ask));
    let mut except = exclusions.to_vec();
    let asks = if let Ask::All(asks) = ask { asks } else { std::slice::from_ref(ask) };
    for ask in asks {
        match ask {
            Ask::Everything => {}
            Ask::Not(ask) => except.push(clause(ask, engine)),
            ask => filter.push(clause(ask, engine)),
        }
    }
    json!({ "bool": { "filter": filter, "must_not": except } })
}

/// The years in which all that is asked for was published, so that the engine need not look at others.
fn years(ask: &Ask) -> Option<Value> {
    let asks = if let Ask::All(asks) = ask { asks } else { std::slice::from_ref(ask) };
    let (mut from, mut to) = (0, u64::MAX);
    for ask in asks {
        if let Ask::During(first, last) = ask {
            (from, to) = (from.max(*first), to.min(*last));
        }
    }
    let mut range = json!({});
    // Engines have times in nanoseconds, so that years far off are none.
    for (name, year) in [("gte", from / 10_000), ("lt", to.min(LAST_DATE) / 10_000 + 1)] {
        if TOLD_YEARS.contains(&year) {
            range[name] = json!(format!("{year:04}-01-01T00:00:00Z"));
        }
    }
    range.as_object().is_some_and(|range| !range.is_empty()).then(|| json!({ "range": { PUBLISHED: range } }))
}

/// The years that all engines can tell.
const TOLD_YEARS: std::ops::Range<u64> = 1700..2260;

/// The last date that there can be, as yyyymmdd.
const LAST_DATE: u64 = 99_991_231;

fn clause(ask: &Ask, engine: Engine) -> Value {
    let clause = |ask: &Ask| clause(ask, engine);
    let clauses = |asks: &[Ask]| asks.iter().map(clause).collect::<Vec<_>>();
    match ask {
        Ask::Everything => json!({ "match_all": {} }),
        Ask::Nothing => json!({ "term": { KIND: "" } }),
        Ask::Words(place, words) => match &words[..] {
            [word] => json!({ "term": { field_of_words(*place): word } }),
            words if words.len() <= engine.most_single_words() => {
                let field = field_of_words(*place);
                let words: Vec<Value> = words.iter().map(|word| json!({ "term": { field: word } })).collect();
                json!({ "bool": { "should": words, "minimum_should_match": 1 } })
            }
            words => json!({ "terms": { field_of_words(*place): words } }),
        },
        Ask::Row(row, words, slack) => {
            let field = match row {
                RowOf::Forms => FORM_ROW,
                RowOf::Written => WRITTEN_ROW,
            };
            let words = words.join(" ");
            match slack {
                0 => json!({ "match_phrase": { field: words } }),
                slack => json!({ "match_phrase": { field: { "query": words, "slop": slack } } }),
            }
        }
        Ask::Label(label, values) => {
            let values: Vec<String> = values.iter().map(|path| value_of(*label, path)).collect();
            json!({ "terms": { field_of(*label): values } })
        }
        Ask::During(from, to) => json!({ "range": { DATE: { "gte": from, "lte": to.min(&LAST_DATE) } } }),
        Ask::Moments(from, to) => json!({ "range": { NEWEST: { "gte": from, "lte": to.min(&WITHOUT_DATE) } } }),
        Ask::All(asks) => {
            let (except, filter): (Vec<&Ask>, Vec<&Ask>) = asks.iter().partition(|ask| matches!(ask, Ask::Not(_)));
            let except =
                except.into_iter().filter_map(|ask| if let Ask::Not(ask) = ask { Some(clause(ask)) } else { None });
            let mut filter: Vec<Value> = filter.into_iter().map(clause).collect();
            if filter.is_empty() {
                // What is only excluded from has to be something.
                filter.push(clause(&Ask::Everything));
            }
            json!({ "bool": { "filter": filter, "must_not": except.collect::<Vec<_>>() } })
        }
        Ask::Any(asks) => json!({ "bool": { "should": clauses(asks), "minimum_should_match": 1 } }),
        Ask::AtLeast(times, asks) => json!({ "bool": { "should": clauses(asks), "minimum_should_match": times } }),
        Ask::Not(ask) => json!({ "bool": { "filter": [clause(&Ask::Everything)], "must_not": [clause(ask)] } }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked() {
        let words = |words: &[&str]| Ask::Words(Place::Text, words.iter().map(|word| Box::from(*word)).collect());
        for (ask, expected) in [
            (words(&["мост"]), json!({ "term": { "text_terms": "мост" } })),
            (
                words(&["мост", "река"]),
                json!({ "bool": { "should": [
                    { "term": { "text_terms": "мост" } }, { "term": { "text_terms": "река" } },
                ], "minimum_should_match": 1 } }),
            ),
            (
                Ask::Row(RowOf::Forms, vec!["новый".into(), "мост".into()], 0),
                json!({ "match_phrase": { "form_row": "новый мост" } }),
            ),
            (
                Ask::AtLeast(2, vec![words(&["а"]), words(&["б"]), words(&["в"])]),
                json!({ "bool": { "should": [
                    { "term": { "text_terms": "а" } }, { "term": { "text_terms": "б" } }, { "term": { "text_terms": "в" } },
                ], "minimum_should_match": 2 } }),
            ),
            (
                Ask::All(vec![words(&["а"]), Ask::Not(Box::new(words(&["б"])))]),
                json!({ "bool": {
                    "filter": [{ "term": { "text_terms": "а" } }], "must_not": [{ "term": { "text_terms": "б" } }],
                } }),
            ),
            (
                Ask::Label(Label::Places, vec![vec!["Карагандинская область".into(), "Темиртау".into()]]),
                json!({ "terms": { "places": ["Карагандинская область|Темиртау"] } }),
            ),
            (Ask::During(20210300, u64::MAX), json!({ "range": { "date": { "gte": 20210300, "lte": 99991231 } } })),
        ] {
            assert_eq!(clause(&ask, Engine::Quickwit), expected);
        }
    }

    #[test]
    fn some_engines_take_a_set_of_words() {
        let ask = Ask::Words(Place::Written, vec!["мост".into(), "моста".into()]);
        assert_eq!(clause(&ask, Engine::OpenSearch), json!({ "terms": { "written_terms": ["мост", "моста"] } }));
    }

    #[test]
    fn only_years_of_the_period_are_looked_at() {
        let year = |from, to| years(&Ask::All(vec![Ask::Everything, Ask::During(from, to)]));
        assert_eq!(year(0, u64::MAX), None);
        let expected =
            json!({ "range": { "published_at": { "gte": "2021-01-01T00:00:00Z", "lt": "2023-01-01T00:00:00Z" } } });
        assert_eq!(year(20210300, 20220531), Some(expected));
    }

    #[test]
    fn a_value_comes_back_as_its_path() {
        for (label, path) in
            [(Label::Dates, &["2021", "2021-03", "2021-03-05"][..]), (Label::Abroad, &["Германия", "Берлин"])]
        {
            let path: Vec<String> = path.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(path_of(label, &value_of(label, &path)), path);
        }
    }
}
