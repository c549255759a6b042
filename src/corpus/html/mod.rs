//! One article in a web page.

mod bare;
mod depth;
mod described;
mod linked_data;

use std::ops::ControlFlow;

use dom_smoothie::{Config, Readability, ReadabilityError, TextMode};

use super::format::{Format, Found, FoundFile};
use crate::article::RawArticle;
use crate::error::Problem;
use bare::bare_text;
use depth::{DEEPEST, MOST, depth};
use described::Description;

/// An `.html` file: the main text, and what the page says about itself.
pub(super) struct Html;

impl Format for Html {
    fn endings(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
    }

    fn holds_one(&self) -> bool {
        true
    }

    fn read(&self, mut file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        let article = file.bytes().and_then(|page| read_page(&page, None, &mut file));
        found.take(article)
    }
}

/// The article of a page. `charset` is what its envelope says of its encoding; what it says itself comes second.
pub(super) fn read_page(page: &[u8], charset: Option<&str>, file: &mut FoundFile<'_>) -> Result<RawArticle, Problem> {
    let page = file.decode_markup(page, charset)?;
    let (text, description) = understand(page).map_err(|reason| file.problem(reason))?;
    let mut article = file.article(text);
    description.write_to(&mut article.metadata);
    Ok(article)
}

/// The largest page, in bytes of UTF-8: pictures may stand in it as text.
const LARGEST: usize = 32 << 20;

fn understand(page: String) -> Result<(String, Description), String> {
    let too_much = || format!("larger than {} MB or more than {MOST} tags: not one article", LARGEST >> 20);
    if page.len() > LARGEST {
        return Err(too_much());
    }
    let (deepest, tags) = depth(&page);
    if tags > MOST {
        return Err(too_much());
    }
    let (text, description) = if deepest > DEEPEST { understand_deep(&page)? } else { understand_tree(page)? };
    if text.trim().is_empty() { Err("there is no text on the page".to_owned()) } else { Ok((text, description)) }
}

fn understand_tree(page: String) -> Result<(String, Description), String> {
    let mut page = tree(page)?;
    let description = Description::of(&page);
    let text = match page.parse() {
        Ok(article) if !article.text_content.trim().is_empty() => article.text_content.to_string(),
        // A few lines may be all of an article; what is not of it is told apart later, as in any text.
        Ok(_) | Err(ReadabilityError::GrabFailed) => visible_text(&page),
        Err(error) => return Err(error.to_string()),
    };
    Ok((text, description))
}

/// Understands a page whose tags are never closed, so that they stand in one another by the thousand: only its head as a tree.
fn understand_deep(page: &str) -> Result<(String, Description), String> {
    let close = b"</head";
    let head = page.as_bytes().windows(close.len()).position(|window| window.eq_ignore_ascii_case(close));
    let head = head.map_or("", |end| &page[..end]);
    let description = if depth(head).0 > DEEPEST { None } else { Some(Description::of(&tree(head.to_owned())?)) };
    Ok((bare_text(page), description.unwrap_or_default()))
}

fn tree(page: String) -> Result<Readability, String> {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    Readability::new(page, None, Some(config)).map_err(|error| error.to_string())
}

/// All text of a page that a reader would see.
fn visible_text(page: &Readability) -> String {
    page.doc.select("script, style, noscript, template, form, select, svg, iframe").remove();
    let body = page.doc.select_single("body");
    body.nodes().first().map(|body| body.formatted_text().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
