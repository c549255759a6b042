//! The passages of an article that answer a query, with the words of the query marked.

use std::ops::Range;

use super::marks::Marks;
use super::matches::{Match, cut_at_sentences, find, in_characters, marked};
use super::passages::{pick, window};
use super::results::Snippet;
use crate::analysis::{TextAnalyzer, sentences};
use crate::language::Language;

/// Stands for what was left out.
const GAP: &str = "…";

/// How much of an article is looked at, in bytes: what answers a query beyond is found, but not shown.
const LONGEST_TEXT: usize = 256 * 1024;

/// The length of a lead, in characters.
const LEAD: usize = 100;

/// The first sentence of a text, or as much of it as there is room for in a line.
pub(super) fn lead(text: &str) -> String {
    let start = text.len() - text.trim_start().len();
    let line = start..text[start..].find('\n').map_or(text.len(), |end| start + end);
    let Some(sentence) = sentences(&text[line.clone()]).into_iter().next() else { return String::new() };
    let sentence = line.start + sentence.start..line.start + sentence.end;
    let cut = window(text, sentence.clone(), &[], LEAD);
    let gap = if cut.end < sentence.end { format!(" {GAP}") } else { String::new() };
    text[cut].to_owned() + &gap
}

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
    let text = beginning_of(text, LONGEST_TEXT);
    let sentences = sentences(text);
    let matches = cut_at_sentences(find(text, language, marks, analyzer), text, &sentences);
    let mut picked = pick(text, &sentences, &matches, marks, length);
    if picked.is_empty() {
        picked = first_sentences(text, &sentences, length);
    }
    let mut builder = Builder::default();
    let mut end = None;
    for sentence in picked.iter().map(|number| sentences[*number].clone()) {
        let room = length.saturating_sub(builder.letters).max(length / 2);
        let range = window(text, sentence.clone(), &matches, room);
        match end {
            None if range.start > sentence.start => builder.push(&format!("{GAP} ")),
            None => {}
            // Nothing but space between this sentence and the one before, if that.
            Some(end) if end == range.start => {}
            Some(end) if range.start == sentence.start && text[end..range.start].trim().is_empty() => builder.push(" "),
            Some(_) => builder.push(&format!(" {GAP} ")),
        }
        builder.append(text, range.clone(), &matches);
        end = Some(range.end);
        if range.end < sentence.end {
            builder.push(&format!(" {GAP}"));
            break;
        }
    }
    builder.snippet
}

/// Where the words of a query stand in a title, as [start, end) in characters.
pub(super) fn title_highlights(
    title: &str,
    language: Language,
    marks: &Marks,
    analyzer: &mut TextAnalyzer,
) -> Vec<[usize; 2]> {
    in_characters(title, &marked(&find(title, language, marks, analyzer), 0..title.len()))
}

