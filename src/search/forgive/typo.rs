//! Slips of the fingers: the word of the articles that was most likely meant by one that no article has.
//!
//! A slip changes, leaves out, adds or swaps letters. Words of up to three letters have none, of seven letters one, longer ones
//! two; letters are counted, not bytes. The more frequent word wins, unless the other is nearer: by keys that lie side by side, a
//! letter doubled, dropped or swapped. The first letter is rarely wrong.

use std::sync::OnceLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy_fst::Automaton;

use super::vocabulary::Vocabulary;
use crate::language::is_kazakh_letter;

/// The shortest word that is looked for with a slip, in letters.
const SHORTEST: usize = 4;
/// The shortest word that is looked for with two.
const SHORTEST_WITH_TWO: usize = 8;
/// The longest word that is looked for, in letters: beyond, it is no word.
const LONGEST: usize = 40;
/// How many letters at the end of a Kazakh word stay as typed, but for short ones.
const SAME_END: usize = 3;
/// How many times more frequent a word must be to outweigh one slip more, as a logarithm.
const SLIP: f64 = 2.0;

/// A word that may have been meant.
#[derive(Debug)]
pub(super) struct Candidate {
    /// The word in normal spelling.
    pub word: String,
    /// How likely it was meant; more is likelier.
    pub score: f64,
    /// How many slips lie between: less than one for a likely slip.
    pub slips: f64,
    /// How many articles have it as written.
    pub written: u64,
}

/// The words that may have been meant, likeliest first.
pub(super) fn candidates(word: &str, vocabulary: &Vocabulary<'_>) -> tantivy::Result<Vec<Candidate>> {
    let typed = vocabulary.look_up(word)?.normal.clone();
    let letters: Vec<char> = typed.chars().collect();
    let is_word = letters.iter().all(|letter| letter.is_alphabetic() || *letter == '-');
    if !is_word || !(SHORTEST..=LONGEST).contains(&letters.len()) {
        return Ok(Vec::new());
    }
    let mut found = vocabulary.written(&Near::new(1, &typed), None)?;
    found.retain(|(word, _)| *word != typed);
    if found.is_empty() && letters.len() >= SHORTEST_WITH_TWO {
        found = vocabulary.written(&Near::new(2, &typed), letters.first().copied())?;
    }
    let mut candidates: Vec<Candidate> = found
        .into_iter()
        .filter(|(word, _)| word.chars().all(|letter| letter.is_alphabetic() || letter == '-'))
        .map(|(word, articles)| {
            let meant: Vec<char> = word.chars().collect();
            let slips = slips(&letters, &meant);
            let score = (articles as f64).ln_1p() - SLIP * slips;
            Candidate { word, score, slips, written: articles }
        })
        .collect();
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.word.cmp(&b.word)));
    Ok(candidates)
}

/// How many slips the fingers made of the meant word to type the other: about one each, less where one is likely.
fn slips(typed: &[char], meant: &[char]) -> f64 {
    let same_start = typed.iter().zip(meant).take_while(|(a, b)| a == b).count();
    let (typed_rest, meant_rest) = (&typed[same_start..], &meant[same_start..]);
    let same_end = typed_rest.iter().rev().zip(meant_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let typed_part = &typed_rest[..typed_rest.len() - same_end];
    let meant_part = &meant_rest[..meant_rest.len() - same_end];
    let before = same_start.checked_sub(1).map(|at| typed[at]);
    let slip = match (typed_part, meant_part) {
        ([a, b], [c, d]) if a == d && b == c => 0.6,
        // A doubled letter typed once, or a single one twice.
        ([], [letter]) | ([letter], []) if before == Some(*letter) => 0.5,
        ([], [_]) => 0.8,
        ([_], []) => 1.0,
        ([a], [b]) if are_neighbours(*a, *b) || sound_alike(*a, *b) => 0.6,
        ([_], [_]) => 1.0,
        _ => 2.0,
    };
    slip + if same_start == 0 { 1.0 } else { 0.0 }
}

/// Whether a Kazakh word may be a slip for another: one likely slip, in front of the endings. Endings pile up, so that words which differ there
/// are as a rule both right, and no text has all of them.
pub(super) fn may_be_meant_in_kazakh(typed: &str, candidate: &Candidate) -> bool {
    let same_end = typed.chars().rev().zip(candidate.word.chars().rev()).take_while(|(a, b)| a == b).count();
    let keeps_language = !typed.contains(is_kazakh_letter) || candidate.word.contains(is_kazakh_letter);
    let kept = SAME_END.min(typed.chars().count() / 2);
    candidate.slips < 1.0 && same_end >= kept && keeps_language
}

/// The rows of the keyboard.
const ROWS: [&str; 6] = ["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

fn are_neighbours(a: char, b: char) -> bool {
    let place = |letter: char| {
        let find = |(row, keys): (usize, &&str)| keys.chars().position(|key| key == letter).map(|at| (row, at));
        ROWS.iter().enumerate().find_map(find)
    };
    match (place(a), place(b)) {
        // A key touches the one below it and the one to the left of that.
        (Some(a), Some(b)) => {
            let (above, below) = if a <= b { (a, b) } else { (b, a) };
            let is_one_board = (above.0 < 3) == (below.0 < 3);
            match below.0 - above.0 {
                0 => below.1 - above.1 == 1,
                1 => is_one_board && (below.1 == above.1 || below.1 + 1 == above.1),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Letters that are written for one another by ear.
fn sound_alike(a: char, b: char) -> bool {
    const PAIRS: [&str; 24] = [
        "ао", "еи", "ий", "дт", "бп", "гк", "вф", "зс", "жш", "шщ", "ыи", "еэ", "яе", "ъь", // Russian
        "аә", "гғ", "кқ", "қғ", "нң", "оө", "уұ", "уү", "ұү", "иі", // Kazakh
    ];
    PAIRS.iter().any(|pair| pair.contains(a) && pair.contains(b))
}

/// The words within a distance of one: of 1 or 2 letters changed, left out, added or swapped.
pub(in crate::search) struct Near(DFA);

impl Near {
    pub fn new(distance: u8, word: &str) -> Near {
        static ONE: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
        static TWO: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
        let builder = if distance == 1 { &ONE } else { &TWO };
        Near(builder.get_or_init(|| LevenshteinAutomatonBuilder::new(distance, true)).build_dfa(word))
    }
}

impl Automaton for Near {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likely_slips_cost_less() {
        let slips_of =
            |typed: &str, meant: &str| slips(&typed.chars().collect::<Vec<_>>(), &meant.chars().collect::<Vec<_>>());
        for (likely, unlikely) in [
            (("мовт", "мост"), ("мокт", "мост")),
            (("мотс", "мост"), ("моот", "мост")),
            (("касса", "каса"), ("касба", "каса")),
            (("призидент", "президент"), ("прюзидент", "президент")),
            (("мрст", "мост"), ("рост", "мост")),
            (("паводик", "паводок"), ("паводуш", "паводок")),
        ] {
            let (a, b) = (slips_of(likely.0, likely.1), slips_of(unlikely.0, unlikely.1));
            assert!(a < b, "{likely:?} {a}, {unlikely:?} {b}");
        }
    }
}
