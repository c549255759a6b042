//! Clock times beside a date, and the zones they are told in.

use std::ops::Range;

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, civil};

use super::months::fold;
use super::pieces::{Piece, clock_time, pieces};
use super::words::UPDATED;
use crate::article::{PartialDate, TimeOfDay, UtcOffset};

/// A time of day with its zone, where one is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub time: TimeOfDay,
    pub zone: Option<UtcOffset>,
}

/// Most of the country. The west had the same time as all have now before 2024; a day differs there for one hour in the night.
static KAZAKHSTAN: TimeZone = jiff::tz::get!("Asia/Almaty");

/// How many pieces may stand between a date and its clock time.
const BETWEEN: usize = 5;

/// The day and time in Kazakhstan at a moment.
pub(super) fn in_kazakhstan(moment: Timestamp) -> Option<(PartialDate, Clock)> {
    let (offset, local) = (KAZAKHSTAN.to_offset(moment), KAZAKHSTAN.to_datetime(moment));
    let zone = UtcOffset::from_minutes(offset.seconds() / 60);
    let time = TimeOfDay::new(local.hour() as u8, local.minute() as u8)?;
    Some((partial(local.date())?, Clock { time, zone }))
}

/// A day with the clock time beside it; one that is told in UTC as it was in Kazakhstan.
///
/// A machine's midnight in UTC stands for a day without its time.
pub(super) fn local(date: PartialDate, clock: Option<Clock>) -> (PartialDate, Option<Clock>) {
    let Some(clock) = clock.filter(|_| date.day().is_some()) else { return (date, None) };
    if clock.zone.is_none_or(|zone| zone.minutes() != 0) {
        return (date, Some(clock));
    }
    let day = civil_day(date).filter(|_| clock.time.minutes() > 0);
    let moment = day.and_then(|day| {
        let time = day.at(clock.time.hour() as i8, clock.time.minute() as i8, 0, 0);
        Offset::UTC.to_timestamp(time).ok()
    });
    match moment.and_then(in_kazakhstan) {
        Some((date, clock)) => (date, Some(clock)),
        None => (date, None),
    }
}

/// The clock time that belongs to the date at `span` in a line: behind it, else before it.
pub(super) fn beside(line: &str, span: &Range<usize>, day: PartialDate) -> Option<Clock> {
    let pieces = pieces(line);
    let (start, end) =
        (pieces.partition_point(|p| p.start < span.start), pieces.partition_point(|p| p.start < span.end));
    let breaks = |piece: &Piece<'_>| {
        piece.number().is_some()
            || piece.is_word() && {
                let word = fold(piece.text);
                UPDATED.iter().any(|start| word.starts_with(start))
            }
    };
    let behind = || {
        let mut at = end;
        while at < pieces.len() && at <= end + BETWEEN {
            if let Some((time, length)) = time_at(&pieces, at, at <= end + 1) {
                return Some((time, at + length));
            }
            if breaks(&pieces[at]) {
                break;
            }
            at += 1;
        }
        None
    };
    let before = || {
        // The last clock time before the date; its minutes are a number, so it is looked for from its hour on.
        let from = start.saturating_sub(BETWEEN + 3);
        let (at, (time, length)) =
            (from..start).rev().find_map(|at| Some((at, time_at(&pieces[..start], at, false)?)))?;
        // 08:05:30 has a clock time in its end.
        let (at, (time, length)) = match at.checked_sub(2).and_then(|hour| Some((hour, time_at(&pieces, hour, false)?)))
        {
            Some((hour, longer)) if longer.1 > length => (hour, longer),
            _ => (at, (time, length)),
        };
        (!pieces[at + length..start].iter().any(breaks)).then_some((time, at + length))
    };
    let (time, next) = behind().or_else(before)?;
    let zone = zone_at(&pieces, next, day).or_else(|| zone_at(&pieces, end, day).filter(|_| next <= start));
    Some(Clock { time, zone })
}

/// The clock time of a line without a date: «Вчера 23:54».
pub(super) fn first(line: &str, day: PartialDate) -> Option<Clock> {
    let pieces = pieces(line);
    let (time, next) =
        (0..pieces.len()).find_map(|at| time_at(&pieces, at, false).map(|(time, length)| (time, at + length)))?;
    Some(Clock { time, zone: zone_at(&pieces, next, day) })
}

