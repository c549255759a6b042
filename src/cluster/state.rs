//! What an engine keeps beside the articles: by which versions they were written, what of them does not count, who is writing.
//!
//! A state is a document that is never changed. Each change is another one with a higher number, for that is what all engines can do.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::backoff::Backoff;
use super::client::Client;
use super::delivery::deliver;
use super::dialect::Engine;
use super::document::value_of;
use super::fields::{BATCH, ORDINAL, SEQUENCE, STATE_TEXT, WRITER};
use super::mapping::IndexOptions;
use super::whole::{count, hits, search_made, search_whole};
use crate::analysis;
use crate::error::Result;
use crate::extract;
use crate::index::FileNotes;

/// The version of the fields and of the state. Raise it with every change of them: what has another one is refused.
const FORMAT: u32 = 2;

/// After so long without being seen a state is sent again, and so often it is looked for.
const AGAIN: Duration = Duration::from_secs(10);
const LONGEST_STEP: Duration = Duration::from_secs(2);

/// What an engine keeps beside the articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// The one with the highest number counts.
    pub seq: u64,
    /// The run that wrote it; of two with the same number the one of the later run counts.
    pub writer: String,
    pub versions: Versions,
    pub engine: Engine,
    /// Whether articles stand in an index for each month.
    pub monthly: bool,
    /// How indexes are made.
    pub options: IndexOptions,
    /// The run that writes, or did when it was killed.
    pub open: Option<OpenRun>,
    /// Requests whose documents do not count, for nobody knows whether they came: they were sent again.
    pub void: Vec<Void>,
    /// The numbers of documents that were replaced or removed and are still there.
    pub hidden: Vec<u64>,
    /// How many terms the articles have together, as the index of a folder would count them.
    pub tokens: u64,
    /// How many articles there are.
    pub articles: u64,
    /// How many records of copies.
    pub copies: u64,
    /// The leaves of words that count.
    pub leaves: Vec<String>,
    /// What is noted of files.
    pub notes: FileNotes,
    /// The user's own names that the articles were read with, as a text of CSV.
    pub own_names: Option<String>,
}

/// The versions of what wrote the articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Versions {
    /// Of the fields.
    pub format: u32,
    /// Of the analysis.
    pub analysis: u32,
    /// The dictionary.
    pub dictionary: String,
    /// Of the extraction; of the article that was read with the oldest.
    pub extraction: u32,
}

/// A run that writes to an engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OpenRun {
    /// What names it; its requests are called by it and a number from 0.
    pub run: String,
    /// The machine.
    pub host: String,
    /// The process.
    pub pid: u32,
    /// When it began, in seconds since 1970.
    pub since: u64,
    /// So many requests it may have sent.
    pub planned: u64,
    /// No document of it has a smaller number.
    pub first_ordinal: u64,
}

/// A request whose documents do not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Void {
    pub batch: String,
    /// Since when, in seconds since 1970.
    pub since: u64,
}

impl Versions {
    /// Those of this program.
    pub(super) fn current() -> Versions {
        Versions {
            format: FORMAT,
            analysis: analysis::VERSION,
            dictionary: analysis::DICTIONARY.to_owned(),
            extraction: extract::VERSION,
        }
    }

    fn describe(&self) -> String {
        let Versions { format, analysis, dictionary, extraction } = self;
        format!("format {format}, analyzer {analysis}, {dictionary}, extraction {extraction}")
    }
}

impl OpenRun {
    /// Whether a request is one of this run.
    pub(super) fn has(&self, batch: &str) -> bool {
        batch.strip_prefix(&self.run).is_some_and(|rest| rest.starts_with('-'))
    }
}

impl State {
    /// The state of what has no article yet.
    pub fn new(engine: Engine, monthly: bool, options: IndexOptions) -> State {
        State {
            seq: 0,
            writer: String::new(),
            versions: Versions::current(),
            engine,
            monthly,
            options,
            open: None,
            void: Vec::new(),
            hidden: Vec::new(),
            tokens: 0,
            articles: 0,
            copies: 0,
            leaves: Vec::new(),
            notes: FileNotes::read_all_again(),
            own_names: None,
        }
    }

    /// The state of the articles with this name, none where there is none.
    ///
    /// # Errors
    /// [`Error::Cluster`](crate::Error::Cluster) where the engine does not answer, or this program cannot read it.
    pub fn read(client: &Client, name: &str) -> Result<Option<State>> {
        Ok(State::newest(client, name)?.into_iter().next())
    }

    /// The states with the highest number; of several the one that counts comes first.
    pub fn newest(client: &Client, name: &str) -> Result<Vec<State>> {
        let body = json!({
            "query": { "match_all": {} },
            "size": 3,
            "sort": [{ SEQUENCE: { "order": "desc" } }],
            "track_total_hits": true,
        });
        let index = format!("{name}-state");
        let Some(answer) = search_whole(client, &index, &body, &[SEQUENCE, WRITER, STATE_TEXT])? else {
            return Ok(Vec::new());
        };
        let documents: Vec<&Value> = hits(&answer).iter().map(|hit| &hit["_source"]).collect();
        let number = |document: &Value| value_of(document, SEQUENCE).as_u64().unwrap_or_default();
        let highest = documents.iter().map(|document| number(document)).max().unwrap_or_default();
        let mut found = Vec::new();
        for document in documents.into_iter().filter(|document| number(document) == highest) {
            found.push(State::of(document, client, name)?);
        }
        found.sort_by(|one, other| other.writer.cmp(&one.writer));
        found.dedup_by(|one, other| one.writer == other.writer);
        Ok(found)
    }

