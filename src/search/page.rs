//! The articles of a page, in order.

use tantivy::DocAddress;

use super::candidates::Candidates;
use super::commit::Commit;
use super::compile::Compiled;
use super::cursor::Cursor;
use super::deadline::Deadline;
use super::feedback;
use super::leaf::Leaf;
use super::matching::Matching;
use super::order::{First, Place, Rank};
use super::ranking::FEEDBACK;
use super::recency::Recency;
use super::results::Facets;
use super::workspace::Workspace;
use super::{SearchRequest, Sort, facets, tree};
use crate::index::schema::Fields;
use crate::query::{Warning, WarningKind};

/// The articles of a page and the counts of all that match.
#[derive(Default)]
pub(super) struct Page {
    /// How many articles match.
    pub total: usize,
    /// How they are spread.
    pub facets: Facets,
    /// The articles of the page, in order.
    pub found: Vec<Found>,
    /// Whether more come behind them.
    pub has_more: bool,
    /// The words that the first answers share, which score too.
    pub shared: Vec<Leaf>,
    /// That not all was found that was asked for.
    pub warnings: Vec<Warning>,
    /// Whether time was over before all was found.
    pub is_cut: bool,
}

/// An article of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub rank: Rank,
    pub address: DocAddress,
    /// What its whole score was multiplied by.
    pub factor: f32,
}

/// What a page is found in.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub commit: &'a Commit,
    pub fields: &'a Fields,
    pub filters: &'a [Leaf],
    pub deadline: Deadline,
}

impl Page {
    /// Runs a query: what asks for most of the words, where articles that have all of them count more. Where nothing matches,
    /// whatever has any of the words.
    pub fn find(
        compiled: &Compiled,
        request: &SearchRequest,
        sort: Sort,
        source: Source<'_>,
        workspace: &mut Workspace,
    ) -> tantivy::Result<Page> {
        let Source { commit, filters, deadline, .. } = source;
        let mut matching = Matching::of(compiled, filters, commit, deadline)?;
        let mut page = Page { total: matching.total, is_cut: matching.is_cut, ..Page::default() };
        page.warnings.extend(page.missing(compiled, &matching, source)?.map(Warning::new));
        if request.facets {
            page.facets = facets::count(&matching, request.counts_abroad)?;
        }
        for (facet, depth) in &request.trees {
            let (tree, count) = tree::count(*facet, *depth, &matching)?;
            if count > tree.counts.len() {
                let shown = tree.counts.len();
                page.warnings.push(Warning::new(WarningKind::LargeFacet { paths: count, shown }));
            }
            page.facets.trees.push(tree);
        }
        if request.limit == 0 || request.offset >= page.total {
            return Ok(page);
        }
        // One more tells whether there is more.
        let wanted = request.offset.saturating_add(request.limit).min(page.total) + 1;
        let after = request.after.as_ref().map(Cursor::place);
        let found = match sort {
            Sort::Relevance => page.best(wanted, compiled, request, &mut matching, source, workspace)?,
            sort => by_date(wanted, sort, after.as_ref(), &matching, commit)?,
        };
        if deadline.is_over() && !page.is_cut {
            page.is_cut = true;
            page.warnings.push(Warning::new(WarningKind::TimeOverOrdering));
        }
        page.has_more = found.len() == wanted;
        page.found = found.into_iter().take(wanted - 1).skip(request.offset).collect();
        Ok(page)
    }

    /// What is to be said where not all was found.
    fn missing(
        &self,
        compiled: &Compiled,
        matching: &Matching<'_>,
        source: Source<'_>,
    ) -> tantivy::Result<Option<WarningKind>> {
        if matching.is_cut {
            return Ok(Some(WarningKind::TimeOverMatching));
        }
        if self.total == 0 && !source.filters.is_empty() {
            let elsewhere = Matching::of(compiled, &[], source.commit, source.deadline)?;
            let articles = if elsewhere.is_any { 0 } else { elsewhere.total };
            return Ok((articles > 0).then_some(WarningKind::OnlyElsewhere { articles }));
        }
        Ok(match () {
            () if matching.is_any => Some(WarningKind::SomeWords),
            () if self.total > 0 && !matching.has_complete() => Some(WarningKind::MostWords),
            () => None,
        })
    }

    /// The first articles by relevance.
    fn best(
        &mut self,
        count: usize,
        compiled: &Compiled,
        request: &SearchRequest,
        matching: &mut Matching<'_>,
        source: Source<'_>,
        workspace: &mut Workspace,
    ) -> tantivy::Result<Vec<Found>> {
        let Source { commit, fields, .. } = source;
        let Workspace { analyzer, numbers } = workspace;
        let asked: Vec<&Leaf> = compiled.asked.iter().flat_map(|asked| &asked.leaves).map(|(_, leaf)| leaf).collect();
        let recency = Recency::of(request, commit)?;
        let mut candidates = Candidates::of(matching, &asked, compiled.prefers_complete, recency, numbers)?;
        if feedback::helps(compiled) && !matching.is_any {
            let first = candidates.first(FEEDBACK.articles, None, commit)?;
            self.shared = feedback::shared_words(&first, compiled, fields, commit, analyzer)?;
        }
        let more = [&self.shared[..], &compiled.close].concat();
        // Behind a cursor those before it are counted too, if they are still the same.
        let after = request.after.as_ref();
        let choose_from = after.is_none_or(|cursor| cursor.is_current(commit.stamp()));
        let passed = after.map_or(0, Cursor::passed);
        candidates.add(&more, choose_from.then_some(count.saturating_add(passed)), matching, commit, numbers)?;
        candidates.first(count, after.map(Cursor::place).as_ref(), commit)
    }
}

/// The first articles by date.
pub(super) fn by_date(
    count: usize,
    sort: Sort,
    after: Option<&Place>,
    matching: &Matching<'_>,
    commit: &Commit,
) -> tantivy::Result<Vec<Found>> {
    let mut first = First::new(count, sort, after, commit);
    for one in &matching.segments {
        first.take_by_date(one.segment.number, &one.docs, one.articles)?;
    }
    Ok(first.in_order()?.into_iter().map(|(rank, address)| Found { rank, address, factor: 1.0 }).collect())
}
