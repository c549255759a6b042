//! The words that the articles have, by the index's own lists of terms.

use std::collections::HashMap;

use tantivy::{Searcher, Term};
use tantivy_fst::Automaton;

use crate::analysis::{Analyzer, Terms};
use crate::index::schema::Fields;

/// A search of the lists ends at this many terms of a segment. Only a pattern that fits nearly anything gets so far.
const MOST_TERMS: usize = 4_096;

/// The words of all articles.
pub(in crate::search) struct Vocabulary<'a> {
    pub analyzer: &'a Analyzer,
    pub fields: &'a Fields,
    pub searcher: &'a Searcher,
}

impl Vocabulary<'_> {
    /// How many articles a word of the query finds; of a hyphenated one, at least the rarest of its parts if not the whole.
    pub fn articles(&self, word: &str) -> tantivy::Result<u64> {
        let word = self.analyzer.query_word(word);
        let mut articles = self.articles_of(&word.whole)?;
        if articles == 0 && word.parts.len() > 1 {
            let mut rarest = u64::MAX;
            for part in &word.parts {
                rarest = rarest.min(self.articles_of(part)?);
            }
            articles = rarest;
        }
        Ok(articles)
    }

    /// Whether some article has the word, or it is one that never has to be there.
    pub fn knows(&self, word: &str) -> tantivy::Result<bool> {
        Ok(self.is_function_word(word) || self.articles(word)? > 0)
    }

    /// Whether the word carries no subject of its own.
    pub fn is_function_word(&self, word: &str) -> bool {
        self.analyzer.query_word(word).whole.is_function_word
    }

    /// Whether two words are forms of one.
    pub fn is_same_word(&self, one: &str, other: &str) -> bool {
        let (one, other) = (self.analyzer.query_word(one).whole, self.analyzer.query_word(other).whole);
        one.forms.iter().any(|form| other.forms.contains(form))
    }

    /// The word in the spelling of the list of written words: small letters, е for ё, one script.
    pub fn normal(&self, word: &str) -> String {
        self.analyzer.query_word(word).whole.exact
    }

    /// The written words that a pattern fits, in normal spelling, from `first` on if there is one, each with the number of
    /// articles that have it.
    pub fn written(
        &self,
        pattern: &impl Automaton<State: Clone>,
        first: Option<char>,
    ) -> tantivy::Result<Vec<(String, u64)>> {
        let mut found: HashMap<String, u64> = HashMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.exact)?;
            let mut search = index.terms().search(pattern);
            if let Some(first) = first {
                search = search.ge(first.to_string());
                // The letter behind it in the order of the terms.
                if let Some(next) = char::from_u32(u32::from(first) + 1) {
                    search = search.lt(next.to_string());
                }
            }
            let mut terms = search.into_stream()?;
            let mut left = MOST_TERMS;
            while left > 0 && terms.advance() {
                left -= 1;
                if let Ok(term) = std::str::from_utf8(terms.key()) {
                    *found.entry(term.to_owned()).or_default() += u64::from(terms.value().doc_freq);
                }
            }
        }
        let mut found: Vec<(String, u64)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(found)
    }

    fn articles_of(&self, word: &Terms) -> tantivy::Result<u64> {
        let mut most = 0;
        for form in &word.forms {
            most = most.max(self.searcher.doc_freq(&Term::from_field_text(self.fields.text, form))?);
        }
        Ok(most)
    }
}
