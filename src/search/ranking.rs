//! What makes an article a better answer than another: all numbers of the ranking in one place.
//!
//! BM25 is summed over the places where a word may stand, with these weights. They were chosen on headlines as queries
//! (`relevance.py`) and on short queries judged by hand (`graded.py`) together, which pull apart: a heavy title or lead helps
//! headlines and hurts short queries. `benches/README.md` says how to measure them again.

/// The parameters of BM25: how soon more of a word stops to matter, and how much the length of a text does.
pub(super) const K1: f32 = 1.2;
pub(super) const B: f32 = 0.75;

/// K1 in the headline and among the first words. They are about as long in all articles, so that lengths do not matter there.
pub(super) const K1_IN_FRONT: f32 = 0.8;

/// The weights of the places.
pub(super) struct Weights {
    /// The forms of a word anywhere: what matches.
    pub text: f32,
    /// Its forms in the headline.
    pub heading: f32,
    /// Its forms among the first words of the body: news put their subject first.
    pub lead: f32,
    /// The word exactly as written.
    pub exact: f32,
    /// The words that share its stem: derivations, as a rule.
    pub stem: f32,
    /// The adjective of a place, or the place of an adjective (Астана, астанинский).
    pub place: f32,
}

/// The weights in use.
pub(super) const WEIGHTS: Weights = Weights { text: 1.0, heading: 0.8, lead: 1.2, exact: 0.6, stem: 0.9, place: 0.5 };

/// How much less what stands for a word counts than the word itself, in all fields.
pub(super) struct Others {
    /// A synonym that is the same thing: ҰБТ for ЕНТ.
    pub same: f32,
    /// What is often meant by the word: электроэнергия for свет.
    pub meant: f32,
    /// How much of that they have in the title and the lead, where the best of all ways counts.
    pub in_front: f32,
}

/// The weights of other words in use. 0.6 and 0.4 lose 0.004 of nDCG and 0.007 of recall on short queries.
pub(super) const OTHERS: Others = Others { same: 0.8, meant: 0.6, in_front: 0.5 };

/// How much more words count that stand side by side in the query and close together in the text.
pub(super) struct Closeness {
    /// Within how many words of one another.
    pub words: u32,
    /// The share of their score in the text that they have once more.
    pub weight: f32,
    /// The most words side by side of which pairs are looked at: reading their places takes time.
    pub longest_row: usize,
}

/// The closeness in use. It is worth 0.002 of MRR on headlines; from 0.1 to 0.3 the figures hardly move.
pub(super) const CLOSENESS: Closeness = Closeness { words: 5, weight: 0.15, longest_row: 6 };

/// How the words are used that the first answers share.
pub(super) struct Feedback {
    /// How many of the first articles are looked at.
    pub articles: usize,
    /// How many words of each, behind its title.
    pub head: usize,
    /// How many of them must have a word.
    pub sharing: usize,
    /// How many words are taken.
    pub words: usize,
    /// What they weigh together, for each word of the query.
    pub weight: f32,
    /// The most words that a query has: a longer one says enough by itself, and known articles are found worse with more.
    pub longest_query: usize,
}

/// The feedback in use. On short queries it was worth 0.01 of nDCG and 0.015 of recall with ten articles; with five it does as well
/// within the noise and takes half the time.
pub(super) const FEEDBACK: Feedback =
    Feedback { articles: 5, head: 100, sharing: 2, words: 10, weight: 0.5, longest_query: 4 };

/// How much newer articles count more, where that is asked for.
pub(super) struct Recency {
    /// After how many years half of it is gone.
    pub half_life: f32,
    /// The share of the score that age can take.
    pub most: f32,
}

/// The recency in use: a choice, not measured. An article of a year ago keeps three quarters of its score, an old one half.
pub(super) const RECENCY: Recency = Recency { half_life: 1.0, most: 0.5 };

/// How often the score counts of an article that has all the words. Putting such articles before all others loses 0.01 of MRR on
/// headlines and of nDCG on short queries: long articles have many words by accident.
pub(super) const COMPLETE: f32 = 1.15;

/// Of this many words all must be there.
const ALL_OF: usize = 2;

/// The share of the words that must be there where there are more. On headlines as queries a share of 0.4 loses 0.003 of MRR and
/// 0.6 loses 0.04: the one right article often says a thing in other words.
const MOST: f32 = 0.25;

/// Articles with all the words count more for queries of up to this many. Longer ones are pasted headlines, where only an
/// accident has them all: that costs 0.02 of MRR.
const MOST_COMPLETE: usize = 6;

/// How much a word tells that so many of all articles have: the inverse document frequency of BM25 as Lucene has it, which is never
/// negative (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009, with 1 added under the logarithm).
pub(super) fn rarity(all: f32, with: f32) -> f32 {
    (1.0 + ((all - with).max(0.0) + 0.5) / (with + 0.5)).ln()
}

/// How many of this many words an article must have to match.
pub(super) fn required_words(words: usize) -> usize {
    if words <= ALL_OF { words } else { ((words as f32 * MOST).ceil() as usize).max(ALL_OF) }
}

/// Whether articles with all of this many words count more than the others.
pub(super) fn prefers_complete(words: usize) -> bool {
    words <= MOST_COMPLETE
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
        assert_eq!(required, [0, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3]);
    }
}
