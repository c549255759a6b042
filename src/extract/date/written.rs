//! Dates as people and machines write them, found in a line.

use std::ops::Range;

use super::months::{fold, month_of};
use super::pieces::{Piece, pieces};
use crate::article::PartialDate;
use crate::extract::letters::is_letter;

/// A date that stands in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// Where, in bytes.
    pub span: Range<usize>,
    pub year: Option<u16>,
    pub month: u8,
    pub day: Option<u8>,
    /// Whether it is the end of a span of days («с 7 по 9 мая»): that is never a date of publication.
    pub ends_range: bool,
}

impl Written {
    /// The day, if year, month and day are written.
    pub fn full(&self) -> Option<PartialDate> {
        PartialDate::from_ymd(self.year?, self.month, self.day?)
    }

    /// As much as is written, from the year on.
    pub fn partial(&self) -> Option<PartialDate> {
        match self.day {
            Some(day) => PartialDate::from_ymd(self.year?, self.month, day),
            None => PartialDate::from_ym(self.year?, self.month),
        }
    }

    /// The day in this year.
    pub fn in_year(&self, year: u16) -> Option<PartialDate> {
        PartialDate::from_ymd(year, self.month, self.day?)
    }
}

/// The dates in a line, from left to right. A date that is glued to a letter before it is none.
pub(super) fn dates_in(line: &str) -> Vec<Written> {
    if !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    dates_of(&pieces(line))
}

/// The dates in the pieces of a line.
pub(super) fn dates_of(pieces: &[Piece<'_>]) -> Vec<Written> {
    let mut dates = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        match date_at(pieces, at) {
            Some((date, next)) => {
                dates.push(date);
                at = next;
            }
            None => at += 1,
        }
    }
    dates
}

/// The year that stands for two digits: sites that write `20.05.22` are not older than the web.
fn short_year(digits: u32) -> u16 {
    if digits < 70 { 2000 + digits as u16 } else { 1900 + digits as u16 }
}

/// The years that a date can be of. What is outside is a number of something else.
const YEARS: Range<u32> = 1900..2100;

/// A reader that stands at one piece.
struct At<'p, 'a> {
    pieces: &'p [Piece<'a>],
    at: usize,
}

impl At<'_, '_> {
    fn peek(&self, ahead: usize) -> Option<&Piece<'_>> {
        self.pieces.get(self.at + ahead)
    }

    /// A number of so many digits.
    fn number(&self, ahead: usize, digits: Range<usize>) -> Option<u32> {
        let piece = self.peek(ahead)?;
        piece.number().filter(|_| digits.contains(&piece.text.len()))
    }

    fn year(&self, ahead: usize) -> Option<u16> {
        self.number(ahead, 4..5).filter(|year| YEARS.contains(year)).map(|year| year as u16)
    }

    fn day(&self, ahead: usize) -> Option<u8> {
        self.number(ahead, 1..3).filter(|day| (1..=31).contains(day)).map(|day| day as u8)
    }

    fn month_word(&self, ahead: usize) -> Option<u8> {
        self.peek(ahead).filter(|piece| piece.is_word()).and_then(|piece| month_of(&fold(piece.text)))
    }

    fn is_sign(&self, ahead: usize, signs: &[&str]) -> bool {
        self.peek(ahead).is_some_and(|piece| signs.contains(&piece.text))
    }

    /// How many of the pieces ahead are one of these signs: 0 or 1.
    fn skip_sign(&self, ahead: usize, signs: &[&str]) -> usize {
        usize::from(self.is_sign(ahead, signs))
    }

    /// How many pieces ahead say "year" («года», «г.», «жылғы», «ж.», «jyly»).
    fn skip_year_word(&self, ahead: usize) -> usize {
        let is_year_word = self.peek(ahead).is_some_and(|piece| piece.is_word() && is_year_word(&fold(piece.text)));
        if !is_year_word {
            return 0;
        }
        let short = self.peek(ahead).is_some_and(|piece| piece.text.chars().count() <= 2);
        1 + if short { self.skip_sign(ahead + 1, &["."]) } else { 0 }
    }
}

pub(super) fn is_year_word(folded: &str) -> bool {
    matches!(folded, "г" | "гг" | "год" | "года" | "году" | "ж" | "j") || is_kazakh_year_word(folded)
}

fn is_kazakh_year_word(folded: &str) -> bool {
    let ending = folded.strip_prefix("жыл").or_else(|| folded.strip_prefix("jil"));
    ending.is_some_and(|ending| ending.chars().count() <= 5)
}

