//! An engine as one who keeps articles, for searches.

use std::collections::BTreeMap;
use std::hash::Hasher;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;

use rustc_hash::{FxHashSet, FxHasher};
use serde_json::{Value, json};

use super::client::Client;
use super::document::{COPY, article_of, key_of, record_of, value_of};
use super::fields::*;
use super::leaf::{each_part, leaves_of};
use super::question::{body, path_of};
use super::state::State;
use super::whole::{hits, search_until};
use crate::article::ArticleId;
use crate::error::{Error, Result};
use crate::index::outlet::Record;
use crate::search::Copy;
use crate::search::elsewhere::{Answer, Ask, Keeper, KeeperState, Label, LexiconLeaf, Position, Wanted};

/// How many counts are asked for at once.
const AT_ONCE: usize = 24;

/// Of how many articles the copies are asked for at once, and how many of them are shown.
const COPIES_OF: usize = 50;
const MOST_COPIES: usize = 5_000;

/// An engine as one who keeps articles.
pub(super) struct EngineKeeper {
    client: Arc<Client>,
    name: String,
    /// The state that searches leave out by what does not count.
    state: RwLock<Arc<State>>,
}

impl EngineKeeper {
    /// The articles of a name.
    pub fn open(client: Arc<Client>, name: String) -> Result<EngineKeeper> {
        let state = RwLock::new(Arc::new(read(&client, &name)?));
        Ok(EngineKeeper { client, name, state })
    }

    /// Turns to the state as it is now.
    fn refresh(&self) -> Result<Arc<State>> {
        let state = Arc::new(read(&self.client, &self.name)?);
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&state);
        Ok(state)
    }

    fn current(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Searches the articles, copies among them.
    fn search(&self, body: &Value, source: &[&str], until: Option<Instant>) -> Result<Value> {
        let indexes = self.current().indexes(&self.name);
        let answer = search_until(&self.client, &indexes, body, source, until)?;
        answer.ok_or_else(|| self.client.error(format!("the articles of «{}» are gone; sync again", self.name)))
    }

    fn count(&self, ask: &Ask, until: Option<Instant>) -> Result<u64> {
        let body = body(&Wanted::total(ask.clone()), &self.current().exclusions(), self.client.engine());
        self.total(&self.search(&body, &[], until)?)
    }

    fn total(&self, answer: &Value) -> Result<u64> {
        let total = &answer["hits"]["total"]["value"];
        total
            .as_u64()
            .ok_or_else(|| self.client.error("the engine does not say how many articles match; is it a newer version?"))
    }

    fn copies_of(&self, field: &str, ids: &[ArticleId], until: Option<Instant>) -> Result<Vec<Record>> {
        let mut records = Vec::new();
        for ids in ids.chunks(COPIES_OF) {
            let ids: Vec<_> = ids.iter().map(|id| key_of(id.as_str())).collect();
            let filter = json!([{ "term": { KIND: COPY } }, { "terms": { field: ids } }]);
            let query = json!({ "bool": { "filter": filter, "must_not": self.current().exclusions() } });
            let body = json!({ "query": query, "size": MOST_COPIES, "track_total_hits": true });
            let answer = self.search(&body, &[RECORD], until)?;
            for hit in hits(&answer) {
                records.push(record_of(&hit["_source"])?.record);
            }
        }
        Ok(records)
    }
}

/// The state of what there is.
fn read(client: &Client, name: &str) -> Result<State> {
    let state = State::read(client, name)?.ok_or_else(|| {
        client.error(format!(
            "there are no articles of the name «{name}»; index some: search index --cluster URL --name {name} PATH…"
        ))
    })?;
    state.check(client, name)?;
    Ok(state)
}

impl Keeper for EngineKeeper {
    fn state(&self) -> Result<KeeperState> {
        let state = self.refresh()?;
        // While a run writes, its articles are found already.
        let articles = self.count(&Ask::Everything, None)?;
        let mut stamp = FxHasher::default();
        stamp.write_u64(state.seq);
        stamp.write(state.writer.as_bytes());
        stamp.write_u64(articles);
        Ok(KeeperState {
            stamp: stamp.finish(),
            articles,
            copies: state.copies,
            tokens: tokens_of(&state, articles),
            own_names: state.own_names.clone(),
        })
    }

