//! Which sentences of an article answer a query best.

use std::ops::Range;

use super::marks::Marks;
use super::matches::Match;
use super::ranking::{B, K1};

/// The most sentences that are picked.
const MOST_SENTENCES: usize = 3;

/// The length of an average sentence in characters: BM25 orders sentences as it does articles.
const USUAL_LENGTH: f32 = 160.0;

/// How much more the first sentence weighs than one far down: news put their subject first.
const FIRST: f32 = 0.3;

/// Picks the sentences that together say most of what the query asked for in the fewest characters: first the one with the most
/// distinct words, then those that add new ones, then more matches while there is room; among equals the one with the rarer words,
/// then by BM25 and by place. In order of the text.
///
/// `length` says how many characters there is room for; the first sentence picked may be longer.
pub(super) fn pick(
    text: &str,
    sentences: &[Range<usize>],
    matches: &[Match],
    marks: &Marks,
    length: usize,
) -> Vec<usize> {
    let mut candidates: Vec<Candidate> = sentences
        .iter()
        .enumerate()
        .filter_map(|(number, sentence)| Candidate::of(number, text, sentence, matches, marks))
        .collect();
    let mut picked: Vec<usize> = Vec::new();
    let mut known: Vec<usize> = Vec::new();
    let mut room = length;
    while picked.len() < MOST_SENTENCES {
        let new = |candidate: &Candidate| -> (usize, f32) {
            let new = candidate.words.iter().filter(|(word, _)| !known.contains(word));
            (new.clone().count(), new.map(|(word, _)| marks.weight(*word)).sum())
        };
        let fitting = candidates.iter().enumerate().filter(|(_, one)| picked.is_empty() || one.letters <= room);
        // Of equals the earliest.
        let best = fitting.map(|(at, one)| (at, new(one), one.score)).reduce(|best, one| {
            let (more, rarer) = (one.1.0.cmp(&best.1.0), one.1.1.total_cmp(&best.1.1));
            if more.then(rarer).then(one.2.total_cmp(&best.2)).is_gt() { one } else { best }
        });
        let Some((best, ..)) = best else { break };
        let best = candidates.remove(best);
        room = room.saturating_sub(best.letters);
        known.extend(best.words.iter().map(|(word, _)| *word));
        picked.push(best.number);
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

/// A sentence with words of the query.
struct Candidate {
    number: usize,
    letters: usize,
    /// Each word of the query with how often it is there.
    words: Vec<(usize, usize)>,
    score: f32,
}

impl Candidate {
    fn of(number: usize, text: &str, sentence: &Range<usize>, matches: &[Match], marks: &Marks) -> Option<Candidate> {
        let first = matches.partition_point(|found| found.range.start < sentence.start);
        let before_end = matches[first..].iter().take_while(|found| found.range.start < sentence.end);
        let inside = before_end.filter(|found| found.range.end <= sentence.end);
        let mut words: Vec<(usize, usize)> = Vec::new();
        for found in inside {
            match words.iter_mut().find(|(word, _)| *word == found.word) {
                Some((_, count)) => *count += 1,
                None => words.push((found.word, 1)),
            }
        }
        if words.is_empty() {
            return None;
        }
        let letters = text[sentence.clone()].chars().count();
        let norm = K1 * (1.0 - B + B * letters as f32 / USUAL_LENGTH);
        let bm25 = |(word, count): &(usize, usize)| {
            let count = *count as f32;
            marks.weight(*word) * count * (K1 + 1.0) / (count + norm)
        };
        let score = words.iter().map(bm25).sum::<f32>() * (1.0 + FIRST / (1.0 + number as f32));
        Some(Candidate { number, letters, words, score })
    }
}

fn distinct(mut words: Vec<usize>) -> Vec<usize> {
    words.sort_unstable();
    words.dedup();
    words
}
