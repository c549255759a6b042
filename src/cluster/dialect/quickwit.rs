//! Quickwit: its indexes are described to an address of its own, and it never replaces a document.

use serde_json::{Value, json};

use super::{IndexSize, unreadable};
use crate::cluster::client::Client;
use crate::cluster::fields;
use crate::cluster::mapping::{FieldKind, IndexKind, IndexOptions};
use crate::error::Result;

/// What stands before the paths that it shares with Elasticsearch.
pub(super) const BASE: &str = "/api/v1/_elastic";
/// Where indexes are described.
pub(super) const INDEXES: &str = "/api/v1/indexes";

/// How many bytes of kept texts are packed together: a search reads a hundred articles from here and there, and usually 1 MB for each.
const BLOCK: u64 = 64 << 10;

/// With so many documents a split is merged no more. Articles are large: the usual ten million would be 100 GB.
const SPLIT: u64 = 1_000_000;

/// The version of the description of an index. Quickwit 0.9 reads this one too.
const DESCRIPTION: &str = "0.8";

/// Its version, if it tells.
pub(super) fn version(client: &Client) -> Option<String> {
    let answer = client.get("/api/v1/version").ok()?;
    answer["build"]["version"].as_str().map(str::to_owned)
}

pub(super) fn create(client: &Client, index: &str, kind: IndexKind, options: IndexOptions) -> Result<()> {
    match client.post(INDEXES, &description(index, kind, options)) {
        // An earlier attempt, or another process, was there first.
        Err(failure) if !(failure.is_status(400) && client.get(&format!("{INDEXES}/{index}")).is_ok()) => {
            Err(failure.into())
        }
        _ => Ok(()),
    }
}

/// An index as Quickwit is told of it.
pub(in crate::cluster) fn description(index: &str, kind: IndexKind, options: IndexOptions) -> Value {
    let fields: Vec<Value> =
        kind.fields().iter().map(|field| mapping(field.name, field.kind, field.is_stored)).collect();
    let mut mapping = json!({ "mode": "strict", "field_mappings": fields, "store_source": false });
    if kind == IndexKind::Articles {
        mapping["timestamp_field"] = json!(fields::PUBLISHED);
    }
    // The state is small, and whoever writes it waits until it is seen.
    let seconds = if kind == IndexKind::State { 1 } else { options.commit_seconds };
    json!({
        "version": DESCRIPTION,
        "index_id": index,
        "doc_mapping": mapping,
        "indexing_settings": {
            "commit_timeout_secs": seconds, "docstore_blocksize": BLOCK, "split_num_docs_target": SPLIT,
        },
    })
}

fn mapping(name: &str, kind: FieldKind, is_stored: bool) -> Value {
    let raw = |kind: &str| json!({ "name": name, "type": kind, "tokenizer": "raw", "fast": true, "stored": is_stored });
    match kind {
        FieldKind::Word => raw("text"),
        FieldKind::Words => raw("array<text>"),
        FieldKind::Number => json!({ "name": name, "type": "i64", "fast": true, "indexed": true, "stored": is_stored }),
        FieldKind::Moment => json!({
            "name": name, "type": "datetime", "fast": true, "indexed": true, "stored": is_stored,
            "input_formats": ["rfc3339"], "output_format": "rfc3339", "fast_precision": "seconds",
        }),
        FieldKind::Terms => json!({
            "name": name, "type": "text", "tokenizer": "whitespace", "record": "freq", "fieldnorms": true, "stored": is_stored,
        }),
        FieldKind::Row => json!({
            "name": name, "type": "text", "tokenizer": "whitespace", "record": "position", "fieldnorms": false, "stored": is_stored,
        }),
        FieldKind::Text => json!({ "name": name, "type": "text", "indexed": false, "stored": is_stored }),
    }
}

pub(super) fn list(client: &Client, name: &str) -> Result<Vec<IndexSize>> {
    let all = client.get(INDEXES)?;
    let all = all.as_array().ok_or_else(|| unreadable(client, "list of indexes"))?;
    let names = all.iter().filter_map(|index| index["index_config"]["index_id"].as_str());
    let mut found = Vec::new();
    for index in names.filter(|index| index.starts_with(name)) {
        let size = client.get(&format!("{INDEXES}/{index}/describe"));
        let size = size.unwrap_or_default();
        let number = |field: &str| size[field].as_u64().unwrap_or_default();
        let (documents, bytes) = (number("num_published_docs"), number("size_published_splits"));
        found.push(IndexSize { name: index.to_owned(), documents, bytes });
    }
    Ok(found)
}

pub(super) fn delete_soon(client: &Client, indexes: &[String], field: &str, values: &[String]) -> Result<()> {
    /// So many values stand in one query.
    const AT_ONCE: usize = 1_000;
    for index in indexes {
        for values in values.chunks(AT_ONCE) {
            let query = format!("{field}:IN [{}]", values.join(" "));
            client.post(&format!("/api/v1/{index}/delete-tasks"), &json!({ "query": query }))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_says_what_ranking_needs() {
        let options = IndexOptions { commit_seconds: 7, ..IndexOptions::default() };
        let articles = description("news-articles", IndexKind::Articles, options);
        assert_eq!(articles["doc_mapping"]["mode"], "strict");
        assert_eq!(articles["doc_mapping"]["timestamp_field"], fields::PUBLISHED);
        assert_eq!(articles["indexing_settings"]["commit_timeout_secs"], 7);
        let mappings = articles["doc_mapping"]["field_mappings"].as_array().unwrap();
        let field = |name: &str| mappings.iter().find(|field| field["name"] == name).unwrap();
        assert_eq!(field(fields::TEXT_TERMS)["fieldnorms"], true);
        assert_eq!(field(fields::FORM_ROW)["record"], "position");
        assert_eq!(field(fields::BODY)["indexed"], false);
        assert_eq!(field(fields::PLACES)["type"], "array<text>");
    }
}
