//! "What was meant by words that no article has?" A query goes in as typed and comes out with its slips put right, each with its
//! reason.
//!
//! Only what the articles have is ever meant, and only what they do not have, or hardly, is ever changed: a query that finds something
//! good as typed stays as it is. Words are changed in their places, so that quotes, brackets and operators stay as typed.

mod context;
mod kazakh;
mod latin;
mod layout;
mod lookalikes;
mod spelling;
mod typo;
mod vocabulary;

#[cfg(test)]
mod tests;

pub(super) use typo::Near;
pub(super) use vocabulary::Vocabulary;

use context::Context;

use super::results::{Correction, CorrectionReason};
use crate::language::is_abbreviation;
use crate::query::{TypedWord, Warning, WarningKind, words};

/// How many unknown words of a query are looked at: slips are few, and a text that is no query is not to be searched for them.
const MOST_UNKNOWN: usize = 24;
/// How many times more articles a word must have than one that is known as typed, to be searched for in its place: only where the rest
/// of the query says that it was spelled otherwise.
const FAR_MORE: u64 = 10;
/// A word of so many articles, but for a likely slip, is meant whatever the other words are.
const COMMON: u64 = 100;
/// How many times more articles a word must have than the one as typed, to be proposed.
const PROPOSED: u64 = 300;
/// Words of at most this many articles may be slips of those who wrote the articles.
const RARE: u64 = 3;
/// How many of the likeliest words are looked at in place of one.
const MOST_CANDIDATES: usize = 3;
/// Shorter words are not proposed for.
const SHORTEST_PROPOSED: usize = 5;

/// A query with its slips put right.
#[derive(Debug, Default)]
pub(super) struct Forgiven {
    /// The query to answer.
    pub text: String,
    /// What was changed.
    pub corrections: Vec<Correction>,
    /// What may have been meant by words that are there, but hardly.
    pub proposals: Vec<Warning>,
}

impl Forgiven {
    /// The query as typed.
    pub fn literal(text: &str) -> Forgiven {
        Forgiven { text: text.to_owned(), ..Forgiven::default() }
    }

    /// The character that was typed for one of the query to answer; both are counted from 0.
    pub fn place_as_typed(&self, place: usize) -> usize {
        let (mut typed, mut meant) = (0, 0);
        // Other layouts are put right key for key, and before all else.
        for correction in self.corrections.iter().filter(|one| one.reason != CorrectionReason::Layout) {
            let start = meant + (correction.position - typed);
            let end = start + correction.meant.chars().count();
            let length = correction.typed.chars().count();
            if place < start {
                break;
            }
            if place < end {
                return correction.position + (place - start).min(length.saturating_sub(1));
            }
            (typed, meant) = (correction.position + length, end);
        }
        typed + (place - meant)
    }

    /// Where a word or phrase of the query to answer was typed, if it can be found there.
    pub fn place_of(&self, word: &str) -> Option<usize> {
        let word = word.trim_start_matches('«').trim_end_matches('»');
        let is_border = |next: Option<char>| !next.is_some_and(char::is_alphanumeric);
        let (at, _) = self.text.match_indices(word).find(|(at, _)| {
            is_border(self.text[..*at].chars().next_back()) && is_border(self.text[at + word.len()..].chars().next())
        })?;
        Some(self.place_as_typed(self.text[..at].chars().count()))
    }
}

