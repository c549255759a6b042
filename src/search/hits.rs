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
pub(super) fn plain_hit(article: Article) -> Hit {
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

/// Every match of a request, in order, made ready one at a time: see [`Searcher::all`](super::Searcher::all).
pub struct AllHits<'a> {
    /// What is known of the answer beside its hits; it has none itself.
    pub results: SearchResults,
    hits: Box<dyn Iterator<Item = Result<Hit>> + 'a>,
}

impl<'a> AllHits<'a> {
    /// These hits, with what is known of the answer beside them.
    pub fn new(results: SearchResults, hits: impl Iterator<Item = Result<Hit>> + 'a) -> AllHits<'a> {
        AllHits { results, hits: Box::new(hits) }
    }
}

impl Iterator for AllHits<'_> {
    type Item = Result<Hit>;

    fn next(&mut self) -> Option<Result<Hit>> {
        self.hits.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.hits.size_hint()
    }
}

impl LocalSearcher {
    /// See [`Searcher::all`](super::Searcher::all).
    pub(super) fn every_hit(&self, request: &SearchRequest) -> Result<AllHits<'_>> {
        let request = request.clone().limit(usize::MAX);
        let (results, answer) = self.find(&request)?;
        let hits = answer.map(|(maker, page)| {
            let workspace = Some(self.idle_workspace());
            Remaining { searcher: self, maker, found: page.found.into_iter(), workspace }
        });
        Ok(AllHits::new(results, hits.into_iter().flatten()))
    }
}

/// The hits that are still to be made.
struct Remaining<'a> {
    searcher: &'a LocalSearcher,
    maker: HitMaker,
    found: std::vec::IntoIter<Found>,
    workspace: Option<Workspace>,
}

impl Iterator for Remaining<'_> {
    type Item = Result<Hit>;

    fn next(&mut self) -> Option<Result<Hit>> {
        let (found, workspace) = (self.found.next()?, self.workspace.as_mut()?);
        Some(guarded(self.searcher.path(), || self.maker.hit(found, workspace)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.found.size_hint()
    }
}

impl Drop for Remaining<'_> {
    fn drop(&mut self) {
        if let Some(workspace) = self.workspace.take() {
            self.searcher.give_back(workspace);
        }
    }
}
