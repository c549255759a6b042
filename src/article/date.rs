//! Dates of which not all may be known.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

/// A date of which the day, or the day and the month, may be unknown.
///
/// Written and ordered as `2026`, `2026-03`, `2026-03-15`; a year stands before its months, a month before its days.
///
/// # Example
/// ```
/// use izdeu::PartialDate;
///
/// let march: PartialDate = "2026-03".parse()?;
/// assert_eq!((march.year(), march.month(), march.day()), (2026, Some(3), None));
/// assert_eq!(PartialDate::from_ymd(2026, 3, 15), "2026-03-15".parse().ok());
/// assert_eq!(PartialDate::from_ymd(2026, 3, 15), "15.03.2026".parse().ok());
/// assert_eq!(PartialDate::from_ymd(2026, 2, 30), None);
/// # Ok::<(), izdeu::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate(u32); // yyyymmdd, zeros for what is unknown

impl PartialDate {
    /// A year alone; none before 1 or after 9999.
    pub fn from_year(year: u16) -> Option<PartialDate> {
        (1..=9999).contains(&year).then(|| PartialDate(u32::from(year) * 10_000))
    }

    /// A month of a year; none where there is no such month.
    pub fn from_ym(year: u16, month: u8) -> Option<PartialDate> {
        let PartialDate(packed) = PartialDate::from_year(year)?;
        (1..=12).contains(&month).then(|| PartialDate(packed + u32::from(month) * 100))
    }

    /// A day; none where the calendar has no such day.
    pub fn from_ymd(year: u16, month: u8, day: u8) -> Option<PartialDate> {
        let PartialDate(packed) = PartialDate::from_ym(year, month)?;
        jiff::civil::Date::new(year as i16, month as i8, i8::try_from(day).ok()?).ok()?;
        Some(PartialDate(packed + u32::from(day)))
    }

    /// The year.
    pub fn year(self) -> u16 {
        (self.0 / 10_000) as u16
    }

    /// The month, 1 to 12, where it is known.
    pub fn month(self) -> Option<u8> {
        Some((self.0 / 100 % 100) as u8).filter(|month| *month > 0)
    }

    /// The day of the month, from 1, where it is known.
    pub fn day(self) -> Option<u8> {
        Some((self.0 % 100) as u8).filter(|day| *day > 0)
    }

    /// `year`, `month` or `day`: the smallest part that is known.
    pub fn precision(self) -> &'static str {
        match (self.month(), self.day()) {
            (None, _) => "year",
            (_, None) => "month",
            _ => "day",
        }
    }

    /// The date as a number that sorts as dates do: yyyymmdd, with zeros for what is unknown.
    pub(crate) fn packed(self) -> u64 {
        u64::from(self.0)
    }

    /// The largest number that [`packed`](Self::packed) gives for any day within this date.
    pub(crate) fn packed_end(self) -> u64 {
        let unknown = match self.precision() {
            "year" => 9_999,
            "month" => 99,
            _ => 0,
        };
        self.packed() + unknown
    }

    /// The year, the month and the day, as far as they are known: the date with all that lies above it.
    pub(crate) fn levels(self) -> impl Iterator<Item = PartialDate> {
        let level = move |unit: u64| PartialDate::from_packed(self.packed() / unit * unit);
        let known = [10_000, 100, 1]
            .into_iter()
            .take(1 + usize::from(self.month().is_some()) + usize::from(self.day().is_some()));
        known.filter_map(level)
    }

    /// The date of a number from [`packed`](Self::packed).
    pub(crate) fn from_packed(packed: u64) -> Option<PartialDate> {
        let (year, month, day) = ((packed / 10_000) as u16, (packed / 100 % 100) as u8, (packed % 100) as u8);
        match (month, day) {
            (0, _) => PartialDate::from_year(year),
            (_, 0) => PartialDate::from_ym(year, month),
            _ => PartialDate::from_ymd(year, month, day),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year())?;
        self.month().map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day().map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

impl fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for PartialDate {
    type Err = crate::Error;

    fn from_str(text: &str) -> Result<PartialDate, crate::Error> {
        let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten();
        let mut parts: Option<Vec<u16>> = text.trim().split(['-', '.']).map(number).collect();
        if text.contains('.')
            && let Some(parts) = &mut parts
        {
            parts.reverse(); // 15.03.2026
        }
        match parts.as_deref() {
            Some([year]) => PartialDate::from_year(*year),
            Some([year, month]) => PartialDate::from_ym(*year, u8::try_from(*month).unwrap_or(0)),
            Some([year, month, day]) => {
                PartialDate::from_ymd(*year, u8::try_from(*month).unwrap_or(0), u8::try_from(*day).unwrap_or(0))
            }
            _ => None,
        }
        .ok_or_else(|| {
            crate::Error::Invalid(format!(
                "«{text}» is not a date; write it like 2026-03-15, 15.03.2026, 2026-03 or 2026"
            ))
        })
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<PartialDate, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
