//! What can be chosen when articles are first given to an engine.

use super::mapping::IndexOptions;

/// How the indexes of articles are made.
///
/// # Example
/// ```
/// use izdeu::ClusterOptions;
///
/// let options = ClusterOptions::new().monthly().replicas(2);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct ClusterOptions {
    pub(super) monthly: bool,
    indexes: IndexOptions,
}

impl ClusterOptions {
    /// What suits most: one index in one part, with one replica.
    pub fn new() -> ClusterOptions {
        ClusterOptions::default()
    }

    /// An index for the articles of each month, which can be deleted as a whole.
    pub fn monthly(mut self) -> ClusterOptions {
        self.monthly = true;
        self
    }

    /// Into how many parts OpenSearch and Elasticsearch cut the articles.
    pub fn shards(mut self, shards: u32) -> ClusterOptions {
        self.indexes.shards = shards.max(1);
        self
    }

    /// On how many more nodes they keep each part.
    pub fn replicas(mut self, replicas: u32) -> ClusterOptions {
        self.indexes.replicas = replicas;
        self
    }

    /// After how many seconds the engine shows what it was sent.
    pub fn commit_seconds(mut self, seconds: u32) -> ClusterOptions {
        self.indexes.commit_seconds = seconds.max(1);
        self
    }

    pub(super) fn of_indexes(self) -> IndexOptions {
        self.indexes
    }
}
