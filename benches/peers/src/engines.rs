//! What is asked of every engine.

mod ours;
mod plain;
#[cfg(feature = "seekstorm")]
mod seekstorm;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::path::Path;

use anyhow::Result;

use crate::clock::Clock;
use crate::queries::Query;

/// How many threads index, where an engine can be told.
pub const THREADS: usize = 2;

/// An engine by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Engine {
    /// This project.
    Izdeu,
    /// tantivy as its examples use it, with a Russian stemmer.
    Tantivy,
    /// SeekStorm.
    #[cfg(feature = "seekstorm")]
    Seekstorm,
    /// FTS5 of SQLite.
    #[cfg(feature = "sqlite")]
    Sqlite,
}

/// An index that was opened to be asked.
pub trait Asked {
    /// How many articles match.
    ///
    /// # Errors
    /// What the engine says.
    fn count(&mut self, query: &Query) -> Result<usize>;

    /// A user's whole search: the best ten with a snippet each, the total, cities and months counted. In microseconds.
    ///
    /// # Errors
    /// What the engine says, or that it showed nothing.
    fn whole(&mut self, query: &Query) -> Result<f64>;

    /// The same written as people type it, if the engine then does something else: all that it does for a typed query.
    ///
    /// # Errors
    /// As [`whole`](Self::whole).
    fn typed(&mut self, query: &Query) -> Result<f64> {
        self.whole(query)
    }

    /// What parts of a search take by themselves.
    ///
    /// # Errors
    /// As [`whole`](Self::whole).
    fn parts(&mut self, query: &Query) -> Result<Parts>;
}

/// What parts of a search take by themselves, in microseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts {
    /// Counting matches, cities and months.
    pub facets: f64,
    /// Finding the ten best matches.
    pub best: f64,
    /// Loading ten articles and making their snippets.
    pub snippets: f64,
    /// Finding the ten newest matches.
    pub newest: f64,
    /// Counting, finding and showing: a whole search for the newest.
    pub newest_page: f64,
}

impl Engine {
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Izdeu => "izdeu",
            Engine::Tantivy => "tantivy 0.27",
            #[cfg(feature = "seekstorm")]
            Engine::Seekstorm => "SeekStorm 4",
            #[cfg(feature = "sqlite")]
            Engine::Sqlite => "SQLite FTS5",
        }
    }

    /// Indexes a file of articles into an empty folder, until all is on disk and at rest.
    ///
    /// # Errors
    /// What the engine says.
    pub fn index(self, file: &Path, folder: &Path) -> Result<()> {
        match self {
            Engine::Izdeu => ours::index(file, folder),
            Engine::Tantivy => plain::index(file, folder),
            #[cfg(feature = "seekstorm")]
            Engine::Seekstorm => seekstorm::index(file, folder),
            #[cfg(feature = "sqlite")]
            Engine::Sqlite => sqlite::index(file, folder),
        }
    }

    /// Opens what [`index`](Self::index) made.
    ///
    /// # Errors
    /// What the engine says.
    pub fn open(self, folder: &Path, clock: Clock) -> Result<Box<dyn Asked>> {
        Ok(match self {
            Engine::Izdeu => Box::new(ours::Ours::open(folder, clock)?),
            Engine::Tantivy => Box::new(plain::Plain::open(folder, clock)?),
            #[cfg(feature = "seekstorm")]
            Engine::Seekstorm => Box::new(seekstorm::SeekStorm::open(folder)?),
            #[cfg(feature = "sqlite")]
            Engine::Sqlite => Box::new(sqlite::Sqlite::open(folder, clock)?),
        })
    }
}

pub use ours::sync;