/// A way to read a word: the word that was meant, in normal spelling.
type Step = fn(&TypedWord, &Context, &Vocabulary<'_>) -> tantivy::Result<Option<String>>;

/// The ways to read a word, in order; the first that finds one is taken. Before them the layout of the keyboard is put right.
const STEPS: &[(CorrectionReason, Step)] = &[
    (CorrectionReason::Lookalikes, by_lookalikes),
    (CorrectionReason::Latin, by_latin),
    (CorrectionReason::KazakhLetters, by_kazakh_letters),
    (CorrectionReason::Typo, by_typo),
];

/// Puts the slips of a query right.
pub(super) fn forgive(typed: &str, vocabulary: &Vocabulary<'_>) -> tantivy::Result<Forgiven> {
    let layout = layout::corrections(typed, vocabulary)?;
    // Key for key: the places of the words stay what they were.
    let text = replace(typed, &layout);
    let all = parts(words(&text), vocabulary)?;
    let context = Context::of(&all, vocabulary)?;
    let mut corrections = Vec::new();
    let mut proposals = Vec::new();
    let mut looked_at = 0;
    for word in &all {
        if looked_at == MOST_UNKNOWN {
            break;
        }
        let before = corrections.len();
        for (reason, step) in STEPS {
            if let Some(meant) = step(word, &context, vocabulary)? {
                let meant = in_case_of(&word.text, &meant);
                let typed = word.text.clone();
                corrections.push(Correction { typed, meant, position: word.position, reason: *reason });
                break;
            }
        }
        let is_corrected = corrections.len() > before;
        if !is_corrected {
            proposals.extend(proposal(word, vocabulary)?);
        }
        looked_at += usize::from(is_corrected || vocabulary.look_up(&word.text)?.articles <= RARE);
    }
    let text = replace(&text, &corrections);
    Ok(Forgiven { text, corrections: [layout, corrections].concat(), proposals })
}

/// A word of which all letters look like Cyrillic ones, in Latin.
fn by_lookalikes(word: &TypedWord, context: &Context, vocabulary: &Vocabulary<'_>) -> tantivy::Result<Option<String>> {
    if !context.mixes_scripts && vocabulary.knows(&word.text)? {
        return Ok(None);
    }
    let Some(meant) = lookalikes::to_cyrillic(&word.text) else { return Ok(None) };
    Ok(vocabulary.knows(&meant)?.then_some(meant))
}

fn by_latin(word: &TypedWord, context: &Context, vocabulary: &Vocabulary<'_>) -> tantivy::Result<Option<String>> {
    if !latin::is_candidate(&word.text) {
        return Ok(None);
    }
    let known = vocabulary.look_up(&word.text)?;
    if known.is_known() && !context.is_latin {
        return Ok(None);
    }
    let Some((meant, articles)) = latin::cyrillic(&word.text, vocabulary)?.into_iter().next() else { return Ok(None) };
    let is_better = articles >= FAR_MORE * known.written || vocabulary.look_up(&meant)?.is_function_word;
    Ok(is_better.then_some(meant))
}

fn by_kazakh_letters(
    word: &TypedWord,
    context: &Context,
    vocabulary: &Vocabulary<'_>,
) -> tantivy::Result<Option<String>> {
    let known = vocabulary.look_up(&word.text)?;
    let is_unwritten = known.written == 0 && !known.is_function_word && !vocabulary.is_in_dictionary(&word.text);
    if known.is_known() && !(context.lacks_kazakh_letters && is_unwritten) {
        return Ok(None);
    }
    Ok(vocabulary.with_kazakh_letters(&word.text)?.first().map(|(meant, _)| meant.clone()))
}

fn by_typo(word: &TypedWord, context: &Context, vocabulary: &Vocabulary<'_>) -> tantivy::Result<Option<String>> {
    let known = vocabulary.look_up(&word.text)?;
    // What nobody wrote so may be another case of a name that is there, or share a stem with another word by accident. A word of
    // the dictionary was meant, whether an article has it or not.
    let may_be_slip = known.written == 0
        && !known.finds_itself()
        && !known.is_function_word
        && !vocabulary.is_in_dictionary(&word.text)
        && !vocabulary.has_synonyms(&word.text);
    if !may_be_slip
        || (context.has_small_letters && is_abbreviation(&word.text))
        || (context.is_kazakh && context.is_mostly_unknown)
    {
        return Ok(None);
    }
    for candidate in vocabulary.candidates(&word.text)?.iter().take(MOST_CANDIDATES) {
        if context.is_kazakh
            && (vocabulary.is_in_dictionary(&candidate.word) || !typo::may_be_meant_in_kazakh(&known.normal, candidate))
        {
            continue;
        }
        let meant = vocabulary.look_up(&candidate.word)?;
        if meant.is_function_word {
            continue;
        }
        let is_better =
            known.articles == 0 || (candidate.written >= FAR_MORE * known.articles && !known.is_same_word(&meant));
        let is_plain = candidate.slips < 1.0 && candidate.written >= COMMON;
        if is_better && (is_plain || word.is_apart || context.fits(&meant, vocabulary)?) {
            return Ok(Some(candidate.word.clone()));
        }
    }
    Ok(None)
}

/// What may have been meant by a word that few articles have, or none; or by one in Latin letters that few spell so.
fn proposal(word: &TypedWord, vocabulary: &Vocabulary<'_>) -> tantivy::Result<Option<Warning>> {
    let known = vocabulary.look_up(&word.text)?;
    let is_short = word.text.chars().nth(SHORTEST_PROPOSED - 1).is_none();
    if !is_short && latin::is_candidate(&word.text) {
        let likeliest = latin::cyrillic(&word.text, vocabulary)?.into_iter().next();
        if let Some((meant, articles)) = likeliest
            && articles >= FAR_MORE * known.articles.max(1)
        {
            return Ok(Some(did_you_mean(word, known.articles, &in_case_of(&word.text, &meant), articles)));
        }
    }
    let is_no_word = known.articles == 0 && !vocabulary.is_in_dictionary(&word.text);
    if known.articles > RARE || is_short || known.is_function_word || vocabulary.has_synonyms(&word.text) {
        return Ok(None);
    }
    for candidate in vocabulary.candidates(&word.text)?.iter().take(MOST_CANDIDATES) {
        let meant_word = in_case_of(&word.text, &candidate.word);
        let meant = vocabulary.look_up(&meant_word)?;
        let is_likely =
            if is_no_word { candidate.slips <= 1.0 } else { meant.articles >= PROPOSED * known.articles.max(1) };
        if is_likely && !known.is_same_word(&meant) {
            return Ok(Some(did_you_mean(word, known.articles, &meant_word, meant.articles)));
        }
    }
    Ok(None)
}

fn did_you_mean(word: &TypedWord, articles: u64, meant: &str, articles_of_meant: u64) -> Warning {
    let (meant, written) = (meant.to_owned(), word.text.clone());
    Warning::new(WarningKind::DidYouMean { meant, articles_of_meant, written, articles }).at(word.position)
}

/// The words, and in place of a hyphenated one that is unknown its parts.
fn parts(words: Vec<TypedWord>, vocabulary: &Vocabulary<'_>) -> tantivy::Result<Vec<TypedWord>> {
    let mut parts = Vec::with_capacity(words.len());
    for word in words {
        if !word.text.contains('-') || vocabulary.knows(&word.text)? {
            parts.push(word);
            continue;
        }
        let mut position = word.position;
        for part in word.text.split('-') {
            if !part.is_empty() {
                parts.push(TypedWord { text: part.to_owned(), position, ..word });
            }
            position += part.chars().count() + 1;
        }
    }
    Ok(parts)
}

/// The text with what was typed replaced by what was meant.
fn replace(text: &str, corrections: &[Correction]) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (mut replaced, mut at) = (String::with_capacity(text.len()), 0);
    for correction in corrections {
        replaced.extend(&letters[at..correction.position]);
        replaced += &correction.meant;
        at = correction.position + correction.typed.chars().count();
    }
    replaced.extend(&letters[at..]);
    replaced
}

/// The word with capitals where the typed one has them.
fn in_case_of(typed: &str, meant: &str) -> String {
    let is_capital = |letter: char| letter.is_uppercase();
    let mut letters = typed.chars().filter(|letter| letter.is_alphabetic());
    let first = letters.next().is_some_and(is_capital);
    let (mut rest, mut meant_letters) = (letters.peekable(), meant.chars());
    if first && rest.peek().is_some() && rest.all(is_capital) {
        return meant.to_uppercase();
    }
    match meant_letters.next() {
        Some(letter) if first => letter.to_uppercase().chain(meant_letters).collect(),
        _ => meant.to_owned(),
    }
}
