//! Words of a query: their forms, what stands for them, and what they add to a score.

use std::sync::Arc;

use super::clause::Clause;
use super::compile::Compiler;
use super::explain::{Asked, Part};
use super::family::{Family, family};
use super::leaf::Leaf;
use super::ranking::{OTHERS, WEIGHTS, rarity};
use super::said::Said;
use super::sought::Sought;
use super::synonyms::Way;
use crate::analysis::{QueryWord, Terms, stems_of_place};
use crate::language::is_abbreviation;

/// Words that stand for another, and how much less they count.
type Meaning = (Vec<QueryWord>, f32);

/// A word or phrase that was asked for.
pub(super) struct Wanted {
    pub written: String,
    pub said: Said,
    /// What stands for it.
    pub meanings: Vec<Meaning>,
    /// What matches, if anything does.
    pub found: Option<Leaf>,
}

impl Compiler<'_> {
    /// Words side by side, which may be a phrase that has synonyms.
    pub(super) fn row(&mut self, written: &[&str], wanted: bool) -> tantivy::Result<Vec<Clause>> {
        let words: Vec<QueryWord> = written.iter().map(|word| self.read(word)).collect();
        // What is not wanted is meant as it is written.
        let mut synonyms =
            if wanted { self.lookup.synonyms.of_row(&words, self.analyzer) } else { vec![Vec::new(); words.len()] };
        if self.is_one_word {
            // A word by itself is meant as it is: only abbreviations stand for one another, and what no article has for nothing.
            let is_abbreviation =
                |word: &str| is_abbreviation(word) && !self.analyzer.is_in_dictionary(&word.to_lowercase());
            for ((written, word), ways) in written.iter().zip(&words).zip(&mut synonyms) {
                if !is_abbreviation(written) && self.word_leaf(word)?.is_some() {
                    ways.retain(|way| way.is_own || matches!(&way.words[..], [word] if is_abbreviation(word)));
                }
            }
        }
        if wanted {
            self.add_closeness(&words)?;
        }
        let mut clauses = Vec::with_capacity(words.len());
        for (place, (word, ways)) in words.iter().zip(synonyms).enumerate() {
            let is_repeated = words[..place].iter().any(|before| before.whole.forms == word.whole.forms);
            let clause = self.word(written[place], word.clone(), &ways, wanted && !is_repeated)?;
            clauses.push(match clause {
                // What is said twice has to be there once, and weighs more.
                Clause::Word { forms, .. } | Clause::Optional(forms) if is_repeated => {
                    if wanted {
                        self.ask_beside(written[place], word, forms.clone());
                    }
                    Clause::Optional(forms)
                }
                clause => clause,
            });
        }
        Ok(clauses)
    }

    /// Notes a word that never has to be there.
    fn ask_beside(&mut self, written: &str, word: &QueryWord, forms: Leaf) {
        let leaves = vec![(Part::Text, self.boosted(forms))];
        let (written, said) = (written.to_owned(), Said::Word(word.clone()));
        self.asked.push(Asked { written, said, meanings: Vec::new(), leaves });
    }

    fn word(&mut self, written: &str, word: QueryWord, synonyms: &[Way], wanted: bool) -> tantivy::Result<Clause> {
        let itself = self.word_leaf(&word)?;
        let is_there = itself.is_some();
        let articles = self.articles_of(&word.whole)?;
        let mut ways: Vec<Leaf> = itself.into_iter().collect();
        let mut meanings = Vec::new();
        for way in synonyms.iter().filter(|_| !word.whole.is_function_word) {
            let words: Vec<QueryWord> = way.words.iter().map(|word| self.read_synonym(word)).collect();
            let leaf = match &words[..] {
                [word] => self.word_leaf(word)?,
                words => self.row_leaf(QueryWord::in_a_row(words))?,
            };
            let weight = if way.is_same { OTHERS.same } else { OTHERS.meant };
            if let Some(leaf) = leaf {
                ways.push(self.in_place_of(articles, leaf, &words, weight)?);
                meanings.push((words, weight));
            }
        }
        let found = Leaf::best_of(ways);
        let forms = found.clone().unwrap_or_else(Leaf::nothing);
        if word.whole.is_function_word {
            if wanted {
                self.ask_beside(written, &word, forms.clone());
                self.function_words.push(word);
            }
            return Ok(Clause::Optional(forms));
        }
        let derivations = self.with_derivations(&forms, &word.whole)?;
        if wanted {
            if !is_there {
                self.absent.push(written.to_owned());
            }
            self.want(Wanted { written: written.to_owned(), said: Said::Word(word), meanings, found })?;
        }
        Ok(Clause::Word { forms, derivations })
    }

    /// A word of the list of synonyms. An abbreviation has no other forms: «ОИ» is no «о».
    fn read_synonym(&self, word: &str) -> QueryWord {
        let read = self.read(word);
        if !is_abbreviation(word) {
            return read;
        }
        let exact = read.whole.exact;
        QueryWord { whole: Terms { forms: vec![exact.clone()], exact, ..Terms::default() }, parts: Vec::new() }
    }

    /// What stands for a word of so many articles: no rarer than the word, and worth less. A phrase has the rarity of each of its words,
    /// so that it is shared among them.
    fn in_place_of(&self, articles: u64, leaf: Leaf, words: &[QueryWord], weight: f32) -> tantivy::Result<Leaf> {
        let mut most = articles;
        for word in words {
            most = most.max(self.articles_of(&word.whole)?);
        }
        Ok(leaf.rare_as_in(most).times(weight / words.len() as f32))
    }

    /// Notes a word or phrase of which the article should have as much as it can, and marks it.
    pub(super) fn want(&mut self, wanted: Wanted) -> tantivy::Result<()> {
        let Wanted { written, said, meanings, found } = wanted;
        self.content_words += 1;
        let words = match &said {
            Said::Word(word) => std::slice::from_ref(word),
            Said::Row(row) => &row.words,
            Said::Written { .. } => &[],
        };
        let rarity: f32 = words.iter().map(|word| self.rarity(&word.whole)).sum::<tantivy::Result<f32>>()?;
        let number = self.marks.add(&said, if words.is_empty() { 1.0 } else { rarity });
        meanings.iter().for_each(|(words, _)| self.marks.add_synonym(number, words));
        let mut leaves: Vec<(Part, Leaf)> = Vec::new();
        if let Some(found) = found {
            let content = words.iter().filter(|word| matches!(said, Said::Word(_)) || !word.whole.is_function_word);
            leaves.push((Part::Text, self.boosted(found)));
            for word in content {
                let bonus = self.bonus_of(&word.whole, &meanings)?;
                leaves.extend(bonus.into_iter().map(|(part, leaf)| (part, self.boosted(leaf))));
            }
        }
        let meanings = meanings.into_iter().map(|(words, _)| words).collect();
        self.asked.push(Asked { written, said, meanings, leaves });
        Ok(())
    }

    /// What a word matches: any of its forms; a hyphenated one also its parts in a row.
    fn word_leaf(&self, word: &QueryWord) -> tantivy::Result<Option<Leaf>> {
        let forms = self.present_forms(&word.whole)?;
        let mut ways: Vec<Leaf> = forms.into_iter().map(|form| Leaf::word(Sought::form(form), WEIGHTS.text)).collect();
        if word.parts.len() > 1 {
            ways.extend(self.row_leaf(word.parts.iter().map(|part| (part, 1)))?);
        }
        Ok(Leaf::best_of(ways))
    }

    fn with_derivations(&self, forms: &Leaf, word: &Terms) -> tantivy::Result<Leaf> {
        let mut ways = vec![forms.clone()];
        let family = word.stem.as_ref().map(|stem| self.with_stem(stem)).transpose()?;
        let mut derived = family.iter().flat_map(|family| family.derived_from(&word.forms)).peekable();
        if derived.peek().is_some() {
            ways.push(Leaf::word(Sought::any_written(derived), 1.0));
        }
        ways.extend(self.places_beside(word)?.iter().map(|family| Leaf::word(family.clone(), 1.0)));
        Ok(Leaf::best_of(ways).unwrap_or_else(Leaf::nothing))
    }

    /// The family of a stem.
    fn with_stem(&self, stem: &str) -> tantivy::Result<Family> {
        self.searcher.family(stem, || family(stem, self.analyzer, self.searcher))
    }

    /// The adjectives of a place, or the places of an adjective, that some article has.
    fn places_beside(&self, word: &Terms) -> tantivy::Result<Arc<[Sought]>> {
        let Some(stem) = &word.stem else { return Ok(Arc::default()) };
        self.searcher.places_beside(stem, || {
            let stems = stems_of_place(stem);
            let families = stems.iter().map(|stem| self.with_stem(stem)).collect::<tantivy::Result<Vec<Family>>>()?;
            Ok(families.into_iter().filter(|family| !family.is_empty()).map(|family| family.any).collect())
        })
    }

    /// The inverse frequency of a word among the articles, as BM25 has it.
    pub(super) fn rarity(&self, word: &Terms) -> tantivy::Result<f32> {
        Ok(rarity(self.searcher.documents() as f32, self.articles_of(word)? as f32))
    }

    /// How many articles have a word.
    fn articles_of(&self, word: &Terms) -> tantivy::Result<u64> {
        let mut most = 0;
        for form in &word.forms {
            most = most.max(self.searcher.articles(&Sought::form(form))?);
        }
        Ok(most)
    }

    /// What only adds to the score of an article that has the word. In the title and the lead what stands for the word scores in
    /// its place, not beside it.
    fn bonus_of(&self, word: &Terms, meanings: &[Meaning]) -> tantivy::Result<Vec<(Part, Leaf)>> {
        let by_forms = |in_front: fn(&str) -> Sought, weight: f32| {
            let single = meanings.iter().filter_map(|(words, weight)| match &words[..] {
                [word] => Some((&word.whole, weight * OTHERS.in_front)),
                _ => None,
            });
            let mut ways = Vec::new();
            for (word, share) in std::iter::once((word, 1.0)).chain(single) {
                ways.extend(word.forms.iter().map(|form| Leaf::word(in_front(form), weight * share)));
            }
            Leaf::best_of(ways)
        };
        let family = word.stem.as_ref().map(|stem| self.with_stem(stem)).transpose()?;
        let stem = family.filter(|family| !family.is_empty()).map(|family| family.any);
        let places = self.places_beside(word)?;
        let place = places.iter().map(|family| Leaf::word(family.clone(), WEIGHTS.place));
        let bonus = [
            (Part::Title, by_forms(Sought::in_title, WEIGHTS.heading)),
            (Part::Lead, by_forms(Sought::in_lead, WEIGHTS.lead)),
            (Part::Exact, Some(Leaf::word(Sought::written(&word.exact), WEIGHTS.exact))),
            (Part::Stem, stem.map(|family| Leaf::word(family, WEIGHTS.stem))),
            (Part::Place, Leaf::best_of(place)),
        ];
        Ok(bonus.into_iter().filter_map(|(part, leaf)| Some((part, leaf?))).collect())
    }
}
