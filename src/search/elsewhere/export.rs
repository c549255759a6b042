//! Every match of a request, from articles that are kept elsewhere: page by page.

use super::distant::Distant;
use crate::error::{Error, Result};
use crate::query::WarningKind;
#[cfg(doc)]
use crate::search::Searcher;
use crate::search::hits::AllHits;
use crate::search::results::{Hit, SearchResults};
use crate::search::{SearchRequest, Sort};

/// How many hits come with a request.
const PAGE: usize = 100;

impl Distant {
    /// See [`Searcher::all`].
    pub fn every_hit(&self, request: &SearchRequest) -> Result<AllHits<'_>> {
        // Reading all takes as long as it takes.
        let request = SearchRequest { limit: PAGE, deadline: None, ..request.clone() };
        let mut results = self.search(&request)?;
        let first = std::mem::take(&mut results.hits).into_iter();
        let request = next(&request, &mut results);
        let pages = Pages { distant: self, request, page: first };
        Ok(AllHits::new(results, pages))
    }
}

/// The hits that are still to come.
struct Pages<'a> {
    distant: &'a Distant,
    request: Option<SearchRequest>,
    page: std::vec::IntoIter<Hit>,
}

impl Iterator for Pages<'_> {
    type Item = Result<Hit>;

    fn next(&mut self) -> Option<Result<Hit>> {
        loop {
            if let Some(hit) = self.page.next() {
                return Some(Ok(hit));
            }
            let request = self.request.take()?;
            match self.distant.search(&request) {
                Ok(results) if is_another_order(&request, &results) => {
                    let message = "the articles changed while they were read in their order by relevance; read them by date, or once more";
                    return Some(Err(Error::Invalid(message.to_owned())));
                }
                // Of what the engine found nothing may be left on a page.
                Ok(mut results) => {
                    self.page = std::mem::take(&mut results.hits).into_iter();
                    self.request = next(&request, &mut results);
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// Whether the page does not go on where the one before ended.
fn is_another_order(request: &SearchRequest, results: &SearchResults) -> bool {
    let has_changed = results.warnings.iter().any(|warning| matches!(warning.kind, WarningKind::IndexChanged));
    has_changed && request.sort == Sort::Relevance && results.hits.iter().any(|hit| hit.score.is_some())
}

/// The request for the page behind one.
fn next(request: &SearchRequest, results: &mut SearchResults) -> Option<SearchRequest> {
    let after = results.next.take()?;
    let request = SearchRequest { offset: 0, facets: false, trees: Vec::new(), ..request.clone() };
    Some(request.after(after))
}
