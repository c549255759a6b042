//! What on a page is not the article: buttons, menus, widgets, captions, lists of other articles, footers.
//!
//! General rules first: what is repeated, what are short lines in a row, what has no letters. Then phrases that the media of
//! the country share. A line that is demoted stays searchable.

mod learned;
mod phrases;

use rustc_hash::{FxBuildHasher, FxHashSet};

use super::glued;
use super::letters::{is_letter, is_letter_or_digit};
use super::page::{FurnitureRule, Page, Role, SENTENCE_WORDS, ends_sentence};
pub(crate) use learned::{Fingerprints, LineCounts, RepeatedLines};

/// Marks the lines that are furniture. Lines that are known to be something else stay as they are.
pub(crate) fn mark(page: &mut Page, repeated: &RepeatedLines) {
    mark_phrases(page);
    mark_learned(page, repeated);
    mark_lists(page);
    mark_repeats(page);
    mark_runs(page);
}

/// Whether a line is the heading of a list of other articles: «Читайте также», «Популярное».
pub(crate) fn heads_list(line: &str) -> bool {
    phrases::is_list_heading(line)
}

/// Whether a line is furniture by its own words, wherever it stands.
pub(crate) fn is_phrase(line: &str) -> bool {
    phrases::is_phrase(line) || is_widget(line)
}

/// What stands where a headline stands is a rubric or a masthead only if so many of a hundred articles have it: series of
/// articles share their headline («Курсы валют на 5 марта»), and parts of an article their headings.
const RUBRIC_PERCENTAGE: u8 = 20;

/// Lines that many articles of the source have. Not so parts of sentences, and sentences within the text: short answers recur.
/// Where they are half of the text, they are the text.
fn mark_learned(page: &mut Page, repeated: &RepeatedLines) {
    if repeated.is_empty() {
        return;
    }
    let body: Vec<usize> = (0..page.len()).filter(|at| page.role(*at) == Role::Body).collect();
    let text = body.iter().position(|at| page.is_prose(*at)).unwrap_or(body.len());
    let is_furniture = |number: usize| {
        let at = body[number];
        let line = page.line(at);
        let is_prose = |number: usize| body.get(number).is_some_and(|at| page.is_prose(*at));
        let may_be_headline = || number <= text && may_be_heading(page, at) || number == 0;
        let may_be_subheading = || number > 0 && is_prose(number - 1) && is_prose(number + 1);
        let at_end = number * 20 < body.len() * 3 || number * 20 >= body.len() * 17 || number + 1 == body.len();
        // Where a line stands is asked first: most need not be looked up.
        match () {
            () if line.starts_with(is_small_cyrillic) || goes_on(page, at) => false,
            () if may_be_headline() || may_be_subheading() => repeated.has(line, RUBRIC_PERCENTAGE),
            () if at_end || !ends_sentence(line) && learned::is_short(line) => repeated.has(line, 0),
            () => false,
        }
    };
    let mut learned: Vec<usize> = (0..body.len()).filter(|number| is_furniture(*number)).collect();
    // A page keeps what may be its headline, where every page of a folder has the same.
    let may_be_headline = |number: &usize| page.words(body[*number]) > 1 && !page.is_prose(body[*number]);
    let head = 0..text.min(body.len());
    if head.clone().filter(may_be_headline).all(|number| learned.contains(&number)) {
        let kept = head.filter(may_be_headline).max_by_key(|number| page.words(body[*number]));
        learned.retain(|number| Some(*number) != kept);
    }
    let learned: Vec<usize> = learned.into_iter().map(|number| body[number]).collect();
    let bytes = |lines: &[usize]| lines.iter().map(|at| page.line(*at).len()).sum::<usize>();
    if bytes(&learned) * 2 < bytes(&body) {
        learned.into_iter().for_each(|at| page.demote(at, FurnitureRule::Learned));
    }
}

/// A line that begins so goes on with a sentence in which a link stood.
fn is_small_cyrillic(letter: char) -> bool {
    ('а'..='џ').contains(&letter) || letter > 'џ' && letter.is_lowercase()
}

/// A line without letters is a counter or a widget up to this length, in bytes.
const WIDGET: usize = 40;

fn mark_phrases(page: &mut Page) {
    for at in 0..page.len() {
        if page.role(at) != Role::Body {
            continue;
        }
        if is_phrase(page.line(at)) {
            page.demote(at, FurnitureRule::Phrase);
        } else if glued::is_link(page.line(at)) {
            page.demote(at, FurnitureRule::List);
        }
    }
}

