//! The words and phrases to mark in what a query finds.

use rustc_hash::FxHashMap;

use crate::analysis::{QueryWord, Terms};

/// What a query asked for, by the terms that a text has for it. Each word and each phrase has a number, in their order.
#[derive(Debug, Default)]
pub(super) struct Marks {
    forms: FxHashMap<String, Vec<usize>>,
    stems: FxHashMap<String, Vec<usize>>,
    /// Words that are marked only in a row.
    /// Words that only count as written.
    exact: FxHashMap<String, Vec<usize>>,
    rows: Vec<Row>,
    /// By form the rows that have it, and at which step.
    steps: FxHashMap<String, Vec<(usize, usize)>>,
    weights: Vec<f32>,
}

/// Words in a row.
#[derive(Debug)]
pub(super) struct Row {
    /// The number of the phrase.
    pub number: usize,
    /// How many positions each of its words stands behind the first.
    pub places: Vec<usize>,
}

impl Marks {
    /// Marks one more word; a hyphenated one also where its parts follow one another. The rarer it is, the more weight it has in
    /// the choice of passages.
    pub fn add(&mut self, word: &QueryWord, weight: f32) {
        let number = self.add_word(&word.whole.forms, weight);
        if let Some(stem) = &word.whole.stem {
            self.stems.entry(stem.clone()).or_default().push(number);
        }
        self.add_parts_of(number, word);
    }

    /// Marks where the parts of a hyphenated word follow one another; nothing for another word.
    pub fn add_parts(&mut self, word: &QueryWord) {
        let number = self.weights.len();
        self.weights.push(1.0);
        self.add_parts_of(number, word);
    }

    fn add_parts_of(&mut self, number: usize, word: &QueryWord) {
        if word.parts.len() > 1 {
            self.add_row(number, word.parts.iter().map(|part| (part, 1)));
        }
    }

    /// Marks one more word by its forms alone; its number.
    pub fn add_word(&mut self, forms: &[String], weight: f32) -> usize {
        let number = self.weights.len();
        self.weights.push(weight);
        self.add_terms(number, forms);
        number
    }

    /// Marks what stands for the word added last: a word, or words that follow one another.
    pub fn add_synonym(&mut self, words: &[QueryWord]) {
        let Some(number) = self.weights.len().checked_sub(1) else { return };
        match words {
            [word] => self.add_terms(number, &word.whole.forms),
            words => self.add_row(number, words.iter().map(|word| (&word.whole, word.parts.len().max(1)))),
        }
    }

    /// Marks words that follow one another, as one: none of them by itself.
    pub fn add_phrase(&mut self, words: &[QueryWord], weight: f32) {
        let number = self.weights.len();
        self.weights.push(weight);
        self.add_row(number, words.iter().map(|word| (&word.whole, word.parts.len().max(1))));
    }

    /// Marks what stands for a word: its forms, or what it was widened to.
    pub fn add_terms(&mut self, number: usize, forms: &[String]) {
        for form in forms {
            let numbers = self.forms.entry(form.clone()).or_default();
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
    }

    /// With each word goes how many positions it takes.
    fn add_row<'t>(&mut self, number: usize, words: impl Iterator<Item = (&'t Terms, usize)>) {
        let row = self.rows.len();
        let (mut places, mut place) = (Vec::new(), 0);
        for (word, positions) in words {
            for form in &word.forms {
                self.steps.entry(form.clone()).or_default().push((row, places.len()));
            }
            places.push(place);
            place += positions;
        }
        self.rows.push(Row { number, places });
    }

    /// The words of the query that these terms of a text stand for, each once.
    pub fn words_of(&self, terms: &Terms) -> Vec<usize> {
        let by_form = terms.forms.iter().filter_map(|form| self.forms.get(form));
        let by_stem = terms.stem.as_ref().and_then(|stem| self.stems.get(stem));
        let as_written = self.exact.get(&terms.exact);
        let mut numbers: Vec<usize> = by_form.chain(by_stem).chain(as_written).flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// Whether these terms of a text stand for a word of the query, or for one of a phrase.
    pub fn knows(&self, terms: &Terms) -> bool {
        !self.words_of(terms).is_empty() || self.steps_of(terms).next().is_some()
    }

    /// The rows that these terms of a text may belong to, each with its step.
    pub fn steps_of(&self, terms: &Terms) -> impl Iterator<Item = (usize, usize)> {
        terms.forms.iter().filter_map(|form| self.steps.get(form)).flatten().copied()
    }

    /// The words that are marked only in a row.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// How much a word or phrase says.
    pub fn weight(&self, number: usize) -> f32 {
        self.weights.get(number).copied().unwrap_or(1.0)
    }

    /// Marks one more word: it stands for these, as they are written.
    pub fn add_exact(&mut self, words: impl Iterator<Item = String>) {
        let number = self.weights.len();
        self.weights.push(1.0);
        words.for_each(|word| self.exact.entry(word).or_default().push(number));
    }

    /// Marks no derivations: they are marked only where they count as having the word.
    pub fn forget_derivations(&mut self) {
        self.stems.clear();
    }
}
