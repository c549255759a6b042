//! In what order hits come, and where a page goes on.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::Engine;
use super::form;
use super::index::Index;
use super::refusal::{Refusal, Result};
use super::schema::{Datum, Kind};

/// Quickwit sorts by no more.
const MOST_OF_QUICKWIT: usize = 2;

/// What hits are sorted by, the weightiest first.
#[derive(Debug)]
pub struct Sort(Vec<By>);

#[derive(Debug)]
struct By {
    field: Option<String>,
    descending: bool,
}

/// What one hit is sorted by.
#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    Missing,
    Score(f32),
    Value(Datum),
}

impl Sort {
    /// None when nothing is said, and also where Elasticsearch takes what is said for its habit.
    pub fn read(value: Option<&Value>, engine: Engine) -> Result<Option<Sort>> {
        let Some(value) = value else { return Ok(None) };
        let sort = Sort(form::list(value, "sort")?.iter().map(by).collect::<Result<_>>()?);
        if engine == Engine::Quickwit && sort.0.len() > MOST_OF_QUICKWIT {
            return Err(Refusal::argument(format!("sort by field must be up to {MOST_OF_QUICKWIT} fields")));
        }
        let by_habit = engine != Engine::Quickwit && matches!(&sort.0[..], [By { field: None, descending: true }]);
        Ok((!sort.0.is_empty() && !by_habit).then_some(sort))
    }

    pub fn ranks(&self) -> bool {
        self.0.iter().any(|by| by.field.is_none())
    }

    /// The fields' numbers in an index, none for the score.
    pub fn columns(&self, index: &Index) -> Result<Vec<Option<usize>>> {
        let column = |by: &By| {
            let Some(name) = &by.field else { return Ok(None) };
            let (number, field) = index.schema.fast(name)?;
            if matches!(field.kind, Kind::Raw | Kind::Words) && !index.lucene {
                return Err(Refusal::argument(format!(
                    "sort by field on type text is currently not supported `{name}`"
                )));
            }
            Ok(Some(number))
        };
        self.0.iter().map(column).collect()
    }

    /// Whether the keys to go on behind are of the kinds of the fields.
    pub fn check_after(&self, index: &Index, columns: &[Option<usize>], after: &[Key]) -> Result<()> {
        for (column, key) in columns.iter().zip(after) {
            let kind = column.map(|column| index.schema.fields[column].kind);
            let fits = match key {
                Key::Missing | Key::Score(_) => true,
                Key::Value(Datum::Number(_)) => kind != Some(Kind::Raw),
                Key::Value(Datum::Text(_)) => kind == Some(Kind::Raw),
            };
            if !fits {
                return Err(Refusal::argument(format!("Failed to parse search_after value {key:?}")));
            }
        }
        Ok(())
    }

    /// Of several values the one that comes first counts.
    pub fn keys(&self, index: &Index, columns: &[Option<usize>], document: u32, score: f32) -> Vec<Key> {
        let key = |(by, column): (&By, &Option<usize>)| {
            let Some(column) = column else { return Key::Score(score) };
            let values = index.values(*column, document).iter();
            let first = if by.descending { values.max() } else { values.min() };
            first.cloned().map_or(Key::Missing, Key::Value)
        };
        self.0.iter().zip(columns).map(key).collect()
    }

    pub fn compare(&self, left: &[Key], right: &[Key]) -> Ordering {
        let parts = self.0.iter().zip(left.iter().zip(right));
        let order = |(by, (left, right)): (&By, (&Key, &Key))| match (left, right) {
            (Key::Missing, Key::Missing) => Ordering::Equal,
            (Key::Missing, _) => Ordering::Greater,
            (_, Key::Missing) => Ordering::Less,
            (left, right) if by.descending => right.value_order(left),
            (left, right) => left.value_order(right),
        };
        parts.map(order).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// As a hit shows it.
    pub fn shown(&self, index: &Index, keys: &[Key]) -> Value {
        let is_text = |by: &By| {
            let field = by.field.as_ref().and_then(|field| index.schema.named(field).ok());
            field.is_some_and(|(_, field)| field.kind == Kind::Raw)
        };
        let shown = |(by, key): (&By, &Key)| match key {
            Key::Score(score) => json!(score),
            Key::Value(Datum::Number(number)) => json!(number),
            Key::Value(Datum::Text(text)) => json!(text),
            Key::Missing if !index.lucene || is_text(by) => Value::Null,
            // Elasticsearch shows the number that sorts last.
            Key::Missing if by.descending => json!(i64::MIN),
            Key::Missing => json!(i64::MAX),
        };
        self.0.iter().zip(keys).map(shown).collect()
    }

    /// The keys of the last hit of the page before.
    pub fn after(&self, value: &Value, engine: Engine) -> Result<Vec<Key>> {
        let values = form::list(value, "search_after")?;
        if values.len() != self.0.len() {
            let (given, wanted) = (values.len(), self.0.len());
            return Err(Refusal::argument(format!("search_after has {given} value(s) but sort has {wanted}.")));
        }
        if engine == Engine::Quickwit && self.ranks() {
            return Err(Refusal::argument("search_after on _score loses hits in Quickwit: the double refuses it"));
        }
        let key = |(by, value): (&By, &Value)| match value {
            Value::Null if engine != Engine::Quickwit => Ok(Key::Missing),
            Value::Number(score) if by.field.is_none() => Ok(Key::Score(score.as_f64().unwrap_or_default() as f32)),
            Value::Number(number) => match number.as_i64() {
                Some(i64::MIN | i64::MAX) if engine != Engine::Quickwit => Ok(Key::Missing),
                Some(number) => Ok(Key::Value(Datum::Number(number))),
                None => Err(Refusal::argument(format!("search_after has {number}, which is no whole number"))),
            },
            Value::String(text) => Ok(Key::Value(match text.parse() {
                Ok(number) if engine == Engine::Quickwit => Datum::Number(number),
                _ => Datum::Text(text.clone()),
            })),
            other => Err(Refusal::argument(format!("invalid search_after field value {other}"))),
        };
        self.0.iter().zip(values).map(key).collect()
    }
}

impl Key {
    fn value_order(&self, other: &Key) -> Ordering {
        match (self, other) {
            (Key::Score(left), Key::Score(right)) => left.total_cmp(right),
            (Key::Value(left), Key::Value(right)) => left.cmp(right),
            _ => Ordering::Equal,
        }
    }
}

fn by(value: &Value) -> Result<By> {
    let (field, options) = form::only_entry(value, "an entry of sort")?;
    if ["_doc", "_shard_doc", "_id"].contains(&field) {
        return Err(Refusal::argument(format!("not every engine sorts by {field}")));
    }
    let order = match options {
        Value::Object(_) => match form::object(options, "an entry of sort", &["order"])?.get("order") {
            Some(order) => Some(form::text(order, "order")?),
            None => None,
        },
        order => Some(form::text(order, "order")?),
    };
    let descending = match order {
        Some("desc") => true,
        Some("asc") => false,
        None => field == "_score",
        Some(other) => return Err(Refusal::parsing(format!("unknown order `{other}`, expected `asc` or `desc`"))),
    };
    Ok(By { field: (field != "_score").then(|| field.to_owned()), descending })
}