/// The text up to so many bytes, without half a character.
pub(super) fn beginning_of(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

/// As many sentences from the start as there is room for, one at least.
fn first_sentences(text: &str, sentences: &[Range<usize>], length: usize) -> Vec<usize> {
    let mut letters = 0;
    let fits = |sentence: &&Range<usize>| {
        letters += text[(*sentence).clone()].chars().count() + 1;
        letters <= length
    };
    let count = sentences.iter().take_while(fits).count().max(1);
    (0..count.min(sentences.len())).collect()
}

/// Puts a snippet together and counts its characters.
#[derive(Default)]
struct Builder {
    snippet: Snippet,
    letters: usize,
}

impl Builder {
    fn append(&mut self, text: &str, range: Range<usize>, matches: &[Match]) {
        let mut at = range.start;
        for found in marked(matches, range.clone()) {
            self.push(&text[at..found.start]);
            let start = self.letters;
            self.push(&text[found.clone()]);
            self.snippet.highlights.push([start, self.letters]);
            at = found.end;
        }
        self.push(&text[at..range.end]);
    }

    fn push(&mut self, text: &str) {
        self.snippet.text.push_str(text);
        self.letters += text.chars().count();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::Analyzer;
    use crate::analysis::Step;
    use crate::search::said::{Row, Said};

    /// The snippet with its highlights in square brackets.
    fn cut(text: &str, query: &str, length: usize) -> String {
        let analyzer = Analyzer::new();
        let mut marks = Marks::default();
        for word in query.split(' ') {
            marks.add(&Said::Word(analyzer.query_word(word)), 1.0);
        }
        let snippet = snippet(text, Language::of(text), &marks, length, &mut analyzer.text_analyzer());
        let letters: Vec<char> = snippet.text.chars().collect();
        let (mut shown, mut at) = (String::new(), 0);
        for [start, end] in snippet.highlights {
            assert!(at <= start && start < end, "highlights lie in order and apart");
            shown.extend(&letters[at..start]);
            shown.push('[');
            shown.extend(&letters[start..end]);
            shown.push(']');
            at = end;
        }
        shown.extend(&letters[at..]);
        shown
    }

    #[test]
    fn whole_sentences_with_every_form_marked() {
        let text = "Утром шёл снег. Жители Астаны обсудили Конституцию. Потом был обед. В г. Астане рады. Все ушли.";
        assert_eq!(
            cut(text, "Конституция Астана", 80),
            "Жители [Астаны] обсудили [Конституцию]. … В г. [Астане] рады."
        );
        assert_eq!(cut(text, "Шымкент", 40), "Утром шёл снег.");
        assert_eq!(cut(text, "снег жители", 80), "Утром шёл [снег]. [Жители] Астаны обсудили Конституцию.");
        assert_eq!(cut("Работает «Астана-Зеленстрой».", "Астана", 80), "Работает «[Астана]-Зеленстрой».");
        assert_eq!(cut("", "Астана", 80), "");
    }

    #[test]
    fn a_long_sentence_is_cut_around_its_matches() {
        let text = format!("Слово {} Астана {} конец.", "раз два три ".repeat(20), "пять шесть ".repeat(20));
        let snippet = cut(&text, "Астана", 60);
        assert!(snippet.starts_with("… ") && snippet.ends_with(" …"), "{snippet}");
        assert!(snippet.contains("два три  [Астана] пять"), "{snippet}");
        assert!(snippet.chars().count() <= 60 + 6, "{snippet}");
    }

    #[test]
    fn the_lead_is_one_line() {
        assert_eq!(lead("\n В г. Таразе открыли мост. Он длинный.\nЕщё строка"), "В г. Таразе открыли мост.");
        assert_eq!(lead(""), "");
        let long = lead(&"слово за словом ".repeat(20));
        assert!(long.chars().count() <= LEAD + 2 && long.ends_with(" …"), "{long}");
    }

    #[test]
    fn the_rare_word_comes_first() {
        let text = "Новый мост построили в срок. Такой мост нужен всем. Акведук разобрали.";
        let analyzer = Analyzer::new();
        for (weights, expected) in [([1.0, 5.0], "Акведук разобрали."), ([5.0, 1.0], "Новый мост построили в срок.")]
        {
            let mut marks = Marks::default();
            for (word, weight) in ["мост", "акведук"].into_iter().zip(weights) {
                marks.add(&Said::Word(analyzer.query_word(word)), weight);
            }
            let snippet = snippet(text, Language::Russian, &marks, 30, &mut analyzer.text_analyzer());
            assert_eq!(snippet.text, expected);
        }
    }

    proptest! {
        #[test]
        fn a_snippet_is_made_of_the_article(
            text in "(Астан[аеыу]|мост|новый мост|[.!?…]|\n| |г\\.|«|»|-|\\PC){0,60}",
            length in 0usize..80,
        ) {
            let shown = cut(&text, "Астана мост", length);
            lead(&text);
            let one_space = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let plain = shown.replace(['[', ']'], "");
            for fragment in plain.split(GAP) {
                let article = one_space(&text.replace(['[', ']'], ""));
                prop_assert!(article.contains(&one_space(fragment)), "«{fragment}» of «{plain}»");
            }
            for marked in shown.split('[').skip(1).filter_map(|rest| rest.split_once(']')) {
                let marked = marked.0.to_lowercase();
                prop_assert!(text.contains(['[', ']']) || ["астан", "мост"].iter().any(|word| marked.starts_with(word)), "{marked}");
            }
        }

        #[test]
        fn what_is_marked_was_asked_for(
            text in "(Нов[ыоа][йме]|новый|мост[аеу]?|через|реку| |[.!?]|\n|\\PC){0,60}",
            slack in 0usize..3,
            is_exact: bool,
        ) {
            let analyzer = Analyzer::new();
            let mut marks = Marks::default();
            let words = vec![analyzer.query_word("новый"), analyzer.query_word("мост")];
            marks.add(&Said::Row(Row { words, slack, is_exact }), 1.0);
            let words = vec!["реку".to_owned()];
            marks.add(&Said::Written { words, step: Step::Exact }, 1.0);
            let snippet = snippet(&text, Language::Russian, &marks, 200, &mut analyzer.text_analyzer());
            let letters: Vec<char> = snippet.text.chars().collect();
            for [start, end] in snippet.highlights {
                let marked = letters[start..end].iter().collect::<String>().to_lowercase();
                let words = if is_exact { ["новый", "мост", "реку"] } else { ["нов", "мост", "реку"] };
                let is_right = words.iter().any(|word| marked.contains(word));
                prop_assert!(is_right, "«{marked}» in «{}»", snippet.text);
            }
        }
    }
}
