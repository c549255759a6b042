//! One article in a web page.

use std::ops::ControlFlow;

use dom_smoothie::{Config, Readability, TextMode};

use super::format::{Format, Found, FoundFile};
use crate::article::RawArticle;

/// An `.html` file: the main text, and what the page's metadata say (JSON-LD, `og:`, `article:`, `<time>`, the canonical
/// address, `lang`).
pub(super) struct Html;

impl Format for Html {
    fn endings(&self) -> &'static [&'static str] {
        &["html", "htm"]
    }

    fn holds_one(&self) -> bool {
        true
    }

    fn read(&self, mut file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        found.take(file.text().and_then(|page| article(page, &file).map_err(|fault| file.problem(fault))))
    }
}

fn article(page: String, file: &FoundFile<'_>) -> Result<RawArticle, String> {
    if depth(&page) > DEEPEST {
        return Err(format!("its tags stand more than {DEEPEST} deep in one another"));
    }
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let mut page = Readability::new(page, None, Some(config)).map_err(|error| error.to_string())?;
    let canonical = attribute(&page, "link[rel=canonical]", "href");
    let address = canonical.or_else(|| attribute(&page, "meta[property='og:url']", "content"));
    let printed_time = attribute(&page, "article time[datetime]", "datetime");
    let headline = attribute(&page, "meta[property='og:title']", "content");
    let language = attribute(&page, "html[lang]", "lang");
    let found = page.parse().map_err(|error| format!("no article on the page: {error}"))?;
    if found.text_content.trim().is_empty() {
        return Err("no article on the page: it has no main text".to_owned());
    }
    let mut article = file.article(found.text_content.to_string());
    article.metadata.title = headline.or(Some(found.title)).filter(|title| !title.trim().is_empty());
    article.metadata.date = found.published_time.or(printed_time);
    article.metadata.url = address.or(found.url);
    article.metadata.language = language;
    Ok(article)
}

/// How deep tags may stand in one another: readability takes time by the square of it.
const DEEPEST: usize = 1_000;

/// How deep the tags of a page stand in one another at most, without regard to tags that need no end. Scripts and styles have
/// signs like tags in them and are passed over.
fn depth(page: &str) -> usize {
    let (mut rest, mut depth, mut deepest) = (page.as_bytes(), 0usize, 0);
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        rest = &rest[at + 1..];
        let end = rest.iter().position(|byte| *byte == b'>').unwrap_or(rest.len());
        let tag = &rest[..end];
        let name = tag_name(tag);
        match tag.first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(_) if name == b"script" || name == b"style" => {
                let close = [b"</", name.as_slice()].concat();
                let end = rest.windows(close.len()).position(|window| window.eq_ignore_ascii_case(&close));
                rest = &rest[end.map_or(rest.len(), |end| end + close.len())..];
            }
            Some(_) if !name.is_empty() && !tag.ends_with(b"/") && !is_void(&name) => depth += 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The name of a tag in small letters; empty for what is no tag.
fn tag_name(tag: &[u8]) -> Vec<u8> {
    tag.iter().take_while(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}

/// Whether a tag never has an end: `<br>`, `<img …>`; or has one that pages leave out: `<p>`, `<li>`.
fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"br"
            | b"img"
            | b"meta"
            | b"link"
            | b"input"
            | b"hr"
            | b"p"
            | b"li"
            | b"td"
            | b"tr"
            | b"th"
            | b"option"
            | b"source"
            | b"path"
            | b"area"
            | b"base"
            | b"col"
            | b"embed"
            | b"wbr"
            | b"dt"
            | b"dd"
    )
}

fn attribute(page: &Readability, selector: &str, name: &str) -> Option<String> {
    let value = page.doc.select_single(selector).attr(name)?;
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_without_tags_that_need_no_end() {
        assert_eq!(depth("<html><body><p>a<p>b<br><img src=x></body></html>"), 2);
        assert_eq!(
            depth("<body><script>if (a<b && c<d) {}</script><style>a<b</style><svg><use x='1'/></svg></body>"),
            2
        );
        assert_eq!(depth(&"<div>".repeat(5_000)), 5_000);
        assert_eq!(depth("<script>"), 0);
    }
}
