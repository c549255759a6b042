//! What is known of all articles where a commit has only some of them: those that another engine found, put into an index in memory to be
//! looked at as articles of a folder are.

use std::ops::ControlFlow;
use std::sync::Arc;

use tantivy_fst::{Automaton, IntoStreamer, Map, Streamer};

use super::clause::Clause;
use super::leaf::Leaf;
use super::sought::Sought;

/// All articles, wherever they are kept.
pub(super) trait Collection: Send + Sync {
    /// How many there are, copies among them.
    fn documents(&self) -> u64;

    /// What changes with every change of them.
    fn stamp(&self) -> u64;

    /// How many terms one has on average.
    fn average_length(&self) -> f32;

    /// In how many something stands.
    fn articles(&self, sought: &Sought) -> tantivy::Result<u64>;

    /// Whether some article has a word and at least so many of the others.
    fn has_together(&self, word: &Sought, others: &[Sought], required: usize) -> tantivy::Result<bool>;

    /// How many have a thing, of those that match.
    fn beside(&self, context: Option<&Clause>, leaf: &Leaf) -> tantivy::Result<u64>;

    /// The headlines of the newest that match, so many at most.
    fn newest_titles(&self, clause: &Clause, most: usize) -> tantivy::Result<Vec<String>>;

    /// The words that they have.
    fn lexicon(&self) -> tantivy::Result<Arc<Lexicon>>;

    /// Who published them.
    fn sources(&self) -> tantivy::Result<Arc<[String]>>;

    /// The date of the newest as yyyymmdd, 0 where none has one.
    fn newest(&self) -> tantivy::Result<u64>;
}

/// Words as written, each with about how many articles have it.
pub(super) struct Lexicon {
    words: Map<Vec<u8>>,
}

impl Lexicon {
    /// A lexicon of these words.
    #[cfg(feature = "cluster")]
    pub fn of(words: Map<Vec<u8>>) -> Lexicon {
        Lexicon { words }
    }

    /// Goes through the words from one on up to another, if there is one.
    pub fn between(&self, from: &str, to: Option<&[u8]>, visit: impl FnMut(&str, u32) -> ControlFlow<()>) {
        let range = self.words.range().ge(from);
        match to {
            Some(to) => each(range.lt(to).into_stream(), visit),
            None => each(range.into_stream(), visit),
        }
    }

    /// Goes through the words that a pattern fits, from a first letter on if there is one.
    pub fn fitting<A: Automaton>(
        &self,
        pattern: &A,
        first: Option<(&str, Option<&[u8]>)>,
        visit: impl FnMut(&str, u32) -> ControlFlow<()>,
    ) {
        let mut search = self.words.search(pattern);
        if let Some((from, to)) = first {
            search = search.ge(from);
            search = to.into_iter().fold(search, |search, to| search.lt(to));
        }
        each(search.into_stream(), visit);
    }
}

fn each<A: Automaton>(mut words: tantivy_fst::map::Stream<'_, A>, mut visit: impl FnMut(&str, u32) -> ControlFlow<()>) {
    while let Some((word, articles)) = words.next() {
        let Ok(word) = std::str::from_utf8(word) else { continue };
        if visit(word, u32::try_from(articles).unwrap_or(u32::MAX)).is_break() {
            return;
        }
    }
}
