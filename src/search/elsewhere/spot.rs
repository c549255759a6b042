//! Where the next hits come from, in the order of an engine elsewhere.

use super::ask::{Ask, Position, Wanted};
use crate::error::{Error, Result};
use crate::search::cursor::Cursor;
use crate::search::{SearchRequest, Sort};

/// How many of the engine's articles are put in our order together: the first page is chosen from so many, and the pages behind it go on with
/// the next so many, so that none is lost or repeated.
pub(super) const BLOCK: usize = 100;

/// How many articles in an order by date come with one request: they come whole.
const MOST_AT_ONCE: usize = 500;

/// How far down the engine counts.
const DEEPEST: usize = 10_000;

/// Where the next hits come from.
pub(super) struct Spot {
    sort: Sort,
    /// How many of the engine's articles lie before.
    passed: usize,
    /// How many of the next ones are passed over.
    skip: usize,
    /// The last article in an order by date.
    after: Option<Position>,
    /// How many articles the engine itself passes over.
    from: usize,
}

impl Spot {
    /// The first of a request.
    pub fn of(request: &SearchRequest, sort: Sort) -> Spot {
        let cursor = request.after.as_ref();
        let passed = cursor.map_or(0, Cursor::passed);
        let after = cursor.filter(|_| sort != Sort::Relevance).and_then(position);
        let offset = request.offset;
        match after {
            // Engines pass nothing over behind an article: it is read and left out.
            Some(_) => Spot { sort, passed, skip: offset, after, from: 0 },
            None => {
                let passed = passed.saturating_add(offset);
                Spot { sort, passed, skip: 0, after, from: passed }
            }
        }
    }

    /// What is asked for next, to have so many hits more, and how many of what comes are passed over.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it lies deeper than engines count.
    pub fn next(&self, hits: usize) -> Result<(Wanted, usize)> {
        let (from, size, skip) = match self.sort {
            _ if hits == 0 => (0, 0, 0),
            Sort::Relevance => {
                let start = self.passed / BLOCK * BLOCK;
                (start, if hits > 0 { BLOCK } else { 0 }, self.passed - start)
            }
            _ => {
                let size = hits.saturating_add(self.skip).min(MOST_AT_ONCE);
                let deepest = DEEPEST.saturating_sub(self.from).max(1);
                (self.from, size.min(deepest), self.skip.min(size).min(deepest))
            }
        };
        if from.saturating_add(size) > DEEPEST {
            return Err(too_deep(self.sort));
        }
        Ok((Wanted { sort: self.sort, from, size, after: self.after, ..Wanted::total(Ask::Everything) }, skip))
    }

    /// Goes on behind so many articles that were found, of which the first were passed over, or only so many were taken.
    pub fn pass(&mut self, found: usize, last: Option<Position>, skipped: usize, taken: Option<usize>) {
        match self.sort {
            Sort::Relevance => {
                let start = self.passed / BLOCK * BLOCK;
                self.passed = taken.map_or(start + found, |taken| self.passed + taken);
            }
            // As many are asked for as are needed, so that all of them are taken.
            _ => {
                self.passed += found;
                self.skip -= skipped;
                self.from = 0;
                self.after = last.or(self.after);
            }
        }
    }

    /// How many of the engine's articles lie before.
    pub fn passed(&self) -> usize {
        self.passed
    }

    /// The last article in an order by date, as a cursor has it.
    pub fn mark(&self) -> Option<String> {
        self.after.map(|[moment, ordinal]| format!("{moment} {ordinal}"))
    }
}

/// The position of a cursor.
fn position(cursor: &Cursor) -> Option<Position> {
    let (moment, ordinal) = cursor.id().split_once(' ')?;
    Some([moment.parse().ok()?, ordinal.parse().ok()?])
}

fn too_deep(sort: Sort) -> Error {
    let instead = match sort {
        Sort::Relevance => "sort by date to read all of them, or narrow the query",
        Sort::Date | Sort::Oldest => "go on behind the last page with its cursor (`next`), or narrow the query",
    };
    Error::Invalid(format!(
        "an engine of many machines gives no more than the first {DEEPEST} articles by number: {instead}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is asked for next, as from, size and what is passed over.
    fn next(spot: &Spot, hits: usize) -> (usize, usize, usize) {
        let (wanted, skip) = spot.next(hits).unwrap();
        (wanted.from, wanted.size, skip)
    }

    #[test]
    fn blocks_follow_one_another_whatever_is_left_of_them() {
        let mut spot = Spot::of(&SearchRequest::new("").offset(85), Sort::Relevance);
        assert_eq!(next(&spot, 10), (0, 100, 85));
        // Ten of the hundred did not match after all: five are left, and the block is at its end.
        spot.pass(100, None, 85, None);
        assert_eq!(next(&spot, 5), (100, 100, 0));
        spot.pass(100, None, 0, Some(5));
        assert_eq!((spot.passed(), next(&spot, 10)), (105, (100, 100, 5)));
        let deep = Spot::of(&SearchRequest::new("").offset(9_990), Sort::Relevance);
        assert_eq!(next(&deep, 10), (9_900, 100, 90));
        assert!(Spot::of(&SearchRequest::new("").offset(10_000), Sort::Relevance).next(1).is_err());
    }

    #[test]
    fn an_order_by_date_goes_on_behind_the_last_article() {
        let mut spot = Spot::of(&SearchRequest::new("").offset(30), Sort::Date);
        assert_eq!(next(&spot, 700), (30, 500, 0));
        spot.pass(500, Some([20260316, 7]), 0, None);
        let (wanted, _) = spot.next(200).unwrap();
        assert_eq!((wanted.from, wanted.size, wanted.after), (0, 200, Some([20260316, 7])));
        assert_eq!((spot.passed(), spot.mark().as_deref()), (530, Some("20260316 7")));
        // Behind an article nothing is passed over by the engine.
        let request = SearchRequest::new("");
        let cursor = Cursor::at(&request, 530, 1, "20260316 7");
        let mut spot = Spot::of(&request.after(cursor).offset(3), Sort::Date);
        assert_eq!(next(&spot, 10), (0, 13, 3));
        spot.pass(13, Some([20260101, 9]), 3, None);
        assert_eq!((spot.passed(), next(&spot, 10)), (543, (0, 10, 0)));
    }
}
