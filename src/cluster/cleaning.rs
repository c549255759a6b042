//! What an engine still has although it does not count: documents that were replaced, removed, or sent twice.

use rustc_hash::FxHashSet;
use serde_json::{Value, json};

use super::client::Client;
use super::document::value_of;
use super::fields::{BATCH, LEAF, ORDINAL};
use super::leaf::Leaf;
use super::state::{State, Void, now};
use super::whole::{count, hits, search_whole};
use crate::error::Result;

/// What was voided longer ago than so many seconds has come by now, or never comes.
const ON_ITS_WAY: u64 = 3_600;

/// With more leaves of words they are put together into one.
const MOST_LEAVES: usize = 32;

/// Takes out of the lists of a state what the engine has deleted meanwhile. Tells whether there was anything.
pub(super) fn forget_deleted(client: &Client, name: &str, state: &mut State) -> Result<bool> {
    let (hidden, void) = (state.hidden.len(), state.void.len());
    if hidden > 0 {
        let left = still_there(client, name, state)?;
        state.hidden.retain(|ordinal| left.contains(ordinal));
    }
    let mut kept = Vec::new();
    for Void { batch, since } in std::mem::take(&mut state.void) {
        let is_old = now().saturating_sub(since) > ON_ITS_WAY;
        let filter = json!({ "term": { BATCH: batch } });
        if !is_old || count(client, &state.indexes(name), vec![filter], Vec::new())? > 0 {
            kept.push(Void { batch, since });
        }
    }
    state.void = kept;
    Ok((hidden, void) != (state.hidden.len(), state.void.len()))
}

/// The numbers of hidden documents that are still there.
fn still_there(client: &Client, name: &str, state: &State) -> Result<FxHashSet<u64>> {
    const PAGE: usize = 10_000;
    let (mut found, mut after) = (FxHashSet::default(), None::<Value>);
    loop {
        let mut body = json!({
            "query": { "bool": { "filter": [{ "terms": { ORDINAL: state.hidden } }] } },
            "size": PAGE,
            "sort": [{ ORDINAL: { "order": "asc" } }],
            "track_total_hits": true,
        });
        if let Some(after) = &after {
            body["search_after"] = after.clone();
        }
        let Some(answer) = search_whole(client, &state.indexes(name), &body, &[ORDINAL])? else { return Ok(found) };
        found.extend(hits(&answer).iter().filter_map(|hit| value_of(&hit["_source"], ORDINAL).as_u64()));
        after = hits(&answer).last().map(|hit| hit["sort"].clone());
        if hits(&answer).len() < PAGE {
            return Ok(found);
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

/// Puts leaves of words together into one with this name, if there are many. Gives the leaves that count then.
pub(super) fn fold(client: &Client, name: &str, leaves: &[String], into: String) -> Result<Vec<String>> {
    if leaves.len() <= MOST_LEAVES {
        return Ok(leaves.to_vec());
    }
    let mut all = Leaf::default();
    for leaf in leaves {
        all.read(client, name, leaf)?;
    }
    all.send(client, name, &into)?;
    Ok(vec![into])
}

/// Asks the engine to delete leaves that were put together into another one.
pub(super) fn ask_to_delete_leaves(client: &Client, name: &str, leaves: &[String]) {
    if !leaves.is_empty() {
        let _ = client.engine().delete_soon(client, &[format!("{name}-words")], LEAF, leaves);
    }
}
