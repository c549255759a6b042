//! A record of other people's fields, and the article in it.

use serde_json::{Map, Value};

use super::fields::{Field, FieldMap};
use crate::article::{ArticleId, RawArticle};

/// Named values that may be an article: a JSON object, a row of a table, an item of a feed.
#[derive(Debug, Clone, Default)]
pub(super) struct Record {
    values: Map<String, Value>,
}

/// How many fields of a record a message names.
const NAMED: usize = 8;

/// In characters: of a text by a name that is not known. Short texts are settings and labels.
pub(super) const SHORTEST_ARTICLE: usize = 200;

/// How many fields make an article of a record without a headline and a text. Links and labels have an id and an address.
const ENOUGH_FIELDS: usize = 3;

impl Record {
    /// The record in a piece of JSON.
    pub fn from_json(value: Value) -> Result<Record, String> {
        match value {
            Value::Object(values) => Ok(Record { values }),
            _ => Err("not an article: a JSON object was expected".into()),
        }
    }

    /// Whether the record has such a field, whatever is in it.
    pub fn has(&self, field: Field, fields: &FieldMap) -> bool {
        let mut names = fields.names_of(field).chain(field.own_names().iter().copied());
        names.any(|name| self.value(name).is_some())
            || field.other_names().iter().any(|name| matches!(self.value(name), Some(Value::String(_) | Value::Null)))
    }

    /// Whether the record is meant for an article, if perhaps not by our names: configurations and labels are kept as records
    /// too. It has a headline, a text, three other fields of an article, or a text by a name that is not known.
    pub fn is_like_an_article(&self, fields: &FieldMap) -> bool {
        let has = |field: &Field| self.has(*field, fields);
        [Field::Title, Field::Text].iter().any(has)
            || Field::ALL.iter().filter(|field| has(field)).count() >= ENOUGH_FIELDS
            || self.has_a_long_text()
    }

    /// Whether one of its values is long enough for the text of an article.
    pub fn has_a_long_text(&self) -> bool {
        self.values.values().any(is_long)
    }

    /// The lists of records that it holds, also in objects within one another, with their names: `response.docs`.
    pub fn lists(&mut self) -> Vec<(String, &mut Vec<Value>)> {
        let mut lists = Vec::new();
        collect_lists(&mut self.values, "", DEEPEST_LIST, &mut lists);
        lists
    }

    /// Adds a value. A field that is there already becomes a list.
    pub fn add(&mut self, field: &str, value: impl Into<String>) {
        let value = Value::String(value.into());
        match self.values.get_mut(field) {
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
            None => {
                self.values.insert(field.to_owned(), value);
            }
        }
    }

    /// The article of the record, without its place; it is named `unnamed` where it has no id. The message says what is wrong
    /// with which field.
    pub fn article(&self, fields: &FieldMap, unnamed: impl FnOnce() -> String) -> Result<RawArticle, String> {
        let text = self.text(Field::Text, fields)?.ok_or_else(|| self.without_text(fields))?;
        let id = ArticleId::new(self.text(Field::Id, fields)?.unwrap_or_else(unnamed));
        id.check().map_err(|error| error.to_string())?;
        let mut article = RawArticle::new(id, text);
        self.describe(&mut article, fields)?;
        Ok(article)
    }

    /// Writes what the record says beside id and text over what an article says.
    pub fn describe(&self, article: &mut RawArticle, fields: &FieldMap) -> Result<(), String> {
        let known = &mut article.metadata;
        for (field, place) in [
            (Field::Title, &mut known.title),
            (Field::Date, &mut known.date),
            (Field::Url, &mut known.url),
            (Field::Source, &mut known.source),
            (Field::Language, &mut known.language),
        ] {
            if let Some(value) = self.text(field, fields)? {
                *place = Some(value);
            }
        }
        let cities = self.cities(fields)?;
        if !cities.is_empty() {
            known.cities = cities;
        }
        Ok(())
    }

    /// The id that the record gives.
    pub fn id(&self, fields: &FieldMap) -> Result<Option<String>, String> {
        self.text(Field::Id, fields)
    }

