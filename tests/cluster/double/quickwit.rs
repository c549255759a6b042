//! The paths of Quickwit's own API.

use std::time::Instant;

use serde_json::{Map, Value, json};

use super::cluster::Cluster;
use super::form;
use super::http::Answer;
use super::index::Index;
use super::matching;
use super::query::{Bound, Query};
use super::refusal::{Refusal, Result};
use super::routes::{Call, Reply};

/// Answers a request whose path behind `/api/v1` has these parts.
pub fn answer(call: &Call, parts: &[&str]) -> Result<Reply> {
    let address = &call.address;
    let json = |value: Value| Ok(Reply::Answer(Answer::json(200, &value)));
    match (call.request.method.as_str(), parts) {
        ("GET", ["version"]) => {
            json(json!({"build": {"version": "0.9.0", "cargo_pkg_version": "0.9.0"}, "runtime": {}}))
        }
        ("GET", ["indexes"]) => {
            address.only_parameters(&["index_id_patterns"])?;
            let cluster = call.reading();
            let indexes = match address.parameter("index_id_patterns") {
                Some(patterns) => cluster.resolve(patterns, address)?,
                None => cluster.indexes.values().collect(),
            };
            json(indexes.into_iter().map(metadata).collect())
        }
        ("POST", ["indexes"]) => {
            address.only_parameters(&[])?;
            let config = form::body(&call.request.body)?;
            let (name, schema) = super::quickwit_config::read(&config)?;
            let mut cluster = call.writing();
            cluster.create(&name, schema)?;
            json(metadata(cluster.index(&name)?))
        }
        ("GET", ["indexes", name]) => {
            address.only_parameters(&[])?;
            json(metadata(call.reading().index(name)?))
        }
        ("GET", ["indexes", name, "describe"]) => {
            address.only_parameters(&[])?;
            json(description(call.reading().index(name)?))
        }
        ("DELETE", ["indexes", name]) => {
            address.only_parameters(&[])?;
            let mut cluster = call.writing();
            cluster.index(name)?;
            cluster.indexes.remove(*name);
            json(json!([]))
        }
        ("POST", [name, "delete-tasks"]) => {
            address.only_parameters(&[])?;
            delete_task(&mut call.writing(), name, &form::body(&call.request.body)?).and_then(json)
        }
        ("GET", [name, "delete-tasks"]) => {
            address.only_parameters(&[])?;
            let cluster = call.reading();
            json(cluster.index(name)?.deletions.iter().map(|deletion| deletion.task.clone()).collect())
        }
        _ => Err(call.unknown()),
    }
}

fn metadata(index: &Index) -> Value {
    let uid = format!("{}:01DOUBLE", index.name);
    json!({"version": "0.9", "index_uid": uid, "index_config": index.schema.sent, "checkpoint": {}, "sources": []})
}

fn description(index: &Index) -> Value {
    json!({
        "index_id": index.name,
        "num_published_splits": usize::from(index.len() > 0),
        "size_published_splits": index.bytes,
        "num_published_docs": index.len(),
        "size_published_docs": index.bytes,
        "size_published_docs_uncompressed": index.bytes,
        "timestamp_field_name": index.schema.timestamp,
    })
}

/// Deletes, later, what is visible now; what comes afterwards stays.
fn delete_task(cluster: &mut Cluster, name: &str, body: &Value) -> Result<Value> {
    let due = Instant::now() + cluster.options.delete_after;
    cluster.index(name)?;
    let index = cluster.indexes.get_mut(name).unwrap();
    let object = form::object(body, "a delete task", &["query", "start_timestamp", "end_timestamp"])?;
    let mut clauses = vec![query(form::text(object.get("query").unwrap_or(&Value::Null), "query")?)?];
    clauses.extend(time_range(index, object)?);
    let clauses =
        Query::Bool { must: Vec::new(), should: Vec::new(), filter: clauses, must_not: Vec::new(), at_least: None };
    let doomed = matching::find(index, &clauses)?.into_iter().map(|(document, _)| document).collect();
    let task = json!({"create_timestamp": 0, "opstamp": index.deletions.len() + 1, "delete_query": body});
    index.delete_later(due, task.clone(), doomed);
    Ok(task)
}

/// `field:value`, `field:"a value"` or `field:IN [a b]`
fn query(text: &str) -> Result<Query> {
    let refused = || Refusal::argument(format!("the double does not understand the query `{text}`"));
    let (field, value) = text.split_once(':').ok_or_else(refused)?;
    let field = field.trim().to_owned();
    if let Some(list) = value.strip_prefix("IN [").and_then(|list| list.strip_suffix(']')) {
        let values = list.split_whitespace().map(|value| json!(value.trim_matches('"'))).collect();
        return Ok(Query::Terms { field, values, boost: 1.0 });
    }
    let value = match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
        Some(quoted) if !quoted.contains('"') => quoted,
        None if !value.is_empty()
            && !value.contains(|letter: char| letter.is_whitespace() || "\"()[]{}:*".contains(letter)) =>
        {
            value
        }
        _ => return Err(refused()),
    };
    Ok(Query::Term { field, value: json!(value), boost: 1.0 })
}

/// From a second on, and before another.
fn time_range(index: &Index, object: &Map<String, Value>) -> Result<Option<Query>> {
    let mut bounds = Vec::new();
    for (key, bound) in [("start_timestamp", Bound::From), ("end_timestamp", Bound::Below)] {
        if let Some(seconds) = object.get(key) {
            let moment = seconds.as_i64().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
            let moment = moment.ok_or_else(|| Refusal::parsing(format!("{key} must be seconds, is {seconds}")))?;
            bounds.push((bound, json!(moment.to_string())));
        }
    }
    if bounds.is_empty() {
        return Ok(None);
    }
    let field = index.schema.timestamp.clone();
    let field = field.ok_or_else(|| Refusal::argument("the index has no timestamp field"))?;
    Ok(Some(Query::Range { field, bounds }))
}
