//! Articles on their way from a corpus to the extractor, held back until those behind them have been looked at.

use std::collections::VecDeque;

use super::furniture::{Fingerprints, LineCounts};
use crate::article::RawArticle;
use crate::error::Problem;

/// So much text is held back, in bytes: what an article's source repeats shows in its neighbours.
const WINDOW: usize = 16 << 20;

/// What an article takes beside its text, in bytes, roughly: many short ones are to be bounded too.
const OVERHEAD: usize = 1 << 10;

/// Passes articles on, each with the lines that its source repeats: menus, buttons, footers.
///
/// Lines are counted as articles come in and looked up as they go out, 16 MB of text later, so that one pass is enough
/// and memory is bounded. An article that did not go through here is read by the general rules alone.
///
/// # Example
/// ```
/// use izdeu::{Extractor, Lookahead, RawArticle};
///
/// let story = |number: u32, text: &str| {
///     let text = format!("{text} Об этом сообщили в акимате города, назвав и срок работ.\nРедакция ждёт писем");
///     Ok(RawArticle::new(number.to_string(), text).source("Вестник"))
/// };
/// let articles = ["В Таразе открыли мост через реку.", "В Актау построили порт.", "В Семее ждут снега."];
/// let articles = articles.iter().zip(1..).map(|(text, number)| story(number, text));
/// let extractor = Extractor::new();
/// for article in Lookahead::new(articles) {
///     let article = extractor.extract(article?);
///     assert_eq!(article.furniture, "Редакция ждёт писем\n");
/// }
/// # Ok::<(), izdeu::Problem>(())
/// ```
pub struct Lookahead<I> {
    articles: I,
    counts: LineCounts,
    window: VecDeque<Result<(RawArticle, Fingerprints), Problem>>,
    bytes: usize,
}

impl<I: Iterator<Item = Result<RawArticle, Problem>>> Lookahead<I> {
    /// Passes on these articles.
    pub fn new(articles: I) -> Lookahead<I> {
        Lookahead { articles, counts: LineCounts::default(), window: VecDeque::new(), bytes: 0 }
    }

    /// Where the articles come from.
    pub fn articles(&self) -> &I {
        &self.articles
    }
}

impl<I: Iterator<Item = Result<RawArticle, Problem>>> Iterator for Lookahead<I> {
    type Item = Result<RawArticle, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.bytes < WINDOW {
            let Some(found) = self.articles.next() else { break };
            self.bytes += OVERHEAD;
            self.window.push_back(found.map(|raw| {
                self.bytes += raw.text.len();
                let lines = self.counts.count(&raw);
                (raw, lines)
            }));
        }
        let found = self.window.pop_front()?;
        self.bytes -= OVERHEAD;
        Some(found.map(|(mut raw, lines)| {
            self.bytes -= raw.text.len();
            raw.repeated_lines = self.counts.repeated(&lines);
            raw
        }))
    }
}