    /// The words of a field; none where it is missing, null or blank.
    pub fn text(&self, field: Field, fields: &FieldMap) -> Result<Option<String>, String> {
        let mut fault = None;
        for name in fields.names_of(field).chain(field.own_names().iter().copied()) {
            match self.value(name).map(words) {
                Some(Ok(Some(words))) => return Ok(Some(words)),
                Some(Err(())) => fault = fault.or(Some(format!("`{name}` is not a text"))),
                _ => {}
            }
        }
        let mut found: Option<(&str, String)> = None;
        for name in field.other_names() {
            let Some(Ok(Some(words))) = self.value(name).map(words) else { continue };
            match &found {
                Some((first, other)) if other.trim() != words.trim() => {
                    let field = field.name();
                    return Err(format!(
                        "`{first}` and `{name}` may both be the {field}; say which: --field {field}={first}"
                    ));
                }
                Some(_) => {}
                None => found = Some((name, words)),
            }
        }
        match (found, fault) {
            (Some((_, words)), _) => Ok(Some(words)),
            (None, Some(fault)) => Err(fault),
            (None, None) => Ok(None),
        }
    }

    /// The names in all fields for cities, each once.
    fn cities(&self, fields: &FieldMap) -> Result<Vec<String>, String> {
        let mut cities = Vec::new();
        let names = fields.names_of(Field::City).chain(Field::City.own_names().iter().copied());
        for name in names.chain(Field::City.other_names().iter().copied()) {
            let fault = || format!("`{name}` is not a name or a list of names");
            let lists = self.value(name).map_or(Ok(Vec::new()), list_of_words).map_err(|()| fault())?;
            // Tables and tags write several in one: «Тараз, Шу».
            for city in lists.iter().flat_map(|list| list.split([',', ';', '|'])).map(str::trim) {
                if !city.is_empty() && !cities.iter().any(|known| known == city) {
                    cities.push(city.to_owned());
                }
            }
        }
        Ok(cities)
    }

    /// The value of this name: of a field, of one within objects (`meta.headline`), of a field in other capitals.
    fn value(&self, name: &str) -> Option<&Value> {
        let exact = self.values.get(name);
        let within = || {
            let mut parts = name.split('.');
            let first = self.values.get(parts.next()?)?;
            parts.try_fold(first, |value, part| value.get(part))
        };
        let in_other_capitals = || {
            let other = self.values.iter().find(|(field, _)| same_but_for_capitals(field.trim(), name));
            other.map(|(_, value)| value)
        };
        exact.or_else(within).or_else(in_other_capitals)
    }

    fn without_text(&self, fields: &FieldMap) -> String {
        let mut fault = "the article is empty: `text` is missing or blank".to_owned();
        let has_words = |value: &Value| matches!(value, Value::String(words) if !words.trim().is_empty());
        let other: Vec<&str> =
            self.values.iter().filter(|(_, value)| has_words(value)).map(|(field, _)| field.as_str()).collect();
        if !self.has(Field::Text, fields) && fields.names_of(Field::Text).next().is_none() && !other.is_empty() {
            let mut long = self.values.iter().filter(|(_, value)| is_long(value)).map(|(field, _)| field);
            if let (Some(field), None) = (long.next(), long.next()) {
                return format!("{fault}; if `{field}` is it, say so: --field text={field}");
            }
            let more = if other.len() > NAMED { " …" } else { "" };
            let other = other[..other.len().min(NAMED)].join(", ");
            fault += &format!("; if another field has it ({other}{more}), say which: --field text=NAME");
        }
        fault
    }
}

fn is_long(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.chars().nth(SHORTEST_ARTICLE).is_some())
}

fn same_but_for_capitals(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
        || !a.is_ascii() && a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

/// The words of a value; none where it is null or blank. Ids and years are written as numbers too.
fn words(value: &Value) -> Result<Option<String>, ()> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone()).filter(|text| !text.trim().is_empty())),
        Value::Number(number) => Ok(Some(number.to_string())),
        _ => Err(()),
    }
}

