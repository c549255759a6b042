//! Counting hits by the values of a field.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Engine;
use super::form;
use super::index::Index;
use super::matching::Found;
use super::refusal::{Refusal, Result};
use super::schema::{Datum, Kind};

/// No engine makes more.
const MOST_BUCKETS: usize = 65_000;

/// What is counted, by name.
pub struct Aggregations(Vec<(String, Aggregation)>);

enum Aggregation {
    Terms {
        field: String,
        size: usize,
        order: Order,
    },
    /// `every` and `offset` in milliseconds.
    Histogram {
        field: String,
        every: i64,
        offset: i64,
        at_least: usize,
    },
}

#[derive(Debug, Clone, Copy)]
enum Order {
    Key { descending: bool },
    Count { descending: bool },
}

impl Aggregations {
    pub fn read(value: Option<&Value>, engine: Engine) -> Result<Aggregations> {
        let Some(value) = value else { return Ok(Aggregations(Vec::new())) };
        let mut read = Vec::new();
        for (name, aggregation) in form::any_object(value, "aggs")? {
            if name.contains(['[', ']', '>']) {
                return Err(Refusal::parsing(format!("Invalid aggregation name [{name}]")));
            }
            let (kind, options) = form::only_entry(aggregation, "an aggregation")?;
            let aggregation = match kind {
                "terms" => terms(options)?,
                "date_histogram" => histogram(options, engine)?,
                other => return Err(Refusal::parsing(format!("unknown aggregation type [{other}] in the double"))),
            };
            read.push((name.clone(), aggregation));
        }
        Ok(Aggregations(read))
    }

    /// Nothing where nothing was asked for.
    pub fn count(&self, engine: Engine, found: &[(&Index, Found)]) -> Result<Option<Value>> {
        let mut counted = Map::new();
        for (name, aggregation) in &self.0 {
            counted.insert(name.clone(), aggregation.count(engine, found)?);
        }
        Ok((!counted.is_empty()).then_some(Value::Object(counted)))
    }
}

impl Aggregation {
    fn count(&self, engine: Engine, found: &[(&Index, Found)]) -> Result<Value> {
        match self {
            Aggregation::Terms { field, size, order } => {
                let kinds = [Kind::Raw, Kind::Long];
                let counts: HashMap<&Datum, usize> = tally(found, field, &kinds, |value| value)?;
                within_limit(counts.len())?;
                let mut counts: Vec<(&Datum, usize)> = counts.into_iter().collect();
                counts.sort_by(|left, right| order.compare(left, right));
                let rest: usize = counts.iter().skip(*size).map(|(_, count)| count).sum();
                let bucket = |(key, count): &(&Datum, usize)| json!({"key": shown(key, engine), "doc_count": count});
                let buckets: Vec<Value> = counts.iter().take(*size).map(bucket).collect();
                Ok(json!({"doc_count_error_upper_bound": 0, "sum_other_doc_count": rest, "buckets": buckets}))
            }
            Aggregation::Histogram { field, every, offset, at_least } => {
                let start = |value: &Datum| match value {
                    Datum::Number(moment) => (moment - offset).div_euclid(*every) * every + offset,
                    Datum::Text(_) => unreachable!("a date is a number inside"),
                };
                let mut counts: BTreeMap<i64, usize> = tally(found, field, &[Kind::Date], start)?.into_iter().collect();
                if let (0, Some(first), Some(last)) = (at_least, counts.keys().next(), counts.keys().next_back()) {
                    let (first, last) = (*first, *last);
                    within_limit(((last - first) / every) as usize)?;
                    for number in 0..=(last - first) / every {
                        counts.entry(first + number * every).or_default();
                    }
                }
                within_limit(counts.len())?;
                let buckets = counts.iter().filter(|(_, count)| *count >= at_least).map(|(start, count)| {
                    let moment = Timestamp::from_millisecond(*start).unwrap();
                    json!({"key": number(*start, engine), "key_as_string": moment.to_string(), "doc_count": count})
                });
                Ok(json!({"buckets": buckets.collect::<Vec<_>>()}))
            }
        }
    }
}

impl Order {
    fn compare(self, left: &(&Datum, usize), right: &(&Datum, usize)) -> std::cmp::Ordering {
        let by_key = left.0.cmp(right.0);
        match self {
            Order::Key { descending: false } => by_key,
            Order::Key { descending: true } => by_key.reverse(),
            Order::Count { descending: false } => left.1.cmp(&right.1).then(by_key),
            Order::Count { descending: true } => right.1.cmp(&left.1).then(by_key),
        }
    }
}