/// The date that starts at a piece, and the piece after it.
fn date_at(pieces: &[Piece<'_>], start: usize) -> Option<(Written, usize)> {
    let here = At { pieces, at: start };
    let glued =
        start > 0 && !pieces[start].after_gap && (pieces[start - 1].is_word() || pieces[start - 1].number().is_some());
    if glued {
        return None;
    }
    let (year, month, day, length) = match pieces[start].number() {
        Some(_) => numeric(&here).or_else(|| day_first(&here)).or_else(|| year_first(&here))?,
        // The day of «Ахметова15 апреля 2024» belongs to its month even where it is not believed.
        None if start > 0 && pieces[start - 1].number().is_some() => return None,
        // Most words are no months; a number behind is seen faster.
        None if here.number(1, 1..5).or_else(|| here.number(2, 1..5)).is_none() => return None,
        None => month_first(&here)?,
    };
    let last = &pieces[start + length - 1];
    let written = Written {
        span: pieces[start].start..last.end(),
        year,
        month,
        day,
        ends_range: day.is_some() && pieces[start].number().is_some() && ends_range(&pieces[..start]),
    };
    written.in_year(year.unwrap_or(2024)).or(written.partial())?; // 2024 has a 29 February
    Some((written, start + length))
}

type Found = (Option<u16>, u8, Option<u8>, usize);

/// `20.05.2022`, `20/05/2022`, `05/20/2022`, `2022-05-20`, `2022.5.20`, `20.05.22`.
fn numeric(here: &At<'_, '_>) -> Option<Found> {
    let sign = here.peek(1)?.text;
    if !matches!(sign, "." | "/" | "-") || !here.is_sign(3, &[sign]) {
        return None;
    }
    if (1..5).any(|ahead| here.peek(ahead).is_none_or(|piece| piece.after_gap)) {
        return None;
    }
    // 10.20.05.2022 and 20.05.2022.10 are numbers of something else.
    let longer = here.peek(5).is_some_and(|next| {
        !next.after_gap
            && next.text == sign
            && here.peek(6).is_some_and(|digit| !digit.after_gap && digit.number().is_some())
    });
    let behind = here.at >= 1 && !here.pieces[here.at].after_gap && here.pieces[here.at - 1].text == sign;
    if longer || behind {
        return None;
    }
    let two = |ahead| here.number(ahead, 1..3);
    if let (Some(year), Some(month), Some(day)) = (here.year(0), two(2), two(4)) {
        return Some((Some(year), u8::try_from(month).ok()?, Some(u8::try_from(day).ok()?), 5));
    }
    let (first, second) = (here.day(0)?, here.day(2)?);
    let (day, month) = if sign == "/" && second > 12 { (second, first) } else { (first, second) };
    let year = match here.year(4) {
        Some(year) => year,
        None if sign == "." && here.peek(0)?.text.len() == 2 => short_year(here.number(4, 2..3)?),
        None => return None,
    };
    // The year may have its word: «20.05.2022 г.»
    Some((Some(year), month, Some(day), 5 + here.skip_year_word(5)))
}

/// «20 мая 2022 года», «20 мая», «26 дек.», «3 Qańtar, 2026», «20th May 2022».
fn day_first(here: &At<'_, '_>) -> Option<Found> {
    let day = here.day(0)?;
    let ordinal =
        usize::from(here.peek(1).is_some_and(|piece| {
            piece.is_word() && !piece.after_gap && matches!(piece.text, "st" | "nd" | "rd" | "th")
        }));
    let month = here.month_word(1 + ordinal)?;
    let after = 2 + ordinal;
    let signs = here.skip_sign(after, &[".", ","]);
    let year = here.year(after + signs).filter(|_| !is_count(here, after + signs));
    // An abbreviation's stop belongs to it even where no year follows.
    let length = match year {
        Some(_) => after + signs + 1 + here.skip_year_word(after + signs + 1),
        None => after,
    };
    Some((year, month, Some(day), length))
}

/// Whether a number counts something: the «2026» of «28 июля, 2026 просмотров».
fn is_count(here: &At<'_, '_>, ahead: usize) -> bool {
    here.peek(ahead + 1).is_some_and(|piece| {
        let word = fold(piece.text);
        piece.text == ":" && here.peek(ahead + 2).is_some_and(|next| !next.after_gap && next.number().is_some())
            || ["просмотр", "прочт", "чел", "рет", "ret", "карал", "view", "комм"]
                .iter()
                .any(|start| word.starts_with(start))
    })
}

/// «2022 жылғы 20 мамыр», «2025 жылдың 18 қарашасында», «2022 ж. мамырдың 20», «2026 жылғы қаңтар».
fn year_first(here: &At<'_, '_>) -> Option<Found> {
    let year = here.year(0)?;
    let word = here.peek(1).filter(|piece| piece.is_word()).map(|piece| fold(piece.text))?;
    if !is_kazakh_year_word(&word) && !matches!(word.as_str(), "ж" | "j") {
        return None;
    }
    let mut after = 1 + here.skip_year_word(1);
    after += here.skip_sign(after, &[","]);
    if let (Some(day), Some(month)) = (here.day(after), here.month_word(after + 1)) {
        return Some((Some(year), month, Some(day), after + 2));
    }
    let month = here.month_word(after)?;
    match here.day(after + 1) {
        Some(day) => Some((Some(year), month, Some(day), after + 2)),
        None => Some((Some(year), month, None, after + 1)),
    }
}

/// «May 20, 2022», «Qańtar 30, 2026», «Январь 2026».
fn month_first(here: &At<'_, '_>) -> Option<Found> {
    let month = here.month_word(0)?;
    let after = 1 + here.skip_sign(1, &[".", ","]);
    if let Some(year) = here.year(after) {
        return Some((Some(year), month, None, after + 1 + here.skip_year_word(after + 1)));
    }
    let day = here.day(after)?;
    let ordinal = usize::from(
        here.peek(after + 1).is_some_and(|piece| !piece.after_gap && matches!(piece.text, "st" | "nd" | "rd" | "th")),
    );
    let comma = after + 1 + ordinal + here.skip_sign(after + 1 + ordinal, &[","]);
    Some((Some(here.year(comma)?), month, Some(day), comma + 1))
}

/// Whether a day stands behind «7–», «7 и», «7 по»: the end of some days.
fn ends_range(before: &[Piece<'_>]) -> bool {
    let [.., first, sign] = before else { return false };
    let joins = matches!(sign.text, "-" | "–" | "—" | "и" | "по" | "мен" | "men" | "до");
    joins
        && first.number().is_some()
        && first.text.len() <= 2
        && (!first.glued_time || sign.text.chars().all(is_letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[&str]) {
        let written = |date: Written| {
            let range = if date.ends_range { "~" } else { "" };
            match date.partial() {
                Some(partial) => format!("{range}{partial}"),
                None => format!("{range}?-{:02}-{:02}", date.month, date.day.unwrap_or(0)),
            }
        };
        let found: Vec<String> = dates_in(line).into_iter().map(written).collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn numeric_dates() {
        check("16.09.2025, 16:35 38496", &["2025-09-16"]);
        check("2025-09-16", &["2025-09-16"]);
        check("2017-7-11 20:09 |", &["2017-07-11"]);
        check("16/09/2025 и 09/16/2025", &["2025-09-16", "2025-09-16"]);
        check("2026-03-15T23:10:00+05:00", &["2026-03-15"]);
        check("05.11.19", &["2019-11-05"]);
        check("цена 1.5.20, версия 10.20.05.2022, адрес 20.05.2022.1", &[]);
        check("31.02.2022 и 20.13.2022 и 20.05.1822", &[]);
        check("в 12.15 и 00.00", &[]);
    }

    #[test]
    fn dates_in_words() {
        check("20 мая 2022 | 19:27", &["2022-05-20"]);
        check("13:24, 26 Октябрь 2025 | GMT +5", &["2025-10-26"]);
        check("8 июня 2023 г. 20:03", &["2023-06-08"]);
        check("2022 жылғы 20 мамыр", &["2022-05-20"]);
        check("2025 жылдың 18 қарашасында, бүгін", &["2025-11-18"]);
        check("2021 ж. 9 қыркүйек", &["2021-09-09"]);
        check("17:36, 30 Qańtar 2026", &["2026-01-30"]);
        check("7 Jeltoqsan, 2022 saghat 12:19", &["2022-12-07"]);
        check("May 20, 2022; 3rd March 2021; Sept. 5, 2020", &["2022-05-20", "2021-03-03", "2020-09-05"]);
        check("Январь 2026, 2024 жылғы ақпан", &["2026-01", "2024-02"]);
        check("МОСКВА, 26 дек – ", &["?-12-26"]);
        check("29 февраля", &["?-02-29"]);
    }

    #[test]
    fn numbers_that_are_no_dates() {
        check("28 июля, 2026 просмотров", &["?-07-28"]);
        check("в деле Ахметова15 апреля 2024 09:12Защита", &[]);
        check("45 мая, 0 марта, 5 минут, 12 мальчиков", &[]);
        check("5–9 мая 2024 года и с 7 по 11 июня", &["~2024-05-09", "~?-06-11"]);
    }
}
