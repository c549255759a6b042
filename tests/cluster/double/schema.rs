//! The fields of an index, and whether a document fits them.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;

use super::refusal::{Refusal, Result};

/// Beyond this a number is not exact where JSON's numbers are floats, as in the buckets of Quickwit, so it must not be sent there.
const MOST_EXACT: i64 = 1 << 53;
/// Lucene refuses a longer term.
const LONGEST_LUCENE_TERM: usize = 32_766;

/// How the values of a field are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text as one term.
    Raw,
    /// Text split at blanks.
    Words,
    Long,
    /// Milliseconds since 1970 inside.
    Date,
}

/// How many values a document may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Many {
    One,
    /// A list, and nothing but a list.
    List,
    /// Elasticsearch knows no difference.
    Either,
}

#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    pub kind: Kind,
    pub many: Many,
    pub indexed: bool,
    pub fast: bool,
    /// Comes back in `_source`.
    pub stored: bool,
    pub positions: bool,
    /// Whether the length of the text counts in the rank.
    pub norms: bool,
    pub unsigned: bool,
    /// Dates are cut down to a multiple of so many milliseconds.
    pub step: i64,
}

/// A value of a document, or of a query.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Datum {
    Text(String),
    Number(i64),
}

#[derive(Debug)]
pub struct Schema {
    pub fields: Vec<Field>,
    by_name: HashMap<String, usize>,
    /// The field without which Quickwit drops a document.
    pub timestamp: Option<String>,
    /// As it was sent.
    pub sent: Value,
    lucene: bool,
}

impl Schema {
    pub fn new(fields: Vec<Field>, timestamp: Option<String>, sent: Value, lucene: bool) -> Result<Schema> {
        let mut by_name = HashMap::new();
        for (number, field) in fields.iter().enumerate() {
            if by_name.insert(field.name.clone(), number).is_some() {
                return Err(Refusal::argument(format!("duplicated field `{}`", field.name)));
            }
        }
        Ok(Schema { fields, by_name, timestamp, sent, lucene })
    }

    pub fn number_of(&self, field: &str) -> Option<usize> {
        self.by_name.get(field).copied()
    }

    /// A field that a query, a sort or an aggregation names.
    pub fn named(&self, field: &str) -> Result<(usize, &Field)> {
        match self.number_of(field) {
            Some(number) => Ok((number, &self.fields[number])),
            None => Err(Refusal::argument(format!("field does not exist: `{field}`"))),
        }
    }

    pub fn indexed(&self, field: &str) -> Result<(usize, &Field)> {
        let (number, field) = self.named(field)?;
        if !field.indexed {
            return Err(Refusal::argument(format!("cannot search on field [{}] since it is not indexed", field.name)));
        }
        Ok((number, field))
    }

    /// A field with values to sort, count and compare by.
    pub fn fast(&self, field: &str) -> Result<(usize, &Field)> {
        let (number, field) = self.named(field)?;
        if !field.fast {
            return Err(Refusal::argument(format!("field `{}` is not a fast field", field.name)));
        }
        Ok((number, field))
    }

    /// The values of a document by field, or why it is refused.
    pub fn read(&self, document: &Value) -> Result<Vec<(usize, Vec<Datum>)>> {
        let object = document.as_object().ok_or_else(|| unreadable("the document is not a JSON object".into()))?;
        let mut read = Vec::with_capacity(object.len());
        for (name, value) in object {
            let Some(number) = self.number_of(name) else {
                return Err(Refusal::new(
                    400,
                    "strict_dynamic_mapping_exception",
                    format!("mapping set to strict, dynamic introduction of [{name}] within [_doc] is not allowed"),
                ));
            };
            let field = &self.fields[number];
            let values = match (value, field.many) {
                (Value::Array(_), Many::One) => return Err(misfit(field, value)),
                (Value::Array(values), _) => {
                    values.iter().map(|value| self.datum(field, value)).collect::<Result<_>>()?
                }
                (_, Many::List) => return Err(misfit(field, value)),
                _ => vec![self.datum(field, value)?],
            };
            read.push((number, values));
        }
        Ok(read)
    }

    fn datum(&self, field: &Field, value: &Value) -> Result<Datum> {
        match (field.kind, value) {
            (Kind::Raw, Value::String(text)) if self.lucene && field.indexed && text.len() > LONGEST_LUCENE_TERM => {
                Err(Refusal::argument(format!(
                    "Document contains at least one immense term in field=\"{}\"",
                    field.name
                )))
            }
            (Kind::Raw | Kind::Words, Value::String(text)) => Ok(Datum::Text(text.clone())),
            (Kind::Long, Value::Number(_)) => {
                let number = value.as_i64().ok_or_else(|| misfit(field, value))?;
                let is_exact = self.lucene || (-MOST_EXACT..=MOST_EXACT).contains(&number);
                if !is_exact || (field.unsigned && number < 0) {
                    return Err(misfit(field, value));
                }
                Ok(Datum::Number(number))
            }
            (Kind::Date, Value::String(text)) => field.moment(text).ok_or_else(|| misfit(field, value)),
            _ => Err(misfit(field, value)),
        }
    }
}

impl Field {
    /// The value of a query on this field as the index has it.
    pub fn sought(&self, value: &Value) -> Result<Datum> {
        let sought = match (self.kind, value) {
            (Kind::Raw | Kind::Words, Value::String(text)) => Some(Datum::Text(text.clone())),
            (Kind::Long, Value::Number(_)) => value.as_i64().map(Datum::Number),
            (Kind::Long, Value::String(text)) => text.parse().ok().map(Datum::Number),
            (Kind::Date, Value::String(text)) => self.moment(text),
            _ => None,
        };
        sought.ok_or_else(|| Refusal::argument(format!("{value} is no value of field `{}`", self.name)))
    }

    /// RFC 3339 only.
    fn moment(&self, text: &str) -> Option<Datum> {
        let milliseconds = text.parse::<Timestamp>().ok()?.as_millisecond();
        Some(Datum::Number(milliseconds.div_euclid(self.step) * self.step))
    }
}

fn misfit(field: &Field, value: &Value) -> Refusal {
    unreadable(format!("failed to parse field [{}] of type {:?}: {value}", field.name, field.kind))
}

fn unreadable(reason: String) -> Refusal {
    Refusal::new(400, "document_parsing_exception", reason)
}
