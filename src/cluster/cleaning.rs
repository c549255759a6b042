//! What an engine still has although it does not count: documents that were replaced, removed, or sent twice.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use serde_json::json;

use super::client::Client;
use super::fields::{BATCH, LEAF, ORDINAL};
use super::journal::MOST_VOIDS;
use super::leaf::{Leaf, SentLeaf};
use super::listing::Entry;
use super::state::{State, Void, now};
use super::whole::{values_of, whole_number};
use crate::error::Result;

/// What was voided longer ago than so many seconds has come by now, or never comes: a node of Quickwit that was killed indexes what it
/// had taken when it returns. Where there are many of them, only the usual delay counts.
const ON_ITS_WAY: u64 = 30 * 24 * 3_600;
const USUALLY: u64 = 3_600;

/// How many numbers of documents are asked for at once.
const AT_ONCE: usize = 10_000;

/// With more leaves of words they are put together into one.
const MOST_LEAVES: usize = 8;

/// Takes out of the lists of a state what the engine has deleted meanwhile. Tells whether there was anything.
pub(super) fn forget_deleted(client: &Client, name: &str, state: &mut State) -> Result<bool> {
    let (hidden, void) = (state.hidden.len(), state.void.len());
    if hidden > 0 {
        let mut left = FxHashSet::default();
        for hidden in state.hidden.chunks(AT_ONCE) {
            let query = json!({ "bool": { "filter": [{ "terms": { ORDINAL: hidden } }] } });
            let found = values_of(client, &state.indexes(name), &query, ORDINAL, AT_ONCE)?;
            left.extend(found.iter().filter_map(|(ordinal, _)| whole_number(ordinal)));
        }
        state.hidden.retain(|ordinal| left.contains(ordinal));
    }
    let patience = if void > MOST_VOIDS / 2 { USUALLY } else { ON_ITS_WAY };
    let is_old = |void: &Void| now().saturating_sub(void.since) > patience;
    let old: Vec<&str> = state.void.iter().filter(|void| is_old(void)).map(|void| void.batch.as_str()).collect();
    if !old.is_empty() {
        let query = json!({ "bool": { "filter": [{ "terms": { BATCH: old } }] } });
        let found = values_of(client, &state.indexes(name), &query, BATCH, AT_ONCE)?;
        let left: FxHashSet<String> =
            found.into_iter().filter_map(|(batch, _)| Some(batch.as_str()?.to_owned())).collect();
        state.void.retain(|void| !is_old(void) || left.contains(&void.batch));
    }
    Ok((hidden, void) != (state.hidden.len(), state.void.len()))
}

/// Asks the engine to delete documents that do not count. It may refuse or forget: they are left out of searches all the same.
pub(super) fn ask_to_delete(client: &Client, name: &str, hidden: &[Entry], void: &[Void]) {
    let mut by_index = BTreeMap::<String, Vec<String>>::new();
    for entry in hidden {
        by_index.entry(entry.index.clone()).or_default().push(entry.ordinal.to_string());
    }
    for (index, ordinals) in by_index {
        let _ = client.engine().delete_soon(client, &[index], ORDINAL, &ordinals);
    }
    if void.is_empty() {
        return;
    }
    let Ok(indexes) = client.engine().list(client, name) else { return };
    let indexes = indexes.into_iter().map(|index| index.name);
    let indexes: Vec<String> = indexes.filter(|index| index.starts_with(&format!("{name}-articles"))).collect();
    let batches: Vec<String> = void.iter().map(|void| void.batch.clone()).collect();
    let _ = client.engine().delete_soon(client, &indexes, BATCH, &batches);
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
