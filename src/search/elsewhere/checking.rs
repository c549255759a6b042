//! What an engine elsewhere cannot tell, like where words stand to one another: it is checked here, article by article.

use super::ask::{Ask, Wanted};
use super::distant::Distant;
use super::pages::Question;
use crate::error::{Error, Result};
use crate::query::{Warning, WarningKind};
use crate::search::SearchRequest;
use crate::search::clause::Strictness;
use crate::search::compile::Compiled;
use crate::search::cursor::Cursor;
use crate::search::hits::HitMaker;
use crate::search::page::Page;
use crate::search::results::SearchResults;

/// Of how many articles it is checked.
const MOST_CHECKED: usize = 1_000;

/// How many of them come with one request.
const AT_ONCE: usize = 200;

impl Distant {
    /// Answers with what is left of the articles that an engine finds for less than what is asked.
    pub(super) fn checked(
        &self,
        question: &Question<'_>,
        compiled: &Compiled,
        unchecked: &[&'static str],
        results: &mut SearchResults,
    ) -> Result<()> {
        let request = SearchRequest { deadline: None, ..question.request.clone() };
        let (mut page, maker) = self.page_of_checked(question, compiled, &request, unchecked)?;
        let is_empty = page.total == 0 && !question.filters.is_empty();
        (results.total, results.facets) = (page.total, std::mem::take(&mut page.facets));
        // Here are only articles that fit the filters, so that it is not known what others there are.
        results.warnings.append(&mut page.warnings);
        if is_empty {
            let everywhere = Question { filters: Vec::new(), ..question.clone() };
            let count = SearchRequest { limit: 0, facets: false, trees: Vec::new(), after: None, ..request };
            // Where there are too many to look at, nothing is said of them.
            if let Ok((page, _)) = self.page_of_checked(&everywhere, compiled, &count, unchecked)
                && page.total > 0
                && !has_only_some(&page)
            {
                results.warnings.push(Warning::new(WarningKind::OnlyElsewhere { articles: page.total }));
            }
        }
        let mut workspace = self.idle_workspace();
        let mut last = None;
        for found in &page.found {
            let hit = maker.hit(*found, &mut workspace).map_err(|error| question.view.own_error(error))?;
            last = Some((found.rank, hit.id.to_string()));
            results.hits.push(hit);
        }
        self.give_back(workspace);
        self.add_copies(&mut results.hits, question.until)?;
        if let (true, Some((rank, id))) = (page.has_more, last) {
            let stamp = question.view.state.stamp;
            results.next = Some(Cursor::behind(question.request, results.hits.len(), stamp, rank, &id));
        }
        Ok(())
    }

    /// A page of the articles that have most of what is asked; where none has, of those that have any of it.
    fn page_of_checked(
        &self,
        question: &Question<'_>,
        compiled: &Compiled,
        request: &SearchRequest,
        unchecked: &[&'static str],
    ) -> Result<(Page, HitMaker)> {
        let page = |strictness| {
            let found = self.ask(question, compiled, &question.filters, strictness)?;
            let articles = self.all_of(question, found.ask, unchecked)?;
            self.page_here(question, &articles, request, compiled.sort(request.sort))
        };
        let most = page(Strictness::Most)?;
        if compiled.clause.parts() < 2 || most.0.total > 0 && !has_only_some(&most.0) {
            return Ok(most);
        }
        page(Strictness::Any)
    }

    /// All articles that the engine finds, in an index in memory.
    fn all_of(&self, question: &Question<'_>, ask: Ask, unchecked: &[&'static str]) -> Result<tantivy::Searcher> {
        let keeper = &question.view.keeper;
        let count = keeper.counts(std::slice::from_ref(&ask), question.until)?.first().copied().unwrap_or_default();
        if count > MOST_CHECKED as u64 {
            let mut what = unchecked.to_vec();
            what.sort_unstable();
            what.dedup();
            return Err(Error::Invalid(format!(
                "{} are looked at article by article where an engine of many machines keeps them, and {count} articles have these words, \
                 more than {MOST_CHECKED}: narrow the query by a place, a period, a source or more words",
                what.join(" and "),
            )));
        }
        let mut articles = Vec::with_capacity(count as usize);
        let mut after = None;
        // Whole articles are large, and engines give no answer of any size.
        while articles.len() < MOST_CHECKED {
            let wanted = Wanted { size: AT_ONCE, after, ..Wanted::total(ask.clone()) };
            let found = keeper.find(&wanted, question.until)?;
            after = found.end;
            articles.extend(found.articles);
            if found.came < AT_ONCE {
                break;
            }
        }
        self.here(articles)
    }
}

/// Whether what was found has only some of the words.
fn has_only_some(page: &Page) -> bool {
    page.warnings.iter().any(|warning| matches!(warning.kind, WarningKind::SomeWords))
}