/// Counters, temperatures, rates: «47785», «-4°», «USD 511.67», «Алматы +1°».
fn is_widget(line: &str) -> bool {
    if line.len() > WIDGET {
        return false;
    }
    if !line.contains(is_letter) {
        return true;
    }
    let letters = || line.chars().filter(|letter| is_letter(*letter));
    let digits = line.bytes().any(|byte| byte.is_ascii_digit());
    let currency = ["USD", "EUR", "RUB", "CNY", "KZT", "GBP", "BTC"].iter().any(|code| line.contains(code));
    let temperature = line.ends_with(" C")
        || line.ends_with('°')
        || line.ends_with("°C")
        || line.ends_with("° C")
        || line.ends_with("°С");
    let few_words = line.split_ascii_whitespace().count() <= 4;
    let counter = line.starts_with(|first: char| first.is_ascii_digit()) && few_words && phrases::is_count(line);
    counter
        || digits && few_words && (currency && letters().count() <= 12 || temperature)
        || currency && letters().count() <= 3
        // « » between the names of pages is the way to this one.
        || line.starts_with("• >")
}

/// Behind the heading of a list the lines that look like links belong to it. Above the text such a heading may be a word of
/// the menu, with the article right below.
fn mark_lists(page: &mut Page) {
    let (mut listed, mut text_began) = (false, false);
    for at in 0..page.len() {
        let line = page.line(at);
        text_began |= page.role(at) == Role::Body && page.is_prose(at);
        match page.role(at) {
            Role::Furniture if text_began && heads_list(line) => listed = true,
            Role::Body if listed => {
                let text = page.is_long(at) || page.words(at) >= 6 && line.ends_with(['.', ':', ';']);
                listed = !text;
                if listed {
                    page.demote(at, FurnitureRule::List);
                }
            }
            _ => {}
        }
    }
}

/// Of a line that the page repeats, the first is kept. Short answers of an interview may be repeated.
fn mark_repeats(page: &mut Page) {
    let mut seen: FxHashSet<&str> = FxHashSet::with_capacity_and_hasher(page.len(), FxBuildHasher);
    let repeated = |at: &usize| {
        let line = page.line(*at);
        let answer = page.words(*at) <= 3 && ends_sentence(line);
        page.role(*at) == Role::Body && !answer && !goes_on(page, *at) && !seen.insert(line)
    };
    let repeats: Vec<usize> = (0..page.len()).filter(repeated).collect();
    repeats.into_iter().for_each(|at| page.demote(at, FurnitureRule::Repeat));
}

/// A menu's line has so many words at most; a word with a colon is the name of a menu.
const SHORT: usize = 6;
const _: () = assert!(SHORT < SENTENCE_WORDS, "words of long lines are counted no further");
const LABEL: usize = 1;

/// From so many short lines on even the first line of a page belongs to the menu, if it has this few words.
const MENU: usize = 4;
const MENU_WORDS: usize = 2;

/// Short lines in a row that end no sentence. What may be a headline stays: the first line, the line beside a date, the
/// line before a paragraph; and so does a list that a colon announces.
fn mark_runs(page: &mut Page) {
    let first = (0..page.len()).find(|line| page.role(*line) == Role::Body);
    let mut at = 0;
    while at < page.len() {
        let start = at;
        while at < page.len() && is_in_run(page, at) {
            at += 1;
        }
        let run = start..at;
        let body = run.clone().filter(|line| page.role(*line) == Role::Body).count();
        let announced = start > 0 && page.line(start - 1).ends_with(':') && page.role(start - 1) == Role::Body;
        let verse = start > 0 && is_verse(page, start - 1) || is_verse(page, at);
        if body > 0 && run.len() >= 2 && !announced && !verse {
            let menu = body >= MENU && page.words(start) <= MENU_WORDS;
            for line in run.filter(|line| page.role(*line) == Role::Body).collect::<Vec<_>>() {
                let is_first = Some(line) == first && !menu;
                if !is_first && !may_be_heading(page, line) {
                    page.demote(line, FurnitureRule::Menu);
                }
            }
        }
        at = at.max(start + 1);
    }
}

/// The copy of a headline stands so many lines behind it at most.
const COPIES: usize = 6;

/// Whether two lines are the same but for signs: «• Мост открыт» and «Мост открыт».
pub(crate) fn same_words(line: &str, other: &str) -> bool {
    let bare = |line: &str| line.trim_matches(|sign: char| !is_letter_or_digit(sign)).len();
    let letters = |sign: &char| is_letter_or_digit(*sign);
    bare(line) == bare(other) && line.chars().filter(letters).eq(other.chars().filter(letters))
}

