//! All indexes of an engine, and what is done with them as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use serde_json::{Map, Value, json};

use super::address::{Address, fits};
use super::index::{Change, Index};
use super::matching;
use super::query::Query;
use super::refusal::{Refusal, Result};
use super::schema::Schema;
use super::{Engine, Options};

/// What the engine has.
pub struct Cluster {
    pub options: Options,
    pub indexes: BTreeMap<String, Index>,
}

impl Cluster {
    pub fn new(options: Options) -> Cluster {
        Cluster { options, indexes: BTreeMap::new() }
    }

    pub fn engine(&self) -> Engine {
        self.options.engine
    }

    pub fn is_due(&self, now: Instant) -> bool {
        self.indexes.values().any(|index| index.is_due(now))
    }

    /// Makes visible what is due.
    pub fn settle(&mut self, now: Instant) {
        self.indexes.values_mut().for_each(|index| index.settle(now));
    }

    pub fn create(&mut self, name: &str, schema: Schema) -> Result<()> {
        if self.indexes.contains_key(name) {
            return Err(match self.engine() {
                Engine::Quickwit => Refusal::argument(format!("index `{name}` already exist(s)")),
                _ => Refusal::new(400, "resource_already_exists_exception", format!("index [{name}] already exists")),
            });
        }
        self.indexes.insert(name.to_owned(), Index::new(name.to_owned(), schema, self.engine() != Engine::Quickwit));
        Ok(())
    }

    pub fn index(&self, name: &str) -> Result<&Index> {
        self.indexes.get(name).ok_or_else(|| self.missing(name))
    }

    /// The indexes that a list of names and patterns means.
    pub fn resolve(&self, names: &str, address: &Address) -> Result<Vec<&Index>> {
        let skips_missing = address.flag("ignore_unavailable")?.unwrap_or(false);
        let quickwit = self.engine() == Engine::Quickwit;
        let allows_none = address.flag("allow_no_indices")?.unwrap_or(!quickwit) || (quickwit && skips_missing);
        let mut meant = BTreeSet::new();
        for part in names.split(',') {
            let known = self.indexes.keys().filter(|name| fits(part, name)).map(String::as_str);
            let before = meant.len();
            meant.extend(known);
            let may_be_missing = if part.contains('*') { allows_none || !quickwit } else { skips_missing };
            if meant.len() == before && !may_be_missing && !meant.iter().any(|name| fits(part, name)) {
                return Err(self.missing(part));
            }
        }
        if meant.is_empty() && !allows_none {
            return Err(self.missing(names));
        }
        Ok(meant.into_iter().map(|name| &self.indexes[name]).collect())
    }

    pub fn names(&self, names: &str, address: &Address) -> Result<Vec<String>> {
        Ok(self.resolve(names, address)?.into_iter().map(|index| index.name.clone()).collect())
    }

    /// Whole indexes, by names without patterns: one slip must not take them all.
    pub fn delete(&mut self, names: &str, address: &Address) -> Result<()> {
        if names.contains('*') {
            return Err(Refusal::argument("Wildcard expressions or all indices are not allowed"));
        }
        for name in self.names(names, address)? {
            self.indexes.remove(&name);
        }
        Ok(())
    }

    /// `_delete_by_query`: how many are going to be gone.
    pub fn delete_by_query(&mut self, names: &[String], query: &Query, at_once: bool) -> Result<usize> {
        let due = Instant::now() + self.options.commit_after;
        let mut deleted = 0;
        for name in names {
            let index = self.indexes.get_mut(name).unwrap();
            for (document, _) in matching::find(index, query)? {
                let id = index.document(document).id.clone().unwrap();
                index.later(due, Change::Delete { id });
                deleted += 1;
            }
            if at_once {
                index.refresh();
            }
        }
        Ok(deleted)
    }

    pub fn missing(&self, name: &str) -> Refusal {
        match self.engine() {
            Engine::Quickwit => Refusal::new(404, "index_not_found_exception", format!("index `{name}` not found")),
            _ => Refusal::no_index(name),
        }
    }

    /// `_cat/indices`
    pub fn listed(indexes: &[&Index]) -> Value {
        let row = |index: &&Index| {
            let size = index.bytes.to_string();
            json!({
                "health": "green", "status": "open", "index": index.name, "uuid": index.name, "pri": "1", "rep": "0",
                "docs.count": index.len().to_string(),
                "docs.deleted": (index.numbers() as usize - index.len()).to_string(),
                "store.size": size, "pri.store.size": size, "dataset.size": size,
            })
        };
        indexes.iter().map(row).collect()
    }

    /// `_stats`
    pub fn stats(indexes: &[&Index]) -> Value {
        let part = |indexes: &[&Index]| {
            let documents: usize = indexes.iter().map(|index| index.len()).sum();
            let bytes: usize = indexes.iter().map(|index| index.bytes).sum();
            let part = json!({"docs": {"count": documents, "deleted": 0}, "store": {"size_in_bytes": bytes}});
            json!({"primaries": part, "total": part})
        };
        let each: Map<String, Value> = indexes.iter().map(|index| (index.name.clone(), part(&[*index]))).collect();
        let shards = indexes.len();
        json!({
            "_shards": {"total": shards, "successful": shards, "failed": 0},
            "_all": part(indexes),
            "indices": each,
        })
    }
}
