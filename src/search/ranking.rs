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
pub(super) const WEIGHTS: Weights = Weights { text: 1.0, heading: 1.0, lead: 1.0, exact: 0.1, stem: 1.0 };

/// The share of the words that an article must have, where there are more than [`ALL_OF`].
const MOST: f32 = 0.6;

/// Of this many words all must be there.
const ALL_OF: usize = 2;

/// How many of this many words an article must have to match.
pub(super) fn required_words(words: usize) -> usize {
    if words <= ALL_OF { words } else { (words as f32 * MOST).ceil() as usize }
}
