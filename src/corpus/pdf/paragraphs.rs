//! From the lines of printed pages to paragraphs.

use std::collections::HashMap;

/// The paragraphs of these pages, a line each: what the layout broke is put together, page numbers and what is printed on every
/// page are left out.
pub(super) fn join(pages: &[String]) -> String {
    let lines = lines(pages);
    let width = width(&lines);
    let is_spaced = is_spaced(&lines);
    let mut text = String::new();
    let mut before: Option<&Line> = None;
    for line in &lines {
        let gap = if line.gap == Gap::Blank && is_spaced { Gap::None } else { line.gap };
        let goes_on = before.is_some_and(|before| goes_on(before.text, gap, line.text, width));
        match before {
            None => {}
            Some(before) if goes_on => match hyphen(before.text, line.text) {
                Some(Hyphen::Layout) => drop(text.pop()),
                Some(Hyphen::Word) => {}
                None => text.push(' '),
            },
            Some(_) if gap == Gap::None => text.push('\n'),
            Some(_) => text.push_str("\n\n"),
        }
        text.push_str(line.text);
        before = Some(line);
    }
    text
}

struct Line<'a> {
    text: &'a str,
    gap: Gap,
}

/// What stands in front of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Blank,
    Page,
}

/// On how many pages a line has to be printed before it counts as a part of the layout.
const MANY_PAGES: usize = 3;

/// The lines that are not of the layout.
fn lines(pages: &[String]) -> Vec<Line<'_>> {
    let ends = |page: &String| {
        let mut full = page.lines().map(str::trim).filter(|line| !line.is_empty());
        let first = full.next().map(unnumbered);
        [first, full.next_back().map(unnumbered)].into_iter().flatten()
    };
    let mut counts: HashMap<String, usize> = HashMap::new();
    pages.iter().flat_map(ends).for_each(|end| *counts.entry(end).or_default() += 1);
    let is_printed_on_all = |line: &str| {
        let count = counts.get(&unnumbered(line)).copied().unwrap_or_default();
        count >= MANY_PAGES && count * 2 > pages.len()
    };
    let mut found: Vec<Line> = Vec::new();
    for page in pages {
        let lines: Vec<&str> = page.lines().map(str::trim).collect();
        let first = lines.iter().position(|line| !line.is_empty());
        let last = lines.iter().rposition(|line| !line.is_empty());
        let mut gap = Gap::Page;
        for (place, line) in lines.iter().enumerate() {
            let is_end = Some(place) == first || Some(place) == last;
            if line.is_empty() {
                gap = if gap == Gap::None { Gap::Blank } else { gap };
            } else if !is_end || !is_page_number(line, pages.len()) && !is_printed_on_all(line) {
                found.push(Line { text: line, gap });
                gap = Gap::None;
            }
        }
    }
    found
}