/// The words of a value that is one text or a list of them.
fn list_of_words(value: &Value) -> Result<Vec<String>, ()> {
    match value {
        Value::Null => Ok(Vec::new()),
        Value::String(text) if text.trim().is_empty() => Ok(Vec::new()),
        Value::String(text) => Ok(vec![text.clone()]),
        Value::Array(values) => values.iter().map(|value| value.as_str().map(str::to_owned).ok_or(())).collect(),
        _ => Err(()),
    }
}

/// In how many objects a list of articles may stand.
const DEEPEST_LIST: usize = 4;

fn collect_lists<'v>(
    values: &'v mut Map<String, Value>,
    above: &str,
    depth: usize,
    lists: &mut Vec<(String, &'v mut Vec<Value>)>,
) {
    for (name, value) in values {
        let name = format!("{above}{name}");
        match value {
            Value::Array(list) if !list.is_empty() && list.iter().all(Value::is_object) => lists.push((name, list)),
            Value::Object(inner) if depth > 1 => collect_lists(inner, &format!("{name}."), depth - 1, lists),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `id | title | text | date | source | cities`, or the fault.
    fn read(json: &str, map: &[(Field, &str)]) -> String {
        let mut fields = FieldMap::default();
        map.iter().for_each(|(field, theirs)| fields.add(*field, theirs));
        let record = Record::from_json(serde_json::from_str(json).unwrap()).unwrap();
        match record.article(&fields, || "#1".to_owned()) {
            Ok(article) => {
                let known = article.metadata;
                let [title, date, source] = [known.title, known.date, known.source].map(Option::unwrap_or_default);
                [article.id.to_string(), title, article.text, date, source, known.cities.join("+")].join("|")
            }
            Err(fault) => fault,
        }
    }

    #[test]
    fn records_of_others_are_articles_too() {
        for (json, map, expected) in [
            (r#"{"id": 7, "text": "т", "city": "Актау", "cities": ["Тараз", "Актау"]}"#, &[][..], "7||т|||Актау+Тараз"),
            (r#"{"headline": "з", "articleBody": "т", "datePublished": "2024-05-01"}"#, &[], "#1|з|т|2024-05-01||"),
            (r#"{"title": {"rendered": "з"}, "content": {"rendered": "т"}}"#, &[], "#1|з|т|||"),
            (r#"{"text": "т", "source": {"name": "Вестник"}}"#, &[], "#1||т||Вестник|"),
            (r#"{"Text": "т", "Заголовок": "з"}"#, &[], "#1|з|т|||"),
            // Our own names win, and the mapping over them.
            (r#"{"text": "т", "body": "другой"}"#, &[], "#1||т|||"),
            (r#"{"text": "т", "body": "другой"}"#, &[(Field::Text, "body")], "#1||другой|||"),
            (r#"{"text": "т", "meta": {"h": "з"}}"#, &[(Field::Title, "gone"), (Field::Title, "meta.h")], "#1|з|т|||"),
            (r#"{"body": "т", "content": "т "}"#, &[], "#1||т|||"),
            (
                r#"{"body": "т", "content": "другой"}"#,
                &[],
                "`body` and `content` may both be the text; say which: --field text=body",
            ),
            (r#"{"text": "т", "title": [1]}"#, &[], "`title` is not a text"),
            (r#"{"text": "т", "cities": "Тараз, Шу;Актау"}"#, &[], "#1||т|||Тараз+Шу+Актау"),
            (r#"{"text": "т", "cities": 5}"#, &[], "`cities` is not a name or a list of names"),
            (r#"{"id": 1}"#, &[], "the article is empty: `text` is missing or blank"),
            (
                r#"{"story": "т"}"#,
                &[],
                "the article is empty: `text` is missing or blank; if another field has it (story), say which: --field text=NAME",
            ),
        ] {
            assert_eq!(read(json, map), expected, "{json}");
        }
    }

    #[test]
    fn a_field_that_comes_again_is_a_list() {
        let mut record = Record::default();
        ["Актау", "Тараз", "Орал"].iter().for_each(|city| record.add("city", *city));
        record.add("text", "т");
        let article = record.article(&FieldMap::default(), String::new);
        assert!(article.is_err(), "a blank id");
        let article = record.article(&FieldMap::default(), || "1".into()).unwrap();
        assert_eq!(article.metadata.cities, ["Актау", "Тараз", "Орал"]);
    }
}
