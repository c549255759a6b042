//! The words of the index that share a stem: derivations of one another, as a rule.

use std::cmp::Reverse;
use std::ops::ControlFlow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::commit::Commit;
use super::sought::Sought;
use crate::analysis::Analyzer;

/// How many words of a segment that begin as the stem are looked at.
const MOST_LOOKED_AT: usize = 8_192;
/// How many words a family has at most: the most frequent ones.
const MOST_WORDS: usize = 64;

/// The words that share a stem.
#[derive(Clone)]
pub(super) struct Family {
    /// Any of them.
    pub any: Sought,
    relatives: Arc<[Relative]>,
}

/// A word as written, with its forms.
struct Relative {
    word: Box<str>,
    forms: Vec<String>,
}

impl Family {
    /// Whether no article has any.
    pub fn is_empty(&self) -> bool {
        self.relatives.is_empty()
    }

    /// Those that have none of the forms of a word: its derivations. What has one is found by it.
    pub fn derived_from(&self, forms: &[String]) -> impl Iterator<Item = &str> {
        let is_derived = |relative: &&Relative| !relative.forms.iter().any(|form| forms.contains(form));
        self.relatives.iter().filter(is_derived).map(|relative| &*relative.word)
    }
}

/// The Russian words as written that have a stem. A stem is where a word begins, so that they stand in a row in the index.
pub(super) fn family(stem: &str, analyzer: &Analyzer, commit: &Commit) -> tantivy::Result<Family> {
    let mut words: FxHashMap<Box<str>, u32> = FxHashMap::default();
    for vocabulary in commit.vocabularies()? {
        let mut left = MOST_LOOKED_AT;
        vocabulary.beginning_with(stem, |word, articles| {
            *words.entry(word.into()).or_default() += articles;
            left -= 1;
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
    }
    let mut family: Vec<(u32, Box<str>)> = words.into_iter().map(|(word, articles)| (articles, word)).collect();
    family.retain(|(_, word)| analyzer.stem_of(word).is_some_and(|its| its == stem));
    family.sort_unstable_by(|a, b| (Reverse(a.0), &a.1).cmp(&(Reverse(b.0), &b.1)));
    family.truncate(MOST_WORDS);
    let any = Sought::any_written(family.iter().map(|(_, word)| &**word));
    let relative = |(_, word): (u32, Box<str>)| Relative { forms: analyzer.forms_in_text(&word), word };
    Ok(Family { any, relatives: family.into_iter().map(relative).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::RawArticle;
    use crate::search::fixture::searcher;

    #[test]
    fn the_words_of_a_stem() {
        let texts = [
            "Пенсия выросла, пенсии выплатят в срок. Пенсионный фонд пенсионеров не забыл.",
            "Пенсию и пенсии пересчитают. Пенсне нашли в музее.",
        ];
        let searcher = searcher(texts.iter().enumerate().map(|(id, text)| RawArticle::new(id.to_string(), *text)));
        for (stem, expected) in
            [("пенс", &["пенсии", "пенсию", "пенсия"][..]), ("пенсион", &["пенсионный"]), ("мост", &[])]
        {
            let family = family(stem, searcher.analyzer(), &searcher.commit()).unwrap();
            assert_eq!(family.any, Sought::any_written(expected.iter().copied()));
            assert_eq!(family.is_empty(), expected.is_empty());
            let derived: Vec<&str> = family.derived_from(&["пенсия".to_owned()]).collect();
            assert_eq!(derived, if stem == "пенс" { &[] } else { expected });
        }
    }
}
