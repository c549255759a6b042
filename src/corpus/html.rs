//! One article in a web page.

use std::path::Path;

use dom_smoothie::{Config, Readability, TextMode};

use super::decode::read_text;
use crate::article::RawArticle;
use crate::error::Problem;

/// The article of an `.html` file: the main text, and what the page's metadata say (JSON-LD, `og:`, `article:`, `<time>`,
/// the canonical address, `lang`).
pub(super) fn read(path: &Path, id: String) -> Result<RawArticle, Problem> {
    let page = read_text(path)?;
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let mut page = Readability::new(page, None, Some(config)).map_err(|error| Problem::new(path, error.to_string()))?;
    let canonical = attribute(&page, "link[rel=canonical]", "href");
    let address = canonical.or_else(|| attribute(&page, "meta[property='og:url']", "content"));
    let printed_time = attribute(&page, "article time[datetime]", "datetime");
    let headline = attribute(&page, "meta[property='og:title']", "content");
    let language = attribute(&page, "html[lang]", "lang");
    let found = page.parse().map_err(|error| Problem::new(path, format!("no article on the page: {error}")))?;
    if found.text_content.trim().is_empty() {
        return Err(Problem::new(path, "no article on the page: it has no main text"));
    }
    let mut article = RawArticle::new(id, found.text_content.to_string());
    article.metadata.title = headline.or(Some(found.title)).filter(|title| !title.trim().is_empty());
    article.metadata.date = found.published_time.or(printed_time);
    article.metadata.url = address.or(found.url);
    article.metadata.language = language;
    article.path = Some(path.to_path_buf());
    Ok(article)
}

fn attribute(page: &Readability, selector: &str, name: &str) -> Option<String> {
    let value = page.doc.select_single(selector).attr(name)?;
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}
