//! The articles of a page, in order.

use tantivy::collector::{Count, MultiCollector};
use tantivy::query::{BooleanQuery, ConstScoreQuery, EnableScoring, Occur, Query};
use tantivy::{DocAddress, Searcher, TERMINATED};

use super::compile::Compiled;
use super::cursor::Cursor;
use super::facets::FacetCounter;
use super::factors::Factored;
use super::order::{self, Rank};
use super::recency::Recency;
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
    /// The query that gave them their scores; none where there are none.
    pub ordered: Option<Factored>,
    /// That not all was found that was asked for.
    pub warning: Option<Warning>,
}

/// An article of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub rank: Rank,
    pub address: DocAddress,
}

impl Page {
    /// Runs a query: what asks for most of the words, where articles that have all of them count more. Where nothing matches,
    /// whatever has any of the words.
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
        let (mut total, mut facets) = counts(&query, request, searcher)?;
        if total == 0
            && let Some(any) = &compiled.any
        {
            query = narrow(&**any);
            (total, facets) = counts(&query, request, searcher)?;
            if total > 0 {
                warning = Some(Warning::new("no article has all the words; these have some of them"));
            }
        }
        if total == 0 && !filters.is_empty() {
            let elsewhere = searcher.search(&*compiled.most, &Count)?;
            if elsewhere > 0 {
                let message = format!("{elsewhere} articles match without the limits of place and date");
                warning = Some(Warning::new(message));
            }
        }
        let mut page = Page { total, facets, found: Vec::new(), has_more: false, ordered: None, warning };
        if request.limit == 0 || request.offset >= total {
            return Ok(page);
        }
        let ordered = ordered(compiled, query, request, sort, searcher)?;
        let complete = compiled.all.as_ref().filter(|_| page.warning.is_none()).map(|all| narrow(&**all));
        page.fill(&ordered, request, sort, searcher)?;
        page.ordered = Some(ordered);
        if let Some(complete) = complete
            && !is_any(&complete, searcher)?
        {
            page.warning = Some(Warning::new("no article has all the words; these have most of them"));
        }
        Ok(page)
    }

    /// Takes the articles from where the page before ended.
    fn fill(
        &mut self,
        query: &dyn Query,
        request: &SearchRequest,
        sort: Sort,
        searcher: &Searcher,
    ) -> tantivy::Result<()> {
        let after = request.after.as_ref().map(Cursor::place);
        let wanted = request.offset.saturating_add(request.limit).min(self.total);
        // One more tells whether there is more.
        let found = order::first(query, wanted + 1, sort, after.as_ref(), searcher)?;
        self.has_more = found.len() > wanted;
        let found = found.into_iter().take(wanted).skip(request.offset);
        self.found = found.map(|(rank, address)| Found { rank, address }).collect();
        Ok(())
    }
}

/// How many articles match, and how they are spread, by one run of the query.
fn counts(query: &dyn Query, request: &SearchRequest, searcher: &Searcher) -> tantivy::Result<(usize, Facets)> {
    let mut counters = MultiCollector::new();
    let of_all = counters.add_collector(FacetCounter);
    let trees = request.trees.iter().map(|(facet, depth)| TreeCounter { facet: *facet, depth: *depth });
    let trees: Vec<_> = trees.map(|tree| counters.add_collector(tree)).collect();
    let mut counted = searcher.search(query, &counters)?;
    let (total, mut facets) = of_all.extract(&mut counted);
    facets.trees = trees.into_iter().map(|tree| tree.extract(&mut counted)).collect();
    Ok((total, facets))
}

/// The first articles by relevance alone.
pub(super) fn first(
    compiled: &Compiled,
    count: usize,
    filters: &[Box<dyn Query>],
    searcher: &Searcher,
) -> tantivy::Result<Vec<Found>> {
    let query = favouring_complete(compiled, narrowed(&*compiled.most, filters), None);
    let found = order::first(&query, count, Sort::Relevance, None, searcher)?;
    Ok(found.into_iter().map(|(rank, address)| Found { rank, address }).collect())
}

/// The query with all that its order depends on.
fn ordered(
    compiled: &Compiled,
    query: BooleanQuery,
    request: &SearchRequest,
    sort: Sort,
    searcher: &Searcher,
) -> tantivy::Result<Factored> {
    let recency = if sort == Sort::Relevance { Recency::of(request, searcher)? } else { None };
    Ok(favouring_complete(compiled, query, recency))
}

/// The query with more score for articles that have all the words.
pub(super) fn favouring_complete(compiled: &Compiled, query: BooleanQuery, recency: Option<Recency>) -> Factored {
    let complete = compiled.all.as_ref().filter(|_| compiled.prefers_complete).map(|all| all.box_clone());
    Factored { query: Box::new(query), complete, recency }
}

/// Whether some article matches.
fn is_any(query: &dyn Query, searcher: &Searcher) -> tantivy::Result<bool> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    for segment in searcher.segment_readers() {
        let mut found = weight.scorer(segment, 1.0)?;
        while found.doc() != TERMINATED && segment.is_deleted(found.doc()) {
            found.advance();
        }
        if found.doc() != TERMINATED {
            return Ok(true);
        }
    }
    Ok(false)
}

fn narrowed(query: &dyn Query, filters: &[Box<dyn Query>]) -> BooleanQuery {
    let unscored = filters.iter().map(|filter| -> (Occur, Box<dyn Query>) {
        (Occur::Must, Box::new(ConstScoreQuery::new(filter.box_clone(), 0.0)))
    });
    let clauses = std::iter::once((Occur::Must, query.box_clone())).chain(unscored);
    BooleanQuery::new(clauses.collect())
}
