//! The passages of an article that answer a query, with the words of the query marked.

use std::ops::Range;

use super::compile::Marks;
use super::passages::{Match, pick};
use super::results::Snippet;
use super::sentences::sentences;
use crate::analysis::TextAnalyzer;
use crate::language::Language;

/// Stands between sentences that do not follow one another.
const GAP: &str = " … ";

/// The snippet of a text: about `length` characters in whole sentences. Without a match it is the beginning.
///
/// A sentence that is longer by itself is cut between words, around its matches.
pub(super) fn snippet(
    text: &str,
    language: Language,
    marks: &Marks,
    length: usize,
    analyzer: &mut TextAnalyzer,
) -> Snippet {
    let matches = find_matches(text, language, marks, analyzer);
    let sentences = sentences(text);
    let mut picked = pick(text, &sentences, &matches, length);
    if picked.is_empty() {
        picked = beginning(text, &sentences, length);
    }
    let mut builder = Builder::default();
    let mut last = None;
    for sentence in picked {
        let room = length.saturating_sub(builder.letters).max(length / 2);
        let range = cut_to(text, sentences[sentence].clone(), &matches, room);
        let follows = last.is_none_or(|last| last + 1 == sentence);
        let whole = range == sentences[sentence];
        builder.append(
            text,
            range,
            &matches,
            match (last, follows && whole) {
                (None, true) => "",
                (None, false) => GAP.trim_start(),
                (Some(_), true) => " ",
                (Some(_), false) => GAP,
            },
        );
        if whole { last = Some(sentence) } else { last = Some(usize::MAX - 1) }
    }
    builder.snippet
}

fn find_matches(text: &str, language: Language, marks: &Marks, analyzer: &mut TextAnalyzer) -> Vec<Match> {
    let mut matches: Vec<Match> = Vec::new();
    analyzer.words(text, language, |word| {
        if let Some(marked) = marks.word_of(word.terms) {
            let range = word.start..word.end;
            // A whole word comes before its parts: what lies inside the last match is marked already.
            if matches.last().is_none_or(|last| range.start >= last.range.end) {
                matches.push(Match { range, word: marked });
            }
        }
    });
    matches
}

/// As many sentences from the start as there is room for, one at least.
fn beginning(text: &str, sentences: &[Range<usize>], length: usize) -> Vec<usize> {
    let mut letters = 0;
    let fits = |sentence: &Range<usize>| {
        letters += text[sentence.clone()].chars().count() + 1;
        letters <= length
    };
    let count = sentences.iter().cloned().take_while(fits).count().clamp(1, 3);
    (0..count.min(sentences.len())).collect()
}

/// The part of a sentence that has room, from word to word, with as many of its matches as possible.
fn cut_to(text: &str, sentence: Range<usize>, matches: &[Match], length: usize) -> Range<usize> {
    if text[sentence.clone()].chars().count() <= length {
        return sentence;
    }
    let inside: Vec<&Match> =
        matches.iter().filter(|found| found.range.start >= sentence.start && found.range.end <= sentence.end).collect();
    let words: Vec<Range<usize>> = words_of(text, sentence.clone());
    let window_from = |first: usize| {
        let start = words[first].start;
        let fits = |word: &&Range<usize>| text[start..word.end].chars().count() <= length;
        start..words[first..].iter().take_while(fits).last().map_or(words[first].end, |word| word.end)
    };
    let distinct = |window: &Range<usize>| {
        let mut words: Vec<usize> = inside
            .iter()
            .filter(|found| found.range.start >= window.start && found.range.end <= window.end)
            .map(|found| found.word)
            .collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        (words.len(), all)
    };
    // The earliest of the best windows: it reads best from the start of the sentence.
    let starts = (0..words.len()).map(window_from);
    starts.reduce(|best, window| if distinct(&window) > distinct(&best) { window } else { best }).unwrap_or(sentence)
}

/// The runs of signs between spaces.
fn words_of(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let slice = &text[range.clone()];
    slice
        .split_whitespace()
        .map(|word| {
            let start = range.start + (word.as_ptr() as usize - slice.as_ptr() as usize);
            start..start + word.len()
        })
        .collect()
}

/// Puts a snippet together and counts its characters.
#[derive(Default)]
struct Builder {
    snippet: Snippet,
    letters: usize,
}

impl Builder {
    fn append(&mut self, text: &str, range: Range<usize>, matches: &[Match], before: &str) {
        self.push(before);
        let mut at = range.start;
        for found in matches.iter().filter(|found| found.range.start >= range.start && found.range.end <= range.end) {
            self.push(&text[at..found.range.start]);
            let start = self.letters;
            self.push(&text[found.range.clone()]);
            self.snippet.highlights.push([start, self.letters]);
            at = found.range.end;
        }
        self.push(&text[at..range.end]);
    }

    fn push(&mut self, text: &str) {
        self.snippet.text.push_str(text);
        self.letters += text.chars().count();
    }
}
