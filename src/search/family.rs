//! The words of the index that share a stem: derivations of one another, as a rule.

use std::cmp::Reverse;
use std::ops::ControlFlow;

use rustc_hash::FxHashMap;

use super::commit::Commit;
use super::sought::Sought;
use super::written;
use crate::analysis::Analyzer;

/// How many words of a segment that begin as the stem are looked at.
const MOST_LOOKED_AT: usize = 8_192;
/// How many words a family has at most: the most frequent ones.
const MOST_WORDS: usize = 64;

/// The Russian words as written that have a stem. A stem is where a word begins, so that they stand in a row in the index.
pub(super) fn family(stem: &str, analyzer: &Analyzer, commit: &Commit) -> tantivy::Result<Sought> {
    let mut words: FxHashMap<Box<str>, u32> = FxHashMap::default();
    for segment in commit.segment_readers() {
        let mut left = MOST_LOOKED_AT;
        written::beginning_with(stem, commit.text(), segment, |word, articles| {
            *words.entry(word.into()).or_default() += articles;
            left -= 1;
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
    }
    let mut family: Vec<(u32, Box<str>)> = words.into_iter().map(|(word, articles)| (articles, word)).collect();
    family.retain(|(_, word)| analyzer.stem_of(word).is_some_and(|its| its == stem));
    family.sort_unstable_by(|a, b| (Reverse(a.0), &a.1).cmp(&(Reverse(b.0), &b.1)));
    family.truncate(MOST_WORDS);
    Ok(Sought::any_written(family.iter().map(|(_, word)| &**word)))
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
        let family = |stem: &str| family(stem, searcher.analyzer(), &searcher.commit()).unwrap();
        assert_eq!(family("пенс"), Sought::any_written(["пенсии", "пенсию", "пенсия"]));
        assert_eq!(family("пенсион"), Sought::any_written(["пенсионный"]));
        assert!(family("мост").words().is_empty());
    }
}
