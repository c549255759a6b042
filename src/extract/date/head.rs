//! The head of a page: which of its lines are dates, and which of these dates is the article's.

use std::ops::Range;

use super::header::{self, Header, HeaderDate};
use super::written::Written;
use super::{dateline, label};
use crate::extract::furniture;
use crate::extract::page::{Page, Role};

/// What the lines of a page say about its date.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// A line that is a date and nothing else, or a date and a clock time.
    pub header: Option<(Written, String)>,
    /// Whether the header has a clock time, or stands right above the text: it is not the date of a visit.
    pub header_time: bool,
    /// A line with a date and a few other words: a rubric, an author, but perhaps a headline.
    pub likely: Option<(Written, String)>,
    /// «Вчера 23:54»: so many days before the crawl.
    pub relative: Option<(u8, String)>,
    /// A label of publication.
    pub published: Option<(Written, String)>,
    /// A label of a later change.
    pub updated: Option<(Written, String)>,
    /// A date in front of the text.
    pub dateline: Option<(Written, String)>,
    /// A date that the lead calls today's.
    pub today: Option<(Written, String)>,
}

/// Menus above an article can be long; a head is not longer than this, in lines.
const HEAD: usize = 80;

/// Where the text has begun already, a header is looked for in so many lines of the page, behind so many paragraphs.
const LATE_HEADER: usize = 12;
const PARAGRAPHS_ABOVE: usize = 2;

/// In so many lines below the day of a visit the menu of the site begins.
const MENU: usize = 3;

/// A dateline stands in one of the first paragraphs.
const DATELINES: usize = 4;

/// A date in a line of the head.
struct Candidate {
    at: usize,
    date: HeaderDate,
    /// Whether the line belongs to a list of other articles.
    listed: bool,
    /// Whether no paragraph stands above it.
    above: bool,
}

impl Head {
    /// Reads the lines of a page and marks those that are dates.
    pub fn read(page: &mut Page) -> Head {
        let mut head = Head::default();
        head.take_leading(page);
        let candidates = head.survey(page);
        head.choose(page, &candidates);
        head.read_labels(page);
        head.read_lead(page);
        head
    }

    /// A date in front of the text of one of the first lines.
    fn take_leading(&mut self, page: &mut Page) {
        let first = (0..page.len().min(HEAD)).filter(|at| page.role(*at) == Role::Body).take(2).collect::<Vec<_>>();
        for at in first {
            if let Some((date, start)) =
                header::leading(page.line(at)).filter(|(_, start)| *start < page.line(at).len())
            {
                // A line of a date and a few words is read as a header of its own.
                if page.is_prose(at) || page.line(at).len() - start > 60 {
                    let words = page.line(at)[..start].trim().to_owned();
                    page.split_date(at, start);
                    (self.header, self.header_time) = (Some((date, words)), true);
                    return;
                }
            }
        }
    }

