//! What an engine has: the records of all its articles, read at the start of each sync, so that the engine alone has to be believed.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};

use super::client::Client;
use super::document::{COPY, Kept, record_of, value_of};
use super::fields::{BATCH, BATCH_SIZE, ID, KIND, LEAF, ORDINAL, RECORD, TOKENS};
use super::leaf::leaves_of;
use super::state::{OpenRun, State};
use super::whole::each_page;
use crate::article::ArticleId;
use crate::error::Result;
use crate::extract;
use crate::index::outlet::Record;

/// An article as an engine has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub id: ArticleId,
    /// The number of its document.
    pub ordinal: u64,
    /// The index that it stands in.
    pub index: String,
    pub tokens: u64,
    pub is_copy: bool,
    /// The version of the extraction that it was read with.
    pub extraction: u32,
    /// What it was sent with, if this run has sent it.
    pub sent: Option<Record>,
}

/// What an engine has.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub articles: FxHashMap<ArticleId, (Entry, Record)>,
    /// Documents of articles that have a later one.
    pub doubles: Vec<Entry>,
    /// The requests of the run before that came whole.
    pub whole: FxHashSet<String>,
    /// The leaves of that run that came whole.
    pub leaves: Vec<String>,
    /// Whether a document is there twice, so that its file has to be read again whatever is noted of it.
    pub read_again: bool,
    /// The highest number of any document.
    pub highest: u64,
}

impl Listing {
    /// Reads what an engine has, but what does not count. Of a run that was killed only requests count that came whole.
    pub fn read(client: &Client, name: &str, state: &State, killed: Option<&OpenRun>) -> Result<Listing> {
        let highest = state.hidden.iter().copied().max().unwrap_or_default();
        let mut listing = Listing { highest, ..Listing::default() };
        let mut of_killed: FxHashMap<String, Request> = FxHashMap::default();
        let query = json!({ "bool": { "must": [{ "match_all": {} }], "must_not": state.exclusions() } });
        let source = [ID, ORDINAL, BATCH, BATCH_SIZE, LEAF, KIND, TOKENS, RECORD];
        let mut take = |hit: &Value| -> Result<()> {
            let (article, batch) = (article(hit)?, text(hit, BATCH));
            listing.highest = listing.highest.max(article.0.ordinal);
            if killed.is_none_or(|run| !run.has(batch)) {
                listing.add(article);
                return Ok(());
            }
            let request = of_killed.entry(batch.to_owned()).or_default();
            request.size = number(hit, BATCH_SIZE);
            request.leaf = text(hit, LEAF).to_owned();
            request.articles.push(article);
            Ok(())
        };
        each_page(client, &state.indexes(name), &query, ORDINAL, &source, |hits| hits.iter().try_for_each(&mut take))?;
        if let Some(run) = killed {
            listing.leaves = leaves_of(client, name, |leaf| run.has(leaf))?;
        }
        for (batch, request) in of_killed {
            // Where documents take each other's place, those of a request may have been replaced by a later one.
            if client.engine().replaces() || request.is_whole(&listing.leaves) {
                request.articles.into_iter().for_each(|article| listing.add(article));
                listing.whole.insert(batch);
            }
        }
        Ok(listing)
    }

    fn add(&mut self, article: (Entry, Record)) {
        let id = article.0.id.clone();
        let Some(other) = self.articles.remove(&id) else {
            self.articles.insert(id, article);
            return;
        };
        if article.0.ordinal == other.0.ordinal {
            // The engine has put in one document twice. Neither can be hidden without the other, so that it is read again, gets another
            // number, and both go.
            let (entry, record) = other;
            self.articles.insert(id, (entry, Record { fingerprint: 0, file_state: 0, ..record }));
            self.read_again = true;
            return;
        }
        let (last, double) = if article.0.ordinal > other.0.ordinal { (article, other) } else { (other, article) };
        self.doubles.push(double.0);
        self.articles.insert(id, last);
    }
}

fn text<'a>(hit: &'a Value, field: &str) -> &'a str {
    value_of(&hit["_source"], field).as_str().unwrap_or_default()
}

fn number(hit: &Value, field: &str) -> u64 {
    value_of(&hit["_source"], field).as_u64().unwrap_or_default()
}

/// The article of a hit.
fn article(hit: &Value) -> Result<(Entry, Record)> {
    let Kept { extraction, mut record } = record_of(&hit["_source"])?;
    if extraction < extract::VERSION {
        // It is read again wherever it lies in a corpus.
        (record.fingerprint, record.file_state) = (0, 0);
    }
    let entry = Entry {
        id: record.id.clone(),
        ordinal: number(hit, ORDINAL),
        index: hit["_index"].as_str().unwrap_or_default().to_owned(),
        tokens: number(hit, TOKENS),
        is_copy: text(hit, KIND) == COPY,
        extraction,
        sent: None,
    };
    Ok((entry, record))
}

/// A request of a run that was killed, as far as it came.
#[derive(Default)]
struct Request {
    size: u64,
    /// The leaf that has its words, empty where it has none.
    leaf: String,
    articles: Vec<(Entry, Record)>,
}

impl Request {
    /// Whether all its documents are there, however often, and all their words.
    fn is_whole(&self, leaves: &[String]) -> bool {
        let ordinals: FxHashSet<u64> = self.articles.iter().map(|(entry, _)| entry.ordinal).collect();
        ordinals.len() as u64 == self.size && (self.leaf.is_empty() || leaves.contains(&self.leaf))
    }
}
