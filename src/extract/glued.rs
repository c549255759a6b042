//! Links to other articles that a scrape has stuck into a paragraph: «…сообщили в акимате.Мост закрыт12 марта 2021 10:40Жители…».

use std::ops::Range;

use super::letters::is_letter;

/// The links stuck into a text: headline and time stamp, as ranges of bytes in order.
///
/// A stamp counts only if no blank parts it from the headline before it and from what follows: sentences are not written so.
pub(super) fn links(text: &str) -> Vec<Range<usize>> {
    let mut links: Vec<Range<usize>> = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let Some(stamp) = stamp_around(text, colon) else { continue };
        let from = links.last().map_or(0, |link| link.end);
        if from < stamp.start {
            links.push(headline_start(text, from, stamp.start)..stamp.end);
        }
    }
    links
}

/// Whether a line is such a link and nothing else.
pub(super) fn is_link(line: &str) -> bool {
    links(line).first().is_some_and(|link| *link == (0..line.len()))
}

/// The longest headline, in bytes.
const LONGEST: usize = 400;

/// The longest stamp before its colon, in bytes: «12 сентября 2021 10».
const LONGEST_STAMP: usize = 32;

/// The stamp whose clock time has its colon here: «12 марта 2021 10:40», «Вчера 10:40».
fn stamp_around(text: &str, colon: usize) -> Option<Range<usize>> {
    let minutes = text.get(colon + 1..colon + 3).filter(|minutes| minutes.bytes().all(|byte| byte.is_ascii_digit()))?;
    let end = colon + 1 + minutes.len();
    if !text[end..].chars().next().is_none_or(|next| next == '■' || is_letter(next) && next.is_uppercase()) {
        return None;
    }
    let (before, hours) = split_number(&text[..colon])?;
    let before = before.strip_suffix([' ', '\u{a0}'])?.trim_end_matches(',');
    if hours > 2 {
        return None;
    }
    let start = [" Вчера", " Сегодня", "Вчера", "Сегодня"].iter().find_map(|day| before.strip_suffix(day));
    let start = match start {
        Some(start) => start,
        None => {
            let (before, year) = split_number(before)?;
            let before = before.strip_suffix(' ')?;
            let before_month = before.trim_end_matches(is_letter);
            let (before, day) = split_number(before_month.strip_suffix([' ', '\u{a0}'])?)?;
            if year != 4 || day > 2 || colon - before.len() > LONGEST_STAMP {
                return None;
            }
            before
        }
    };
    let is_stuck =
        start.chars().next_back().is_some_and(|last| is_letter(last) || matches!(last, '"' | '»' | '?' | '!' | ')'));
    is_stuck.then_some(start.len()..end)
}

/// What stands before the digits that a text ends with, and how many they are; none where it ends otherwise.
fn split_number(text: &str) -> Option<(&str, usize)> {
    let before = text.trim_end_matches(|digit: char| digit.is_ascii_digit());
    (before.len() < text.len()).then_some((before, text.len() - before.len()))
}

/// Where the headline before a stamp starts: behind the last sign that no blank parts from a capital letter.
fn headline_start(text: &str, from: usize, stamp: usize) -> usize {
    let earliest =
        (stamp.saturating_sub(LONGEST)..stamp).find(|at| text.is_char_boundary(*at)).unwrap_or(stamp).max(from);
    let signs = || text[earliest..stamp].char_indices();
    let borders = signs().zip(signs().skip(1)).filter(|((_, before), (at, behind))| {
        let ends = matches!(before, '.' | '!' | '?' | '…' | '■' | ':') || is_letter(*before) && before.is_lowercase();
        let is_capital = |sign: Option<char>| sign.is_some_and(char::is_uppercase);
        let opens = matches!(behind, '"' | '«') && is_capital(text[earliest + at..stamp].chars().nth(1));
        ends && (is_capital(Some(*behind)) || opens)
    });
    let last = borders.map(|(_, (at, _))| earliest + at).last();
    last.unwrap_or(if earliest == from { from } else { stamp })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = links(text).into_iter().map(|link| &text[link]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn links_with_their_stamps() {
        check(
            "Об этом сообщили в акимате.Мост в Таразе закрыт12 марта 2021 10:40Жители ждут.",
            &["Мост в Таразе закрыт12 марта 2021 10:40"],
        );
        check(
            "Порт открыт2 мая 2021 9:05■\"Где мост?\"Вчера 10:40Дальше",
            &["Порт открыт2 мая 2021 9:05", "\"Где мост?\"Вчера 10:40"],
        );
        check("Порт открыт2 мая 2021 9:05", &["Порт открыт2 мая 2021 9:05"]);
        assert!(is_link("Порт открыт2 мая 2021 9:05"));
        assert!(!is_link("Так и было. Порт открыт 2 мая 2021 9:05"));
    }

    #[test]
    fn sentences_stay_whole() {
        check("Мост откроют 12 марта 2021 в 10:40.", &[]);
        check("Поезд пришёл вчера 10:40 Время местное", &[]);
        check("Счёт 10:40Тараз", &[]);
        check("Он сказал:Да", &[]);
        check("", &[]);
    }
}
