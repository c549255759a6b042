//! The words to mark in what a query finds.

use rustc_hash::FxHashMap;

use crate::analysis::Terms;

/// The words of a query by the forms in which a text has them.
#[derive(Debug, Default)]
pub(super) struct Marks {
    words: FxHashMap<String, usize>,
    count: usize,
}

impl Marks {
    /// The word of the query that one of these terms stands for, as its place in the query.
    pub fn word_of(&self, terms: &Terms) -> Option<usize> {
        terms.forms.iter().find_map(|form| self.words.get(form).copied())
    }

    /// The marks of these words.
    #[cfg(test)]
    pub fn of(words: impl IntoIterator<Item = Terms>) -> Marks {
        let mut marks = Marks::default();
        words.into_iter().for_each(|terms| marks.add(&terms));
        marks
    }

    /// Marks one more word.
    pub fn add(&mut self, terms: &Terms) {
        let word = self.count;
        self.count += 1;
        for form in &terms.forms {
            self.words.entry(form.clone()).or_insert(word);
        }
    }
}