    /// The newest state behind a number that another run than this one wrote.
    pub fn of_another(client: &Client, name: &str, run: &str, behind: u64) -> Result<Option<State>> {
        let filter = json!([{ "range": { SEQUENCE: { "gt": behind } } }]);
        let query = json!({ "bool": { "filter": filter, "must_not": [{ "term": { WRITER: run } }] } });
        let sort = json!([{ SEQUENCE: { "order": "desc" } }]);
        let body = json!({ "query": query, "size": 1, "sort": sort, "track_total_hits": true });
        let answer = search_made(client, &format!("{name}-state"), &body, &[STATE_TEXT])?;
        hits(&answer).first().map(|hit| State::of(&hit["_source"], client, name)).transpose()
    }

    fn of(document: &Value, client: &Client, name: &str) -> Result<State> {
        let text = value_of(document, STATE_TEXT).as_str().unwrap_or_default();
        serde_json::from_str(text).map_err(|_| {
            client.error(format!(
                "the state of «{name}» cannot be read, so another version of this program wrote it; take another --name, or drop it \
                 (search cluster drop --name {name}) and sync again"
            ))
        })
    }

    /// Writes the state, and waits until every reader sees it.
    ///
    /// # Errors
    /// [`Error::Cluster`](crate::Error::Cluster) where that does not happen in time.
    pub fn write(&self, client: &Client, name: &str) -> Result<()> {
        let index = format!("{name}-state");
        let text = serde_json::to_string(self).expect("a state is plain data");
        let document = json!({ SEQUENCE: self.seq, WRITER: self.writer, STATE_TEXT: text });
        let documents = [(format!("{}-{}", self.seq, self.writer), document)];
        deliver(client, &index, &documents)?;
        client.engine().refresh(client, &index)?;
        let mut backoff = Backoff::new(client.times().patience).at_most(LONGEST_STEP);
        let mut again = Instant::now() + AGAIN;
        let filter = vec![json!({ "term": { SEQUENCE: self.seq } }), json!({ "term": { WRITER: self.writer } })];
        while count(client, &index, filter.clone(), Vec::new())? == 0 {
            if !backoff.wait(None) {
                let what = "the engine took the state and does not show it; see how its indexing is, and sync again";
                return Err(client.error(what));
            }
            // A node may have died with it. Twice it says the same.
            if Instant::now() >= again {
                deliver(client, &index, &documents)?;
                again = Instant::now() + AGAIN;
            }
        }
        Ok(())
    }

    /// What no search may find: clauses for `must_not`.
    pub fn exclusions(&self) -> Vec<Value> {
        let mut clauses = Vec::new();
        if !self.void.is_empty() {
            let batches: Vec<&str> = self.void.iter().map(|void| void.batch.as_str()).collect();
            clauses.push(json!({ "terms": { BATCH: batches } }));
        }
        if !self.hidden.is_empty() {
            clauses.push(json!({ "terms": { ORDINAL: self.hidden } }));
        }
        clauses
    }

    /// Whether a leaf of words counts: those of a run that writes do before it has ended.
    pub fn has_leaf(&self, leaf: &str) -> bool {
        self.leaves.iter().any(|known| known == leaf) || self.open.as_ref().is_some_and(|run| run.has(leaf))
    }

    /// The names of the indexes with articles, as a search takes them.
    pub fn indexes(&self, name: &str) -> String {
        match self.monthly {
            true => format!("{name}-articles-*"),
            false => format!("{name}-articles"),
        }
    }

    /// Refuses what another version of this program wrote, unless only the extraction is older: it is found as well as ever.
    pub fn check(&self, client: &Client, name: &str) -> Result<()> {
        let current = Versions::current();
        let found = Versions { extraction: current.extraction, ..self.versions.clone() };
        if found == current && self.versions.extraction <= current.extraction {
            return Ok(());
        }
        let (found, needed) = (self.versions.describe(), current.describe());
        Err(client.error(format!(
            "the articles of «{name}» were written with {found}, this program needs {needed}; take another --name, or drop them (search \
             cluster drop --name {name}) and sync again"
        )))
    }
}

/// The seconds since 1970.
pub(super) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_count_is_excluded() {
        let mut state = State::new(Engine::Quickwit, false, IndexOptions::default());
        assert!(state.exclusions().is_empty());
        state.void.push(Void { batch: "a-1".into(), since: 0 });
        state.hidden.push(7);
        let expected = [json!({ "terms": { "batch": ["a-1"] } }), json!({ "terms": { "doc_ord": [7] } })];
        assert_eq!(state.exclusions(), expected);
        let text = serde_json::to_string(&state).unwrap();
        assert_eq!(serde_json::from_str::<State>(&text).unwrap(), state);
    }

    #[test]
    fn the_leaves_of_a_run_count_while_it_writes() {
        let mut state = State::new(Engine::Quickwit, false, IndexOptions::default());
        state.leaves.push("a-g0".into());
        let run = OpenRun { run: "b".into(), host: String::new(), pid: 1, since: 0, planned: 0, first_ordinal: 0 };
        assert!(state.has_leaf("a-g0") && !state.has_leaf("b-g0"));
        state.open = Some(run);
        assert!(state.has_leaf("b-g0") && !state.has_leaf("bb-g0"));
    }
}
