//! What an engine still has although it does not count: documents that were replaced, removed, or sent twice.

use rustc_hash::FxHashSet;
use serde_json::{Value, json};

use super::client::Client;
use super::document::value_of;
use super::fields::{BATCH, LEAF, ORDINAL};
use super::leaf::{Leaf, SentLeaf};
use super::state::{State, Void, now};
use super::whole::{hits, search_whole};
use crate::error::Result;

/// What was voided longer ago than so many seconds has come by now, or never comes.
const ON_ITS_WAY: u64 = 3_600;

/// With more leaves of words they are put together into one.
const MOST_LEAVES: usize = 32;

/// Takes out of the lists of a state what the engine has deleted meanwhile. Tells whether there was anything.
pub(super) fn forget_deleted(client: &Client, name: &str, state: &mut State) -> Result<bool> {
    let (hidden, void) = (state.hidden.len(), state.void.len());
    if hidden > 0 {
        let mut left = FxHashSet::default();
        each_document(client, name, state, json!({ "terms": { ORDINAL: state.hidden } }), |document| {
            left.extend(value_of(document, ORDINAL).as_u64());
        })?;
        state.hidden.retain(|ordinal| left.contains(ordinal));
    }
    let is_old = |void: &Void| now().saturating_sub(void.since) > ON_ITS_WAY;
    let old: Vec<&str> = state.void.iter().filter(|void| is_old(void)).map(|void| void.batch.as_str()).collect();
    if !old.is_empty() {
        let mut left = FxHashSet::default();
        each_document(client, name, state, json!({ "terms": { BATCH: old } }), |document| {
            left.extend(value_of(document, BATCH).as_str().map(str::to_owned));
        })?;
        state.void.retain(|void| !is_old(void) || left.contains(&void.batch));
    }
    Ok((hidden, void) != (state.hidden.len(), state.void.len()))
}

/// Gives each document that a query finds, with its number and the name of its request.
fn each_document(client: &Client, name: &str, state: &State, query: Value, mut give: impl FnMut(&Value)) -> Result<()> {
    const PAGE: usize = 10_000;
    let mut after = None::<Value>;
    loop {
        let mut body = json!({
            "query": { "bool": { "filter": [query] } },
            "size": PAGE,
            "sort": [{ ORDINAL: { "order": "asc" } }],
            "track_total_hits": true,
        });
        if let Some(after) = &after {
            body["search_after"] = after.clone();
        }
        let Some(answer) = search_whole(client, &state.indexes(name), &body, &[ORDINAL, BATCH])? else { return Ok(()) };
        hits(&answer).iter().for_each(|hit| give(&hit["_source"]));
        after = hits(&answer).last().map(|hit| hit["sort"].clone());
        if hits(&answer).len() < PAGE {
            return Ok(());
        }
    }
}

/// Asks the engine to delete documents that do not count. It may refuse or forget: they are left out of searches all the same.
pub(super) fn ask_to_delete(client: &Client, name: &str, hidden: &[u64], void: &[Void]) {
    let Ok(indexes) = client.engine().list(client, name) else { return };
    let indexes = indexes.into_iter().map(|index| index.name);
    let indexes: Vec<String> = indexes.filter(|index| index.starts_with(&format!("{name}-articles"))).collect();
    let numbers: Vec<String> = hidden.iter().map(u64::to_string).collect();
    let batches: Vec<String> = void.iter().map(|void| void.batch.clone()).collect();
    for (field, values) in [(ORDINAL, numbers), (BATCH, batches)] {
        if !values.is_empty() {
            let _ = client.engine().delete_soon(client, &indexes, field, &values);
        }
    }
}

/// Puts leaves of words together into one with this name, if there are many; all of them must be seen. Gives none where they stay.
pub(super) fn fold(client: &Client, name: &str, leaves: &[String], into: &str) -> Result<Option<SentLeaf>> {
    if leaves.len() <= MOST_LEAVES {
        return Ok(None);
    }
    let mut all = Leaf::default();
    for leaf in leaves {
        all.read(client, name, leaf)?;
    }
    all.send(client, name, into).map(Some)
}

/// Asks the engine to delete leaves that were put together into another one.
pub(super) fn ask_to_delete_leaves(client: &Client, name: &str, leaves: &[String]) {
    if !leaves.is_empty() {
        let _ = client.engine().delete_soon(client, &[format!("{name}-words")], LEAF, leaves);
    }
}
