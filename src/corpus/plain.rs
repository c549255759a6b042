//! One article in a text file.

use std::ops::ControlFlow;

use super::format::{Format, Found, FoundFile};
use super::record::Record;

/// A `.txt` or `.md` file.
pub(super) struct Plain;

impl Format for Plain {
    fn endings(&self) -> &'static [&'static str] {
        &["txt", "md"]
    }

    fn holds_one(&self) -> bool {
        true
    }

    fn read(&self, mut file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        let text = match file.text() {
            Ok(text) => text,
            Err(problem) => return found.problem(problem),
        };
        let (head, text) = front_matter(&text).unwrap_or((Record::default(), &text));
        let is_markdown = file.has_ending("md");
        let heading = is_markdown.then(|| markdown_heading(text)).flatten();
        let mut article = match heading {
            Some((title, rest)) => file.article(rest).title(title),
            None => file.article(text),
        };
        match head.describe(&mut article, &file.options.fields) {
            Ok(()) => found.article(article),
            Err(fault) => found.problem(file.problem(fault)),
        }
    }
}

/// The longest front matter, in lines.
const LONGEST_HEAD: usize = 100;

/// The fields between two lines `---` that a text starts with, as static site generators and note books write them, and what
/// follows them. Of YAML only what such heads have is read: `name: value`, `name: [a, b]`, and lists of `- a`.
fn front_matter(text: &str) -> Option<(Record, &str)> {
    let start = text.trim_start_matches(['\u{feff}', '\r', '\n']).strip_prefix("---")?;
    let (blank, mut rest) = start.split_once('\n')?;
    let (mut record, mut last) = (Record::default(), None);
    for _ in 0..LONGEST_HEAD {
        let (line, behind) = rest.split_once('\n').unwrap_or((rest, ""));
        let item = line.trim_start().strip_prefix("- ");
        match (line.trim_end(), line.split_once(':'), item, last) {
            ("---" | "...", ..) => return blank.trim().is_empty().then_some((record, behind)),
            (_, _, Some(item), Some(name)) => record.add(name, unquoted(item)),
            (_, Some((name, value)), ..) if is_name(name) => {
                let list = value.trim().strip_prefix('[').and_then(|list| list.strip_suffix(']'));
                let values = list.map_or_else(|| vec![value], |list| list.split(',').collect());
                let values = values.into_iter().map(unquoted).filter(|value| !value.is_empty());
                values.for_each(|value| record.add(name, value));
                last = Some(name);
            }
            ("", ..) => {}
            _ => return None,
        }
        rest = behind;
    }
    None
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-'))
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(value)
}

/// The `# heading` that a Markdown file starts with, and what follows it.
fn markdown_heading(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start().strip_prefix("# ")?;
    let (title, rest) = rest.split_once('\n').unwrap_or((rest, ""));
    (!rest.trim().is_empty()).then_some((title.trim(), rest))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Outcome, read_one};

    #[track_caller]
    fn check(name: &str, text: &str, expected: &str) {
        let Outcome { articles, problems } = read_one(name, text.as_bytes());
        assert!(problems.is_empty(), "{problems:?}");
        let article = &articles[0];
        let known = |field: &Option<String>| field.clone().unwrap_or_else(|| "-".to_owned());
        let metadata = &article.metadata;
        let found = [known(&metadata.title), known(&metadata.date), metadata.cities.join("+"), article.text.clone()];
        assert_eq!(found.join("|"), expected, "{text}");
    }

    #[test]
    fn heads_of_markdown() {
        check("a.md", "# Мост\n\nМост открыт.", "Мост|-||\nМост открыт.");
        let head = "---\ntitle: \"Мост: открыт\"\ndate: 2026-05-14 10:00\ncities: [Тараз, 'Шу']\n---\n";
        check("a.md", &format!("{head}Мост."), "Мост: открыт|2026-05-14 10:00|Тараз+Шу|Мост.");
        check("a.txt", &format!("\r\n{head}Мост."), "Мост: открыт|2026-05-14 10:00|Тараз+Шу|Мост.");
        check("a.md", "---\ncities:\n  - Тараз\n  - Шу\n---\n# Мост\nОн открыт.", "Мост|-|Тараз+Шу|Он открыт.");
        // Lines between paragraphs are no head.
        for text in ["---\nМост открыт.\n---\nПорт.", "---\ntitle: Мост", "--- а\n---\nб"] {
            check("a.md", text, &format!("-|-||{text}"));
        }
    }
}
