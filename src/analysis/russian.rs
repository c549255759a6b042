//! Russian words: lemmas from a dictionary, stems by Snowball, and a light rule for names that no dictionary knows.

use std::collections::HashSet;

use rumorph::{Dictionary, Source};
use rust_stemmers::{Algorithm, Stemmer};

use super::names;

/// Parts of speech (Universal Dependencies) that carry no subject of their own.
const FUNCTION_WORDS: &[&str] = &["ADP", "CCONJ", "SCONJ", "PART", "PRON", "DET", "AUX"];

/// Words that the dictionary files elsewhere, though a reader skips them too.
const MORE_FUNCTION_WORDS: &[&str] = &["где", "когда", "как", "почему", "зачем", "куда", "откуда", "сколько", "ли"];

/// Readings that are rarer are hardly ever meant.
const RARE: f64 = 0.001;

/// Knows the forms of Russian words.
pub(super) struct Russian {
    dictionary: Dictionary,
    names: Dictionary,
    name_lemmas: HashSet<&'static str>,
    stemmer: Stemmer,
}

/// What is known about a Russian word form.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Reading {
    /// The dictionary's lemmas of all its readings, without repetition; none for a word that it does not know.
    pub lemmas: Vec<String>,
    /// How likely each of them is, from 0 to 1, by the texts that the dictionary was counted on.
    pub likelihoods: Vec<f64>,
    /// The name of the own list that it is a form of.
    pub own_name: Option<String>,
    /// Whether it is a preposition, a conjunction, a pronoun or a particle by its likeliest reading.
    pub is_function_word: bool,
}

impl Reading {
    /// The lemmas that a person may mean who types this word: one that is itself a word of the dictionary («дело») is hardly ever typed for
    /// a rare form of another («деть»).
    pub fn likely_lemmas(&self, word: &str) -> impl Iterator<Item = &String> {
        let is_lemma = self.lemmas.iter().any(|lemma| lemma == word);
        let all = self.lemmas.iter().zip(&self.likelihoods);
        all.filter(move |(lemma, likelihood)| !is_lemma || *lemma == word || **likelihood >= RARE)
            .map(|(lemma, _)| lemma)
    }
}

impl Russian {
    /// Opens the bundled dictionary; about 5 ms.
    pub fn new() -> Russian {
        let dictionary = Dictionary::bundled().expect("the bundled dictionary is whole");
        let names = dictionary.clone().with_words(names::OWN_NAMES.iter().copied());
        Russian {
            dictionary,
            names: names.expect("every own name has a sample in the dictionary"),
            name_lemmas: names::OWN_NAMES.iter().map(|(name, _)| *name).collect(),
            stemmer: Stemmer::create(Algorithm::Russian),
        }
    }

    /// What is known about a word in normal form.
    pub fn read(&self, word: &str) -> Reading {
        let mut reading = Reading::default();
        let analyses = self.names.analyze(word);
        for analysis in analyses.iter().filter(|analysis| analysis.source == Source::Dictionary) {
            let lemma = analysis.lemma.to_lowercase().replace('ё', "е");
            if self.name_lemmas.contains(lemma.as_str()) {
                reading.own_name = Some(lemma);
            } else if let Some(known) = reading.lemmas.iter().position(|known| *known == lemma) {
                reading.likelihoods[known] += analysis.prob;
            } else {
                reading.lemmas.push(lemma);
                reading.likelihoods.push(analysis.prob);
            }
        }
        if let Some(likeliest) = analyses.first() {
            let part_of_speech = self.dictionary.ud_tag(likeliest.ud).map_or("", |tag| tag.pos());
            reading.is_function_word = FUNCTION_WORDS.contains(&part_of_speech) || MORE_FUNCTION_WORDS.contains(&word);
        }
        reading
    }

    /// The Snowball stem of a word in normal form.
    pub fn stem(&self, word: &str) -> String {
        self.stemmer.stem(word).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_readings_and_own_names() {
        let russian = Russian::new();
        let lemmas = |word: &str| russian.read(word).lemmas;
        assert_eq!(lemmas("конституции"), ["конституция"]);
        assert_eq!(lemmas("стали").len(), 2);
        assert_eq!(lemmas("жолдыхожаев"), [""; 0]);
        assert_eq!(russian.read("семее").own_name.as_deref(), Some("семей"));
        assert_eq!(lemmas("семей"), ["семья"]);
        assert!(russian.read("под").is_function_word);
        assert!(!russian.read("астана").is_function_word);
    }
}
