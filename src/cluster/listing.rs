//! What an engine has: the records of all its articles, read at the start of each sync, so that the engine alone has to be believed.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};

use super::client::Client;
use super::document::{COPY, Kept, record_of, value_of};
use super::fields::{BATCH, BATCH_SIZE, ID, KIND, ORDINAL, RECORD, TOKENS};
use super::state::{OpenRun, State};
use super::whole::{hits, search_whole};
use crate::article::ArticleId;
use crate::error::Result;
use crate::extract;
use crate::index::outlet::Record;

/// So many records come at a time: engines give no more.
const PAGE: usize = 10_000;

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
    /// The highest number of any document.
    pub highest: u64,
}

impl Listing {
    /// Reads what an engine has, but what does not count. Of a run that was killed only requests count that came whole.
    pub fn read(client: &Client, name: &str, state: &State, killed: Option<&OpenRun>) -> Result<Listing> {
        let highest = state.hidden.iter().copied().max().unwrap_or_default();
        let mut listing = Listing { highest, ..Listing::default() };
        let mut of_killed: FxHashMap<String, Request> = FxHashMap::default();
        let mut after: Option<Value> = None;
        loop {
            let mut body = json!({
                "query": { "bool": { "must": [{ "match_all": {} }], "must_not": state.exclusions() } },
                "size": PAGE,
                "sort": [{ ORDINAL: { "order": "asc" } }],
                "track_total_hits": true,
            });
            if let Some(after) = &after {
                body["search_after"] = after.clone();
            }
            let source = [ID, ORDINAL, BATCH, BATCH_SIZE, KIND, TOKENS, RECORD];
            let Some(answer) = search_whole(client, &state.indexes(name), &body, &source)? else { break };
            for hit in hits(&answer) {
                let (article, batch, size) = article(hit)?;
                listing.highest = listing.highest.max(article.0.ordinal);
                match killed.filter(|run| run.has(&batch)) {
                    Some(_) => {
                        let request = of_killed.entry(batch).or_default();
                        request.size = size;
                        request.articles.push(article);
                    }
                    None => listing.add(article),
                }
            }
            after = hits(&answer).last().map(|hit| hit["sort"].clone());
            if hits(&answer).len() < PAGE {
                break;
            }
        }
        for (batch, request) in of_killed {
            // Where documents take each other's place, those of a request may have been replaced by a later one.
            if client.engine().replaces() || request.size == request.articles.len() as u64 {
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
        let (last, double) = if article.0.ordinal > other.0.ordinal { (article, other) } else { (other, article) };
        self.doubles.push(double.0);
        self.articles.insert(id, last);
    }
}

/// The article of a hit, the name of its request and how many documents that had.
fn article(hit: &Value) -> Result<((Entry, Record), String, u64)> {
    let document = &hit["_source"];
    let number = |field: &str| value_of(document, field).as_u64().unwrap_or_default();
    let text = |field: &str| value_of(document, field).as_str().unwrap_or_default();
    let Kept { extraction, mut record } = record_of(document)?;
    if extraction < extract::VERSION {
        // It is read again wherever it lies in a corpus.
        (record.fingerprint, record.file_state) = (0, 0);
    }
    let entry = Entry {
        id: record.id.clone(),
        ordinal: number(ORDINAL),
        index: hit["_index"].as_str().unwrap_or_default().to_owned(),
        tokens: number(TOKENS),
        is_copy: text(KIND) == COPY,
        extraction,
        sent: None,
    };
    Ok(((entry, record), text(BATCH).to_owned(), number(BATCH_SIZE)))
}

/// A request of a run that was killed, as far as it came.
#[derive(Default)]
struct Request {
    size: u64,
    articles: Vec<(Entry, Record)>,
}