/// How many documents have a value in each bucket; one with two values in one bucket counts once.
fn tally<'a, K: std::hash::Hash + Eq + Copy>(
    found: &'a [(&Index, Found)],
    field: &str,
    kinds: &[Kind],
    bucket: impl Fn(&'a Datum) -> K,
) -> Result<HashMap<K, usize>> {
    let mut counts = HashMap::new();
    for (index, found) in found {
        let (number, column) = index.schema.fast(field)?;
        if !kinds.contains(&column.kind) {
            return Err(Refusal::argument(format!("field `{field}` of type {:?} cannot be counted so", column.kind)));
        }
        for (document, _) in found {
            let mut met = Vec::new();
            for value in index.values(number, *document) {
                let key = bucket(value);
                if !met.contains(&key) {
                    *counts.entry(key).or_default() += 1;
                    met.push(key);
                }
            }
        }
    }
    Ok(counts)
}

fn terms(options: &Value) -> Result<Aggregation> {
    let object = form::object(options, "terms", &["field", "size", "order"])?;
    let size = object.get("size").map_or(Ok(10), |size| form::count(size, "size"))?;
    if size == 0 || size > MOST_BUCKETS {
        return Err(Refusal::argument(format!("size of terms must be from 1 to {MOST_BUCKETS}, is {size}")));
    }
    let order = match object.get("order") {
        None => Order::Count { descending: true },
        Some(order) => {
            let (by, way) = form::only_entry(order, "order")?;
            let descending = match form::text(way, "order")? {
                "asc" => false,
                "desc" => true,
                other => return Err(Refusal::parsing(format!("unknown order `{other}`"))),
            };
            match by {
                "_key" => Order::Key { descending },
                "_count" => Order::Count { descending },
                other => return Err(Refusal::parsing(format!("terms cannot be ordered by `{other}`"))),
            }
        }
    };
    Ok(Aggregation::Terms { field: field(object)?, size, order })
}

fn histogram(options: &Value, engine: Engine) -> Result<Aggregation> {
    let object = form::any_object(options, "date_histogram")?;
    for trap in ["calendar_interval", "format"] {
        if object.contains_key(trap) && engine == Engine::Quickwit {
            return Err(Refusal::new(500, "internal", format!("aggregation with {trap} is not supported")));
        }
    }
    let object = form::object(options, "date_histogram", &["field", "fixed_interval", "offset", "min_doc_count"])?;
    let every = object.get("fixed_interval").ok_or_else(|| Refusal::parsing("date_histogram needs fixed_interval"))?;
    let every = milliseconds(form::text(every, "fixed_interval")?)?;
    if every <= 0 {
        return Err(Refusal::argument("fixed_interval must be more than nothing"));
    }
    let offset = object.get("offset").map_or(Ok(0), |offset| milliseconds(form::text(offset, "offset")?))?;
    let at_least = object.get("min_doc_count").map_or(Ok(0), |count| form::count(count, "min_doc_count"))?;
    Ok(Aggregation::Histogram { field: field(object)?, every, offset, at_least })
}

fn field(object: &Map<String, Value>) -> Result<String> {
    Ok(form::text(object.get("field").unwrap_or(&Value::Null), "field of an aggregation")?.to_owned())
}

/// `12h`, `-3d`
fn milliseconds(text: &str) -> Result<i64> {
    let letters = text.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(text.len());
    let unit = match &text[letters..] {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(Refusal::argument(format!("failed to parse the duration `{text}`"))),
    };
    let number = text[..letters].parse::<i64>().map_err(|_| Refusal::argument(format!("no duration: `{text}`")))?;
    number.checked_mul(unit).ok_or_else(|| Refusal::argument(format!("too long a duration: `{text}`")))
}

fn within_limit(buckets: usize) -> Result<()> {
    if buckets > MOST_BUCKETS {
        return Err(Refusal::new(400, "too_many_buckets_exception", format!("more than {MOST_BUCKETS} buckets")));
    }
    Ok(())
}

fn shown(key: &Datum, engine: Engine) -> Value {
    match key {
        Datum::Text(text) => json!(text),
        Datum::Number(key) => number(*key, engine),
    }
}

/// Quickwit counts by floats.
fn number(number: i64, engine: Engine) -> Value {
    if engine == Engine::Quickwit { json!(number as f64) } else { json!(number) }
}