    /// The dates in lines of their own; those that cannot be the article's are marked and left out.
    fn survey(&mut self, page: &mut Page) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        let (mut paragraphs, mut listed, mut lines_above) = (0, false, 0);
        for at in 0..page.len().min(HEAD) {
            let line = page.line(at);
            if page.role(at) != Role::Body {
                continue;
            }
            lines_above += 1;
            let found = header::read(line);
            if let Some(date) = (paragraphs == 0).then(|| header::caption(line)).flatten() {
                self.likely.get_or_insert((date, line.to_owned()));
                page.mark(at, Role::Furniture);
                continue;
            }
            if found.is_none() && page.is_prose(at) {
                (paragraphs, listed) = (paragraphs + 1, false);
                continue;
            }
            listed = listed || furniture::heads_list(line);
            let in_place = paragraphs == 0
                || paragraphs <= PARAGRAPHS_ABOVE
                    && lines_above <= LATE_HEADER
                    && leads_to_prose(page, at, 3)
                    && !is_quoted_post(page, at);
            match found {
                Some(Header::Date(date)) if is_masthead_day(&date, page, at, paragraphs) => {
                    page.mark(at, Role::Furniture)
                }
                Some(Header::Date(_)) if paragraphs == 0 && is_top_of_site(page, at) => page.mark(at, Role::Furniture),
                Some(Header::Date(date)) if is_programme(&date, page, at) => {}
                Some(Header::Date(date)) if in_place => {
                    candidates.push(Candidate { at, date, listed, above: paragraphs == 0 })
                }
                // Behind the text it is the date of another article.
                Some(Header::Date(date)) if date.is_pure() => page.mark(at, Role::Furniture),
                Some(Header::Relative(days)) if in_place => {
                    self.relative.get_or_insert((days, page.line(at).to_owned()));
                    page.mark(at, Role::Date);
                }
                Some(Header::Masthead) if paragraphs == 0 => page.mark(at, Role::Furniture),
                _ => {}
            }
        }
        candidates
    }

    /// Chooses among the dates of the head and marks their lines.
    fn choose(&mut self, page: &mut Page, candidates: &[Candidate]) {
        let taken =
            |candidate: &Candidate, page: &Page| (candidate.date.written.clone(), page.line(candidate.at).to_owned());
        // Labelled dates are read as such, with what the label says.
        let labelled = |candidate: &&Candidate| {
            let label = label::read(page.line(candidate.at)).filter(|label| label.updated);
            label.and_then(|label| label.date).is_some_and(|date| date.span == candidate.date.written.span)
        };
        let pure: Vec<&Candidate> = candidates
            .iter()
            .filter(|candidate| candidate.date.is_pure())
            .filter(|candidate| !labelled(candidate))
            .collect();
        if self.header.is_none()
            && let Some(best) = best(&pure, page)
        {
            self.header = Some(taken(best, page));
            self.header_time = best.date.time || best.at > 0 && page.words(best.at - 1) > 3;
        }
        let timed = |candidate: &&Candidate| candidate.date.time && candidate.date.written.year.is_some();
        let is_headline = |candidate: &Candidate| !candidate.date.is_pure() && candidate.date.rest >= HEADLINE_WORDS;
        let in_list = |one: &Candidate| {
            let beside = |other: &Candidate| {
                (1..=2).contains(&other.at.abs_diff(one.at)) && page.line(one.at) != page.line(other.at)
            };
            is_headline(one) && candidates.iter().any(|other| is_headline(other) && beside(other))
        };
        let own = |candidate: &&Candidate| !candidate.date.is_pure() && !candidate.listed && !in_list(candidate);
        let mixed = || candidates.iter().filter(own);
        let likely = mixed().find(timed).or_else(|| mixed().find(|candidate| is_rubric(candidate, page)));
        self.likely = likely.map(|candidate| taken(candidate, page)).or(self.likely.take());
        let chosen = self.header.as_ref().or(self.likely.as_ref()).map(|(date, _)| date.clone());
        for Candidate { at, date, .. } in candidates {
            let same = chosen.as_ref().is_some_and(|chosen| chosen.in_year(2000) == date.written.in_year(2000));
            match (date.is_pure(), same) {
                (true, true) => page.mark(*at, Role::Date),
                (true, false) => page.mark(*at, Role::Furniture),
                // The other words of the line can be searched for: the author, the rubric.
                (false, true) if (self.header.is_none() || date.time) && !date.holds_headline() => {
                    page.mark(*at, Role::Furniture)
                }
                (false, _) => {}
            }
        }
    }

    /// Labels may stand below the text too.
    fn read_labels(&mut self, page: &mut Page) {
        // Above the text the heading of a list may be a word of the menu.
        let (mut listed, mut text_began) = (false, false);
        let mut waiting: Option<(bool, usize)> = None;
        let mut below = Vec::new();
        let is_close = |page: &Page, at: usize| at > 0 && page.is_prose(at - 1);
        for at in 0..page.len() {
            if page.is_long(at) {
                (listed, text_began, waiting) = (false, true, None);
                continue;
            }
            let line = page.line(at);
            text_began |= page.is_prose(at);
            listed = listed || text_began && furniture::heads_list(line);
            if let Some((updated, label_at)) = waiting.take()
                && let Some(Header::Date(date)) = header::read(line).filter(|_| !listed)
                && date.is_pure()
            {
                if text_began && !updated {
                    below.push((is_close(page, label_at), date.written.clone()));
                }
                self.label(updated, date.written, line.to_owned());
                page.mark(label_at, Role::Date);
                page.mark(at, Role::Date);
                continue;
            }
            match label::read(line) {
                Some(label::Label { updated, date: Some(date) }) if !listed && !has_place(page, at) => {
                    if text_began && !updated {
                        below.push((is_close(page, at), date.clone()));
                    }
                    self.label(updated, date, line.to_owned());
                    if page.role(at) == Role::Body {
                        let pure = matches!(header::read(page.line(at)), Some(Header::Date(date)) if date.is_pure());
                        page.mark(at, if pure { Role::Date } else { Role::Furniture });
                    }
                }
                Some(label::Label { updated, date: None }) => waiting = Some((updated, at)),
                _ => {}
            }
        }
        self.doubt(&below);
    }

    fn label(&mut self, updated: bool, date: Written, words: String) {
        let label = if updated { &mut self.updated } else { &mut self.published };
        label.get_or_insert((date, words));
    }

    /// Of several days that labels below the text tell, the first is the article's only if it stands right behind the text.
    fn doubt(&mut self, below: &[(bool, Written)]) {
        let Some(((is_close, first), others)) = below.split_first() else { return };
        let differ =
            others.iter().any(|(_, other)| other.in_year(2000) != first.in_year(2000) || other.year != first.year);
        if differ && !is_close && self.published.as_ref().is_some_and(|(date, _)| date == first) {
            self.published = None;
        }
    }

    /// Datelines and «сегодня» in the first paragraphs.
    fn read_lead(&mut self, page: &Page) {
        let body = |at: &usize| page.role(*at) == Role::Body;
        let first: Vec<usize> = (0..page.len().min(HEAD)).filter(body).take(DATELINES).collect();
        let with_words = |date: Written, at: usize| {
            let Range { end, .. } = date.span;
            let words = page.line(at)[..end].to_owned();
            (date, words)
        };
        self.dateline = first.iter().find_map(|at| dateline::read(page.line(*at)).map(|date| with_words(date, *at)));
        let lead = first.iter().find(|at| page.is_prose(**at));
        self.today = lead.and_then(|at| dateline::today(page.line(*at)).map(|date| with_words(date, *at)));
        if self.dateline.is_none() {
            // A header without its year needs one from elsewhere, as a dateline does.
            self.dateline = self.header.take_if(|(date, _)| date.year.is_none());
        }
    }
}

