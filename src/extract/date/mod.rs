//! "When was this article published?" The sources of a date, and which of them is believed.
//!
//! A wrong date is worse than none: dates in the sentences of an article are what it tells of, not when it was told.

mod address;
mod dateline;
mod head;
mod header;
mod label;
mod months;
mod pieces;
mod words;
mod written;

use jiff::civil;

use super::page::Page;
use crate::article::{DateSource, PartialDate, PublicationDate, RawArticle};
use head::Head;
use written::{Written, dates_in};

/// The date of an article and the words that say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dated {
    pub date: PublicationDate,
    pub evidence: String,
}

/// Finds the date of an article. Lines of the page that are dates are marked as such, whether they are believed or not.
pub(crate) fn find(raw: &RawArticle, page: &mut Page) -> Option<Dated> {
    let stamp = take_stamp(page);
    let head = Head::read(page);
    let metadata = raw.metadata.date.as_deref().and_then(|text| Some((in_metadata(text)?, text.trim().to_owned())));
    let sources = Sources { metadata, url: address(raw), stamp, head };
    let (date, source, evidence) =
        sources.ranked().into_iter().flatten().find(|(date, source, _)| sources.allows(*date, *source))?;
    Some(Dated { date: PublicationDate::new(date, source), evidence })
}

/// All that may tell the date.
struct Sources {
    metadata: Option<(PartialDate, String)>,
    url: Option<address::Addressed>,
    stamp: Option<(PartialDate, String)>,
    head: Head,
}

type Claim = Option<(PartialDate, DateSource, String)>;

/// For so many days a month of the address and a later stamp can be of one article.
const MONTH_TO_STAMP: i64 = 7;

/// A printed date that is only likely to be the article's is believed if it is at most so many days older than the stamp.
const HEADER_TO_STAMP: i64 = 7;

impl Sources {
    /// What each source claims, the most trustworthy first.
    fn ranked(&self) -> Vec<Claim> {
        use DateSource::{Dateline, Header, Label, Metadata, Stamp, Url};
        let head = &self.head;
        let claim = |found: &Option<(Written, String)>, source| {
            found.as_ref().and_then(|(date, words)| Some((self.complete(date)?, source, words.clone())))
        };
        let url = |wanted: bool| {
            let url = self.url.as_ref().filter(|url| url.date.day().is_some() == wanted)?;
            Some((url.date, Url, url.words.clone()))
        };
        let stamp = self.stamp.as_ref().map(|(date, words)| (*date, Stamp, words.clone()));
        let relative = self
            .stamp
            .as_ref()
            .zip(head.relative.as_ref())
            .and_then(|((stamp, _), (days, words))| Some((earlier(*stamp, *days)?, Header, words.clone())));
        let header = claim(&head.header, Header);
        let folders = url(true).filter(|(date, ..)| self.folders_win(*date));
        vec![
            self.metadata.as_ref().map(|(date, words)| (*date, Metadata, words.clone())),
            folders,
            header,
            claim(&head.published, Label),
            url(true),
            claim(&head.likely, Header).filter(|(date, ..)| self.close_to_stamp(*date)),
            claim(&head.dateline, Dateline),
            relative,
            claim(&head.today, Dateline),
            claim(&head.updated, Label),
            url(false).filter(|(month, ..)| !self.stamp_is_of(*month)),
            stamp,
        ]
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
        let (stamp, _) = self.stamp.as_ref()?;
        let this_year =
            date.in_year(stamp.year()).filter(|day| days_between(*day, *stamp).is_some_and(|days| days >= -1));
        this_year.or_else(|| date.in_year(stamp.year() - 1))
    }

    /// Whether a date can be that of publication: not before the web, not after the stamp.
    fn allows(&self, date: PartialDate, source: DateSource) -> bool {
        if source == DateSource::Metadata {
            return true;
        }
        let early_enough = self.stamp.as_ref().is_none_or(|(stamp, _)| match days_between(date, *stamp) {
            Some(days) => days >= -1,
            None => date.packed() <= stamp.packed(),
        });
        date.year() >= 1990 && early_enough
    }

