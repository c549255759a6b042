//! What the query as a whole says about each of its words.

use std::rc::Rc;

use super::vocabulary::{Known, Vocabulary};
use super::{latin, lookalikes};
use crate::language::is_kazakh_letter;
use crate::query::TypedWord;

/// How many of the query's known words a word must go together with, at most: the rarest, which say most.
const MOST_NEIGHBOURS: usize = 4;

/// The query around a word.
pub(super) struct Context {
    /// Most of its letters are in Latin words that nobody wrote so, and some of them is not found by its Kazakh reading either.
    pub is_latin: bool,
    /// Some word mixes scripts by letters that look alike.
    pub mixes_scripts: bool,
    /// Some unknown word is known with Kazakh letters in place of Russian ones.
    pub lacks_kazakh_letters: bool,
    /// Some word has Kazakh letters.
    pub is_kazakh: bool,
    /// Some word has small letters, so that capitals mean something.
    pub has_small_letters: bool,
    /// More than half of its words are in no article: they are of another language or another subject than the articles.
    pub is_mostly_unknown: bool,
    /// The rarest of the known words.
    neighbours: Vec<Rc<Known>>,
}

impl Context {
    /// What the words of a query say together.
    pub fn of(words: &[TypedWord], vocabulary: &Vocabulary<'_>) -> tantivy::Result<Context> {
        let (mut all_letters, mut latin_letters, mut latin_is_proven) = (0, 0, false);
        let (mut content, mut unknown) = (0, 0);
        let mut context = Context {
            is_latin: false,
            mixes_scripts: words.iter().any(|word| lookalikes::is_mixed(&word.text)),
            lacks_kazakh_letters: false,
            is_kazakh: words.iter().any(|word| word.text.contains(is_kazakh_letter)),
            has_small_letters: words.iter().any(|word| word.text.contains(char::is_lowercase)),
            is_mostly_unknown: false,
            neighbours: Vec::new(),
        };
        for word in words {
            let known = vocabulary.look_up(&word.text)?;
            content += usize::from(!known.is_function_word);
            unknown += usize::from(!known.is_known());
            let letters = word.text.chars().filter(|letter| letter.is_alphabetic()).count();
            all_letters += letters;
            if latin::is_candidate(&word.text) {
                if known.written == 0 {
                    latin_letters += letters;
                    latin_is_proven = latin_is_proven || !known.is_known();
                }
            } else if !known.is_known() && !context.lacks_kazakh_letters {
                context.lacks_kazakh_letters = !vocabulary.with_kazakh_letters(&word.text)?.is_empty();
            }
            // What is known by an accident of its letters would say something wrong.
            let is_meant = known.written > 0 || vocabulary.is_in_dictionary(&word.text);
            if known.articles > 0 && !word.is_apart && is_meant && !known.is_function_word {
                context.neighbours.push(known);
            }
        }
        context.is_mostly_unknown = unknown * 2 > content;
        context.is_latin = latin_letters * 2 > all_letters && latin_is_proven;
        context.neighbours.sort_by_key(|known| known.articles);
        context.neighbours.truncate(MOST_NEIGHBOURS);
        Ok(context)
    }

    /// Whether some article has the word beside at least half of its neighbours. A word that is right and only new to the articles is
    /// near to some other by its letters, but seldom by its company.
    pub fn fits(&self, word: &Known, vocabulary: &Vocabulary<'_>) -> tantivy::Result<bool> {
        vocabulary.has_together(word, &self.neighbours, self.neighbours.len().div_ceil(2))
    }
}
