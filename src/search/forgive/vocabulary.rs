//! The words that the articles have, by the index's own lists of terms.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::rc::Rc;

use tantivy_fst::Automaton;

use super::typo::Candidate;
use super::{kazakh, typo};
use crate::analysis::{Analyzer, QueryWord, Terms, name_form};
use crate::language::is_kazakh_letter;
use crate::search::commit::Commit;
use crate::search::deadline::Deadline;
use crate::search::docs::Docs;
use crate::search::fields::Lookup;
use crate::search::leaf::Leaf;
use crate::search::lexicon::read_word;
use crate::search::segment::Segment;
use crate::search::sought::Sought;
use crate::search::synonyms::Synonyms;

/// A search of the lists ends at this many words of a segment. Only a pattern that fits nearly anything gets so far.
const MOST_WORDS: usize = 4_096;

/// The words of all articles, as one query asks for them.
pub(in crate::search) struct Vocabulary<'a> {
    analyzer: &'a Analyzer,
    searcher: &'a Commit,
    synonyms: &'a Synonyms,
    /// The words that were looked up, and what was found near them: each step asks again.
    known: RefCell<HashMap<String, Rc<Known>>>,
    candidates: Memory<Candidate>,
    with_kazakh_letters: Memory<(String, u64)>,
}

/// What was found for words.
type Memory<T> = RefCell<HashMap<String, Rc<[T]>>>;

/// A word as the articles have it.
pub(super) struct Known {
    /// The word in the spelling of the list of written words: small letters, е for ё, one script.
    pub normal: String,
    /// How many articles the word finds; a hyphenated one at least in parts, then as many as the rarest of them does.
    pub articles: u64,
    /// How many articles have it written so, in normal spelling.
    pub written: u64,
    /// How many articles have a case of the same name.
    as_name: u64,
    /// Whether it carries no subject of its own, and so never has to be there.
    pub is_function_word: bool,
    forms: Vec<String>,
}

impl Known {
    /// Whether some article has the word, or none has to.
    pub fn is_known(&self) -> bool {
        self.articles > 0 || self.is_function_word
    }

    /// Whether the articles that it finds have the word itself in one of its cases, and not another one that shares a stem by
    /// accident, as «россиии» and «росси» do. A word with Kazakh letters is found by its root alone.
    pub fn finds_itself(&self) -> bool {
        self.articles > 0 && (self.as_name > 0 || self.normal.contains(is_kazakh_letter))
    }

    /// Whether two words are forms of one.
    pub fn is_same_word(&self, other: &Known) -> bool {
        self.forms.iter().any(|form| other.forms.contains(form))
    }
}

