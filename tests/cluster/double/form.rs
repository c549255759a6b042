//! JSON that may have known keys only.

use serde_json::{Map, Value};

use super::refusal::{Refusal, Result};

/// An object whose keys are all known; `what` names it in the refusal.
pub fn object<'a>(value: &'a Value, what: &str, known: &[&str]) -> Result<&'a Map<String, Value>> {
    let object = any_object(value, what)?;
    for key in object.keys() {
        if !known.contains(&key.as_str()) {
            let known = known.join("`, `");
            return Err(Refusal::parsing(format!("unknown field `{key}` in {what}, expected one of `{known}`")));
        }
    }
    Ok(object)
}

pub fn any_object<'a>(value: &'a Value, what: &str) -> Result<&'a Map<String, Value>> {
    value.as_object().ok_or_else(|| Refusal::parsing(format!("{what} must be an object, is {value}")))
}

/// An object of exactly one key, as queries, sorts and bulk actions are.
pub fn only_entry<'a>(value: &'a Value, what: &str) -> Result<(&'a str, &'a Value)> {
    let object = any_object(value, what)?;
    let mut entries = object.iter();
    match (entries.next(), entries.next()) {
        (Some((key, value)), None) => Ok((key, value)),
        _ => Err(Refusal::parsing(format!("{what} must have exactly one key, is {value}"))),
    }
}

pub fn text<'a>(value: &'a Value, what: &str) -> Result<&'a str> {
    value.as_str().ok_or_else(|| Refusal::parsing(format!("{what} must be a string, is {value}")))
}

pub fn count(value: &Value, what: &str) -> Result<usize> {
    let count = value.as_u64().ok_or_else(|| Refusal::parsing(format!("{what} must be a whole number, is {value}")))?;
    usize::try_from(count).map_err(|_| Refusal::parsing(format!("{what} is too large")))
}

pub fn flag(value: &Value, what: &str) -> Result<bool> {
    value.as_bool().ok_or_else(|| Refusal::parsing(format!("{what} must be true or false, is {value}")))
}

pub fn list<'a>(value: &'a Value, what: &str) -> Result<&'a [Value]> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| Refusal::parsing(format!("{what} must be a list, is {value}")))
}

pub fn texts(value: &Value, what: &str) -> Result<Vec<String>> {
    list(value, what)?.iter().map(|value| text(value, what).map(str::to_owned)).collect()
}

/// A body that must be JSON; none stands for an empty object.
pub fn body(bytes: &[u8]) -> Result<Value> {
    if bytes.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    serde_json::from_slice(bytes).map_err(|error| Refusal::parsing(format!("the body is no JSON: {error}")))
}
