//! The words of the index as they are written.

use std::ops::ControlFlow;
use std::sync::Arc;

use tantivy::SegmentReader;
use tantivy::schema::Field;
use tantivy::termdict::TermStreamer;
use tantivy_fst::Automaton;
use tantivy_fst::automaton::AlwaysMatch;

use super::collection::Lexicon;
use crate::index::signs::{self, Signs};

/// Where words stand in order.
pub(super) enum Vocabulary<'a> {
    /// Among the terms of a field of a segment.
    Segment(&'a SegmentReader, Field),
    /// In a list of words.
    Lexicon(Arc<Lexicon>),
}

impl Vocabulary<'_> {
    /// Goes through the words that begin so, in order, with about how many articles have each: one that has it in several of its
    /// parts counts for each.
    pub fn beginning_with(
        &self,
        beginning: &str,
        visit: impl FnMut(&str, u32) -> ControlFlow<()>,
    ) -> tantivy::Result<()> {
        let end = behind_all(beginning);
        match self {
            Vocabulary::Lexicon(lexicon) => lexicon.between(beginning, end.as_deref(), visit),
            Vocabulary::Segment(segment, text) => {
                let index = segment.inverted_index(*text)?;
                let mut range = index.terms().range().ge(beginning.as_bytes());
                if let Some(end) = end {
                    range = range.lt(end);
                }
                each::<AlwaysMatch>(range.into_stream()?, visit);
            }
        }
        Ok(())
    }

    /// The same for the words that a pattern fits, from a first letter on if there is one.
    pub fn fitting<A: Automaton<State: Clone>>(
        &self,
        pattern: &A,
        first: Option<char>,
        visit: impl FnMut(&str, u32) -> ControlFlow<()>,
    ) -> tantivy::Result<()> {
        let first = first.map(String::from);
        let range = first.as_ref().map(|first| (first.as_str(), behind_all(first)));
        match self {
            Vocabulary::Lexicon(lexicon) => {
                lexicon.fitting(pattern, range.as_ref().map(|(from, to)| (*from, to.as_deref())), visit);
            }
            Vocabulary::Segment(segment, text) => {
                let index = segment.inverted_index(*text)?;
                let mut search = index.terms().search(Signed(pattern));
                if let Some((from, to)) = range {
                    search = search.ge(from);
                    search = to.into_iter().fold(search, |search, to| search.lt(to));
                }
                each(search.into_stream()?, visit);
            }
        }
        Ok(())
    }
}

/// The first bytes that stand behind all words that begin so.
fn behind_all(beginning: &str) -> Option<Vec<u8>> {
    let mut end = beginning.as_bytes().to_vec();
    // No byte of UTF-8 is 255.
    *end.last_mut()? += 1;
    Some(end)
}

fn each<A: Automaton<State: Clone>>(
    mut terms: TermStreamer<'_, A>,
    mut visit: impl FnMut(&str, u32) -> ControlFlow<()>,
) {
    let mut word = String::new();
    let mut articles = 0;
    while terms.advance() {
        let Some((next, sign)) = signs::split(terms.key()) else { continue };
        if !Signs::WRITTEN.has(sign) {
            continue;
        }
        if next != word {
            if articles > 0 && visit(&word, articles).is_break() {
                return;
            }
            word.clear();
            word.push_str(next);
            articles = 0;
        }
        articles += terms.value().doc_freq;
    }
    if articles > 0 {
        let _ = visit(&word, articles);
    }
}

/// A pattern of words as one of terms: with any sign behind the word.
struct Signed<'a, A>(&'a A);

#[derive(Clone)]
enum State<S> {
    InWord(S),
    AtEnd,
    Nowhere,
}

impl<A: Automaton> Automaton for Signed<'_, A> {
    type State = State<A::State>;

    fn start(&self) -> Self::State {
        State::InWord(self.0.start())
    }

    fn is_match(&self, state: &Self::State) -> bool {
        matches!(state, State::AtEnd)
    }

    fn can_match(&self, state: &Self::State) -> bool {
        match state {
            State::InWord(state) => self.0.can_match(state),
            State::AtEnd => true,
            State::Nowhere => false,
        }
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        match state {
            State::InWord(state) if signs::is_sign(byte) && self.0.is_match(state) => State::AtEnd,
            State::InWord(state) if !signs::is_sign(byte) => State::InWord(self.0.accept(state, byte)),
            _ => State::Nowhere,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::RawArticle;
    use crate::search::fixture::searcher;
    use crate::search::forgive::Near;

    #[test]
    fn words_as_written_each_once() {
        let text = "Мост у моста\n\nМостами гордятся: мост мостит мастер. Гость на мосту.";
        let searcher = searcher([RawArticle::new("1", text)]);
        let commit = searcher.commit();
        let words = &commit.own_vocabularies()[0];
        let collect = |found: &mut Vec<String>, word: &str| {
            found.push(word.to_owned());
            if found.len() < 4 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        for (beginning, expected) in [
            ("мост", &["мост", "моста", "мостами", "мостит"][..]),
            ("мостам", &["мостами"]),
            ("мосты", &[]),
            ("", &["гордятся", "гость", "мастер", "мост"]),
        ] {
            let mut found = Vec::new();
            words.beginning_with(beginning, |word, _| collect(&mut found, word)).unwrap();
            assert_eq!(found, expected, "{beginning}");
        }
        for (near, first, expected) in [
            ("мосты", None, &["мост", "моста", "мосту"][..]),
            ("гост", None, &["гость", "мост"]),
            ("гост", Some('г'), &["гость"]),
        ] {
            let mut found = Vec::new();
            let visit = |word: &str, _| collect(&mut found, word);
            words.fitting(&Near::new(1, near), first, visit).unwrap();
            assert_eq!(found, expected, "{near}");
        }
    }
}
