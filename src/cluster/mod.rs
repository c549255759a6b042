//! "How are articles kept by an engine of many machines?" Quickwit, OpenSearch and Elasticsearch: what they are sent, and how they are
//! asked.
//!
//! Articles are read, understood and analysed here; the engine keeps terms that it only splits at blanks, and finds and counts by them.

mod address;
mod backoff;
mod bulk;
mod cleaning;
mod client;
mod credentials;
mod delivery;
mod dialect;
mod document;
mod failure;
mod fields;
mod journal;
mod keeper;
mod leaf;
mod listing;
mod mapping;
mod measuring;
mod options;
mod question;
mod row;
mod searcher;
mod shipping;
mod state;
mod status;
mod sync;
mod terms;
mod visible;
mod whole;

use std::sync::Arc;
use std::time::Duration;

pub use address::ClusterAddress;
use client::{Client, Times};
pub use credentials::Credentials;
pub use dialect::{Engine, IndexSize};
use mapping::{IndexKind, IndexOptions};
pub use measuring::{SentArticle, article_sender, described_to_quickwit};
pub use options::ClusterOptions;
pub use searcher::ClusterSearcher;
use state::State;
pub use state::{OpenRun, Versions};
pub use status::ClusterStatus;
pub use sync::ClusterSyncOptions;

use crate::error::{Error, Result};

/// Articles kept by an engine of many machines.
///
/// # Example
/// ```no_run
/// use izdeu::{Cluster, ClusterAddress, ClusterOptions};
///
/// let address = ClusterAddress::new("http://localhost:7280")?.name("news")?;
/// let cluster = Cluster::connect(address)?;
/// cluster.init(ClusterOptions::new().monthly())?;
/// println!("{} articles", cluster.status()?.articles);
/// # Ok::<(), izdeu::Error>(())
/// ```
pub struct Cluster {
    client: Arc<Client>,
    name: String,
}

impl Cluster {
    /// Finds out which engine is there.
    ///
    /// # Errors
    /// [`Error::Cluster`] where no node answers, or what answers is none of the engines; [`Error::Io`] and [`Error::Invalid`] for a file
    /// of certificates that is of no use.
    pub fn connect(address: ClusterAddress) -> Result<Cluster> {
        Cluster::connect_patiently(address, Times::default())
    }

    /// The same, waiting so long for an answer, and trying again for so long.
    ///
    /// # Errors
    /// As [`connect`](Self::connect).
    pub fn connect_within(address: ClusterAddress, answer: Duration, patience: Duration) -> Result<Cluster> {
        Cluster::connect_patiently(address, Times { answer, patience })
    }

    fn connect_patiently(address: ClusterAddress, times: Times) -> Result<Cluster> {
        let client = Arc::new(Client::connect(&address, times)?);
        Ok(Cluster { client, name: address.name })
    }

    /// Makes the indexes that articles of this name need. What is there stays as it is. Gives whether there was nothing before.
    ///
    /// # Errors
    /// [`Error::Cluster`] where the engine does not answer or refuses, or where there are articles that were made by another version or
    /// with other months.
    pub fn init(&self, options: ClusterOptions) -> Result<bool> {
        if let Some(state) = State::read(&self.client, &self.name)? {
            state.check(&self.client, &self.name)?;
            if state.monthly != options.monthly {
                let name = &self.name;
                let there = if state.monthly { "an index for each month" } else { "one index" };
                return Err(self.client.error(format!(
                    "the articles of «{name}» stand in {there}; leave it so, or drop them first: search cluster drop --name {name}"
                )));
            }
            return Ok(false);
        }
        let (engine, made) = (self.client.engine(), options.of_indexes());
        self.make_indexes(options.monthly, made)?;
        let state = State { seq: 1, writer: "init".to_owned(), ..State::new(engine, options.monthly, made) };
        state.write(&self.client, &self.name)?;
        Ok(true)
    }

    /// What the engine has.
    ///
    /// # Errors
    /// [`Error::Cluster`] where it does not answer, or has nothing of this name.
    pub fn status(&self) -> Result<ClusterStatus> {
        let state = State::read(&self.client, &self.name)?.ok_or_else(|| self.has_nothing())?;
        let indexes = self.indexes()?;
        Ok(ClusterStatus {
            engine: self.client.engine(),
            engine_version: self.client.version().to_owned(),
            name: self.name.clone(),
            articles: state.articles,
            copies: state.copies,
            bytes: indexes.iter().map(|index| index.bytes).sum(),
            monthly: state.monthly,
            indexes,
            leaves: state.leaves.len(),
            void: state.void.len(),
            hidden: state.hidden.len(),
            open: state.open,
            versions: state.versions,
        })
    }

    /// The indexes that the engine has of this name, whatever is in them.
    ///
    /// # Errors
    /// [`Error::Cluster`] where it does not answer or refuses.
    pub fn indexes(&self) -> Result<Vec<IndexSize>> {
        self.client.engine().list(&self.client, &self.name)
    }

    /// Deletes all that the engine has of this name, and nothing else. Gives the names of the indexes that were there.
    ///
    /// # Errors
    /// [`Error::Cluster`] where it does not answer or refuses.
    pub fn drop_all(&self) -> Result<Vec<String>> {
        let engine = self.client.engine();
        let mut names: Vec<String> = self.indexes()?.into_iter().map(|index| index.name).collect();
        // The state goes last: as long as it is there, what is left can be told.
        names.sort_by_key(|name| name.ends_with("-state"));
        for index in &names {
            engine.delete_index(&self.client, index)?;
        }
        Ok(names)
    }

    fn make_indexes(&self, monthly: bool, options: IndexOptions) -> Result<()> {
        // A pattern that fits no index is refused by some engines, so that there is one from the start.
        let articles = if monthly { "articles-undated" } else { "articles" };
        for (index, kind) in [("state", IndexKind::State), ("words", IndexKind::Words), (articles, IndexKind::Articles)]
        {
            let index = format!("{}-{index}", self.name);
            self.client.engine().create(&self.client, &index, kind, options)?;
        }
        Ok(())
    }

    fn state_or_init(&self) -> Result<State> {
        if let Some(state) = State::read(&self.client, &self.name)? {
            return Ok(state);
        }
        self.init(ClusterOptions::new())?;
        State::read(&self.client, &self.name)?.ok_or_else(|| self.has_nothing())
    }

    fn has_nothing(&self) -> Error {
        let name = &self.name;
        self.client.error(format!(
            "there are no articles of the name «{name}»; give their --name, or index some: search index --cluster URL --name \
             {name} PATH…"
        ))
    }
}
