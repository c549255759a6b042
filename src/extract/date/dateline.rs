//! Dates at the start of the text itself: «МОСКВА, 20 окт –», «Сегодня, 18 апреля 2023 года, …».

use super::months::fold;
use super::pieces::{Piece, pieces, start_of};
use super::written::{Written, dates_of, is_year_word};

/// How far into a line a dateline reaches, in bytes.
const REACH: usize = 160;

/// How many words a place can have: «НУР-СУЛТАН», «НИЖНИЙ НОВГОРОД», «САН-ФРАНЦИСКО (США)».
const PLACE_WORDS: usize = 4;

/// The date of a dateline, «АЛМАТЫ. 16 сентября. КАЗИНФОРМ –»; the year is seldom written, unless nothing else is in the line:
/// «Тараз, 14 мая 2026 года».
pub(super) fn read(line: &str) -> Option<Written> {
    let head = start_of(line, REACH);
    if !head.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let pieces = pieces(head);
    let date = dates_of(&pieces).into_iter().next().filter(|date| date.day.is_some() && !date.ends_range)?;
    let (before, after) = around(&pieces, &date);
    let place = before.split_last().is_some_and(|(sign, place)| {
        let words = place.iter().filter(|piece| piece.is_word()).count();
        let plain =
            place.iter().all(|piece| is_capital(piece) || matches!(piece.text, "-" | "–" | "(" | ")" | "." | ","));
        matches!(sign.text, "," | ".") && plain && (1..=PLACE_WORDS).contains(&words)
    });
    // «Напомним, 3 июня – в день города –» looks like a dateline, but its dash leads on in small letters.
    let capitals = before.first().is_some_and(|first| !first.text.contains(char::is_lowercase));
    let is_alone = date.year.is_some()
        && line.len() == head.len()
        && after.iter().all(|piece| piece.text == "." || is_year_word(&fold(piece.text)));
    (place && (is_alone || leads_to_dash(after, capitals))).then_some(date)
}

/// The date in a lead that calls it today: «Сегодня, 18 апреля 2023 года, …», «… 18 сәуірінде, бүгін, …».
pub(super) fn today(line: &str) -> Option<Written> {
    let head = start_of(line, REACH);
    if !head.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let pieces = pieces(head);
    let date =
        dates_of(&pieces).into_iter().find(|date| date.year.is_some() && date.day.is_some() && !date.ends_range)?;
    let (before, after) = around(&pieces, &date);
    let is_today = |piece: &Piece<'_>| matches!(fold(piece.text).as_str(), "сегодня" | "бугин" | "bugin");
    let close_before = before.iter().rev().take(2).any(is_today);
    let close_after = after.iter().take(2).any(is_today);
    // In quotes it is the day of who speaks.
    let quoted = before.iter().any(|piece| matches!(piece.text, "\"" | "«" | "“" | "—" | "–"));
    ((close_before || close_after) && !quoted).then_some(date)
}

fn around<'p, 'a>(pieces: &'p [Piece<'a>], date: &Written) -> (&'p [Piece<'a>], &'p [Piece<'a>]) {
    let start = pieces.partition_point(|piece| piece.start < date.span.start);
    let end = pieces.partition_point(|piece| piece.start < date.span.end);
    (&pieces[..start], &pieces[end..])
}

fn is_capital(piece: &Piece<'_>) -> bool {
    piece.is_word() && piece.text.starts_with(char::is_uppercase)
}

/// Whether a dash ends the dateline, behind the name of an agency or at once.
fn leads_to_dash(after: &[Piece<'_>], capitals: bool) -> bool {
    for (at, piece) in after.iter().take(10).enumerate() {
        match piece.text {
            "-" | "–" | "—" | "/" => {
                return capitals || after.get(at + 1).is_some_and(|next| !next.text.starts_with(char::is_lowercase));
            }
            "." | "," | "(" | ")" | "\"" | "«" | "»" | ":" => {}
            _ if piece.number().is_some_and(|number| number < 60) && has_colon(after, at) => {}
            _ if is_capital(piece) || matches!(piece.text, "корр" | "соб") => {}
            _ => return false,
        }
    }
    false
}

/// Whether a number is a part of a clock time.
fn has_colon(pieces: &[Piece<'_>], at: usize) -> bool {
    pieces[at].glued_time || pieces.get(at + 2).is_some_and(|minutes| minutes.glued_time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: Option<Written>, expected: Option<&str>) {
        let found = found.map(|date| {
            let year = date.year.map_or("????".to_owned(), |year| year.to_string());
            format!("{year}-{:02}-{:02}", date.month, date.day.unwrap_or(0))
        });
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn datelines() {
        check(read("МОСКВА, 3 июн – РИА Новости. Мост открыли."), Some("????-06-03"));
        check(read("С.-ПЕТЕРБУРГ, 3 июн - ТАСС. Мост открыли."), Some("????-06-03"));
        check(read("Тараз. 3 июня. КАЗИНФОРМ /Руслан Есенов/ – Мост открыли."), Some("????-06-03"));
        check(read("АСТАНА, 3 июня 2021 г. – Мост открыли."), Some("2021-06-03"));
        check(read("АСТАНА, 3 июня 2021, 08:05 – Агентство. Мост открыли."), Some("2021-06-03"));
        check(read("Тараз, 3 июня 2021 года"), Some("2021-06-03"));
        check(read("г. Тараз, 3 июня 2021 года мост открыли."), None);
        check(read("Напомним, 3 июня – в день города – открыли мост."), None);
        check(read("В Таразе, 3 июня открыли мост."), None);
        check(read("Коалиция была создана 3 июня."), None);
        check(read(""), None);
    }

    #[test]
    fn leads_of_today() {
        check(today("Сегодня, 3 июня 2021 года, в Таразе открыли мост."), Some("2021-06-03"));
        check(today("2021 жылғы 3 маусымда, бүгін, көпір ашылды."), Some("2021-06-03"));
        check(today("«Сегодня, 3 июня 2021 года, мы открываем мост», – сказал он."), None);
        check(today("Сегодня в Таразе открыли мост, заложенный 3 июня 2021 года."), None);
        check(today("Сегодня, 3 июня, в Таразе открыли мост."), None);
    }
}
