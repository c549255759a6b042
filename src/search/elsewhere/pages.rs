//! A page of articles that are kept elsewhere.

use std::sync::Arc;
use std::time::Instant;

use tantivy::Searcher as Here;

use super::ask::{Answer, Ask, Wanted};
use super::counted;
use super::distant::Distant;
use super::spot::{BLOCK, Spot};
use super::translate::{FORMS, Translation, scores};
use super::view::View;
use crate::article::ArticleId;
use crate::error::Result;
use crate::index::schema::Fields;
use crate::query::{Warning, WarningKind};
use crate::search::clause::Strictness;
use crate::search::compile::Compiled;
use crate::search::cursor::Cursor;
use crate::search::deadline::Deadline;
use crate::search::hits::HitMaker;
use crate::search::leaf::Leaf;
use crate::search::page::{Page, Source};
use crate::search::results::{Hit, SearchResults};
use crate::search::similar::Telling;
use crate::search::{SearchRequest, Sort};

/// How many requests for articles a page takes that should be filled by the first: where the engine finds too much, few of them may be left.
const MOST_REQUESTS: usize = 10;

/// What a request asks for, and of whom.
#[derive(Clone)]
pub(super) struct Question<'a> {
    pub request: &'a SearchRequest,
    pub meaning: Meaning,
    pub view: Arc<View>,
    pub fields: Fields,
    pub filters: Vec<Leaf>,
    pub until: Option<Instant>,
}

/// A question as the engine is asked it.
pub(super) struct Asked {
    pub ask: Ask,
    /// What it cannot tell, so that it finds too much.
    pub unchecked: Vec<&'static str>,
    /// Whether words in a row have more forms than it is asked for.
    pub is_cut: bool,
}

/// What a request means.
#[derive(Clone)]
pub(super) enum Meaning {
    /// What its query says.
    Query,
    /// Articles with some of these words, but not this one.
    Similar(ArticleId, Vec<Telling>),
}

impl Distant {
    /// The answer to a question.
    pub(super) fn answer(&self, question: &Question<'_>) -> Result<SearchResults> {
        let (request, view) = (question.request, &question.view);
        let understood = view.settled(self.nothing(), question.fields, question.until, |commit| {
            let understood = self.understood(question, commit)?;
            // What scores is looked up together with what matches.
            for leaf in understood.compiled.iter().flat_map(|compiled| &compiled.asked).flat_map(|asked| &asked.leaves)
            {
                leaf.1.most(commit)?;
            }
            Ok(understood)
        })?;
        let (mut results, compiled) = understood.begin(request, !question.filters.is_empty());
        let Some(compiled) = compiled else { return Ok(results) };
        if request.after.as_ref().is_some_and(|cursor| !cursor.is_current(view.state.stamp)) {
            results.warnings.push(Warning::new(WarningKind::IndexChanged));
        }
        self.run(question, &compiled, &mut results)?;
        Ok(results)
    }

    /// Runs a query: most of the words; where nothing has them, any.
    fn run(&self, question: &Question<'_>, compiled: &Compiled, results: &mut SearchResults) -> Result<()> {
        for strictness in [Strictness::Most, Strictness::Any] {
            let Asked { ask, unchecked, is_cut } = self.ask(question, compiled, &question.filters, strictness)?;
            if !unchecked.is_empty() {
                return self.checked(question, compiled, &unchecked, results);
            }
            let total = self.page(question, compiled, &ask, results)?;
            if total > 0 || strictness == Strictness::Any || compiled.clause.parts() < 2 {
                let is_any = strictness == Strictness::Any && total > 0;
                let missing = self.missing(question, compiled, total, is_any)?;
                results.warnings.extend(missing.map(Warning::new));
                if is_cut {
                    let written = question.request.query.clone();
                    results.warnings.push(Warning::new(WarningKind::ManyMeaningsTogether { written, searched: FORMS }));
                }
                break;
            }
        }
        Ok(())
    }

    pub(super) fn ask(
        &self,
        question: &Question<'_>,
        compiled: &Compiled,
        filters: &[Leaf],
        strictness: Strictness,
    ) -> Result<Asked> {
        let mut translation = Translation::of(&question.view, &question.fields);
        let ask = translation.matching(&compiled.clause, filters, strictness);
        let ask = ask.map_err(|error| question.view.own_error(error))?;
        Ok(Asked { ask, unchecked: translation.unchecked, is_cut: translation.is_cut })
    }

