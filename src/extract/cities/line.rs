//! What the line and the sentence around a mention make of its weight.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::Judged;
use super::cues::{Cue, Cues, is_in};
use super::words::Words;
use crate::extract::gazetteer::normal_form;
use crate::extract::letters::is_letter_or_digit;

/// The longest line that is the heading of a part of the page («Новости Павлодара»), in words.
const LONGEST_RUBRIC: usize = 3;
/// The longest caption, in bytes.
const LONGEST_CAPTION: usize = 300;

/// The line that was looked at last: mentions of one line follow one another.
#[derive(Default)]
pub(super) struct Lines {
    last: Option<Line>,
}

/// What is known of a line.
struct Line {
    start: usize,
    end: usize,
    /// The weight of whatever stands in it.
    weight: f64,
    /// In small letters; its offsets are not those of the text.
    is_earlier: bool,
    /// Where, in bytes from the start of the text, it says that the rest is old.
    old_from: Option<usize>,
}

impl Lines {
    /// The part of its weight that a mention keeps.
    pub fn weight(&mut self, words: &Words<'_>, mention: &Judged) -> f64 {
        let known = self.last.take().filter(|line| (line.start..=line.end).contains(&mention.start));
        let line = self.last.insert(known.unwrap_or_else(|| Line::of(words, mention.start)));
        if line.weight < 1.0 {
            return line.weight;
        }
        // «АО «Зерно» (Павлодар)»: where a company sits.
        if words.text[..mention.start].ends_with('(') && words.text[mention.end..].starts_with(')') {
            return 0.3;
        }
        let before = &words.text[line.start..mention.start];
        let behind = &words.text[mention.end..line.end.max(mention.end)];
        if is_of_clocks_or_money(before, behind) {
            return 0.1;
        }
        // The sentence begins behind the last full stop that a blank follows, or that sticks to the next sentence.
        let sentence = before.rsplit(['.', '!', '?', '»', '"']).next().unwrap_or_default();
        if line.is_earlier || opens_earlier(sentence) || line.old_from.is_some_and(|from| from < mention.start) {
            return 0.3;
        }
        1.0
    }
}

impl Line {
    fn of(words: &Words<'_>, at: usize) -> Line {
        let (start, end) = words.line_of(at);
        let line = words.text[start..end].trim_start();
        let opening: String = line.chars().take(24).collect();
        let opening = normal_form(&opening);
        let first = Cues::of(&opening);
        let few_words = line.split_whitespace().nth(LONGEST_RUBRIC).is_none();
        let is_rubric = few_words && (first.has(Cue::Rubric));
        let weight = if first.has(Cue::Caption) && line.len() < LONGEST_CAPTION || is_rubric {
            0.0
        } else if few_words && !line.trim_end().ends_with(['.', '!', '?', '…', '»', '"', ':']) {
            // A line of a few words without a stop is a label of the page more often than a sentence.
            0.3
        } else {
            1.0
        };
        let old_from = OLD_NEWS.find(&words.text[start..end]).map(|found| start + found.start());
        Line { start, end, weight, is_earlier: opens_earlier(&opening), old_from }
    }
}

/// What says that the rest of a line is old, whatever its first letter.
static OLD_NEWS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    // Every Cyrillic letter begins with one of two bytes: looking out for them finds too many.
    let words = ["апомним", "анее сообщ", "АПОМНИМ"];
    AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).prefilter(false).build(words).expect("a few words fit")
});

fn opens_earlier(text: &str) -> bool {
    let mut first = text.split(|letter: char| !is_letter_or_digit(letter)).filter(|word| !word.is_empty());
    first.next().is_some_and(|word| Cues::of(&normal_form(word)).has(Cue::Earlier))
}

/// «по времени Астаны», «в обменниках Алматы доллар покупают по …».
fn is_of_clocks_or_money(before: &str, behind: &str) -> bool {
    const NEAR: usize = 60;
    let from = before.char_indices().rev().nth(NEAR).map_or(0, |(at, _)| at);
    let before = normal_form(&before[from..]);
    let to = behind.char_indices().nth(NEAR / 2).map_or(behind.len(), |(at, _)| at);
    let behind = normal_form(&behind[..to]);
    let rate = |text: &str| {
        ["обменник", "курс доллара", "курс валют", "обменных пункт", "айырбаста", "aiyrbasta"]
            .iter()
            .any(|word| text.contains(word))
    };
    let clock = ["по времени ", "время "].iter().any(|words| before.ends_with(words));
    clock || is_in(&[" уақыты", " yaqyty"], &behind) || rate(&before) || rate(&behind)
}
