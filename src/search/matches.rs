//! Where the words of a query stand in a text.

use std::ops::Range;

use super::marks::{Marks, Places};
use crate::analysis::TextAnalyzer;
use crate::language::Language;

/// A word or phrase that the query asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// Which word of the query it is.
    pub word: usize,
}

/// The words that may stand at a step of a row, by their positions.
type Placed = Vec<(usize, Range<usize>)>;

/// All matches in a text, by their start, the longer first. They may overlap.
pub(super) fn find(text: &str, language: Language, marks: &Marks, analyzer: &mut TextAnalyzer) -> Vec<Match> {
    let mut matches: Vec<Match> = Vec::new();
    if marks.is_empty() {
        return matches;
    }
    // For each row and each of its steps the words that may stand there, by position.
    let mut found: Vec<Vec<Placed>> = marks.rows().iter().map(|row| vec![Vec::new(); row.places.len()]).collect();
    analyzer.words(text, language, |word| {
        let terms = word.terms();
        if !marks.may_know(terms) {
            return;
        }
        let range = word.start..word.end;
        for number in marks.words_of(terms) {
            matches.push(Match { range: range.clone(), word: number });
        }
        for (row, step) in marks.steps_of(terms) {
            found[row][step].push((word.position, range.clone()));
        }
    });
    for (row, steps) in marks.rows().iter().zip(&found) {
        let Some((firsts, others)) = steps.split_first() else { continue };
        for (position, first) in firsts {
            if row.slack > 0 {
                if let Some(others) = in_order_from(*position, others, row) {
                    let words = std::iter::once(first.clone()).chain(others);
                    matches.extend(words.map(|range| Match { range, word: row.number }));
                }
                continue;
            }
            let end = others.iter().zip(&row.places[1..]).try_fold(first.end, |end, (words, place)| {
                let at = words.binary_search_by_key(&(position + place), |(position, _)| *position).ok()?;
                Some(end.max(words[at].1.end))
            });
            if let Some(end) = end {
                matches.push(Match { range: first.start..end, word: row.number });
            }
        }
    }
    in_order(matches)
}

/// The words of a row behind its first one at a place, each the next that may stand there; none where too many stand between.
fn in_order_from(first: usize, others: &[Placed], row: &Places) -> Option<Vec<Range<usize>>> {
    let (mut last, mut words) = (first, Vec::with_capacity(others.len()));
    for placed in others {
        let (position, range) = placed.get(placed.partition_point(|(position, _)| *position <= last))?;
        words.push(range.clone());
        last = *position;
    }
    (last - first <= row.places.last()? + row.slack).then_some(words)
}

/// A match that reaches over the end of a sentence is one in each, without the signs there.
pub(super) fn cut_at_sentences(matches: Vec<Match>, text: &str, sentences: &[Range<usize>]) -> Vec<Match> {
    let pieces = matches.into_iter().flat_map(|found| {
        let first = sentences.partition_point(|sentence| sentence.end <= found.range.start);
        let over = sentences[first..].iter().take_while(|sentence| sentence.start < found.range.end);
        let piece = |sentence: &Range<usize>| {
            let range = found.range.start.max(sentence.start)..found.range.end.min(sentence.end);
            let range = if range == found.range { range } else { words_of(text, range) };
            Match { range, word: found.word }
        };
        over.map(piece).filter(|piece| !piece.range.is_empty()).collect::<Vec<_>>()
    });
    in_order(pieces.collect())
}

/// A part of a text from the first letter of its words to the last.
fn words_of(text: &str, part: Range<usize>) -> Range<usize> {
    let is_sign = |letter: char| !letter.is_alphanumeric();
    let start = part.end - text[part.clone()].trim_start_matches(is_sign).len();
    start..start + text[start..part.end].trim_end_matches(is_sign).len()
}