fn is_in_run(page: &Page, at: usize) -> bool {
    match page.role(at) {
        Role::Furniture => true,
        Role::Body if goes_on(page, at) => false,
        Role::Body => {
            let line = page.line(at);
            let label = line.ends_with(':') && page.words(at) <= LABEL;
            let ended = ends_sentence(line) || line.ends_with(',');
            // A small letter goes on with a sentence or a verse; many words behind a number are a row of a table.
            let goes_on = line.starts_with(['–', '—', ',', ')']) || line.starts_with(char::is_lowercase);
            let row = page.words(at) > 3 && line.starts_with(|first: char| first.is_ascii_digit());
            page.words(at) <= SHORT && (label || !ended) && !goes_on && !row
        }
        Role::Title | Role::Date => false,
    }
}

/// Whether the next line goes on with the sentence of this one, as where a link was cut out of its paragraph.
fn goes_on(page: &Page, at: usize) -> bool {
    let next = (at + 1 < page.len()).then(|| page.line(at + 1));
    let cut =
        next.is_some_and(|next| next.starts_with(char::is_lowercase) || next.starts_with([',', '.', ';', ')', '»']));
    cut && !ends_sentence(page.line(at)) && page.role(at + 1) == Role::Body
}

/// Whether a line is a short one of the article's text, as verses have and answers of an interview: what lines of a menu
/// would not have as neighbours.
fn is_verse(page: &Page, at: usize) -> bool {
    let is_short = at < page.len() && page.role(at) == Role::Body && page.words(at) <= SHORT;
    is_short && page.line(at).ends_with([',', '.', '!', '?', '…', '»', ';'])
}

