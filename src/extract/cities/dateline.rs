//! Where an article was filed: «АСТАНА. КАЗИНФОРМ –», «Алматы. 16 сентября.».

use super::words::{Words, is_all_caps};
use super::{Judged, Rule};
use crate::extract::gazetteer::CityId;
use crate::extract::letters::{is_letter, is_letter_or_digit};

/// How far from the start of the body a dateline is looked for, in bytes; a headline may stand before it.
const REACH: usize = 1200;

/// Agencies that sign datelines; lower case.
const AGENCIES: &[&str] = &[
    "казинформ",
    "kazinform",
    "qazinform",
    "қазақпарат",
    "qazaqparat",
    "интерфакс",
    "sputnik",
    "риа",
    "тасс",
    "тсн",
    "миа",
    "миа",
    "ктк",
    "кабар",
    "trend",
];

/// Finds the dateline, and marks its city as one.
pub(super) fn find(words: &Words<'_>, judged: &mut [Judged]) -> Option<CityId> {
    let place = judged.iter_mut().take_while(|judged| judged.start < REACH).find(|judged| {
        let refused = !judged.rule.accepts() && judged.rule != Rule::Ambiguous;
        !refused && is_dateline(words, judged)
    })?;
    place.rule = Rule::Dateline;
    Some(place.city)
}

fn is_dateline(words: &Words<'_>, judged: &Judged) -> bool {
    let text = words.text;
    let (line_start, line_end) = words.line_of(judged.start);
    let word = &text[judged.start..judged.end];
    let opens_line = !text[line_start..judged.start].contains(is_letter_or_digit);
    let rest = &text[judged.end..line_end];
    let Some(separator) =
        rest.trim_start().chars().next().filter(|letter| matches!(letter, '.' | ',' | '/' | '–' | '—' | '-'))
    else {
        return false;
    };
    let behind = rest.trim_start()[separator.len_utf8()..].trim_start();
    let mut following = behind.split(|letter: char| !is_letter_or_digit(letter)).filter(|word| !word.is_empty());
    let (first, second) = (following.next().unwrap_or_default(), following.next().unwrap_or_default());
    let agency = |word: &str| AGENCIES.contains(&word.to_lowercase().as_str());
    if agency(first) && (opens_line || is_all_caps(word)) {
        return true;
    }
    // «Алматы. 23 января. Центр информации.»: a day and a word of letters, then another stop or dash.
    let day = first.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day));
    let month =
        second.chars().count() >= 3 && second.chars().all(is_letter) && behind.len() > first.len() + second.len();
    let after_month = behind.find(second).map_or("", |at| behind[at + second.len()..].trim_start());
    let after_year = after_month.trim_start_matches(|digit: char| digit.is_ascii_digit()).trim_start();
    let after_year =
        ["года", "г.", "жылы", "ж."].iter().find_map(|year| after_year.strip_prefix(year)).unwrap_or(after_year);
    let after_month = if after_month.len() - after_year.len() >= 4 { after_year.trim_start() } else { after_month };
    opens_line
        && matches!(separator, '.' | ',')
        && day
        && month
        && after_month.starts_with(['.', '–', '—', '-', '/', ',', '('])
}
