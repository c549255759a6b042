//! Where sentences end. A full stop behind «г.», «млрд», «т.е.» or an initial ends none.

use std::ops::Range;

use memchr::{memchr2, memchr3};

/// Abbreviations that a full stop follows inside a sentence, in small letters. Own list, from the Russian and Kazakh news
/// language.
const ABBREVIATIONS: &[&str] = &[
    "г",
    "гг",
    "ул",
    "пр",
    "пр-т",
    "просп",
    "им",
    "обл",
    "р-н",
    "мкр",
    "пос",
    "с",
    "д",
    "стр",
    "корп",
    "кв",
    "тел",
    "тг",
    "тыс",
    "млн",
    "млрд",
    "трлн",
    "руб",
    "долл",
    "т",
    "е",
    "к",
    "п",
    "др",
    "см",
    "ст",
    "рис",
    "табл",
    "напр",
    "проф",
    "акад",
    "доц",
    "ген",
    "полк",
    "св",
    "м",
    "км",
    "кг",
    "га",
    "куб",
    "ок",
    "англ",
    "рус",
    "каз",
    "лат",
    "янв",
    "фев",
    "авг",
    "сент",
    "окт",
    "нояб",
    "дек",
    "ж",
    "жж",
    "б",
    "ғ",
];

/// Those of them that say how much of something: behind a number their stop may end a sentence («вода поднялась на 2 м. Дамбу
/// укрепляют»), elsewhere they mean something else («м. Сайран»).
const UNITS: &[&str] = &["м", "км", "см", "кг", "га", "т", "тг", "руб", "долл"];

/// What may stand between a number and its unit.
const BEFORE_UNITS: &[&str] = &["тыс", "млн", "млрд", "трлн", "кв", "куб", "пог"];

/// Russian words that start sentences and no names: what stands in front of them has ended, be it an abbreviation or not («дали им. Они
/// ушли», «в 2025 г. На этом»). Without letters that may be initials.
const STARTS: &[&str] = &[
    "в",
    "на",
    "по",
    "но",
    "при",
    "для",
    "как",
    "так",
    "что",
    "если",
    "за",
    "из",
    "от",
    "до",
    "об",
    "под",
    "между",
    "это",
    "эта",
    "этот",
    "эти",
    "он",
    "она",
    "оно",
    "они",
    "мы",
    "вы",
    "его",
    "их",
    "там",
    "тогда",
    "теперь",
    "также",
    "тоже",
    "однако",
    "поэтому",
    "после",
    "кроме",
    "ранее",
    "все",
    "когда",
    "где",
    "чтобы",
    "хотя",
    "затем",
    "сейчас",
];

/// No abbreviation has more letters.
const LONGEST_ABBREVIATION: usize = 5;

/// From this length on, in bytes, a sentence ends at the next space: a text without stops is no sentence.
const LONGEST: usize = 4_000;

/// The sentences of a text as byte ranges without the space around them. A line feed always ends one.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some((at, letter)) = next_border(text, start, from) {
        let end = at + letter.len_utf8();
        from = end;
        match letter {
            '.' | '!' | '?' | '…' => {
                let next = text.len() - text[end..].trim_start_matches(is_closing).len();
                from = next;
                let rest = &text[next..];
                let is_glued = letter == '.' && starts_glued(&text[start..at], rest);
                let is_abbreviation =
                    || letter == '.' && next == end && ends_abbreviation(&text[start..at]) && !starts_sentence(rest);
                if is_glued || (starts_anew(rest) && !is_abbreviation()) {
                    add(&mut sentences, text, start..next);
                    start = next;
                }
            }
            _ => {
                add(&mut sentences, text, start..at);
                start = end;
            }
        }
    }
    add(&mut sentences, text, start..text.len());
    sentences
}