/// A line with one sign for all its numbers.
fn unnumbered(line: &str) -> String {
    line.split(|sign: char| sign.is_ascii_digit()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("#")
}

/// Whether a line is `3`, `- 3 -`, `стр. 3`, `3 / 10`, `Страница 3 из 10`. A lone number above one page is perhaps a year.
fn is_page_number(line: &str, pages: usize) -> bool {
    let words = line.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    let (mut numbers, mut others) = (0, 0);
    for word in words {
        match word.to_lowercase().as_str() {
            "стр" | "страница" | "из" | "бет" | "page" | "of" | "с" => {}
            number if number.len() <= 4 && number.parse::<usize>().is_ok_and(|number| number <= pages.max(20) * 50) => {
                numbers += 1;
            }
            _ => others += 1,
        }
    }
    others == 0 && (1..=2).contains(&numbers) && line.chars().count() <= 24
}

/// How many letters a full line has: as many as nine lines of ten at most.
fn width(lines: &[Line<'_>]) -> usize {
    let mut lengths: Vec<usize> = lines.iter().map(|line| line.text.chars().count()).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len().saturating_sub(1) * 9 / 10).copied().unwrap_or_default()
}

/// Whether the lines stand so far apart that most look like paragraphs.
fn is_spaced(lines: &[Line<'_>]) -> bool {
    let pairs = || lines.windows(2).filter(|pair| pair[1].gap != Gap::Page);
    let torn = |pair: &&[Line]| pair[1].gap == Gap::Blank && !ends_a_sentence(pair[0].text) && starts_low(pair[1].text);
    let torn = pairs().filter(torn).count();
    torn >= 2 && torn * 4 > pairs().count()
}

/// Whether a paragraph goes on with the next line.
fn goes_on(before: &str, gap: Gap, line: &str, width: usize) -> bool {
    if hyphen(before, line).is_some() {
        return true;
    }
    let length = before.chars().count();
    let first_word = line.split_whitespace().next().map_or(0, |word| word.chars().count());
    let is_open = !ends_a_sentence(before) && starts_low(line);
    // A layout breaks a line where the next word has no place. Letters are not equally wide.
    let is_full = (length + 1 + first_word) * 100 > width * 85;
    match gap {
        Gap::None => (is_full || is_open) && length * 2 > width,
        Gap::Blank => is_open && length * 100 > width * 60,
        Gap::Page => is_open,
    }
}

fn ends_a_sentence(line: &str) -> bool {
    line.trim_end_matches(['»', '"', '”', ')']).ends_with(['.', '!', '?', '…', ':', ';'])
}

fn starts_low(line: &str) -> bool {
    line.starts_with(char::is_lowercase)
}

/// The hyphen that a line ends with.
enum Hyphen {
    /// It only says that the word goes on.
    Layout,
    /// It belongs to the word: «кто-» «то».
    Word,
}

/// The hyphen between two lines that one word stands in.
fn hyphen(before: &str, line: &str) -> Option<Hyphen> {
    let front = before.strip_suffix(['-', '\u{ad}', '\u{2010}'])?;
    if !front.ends_with(char::is_alphabetic) || !starts_low(line) {
        return None;
    }
    let is_part = |sign: char| !sign.is_alphabetic();
    let (left, right) = (front.rsplit(is_part).next()?.to_lowercase(), line.split(is_part).next()?);
    let keeps = matches!(right, "то" | "либо" | "нибудь" | "таки" | "ка" | "ақ" | "мыс")
        || matches!(
            left.as_str(),
            "кое"
                | "юго"
                | "северо"
                | "премьер"
                | "вице"
                | "экс"
                | "онлайн"
                | "пресс"
                | "медиа"
                | "интернет"
                | "по"
                | "во"
        );
    Some(if keeps && !before.ends_with('\u{ad}') { Hyphen::Word } else { Hyphen::Layout })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pages: &[&str], expected: &str) {
        let pages: Vec<String> = pages.iter().map(|page| (*page).to_owned()).collect();
        assert_eq!(join(&pages), expected);
    }

    #[test]
    fn lines_are_joined_to_paragraphs() {
        check(
            &[
                "\n\nМост открыли\n\n5 мая 2026\n\nВ Павлодаре после ремонта открыли большой мост че-\nрез реку, кто-\nто из \
               горожан пришёл на берег с утра и ждал там начала\nКонцерта с песнями. Потом все пошли домой по новой дороге.\nВторой абзац \
               начинается здесь и тоже идёт через строку до\nсамого конца.",
            ],
            "Мост открыли\n\n5 мая 2026\n\nВ Павлодаре после ремонта открыли большой мост через реку, кто-то из горожан пришёл на \
             берег с утра и ждал там начала Концерта с песнями. Потом все пошли домой по новой дороге. Второй абзац начинается здесь и \
             тоже идёт через строку до самого конца.",
        );
        check(
            &[
                "Первый абзац, который занимает больше одной строки листа,\nкончается тут.\nВторой абзац, который занимает больше одной строки\nтоже.",
            ],
            "Первый абзац, который занимает больше одной строки листа, кончается тут.\nВторой абзац, который занимает больше одной строки тоже.",
        );
    }

    #[test]
    fn lines_far_apart_are_lines() {
        check(
            &[
                "Заголовок\n\nВ Павлодаре после долгого ремонта наконец открыли\n\nбольшой мост через реку, на берег пришёл аким\n\nИван Петров и \
               произнёс там длинную речь, которую\n\nслушали.",
            ],
            "Заголовок\nВ Павлодаре после долгого ремонта наконец открыли большой мост через реку, на берег пришёл аким Иван Петров и \
             произнёс там длинную речь, которую слушали.",
        );
    }

    #[test]
    fn pages_are_sewn_together() {
        check(
            &[
                "Вестник города, № 5\n\nПервый абзац идёт через всю страницу и не кончается\n\n1",
                "Вестник города, № 5\n\nна ней. Вот его конец.\n\n- 2 -",
                "Вестник города, № 5\n\nНовый абзац.\n\nСтраница 3 из 3",
            ],
            "Первый абзац идёт через всю страницу и не кончается на ней. Вот его конец.\n\nНовый абзац.",
        );
        check(&["2026", "год был"], "2026 год был");
        check(&[], "");
    }
}
