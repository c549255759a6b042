//! Texts with their highlights as HTML. What the article wrote is escaped first, then marked.

use super::results::{Hit, Snippet};

impl Snippet {
    /// The snippet as HTML, its highlights in `<mark>`. Whatever the article has in it, nothing of it is markup, and no sign of it
    /// turns the direction of writing.
    ///
    /// # Example
    /// ```
    /// use izdeu::{Index, LocalSearcher, RawArticle, SearchRequest, Searcher};
    ///
    /// let index = Index::in_memory()?;
    /// let mut writer = index.writer()?;
    /// writer.add(RawArticle::new("1", "Новый мост <открыт> в Астане."))?;
    /// writer.commit()?;
    /// let results = LocalSearcher::open(&index)?.search(&SearchRequest::new("мост"))?;
    /// assert_eq!(results.hits[0].snippet.to_html(), "Новый <mark>мост</mark> &lt;открыт&gt; в Астане.");
    /// # Ok::<(), izdeu::Error>(())
    /// ```
    pub fn to_html(&self) -> String {
        html(&self.text, &self.highlights)
    }
}

impl Hit {
    /// The headline as HTML, its highlights in `<mark>`; the lead where there is no headline.
    pub fn title_html(&self) -> String {
        match &self.title {
            Some(title) => html(title, &self.title_highlights),
            None => html(&self.lead, &[]),
        }
    }
}

fn html(text: &str, highlights: &[[usize; 2]]) -> String {
    let mut html = String::with_capacity(text.len() + highlights.len() * 13);
    let mut borders = highlights.iter().flat_map(|[start, end]| [(*start, "<mark>"), (*end, "</mark>")]).peekable();
    for (number, letter) in text.chars().enumerate() {
        while let Some((_, tag)) = borders.next_if(|(at, _)| *at <= number) {
            html.push_str(tag);
        }
        escape(letter, &mut html);
    }
    borders.for_each(|(_, tag)| html.push_str(tag));
    html
}

fn escape(letter: char, html: &mut String) {
    match letter {
        '&' => html.push_str("&amp;"),
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        '"' => html.push_str("&quot;"),
        '\'' => html.push_str("&#39;"),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => html.push(' '),
        letter if letter.is_control() => html.push(' '),
        letter => html.push(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_article_is_markup() {
        for (text, highlights, expected) in [
            ("", &[][..], ""),
            ("мост", &[[0, 4]], "<mark>мост</mark>"),
            ("о мосте", &[[2, 7]], "о <mark>мосте</mark>"),
            ("<b>мост</b>", &[[3, 7]], "&lt;b&gt;<mark>мост</mark>&lt;/b&gt;"),
            ("a'b\"&\u{1b}[0m\u{202e}", &[[0, 1], [1, 2]], "<mark>a</mark><mark>&#39;</mark>b&quot;&amp; [0m "),
        ] {
            assert_eq!(html(text, highlights), expected);
        }
    }
}
