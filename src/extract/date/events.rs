//! Days that a text tells of. They are never the day of its publication.

use memchr::memchr2;

use super::pieces::start_of;
use super::written::dates_in;
use crate::article::PartialDate;
use crate::extract::letters::is_letter_or_digit;

/// So many days are kept of a text; a chronicle has more.
const MOST: usize = 30;

/// How far a date reaches before its year and behind the start of it, in bytes: «2025 жылдың 18 қарашасында».
const BEFORE: usize = 48;
const BEHIND: usize = 64;

/// The days with day, month and year in a text, in order and each once, but for the one of publication.
///
/// Only years are looked for, byte by byte; what stands around one is then read as in any line.
pub(crate) fn events(text: &str, published: Option<PartialDate>) -> Vec<PartialDate> {
    let mut days = Vec::new();
    let (mut at, mut read_to) = (0, 0);
    while let Some(year) = next_year(text.as_bytes(), at) {
        at = year + 4;
        if year < read_to {
            continue;
        }
        let from = window_start(text, year).max(read_to);
        let window = start_of(&text[from..], year - from + BEHIND);
        let window = window.split('\n').next().unwrap_or_default();
        let Some(date) = dates_in(window).into_iter().find(|date| date.span.contains(&(year - from))) else { continue };
        read_to = from + date.span.end;
        days.extend(date.full().filter(|day| Some(*day) != published));
    }
    days.sort_unstable();
    days.dedup();
    days.truncate(MOST);
    days
}

/// Where the next number of four digits starts that is a year of this century or the last.
fn next_year(bytes: &[u8], from: usize) -> Option<usize> {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = from;
    while let Some(length) = memchr2(b'1', b'2', &bytes[at..]) {
        let start = at + length;
        at = (start..).find(|next| !digit(*next)).expect("the end of the text is no digit");
        let is_whole = start.checked_sub(1).is_none_or(|before| !digit(before));
        if is_whole && at - start == 4 && matches!(&bytes[start..start + 2], b"19" | b"20") {
            return Some(start);
        }
    }
    None
}

/// Where to begin reading before a year: at the start of its line, else between two words.
fn window_start(text: &str, year: usize) -> usize {
    let from = start_of(text, year.saturating_sub(BEFORE)).len();
    let before = &text[from..year];
    match (before.rfind('\n'), from) {
        (Some(end), _) => from + end + 1,
        (None, 0) => 0,
        (None, _) => from + before.find(|sign: char| !is_letter_or_digit(sign)).unwrap_or(before.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> =
            events(text, PartialDate::from_ymd(2021, 6, 3)).iter().map(|day| day.to_string()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn days_in_order() {
        check("Мост заложили 5 мая 2019 года, закрыли 01.02.2018.", &["2018-02-01", "2019-05-05"]);
        check("5 мая 2019 года и ещё раз 05.05.2019", &["2019-05-05"]);
        check("3 июня 2021 года мост открыли.", &[]);
        check(
            "Көпір 2019 жылдың 5 мамырында салынды.\nОл 2018 жылғы 1 ақпанда жабылған.",
            &["2018-02-01", "2019-05-05"],
        );
        check("On May 5, 2019 it was opened.", &["2019-05-05"]);
        check("с 7 по 9 мая 2019 года", &["2019-05-09"]);
        check("Очень длинное предложение о том, что мост через реку открыли 15 сентября 1998 года", &["1998-09-15"]);
    }

    #[test]
    fn what_is_no_day() {
        check("в мае 2019 года, в 2018 году, 5 мая, № 12052019, 2026 просмотров", &[]);
        check("5 мая\n2019 год", &[]);
        check("В деле Ахметова15 апреля 2019 года", &[]);
        check("", &[]);
    }

    #[test]
    fn a_chronicle_is_cut() {
        let text: String =
            (1..=31).flat_map(|day| [format!("{day:02}.01.2019 "), format!("{day:02}.03.2019 ")]).collect();
        assert_eq!(events(&text, None).len(), MOST);
    }
}
