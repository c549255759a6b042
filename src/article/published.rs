//! When an article was published, and how that is known.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

use super::PartialDate;
use crate::error::Error;

/// When an article was published, and how that is known.
///
/// In JSON: `{"date": "2026-03-15", "precision": "day", "source": "header", "time": "19:27", "zone": "+05:00"}`; `time` and
/// `zone` stand there only where they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PublicationDate {
    /// The date.
    pub date: PartialDate,
    /// How it is known.
    pub source: DateSource,
    /// The time of day as printed, or as it was in Kazakhstan.
    pub time: Option<TimeOfDay>,
    /// The zone of `time`; none where only the time is printed, which is then that of the place.
    pub zone: Option<UtcOffset>,
}

impl PublicationDate {
    /// A date known from this source.
    pub fn new(date: PartialDate, source: DateSource) -> PublicationDate {
        PublicationDate { date, source, time: None, zone: None }
    }

    /// With this time of day and its zone.
    pub fn at(mut self, time: TimeOfDay, zone: Option<UtcOffset>) -> PublicationDate {
        (self.time, self.zone) = (Some(time), zone);
        self
    }
}

impl Serialize for PublicationDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = serializer.serialize_struct("PublicationDate", 5)?;
        fields.serialize_field("date", &self.date)?;
        fields.serialize_field("precision", self.date.precision())?;
        fields.serialize_field("source", &self.source)?;
        match &self.time {
            Some(time) => fields.serialize_field("time", time)?,
            None => fields.skip_field("time")?,
        }
        match &self.zone {
            Some(zone) => fields.serialize_field("zone", zone)?,
            None => fields.skip_field("zone")?,
        }
        fields.end()
    }
}

/// How the date of an article is known, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum DateSource {
    /// A field of the record or a tag of the page.
    Metadata,
    /// A line at the head of the text that is a date and little else.
    Header,
    /// A label: «Дата публикации:», «Жарияланды:».
    Label,
    /// The address or the path.
    Url,
    /// A day and month at the start of the text, the year from address or stamp.
    Dateline,
    /// The day of a crawl: the article is this old or older.
    Stamp,
    /// The time when the file was changed: perhaps only that of copying it.
    File,
}

impl DateSource {
    /// All sources, best first.
    pub const ALL: [DateSource; 7] = [
        DateSource::Metadata,
        DateSource::Header,
        DateSource::Label,
        DateSource::Url,
        DateSource::Dateline,
        DateSource::Stamp,
        DateSource::File,
    ];

    /// The name that stands in JSON: `metadata`, `header`, `label`, `url`, `dateline`, `stamp`, `file`.
    pub fn name(self) -> &'static str {
        match self {
            DateSource::Metadata => "metadata",
            DateSource::Header => "header",
            DateSource::Label => "label",
            DateSource::Url => "url",
            DateSource::Dateline => "dateline",
            DateSource::Stamp => "stamp",
            DateSource::File => "file",
        }
    }
}

/// By its [`name`](DateSource::name).
impl FromStr for DateSource {
    type Err = Error;

    fn from_str(name: &str) -> Result<DateSource, Error> {
        DateSource::ALL.into_iter().find(|source| source.name() == name).ok_or_else(|| {
            let names = DateSource::ALL.map(DateSource::name).join(", ");
            Error::Invalid(format!("«{name}» is no source of dates; there are {names}"))
        })
    }
}

/// An hour and a minute of a day.
///
/// # Example
/// ```
/// use izdeu::TimeOfDay;
///
/// assert_eq!(TimeOfDay::new(9, 5).map(|time| time.to_string()).as_deref(), Some("09:05"));
/// assert_eq!(TimeOfDay::new(24, 0), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimeOfDay(u16); // minutes since midnight

impl TimeOfDay {
    /// Hour 0 to 23, minute 0 to 59; none for others.
    pub fn new(hour: u8, minute: u8) -> Option<TimeOfDay> {
        (hour < 24 && minute < 60).then(|| TimeOfDay(u16::from(hour) * 60 + u16::from(minute)))
    }

    /// The hour, 0 to 23.
    pub fn hour(self) -> u8 {
        (self.0 / 60) as u8
    }

    /// The minute, 0 to 59.
    pub fn minute(self) -> u8 {
        (self.0 % 60) as u8
    }

    /// Minutes since midnight.
    pub(crate) fn minutes(self) -> u64 {
        u64::from(self.0)
    }

    /// The time so many minutes after midnight.
    pub(crate) fn from_minutes(minutes: u64) -> Option<TimeOfDay> {
        TimeOfDay::new(u8::try_from(minutes / 60).ok()?, (minutes % 60) as u8)
    }
}

/// `09:05`
impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How much the clocks of a zone are ahead of UTC.
///
/// # Example
/// ```
/// use izdeu::UtcOffset;
///
/// assert_eq!(UtcOffset::from_minutes(300).map(|zone| zone.to_string()).as_deref(), Some("+05:00"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UtcOffset(i16); // minutes

impl UtcOffset {
    /// The largest offset, in minutes: a day.
    const LARGEST: i32 = 24 * 60;

    /// An offset of so many minutes, negative west of Greenwich; none for a day or more.
    pub fn from_minutes(minutes: i32) -> Option<UtcOffset> {
        (minutes.abs() < UtcOffset::LARGEST).then_some(UtcOffset(minutes as i16))
    }

    /// The offset in minutes, negative west of Greenwich.
    pub fn minutes(self) -> i32 {
        i32::from(self.0)
    }
}

/// `+05:00`
impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.0.unsigned_abs();
        write!(f, "{}{:02}:{:02}", if self.0 < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
    }
}

impl Serialize for UtcOffset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
