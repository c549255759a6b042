//! Neighbours in the query that are neighbours in the text: «мост через Иртыш» in one breath says more than both words somewhere.
//!
//! The unordered windows of the sequential dependence model (Metzler and Croft, SIGIR 2005).

use super::compile::Compiler;
use super::positions::Condition;
use super::ranking::CLOSENESS;
use crate::analysis::QueryWord;

impl Compiler<'_> {
    /// Lets articles count more in which words that stand side by side in the query stand close together.
    pub(super) fn add_closeness(&mut self, row: &[QueryWord]) -> tantivy::Result<()> {
        let content: Vec<&QueryWord> = row.iter().filter(|word| !word.whole.is_function_word).collect();
        if content.len() > CLOSENESS.longest_row {
            return Ok(());
        }
        for pair in content.windows(2) {
            let [one, other] = pair else { continue };
            let parts = vec![self.places_of(one)?, self.places_of(other)?];
            if let Some(close) = self.standing(parts, Condition::Within(CLOSENESS.words), false) {
                self.close.push(self.boosted(close.times(CLOSENESS.weight)));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::article::RawArticle;
    use crate::search::fixture::searcher;
    use crate::search::{SearchRequest, Searcher as _};

    #[test]
    fn words_in_one_breath_count_more_than_words_far_apart() {
        let articles = [
            ("apart", "Мост закрыли на ремонт до осени, объезд открыт по улице Абая и дальше через Иртыш."),
            ("close", "Закрыли на ремонт до осени мост через Иртыш, объезд открыт по улице Абая и дальше."),
        ];
        let searcher = searcher(articles.map(|(id, text)| RawArticle::new(id, text)));
        for query in ["мост Иртыш", "Иртыш и его мосты"] {
            let found = searcher.search(&SearchRequest::new(query).explain()).unwrap();
            let close: Vec<(&str, bool)> = found
                .hits
                .iter()
                .map(|hit| (hit.id.as_str(), hit.explanation.as_ref().unwrap().close_words > 0.0))
                .collect();
            assert_eq!(close, [("close", true), ("apart", false)], "{query}");
        }
    }
}
