//! The words and phrases to mark in what a query finds.

use rustc_hash::FxHashMap;

use super::said::{Row, Said};
use crate::analysis::{Beginnings, QueryWord, Terms, WordTerms};

/// What a query asked for, by the terms that a text has for it. Each word and each phrase has a number, in their order.
#[derive(Debug, Default)]
pub(super) struct Marks {
    forms: FxHashMap<String, Vec<usize>>,
    stems: FxHashMap<String, Vec<usize>>,
    /// Words that only count as written.
    exact: FxHashMap<String, Vec<usize>>,
    /// Words that are marked only in a row.
    rows: Vec<Places>,
    /// By form the rows that have it, and at which step.
    steps: FxHashMap<String, Vec<(usize, usize)>>,
    /// The same for words that only count as written.
    exact_steps: FxHashMap<String, Vec<(usize, usize)>>,
    /// How all of these terms begin.
    beginnings: Beginnings,
    weights: Vec<f32>,
}

/// The places of words in a row.
#[derive(Debug)]
pub(super) struct Places {
    /// The number of the phrase.
    pub number: usize,
    /// How many positions each of its words stands behind the first.
    pub places: Vec<usize>,
    /// How many positions more there may be between them, in all.
    pub slack: usize,
}

impl Marks {
    /// Marks one more word or phrase; its number. The rarer it is, the more weight it has in the choice of passages.
    pub fn add(&mut self, said: &Said, weight: f32) -> usize {
        let number = self.weights.len();
        self.weights.push(weight);
        match said {
            Said::Word(word) => {
                self.add_forms(number, &word.whole.forms);
                if let Some(stem) = &word.whole.stem {
                    self.beginnings.add(stem);
                    self.stems.entry(stem.clone()).or_default().push(number);
                }
            }
            Said::Written { words, .. } => {
                for word in words {
                    self.beginnings.add(word);
                    self.exact.entry(word.clone()).or_default().push(number);
                }
            }
            Said::Row(_) => {}
        }
        self.rows_of(number, said);
        number
    }

    /// Marks a word or phrase only where words follow one another: a phrase, the parts of a hyphenated word.
    pub fn add_rows_of(&mut self, said: &Said) {
        let number = self.weights.len();
        self.weights.push(1.0);
        self.rows_of(number, said);
    }

    fn rows_of(&mut self, number: usize, said: &Said) {
        match said {
            Said::Word(word) if word.parts.len() > 1 => {
                self.add_row(number, word.parts.iter().map(|part| (part, 1)), 0, false);
            }
            Said::Row(Row { words, slack, is_exact }) => {
                self.add_row(number, QueryWord::in_a_row(words), *slack, *is_exact);
            }
            Said::Word(_) | Said::Written { .. } => {}
        }
    }

    /// Marks what stands for a word: another word, or words that follow one another.
    pub fn add_synonym(&mut self, number: usize, words: &[QueryWord]) {
        match words {
            [word] => self.add_forms(number, &word.whole.forms),
            words => self.add_row(number, QueryWord::in_a_row(words), 0, false),
        }
    }

    /// Marks one more word by its forms alone.
    pub fn add_word(&mut self, forms: &[String], weight: f32) {
        let number = self.weights.len();
        self.weights.push(weight);
        self.add_forms(number, forms);
    }

    fn add_forms(&mut self, number: usize, forms: &[String]) {
        for form in forms {
            self.beginnings.add(form);
            let numbers = self.forms.entry(form.clone()).or_default();
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
    }

    /// With each word goes how many positions it takes.
    fn add_row<'t>(
        &mut self,
        number: usize,
        words: impl Iterator<Item = (&'t Terms, usize)>,
        slack: usize,
        is_exact: bool,
    ) {
        let row = self.rows.len();
        let (mut places, mut place) = (Vec::new(), 0);
        for (word, positions) in words {
            let step = (row, places.len());
            let (terms, steps) = match is_exact {
                true => (std::slice::from_ref(&word.exact), &mut self.exact_steps),
                false => (&word.forms[..], &mut self.steps),
            };
            for term in terms {
                self.beginnings.add(term);
                steps.entry(term.clone()).or_default().push(step);
            }
            places.push(place);
            place += positions;
        }
        self.rows.push(Places { number, places, slack });
    }

    /// Whether there is nothing to mark.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty() && self.rows.is_empty()
    }

    /// Whether these terms of a text may stand for anything here; if not, nothing else need be asked.
    #[inline]
    pub fn may_know(&self, terms: WordTerms<'_>) -> bool {
        terms.beginnings.meet(self.beginnings)
    }

    /// The words of the query that these terms of a text stand for, each once.
    pub fn words_of(&self, terms: WordTerms<'_>) -> Vec<usize> {
        let by_form = terms.forms().filter_map(|form| self.forms.get(form));
        let by_stem = terms.stem.and_then(|stem| self.stems.get(stem));
        let as_written = self.exact.get(terms.exact);
        let mut numbers: Vec<usize> = by_form.chain(by_stem).chain(as_written).flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// Whether these terms of a text stand for a word of the query, or for one of a phrase.
    pub fn knows(&self, terms: WordTerms<'_>) -> bool {
        self.may_know(terms) && (!self.words_of(terms).is_empty() || self.steps_of(terms).next().is_some())
    }

    /// The rows that these terms of a text may belong to, each with its step.
    pub fn steps_of(&self, terms: WordTerms<'_>) -> impl Iterator<Item = (usize, usize)> {
        let as_written = self.exact_steps.get(terms.exact);
        terms.forms().filter_map(|form| self.steps.get(form)).chain(as_written).flatten().copied()
    }

    /// The words that are marked only in a row.
    pub fn rows(&self) -> &[Places] {
        &self.rows
    }

    /// How much a word or phrase says.
    pub fn weight(&self, number: usize) -> f32 {
        self.weights.get(number).copied().unwrap_or(1.0)
    }

    /// Marks no derivations: they are marked only where they count as having the word.
    pub fn forget_derivations(&mut self) {
        self.stems.clear();
    }
}
