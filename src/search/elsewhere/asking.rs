//! What one search comes to know of all articles.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use rustc_hash::FxHashSet;

use super::ask::{Ask, Place};
use super::translate::Translation;
use super::view::{View, carried};
use crate::index::schema::Fields;
use crate::index::signs::Signs;
use crate::search::clause::{Clause, Strictness};
use crate::search::collection::{Collection, Lexicon};
use crate::search::facts::Fact;
use crate::search::leaf::Leaf;
use crate::search::sought::Sought;

/// What one search asks of all articles. What is not known is taken to be there, and noted.
pub(super) struct Asking {
    view: Arc<View>,
    noted: Mutex<FxHashSet<Ask>>,
    /// Whether what is not known is looked up at once.
    is_direct: bool,
    fields: Fields,
    until: Option<Instant>,
}

impl Asking {
    /// Of these articles.
    pub fn of(view: Arc<View>, is_direct: bool, fields: Fields, until: Option<Instant>) -> Asking {
        Asking { view, noted: Mutex::default(), is_direct, fields, until }
    }

    /// What was not known.
    pub fn noted(&self) -> Vec<Ask> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).drain().collect()
    }

    fn count(&self, ask: Ask) -> tantivy::Result<u64> {
        if ask == Ask::Nothing {
            return Ok(0);
        }
        if let Some(known) = self.view.known(&ask) {
            return Ok(known);
        }
        if self.is_direct {
            let counts = self.view.look_up(std::slice::from_ref(&ask), self.until).map_err(carried)?;
            return Ok(counts.first().copied().unwrap_or_default());
        }
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).insert(ask);
        Ok(1)
    }
}

impl Collection for Asking {
    fn documents(&self) -> u64 {
        self.view.state.articles + self.view.state.copies
    }

    fn stamp(&self) -> u64 {
        self.view.state.stamp
    }

    fn average_length(&self) -> f32 {
        self.view.state.tokens as f32 / self.documents().max(1) as f32
    }

    fn articles(&self, sought: &Sought) -> tantivy::Result<u64> {
        self.count(ask(sought))
    }

    fn has_together(&self, word: &Sought, others: &[Sought], required: usize) -> tantivy::Result<bool> {
        let others = Ask::at_least(required, others.iter().map(ask).collect());
        Ok(self.count(Ask::all(vec![ask(word), others]))? > 0)
    }

    fn beside(&self, context: Option<&Clause>, leaf: &Leaf) -> tantivy::Result<u64> {
        let everything = Clause::Filter(Leaf::Known(Fact::Article));
        let mut translation = Translation::of(&self.view, &self.fields);
        let filters = std::slice::from_ref(leaf);
        let ask = translation.matching(context.unwrap_or(&everything), filters, Strictness::Most)?;
        self.count(ask)
    }

    fn newest_titles(&self, clause: &Clause, most: usize) -> tantivy::Result<Vec<String>> {
        let ask = Translation::of(&self.view, &self.fields).matching(clause, &[], Strictness::Most)?;
        self.view.newest_titles(ask, most, self.until).map_err(carried)
    }

    fn lexicon(&self) -> tantivy::Result<Arc<Lexicon>> {
        Ok(Arc::clone(&self.view.lexicon().map_err(carried)?.0))
    }

    fn sources(&self) -> tantivy::Result<Arc<[String]>> {
        self.view.sources(self.until).map_err(carried)
    }

    fn newest(&self) -> tantivy::Result<u64> {
        self.view.newest(self.until).map_err(carried)
    }
}

/// What is looked for at one place of a text.
pub(super) fn ask(sought: &Sought) -> Ask {
    let of_place = |(place, signs): (Place, Signs)| {
        let words = sought.words().iter().filter(|(_, its)| *its == signs).map(|(word, _)| word.clone());
        let mut words: Vec<Box<str>> = words.collect();
        words.sort_unstable();
        words.dedup();
        if words.is_empty() { Ask::Nothing } else { Ask::Words(place, words) }
    };
    Ask::any(PLACES.into_iter().map(of_place).collect())
}

/// The places of words by the signs that they are looked for with.
const PLACES: [(Place, Signs); 4] = [
    (Place::Text, Signs::FORM),
    (Place::Title, Signs::IN_TITLE),
    (Place::Lead, Signs::IN_LEAD),
    (Place::Written, Signs::WRITTEN),
];

/// Where a word is looked for that has these signs.
pub(super) fn place_of(signs: Signs) -> Option<Place> {
    PLACES.into_iter().find(|(_, its)| *its == signs).map(|(place, _)| place)
}
