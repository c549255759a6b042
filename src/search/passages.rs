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
    let words: Vec<Words> = sentences.iter().map(|sentence| Words::of(sentence, matches)).collect();
    let letters_of = |sentence: usize| text[sentences[sentence].clone()].chars().count();
    let mut picked: Vec<usize> = Vec::new();
    let mut known: Vec<usize> = Vec::new();
    let mut room = length;
    while picked.len() < MOST_SENTENCES {
        let best = (0..sentences.len())
            .filter(|sentence| words[*sentence].count > 0 && !picked.contains(sentence))
            .filter(|sentence| picked.is_empty() || letters_of(*sentence) <= room)
            .max_by_key(|sentence| {
                let Words { distinct, count } = &words[*sentence];
                let new = distinct.iter().filter(|word| !known.contains(word)).count();
                // The earlier sentence wins a tie: `max_by_key` keeps the last, so places count down.
                (new, (*count).min(4), usize::MAX - sentence)
            });
        let Some(best) = best else { break };
        room = room.saturating_sub(letters_of(best));
        known.extend(&words[best].distinct);
        picked.push(best);
    }
    picked.sort_unstable();
    picked
}

/// The part of a sentence that there is room for: all of it, or a window from word to word around as many distinct words of
/// the query as possible, with as much on their left as on their right.
pub(super) fn window(text: &str, sentence: Range<usize>, matches: &[Match], length: usize) -> Range<usize> {
    // Where each character starts, and where the last one ends: from here on places are counted in characters.
    let ends = text[sentence.clone()].char_indices().map(|(at, _)| sentence.start + at).chain([sentence.end]);
    let bytes: Vec<usize> = ends.collect();
    let letters = bytes.len() - 1;
    if letters <= length {
        return sentence;
    }
    let place = |byte: usize| bytes.partition_point(|at| *at < byte);
    let inside: Vec<(Range<usize>, usize)> = matches
        .iter()
        .filter(|found| found.range.start >= sentence.start && found.range.end <= sentence.end)
        .map(|found| (place(found.range.start)..place(found.range.end), found.word))
        .collect();
    let run_from = |first: usize| {
        let start = inside[first].0.start;
        let run = inside[first..].iter().take_while(|(range, _)| range.end - start <= length);
        let end = run.clone().map(|(range, _)| range.end).last().unwrap_or(start);
        (distinct(run.map(|(_, word)| *word).collect()).len(), start..end)
    };
    // Of equals the earliest.
    let best = (0..inside.len()).map(run_from).reduce(|best, run| if run.0 > best.0 { run } else { best });
    let core = best.map_or(0..0, |(_, core)| core);
    let start = core.start.saturating_sub(length.saturating_sub(core.len()) / 2).min(letters - length);
    let is_space = |at: usize| text[bytes[at]..].starts_with(char::is_whitespace);
    let mut from = start;
    while from > 0 && from < core.start && !is_space(from - 1) {
        from += 1;
    }
    let mut to = start + length;
    while to < letters && to > core.end.max(from) && !is_space(to) {
        to -= 1;
    }
    while to > from && is_space(to - 1) {
        to -= 1;
    }
    bytes[from]..bytes[to]
}

/// The words of the query in a sentence.
struct Words {
    distinct: Vec<usize>,
    count: usize,
}

impl Words {
    fn of(sentence: &Range<usize>, matches: &[Match]) -> Words {
        let first = matches.partition_point(|found| found.range.start < sentence.start);
        let inside = matches[first..].iter().take_while(|found| found.range.end <= sentence.end);
        let words: Vec<usize> = inside.map(|found| found.word).collect();
        Words { count: words.len(), distinct: distinct(words) }
    }
}

fn distinct(mut words: Vec<usize>) -> Vec<usize> {
    words.sort_unstable();
    words.dedup();
    words
}
