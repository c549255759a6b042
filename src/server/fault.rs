//! What can be wrong with a request, each with a code: programs tell them apart by it, the page says them in its own language.

use std::fmt;

use serde::Serialize;
use utoipa::ToSchema;

use crate::article::PartialDate;
use crate::error::PlaceKind;
use crate::search::WarningKind;

/// What is wrong with a request, with the names and values that it is about. Its [`Display`](fmt::Display) is English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub(super) enum Fault {
    /// The parameter means nothing at this address.
    UnknownParameter {
        /// Its name.
        name: String,
    },
    /// A parameter has more values than it may have.
    ManyValues {
        /// Its name.
        name: String,
        /// So many it may have.
        most: usize,
    },
    /// A value is no date.
    NoDate {
        /// The parameter.
        name: String,
        /// Its value.
        written: String,
    },
    /// A value is none of those that there are.
    NoSuchValue {
        /// The parameter.
        name: String,
        /// Its value.
        written: String,
        /// Those that there are.
        values: Vec<&'static str>,
    },
    /// A value is no number, or is too large.
    NoNumber {
        /// The parameter.
        name: String,
        /// Its value.
        written: String,
        /// The least it may be.
        least: usize,
        /// The most it may be.
        most: usize,
    },
    /// What stands in `after` never stood in the `next` of an answer.
    NoCursor {
        /// The value.
        written: String,
    },
    /// The period ends before it begins.
    BackwardPeriod {
        /// The beginning.
        #[schema(value_type = String)]
        from: PartialDate,
        /// The end.
        #[schema(value_type = String)]
        to: PartialDate,
    },
    /// Articles without a date, of a period or of a source of dates.
    UndatedWithDates,
    /// Nobody knows the place.
    UnknownPlace {
        /// What kind of place, and its name.
        place: WarningKind,
    },
}

impl Fault {
    /// That nobody knows a place.
    pub fn unknown_place(kind: PlaceKind, name: String) -> Fault {
        let place = match kind {
            PlaceKind::City => WarningKind::UnknownCity { name },
            PlaceKind::Region => WarningKind::UnknownRegion { name },
            PlaceKind::Abroad => WarningKind::UnknownAbroad { name },
        };
        Fault::UnknownPlace { place }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Fault::*;
        match self {
            UnknownParameter { name } => write!(to, "there is no parameter «{name}» here"),
            ManyValues { name, most } => write!(to, "«{name}» is given more than {most} times"),
            NoDate { name, written } => {
                let examples = "2026-03-15, 15.03.2026, 2026-03 or 2026";
                write!(to, "{name}: «{written}» is not a date; write it like {examples}")
            }
            NoSuchValue { name, written, values } => {
                write!(to, "{name}: «{written}» is none of {}", values.join(", "))
            }
            NoNumber { name, written, least, most } => {
                write!(to, "{name}: «{written}» is no number from {least} to {most}")
            }
            NoCursor { written } => {
                write!(to, "after: «{written}» is no cursor; they stand under `next` in the JSON of results")
            }
            BackwardPeriod { from, to: end } => write!(to, "the period ends ({end}) before it begins ({from})"),
            UndatedWithDates => to.write_str(
                "articles without a date are of no period and their date has no source; ask for one or the other",
            ),
            UnknownPlace { place } => place.fmt(to),
        }
    }
}
