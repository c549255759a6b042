//! Articles that were found, made ready to show.

use std::sync::Arc;

use tantivy::TantivyDocument;

use super::commit::Commit;
use super::compile::Compiled;
use super::copies::copies_of;
use super::deadline::Deadline;
use super::explain::{Beside, explain};
use super::leaf::Leaf;
use super::local::LocalSearcher;
use super::page::Found;
use super::results::{Hit, SearchResults, Snippet};
use super::snippet::{lead, snippet, title_highlights};
use super::workspace::Workspace;
use super::{SearchRequest, Sort};
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::error::Result;
use crate::index::schema::Fields;
use crate::index::{article_of, guarded};

/// Makes hits of one answer.
pub(super) struct HitMaker {
    pub compiled: Compiled,
    /// What scored beside what was asked for.
    pub shared: Vec<Leaf>,
    pub sort: Sort,
    /// When no more hits are made.
    pub deadline: Deadline,
    /// The length of snippets, where they are wanted.
    pub snippet_length: Option<usize>,
    /// With what to explain hits, where that was asked for.
    pub explaining: Option<Analyzer>,
    pub fields: Fields,
    pub commit: Arc<Commit>,
}

impl HitMaker {
    /// The hit of an article.
    pub fn hit(&self, found: Found, workspace: &mut Workspace) -> tantivy::Result<Hit> {
        let analyzer = &mut workspace.analyzer;
        let article = article_of(&self.commit.doc::<TantivyDocument>(found.address)?, &self.fields);
        let marks = &self.compiled.marks;
        let title = article.title.as_deref().unwrap_or_default();
        let (snippet, title_highlights) = match self.snippet_length {
            Some(length) => (
                snippet(&article.body, article.language, marks, length, analyzer),
                title_highlights(title, article.language, marks, analyzer),
            ),
            None => Default::default(),
        };
        let copies = copies_of(&article.id, &self.fields, &self.commit)?;
        let score = (self.sort == Sort::Relevance).then_some(found.rank.score);
        let explanation = match &self.explaining {
            Some(reader) => {
                let asked = &self.compiled.asked;
                let beside = Beside { close: &self.compiled.close, shared: &self.shared };
                Some(explain(asked, beside, &article, (found, score), &self.commit, (reader, workspace))?)
            }
            None => None,
        };
        Ok(Hit { score, title_highlights, snippet, copies, explanation, ..plain_hit(article) })
    }
}

/// A hit without what depends on the query.
fn plain_hit(article: Article) -> Hit {
    let lead = lead(&article.body);
    Hit {
        id: article.id,
        path: article.path,
        url: article.url,
        source: article.source,
        title: article.title,
        date: article.date,
        cities: article.cities.into_iter().map(|city| city.name).collect(),
        main_city: article.main_city,
        language: article.language,
        score: None,
        lead,
        title_highlights: Vec::new(),
        snippet: Snippet::default(),
        copies: Vec::new(),
        explanation: None,
    }
}

/// Every match of a request, in order, made ready one at a time: see [`LocalSearcher::all`].
pub struct AllHits<'a> {
    /// What is known of the answer beside its hits; it has none itself.
    pub results: SearchResults,
    searcher: &'a LocalSearcher,
    /// None where nothing was asked for.
    maker: Option<HitMaker>,
    found: std::vec::IntoIter<Found>,
    workspace: Option<Workspace>,
}

impl LocalSearcher {
    /// Every match of a request, in order, whatever its limit. Of a match a few words are kept in memory until it comes; its
    /// text is read then.
    ///
    /// # Errors
    /// As [`search`](super::Searcher::search).
    ///
    /// # Example
    /// ```
    /// use izdeu::{Index, LocalSearcher, RawArticle, SearchRequest};
    ///
    /// let index = Index::in_memory()?;
    /// let mut writer = index.writer()?;
    /// for id in ["1", "2", "3"] {
    ///     writer.add(RawArticle::new(id, format!("Мост номер {id} открыт для всех.")))?;
    /// }
    /// writer.commit()?;
    /// let searcher = LocalSearcher::open(&index)?;
    /// let ids = searcher.all(&SearchRequest::new("мост").limit(1))?.map(|hit| Ok(hit?.id.to_string()));
    /// assert_eq!(ids.collect::<izdeu::Result<Vec<_>>>()?, ["1", "2", "3"]);
    /// # Ok::<(), izdeu::Error>(())
    /// ```
    pub fn all(&self, request: &SearchRequest) -> Result<AllHits<'_>> {
        let request = request.clone().limit(usize::MAX);
        let (results, answer) = self.find(&request)?;
        let (maker, found) = match answer {
            Some((maker, page)) => (Some(maker), page.found),
            None => (None, Vec::new()),
        };
        let workspace = Some(self.idle_workspace());
        Ok(AllHits { results, searcher: self, maker, found: found.into_iter(), workspace })
    }
}

impl Iterator for AllHits<'_> {
    type Item = Result<Hit>;

    fn next(&mut self) -> Option<Result<Hit>> {
        let (maker, found, workspace) = (self.maker.as_ref()?, self.found.next()?, self.workspace.as_mut()?);
        Some(guarded(self.searcher.path(), || maker.hit(found, workspace)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.found.size_hint()
    }
}

impl Drop for AllHits<'_> {
    fn drop(&mut self) {
        if let Some(workspace) = self.workspace.take() {
            self.searcher.give_back(workspace);
        }
    }
}