impl<'a> Vocabulary<'a> {
    /// The words of the articles that a searcher sees.
    pub fn new(analyzer: &'a Analyzer, lookup: Lookup<'a>) -> Vocabulary<'a> {
        Vocabulary {
            analyzer,
            searcher: lookup.searcher,
            synonyms: lookup.synonyms,
            known: RefCell::default(),
            candidates: RefCell::default(),
            with_kazakh_letters: RefCell::default(),
        }
    }

    /// A word of a query as the articles have it.
    pub(super) fn look_up(&self, word: &str) -> tantivy::Result<Rc<Known>> {
        if let Some(known) = self.known.borrow().get(word) {
            return Ok(Rc::clone(known));
        }
        let QueryWord { whole, parts } = read_word(word, self.analyzer, self.searcher);
        let mut articles = self.articles_of(&whole)?;
        if articles == 0 && parts.len() > 1 {
            let of_parts = parts.iter().map(|part| self.articles_of(part)).collect::<tantivy::Result<Vec<_>>>()?;
            articles = of_parts.into_iter().min().unwrap_or_default();
        }
        let written = self.searcher.articles(&Sought::written(&whole.exact))?;
        let mut as_name = 0;
        for part in if parts.len() > 1 { &parts[..] } else { std::slice::from_ref(&whole) } {
            as_name = as_name.max(self.articles_with(&name_form(&part.exact))?);
        }
        let Terms { exact: normal, forms, is_function_word, .. } = whole;
        let known = Rc::new(Known { normal, articles, written, as_name, is_function_word, forms });
        self.known.borrow_mut().insert(word.to_owned(), Rc::clone(&known));
        Ok(known)
    }

    /// The words of the articles that were likeliest meant, were this one a slip.
    pub(super) fn candidates(&self, word: &str) -> tantivy::Result<Rc<[Candidate]>> {
        remembered(&self.candidates, word, || typo::candidates(word, self))
    }

    /// The words of the articles with Kazakh letters that were typed so, most frequent first.
    pub(super) fn with_kazakh_letters(&self, word: &str) -> tantivy::Result<Rc<[(String, u64)]>> {
        remembered(&self.with_kazakh_letters, word, || kazakh::with_kazakh_letters(word, self))
    }

    /// Whether some article has the word, or none has to.
    pub(super) fn knows(&self, word: &str) -> tantivy::Result<bool> {
        Ok(self.look_up(word)?.is_known())
    }

    /// Whether something may stand for the word, so that it is one: «Ресей» for «Россия».
    pub(super) fn has_synonyms(&self, word: &str) -> bool {
        self.synonyms.of_row(&[self.analyzer.query_word(word)], self.analyzer).iter().any(|ways| !ways.is_empty())
    }

    /// Whether the Russian dictionary has the word as it is written.
    pub(super) fn is_in_dictionary(&self, word: &str) -> bool {
        self.analyzer.is_in_dictionary(word)
    }

    /// The written words that a pattern fits, in normal spelling, from `first` on if there is one, each with the number of
    /// articles that have it.
    pub fn written(
        &self,
        pattern: &impl Automaton<State: Clone>,
        first: Option<char>,
    ) -> tantivy::Result<Vec<(String, u64)>> {
        let mut found: HashMap<String, u64> = HashMap::new();
        for words in self.searcher.vocabularies()? {
            let mut left = MOST_WORDS;
            words.fitting(pattern, first, |word, articles| {
                *found.entry(word.to_owned()).or_default() += u64::from(articles);
                left -= 1;
                if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })?;
        }
        let mut found: Vec<(String, u64)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(found)
    }

    /// Whether some article has a word and at least so many of the others.
    pub(super) fn has_together(&self, word: &Known, others: &[Rc<Known>], required: usize) -> tantivy::Result<bool> {
        if others.is_empty() || required == 0 {
            return Ok(true);
        }
        let others: Vec<Sought> = others.iter().map(|other| any_form(other)).collect();
        if let Some(collection) = self.searcher.collection() {
            return collection.has_together(&any_form(word), &others, required);
        }
        let word = Leaf::word(any_form(word), 1.0);
        let others: Vec<Leaf> = others.into_iter().map(|other| Leaf::word(other, 1.0)).collect();
        for number in 0..self.searcher.segment_readers().len() {
            let segment = Segment::of(self.searcher, number as u32, Deadline::never());
            let found = segment.find(&word)?;
            if found.len() > 0 {
                let mut beside = vec![found; others.len()];
                for (docs, other) in beside.iter_mut().zip(&others) {
                    segment.narrow(docs, other)?;
                }
                if Docs::in_at_least(required, &beside, segment.reader().max_doc()).len() > 0 {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn articles_of(&self, word: &Terms) -> tantivy::Result<u64> {
        let mut most = 0;
        for form in &word.forms {
            most = most.max(self.articles_with(form)?);
        }
        Ok(most)
    }

    fn articles_with(&self, form: &str) -> tantivy::Result<u64> {
        self.searcher.articles(&Sought::form(form))
    }
}

fn any_form(word: &Known) -> Sought {
    Sought::forms(word.forms.iter().map(String::as_str))
}

/// What was found for a word before, or is found now.
fn remembered<T>(
    memory: &Memory<T>,
    word: &str,
    find: impl FnOnce() -> tantivy::Result<Vec<T>>,
) -> tantivy::Result<Rc<[T]>> {
    if let Some(found) = memory.borrow().get(word) {
        return Ok(Rc::clone(found));
    }
    let found: Rc<[T]> = find()?.into();
    memory.borrow_mut().insert(word.to_owned(), Rc::clone(&found));
    Ok(found)
}
