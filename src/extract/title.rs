//! The headline of an article.

use super::furniture;
use super::letters::{is_letter_or_digit, small};
use super::page::{Page, Role};

/// The headline of an article: as given, else the first line of the page if it stands there as a headline does. Its line, and
/// copies of it, are marked.
pub(crate) fn find(given: Option<&str>, page: &mut Page) -> Option<String> {
    let given =
        given.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty());
    let title =
        given.or_else(|| headline(page).map(|at| page.line(at).trim_start_matches(['•', '·', ' ']).to_owned()))?;
    for at in 0..page.len().min(COPIES) {
        let line = page.line(at);
        if page.role(at) == Role::Date || line.len() > 3 * title.len() + 400 {
            continue;
        }
        match behind(line, &title) {
            Some(rest) if !rest.contains(is_letter_or_digit) => page.mark(at, Role::Title),
            // A picture's caption that repeats the headline.
            Some(rest) if page.role(at) == Role::Body && furniture::is_phrase(rest) => page.mark(at, Role::Furniture),
            _ => {}
        }
    }
    Some(title)
}

/// Copies of the headline stand among the first lines.
const COPIES: usize = 100;

/// A longer line is no headline, in bytes.
const LONGEST: usize = 400;

/// A headline has so many words at least; one word is a rubric.
const WORDS: usize = 2;

/// The text may begin so many lines below its headline: a subtitle, an author.
const LINES_ABOVE_TEXT: usize = 3;

/// So many lines above the text are looked at.
const HEAD: usize = 12;

/// The line of the headline: the one above the text that stands there twice, else the first that reads as a headline. What is
/// left of a menu above it is marked as furniture.
fn headline(page: &mut Page) -> Option<usize> {
    let body: Vec<usize> = (0..page.len()).filter(|at| page.role(*at) == Role::Body).take(HEAD).collect();
    let text = body.iter().position(|at| page.is_prose(*at) && !reads_as_headline(page, *at)).unwrap_or(body.len());
    let head = &body[..text];
    let has_copy = |at: &&usize| {
        let copies = (**at + 1..page.len()).take(HEAD);
        reads_as_headline(page, **at)
            && copies.into_iter().any(|copy| furniture::same_words(page.line(**at), page.line(copy)))
    };
    let first = || {
        let first = head.iter().find(|at| !is_leftover(page, **at))?;
        let next = body.iter().skip_while(|at| *at <= first).take(LINES_ABOVE_TEXT);
        let before_text = next.into_iter().any(|next| page.is_prose(*next));
        let before_date = first + 1 < page.len() && page.role(first + 1) == Role::Date;
        (reads_as_headline(page, *first) && (before_text || before_date)).then_some(first)
    };
    let at = *head.iter().find(has_copy).or_else(first)?;
    head.iter().filter(|above| **above < at).for_each(|above| page.mark(*above, Role::Furniture));
    Some(at)
}

/// Whether a line above the text is what is left of a menu: a rubric, a point of a list.
fn is_leftover(page: &Page, at: usize) -> bool {
    let line = page.line(at);
    let point = line.starts_with(['•', '·', '-', '>', '»']) || line.starts_with(char::is_lowercase);
    page.words(at) < WORDS || point && page.words(at) <= 4
}

/// Whether a line has the form of a headline: not the end of a sentence, not a part of one.
fn reads_as_headline(page: &Page, at: usize) -> bool {
    let line = page.line(at);
    let ended = line.trim_end_matches(['"', '»', '”', ')']).ends_with(['.', ':', ';', ',']) && !line.ends_with("...");
    let part = line.starts_with(['–', '—', '-', '…']) || line.starts_with(char::is_lowercase);
    !ended && !part && line.len() <= LONGEST && page.words(at) >= WORDS
}

/// What stands in a line behind the letters and digits of the title; none for a line that does not begin with these.
fn behind<'a>(line: &'a str, title: &str) -> Option<&'a str> {
    let mut letters = line.char_indices().filter(|(_, sign)| is_letter_or_digit(*sign));
    let mut end = 0;
    for wanted in title.chars().filter(|sign| is_letter_or_digit(*sign)) {
        let (at, letter) = letters.next().filter(|(_, letter)| small(*letter) == small(wanted))?;
        end = at + letter.len_utf8();
    }
    Some(&line[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "В Таразе после долгого ремонта снова открыли мост через реку.";

    #[track_caller]
    fn check(given: Option<&str>, text: &str, title: Option<&str>, body: &str) {
        let mut page = Page::read(text);
        furniture::mark(&mut page, &Default::default());
        assert_eq!(find(given, &mut page).as_deref(), title, "{text}");
        assert_eq!(page.text_of(Role::Body), body, "{text}");
    }

    #[test]
    fn headlines() {
        let story = format!("{STORY}\n");
        check(None, &format!("Мост снова открыт\n{STORY}"), Some("Мост снова открыт"), &story);
        check(
            None,
            &format!("Мост снова открыт\nДолгий ремонт\n{STORY}"),
            Some("Мост снова открыт"),
            &format!("Долгий ремонт\n{story}"),
        );
        check(None, &format!("Реклама\nЗачем мост?\nЗачем мост?\n{STORY}"), Some("Зачем мост?"), &story);
        check(None, &format!("Мост открыт\n{STORY}\nМост открыт Фото: акимат"), Some("Мост открыт"), &story);
        check(Some("Мост  открыт"), &format!("Мост открыт!\n{STORY}"), Some("Мост открыт"), &story);
        check(None, &format!("Общество\nМост снова открыт\n{STORY}"), Some("Мост снова открыт"), &story);
        check(
            None,
            &format!("Руслан Есенов, Тараз\nМост открыт\nДолгий ремонт кончился\nМост открыт\n{STORY}"),
            Some("Мост открыт"),
            &format!("Долгий ремонт кончился\n{story}"),
        );
        check(None, &format!("• Мост открыт\nМост открыт\n{STORY}"), Some("Мост открыт"), &story);
        check(Some(" "), STORY, None, &story);
    }

    #[test]
    fn lines_that_are_no_headlines() {
        check(None, STORY, None, &format!("{STORY}\n"));
        check(None, &format!("– Мост открыт\n{STORY}"), None, &format!("– Мост открыт\n{STORY}\n"));
        check(None, "Мост открыт", None, "Мост открыт\n");
        check(None, "", None, "");
    }
}