/// The next sign at which a sentence that begins at `start` may end: a stop, a line feed, and any space far behind its start.
fn next_border(text: &str, start: usize, from: usize) -> Option<(usize, char)> {
    let far = start.saturating_add(LONGEST).min(text.len());
    let mut at = from;
    loop {
        if at < far {
            // Most signs are passed over by their first byte; that of … has a few others.
            let rest = &text.as_bytes()[at..far];
            let rest = &rest[..memchr3(b'.', b'\n', 0xe2, rest).unwrap_or(rest.len())];
            at += memchr2(b'!', b'?', rest).unwrap_or(rest.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
        }
        let sign = text[at..].chars().next()?;
        let end = at + sign.len_utf8();
        if matches!(sign, '\n' | '.' | '!' | '?' | '…') || end - start > LONGEST && sign.is_whitespace() {
            return Some((at, sign));
        }
        at = end;
    }
}

fn add(sentences: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let sentence = &text[range.clone()];
    let start = range.start + (sentence.len() - sentence.trim_start().len());
    let end = start + sentence.trim().len();
    if start < end {
        sentences.push(start..end);
    }
}

/// Whether what follows can be the start of a sentence: space, then a capital or a digit, behind quotation marks and dashes.
/// «Готовы!» – сказал он: a small letter behind the dash goes on.
fn starts_anew(rest: &str) -> bool {
    let is_opening =
        |sign: char| sign.is_whitespace() || matches!(sign, '«' | '"' | '“' | '„' | '—' | '–' | '-' | '(' | '•');
    let first = rest.trim_start_matches(is_opening).chars().next();
    rest.is_empty()
        || rest.starts_with(char::is_whitespace) && first.is_none_or(|first| first.is_uppercase() || first.is_numeric())
}

/// What belongs to a sentence behind its first stop.
fn is_closing(mark: char) -> bool {
    matches!(mark, '.' | '!' | '?' | '…' | '»' | '"' | '”' | ')')
}

/// Whether a scrape lost the space behind the stop: a word of small letters, the stop, a capital («воды.Также», «kz.Как»).
fn starts_glued(sentence: &str, rest: &str) -> bool {
    let mut before = sentence.chars().rev();
    let word = before.by_ref().take(2).filter(|letter| letter.is_lowercase()).count() == 2;
    let mut after = rest.trim_start_matches(['«', '"', '“', '„']).chars();
    word && after.next().is_some_and(char::is_uppercase) && after.next().is_some_and(char::is_lowercase)
}

/// Whether the text ends with an abbreviation or an initial that a full stop belongs to and that ends no sentence.
fn ends_abbreviation(text: &str) -> bool {
    let (before, word) = cut_last_word(text);
    let is_letter = word.chars().nth(1).is_none();
    if is_letter && word.starts_with(char::is_uppercase) {
        return true;
    }
    let Some(word) = small(word) else { return false };
    ABBREVIATIONS.contains(&word.as_str()) && !(UNITS.contains(&word.as_str()) && ends_with_number(before))
}

/// The text before its last word, and the last letters of that: one more than an abbreviation has, at most.
fn cut_last_word(text: &str) -> (&str, &str) {
    let is_border = |letter: char| matches!(letter, '.' | ' ' | '\u{a0}' | '\n' | '(' | '«' | '"');
    let letters = text.char_indices().rev().take(LONGEST_ABBREVIATION + 1);
    let start = letters.take_while(|(_, letter)| !is_border(*letter)).last().map_or(text.len(), |(at, _)| at);
    text.split_at(start)
}

/// A word in small letters; none for one that is too long for an abbreviation.
fn small(word: &str) -> Option<String> {
    word.chars().nth(LONGEST_ABBREVIATION).is_none().then(|| word.to_lowercase())
}

/// Whether a number stands at the end, or before «тыс.» and the like: at most two of them.
fn ends_with_number(text: &str) -> bool {
    let mut text = text;
    for _ in 0..3 {
        text = text.trim_end_matches([' ', '\u{a0}', '.']);
        if text.ends_with(|last: char| last.is_ascii_digit()) {
            return true;
        }
        let (before, word) = cut_last_word(text);
        if !small(word).is_some_and(|word| BEFORE_UNITS.contains(&word.as_str())) {
            return false;
        }
        text = before;
    }
    false
}

/// Whether what follows begins with a capital word that starts sentences and no names.
fn starts_sentence(rest: &str) -> bool {
    let rest =
        rest.trim_start_matches(|sign: char| sign.is_whitespace() || matches!(sign, '«' | '"' | '“' | '„' | '—' | '–'));
    let end = rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len());
    let (word, behind) = rest.split_at(end);
    // No such word has more letters than «поэтому».
    let is_short = word.chars().nth(8).is_none();
    let is_initial = word.chars().nth(1).is_none() && behind.starts_with('.');
    let is_capital = word.starts_with(char::is_uppercase);
    is_capital && is_short && !is_initial && STARTS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn stops_that_end_and_stops_that_do_not() {
        check("", &[]);
        check("Мост открыли. Он длинный!", &["Мост открыли.", "Он длинный!"]);
        check("Встреча в г. Алматы прошла тихо. Были все.", &["Встреча в г. Алматы прошла тихо.", "Были все."]);
        check("Стоит 3 млрд. Тенге нет.", &["Стоит 3 млрд. Тенге нет."]);
        check(
            "Канал им. К. Сатпаева, т.е. Иртыш – Караганда. Вода идёт.",
            &["Канал им. К. Сатпаева, т.е. Иртыш – Караганда.", "Вода идёт."],
        );
        check("«Мы готовы!» – сказал он. Все ушли…", &["«Мы готовы!» – сказал он.", "Все ушли…"]);
        // A unit behind its number, and the same letters as something else.
        check("Вода поднялась на 2 м. Дамбу укрепляют.", &["Вода поднялась на 2 м.", "Дамбу укрепляют."]);
        check("Сгорело 3 тыс. кв. м. Людей вывели.", &["Сгорело 3 тыс. кв. м.", "Людей вывели."]);
        check(
            "До села 40\u{a0}км. Штраф 5 млн тг. Суд идёт.",
            &["До села 40\u{a0}км.", "Штраф 5 млн тг.", "Суд идёт."],
        );
        check("Станция м. Сайран закрыта, т. Ахметов ждёт.", &["Станция м. Сайран закрыта, т. Ахметов ждёт."]);
        check("Стоит 7 тыс. Тенге нет.", &["Стоит 7 тыс. Тенге нет."]);
        // What starts sentences and no names.
        check("Дом отдали им. Они рады.", &["Дом отдали им.", "Они рады."]);
        check("Парк им. В. Цоя и сад им. Абая.", &["Парк им. В. Цоя и сад им. Абая."]);
        check("Сдали в 2024 г. В Актау ждут.", &["Сдали в 2024 г.", "В Актау ждут."]);
        check("Хлеб, сүт және т.б. Бәрі бар.", &["Хлеб, сүт және т.б. Бәрі бар."]);
        check("Первая строка\n\nВторая строка. ", &["Первая строка", "Вторая строка."]);
        check("Сайт tengrinews.kz пишет. 16.09.2025 открыли.", &["Сайт tengrinews.kz пишет.", "16.09.2025 открыли."]);
        check("Что?! Да.", &["Что?!", "Да."]);
        let dotted = "1.2.".repeat(100_000);
        check(&dotted, &[&dotted]);
        // Far behind its start a sentence ends at any space.
        let (long, word) = ("я".repeat(LONGEST / 2), "мост – ".repeat(200));
        check(&format!("{long} {word}"), &[&long, word.trim_end()]);
        check(&format!("{long}я\u{3000}{word}"), &[&format!("{long}я"), word.trim_end()]);
        check(&format!("a{long} {word}"), &[&format!("a{long}"), word.trim_end()]);
        check("Откачали воды.Также едут люди", &["Откачали воды.", "Также едут люди"]);
        check("Пишет kz.Как сказал А.Б.Иванов", &["Пишет kz.", "Как сказал А.Б.Иванов"]);
    }
}
