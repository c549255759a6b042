//! The words of the index that a pattern stands for, or a word with slips.

use std::ops::ControlFlow;

use rustc_hash::FxHashMap;

use super::commit::Commit;
use super::deadline::Deadline;
use super::forgive::Near;

/// The most words that one of a query stands for: the most frequent ones.
const MOST_WORDS: usize = 256;
/// The most that all of a query stand for.
const MOST_WORDS_OF_QUERY: usize = 1_024;
/// How many words of the index all patterns of a query may look at: a pattern that begins with a star looks at each.
const MOST_LOOKED_AT: usize = 2_000_000;
/// After how many words it is looked whether there is time left.
const PATIENCE: usize = 4_096;
/// The longest word with slips that is looked for, in letters: beyond, it is no word.
const LONGEST: usize = 40;

/// How far the words of a query may still be widened, so that no query takes for ever.
#[derive(Debug)]
pub(super) struct Budget {
    words: usize,
    looked_at: usize,
    deadline: Deadline,
}

impl Budget {
    /// For one query, which ends by then.
    pub fn until(deadline: Deadline) -> Budget {
        Budget { words: MOST_WORDS_OF_QUERY, looked_at: MOST_LOOKED_AT, deadline }
    }

    /// Whether one more word of the index may be looked at.
    fn look(&mut self) -> bool {
        if self.looked_at.is_multiple_of(PATIENCE) && self.deadline.is_over() {
            self.looked_at = 0;
        }
        let may = self.looked_at > 0;
        self.looked_at = self.looked_at.saturating_sub(1);
        may
    }
}

/// What a word of a query stands for.
pub(super) struct Widened {
    /// The most frequent words as written.
    pub words: Vec<Box<str>>,
    /// How many were found.
    pub count: usize,
    /// Whether all words of the index were looked at.
    pub is_whole: bool,
}

/// The words as written that a pattern in normal form stands for.
pub(super) fn words_like(pattern: &str, commit: &Commit, budget: &mut Budget) -> tantivy::Result<Widened> {
    let signs: Vec<char> = pattern.chars().collect();
    let beginning: String = signs.iter().take_while(|sign| !matches!(sign, '*' | '?')).collect();
    // Most words that do not fit lack the longest of its runs of letters.
    let run = pattern.split(['*', '?']).max_by_key(|run| run.len()).unwrap_or_default();
    let run = memchr::memmem::Finder::new(run.as_bytes());
    let mut found: FxHashMap<Box<str>, u32> = FxHashMap::default();
    for words in commit.vocabularies()? {
        words.beginning_with(&beginning, |word, articles| {
            if !budget.look() {
                return ControlFlow::Break(());
            }
            if run.find(word.as_bytes()).is_some() && is_like(word, &signs) {
                *found.entry(word.into()).or_default() += articles;
            }
            ControlFlow::Continue(())
        })?;
    }
    Ok(most_frequent(found, budget))
}

/// The words as written that differ from one in normal form by so many letters, 1 or 2.
pub(super) fn words_near(word: &str, distance: u8, commit: &Commit, budget: &mut Budget) -> tantivy::Result<Widened> {
    let mut found: FxHashMap<Box<str>, u32> = FxHashMap::default();
    if word.chars().nth(LONGEST).is_some() {
        return Ok(most_frequent(found, budget));
    }
    let near = Near::new(distance, word);
    for words in commit.vocabularies()? {
        words.fitting(&near, None, |word, articles| {
            if !budget.look() {
                return ControlFlow::Break(());
            }
            *found.entry(word.into()).or_default() += articles;
            ControlFlow::Continue(())
        })?;
    }
    Ok(most_frequent(found, budget))
}

/// The most frequent of the words.
fn most_frequent(found: FxHashMap<Box<str>, u32>, budget: &mut Budget) -> Widened {
    let count = found.len();
    let mut found: Vec<(u32, Box<str>)> = found.into_iter().map(|(word, articles)| (articles, word)).collect();
    found.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    found.truncate(MOST_WORDS.min(budget.words));
    budget.words -= found.len();
    let words = found.into_iter().map(|(_, word)| word).collect();
    Widened { words, count, is_whole: budget.looked_at > 0 }
}

/// Whether a word fits a pattern: `*` stands for any letters, `?` for one.
fn is_like(word: &str, pattern: &[char]) -> bool {
    let word: Vec<char> = word.chars().collect();
    // The last star, and how much of the word it stands for so far.
    let (mut at, mut sign, mut star) = (0, 0, None);
    while at < word.len() {
        match pattern.get(sign) {
            Some('*') => {
                star = Some((sign, at));
                sign += 1;
            }
            Some(expected) if *expected == '?' || *expected == word[at] => {
                at += 1;
                sign += 1;
            }
            _ => {
                let Some((place, taken)) = star else { return false };
                star = Some((place, taken + 1));
                (at, sign) = (taken + 1, place + 1);
            }
        }
    }
    pattern[sign..].iter().all(|rest| *rest == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, word, expected) in [
            ("астан*", "астана", true),
            ("астан*", "астан", true),
            ("астан*", "аста", false),
            ("*султан", "нурсултан", true),
            ("*султан", "султаны", false),
            ("а*н*а", "астана", true),
            ("а?тана", "астана", true),
            ("а?тана", "атана", false),
            ("*ана*", "банан", true),
        ] {
            assert_eq!(is_like(word, &pattern.chars().collect::<Vec<_>>()), expected, "{pattern} {word}");
        }
    }
}
