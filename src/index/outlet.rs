//! Articles that are kept elsewhere: an index that has only what tells them again, and gives the rest away.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::analysis::TextAnalyzer;
use crate::article::{Article, ArticleId};
use crate::error::Result;

/// What tells an article again without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// What names it.
    pub id: ArticleId,
    /// The article that it is a copy of.
    pub copy_of: Option<ArticleId>,
    /// The file that it came from, as an absolute path.
    pub file: Option<String>,
    /// The path of the file as it was given.
    pub path: Option<PathBuf>,
    /// Where it was published.
    pub url: Option<String>,
    /// The state of the file on disk, 0 where none is to be relied on.
    pub file_state: u64,
    /// The hash of what was found.
    pub fingerprint: u64,
    /// What it is compared with copies by.
    pub keys: [u64; 6],
}

/// Where articles are kept instead of the index.
pub(crate) trait Outlet: Send + Sync {
    /// Takes an article that is new or changed. It may block; several threads call it.
    fn put(&self, article: Article, record: Record, analyzer: &mut TextAnalyzer) -> Result<()>;
    /// Takes the record of a copy in the place of the article that it was, if it was one.
    fn put_copy(&self, record: Record) -> Result<()>;
    /// Removes an article, or the record of a copy.
    fn remove(&self, id: &ArticleId) -> Result<()>;
    /// Waits until all that was given before is safe.
    fn settle(&self) -> Result<()>;
}
