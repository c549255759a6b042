//! Answers of all parts of an engine: one that lacks a part would make a sync believe that articles are gone.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::backoff::Backoff;
use super::client::Client;
use super::failure::{Failure, FailureKind};
use crate::error::{Error, Result};

/// How many documents come at a time, at most: engines give no more. Quickwit moves whole documents between its nodes, whatever is asked
/// of them, and no more than 20 MiB at once.
const PAGE: usize = 10_000;
const QUICKWIT_PAGE: usize = 500;

/// A page that does not come is asked for again with so many times fewer documents, in so many times less time than an answer may take.
/// After many that came it is tried with more again.
const LESS: usize = 4;
const SOONER: u32 = 12;
const MANY: usize = 200;

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
    if left.is_some_and(|left| left.is_zero()) {
        let message = "the time of the search was over before the engine had answered all that it was asked; give it more time, or ask for less";
        return Err(client.error(message));
    }
    ask(client, indexes, body, source, left.unwrap_or(client.times().patience), true).map_err(Error::from)
}

/// Searches indexes that have been made: where one is not found, a node has not heard of it yet.
///
/// # Errors
/// As [`search_whole`], also where there is no such index.
pub(super) fn search_made(client: &Client, indexes: &str, body: &Value, source: &[&str]) -> Result<Value> {
    let answer = ask(client, indexes, body, source, client.times().patience, false)?;
    answer.ok_or_else(|| client.error("the engine does not answer"))
}

/// Gives all documents that a query finds, page by page in the order of a field. Those with the same value come in one page.
///
/// # Errors
/// As [`search_made`], and what `take` fails with.
pub(super) fn each_page(
    client: &Client,
    indexes: &str,
    query: &Value,
    by: &str,
    source: &[&str],
    mut take: impl FnMut(&[Value]) -> Result<()>,
) -> Result<()> {
    let most = if client.engine().replaces() { PAGE } else { QUICKWIT_PAGE };
    let (mut size, mut after, mut came) = (most, None::<Value>, 0);
    loop {
        let mut body =
            json!({ "query": query, "size": size, "sort": [{ by: { "order": "asc" } }], "track_total_hits": true });
        if let Some(after) = &after {
            body["search_after"] = after.clone();
        }
        let patience = if size > 1 { client.times().patience / SOONER } else { client.times().patience };
        let answer = match ask(client, indexes, &body, source, patience, false) {
            Err(failure) if size > 1 && failure.is_passing() => {
                (size, came) = ((size / LESS).max(1), 0);
                continue;
            }
            answer => answer?.unwrap_or_default(),
        };
        let hits = hits(&answer);
        if hits.len() < size {
            return take(hits);
        }
        // Others may share the last value, and a page goes on behind all that have it.
        let last = hits.last().map(|hit| &hit["sort"]);
        let end = hits.iter().position(|hit| Some(&hit["sort"]) == last).filter(|at| *at > 0).unwrap_or(hits.len());
        take(&hits[..end])?;
        after = Some(hits[end - 1]["sort"].clone());
        came += 1;
        if came % MANY == 0 {
            size = (size * LESS).min(most);
        }
    }
}

/// How often a field has each value in what a query finds, as the engine writes the values.
///
/// # Errors
/// As [`search_made`], also where there are more than `most` values.
pub(super) fn values_of(
    client: &Client,
    indexes: &str,
    query: &Value,
    field: &str,
    most: usize,
) -> Result<Vec<(Value, u64)>> {
    let counted = json!({ "field": field, "size": most, "order": { "_key": "asc" } });
    let body =
        json!({ "query": query, "size": 0, "track_total_hits": true, "aggs": { "values": { "terms": counted } } });
    let mut answer = search_made(client, indexes, &body, &[])?;
    let mut counted = answer["aggregations"]["values"].take();
    if counted["sum_other_doc_count"].as_u64().unwrap_or_default() > 0 {
        return Err(client
            .error(format!("{field} has more than {most} values in {indexes}; this program never writes so many")));
    }
    let Value::Array(buckets) = counted["buckets"].take() else { return Ok(Vec::new()) };
    let bucket = |mut bucket: Value| (bucket["key"].take(), bucket["doc_count"].as_u64().unwrap_or_default());
    Ok(buckets.into_iter().map(bucket).collect())
}

/// A whole number as an engine writes it: Quickwit counts by floats, which are exact as far as ours go.
pub(super) fn whole_number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_f64().filter(|number| *number >= 0.0).map(|number| number as u64))
}

fn ask(
    client: &Client,
    indexes: &str,
    body: &Value,
    source: &[&str],
    patience: Duration,
    may_be_missing: bool,
) -> Result<Option<Value>, Failure> {
    let mut backoff = Backoff::new(patience);
    loop {
        let failure = match client.try_search(indexes, body, source, backoff.left()) {
            Err(failure) if failure.no_index && may_be_missing => return Ok(None),
            // Not found by what stands before the engine, or by a node that has just come.
            Err(failure) if failure.is_status(404) => {
                let message =
                    format!("{}; see whether {indexes} is there, and what stands before the engine", failure.message);
                Failure { kind: FailureKind::Uncertain, message, ..failure }
            }
            Err(failure) if failure.is_status(413) => return Err(too_long(failure)),
            Ok(answer) if is_whole(&answer) => return Ok(Some(answer)),
            Ok(_) => {
                let message = "a part of the engine does not answer, so that nobody knows what it has; see how its nodes are, and do the \
                               same again";
                Failure::new(FailureKind::Uncertain, client.url(), message)
            }
            Err(failure) => return Err(failure),
        };
        if !backoff.wait(None) {
            return Err(failure);
        }
    }
}

fn is_whole(answer: &Value) -> bool {
    let failed = answer["_shards"]["failed"].as_u64().unwrap_or_default();
    failed == 0 && answer["timed_out"] != true && answer["hits"]["hits"].is_array()
}

/// Says why a search is too long: what it asks for is short, and what it leaves out may not be.
fn too_long(failure: Failure) -> Failure {
    let message = format!(
        "{}; a search has the list of all documents that were replaced or sent twice and that the engine has not deleted yet: give it time \
         to, let it take longer requests, or write the articles anew (search cluster drop, and sync)",
        failure.message
    );
    Failure { message, ..failure }
}

/// How many documents match, in indexes that have been made.
pub(super) fn count(client: &Client, indexes: &str, filter: Vec<Value>, except: Vec<Value>) -> Result<u64> {
    let query = json!({ "bool": { "filter": filter, "must_not": except } });
    let body = json!({ "query": query, "size": 0, "track_total_hits": true });
    let answer = search_made(client, indexes, &body, &[])?;
    let total = &answer["hits"]["total"]["value"];
    total
        .as_u64()
        .ok_or_else(|| client.error("the engine does not say how many documents match; is it a newer version?"))
}

/// The hits of an answer.
pub(super) fn hits(answer: &Value) -> &[Value] {
    answer["hits"]["hits"].as_array().map_or(&[], Vec::as_slice)
}
