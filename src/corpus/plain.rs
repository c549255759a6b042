//! One article in a text file.

use std::ops::ControlFlow;

use super::format::{Format, Found, FoundFile};

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
        let is_markdown = file.has_ending("md");
        let heading = is_markdown.then(|| markdown_heading(&text)).flatten();
        found.article(match heading {
            Some((title, rest)) => file.article(rest).title(title),
            None => file.article(text),
        })
    }
}

/// The `# heading` that a Markdown file starts with, and what follows it.
fn markdown_heading(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start().strip_prefix("# ")?;
    let (title, rest) = rest.split_once('\n').unwrap_or((rest, ""));
    (!rest.trim().is_empty()).then_some((title.trim(), rest))
}
