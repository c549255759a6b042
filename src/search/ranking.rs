//! What makes an article a better answer than another: all numbers of the ranking in one place.
//!
//! BM25 (k1 = 1.2, b = 0.75) is summed over the fields with these weights. They were chosen on headlines as queries
//! (`relevance.py`) and on short queries judged by hand (`graded.py`) together, which pull apart: a heavy title or lead helps
//! headlines and hurts short queries. `benches/README.md` says how to measure them again.

/// The weights of the fields.
pub(super) struct Weights {
    /// The forms of all words: what matches.
    pub text: f32,
    /// The forms of the title's words.
    pub heading: f32,
    /// The forms of the first words of the body: news put their subject first.
    pub lead: f32,
    /// The words exactly as written.
    pub exact: f32,
    /// The stems, which derivations share (конституция, конституционный).
    pub stem: f32,
}

/// The weights in use.
pub(super) const WEIGHTS: Weights = Weights { text: 1.0, heading: 1.0, lead: 1.2, exact: 0.5, stem: 1.25 };

/// Of this many words all must be there.
const ALL_OF: usize = 2;

/// The share of the words that must be there where there are more, and the fewest of them. On headlines as queries a share of
/// 0.6 loses 0.04 of MRR against 0.4: the one right article often says a thing in other words.
const MOST: f32 = 0.4;

/// Articles with all the words come before the others for queries of up to this many. Longer ones are pasted headlines,
/// where only an accident has them all: putting that first costs 0.05 of MRR.
const COMPLETE_FIRST: usize = 6;

/// How many of this many words an article must have to match.
pub(super) fn required_words(words: usize) -> usize {
    if words <= ALL_OF { words } else { ((words as f32 * MOST).ceil() as usize).max(ALL_OF) }
}

/// Whether articles with all of this many words come before the others.
pub(super) fn complete_first(words: usize) -> bool {
    words <= COMPLETE_FIRST
}

/// Whether a derivation (пенсионный for пенсия) counts as having the word. Beside this many words it says enough; alone, or
/// with one other, the word itself is meant.
pub(super) fn derivations_count(words: usize) -> bool {
    words > ALL_OF
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_few_words_and_a_share_of_many() {
        let required: Vec<usize> = (0..=10).map(required_words).collect();
        assert_eq!(required, [0, 1, 2, 2, 2, 2, 3, 3, 4, 4, 4]);
    }
}
