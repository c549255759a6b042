//! The queries that all three engines take, read strictly.

use serde_json::{Map, Value};

use super::Engine;
use super::form;
use super::refusal::{Refusal, Result};

/// Elasticsearch and OpenSearch allow so many clauses in a query where memory is short.
const MOST_CLAUSES: usize = 1024;
/// Elasticsearch allows so many queries within queries.
const DEEPEST: usize = 30;

/// The double tries every place between; no engine has this limit.
const MOST_SLOP: usize = 1000;

/// What is asked for.
#[derive(Debug, Clone)]
pub enum Query {
    All,
    Bool { must: Vec<Query>, should: Vec<Query>, filter: Vec<Query>, must_not: Vec<Query>, at_least: Option<usize> },
    Term { field: String, value: Value, boost: f32 },
    Terms { field: String, values: Vec<Value>, boost: f32 },
    Phrase { field: String, text: String, slop: u32 },
    Range { field: String, bounds: Vec<(Bound, Value)> },
    Exists { field: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    Above,
    From,
    Below,
    UpTo,
}

impl Query {
    pub fn read(value: &Value, engine: Engine) -> Result<Query> {
        let query = read(value, 0)?;
        if engine != Engine::Quickwit && query.clauses() > MOST_CLAUSES {
            return Err(Refusal::new(400, "too_many_clauses", format!("maxClauseCount is set to {MOST_CLAUSES}")));
        }
        Ok(query)
    }

    fn clauses(&self) -> usize {
        match self {
            Query::Bool { must, should, filter, must_not, .. } => {
                [must, should, filter, must_not].into_iter().flatten().map(Query::clauses).sum()
            }
            _ => 1,
        }
    }
}

fn read(value: &Value, depth: usize) -> Result<Query> {
    if depth > DEEPEST {
        return Err(Refusal::argument(format!("the query is nested deeper than {DEEPEST}")));
    }
    let (kind, options) = form::only_entry(value, "a query")?;
    match kind {
        "match_all" => form::object(options, kind, &[]).map(|_| Query::All),
        "bool" => bool_query(options, depth),
        "term" => {
            let (field, options) = form::only_entry(options, kind)?;
            let (value, boost) = match options {
                Value::Object(_) => {
                    let object = form::object(options, kind, &["value", "boost"])?;
                    (object.get("value").unwrap_or(&Value::Null), boost(object)?)
                }
                value => (value, 1.0),
            };
            single(value, kind)?;
            Ok(Query::Term { field: field.into(), value: value.clone(), boost })
        }
        "terms" => {
            let mut object = form::any_object(options, kind)?.clone();
            let boost = boost(&object)?;
            object.remove("boost");
            let object = Value::Object(object);
            let (field, values) = form::only_entry(&object, kind)?;
            let values = form::list(values, kind)?;
            values.iter().try_for_each(|value| single(value, kind))?;
            Ok(Query::Terms { field: field.into(), values: values.to_vec(), boost })
        }
        "match_phrase" => {
            let (field, options) = form::only_entry(options, kind)?;
            let (text, slop) = match options {
                Value::Object(_) => {
                    let object = form::object(options, kind, &["query", "slop"])?;
                    let slop = object.get("slop").map_or(Ok(0), |slop| form::count(slop, "slop"))?;
                    if slop > MOST_SLOP {
                        return Err(Refusal::argument(format!("a slop of more than {MOST_SLOP} is no phrase")));
                    }
                    (object.get("query").unwrap_or(&Value::Null), slop as u32)
                }
                text => (text, 0),
            };
            Ok(Query::Phrase { field: field.into(), text: form::text(text, kind)?.into(), slop })
        }
        "range" => {
            let (field, options) = form::only_entry(options, kind)?;
            let bounds = form::object(options, kind, &["gt", "gte", "lt", "lte"])?;
            let bounds = bounds.iter().map(|(name, value)| {
                if value.as_str().is_some_and(|text| text.starts_with("now") || text.contains("||")) {
                    return Err(Refusal::parsing(format!(
                        "failed to parse date `{value}`: date math is not supported"
                    )));
                }
                single(value, kind)?;
                let bound = match name.as_str() {
                    "gt" => Bound::Above,
                    "gte" => Bound::From,
                    "lt" => Bound::Below,
                    _ => Bound::UpTo,
                };
                Ok((bound, value.clone()))
            });
            Ok(Query::Range { field: field.into(), bounds: bounds.collect::<Result<_>>()? })
        }
        "exists" => {
            let object = form::object(options, kind, &["field"])?;
            let field = form::text(object.get("field").unwrap_or(&Value::Null), "field of exists")?;
            Ok(Query::Exists { field: field.into() })
        }
        other => Err(unknown(other)),
    }
}

fn bool_query(options: &Value, depth: usize) -> Result<Query> {
    let known = ["must", "must_not", "should", "filter", "minimum_should_match"];
    if options.get("boost").is_some() {
        return Err(Refusal::argument("Quickwit silently ignores the boost of a bool: the double refuses it"));
    }
    let object = form::object(options, "bool", &known)?;
    let clauses = |key: &str| match object.get(key) {
        None => Ok(Vec::new()),
        Some(Value::Array(clauses)) => clauses.iter().map(|clause| read(clause, depth + 1)).collect(),
        Some(clause) => Ok(vec![read(clause, depth + 1)?]),
    };
    Ok(Query::Bool {
        must: clauses("must")?,
        should: clauses("should")?,
        filter: clauses("filter")?,
        must_not: clauses("must_not")?,
        at_least: object
            .get("minimum_should_match")
            .map(|least| form::count(least, "minimum_should_match"))
            .transpose()?,
    })
}

fn boost(object: &Map<String, Value>) -> Result<f32> {
    match object.get("boost") {
        None => Ok(1.0),
        Some(boost) => match boost.as_f64() {
            Some(boost) if boost >= 0.0 => Ok(boost as f32),
            _ => Err(Refusal::parsing(format!("boost must not be negative, is {boost}"))),
        },
    }
}

/// A string or a whole number, in short what a field can hold.
fn single(value: &Value, what: &str) -> Result<()> {
    if value.is_string() || value.as_i64().is_some() {
        return Ok(());
    }
    Err(Refusal::parsing(format!("a value of {what} must be a string or a whole number, is {value}")))
}

fn unknown(kind: &str) -> Refusal {
    /// Known to Elasticsearch and OpenSearch, and perhaps to Quickwit, but not the same in all three.
    const BEYOND: [&str; 16] = [
        "boosting",
        "combined_fields",
        "constant_score",
        "dis_max",
        "function_score",
        "fuzzy",
        "ids",
        "match",
        "match_bool_prefix",
        "match_phrase_prefix",
        "multi_match",
        "prefix",
        "query_string",
        "regexp",
        "simple_query_string",
        "wildcard",
    ];
    if BEYOND.contains(&kind) {
        return Refusal::parsing(format!("query [{kind}] is outside what all three engines understand alike"));
    }
    Refusal::parsing(format!("unknown query [{kind}]"))
}