/// From so many dates with clock times on, they are of a list of news above the article.
const LIST: usize = 3;

/// So many words beside a date may be the headline of another article, if there are more such lines.
const HEADLINE_WORDS: usize = 2;

/// A headline may stand between a date and its text.
const HEADLINE: usize = 2;

/// The date of the article among the pure dates of the head.
fn best<'c>(pure: &[&'c Candidate], page: &Page) -> Option<&'c Candidate> {
    let with_year = |candidate: &&&Candidate| candidate.date.written.year.is_some();
    let timed = |candidate: &&&Candidate| candidate.date.time && with_year(candidate);
    let own = |candidate: &&&Candidate| !candidate.listed;
    let above_text = |candidate: &&&Candidate| leads_to_prose(page, candidate.at, HEADLINE);
    if pure.iter().filter(own).filter(timed).count() >= LIST
        && let Some(last) = pure.iter().filter(own).filter(timed).rfind(above_text)
    {
        return Some(last);
    }
    // Of dates with a clock time the first is the article's, a later one may be of a change. Of those without, and of a list
    // of other articles, the last: what stands above it may be the day of the visit.
    let above = |candidate: &&&Candidate| own(candidate) && candidate.above;
    let last = || pure.iter().filter(above).rfind(with_year).or_else(|| pure.iter().filter(own).rfind(with_year));
    let first = pure.iter().filter(own).find(timed).or_else(last);
    first.or_else(|| pure.iter().filter(above_text).rfind(with_year)).or_else(|| pure.iter().find(own)).copied()
}

/// Whether rates or the weather stand right below, or the menu that starts with the way home: the date is that of the visit.
fn is_top_of_site(page: &Page, at: usize) -> bool {
    let mut below = (at + 1..page.len()).take(MENU).map(|next| page.line(next));
    below.clone().next().is_some_and(header::is_rate) || below.any(header::leads_home)
}

/// Whether a day heads a programme or the news of the day, or is that of an event whose place is told.
fn is_programme(date: &HeaderDate, page: &Page, at: usize) -> bool {
    let next = |ahead: usize| (at + ahead < page.len()).then(|| page.line(at + ahead));
    let hour = |ahead: usize| next(ahead).is_some_and(header::starts_with_time);
    let number = |ahead: usize| next(ahead).is_some_and(|line| line.starts_with('№'));
    number(1) || number(2) || !date.time && hour(1) && hour(2) || has_place(page, at)
}

/// Whether one of the next lines tells the place of an event.
fn has_place(page: &Page, at: usize) -> bool {
    (at + 1..page.len()).take(2).any(|next| header::is_place(page.line(next)))
}

/// Whether a date with a day of the week and no clock time is the top of the site. Between headline and text it is not.
fn is_masthead_day(date: &HeaderDate, page: &Page, at: usize, paragraphs: usize) -> bool {
    let below_headline = paragraphs > 0 || at > 0 && page.words(at - 1) > 3 && leads_to_prose(page, at, 1);
    date.weekday && !date.time && !below_headline
}

/// Whether a line is the date of a post in a social network that the text quotes: its author or its link stands above.
fn is_quoted_post(page: &Page, at: usize) -> bool {
    (at.saturating_sub(2)..at)
        .any(|above| ["@", "://", "twitter.com", "t.me/"].iter().any(|sign| page.line(above).contains(sign)))
}

/// Whether one of the next lines is a paragraph.
fn leads_to_prose(page: &Page, at: usize, lines: usize) -> bool {
    (at + 1..page.len()).take(lines).any(|next| page.is_prose(next))
}

/// Whether a line is a rubric or an author with the date, and no headline: a headline has the text right below and none
/// other above.
fn is_rubric(candidate: &Candidate, page: &Page) -> bool {
    let (date, at) = (&candidate.date, candidate.at);
    let below_headline = at > 0 && page.words(at - 1) > 3;
    date.written.year.is_some() && (date.by_program || date.separated || below_headline || !leads_to_prose(page, at, 1))
}
