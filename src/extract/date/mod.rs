//! "When was this article published?" The sources of a date, and which of them is believed.
//!
//! A wrong date is worse than none: dates in the sentences of an article are what it tells of, not when it was told.

mod address;
mod clock;
mod dateline;
mod events;
mod head;
mod header;
mod label;
mod moment;
mod months;
mod pieces;
mod words;
mod written;

use std::time::SystemTime;

use jiff::{Span, Timestamp};

use super::page::Page;
use crate::article::{DateSource, PartialDate, PublicationDate, RawArticle};
use clock::{Clock, civil_day, partial};
use head::Head;
use written::Written;

pub(crate) use events::events;

/// What was found out about the date of an article.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The date that is believed.
    pub date: Option<PublicationDate>,
    /// The words that say it.
    pub evidence: Option<String>,
    /// What would have been believed before it, if it could be true.
    pub refused: Vec<RefusedDate>,
}

/// A date that something says of an article, but that cannot be the one of its publication.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RefusedDate {
    /// The date.
    pub date: PartialDate,
    /// What says so.
    pub source: DateSource,
    /// The words that say it.
    pub evidence: String,
    /// Why it cannot be.
    pub reason: &'static str,
}

/// Finds the date of an article. Lines of the page that are dates are marked as such, whether they are believed or not.
pub(crate) fn find(raw: &RawArticle, page: &mut Page) -> Found {
    find_at(raw, page, Timestamp::now())
}

/// Finds the date of an article that is read at this moment.
fn find_at(raw: &RawArticle, page: &mut Page, now: Timestamp) -> Found {
    let now = Some(now).filter(|now| now.as_second() > CLOCKS_ARE_LATER);
    let printed = moment::take_stamp(page).map(|(day, words)| Crawl { day, words, printed: true });
    let noted = raw.metadata.crawled.as_deref().and_then(|text| {
        let (day, _) = moment::read(text).filter(|(day, _)| day.day().is_some())?;
        Some(Crawl { day, words: text.trim().to_owned(), printed: false })
    });
    let crawl = [printed, noted].into_iter().flatten().min_by_key(|crawl| crawl.day);
    let head = Head::read(page);
    let sources = Sources { raw, url: address(raw), crawl, head, now };
    let mut found = Found::default();
    for claim in sources.ranked().into_iter().flatten() {
        let Claim { date, source, words: evidence, clock } = claim;
        if let Some(reason) = sources.refusal(date, source) {
            found.refused.push(RefusedDate { date, source, evidence, reason });
            continue;
        }
        let known = PublicationDate::new(date, source);
        found.date = Some(clock.map_or(known, |clock| known.at(clock.time, clock.zone)));
        found.evidence = Some(evidence);
        break;
    }
    found
}

/// November 2026, when this was written, in seconds since 1970. A clock that shows less is not set.
const CLOCKS_ARE_LATER: i64 = 1_793_491_200;

/// All that may tell the date.
struct Sources<'r> {
    raw: &'r RawArticle,
    url: Option<address::Addressed>,
    crawl: Option<Crawl>,
    head: Head,
    /// The moment of reading, if the clock can be believed.
    now: Option<Timestamp>,
}

/// When a page was fetched.
struct Crawl {
    day: PartialDate,
    words: String,
    /// Whether it stands in front of the text: such crawls take articles of the day.
    printed: bool,
}

/// A date that something says of an article.
struct Claim {
    date: PartialDate,
    source: DateSource,
    words: String,
    clock: Option<Clock>,
}

impl Claim {
    fn new(date: PartialDate, source: DateSource, words: &str) -> Claim {
        Claim { date, source, words: words.to_owned(), clock: None }
    }
}

/// For so many days a month of the address and a later stamp can be of one article.
const MONTH_TO_STAMP: i64 = 7;

/// A printed date that is only likely to be the article's is believed if it is at most so many days older than the stamp.
const HEADER_TO_STAMP: i64 = 7;

/// What programs write for a time that they do not know: the first second of Unix time.
const ZERO: u64 = 19_700_101;

/// Before this year there was no news on the web, and files have no older times but by mistake.
const WEB: u16 = 1990;
const FILES: u16 = 1995;

