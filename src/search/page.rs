//! The articles of a page, in order.

use rustc_hash::FxHashSet;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query};
use tantivy::{DocAddress, DocId, Order, Score, Searcher, SegmentReader};

use super::compile::Compiled;
use super::facets::FacetCounter;
use super::ranking::COMPLETE;
use super::recency::Recency;
use super::results::Facets;
use super::{SearchRequest, Sort};
use crate::query::Warning;

/// An article with its score, where it has one.
pub(super) type Found = (Option<f32>, DocAddress);

/// The field of the date.
const DATE: &str = "date";

/// The articles of a page and the counts of all that match.
pub(super) struct Page {
    /// How many articles match.
    pub total: usize,
    /// How they are spread.
    pub facets: Facets,
    /// The articles of the page with their scores, in order.
    pub hits: Vec<Found>,
    /// That not all was found that was asked for.
    pub warning: Option<Warning>,
}

impl Page {
    /// Runs a query: first what asks for most of the words, then what asks for all of them, whose articles count more. Where
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
        let prefers_complete = compiled.prefers_complete && sort == Sort::Relevance;
        let recency = Recency::of(request, searcher)?;
        let mut hits = match &complete {
            Some(complete) if prefers_complete => top(complete, last, sort, recency, searcher)?,
            _ => Vec::new(),
        };
        if let Some(complete) = complete
            && hits.is_empty()
            && searcher.search(&complete, &Count)? == 0
        {
            warning = Some(Warning::new("no article has all the words; these have most of them"));
        }
        let rest = top(&query, last, sort, recency, searcher)?;
        hits = complete_before(hits, rest);
        hits.truncate(last);
        hits.drain(..request.offset);
        Ok(Page { total, facets, hits, warning })
    }
}

/// The first articles by relevance alone.
pub(super) fn first(
    compiled: &Compiled,
    count: usize,
    filters: &[Box<dyn Query>],
    searcher: &Searcher,
) -> tantivy::Result<Vec<Found>> {
    let top = |query: &dyn Query| top(&narrowed(query, filters), count, Sort::Relevance, None, searcher);
    let complete = match &compiled.all {
        Some(all) if compiled.prefers_complete => top(&**all)?,
        _ => Vec::new(),
    };
    let mut hits = complete_before(complete, top(&*compiled.most)?);
    hits.truncate(count);
    Ok(hits)
}

/// One list of two: articles that have all the words count [`COMPLETE`] times, wherever they stand in the other list.
fn complete_before(mut complete: Vec<Found>, rest: Vec<Found>) -> Vec<Found> {
    if complete.is_empty() {
        return rest;
    }
    let known: FxHashSet<DocAddress> = complete.iter().map(|(_, address)| *address).collect();
    complete.iter_mut().for_each(|(score, _)| *score = score.map(|score| score * COMPLETE));
    complete.extend(rest.into_iter().filter(|(_, address)| !known.contains(address)));
    complete.sort_by(|(a, _), (b, _)| b.unwrap_or(0.0).total_cmp(&a.unwrap_or(0.0)));
    complete
}

/// The first `count` articles in the order asked for.
fn top(
    query: &dyn Query,
    count: usize,
    sort: Sort,
    recency: Option<Recency>,
    searcher: &Searcher,
) -> tantivy::Result<Vec<Found>> {
    let collector = TopDocs::with_limit(count);
    Ok(match (sort, recency) {
        (Sort::Relevance, Some(recency)) => {
            let collector = collector.tweak_score(move |segment: &SegmentReader| {
                let dates = segment.fast_fields().u64(DATE).ok();
                move |article: DocId, score: Score| {
                    score * recency.factor(dates.as_ref().and_then(|dates| dates.first(article)))
                }
            });
            searcher.search(query, &collector)?.into_iter().map(|(score, address)| (Some(score), address)).collect()
        }
        (Sort::Relevance, None) => {
            let found = searcher.search(query, &collector.order_by_score())?;
            found.into_iter().map(|(score, address)| (Some(score), address)).collect()
        }
        (Sort::Date, _) => {
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