    /// What is to be said where not all was found.
    fn missing(
        &self,
        question: &Question<'_>,
        compiled: &Compiled,
        total: u64,
        is_any: bool,
    ) -> Result<Option<WarningKind>> {
        let count = |filters: &[Leaf], strictness| -> Result<u64> {
            let asked = self.ask(question, compiled, filters, strictness)?;
            Ok(question.view.keeper.counts(&[asked.ask], question.until)?.first().copied().unwrap_or_default())
        };
        Ok(match () {
            () if total == 0 && !question.filters.is_empty() => {
                let articles = count(&[], Strictness::Most)? as usize;
                (articles > 0).then_some(WarningKind::OnlyElsewhere { articles })
            }
            () if is_any => Some(WarningKind::SomeWords),
            () if total > 0 && compiled.clause.has_loose() => {
                let complete = count(&question.filters, Strictness::All)?;
                (complete == 0).then_some(WarningKind::MostWords)
            }
            () => None,
        })
    }

    /// The page that was asked for; gives how many articles match.
    fn page(
        &self,
        question: &Question<'_>,
        compiled: &Compiled,
        ask: &Ask,
        results: &mut SearchResults,
    ) -> Result<u64> {
        let request = question.request;
        let sort = compiled.sort(request.sort);
        let scores = if sort == Sort::Relevance { scores(compiled) } else { Vec::new() };
        let labels = counted::labels(request);
        let mut spot = Spot::of(request, sort);
        let mut total = None;
        for requests in 0.. {
            let (part, skip) = match spot.next(request.limit - results.hits.len()) {
                Ok(next) => next,
                Err(error) if requests == 0 => return Err(error),
                // What was found so far is an answer.
                Err(_) => break,
            };
            let counts = if total.is_none() { labels.clone() } else { Vec::new() };
            let wanted = Wanted { ask: ask.clone(), scores: scores.clone(), counts, ..part };
            let mut answer = question.view.keeper.find(&wanted, question.until)?;
            if total.is_none() {
                let counts = std::mem::take(&mut answer.counts);
                let (facets, warnings) = counted::facets(request, answer.total, &labels, counts);
                (results.total, results.facets) = (answer.total as usize, facets);
                results.warnings.extend(warnings);
                total = Some(answer.total);
            }
            let (found, end) = (answer.came, answer.end);
            let (hits, is_whole) = self.ranked(question, answer, sort, skip, request.limit - results.hits.len())?;
            spot.pass(found, end, skip, if is_whole { None } else { Some(hits.len()) });
            results.hits.extend(hits);
            let is_full = results.hits.len() >= request.limit;
            if is_full || found < wanted.size || requests >= MOST_REQUESTS.max(request.limit / BLOCK * 2) {
                break;
            }
        }
        self.add_copies(&mut results.hits, question.until)?;
        let total = total.unwrap_or_default();
        if request.limit > 0 && (spot.passed() as u64) < total {
            let mark = spot.mark().unwrap_or_default();
            results.next = Some(Cursor::at(request, spot.passed(), question.view.state.stamp, &mark));
        }
        Ok(total)
    }

    /// Some articles in our order, without the first of them, as hits; and whether none is left of them. Where the engine found too much,
    /// less may be left than it found.
    fn ranked(
        &self,
        question: &Question<'_>,
        answer: Answer,
        sort: Sort,
        skip: usize,
        limit: usize,
    ) -> Result<(Vec<Hit>, bool)> {
        let count = answer.articles.len();
        if count <= skip || limit == 0 {
            return Ok((Vec::new(), true));
        }
        let here = self.here(answer.articles)?;
        let request = SearchRequest {
            limit: limit.min(count),
            offset: skip,
            after: None,
            facets: false,
            trees: Vec::new(),
            deadline: None,
            ..question.request.clone()
        };
        let (page, maker) = self.page_here(question, &here, &request, sort)?;
        let mut workspace = self.idle_workspace();
        let hits = page.found.iter().map(|found| maker.hit(*found, &mut workspace));
        let hits = hits.collect::<tantivy::Result<Vec<Hit>>>().map_err(|error| question.view.own_error(error));
        self.give_back(workspace);
        Ok((hits?, !page.has_more))
    }

    /// A page of articles that are here.
    pub(super) fn page_here(
        &self,
        question: &Question<'_>,
        here: &Here,
        request: &SearchRequest,
        sort: Sort,
    ) -> Result<(Page, HitMaker)> {
        let Question { view, fields, filters, .. } = question;
        let mut workspace = self.idle_workspace();
        let found = view.settled(here, *fields, question.until, |commit| {
            let compiled = self.understood(question, commit)?.compiled.unwrap_or_else(Compiled::everything);
            let source = Source { commit, fields, filters, deadline: Deadline::never() };
            let mut page = Page::find(&compiled, request, sort, source, &mut workspace)?;
            let maker = HitMaker {
                shared: std::mem::take(&mut page.shared),
                deadline: Deadline::never(),
                snippet_length: request.snippets.then_some(request.snippet_length),
                explaining: request.explain.then(|| self.analyzer().clone()),
                fields: *fields,
                commit: Arc::clone(commit),
                compiled,
                sort,
            };
            Ok((page, maker))
        });
        self.give_back(workspace);
        found
    }
}
