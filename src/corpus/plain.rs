//! One article in a text file.

use std::path::Path;

use super::decode::read_text;
use crate::article::RawArticle;
use crate::error::Problem;

/// The article of a `.txt` or `.md` file.
pub(super) fn read(path: &Path, id: String) -> Result<RawArticle, Problem> {
    let text = read_text(path)?;
    if text.trim().is_empty() {
        return Err(Problem::new(path, "the article is empty"));
    }
    let is_markdown = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
    let heading = is_markdown.then(|| markdown_heading(&text)).flatten();
    let mut article = match heading {
        Some((title, rest)) => RawArticle::new(id, rest).title(title),
        None => RawArticle::new(id, text),
    };
    article.path = Some(path.to_path_buf());
    Ok(article)
}

/// The `# heading` that a Markdown file starts with, and what follows it.
fn markdown_heading(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start().strip_prefix("# ")?;
    let (title, rest) = rest.split_once('\n').unwrap_or((rest, ""));
    (!rest.trim().is_empty()).then_some((title.trim(), rest))
}
