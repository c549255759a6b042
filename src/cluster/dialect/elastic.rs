//! OpenSearch and Elasticsearch, which have the same addresses for all that is done here.

use serde_json::{Map, Value, json};

use super::IndexSize;
use crate::cluster::client::Client;
use crate::cluster::mapping::{FieldKind, IndexKind, IndexOptions};
use crate::error::Result;

pub(super) fn create(client: &Client, index: &str, kind: IndexKind, options: IndexOptions) -> Result<()> {
    match client.put(&format!("/{index}"), &description(kind, options)) {
        // An earlier attempt, or another process, was there first.
        Err(failure) if !(failure.is_status(400) && client.get(&format!("/{index}")).is_ok()) => Err(failure.into()),
        _ => Ok(()),
    }
}

fn description(kind: IndexKind, options: IndexOptions) -> Value {
    let fields = kind.fields();
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.name.to_owned(), mapping(field.kind))).collect();
    let left_out: Vec<&str> = fields.iter().filter(|field| !field.is_stored).map(|field| field.name).collect();
    json!({
        "settings": { "index": {
            "number_of_shards": if kind == IndexKind::Articles { options.shards } else { 1 },
            "number_of_replicas": options.replicas,
            "refresh_interval": format!("{}s", options.commit_seconds),
        } },
        "mappings": { "dynamic": "strict", "_source": { "excludes": left_out }, "properties": properties },
    })
}

fn mapping(kind: FieldKind) -> Value {
    match kind {
        FieldKind::Word | FieldKind::Words => json!({ "type": "keyword" }),
        FieldKind::Number => json!({ "type": "long" }),
        FieldKind::Moment => json!({ "type": "date", "format": "strict_date_optional_time" }),
        FieldKind::Terms => json!({ "type": "text", "analyzer": "whitespace", "index_options": "freqs" }),
        FieldKind::Row => json!({ "type": "text", "analyzer": "whitespace", "norms": false }),
        FieldKind::Text => json!({ "type": "text", "index": false }),
    }
}

pub(super) fn list(client: &Client, name: &str) -> Result<Vec<IndexSize>> {
    let path = format!("/_cat/indices/{name}-*?format=json&bytes=b&h=index,docs.count,pri.store.size");
    let all = match client.get(&path) {
        Err(failure) if failure.is_status(404) => return Ok(Vec::new()),
        all => all?,
    };
    let number = |value: &Value| value.as_str().and_then(|number| number.parse().ok()).unwrap_or_default();
    let sizes = all.as_array().into_iter().flatten().filter_map(|index| {
        let (documents, bytes) = (number(&index["docs.count"]), number(&index["pri.store.size"]));
        Some(IndexSize { name: index["index"].as_str()?.to_owned(), documents, bytes })
    });
    Ok(sizes.collect())
}

pub(super) fn delete_soon(client: &Client, indexes: &[String], field: &str, values: &[String]) -> Result<()> {
    if indexes.is_empty() || values.is_empty() {
        return Ok(());
    }
    delete_found(client, &indexes.join(","), &json!({ "terms": { field: values } }))
}

/// Asks for documents to be deleted whose field has a number below this one.
pub(super) fn delete_below(client: &Client, index: &str, field: &str, number: u64) -> Result<()> {
    delete_found(client, index, &json!({ "range": { field: { "lt": number } } }))
}

/// Nobody waits for it: it may take the engine longer than an answer may.
fn delete_found(client: &Client, indexes: &str, query: &Value) -> Result<()> {
    let path = format!("/{indexes}/_delete_by_query?conflicts=proceed&wait_for_completion=false");
    client.post(&path, &json!({ "query": query }))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::fields;

    #[test]
    fn terms_are_indexed_and_not_kept() {
        let articles = description(IndexKind::Articles, IndexOptions { shards: 3, ..IndexOptions::default() });
        assert_eq!(articles["settings"]["index"]["number_of_shards"], 3);
        assert_eq!(articles["mappings"]["dynamic"], "strict");
        let left_out = articles["mappings"]["_source"]["excludes"].as_array().unwrap();
        assert!(left_out.contains(&json!(fields::TEXT_TERMS)) && !left_out.contains(&json!(fields::BODY)));
        assert_eq!(articles["mappings"]["properties"][fields::BODY], json!({ "type": "text", "index": false }));
    }
}
