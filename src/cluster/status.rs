//! What an engine has, for people.

use serde::Serialize;

use super::dialect::{Engine, IndexSize};
use super::state::{OpenRun, Versions};

/// What an engine has of a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ClusterStatus {
    /// Which engine it is.
    pub engine: Engine,
    /// The version that it says it has.
    pub engine_version: String,
    /// The name of the articles.
    pub name: String,
    /// How many articles there are, as of the end of the last sync.
    pub articles: u64,
    /// How many copies of them are listed on them.
    pub copies: u64,
    /// How many bytes all indexes take.
    pub bytes: u64,
    /// Whether articles stand in an index for each month.
    pub monthly: bool,
    /// The indexes.
    pub indexes: Vec<IndexSize>,
    /// How many leaves of words there are.
    pub leaves: usize,
    /// How many requests do not count because they were sent again.
    pub void: usize,
    /// How many documents do not count because they were replaced or removed.
    pub hidden: usize,
    /// The run that writes, or did when it was killed.
    pub open: Option<OpenRun>,
    /// The versions that the articles were written with.
    pub versions: Versions,
}
