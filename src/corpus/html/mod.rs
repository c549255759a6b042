//! One article in a web page.

mod depth;
mod described;
mod linked_data;

use std::ops::ControlFlow;

use dom_smoothie::{Config, Readability, ReadabilityError, TextMode};

use super::format::{Format, Found, FoundFile};
use crate::article::RawArticle;
use crate::error::Problem;
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
    let (deepest, tags) = depth(&page);
    if page.len() > LARGEST || tags > MOST {
        return Err(format!("larger than {} MB or more than {MOST} tags: not one article", LARGEST >> 20));
    }
    if deepest > DEEPEST {
        return Err(format!("its tags stand more than {DEEPEST} deep in one another"));
    }
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let mut page = Readability::new(page, None, Some(config)).map_err(|error| error.to_string())?;
    let description = Description::of(&page);
    let text = match page.parse() {
        Ok(article) if !article.text_content.trim().is_empty() => article.text_content.to_string(),
        // A few lines may be all of an article; what is not of it is told apart later, as in any text.
        Ok(_) | Err(ReadabilityError::GrabFailed) => visible_text(&page),
        Err(error) => return Err(error.to_string()),
    };
    if text.trim().is_empty() { Err("there is no text on the page".to_owned()) } else { Ok((text, description)) }
}

/// All text of a page that a reader would see.
fn visible_text(page: &Readability) -> String {
    page.doc.select("script, style, noscript, template, form, select, svg, iframe").remove();
    let body = page.doc.select_single("body");
    body.nodes().first().map(|body| body.formatted_text().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
