//! Searching articles that an engine keeps.

use std::sync::Arc;

use super::Cluster;
use super::keeper::EngineKeeper;
use crate::article::ArticleId;
use crate::error::Result;
use crate::index::IndexStats;
use crate::search::elsewhere::Distant;
use crate::search::{AllHits, FullArticle, SearchRequest, SearchResults, Searcher, Suggestions, Synonyms};

/// Searches articles that an engine of many machines keeps. One searcher serves many threads.
///
/// # Example
/// ```no_run
/// use izdeu::{Cluster, ClusterAddress, SearchRequest, Searcher};
///
/// let cluster = Cluster::connect(ClusterAddress::new("http://localhost:7280")?.name("news")?)?;
/// let results = cluster.searcher()?.search(&SearchRequest::new("Конституция Астана"))?;
/// assert!(results.total > 0);
/// # Ok::<(), izdeu::Error>(())
/// ```
pub struct ClusterSearcher {
    distant: Distant,
}

impl Cluster {
    /// A searcher over the articles as they are now.
    ///
    /// # Errors
    /// [`Error::Cluster`](crate::Error::Cluster) where the engine does not answer, has nothing of this name, or has articles that another
    /// version of this program wrote.
    pub fn searcher(&self) -> Result<ClusterSearcher> {
        let keeper = EngineKeeper::open(Arc::clone(&self.client), self.name.clone())?;
        Ok(ClusterSearcher { distant: Distant::open(Arc::new(keeper))? })
    }
}

impl ClusterSearcher {
    /// With these synonyms instead of those that come with the library.
    pub fn with_synonyms(self, synonyms: Synonyms) -> ClusterSearcher {
        ClusterSearcher { distant: self.distant.with_synonyms(synonyms) }
    }

    /// Gets ready for many searches: the words of all articles are read now, not at the first search that needs them.
    ///
    /// # Errors
    /// [`Error::Cluster`](crate::Error::Cluster) where the engine does not answer.
    pub fn warm(&self) -> Result<()> {
        self.distant.warm()
    }
}

impl Searcher for ClusterSearcher {
    fn search(&self, request: &SearchRequest) -> Result<SearchResults> {
        self.distant.search(request)
    }

    fn all(&self, request: &SearchRequest) -> Result<AllHits<'_>> {
        self.distant.every_hit(request)
    }

    fn suggest(&self, prefix: &str, limit: usize) -> Result<Suggestions> {
        self.distant.suggestions(prefix, limit)
    }

    fn similar(&self, id: &ArticleId, limit: usize) -> Result<SearchResults> {
        self.distant.similar_to(id, limit)
    }

    fn article(&self, id: &ArticleId, query: &str) -> Result<Option<FullArticle>> {
        self.distant.full_article(id, query)
    }

    fn stats(&self) -> Result<IndexStats> {
        self.distant.stats()
    }

    fn reload(&self) -> Result<()> {
        self.distant.reload()
    }

    fn version(&self) -> u64 {
        self.distant.version()
    }
}
