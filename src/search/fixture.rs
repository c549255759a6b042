//! What the tests of this room search.

use super::LocalSearcher;
use crate::article::RawArticle;
use crate::index::Index;

/// A searcher over these articles.
pub(super) fn searcher(articles: impl IntoIterator<Item = RawArticle>) -> LocalSearcher {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    articles.into_iter().for_each(|article| writer.add(article).unwrap());
    writer.commit().unwrap();
    LocalSearcher::open(&index).unwrap()
}
