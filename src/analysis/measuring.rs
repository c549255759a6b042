//! What `benches/steps.rs` measures by itself and no caller of the library needs by itself.

use super::Analyzer;
use super::tokens::tokens;
use crate::language::Language;

/// How many words a text is cut into.
pub fn count_words(text: &str) -> usize {
    tokens(text).count()
}

/// What counts the words of texts and of what is put together in them, and remembers the words that it met with all of their terms, as
/// indexing does.
pub fn term_counter() -> impl FnMut(&str, Language) -> usize {
    let mut analyzer = Analyzer::new().text_analyzer();
    move |text, language| {
        let mut count = 0;
        analyzer.words(text, language, |_| count += 1);
        count
    }
}