/// The clock time at a piece and how many pieces it has. With a stop for its colon («14.30») only where a date is right before.
fn time_at(pieces: &[Piece<'_>], at: usize, dotted: bool) -> Option<(TimeOfDay, usize)> {
    let number = |at: usize| pieces.get(at).and_then(|piece| u8::try_from(piece.number()?).ok());
    let length = match clock_time(pieces, at) {
        0 if dotted && is_dotted(pieces, at) => 3,
        0 => return None,
        length => length,
    };
    let (mut hour, minute) = (number(at)?, number(at + 2)?);
    let half = pieces.get(at + length).map(|piece| fold(piece.text)).unwrap_or_default();
    match half.as_str() {
        "pm" if hour < 12 => hour += 12,
        "am" if hour == 12 => hour = 0,
        _ => {}
    }
    let word = usize::from(matches!(half.as_str(), "am" | "pm"));
    Some((TimeOfDay::new(hour, minute)?, length + word))
}

fn is_dotted(pieces: &[Piece<'_>], at: usize) -> bool {
    let Some([hour, stop, minute]) = pieces.get(at..at + 3) else { return false };
    let joined = stop.text == "." && !stop.after_gap && !minute.after_gap;
    let longer = pieces.get(at + 3).is_some_and(|next| !next.after_gap && next.text == ".");
    joined && !longer && hour.text.len() == 2 && minute.text.len() == 2 && hour.number().is_some()
}

/// The zone that is told behind a clock time: `Z`, `+05:00`, `+0600`, «GMT +5», «(время Астаны)», «мск».
fn zone_at(pieces: &[Piece<'_>], mut at: usize, day: PartialDate) -> Option<UtcOffset> {
    // Parts of a second.
    if let Some([stop, digits]) = pieces.get(at..at + 2)
        && matches!(stop.text, "." | ",")
        && !stop.after_gap
        && !digits.after_gap
        && digits.number().is_some()
    {
        at += 2;
    }
    let rest = &pieces[at.min(pieces.len())..];
    if let Some(offset) = offset(rest) {
        return Some(offset);
    }
    let skipped = rest.iter().take_while(|piece| matches!(piece.text, "(" | "|" | "," | "/" | "-" | "–")).count();
    let rest = &rest[skipped..];
    let first = rest.first().filter(|piece| piece.is_word())?;
    match fold(first.text).as_str() {
        "z" if !first.after_gap => UtcOffset::from_minutes(0),
        "gmt" | "utc" => offset(&rest[1..]).or_else(|| UtcOffset::from_minutes(0)),
        "мск" | "msk" => UtcOffset::from_minutes(180),
        _ => {
            let words: Vec<String> = rest.iter().take(3).map(|piece| fold(piece.text)).collect();
            let has = |starts: &[&str]| words.iter().any(|word| starts.iter().any(|start| word.starts_with(start)));
            if !has(&["врем", "уакыт", "time"]) {
                return None;
            }
            let here = has(&["астан", "алмат", "нур", "казахстан", "astana", "almaty"]);
            let moscow = has(&["моск", "москов"]).then_some(180);
            UtcOffset::from_minutes(if here { offset_on(day)? } else { moscow? })
        }
    }
}

/// `+05:00`, `+0500`, `+5`.
fn offset(pieces: &[Piece<'_>]) -> Option<UtcOffset> {
    let sign = match pieces.first()?.text {
        "+" => 1,
        "-" | "−" => -1,
        _ => return None,
    };
    let digits = pieces.get(1).filter(|piece| !piece.after_gap)?;
    let number = digits.number().and_then(|number| i32::try_from(number).ok())?;
    let minutes = match digits.text.len() {
        4 => number / 100 * 60 + number % 100,
        1 | 2 => {
            let minutes = pieces.get(2).filter(|colon| colon.text == ":").and(pieces.get(3)).and_then(Piece::number);
            number * 60 + minutes.and_then(|minutes| i32::try_from(minutes).ok()).filter(|m| *m < 60).unwrap_or(0)
        }
        _ => return None,
    };
    (minutes <= 14 * 60).then(|| UtcOffset::from_minutes(sign * minutes)).flatten()
}

/// How many minutes Kazakhstan was ahead of UTC on a day.
fn offset_on(day: PartialDate) -> Option<i32> {
    let noon = Offset::UTC.to_timestamp(civil_day(day)?.at(12, 0, 0, 0)).ok()?;
    Some(KAZAKHSTAN.to_offset(noon).seconds() / 60)
}

/// A day as the calendar's.
pub(super) fn civil_day(date: PartialDate) -> Option<civil::Date> {
    civil::Date::new(date.year() as i16, date.month()? as i8, date.day()? as i8).ok()
}

/// A day of the calendar.
pub(super) fn partial(day: civil::Date) -> Option<PartialDate> {
    PartialDate::from_ymd(u16::try_from(day.year()).ok()?, day.month() as u8, day.day() as u8)
}
