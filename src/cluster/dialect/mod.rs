//! What differs between the engines. All of them understand the searches of Elasticsearch; indexes are made and emptied by each in its
//! own way.

mod elastic;
mod quickwit;

pub(super) use quickwit::description as quickwit_description;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::client::Client;
use super::mapping::{IndexKind, IndexOptions};
use crate::error::{Error, Result};

/// An engine of many machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Engine {
    /// Quickwit, from 0.9 on.
    Quickwit,
    /// OpenSearch, from 2 on.
    OpenSearch,
    /// Elasticsearch, from 7 on.
    Elasticsearch,
}

/// An index as an engine lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct IndexSize {
    /// Its name.
    pub name: String,
    /// How many documents it has, those that are to be deleted among them.
    pub documents: u64,
    /// How many bytes it takes, copies on other nodes not counted.
    pub bytes: u64,
}

impl Engine {
    /// Finds out which engine answers, and its version.
    pub(super) fn detect(client: &Client) -> Result<(Engine, String)> {
        let quickwit = client.get(quickwit::BASE);
        let answer = match quickwit {
            Ok(answer) if is_engine(&answer) => answer,
            Err(failure) if failure.is_passing() || failure.is_status(401) || failure.is_status(403) => {
                return Err(failure.into());
            }
            _ => client.get("/")?,
        };
        let version = &answer["version"];
        let engine = match version["distribution"].as_str() {
            Some("quickwit") => Engine::Quickwit,
            Some("opensearch") => Engine::OpenSearch,
            _ if is_engine(&answer) => Engine::Elasticsearch,
            _ => {
                let message = "what answers there is neither Quickwit nor OpenSearch nor Elasticsearch; see whether the address is right";
                return Err(client.error(message));
            }
        };
        // Quickwit says there which version of Elasticsearch it is like.
        let own = if engine == Engine::Quickwit { quickwit::version(client) } else { None };
        Ok((engine, own.unwrap_or_else(|| version["number"].as_str().unwrap_or_default().to_owned())))
    }

    /// What stands before the paths that all engines have.
    pub(super) fn base(self) -> &'static str {
        match self {
            Engine::Quickwit => quickwit::BASE,
            Engine::OpenSearch | Engine::Elasticsearch => "",
        }
    }

    /// How many words of a field are asked for one by one rather than as a set. For a set Quickwit reads the whole field from where it lies; the
    /// others count each single one as a clause, of which they take so many.
    pub(super) fn most_single_words(self) -> usize {
        match self {
            Engine::Quickwit => 64,
            Engine::OpenSearch | Engine::Elasticsearch => 1,
        }
    }

    /// Whether a document takes the place of the one with the same id. Where it does not, nothing may be sent twice.
    pub(super) fn replaces(self) -> bool {
        self != Engine::Quickwit
    }

    /// Makes an index, if it is not there.
    pub(super) fn create(self, client: &Client, index: &str, kind: IndexKind, options: IndexOptions) -> Result<()> {
        match client.get(&self.path_of(index)) {
            Ok(_) => return Ok(()),
            Err(failure) if failure.is_status(404) => {}
            Err(failure) => return Err(failure.into()),
        }
        match self {
            Engine::Quickwit => quickwit::create(client, index, kind, options),
            Engine::OpenSearch | Engine::Elasticsearch => elastic::create(client, index, kind, options),
        }
    }

    /// The indexes that there are of a name.
    pub(super) fn list(self, client: &Client, name: &str) -> Result<Vec<IndexSize>> {
        let mut found = match self {
            Engine::Quickwit => quickwit::list(client, name),
            Engine::OpenSearch | Engine::Elasticsearch => elastic::list(client, name),
        }?;
        let ours = |index: &str| {
            let rest = index.strip_prefix(name);
            rest.is_some_and(|rest| matches!(rest, "-articles" | "-words" | "-state") || rest.starts_with("-articles-"))
        };
        found.retain(|index| ours(&index.name));
        found.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(found)
    }

    /// Deletes an index with all that is in it.
    pub(super) fn delete_index(self, client: &Client, index: &str) -> Result<()> {
        match client.delete(&self.path_of(index)) {
            Err(failure) if !failure.is_status(404) => Err(failure.into()),
            _ => Ok(()),
        }
    }

    /// Where an index is described and deleted.
    fn path_of(self, index: &str) -> String {
        match self {
            Engine::Quickwit => format!("{}/{index}", quickwit::INDEXES),
            Engine::OpenSearch | Engine::Elasticsearch => format!("/{index}"),
        }
    }

    /// Makes what was sent be seen, where the engine can be told to. Others are asked until they show it.
    pub(super) fn refresh(self, client: &Client, indexes: &str) -> Result<()> {
        if self.replaces() {
            client.post_nothing(&format!("/{indexes}/_refresh"))?;
        }
        Ok(())
    }

    /// Asks for documents to be deleted whose field has one of these values. The engine may do so much later.
    pub(super) fn delete_soon(self, client: &Client, indexes: &[String], field: &str, values: &[String]) -> Result<()> {
        match self {
            Engine::Quickwit => quickwit::delete_soon(client, indexes, field, values),
            Engine::OpenSearch | Engine::Elasticsearch => elastic::delete_soon(client, indexes, field, values),
        }
    }

    /// The same of documents whose field has a number below this one. Quickwit is not asked: it would write the whole index anew.
    pub(super) fn delete_below(self, client: &Client, index: &str, field: &str, number: u64) -> Result<()> {
        match self {
            Engine::Quickwit => Ok(()),
            Engine::OpenSearch | Engine::Elasticsearch => elastic::delete_below(client, index, field, number),
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Quickwit => "Quickwit",
            Engine::OpenSearch => "OpenSearch",
            Engine::Elasticsearch => "Elasticsearch",
        }
    }
}

fn is_engine(answer: &Value) -> bool {
    answer["version"]["number"].is_string() || answer["version"]["distribution"].is_string()
}

/// The error of an answer that has not the shape it should have.
fn unreadable(client: &Client, what: &str) -> Error {
    client.error(format!(
        "the engine's answer has no {what}; this program knows Quickwit 0.9, OpenSearch 2 and 3, Elasticsearch 7 to 9"
    ))
}
