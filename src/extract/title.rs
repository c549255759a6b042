//! The headline of an article.

use super::furniture;
use super::page::{Page, Role};

/// The headline of an article: as given, else the first line of the page if it stands there as a headline does. Its line, and
/// copies of it, are marked.
pub(crate) fn find(given: Option<&str>, page: &mut Page) -> Option<String> {
    let given =
        given.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty());
    let title = given.or_else(|| first_line(page).map(|at| page.line(at).to_owned()))?;
    let folded = fold(&title);
    for at in 0..page.len().min(COPIES) {
        let line = page.line(at);
        if page.role(at) == Role::Date || line.len() > 3 * title.len() + 400 {
            continue;
        }
        let line_folded = fold(line);
        if line_folded == folded {
            page.mark(at, Role::Title);
        } else if page.role(at) == Role::Body
            && line_folded.strip_prefix(&folded).is_some_and(|_| furniture::is_phrase(behind(line, &title)))
        {
            // A picture's caption that repeats the headline.
            page.mark(at, Role::Furniture);
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

/// The first line of the article, if it is a headline.
fn first_line(page: &Page) -> Option<usize> {
    let is_body = |at: &usize| page.role(*at) == Role::Body;
    let mut body = (0..page.len()).filter(is_body);
    let at = body.next()?;
    let line = page.line(at);
    let ended = line.trim_end_matches(['"', '»', '”', ')']).ends_with(['.', ':', ';', ',']) && !line.ends_with("...");
    let sentence_part = line.starts_with(['–', '—', '-', '•', '·', '…']) || line.starts_with(char::is_lowercase);
    if ended || sentence_part || line.len() > LONGEST || page.words(at) < WORDS {
        return None;
    }
    let before_date = page.len() > at + 1 && page.role(at + 1) == Role::Date;
    let before_text = body.take(LINES_ABOVE_TEXT).any(|next| page.is_prose(next));
    (before_date || before_text).then_some(at)
}

/// A line for comparing: small letters and digits alone.
fn fold(line: &str) -> String {
    line.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What stands in a line behind as many letters as the title has.
fn behind<'a>(line: &'a str, title: &str) -> &'a str {
    let letters = title.chars().filter(|letter| letter.is_alphanumeric()).count();
    let end = line.char_indices().filter(|(_, letter)| letter.is_alphanumeric()).nth(letters).map(|(at, _)| at);
    &line[end.unwrap_or(line.len())..]
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "В Таразе после долгого ремонта снова открыли мост через реку.";

    #[track_caller]
    fn check(given: Option<&str>, text: &str, title: Option<&str>, body: &str) {
        let mut page = Page::read(text);
        furniture::mark(&mut page);
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