impl Sources<'_> {
    /// What each source claims, the most trustworthy first.
    fn ranked(&self) -> Vec<Option<Claim>> {
        use DateSource::{Dateline, Header, Label, Stamp, Url};
        let head = &self.head;
        let claim = |found: &Option<(Written, String)>, source| {
            let (written, words) = found.as_ref()?;
            let date = self.complete(written)?;
            let (date, clock) = clock::local(date, clock::beside(words, &written.span, date));
            Some(Claim { clock, ..Claim::new(date, source, words) })
        };
        let url = |wanted: bool| {
            let url = self.url.as_ref().filter(|url| url.date.day().is_some() == wanted)?;
            Some(Claim::new(url.date, Url, &url.words))
        };
        let relative = self.crawl.as_ref().zip(head.relative.as_ref()).and_then(|(crawl, (days, words))| {
            let date = earlier(crawl.day, *days)?;
            Some(Claim { clock: clock::first(words, date), ..Claim::new(date, Header, words) })
        });
        vec![
            self.metadata(),
            url(true).filter(|url| self.folders_win(url.date)),
            claim(&head.header, Header),
            claim(&head.published, Label),
            url(true),
            claim(&head.likely, Header).filter(|likely| self.close_to_stamp(likely.date)),
            claim(&head.dateline, Dateline),
            relative,
            claim(&head.today, Dateline),
            claim(&head.updated, Label),
            url(false).filter(|month| !self.stamp_is_of(month.date)),
            self.crawl.as_ref().map(|crawl| Claim::new(crawl.day, Stamp, &crawl.words)),
            self.file(),
        ]
    }

    fn metadata(&self) -> Option<Claim> {
        let words = self.raw.metadata.date.as_deref()?.trim();
        let (date, clock) = moment::read(words)?;
        Some(Claim { clock, ..Claim::new(date, DateSource::Metadata, words) })
    }

    /// The day when the file was changed. One of today was copied just now.
    fn file(&self) -> Option<Claim> {
        let (now, modified) = (self.now?, self.raw.modified?);
        let since = modified.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let modified = Timestamp::from_second(i64::try_from(since.as_secs()).ok()?).ok()?;
        let (day, _) = clock::in_kazakhstan(modified)?;
        let is_old = now.as_second() - modified.as_second() >= 24 * 60 * 60;
        (is_old && day.year() >= FILES).then(|| Claim::new(day, DateSource::File, "time of the file"))
    }

    /// The folders of an address win over a date at the head that has no clock time and stands above everything: that may
    /// be the day of the visit.
    fn folders_win(&self, date: PartialDate) -> bool {
        let header =
            self.head.header.as_ref().filter(|_| !self.head.header_time).and_then(|(written, _)| written.full());
        let folders = self.url.as_ref().is_some_and(|url| url.folders);
        folders && header.is_some_and(|header| days_between(date, header).is_none_or(|days| days > 1))
    }

    /// A date with its year, which may have to come from address or stamp.
    fn complete(&self, date: &Written) -> Option<PartialDate> {
        if date.year.is_some() {
            return date.partial();
        }
        if let Some(url) = &self.url {
            return date.in_year(url.date.year()).filter(|_| url.date.month().is_none_or(|month| month == date.month));
        }
        let stamp = self.crawl.as_ref()?.day;
        let this_year =
            date.in_year(stamp.year()).filter(|day| days_between(*day, stamp).is_some_and(|days| days >= -1));
        this_year.or_else(|| date.in_year(stamp.year() - 1))
    }

    /// Why a date cannot be that of publication; none for one that can.
    fn refusal(&self, date: PartialDate, source: DateSource) -> Option<&'static str> {
        let tomorrow = self.now.and_then(clock::in_kazakhstan).and_then(|(today, _)| later(today, 1));
        if tomorrow.is_some_and(|tomorrow| date.packed() > tomorrow.packed()) {
            return Some("it lies in the future");
        }
        if source == DateSource::Metadata && date.packed() == ZERO {
            return Some("it is the zero of a clock");
        }
        if matches!(source, DateSource::Metadata | DateSource::File) {
            return None;
        }
        if date.year() < WEB {
            return Some("it is older than the web");
        }
        let early_enough = self.crawl.as_ref().is_none_or(|crawl| match days_between(date, crawl.day) {
            Some(days) => days >= -1,
            None => date.packed() <= crawl.day.packed(),
        });
        (!early_enough).then_some("it is later than the crawl")
    }

    fn close_to_stamp(&self, date: PartialDate) -> bool {
        let Some(crawl) = self.crawl.as_ref().filter(|crawl| crawl.printed) else { return true };
        days_between(date, crawl.day).is_some_and(|days| days <= HEADER_TO_STAMP)
    }

    /// Whether the stamp is of this month or of the first days after it, so that it tells the day.
    fn stamp_is_of(&self, month: PartialDate) -> bool {
        let Some(crawl) = self.crawl.as_ref().filter(|crawl| crawl.printed) else { return false };
        let last = month
            .month()
            .and_then(|number| (28..=31).rev().find_map(|day| PartialDate::from_ymd(month.year(), number, day)));
        crawl.day.packed() >= month.packed()
            && last.and_then(|last| days_between(last, crawl.day)).is_some_and(|days| days <= MONTH_TO_STAMP)
    }
}

/// The date in the url, which may be the first line of the text, else in the path of the file, else in an id that is a path.
fn address(raw: &RawArticle) -> Option<address::Addressed> {
    let first_line = raw.text.trim_start().lines().next().map(str::trim_end);
    let printed = first_line.filter(|line| line.starts_with("http") && !line.contains(char::is_whitespace));
    let in_url = raw.metadata.url.as_deref().or(printed).and_then(address::in_url);
    if in_url.as_ref().is_some_and(|found| found.date.day().is_some()) {
        return in_url;
    }
    let id = raw.id.as_str();
    let in_file = match &raw.path {
        Some(path) => address::in_path(&path.to_string_lossy()),
        None if id.contains(['/', '.']) => address::in_path(id),
        None => None,
    };
    // A file's day refines the url's month; another month is the day of saving.
    match (in_url, in_file) {
        (Some(url), Some(file)) if file.date.packed() / 100 == url.date.packed() / 100 => Some(file),
        (Some(url), _) => Some(url),
        (None, file) => file,
    }
}

/// How many days later `to` is than `from`; none if one of them is no day.
fn days_between(from: PartialDate, to: PartialDate) -> Option<i64> {
    Some(i64::from((civil_day(to)? - civil_day(from)?).get_days()))
}

fn earlier(day: PartialDate, days: u8) -> Option<PartialDate> {
    partial(civil_day(day)?.checked_sub(Span::new().days(i64::from(days))).ok()?)
}

fn later(day: PartialDate, days: u8) -> Option<PartialDate> {
    partial(civil_day(day)?.checked_add(Span::new().days(i64::from(days))).ok()?)
}

#[cfg(test)]
mod pages;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod whole_pages;
