//! Which sentences of an article answer a query best.

use std::ops::Range;

/// A word of the article that the query asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// Which word of the query it is.
    pub word: usize,
}

/// The most sentences that are picked.
const MOST_SENTENCES: usize = 3;

/// Picks the sentences that together have the most words of the query in the fewest characters: first the one with the most
/// distinct words, then those that add new ones, then more matches while there is room. In order of the text.
///
/// `length` says how many characters there is room for; the first sentence picked may be longer.
pub(super) fn pick(text: &str, sentences: &[Range<usize>], matches: &[Match], length: usize) -> Vec<usize> {
    let words_of: Vec<Vec<usize>> = sentences.iter().map(|sentence| words_in(sentence, matches)).collect();
    let letters_of = |sentence: usize| text[sentences[sentence].clone()].chars().count();
    let mut picked: Vec<usize> = Vec::new();
    let mut room = length;
    while picked.len() < MOST_SENTENCES {
        let is_new = |word: &usize| !picked.iter().any(|sentence: &usize| words_of[*sentence].contains(word));
        let best = (0..sentences.len())
            .filter(|sentence| !picked.contains(sentence) && !words_of[*sentence].is_empty())
            .filter(|sentence| picked.is_empty() || letters_of(*sentence) <= room)
            .max_by_key(|sentence| {
                let new_words = distinct(words_of[*sentence].iter().copied().filter(is_new));
                // The earlier sentence wins a tie: `max_by_key` keeps the last, so places count down.
                (new_words, words_of[*sentence].len().min(4), usize::MAX - sentence)
            });
        let Some(best) = best else { break };
        room = room.saturating_sub(letters_of(best));
        picked.push(best);
    }
    picked.sort_unstable();
    picked
}

fn words_in(sentence: &Range<usize>, matches: &[Match]) -> Vec<usize> {
    let first = matches.partition_point(|found| found.range.start < sentence.start);
    matches[first..].iter().take_while(|found| found.range.end <= sentence.end).map(|found| found.word).collect()
}

fn distinct(words: impl Iterator<Item = usize>) -> usize {
    let mut words: Vec<usize> = words.collect();
    words.sort_unstable();
    words.dedup();
    words.len()
}
