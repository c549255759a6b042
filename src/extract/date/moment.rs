//! Dates that machines give: those of metadata, and the crawler's stamp in front of a text.

use jiff::Timestamp;

use super::clock::{self, Clock};
use super::written::dates_in;
use crate::article::{PartialDate, TimeOfDay};
use crate::extract::page::Page;

/// The date that a text in metadata is, of a year that news can be of: a time stamp, a part of a date, a date in words, or
/// seconds since 1970.
pub(super) fn read(text: &str) -> Option<(PartialDate, Option<Clock>)> {
    written(text.trim()).filter(|(date, _)| (1900..2100).contains(&date.year()))
}

fn written(text: &str) -> Option<(PartialDate, Option<Clock>)> {
    if let Ok(date) = text.parse() {
        return Some((date, None));
    }
    if let Some((date, span)) = dates_in(text).into_iter().find_map(|date| Some((date.partial()?, date.span))) {
        return Some(clock::local(date, clock::beside(text, &span, date)));
    }
    let digits = text.split(['.', 'T', ' ']).next().unwrap_or_default();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    let moment = match digits.len() {
        8 => return Some((PartialDate::from_packed(number as u64)?, None)),
        14 => {
            let number = number as u64;
            let time = TimeOfDay::new((number / 10_000 % 100) as u8, (number / 100 % 100) as u8);
            return Some((PartialDate::from_packed(number / 1_000_000)?, time.map(|time| Clock { time, zone: None })));
        }
        10 => Timestamp::from_second(number).ok()?,
        13 => Timestamp::from_millisecond(number).ok()?,
        _ => return None,
    };
    let (date, clock) = clock::in_kazakhstan(moment)?;
    Some((date, Some(clock)))
}

/// Takes the crawler's stamp off the start of a page: `date 2026-02-16`.
pub(super) fn take_stamp(page: &mut Page) -> Option<(PartialDate, String)> {
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