/// Whether a line stands where headlines stand: beside a date, or right before a paragraph.
fn may_be_heading(page: &Page, at: usize) -> bool {
    let is_date = |line: usize| page.role(line) == Role::Date;
    let next = (at + 1..page.len()).find(|line| page.role(*line) != Role::Furniture);
    let before_text = next.is_some_and(|next| is_date(next) || page.is_prose(next));
    // A headline stands twice on many pages: in the way to it and above the text.
    let copied =
        page.words(at) > 1 && (at + 1..page.len()).take(COPIES).any(|copy| same_words(page.line(at), page.line(copy)));
    let before_text = before_text || copied;
    let after_date = at > 0 && is_date(at - 1) && next.is_some();
    page.words(at) > 0 && (before_text || after_date) && !page.line(at).starts_with('•')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::RawArticle;

    /// The lines that are left, given a page whose lines are parted by ` / `.
    #[track_caller]
    fn check(page: &str, expected: &str) {
        let mut read = Page::read(&page.replace(" / ", "\n"));
        mark(&mut read, &RepeatedLines::default());
        assert_eq!(read.text_of(Role::Body).trim_end().replace('\n', " / "), expected, "{page}");
    }

    const STORY: &str = "В Таразе после долгого ремонта снова открыли мост через реку.";

    fn with_story(before: &str, after: &str) -> String {
        [before, STORY, after].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" / ")
    }

    #[test]
    fn buttons_and_captions() {
        for line in [
            "Реклама",
            "ПОДЕЛИТЬСЯ",
            "Иконка комментария 0",
            "Показать комментарии",
            "Join Telegram",
            "Лого сайта мобильная",
            "Продолжение■",
            "Фото: акимат Тараза",
            "Фото предоставлено акиматом",
            "Источник: акимат",
            "Просмотров 120",
            "Бөлісу",
            "Толығырақ",
            "Жарнама",
            "Сурет: ашық дереккөз",
            "ҚАЗ/РУ/ENG",
            "ҚАЗ",
            "None",
            "47785",
            "-4°",
            "Тараз +17°",
            "USD 511.67",
            "#Мосты #Тараз",
            "© 2021 Вестник. Все права защищены",
            "Теги: мосты, Тараз",
            "Главная > Новости > Тараз",
            "260 рет көрсетілді",
            "Читайте также: Дорога закрыта",
        ] {
            check(&with_story("", line), STORY);
        }
    }

    #[test]
    fn lines_of_the_article() {
        for line in [
            "Реклама на улицах города подорожает вдвое, сообщили в акимате.",
            "– Да.",
            "Источник воды нашли у реки под Таразом.",
            "Логотип города показали на площади.",
            "Фото с праздника жители Тараза показывают друзьям и соседям.",
            "Мы в Таразе построим мост.",
            "Фирмы просят о постановке на учет в налоговой.",
        ] {
            check(&with_story("", line), &format!("{STORY} / {line}"));
        }
    }

    #[test]
    fn repeats() {
        check(&format!("{STORY} / {STORY} / – Да. / – Нет. / – Да."), &format!("{STORY} / – Да. / – Нет. / – Да."));
    }

    /// The lines of the last of these articles that are left.
    #[track_caller]
    fn check_learned(articles: &[&str], expected: &str) {
        let mut counts = LineCounts::default();
        let mut raw = articles.iter().map(|text| RawArticle::new("1", text.replace(" / ", "\n")).source("Вестник"));
        let mut last = raw.next_back().unwrap();
        raw.for_each(|article| drop(counts.count(&article)));
        let lines = counts.count(&last);
        last.repeated_lines = counts.repeated(&lines);
        let mut page = Page::read(&last.text);
        mark(&mut page, &RepeatedLines::of(&last));
        assert_eq!(page.text_of(Role::Body).trim_end().replace('\n', " / "), expected);
    }

    #[test]
    fn what_a_source_repeats_is_learned() {
        let story = |number: usize| {
            let subjects = ["мост через реку", "порт у моря", "школу для сельских детей", "дорогу в горы"];
            format!("В городе после долгого ремонта снова открыли {}, сообщил акимат.", subjects[number])
        };
        let with = |line: &str| (0..3).map(|number| format!("{} / {line}", story(number))).collect::<Vec<_>>();
        let check = |line: &str, expected: &str| {
            let pages = with(line);
            let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
            check_learned(&pages, &if expected.is_empty() { story(2) } else { format!("{} / {expected}", story(2)) });
            // Twice may be chance.
            check_learned(&pages[1..], &format!("{} / {line}", story(2)));
        };
        check("Служба новостей «Вестника»", "");
        check("Звоните в редакцию по номеру 55 01 в любое время суток.", "");
        check("Ждём ваших писем, фотографий и рассказов о жизни города в редакции.", "");
        check("рассказали в акимате", "рассказали в акимате");
        // Copies of one article teach nothing.
        let copy = format!("{} / Служба новостей «Вестника»", story(0));
        check_learned(&[&copy, &copy, &copy], &copy);
        // A headline that a series shares stays: it takes a fifth of the articles to be a rubric.
        let page = |number: usize, line: &str| {
            format!("{line} / В городе открыли {number} новых школ, в которых будут учиться дети, сообщили в акимате.")
        };
        let pages: Vec<String> = (0..20)
            .map(|number| page(number, if number > 16 { "Новости за день" } else { "Дорога закрыта" }))
            .collect();
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        check_learned(&pages, &page(19, "Новости за день"));
        // So does the only one that a page has.
        check_learned(&pages[..16], &page(15, "Дорога закрыта"));
        let pages: Vec<String> =
            (0..16).map(|number| page(number, &format!("Новости за день / Дорога {number} закрыта"))).collect();
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        check_learned(&pages, &page(15, "Дорога 15 закрыта"));
    }

    #[test]
    fn menus_and_headings() {
        check(
            &with_story("Новости / Спорт / Общество / Культура / Мост открыт", ""),
            &format!("Мост открыт / {STORY}"),
        );
        check(&with_story("Мост открыт / Руслан Есенов", ""), &format!("Мост открыт / Руслан Есенов / {STORY}"));
        check(&with_story("", "Новости / Спорт / Общество"), STORY);
        check(&with_story("ҚАЗ РУ ENG / Мост открыт", ""), &format!("Мост открыт / {STORY}"));
        check(
            &with_story("", "Закроют улицы: / Абая / Толе би"),
            &format!("{STORY} / Закроют улицы: / Абая / Толе би"),
        );
        let verse = "Над рекою мост высок / И стоит он много лет / В том краю, / где солнца свет";
        check(&with_story("", verse), &format!("{STORY} / {verse}"));
        check(&with_story("", "Руслан Есенов"), &format!("{STORY} / Руслан Есенов"));
    }

    #[test]
    fn lists_of_other_articles() {
        let list = "Читайте также / Дорогу закрыли на ремонт до самой зимы из-за дождей / Школа снова открыта";
        check(&with_story("", list), STORY);
        check(&format!("{} / {STORY} Его ждали.", with_story("", list)), &format!("{STORY} / {STORY} Его ждали."));
    }
}
