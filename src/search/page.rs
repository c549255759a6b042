//! The articles of a page, in order.

use rustc_hash::FxHashSet;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query};
use tantivy::{DocAddress, Order, Searcher};

use super::compile::Compiled;
use super::facets::FacetCounter;
use super::results::Facets;
use super::{SearchRequest, Sort};
use crate::query::Warning;

/// The articles of a page and the counts of all that match.
pub(super) struct Page {
    /// How many articles match.
    pub total: usize,
    /// How they are spread.
    pub facets: Facets,
    /// The articles of the page with their scores, in order.
    pub hits: Vec<(Option<f32>, DocAddress)>,
    /// That not all was found that was asked for.
    pub warning: Option<Warning>,
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
        if total == 0 && !filters.is_empty() {
            let elsewhere = searcher.search(&*compiled.most, &Count)?;
            if elsewhere > 0 {
                let message = format!("{elsewhere} articles match without the limits of place and date");
                warning = Some(Warning::new(message));
            }
        }
        let last = (request.offset.saturating_add(request.limit)).min(total);
        if request.limit == 0 || last <= request.offset {
            return Ok(Page { total, facets, hits: Vec::new(), warning });
        }
        let complete = compiled.all.as_ref().filter(|_| warning.is_none()).map(|all| narrow(&**all));
        let complete_first = compiled.complete_first && sort == Sort::Relevance;
        let mut hits = match &complete {
            Some(complete) if complete_first => top(complete, last, sort, searcher)?,
            _ => Vec::new(),
        };
        if let Some(complete) = complete
            && hits.is_empty()
            && searcher.search(&complete, &Count)? == 0
        {
            warning = Some(Warning::new("no article has all the words; these have most of them"));
        }
        if hits.len() < last {
            let complete: FxHashSet<DocAddress> = hits.iter().map(|(_, address)| *address).collect();
            let rest = top(&query, last, sort, searcher)?;
            hits.extend(rest.into_iter().filter(|(_, address)| !complete.contains(address)));
        }
        hits.truncate(last);
        hits.drain(..request.offset);
        Ok(Page { total, facets, hits, warning })
    }
}

/// The first `count` articles in the order asked for.
fn top(
    query: &dyn Query,
    count: usize,
    sort: Sort,
    searcher: &Searcher,
) -> tantivy::Result<Vec<(Option<f32>, DocAddress)>> {
    let collector = TopDocs::with_limit(count);
    Ok(match sort {
        Sort::Relevance => {
            let found = searcher.search(query, &collector.order_by_score())?;
            found.into_iter().map(|(score, address)| (Some(score), address)).collect()
        }
        Sort::Date => {
            let found = searcher.search(query, &collector.order_by_fast_field::<u64>("moment", Order::Desc))?;
            found.into_iter().map(|(_, address)| (None, address)).collect()
        }
    })
}

fn narrowed(query: &dyn Query, filters: &[Box<dyn Query>]) -> BooleanQuery {
    let unscored = filters.iter().map(|filter| -> (Occur, Box<dyn Query>) {
        (Occur::Must, Box::new(ConstScoreQuery::new(filter.box_clone(), 0.0)))
    });
    let clauses = std::iter::once((Occur::Must, query.box_clone())).chain(unscored);
    BooleanQuery::new(clauses.collect())
}
