//! How the matches are spread over time: a bar for each year, month or day, that narrows the answer by a click.

use super::chips::address;
use super::texts::Ui;
use crate::article::PartialDate;
use crate::search::{FacetName, Facets};
use crate::server::params::Params;

/// With more years than these a bar is a year.
const MOST_YEARS_OF_MONTHS: usize = 4;
/// The height of the highest bar.
const HEIGHT: usize = 60;
/// From bar to bar.
const STEP: usize = 10;

/// Bars in order of time.
pub(super) struct Histogram {
    pub bars: Vec<Bar>,
    pub width: usize,
    /// What stands below its ends.
    pub ends: Option<(String, String)>,
    /// The address of a longer time.
    pub wider: Option<String>,
}

/// A year, a month or a day.
pub(super) struct Bar {
    /// As in requests: `2026`, `2026-03`, `2026-03-15`.
    pub key: PartialDate,
    pub name: String,
    pub count: usize,
    pub height: usize,
    pub top: usize,
    pub left: usize,
    /// The address of this time alone.
    pub narrower: String,
}

/// The month that an answer is narrowed to, if it is one: then its days are shown.
pub(super) fn month_of(params: &Params) -> Option<PartialDate> {
    let (from, to) = (params.from?, params.to?);
    let month = |date: PartialDate| PartialDate::from_ym(date.year(), date.month()?);
    month(from).filter(|one| month(to) == Some(*one))
}

impl Histogram {
    /// The bars of an answer; none where less than two have matches.
    pub fn of(facets: &Facets, params: &Params, ui: Ui) -> Option<Histogram> {
        let counts = match month_of(params) {
            Some(month) => days(facets, month),
            None => years_or_months(facets, params),
        };
        let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default();
        let wider = wider(params).map(|params| address(&params));
        if most == 0 || counts.len() < 2 && wider.is_none() {
            return None;
        }
        let bar = |(number, (key, count)): (usize, (PartialDate, usize))| {
            // The least of all is still to be seen.
            let height = if count == 0 { 0 } else { (count * HEIGHT / most).max(2) };
            let narrower = address(&Params { from: Some(key), to: Some(key), undated: false, ..params.first_page() });
            Bar { key, name: ui.date(key), count, height, top: HEIGHT - height, left: number * STEP, narrower }
        };
        let bars: Vec<Bar> = counts.into_iter().enumerate().map(bar).collect();
        let ends = bars.first().zip(bars.last()).map(|(first, last)| (first.name.clone(), last.name.clone()));
        Some(Histogram { width: bars.len() * STEP, bars, ends, wider })
    }
}

/// What is shown of a longer time: of a day its month, of a month its year, of anything else all.
fn wider(params: &Params) -> Option<Params> {
    let (from, to) = (params.from, params.to);
    if from.is_none() && to.is_none() {
        return None;
    }
    let one = from.filter(|from| Some(*from) == to);
    let wider = one.and_then(|date| match date.day() {
        Some(_) => PartialDate::from_ym(date.year(), date.month()?),
        None => date.month().and_then(|_| PartialDate::from_year(date.year())),
    });
    Some(Params { from: wider, to: wider, ..params.first_page() })
}

fn days(facets: &Facets, month: PartialDate) -> Vec<(PartialDate, usize)> {
    let all = (1..=31).filter_map(|day| PartialDate::from_ymd(month.year(), month.month()?, day));
    let tree = facets.trees.iter().find(|tree| tree.facet == FacetName::Dates);
    let count = |day: &PartialDate| {
        let name = day.to_string();
        let counts = tree.map_or(&[][..], |tree| &tree.counts);
        counts.iter().find(|one| one.path.last() == Some(&name)).map_or(0, |one| one.count)
    };
    all.map(|day| (day, count(&day))).collect()
}

fn years_or_months(facets: &Facets, params: &Params) -> Vec<(PartialDate, usize)> {
    let dated = |counts: &[crate::search::DateCount]| -> Vec<(PartialDate, usize)> {
        counts.iter().filter_map(|one| Some((one.key.parse().ok()?, one.count))).collect()
    };
    let years = dated(&facets.years());
    let (Some((first, _)), Some((last, _))) = (years.first(), years.last()) else { return Vec::new() };
    let count_of = |counts: &[(PartialDate, usize)], key: PartialDate| {
        (key, counts.iter().find(|(other, _)| *other == key).map_or(0, |(_, count)| *count))
    };
    let span = first.year()..=last.year();
    if span.len() > MOST_YEARS_OF_MONTHS {
        return span.filter_map(PartialDate::from_year).map(|year| count_of(&years, year)).collect();
    }
    let months = dated(&facets.dates);
    let all = span.flat_map(|year| (1..=12).filter_map(move |month| PartialDate::from_ym(year, month)));
    let mut bars: Vec<_> = all.map(|month| count_of(&months, month)).collect();
    if params.from.is_some() && params.from == params.to {
        // Of a year all months are shown, as of a month all days.
        return bars;
    }
    let first = bars.iter().position(|(_, count)| *count > 0).unwrap_or_default();
    let behind_last = bars.iter().rposition(|(_, count)| *count > 0).map_or(0, |last| last + 1);
    bars.truncate(behind_last);
    bars.drain(..first);
    bars
}