    fn counts(&self, asks: &[Ask], until: Option<Instant>) -> Result<Vec<u64>> {
        let next = AtomicUsize::new(0);
        let (counts, failure) = (Mutex::new(vec![0; asks.len()]), Mutex::new(None::<Error>));
        std::thread::scope(|scope| {
            for _ in 0..AT_ONCE.min(asks.len()) {
                scope.spawn(|| {
                    while let Some((number, ask)) =
                        Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, asks.get(at)?)))
                    {
                        match self.count(ask, until) {
                            Ok(count) => counts.lock().unwrap_or_else(PoisonError::into_inner)[number] = count,
                            Err(error) => {
                                failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                                return;
                            }
                        }
                    }
                });
            }
        });
        let failure = failure.into_inner().unwrap_or_else(PoisonError::into_inner);
        failure.map_or_else(|| Ok(counts.into_inner().unwrap_or_else(PoisonError::into_inner)), Err)
    }

    fn find(&self, wanted: &Wanted, until: Option<Instant>) -> Result<Answer> {
        let body = body(wanted, &self.current().exclusions(), self.client.engine());
        let answer = self.search(&body, &[ID, TITLE, BODY, DETAILS], until)?;
        // An engine that lost and found a node may have an article twice until the next sync mends it.
        let mut seen = FxHashSet::default();
        let mut articles = Vec::with_capacity(hits(&answer).len());
        for hit in hits(&answer) {
            let article = article_of(&hit["_source"])?;
            if seen.insert(article.id.clone()) {
                articles.push(article);
            }
        }
        let counts = wanted.counts.iter().enumerate();
        let counts = counts.map(|(number, label)| self.counted(*label, &answer["aggregations"][number.to_string()]));
        let (came, end) = (hits(&answer).len(), hits(&answer).last().map(position));
        Ok(Answer { total: self.total(&answer)?, came, end, articles, counts: counts.collect::<Result<_>>()? })
    }

    fn copies(&self, of: &[ArticleId], until: Option<Instant>) -> Result<Vec<(ArticleId, Copy)>> {
        let records = self.copies_of(COPY_OF, of, until)?;
        let copy = |record: Record| Some((record.copy_of?, Copy { id: record.id, path: record.path, url: record.url }));
        Ok(records.into_iter().filter_map(copy).collect())
    }

    fn original(&self, of: &ArticleId) -> Result<Option<ArticleId>> {
        let records = self.copies_of(ID, std::slice::from_ref(of), None)?;
        Ok(records.into_iter().find_map(|record| record.copy_of))
    }

    fn leaves(&self) -> Result<Vec<String>> {
        let shown = |state: &State| leaves_of(&self.client, &self.name, |leaf| state.has_leaf(leaf));
        let mut state = self.current();
        let mut leaves = shown(&state)?;
        if !state.leaves.iter().all(|leaf| leaves.contains(leaf)) {
            // They may have been put together into another one since.
            state = self.refresh()?;
            leaves = shown(&state)?;
        }
        match state.leaves.iter().find(|leaf| !leaves.contains(leaf)) {
            None => Ok(leaves),
            Some(leaf) => Err(self.client.error(format!(
                "the words «{leaf}» of «{}» are not to be seen; see how the engine's nodes are, and do the same again",
                self.name
            ))),
        }
    }

    fn leaf(&self, name: &str) -> Result<LexiconLeaf> {
        let mut leaf = LexiconLeaf::default();
        each_part(&self.client, &self.name, name, |part| {
            let text = |field: &str| value_of(part, field).as_str().unwrap_or_default();
            leaf.words.push_str(text(LEAF_WORDS));
            leaf.form_keys.push_str(text(FORM_KEYS));
            leaf.written_keys.push_str(text(WRITTEN_KEYS));
        })?;
        Ok(leaf)
    }

    fn bytes(&self) -> Result<u64> {
        let indexes = self.client.engine().list(&self.client, &self.name)?;
        Ok(indexes.iter().map(|index| index.bytes).sum())
    }

    fn name(&self) -> String {
        format!("{} ({})", self.client.url(), self.name)
    }
}

impl EngineKeeper {
    /// How many articles have each value of a label.
    fn counted(&self, label: Label, counted: &Value) -> Result<BTreeMap<Vec<String>, u64>> {
        // Where an index has no article yet there is nothing to count.
        let buckets = counted["buckets"].as_array().map_or(&[][..], Vec::as_slice);
        if counted["sum_other_doc_count"].as_u64().unwrap_or_default() > 0 {
            return Err(self.client.error(format!(
                "{} have more values than the engine counts; leave out this facet, or narrow the query",
                super::question::field_of(label)
            )));
        }
        let bucket = |bucket: &Value| Some((path_of(label, bucket["key"].as_str()?), bucket["doc_count"].as_u64()?));
        Ok(buckets.iter().filter_map(bucket).collect())
    }
}

/// How many terms so many articles have. While a run writes, its articles are taken to be as long as the others; in the first run nobody
/// knows how long that is, and a usual length does as well.
fn tokens_of(state: &State, articles: u64) -> u64 {
    const USUAL: u64 = 400;
    match state.articles {
        0 => articles * USUAL,
        known if known == articles => state.tokens,
        known => (u128::from(state.tokens) * u128::from(articles) / u128::from(known)) as u64,
    }
}

/// Where a hit stands in an order.
fn position(hit: &Value) -> Position {
    // Some engines give whole numbers with a point.
    let number =
        |value: &Value| value.as_i64().or_else(|| value.as_f64().map(|number| number as i64)).unwrap_or_default();
    [number(&hit["sort"][0]), number(&hit["sort"][1])]
}
