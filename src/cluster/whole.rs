//! Answers of all parts of an engine: one that lacks a part would make a sync believe that articles are gone.

use std::time::Instant;

use serde_json::{Value, json};

use super::backoff::Backoff;
use super::client::Client;
use super::failure::Failure;
use crate::error::{Error, Result};

/// Searches until all parts of the indexes have answered; none where there is no such index.
///
/// # Errors
/// [`Error::Cluster`] where that does not happen in time, or the engine refuses.
pub(super) fn search_whole(client: &Client, indexes: &str, body: &Value, source: &[&str]) -> Result<Option<Value>> {
    search_until(client, indexes, body, source, None)
}

/// The same up to a moment.
///
/// # Errors
/// As [`search_whole`].
pub(super) fn search_until(
    client: &Client,
    indexes: &str,
    body: &Value,
    source: &[&str],
    until: Option<Instant>,
) -> Result<Option<Value>> {
    let left = until.map(|until| until.saturating_duration_since(Instant::now()));
    let mut backoff = Backoff::new(left.unwrap_or(client.times().patience));
    loop {
        let answer = match client.try_search(indexes, body, source, backoff.left()) {
            Err(failure) if failure.is_status(404) => return Ok(None),
            answer => answer.map_err(<Error as From<Failure>>::from)?,
        };
        let is_whole = answer["_shards"]["failed"].as_u64().unwrap_or_default() == 0 && answer["timed_out"] != true;
        if is_whole && answer["hits"]["hits"].is_array() {
            return Ok(Some(answer));
        }
        if !backoff.wait(None) {
            return Err(client.error("a part of the engine does not answer, so that nobody knows what it has; see how its nodes are, and do the same again"));
        }
    }
}

/// How many documents match.
pub(super) fn count(client: &Client, indexes: &str, filter: Vec<Value>, except: Vec<Value>) -> Result<u64> {
    let query = json!({ "bool": { "filter": filter, "must_not": except } });
    let body = json!({ "query": query, "size": 0, "track_total_hits": true });
    let answer = search_whole(client, indexes, &body, &[])?;
    Ok(answer.map_or(0, |answer| answer["hits"]["total"]["value"].as_u64().unwrap_or_default()))
}

/// The hits of an answer.
pub(super) fn hits(answer: &Value) -> &[Value] {
    answer["hits"]["hits"].as_array().map_or(&[], Vec::as_slice)
}
