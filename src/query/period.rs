//! Times as people name them: `2026-02`, `2026-01..2026-03`, `>2025`, «вчера».

use std::fmt;
use std::str::FromStr;

/// A day, a month or a year, as `year`, `month`, `day`; zeros for what is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct When(pub u16, pub u8, pub u8);

/// A time that articles are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Period {
    /// From the beginning of the first to the end of the second.
    Between(Option<When>, Option<When>),
    /// After the end of this.
    After(When),
    /// Before the beginning of this.
    Before(When),
    /// The days from so many days ago to so many days ago, both included; today is 0.
    Days { from: u16, to: u16 },
}

impl Period {
    /// The other way round, where the end lies before the beginning.
    pub fn swapped(self) -> Option<Period> {
        match self {
            Period::Between(Some(from), Some(to)) if to.last_day() < from.first_day() => {
                Some(Period::Between(Some(to), Some(from)))
            }
            _ => None,
        }
    }
}

impl When {
    fn first_day(self) -> (u16, u8, u8) {
        (self.0, self.1.max(1), self.2.max(1))
    }

    /// No day of this is later.
    fn last_day(self) -> (u16, u8, u8) {
        let or = |part: u8, last: u8| if part == 0 { last } else { part };
        (self.0, or(self.1, 12), or(self.2, 31))
    }
}

/// Days that have names, each with how many days ago they begin and end.
#[rustfmt::skip]
const DAYS: &[(&[&str], u16, u16)] = &[
    (&["сегодня", "бүгін", "today"], 0, 0),
    (&["вчера", "кеше", "yesterday"], 1, 1),
    (&["позавчера"], 2, 2),
    (&["неделя", "апта", "week"], 6, 0),
    (&["месяц", "ай", "month"], 29, 0),
    (&["год", "жыл", "year"], 364, 0),
];

impl FromStr for Period {
    type Err = ();

    fn from_str(text: &str) -> Result<Period, ()> {
        let small = text.to_lowercase();
        if let Some((_, from, to)) = DAYS.iter().find(|(names, ..)| names.contains(&small.as_str())) {
            return Ok(Period::Days { from: *from, to: *to });
        }
        let one_side = |sign: &str| text.strip_prefix(sign).map(str::parse);
        if let Some(when) = one_side(">=").or_else(|| one_side("≥")) {
            return Ok(Period::Between(Some(when?), None));
        }
        if let Some(when) = one_side("<=").or_else(|| one_side("≤")) {
            return Ok(Period::Between(None, Some(when?)));
        }
        if let Some(when) = one_side(">") {
            return Ok(Period::After(when?));
        }
        if let Some(when) = one_side("<") {
            return Ok(Period::Before(when?));
        }
        let end = |text: &str| if text.is_empty() { Ok(None) } else { text.parse().map(Some) };
        match text.split_once("..").or_else(|| text.split_once('…')) {
            Some(("", "")) => Err(()),
            Some((from, to)) => Ok(Period::Between(end(from)?, end(to)?)),
            None => text.parse().map(|when| Period::Between(Some(when), Some(when))),
        }
    }
}

impl FromStr for When {
    type Err = ();

    /// Reads `2026`, `2026-02`, `2026-02-14`, `02.2026` and `14.02.2026`. Whether there is such a day is another question.
    fn from_str(text: &str) -> Result<When, ()> {
        let is_digits =
            |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        let mut parts: Vec<&str> = text.split(['-', '.']).collect();
        if text.contains('.') {
            parts.reverse();
        }
        let (Some(year), true) = (parts.first(), parts.len() <= 3 && parts.iter().all(is_digits)) else {
            return Err(());
        };
        let number = |at: usize| {
            parts.get(at).map_or(Ok(0), |part| {
                part.parse::<u8>().map_err(drop).and_then(|number| if number > 0 { Ok(number) } else { Err(()) })
            })
        };
        if year.len() != 4 {
            return Err(());
        }
        let when = When(year.parse().map_err(drop)?, number(1)?, number(2)?);
        if when.1 <= 12 && when.2 <= 31 { Ok(when) } else { Err(()) }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let When(year, month, day) = *self;
        write!(f, "{year:04}")?;
        [month, day].iter().take_while(|part| **part > 0).try_for_each(|part| write!(f, "-{part:02}"))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |when: &Option<When>| when.map(|when| when.to_string()).unwrap_or_default();
        match self {
            Period::Between(Some(from), Some(to)) if from == to => write!(f, "{from}"),
            Period::Between(from, to) => write!(f, "{}..{}", side(from), side(to)),
            Period::After(when) => write!(f, ">{when}"),
            Period::Before(when) => write!(f, "<{when}"),
            Period::Days { from, to } => {
                let named = DAYS.iter().find(|(_, first, last)| (first, last) == (from, to));
                f.write_str(named.map_or("", |(names, ..)| names[0]))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        for (text, expected) in [
            ("2026", "2026"),
            ("2026-2", "2026-02"),
            ("14.02.2026", "2026-02-14"),
            ("02.2026", "2026-02"),
            ("2026-01..2026-03", "2026-01..2026-03"),
            ("2026..", "2026.."),
            ("..2026-03-15", "..2026-03-15"),
            (">2025", ">2025"),
            (">=2025", "2025.."),
            ("<=2025-06", "..2025-06"),
            ("<2025", "<2025"),
            ("Вчера", "вчера"),
            ("week", "неделя"),
        ] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), expected, "{text}");
            assert_eq!(expected.parse::<Period>(), text.parse(), "{expected}");
        }
        for (text, expected) in [
            ("2018-03..2018-01", Some("2018-01..2018-03")),
            ("2018..2017-12-31", Some("2017-12-31..2018")),
            ("15.02.2018..14.02.2018", Some("2018-02-14..2018-02-15")),
            ("2018-03..2018", None),
            ("2018..2018-03", None),
            ("2018-03..2018-03", None),
            ("2018..", None),
            (">2018", None),
        ] {
            let swapped = text.parse::<Period>().unwrap().swapped().map(|period| period.to_string());
            assert_eq!(swapped.as_deref(), expected, "{text}");
        }
        for text in ["", "..", "26", "2026-13", "2026-02-40", "2026-0", "весна", "2026-", ">", "2026-02-14-1", "20261"]
        {
            assert_eq!(text.parse::<Period>(), Err(()), "{text}");
        }
    }
}
