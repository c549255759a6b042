//! "What would the engine answer?" A server in this process that plays Quickwit, OpenSearch or Elasticsearch, for a client to be tested
//! against: no registry that a build reaches ships the real ones.
//!
//! It takes what all three understand alike and refuses everything else in the words of its engine, so that a test fails here and not a
//! cluster there. It finds, ranks (BM25) and counts as they do, shows documents only after a commit, and fails on demand.
//!
//! ```ignore
//! let double = Double::start(Engine::Quickwit);
//! let client = Client::open(&double.url());
//! double.faults().add(Fault::new(What::AnswerLost).on("POST", "_bulk"));
//! client.send(&articles);
//! double.settle(); // No need to wait for the commit.
//! assert_eq!(double.documents("news-*").len(), articles.len());
//! assert!(double.largest_bulk() <= 5 << 20);
//! ```
//!
//! Traps of the engines that it sets up as they do:
//!
//! - Quickwit ignores `_id` in `_bulk`, drops documents without a timestamp though it took them, never answers `?refresh=true`, does not
//!   rank without `sort` and has no `_score`, sorts by two fields at most, goes on behind no hit that lacks a value to sort by, has floats
//!   for bucket keys, takes no body in chunks, 1 MiB of a search and 10 MiB of a bulk request, moves no more than 20 MiB of whole documents
//!   for a search, does not find or count by values of 255 bytes that are not split, and without fieldnorms does not rank by the length of
//!   a text.
//! - OpenSearch and Elasticsearch take no first line over 4096 bytes, no more than 1024 clauses, no body without `Content-Type`; show no
//!   `sort` when it is `_score` alone; split tokens over 255 characters.
//! - None makes aggregations where a pattern fits no index.
//!
//! Stricter than the engines, on purpose: it refuses `bool.boost` and `_source` in the body (Quickwit ignores them), `search_after` by
//! `_score` (Quickwit loses hits), fields that do not exist, dates that are not RFC 3339, mappings that are not strict, analyzers that do
//! more than split at blanks, indexes that a bulk request would make by the way, packed bodies. Hits that sort alike come in no order that
//! anybody could rely on.

mod address;
mod aggregations;
mod bulk;
mod cluster;
mod elastic;
mod faults;
mod form;
mod http;
mod index;
mod journal;
mod mappings;
mod matching;
mod postings;
mod query;
mod quickwit;
mod quickwit_config;
mod refusal;
mod routes;
mod schema;
mod search;
mod server;
mod sorting;

use std::time::{Duration, Instant};

use serde_json::Value;

pub use faults::{Fault, Faults, What};
pub use journal::Seen;

use cluster::Cluster;
use index::Index;
use server::Server;

/// Who is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Quickwit,
    OpenSearch,
    Elasticsearch,
}

impl Engine {
    pub const ALL: [Engine; 3] = [Engine::Quickwit, Engine::OpenSearch, Engine::Elasticsearch];
}

/// How the double behaves.
#[derive(Debug, Clone)]
pub struct Options {
    pub engine: Engine,
    /// From when on what was sent is visible: `commit_timeout_secs` of Quickwit, `refresh_interval` of the others.
    pub commit_after: Duration,
    /// How long a delete task of Quickwit takes.
    pub delete_after: Duration,
    /// Whether `_bulk?refresh=true` is never answered by Quickwit, as through a real node that only searches.
    pub refresh_hangs: bool,
    /// So many bytes of whole documents go between nodes of Quickwit for a search, whatever is asked of them.
    pub most_moved: usize,
    /// The `Authorization` header that every request must have: `Basic …`, `ApiKey …`, `Bearer …`.
    pub authorization: Option<String>,
}

impl Options {
    pub fn of(engine: Engine) -> Options {
        Options {
            engine,
            commit_after: Duration::from_millis(30),
            delete_after: Duration::from_millis(100),
            refresh_hangs: true,
            most_moved: 20 << 20,
            authorization: None,
        }
    }
}

/// A running engine that is none. It stops when it is dropped.
pub struct Double {
    server: Server,
}

impl Double {
    pub fn start(engine: Engine) -> Double {
        Double::with(Options::of(engine))
    }

    pub fn with(options: Options) -> Double {
        Double { server: Server::start(Cluster::new(options)) }
    }

    /// `http://127.0.0.1:…`, without the base path of any engine.
    pub fn url(&self) -> String {
        format!("http://{}", self.server.address)
    }

    /// What goes wrong from now on.
    pub fn faults(&self) -> &Faults {
        &self.server.shared.faults
    }

    /// As if the node were killed: open connections break, new ones are closed at once. What is kept stays.
    pub fn pause(&self) {
        self.server.pause();
    }

    pub fn resume(&self) {
        self.server.resume();
    }

    /// Makes all that was sent visible now, and ends all delete tasks.
    pub fn settle(&self) {
        let far = Instant::now() + Duration::from_secs(1_000_000);
        self.server.shared.cluster.write().unwrap().settle(far);
    }

    /// The nodes return that were lost, with what they had.
    pub fn return_nodes(&self) {
        let mut cluster = self.server.shared.cluster.write().unwrap();
        cluster.indexes.values_mut().for_each(Index::find_lost);
    }

    /// Names of all indexes, in order.
    pub fn indexes(&self) -> Vec<String> {
        self.server.shared.cluster.read().unwrap().indexes.keys().cloned().collect()
    }

    /// The visible documents as they were sent, of all indexes that fit the name, in the order of the commits.
    pub fn documents(&self, name: &str) -> Vec<Value> {
        self.of_indexes(name, |index| index.living().map(|number| index.document(number).source.clone()).collect())
    }

    /// How many documents Quickwit took and then dropped, since they lack the timestamp.
    pub fn dropped(&self, name: &str) -> usize {
        self.of_indexes(name, |index| vec![index.invalid]).into_iter().sum()
    }

    /// All requests so far, in the order in which they were answered.
    pub fn requests(&self) -> Vec<Seen> {
        self.server.shared.journal.seen()
    }

    pub fn forget_requests(&self) {
        self.server.shared.journal.forget();
    }

    /// In bytes, of all requests that are not forgotten.
    pub fn largest_bulk(&self) -> usize {
        self.requests().iter().filter(|seen| seen.is_bulk()).map(|seen| seen.length).max().unwrap_or_default()
    }

    /// How many requests were being answered at the same time, at most.
    pub fn most_at_once(&self) -> usize {
        self.server.shared.journal.most_at_once()
    }

    /// How many connections have been opened.
    pub fn connections(&self) -> usize {
        self.server.opened()
    }

    fn of_indexes<T>(&self, name: &str, values: impl Fn(&Index) -> Vec<T>) -> Vec<T> {
        let mut cluster = self.server.shared.cluster.write().unwrap();
        cluster.settle(Instant::now());
        let fitting = cluster.indexes.values().filter(|index| address::fits(name, &index.name));
        fitting.flat_map(values).collect()
    }
}
