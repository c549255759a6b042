//! The words to mark in what a query finds.

use rustc_hash::FxHashMap;

use crate::analysis::{QueryWord, Terms};

/// The words of a query by the terms that a text has for them.
#[derive(Debug, Default)]
pub(super) struct Marks {
    forms: FxHashMap<String, usize>,
    stems: FxHashMap<String, usize>,
    count: usize,
}

impl Marks {
    /// The word of the query that these terms of a text stand for, as its place in the query.
    pub fn word_of(&self, terms: &Terms) -> Option<usize> {
        let by_form = terms.forms.iter().find_map(|form| self.forms.get(form));
        let by_stem = || terms.stem.as_ref().and_then(|stem| self.stems.get(stem));
        by_form.or_else(by_stem).copied()
    }

    /// Marks one more word, and where it is hyphenated its parts.
    pub fn add(&mut self, word: &QueryWord) {
        for terms in std::iter::once(&word.whole).chain(&word.parts) {
            for form in &terms.forms {
                self.forms.entry(form.clone()).or_insert(self.count);
            }
        }
        if let Some(stem) = &word.whole.stem {
            self.stems.entry(stem.clone()).or_insert(self.count);
        }
        self.count += 1;
    }

    /// Marks what stands for the word added last.
    pub fn add_synonym(&mut self, word: &QueryWord) {
        let place = self.count.saturating_sub(1);
        for form in &word.whole.forms {
            self.forms.entry(form.clone()).or_insert(place);
        }
    }

    /// Marks no derivations: they are marked only where they count as having the word.
    pub fn forget_derivations(&mut self) {
        self.stems.clear();
    }
}