    fn close_to_stamp(&self, date: PartialDate) -> bool {
        let Some((stamp, _)) = &self.stamp else { return true };
        days_between(date, *stamp).is_some_and(|days| days <= HEADER_TO_STAMP)
    }

    /// Whether the stamp is of this month or of the first days after it, so that it tells the day.
    fn stamp_is_of(&self, month: PartialDate) -> bool {
        let Some((stamp, _)) = &self.stamp else { return false };
        let last = month
            .month()
            .and_then(|number| (28..=31).rev().find_map(|day| PartialDate::from_ymd(month.year(), number, day)));
        stamp.packed() >= month.packed()
            && last.and_then(|last| days_between(last, *stamp)).is_some_and(|days| days <= MONTH_TO_STAMP)
    }
}

/// The date that a text in metadata is, of a year that news can be of.
fn in_metadata(text: &str) -> Option<PartialDate> {
    written_in_metadata(text.trim()).filter(|date| (1900..2100).contains(&date.year()))
}

/// A time stamp, a part of a date, a date in words, or seconds since 1970.
fn written_in_metadata(text: &str) -> Option<PartialDate> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    if let Some(date) = dates_in(text).iter().find_map(Written::partial) {
        return Some(date);
    }
    let digits = text.split(['.', 'T', ' ']).next().unwrap_or_default();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    let day = match digits.len() {
        8 => return PartialDate::from_packed(number as u64),
        14 => return PartialDate::from_packed(number as u64 / 1_000_000),
        10 => jiff::Timestamp::from_second(number).ok()?,
        13 => jiff::Timestamp::from_millisecond(number).ok()?,
        _ => return None,
    };
    // All Kazakhstan keeps the time of UTC+5.
    let local = jiff::tz::Offset::constant(5).to_datetime(day);
    PartialDate::from_ymd(local.year() as u16, local.month() as u8, local.day() as u8)
}

/// The date in the url, else in the path of the file, else in an id that is a path.
fn address(raw: &RawArticle) -> Option<address::Addressed> {
    let in_url = raw.metadata.url.as_deref().and_then(address::in_url);
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

/// Takes the crawler's stamp off the start of a page: `date 2026-02-16`.
fn take_stamp(page: &mut Page) -> Option<(PartialDate, String)> {
    if page.len() == 0 {
        return None;
    }
    let line = page.line(0);
    let rest = line.strip_prefix("date ")?.trim_start();
    let day: PartialDate = rest.get(..10)?.parse().ok().filter(|day: &PartialDate| day.day().is_some())?;
    let behind = &rest[10..];
    if behind.starts_with(|next: char| next.is_alphanumeric() && next != 'T') {
        return None;
    }
    let time =
        behind.find(|letter: char| !(letter.is_ascii_digit() || "T:+-Z.".contains(letter))).unwrap_or(behind.len());
    let time = if behind.starts_with('T') { time } else { 0 };
    let end = line.len() - behind.len() + time;
    let words = line[..end].to_owned();
    page.split_date(0, end);
    Some((day, words))
}

/// How many days later `to` is than `from`; none if one of them is no day.
fn days_between(from: PartialDate, to: PartialDate) -> Option<i64> {
    Some(i64::from((civil_day(to)? - civil_day(from)?).get_days()))
}

fn earlier(day: PartialDate, days: u8) -> Option<PartialDate> {
    let day = civil_day(day)?.checked_sub(jiff::Span::new().days(i64::from(days))).ok()?;
    PartialDate::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)
}

fn civil_day(date: PartialDate) -> Option<civil::Date> {
    civil::Date::new(date.year() as i16, date.month()? as i8, date.day()? as i8).ok()
}

#[cfg(test)]
mod tests;
