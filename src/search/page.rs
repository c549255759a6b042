//! The articles of a page, in order.

use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query};
use tantivy::{DocAddress, Searcher};

use super::compile::Compiled;
use super::cursor::Cursor;
use super::facets::FacetCounter;
use super::order::{Rank, first};
use super::results::Facets;
use super::tree::TreeCounter;
use super::{SearchRequest, Sort};
use crate::query::Warning;

/// The articles of a page and the counts of all that match.
pub(super) struct Page {
    /// How many articles match.
    pub total: usize,
    /// How they are spread.
    pub facets: Facets,
    /// The articles of the page, in order.
    pub found: Vec<Found>,
    /// Whether more come behind them.
    pub has_more: bool,
    /// That not all was found that was asked for.
    pub warning: Option<Warning>,
}

/// An article of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// Which of the queries that follow one another it comes from.
    pub stage: usize,
    pub rank: Rank,
    pub address: DocAddress,
}

impl Page {
    /// Runs a query: first what asks for most of the words, then what asks for all of them, whose articles come first. Where
    /// nothing matches, whatever has any of the words.
    pub fn find(
        compiled: &Compiled,
        request: &SearchRequest,
        sort: Sort,
        filters: &[Box<dyn Query>],
        searcher: &Searcher,
    ) -> tantivy::Result<Page> {
        let narrow = |query: &dyn Query| narrowed(query, filters);
        let mut warning = None;
        let mut query = narrow(&*compiled.most);
        let (mut total, mut facets) = searcher.search(&query, &FacetCounter)?;
        if total == 0
            && let Some(any) = &compiled.any
        {
            query = narrow(&**any);
            (total, facets) = searcher.search(&query, &FacetCounter)?;
            if total > 0 {
                warning = Some(Warning::new("no article has all the words; these have some of them"));
            }
        }
        for (facet, depth) in &request.trees {
            facets.trees.push(searcher.search(&query, &TreeCounter { facet: *facet, depth: *depth })?);
        }
        if total == 0 && !filters.is_empty() {
            let elsewhere = searcher.search(&*compiled.most, &Count)?;
            if elsewhere > 0 {
                let message = format!("{elsewhere} articles match without the limits of place and date");
                warning = Some(Warning::new(message));
            }
        }
        let mut page = Page { total, facets, found: Vec::new(), has_more: false, warning };
        if request.limit == 0 || request.offset >= total {
            return Ok(page);
        }
        let complete = compiled.all.as_ref().filter(|_| page.warning.is_none()).map(|all| narrow(&**all));
        let complete_first = compiled.complete_first && sort == Sort::Relevance;
        let stages = match complete.clone() {
            Some(complete) if complete_first => {
                let rest = BooleanQuery::new(vec![
                    (Occur::Must, Box::new(query)),
                    (Occur::MustNot, Box::new(complete.clone())),
                ]);
                vec![complete, rest]
            }
            _ => vec![query],
        };
        let first_is_empty = page.fill(&stages, request, sort, searcher)?;
        let none_is_complete = match (complete, first_is_empty) {
            (None, _) => false,
            (Some(_), Some(is_empty)) if complete_first => is_empty,
            (Some(complete), _) => searcher.search(&complete, &Count)? == 0,
        };
        if none_is_complete {
            page.warning = Some(Warning::new("no article has all the words; these have most of them"));
        }
        Ok(page)
    }

    /// Takes the articles of one stage after another, from where the page before ended. Says whether the first stage has none, if
    /// that comes to light.
    fn fill(
        &mut self,
        stages: &[BooleanQuery],
        request: &SearchRequest,
        sort: Sort,
        searcher: &Searcher,
    ) -> tantivy::Result<Option<bool>> {
        let mut first_is_empty = None;
        let (from, mut after) = request.after.as_ref().map(Cursor::place).unzip();
        let wanted = request.offset.saturating_add(request.limit).min(self.total);
        for (stage, query) in stages.iter().enumerate().skip(from.unwrap_or_default()) {
            // One more tells whether there is more.
            let missing = wanted + 1 - self.found.len();
            let found = first(query, missing, sort == Sort::Relevance, after.take().as_ref(), searcher)?;
            if stage == 0 {
                first_is_empty = Some(found.is_empty() && request.after.is_none());
            }
            self.found.extend(found.into_iter().map(|(rank, address)| Found { stage, rank, address }));
            if self.found.len() > wanted {
                break;
            }
        }
        self.has_more = self.found.len() > wanted;
        self.found.truncate(wanted);
        self.found.drain(..request.offset.min(self.found.len()));
        Ok(first_is_empty)
    }
}

fn narrowed(query: &dyn Query, filters: &[Box<dyn Query>]) -> BooleanQuery {
    let unscored = filters.iter().map(|filter| -> (Occur, Box<dyn Query>) {
        (Occur::Must, Box::new(ConstScoreQuery::new(filter.box_clone(), 0.0)))
    });
    let clauses = std::iter::once((Occur::Must, query.box_clone())).chain(unscored);
    BooleanQuery::new(clauses.collect())
}