/// What to mark in a part of a text: the matches that lie in it whole, put together where they overlap.
pub(super) fn marked(matches: &[Match], part: Range<usize>) -> Vec<Range<usize>> {
    let mut marked: Vec<Range<usize>> = Vec::new();
    let inside = matches.iter().filter(|found| found.range.start >= part.start && found.range.end <= part.end);
    for found in inside {
        match marked.last_mut() {
            Some(last) if found.range.start < last.end => last.end = last.end.max(found.range.end),
            _ => marked.push(found.range.clone()),
        }
    }
    marked
}

/// Ranges of bytes in order as ranges of characters.
pub(super) fn in_characters(text: &str, ranges: &[Range<usize>]) -> Vec<[usize; 2]> {
    let (mut byte, mut letters) = (0, 0);
    let mut count_to = |end: usize| {
        letters += text[byte..end].chars().count();
        byte = end;
        letters
    };
    ranges.iter().map(|range| [count_to(range.start), count_to(range.end)]).collect()
}

fn in_order(mut matches: Vec<Match>) -> Vec<Match> {
    matches.sort_by_key(|found| (found.range.start, std::cmp::Reverse(found.range.end), found.word));
    matches.dedup();
    matches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::search::said::{Row, Said};

    /// What is marked in a title for words, and phrases in quotation marks.
    #[track_caller]
    fn check(title: &str, words: &[&str], phrases: &[&str], expected: &[&str]) {
        let analyzer = Analyzer::new();
        let mut marks = Marks::default();
        for word in words {
            marks.add(&Said::Word(analyzer.query_word(word)), 1.0);
        }
        for phrase in phrases {
            let words: Vec<_> = phrase.split(' ').map(|word| analyzer.query_word(word)).collect();
            marks.add(&Said::Row(Row { words, slack: 0, is_exact: false }), 1.0);
        }
        let matches = find(title, Language::of(title), &marks, &mut analyzer.text_analyzer());
        let found = marked(&matches, 0..title.len());
        let letters: Vec<char> = title.chars().collect();
        let by_characters: Vec<String> =
            in_characters(title, &found).into_iter().map(|[start, end]| letters[start..end].iter().collect()).collect();
        let by_bytes: Vec<&str> = found.into_iter().map(|range| &title[range]).collect();
        assert_eq!(by_bytes, expected);
        assert_eq!(by_characters, expected);
    }

    #[test]
    fn words_by_themselves_and_phrases_as_one() {
        check("Мосты и дамбы: о мосте спорят", &["мост", "спор"], &[], &["Мосты", "мосте", "спорят"]);
        check("Новую Конституцию поддержали", &[], &["новая Конституция"], &["Новую Конституцию"]);
        // A word that was asked for within quotes alone says nothing outside of the phrase.
        check("Конституция: новую не обсуждали", &[], &["новая Конституция"], &[]);
        check("О мосте. Новый мост, мост новый", &[], &["новый мост"], &["Новый мост"]);
        check("О мосте. Новый мост", &["мост"], &["новый мост"], &["мосте", "Новый мост"]);
        check("Дорога в горы и дорога у горы", &[], &["дорога в горы"], &["Дорога в горы"]);
        check("Мост, мост, мост", &[], &["мост мост"], &["Мост, мост, мост"]);
        check(
            "Усть-Каменогорск и усть каменогорска",
            &["Усть-Каменогорск"],
            &[],
            &["Усть-Каменогорск", "усть каменогорска"],
        );
        check("Каменогорск и устье", &["Усть-Каменогорск"], &[], &[]);
        check("В Усть-Каменогорске снег", &[], &["Усть-Каменогорск снег"], &["Усть-Каменогорске снег"]);
        check("", &["мост"], &["новый мост"], &[]);
    }

    #[test]
    fn a_phrase_over_the_end_of_a_sentence_is_marked_in_both() {
        let matches = vec![Match { range: 2..12, word: 1 }, Match { range: 14..15, word: 0 }];
        let ranges: Vec<Range<usize>> = cut_at_sentences(matches, "a bcd! \"efgh ij kl", &[0..6, 7..20])
            .into_iter()
            .map(|found| found.range)
            .collect();
        assert_eq!(ranges, [2..5, 8..12, 14..15]);
    }
}
