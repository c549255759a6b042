//! One state of the articles elsewhere, with what searches looked up in it.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

use rustc_hash::FxHashMap;
use tantivy::Searcher;

use super::ask::{Ask, Label, Wanted};
use super::asking::Asking;
use super::lexicon::{Keys, Words};
use super::{Keeper, KeeperState};
use crate::error::{Error, Result};
use crate::index::index_error;
use crate::index::schema::Fields;
use crate::search::Sort;
use crate::search::collection::Lexicon;
use crate::search::commit::Commit;

/// How many counts are remembered before their memory is emptied.
const COUNTS: usize = 50_000;

/// How many lists of headlines.
const TITLES: usize = 1_000;

/// How often a query is tried before what it asks for is looked up one by one: each time it comes to know more of its words.
const MOST_ROUNDS: usize = 16;

/// One state of the articles elsewhere.
pub(super) struct View {
    pub keeper: Arc<dyn Keeper>,
    pub state: KeeperState,
    /// By the hash of what is asked: an ask may be long.
    counts: Mutex<FxHashMap<u128, u64>>,
    words: Arc<Words>,
    lexicon: OnceLock<(Arc<Lexicon>, Arc<Keys>)>,
    sources: OnceLock<Arc<[String]>>,
    newest: OnceLock<u64>,
    titles: Mutex<FxHashMap<Ask, Vec<String>>>,
}

impl View {
    /// The articles in this state.
    pub fn of(keeper: Arc<dyn Keeper>, state: KeeperState, words: Arc<Words>) -> View {
        View {
            keeper,
            state,
            words,
            counts: Mutex::default(),
            lexicon: OnceLock::new(),
            sources: OnceLock::new(),
            newest: OnceLock::new(),
            titles: Mutex::default(),
        }
    }

    /// How many articles something finds, if it was looked up before.
    pub fn known(&self, ask: &Ask) -> Option<u64> {
        self.counts().get(&key(ask)).copied()
    }

    /// Looks up how many articles these find, and remembers it.
    pub fn look_up(&self, asks: &[Ask], until: Option<Instant>) -> Result<Vec<u64>> {
        let found = self.keeper.counts(asks, until)?;
        let mut counts = self.counts();
        if counts.len() >= COUNTS {
            counts.clear();
        }
        counts.extend(asks.iter().map(key).zip(found.iter().copied()));
        Ok(found)
    }

    fn counts(&self) -> MutexGuard<'_, FxHashMap<u128, u64>> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the words of all articles were read.
    pub fn has_lexicon(&self) -> bool {
        self.lexicon.get().is_some()
    }

    /// The words of all articles, read when they are first asked for.
    pub fn lexicon(&self) -> Result<&(Arc<Lexicon>, Arc<Keys>)> {
        if let Some(lexicon) = self.lexicon.get() {
            return Ok(lexicon);
        }
        let read = self.words.read(&*self.keeper)?;
        Ok(self.lexicon.get_or_init(|| read))
    }

    /// Who published the articles.
    pub fn sources(&self, until: Option<Instant>) -> Result<Arc<[String]>> {
        if let Some(sources) = self.sources.get() {
            return Ok(Arc::clone(sources));
        }
        let wanted = Wanted { counts: vec![Label::Source], ..Wanted::total(Ask::Everything) };
        let counts = self.keeper.find(&wanted, until)?.counts;
        let names = counts.into_iter().flatten().filter_map(|(path, _)| path.into_iter().next());
        Ok(Arc::clone(self.sources.get_or_init(|| names.collect())))
    }

    /// The date of the newest article as yyyymmdd, 0 where none has one.
    pub fn newest(&self, until: Option<Instant>) -> Result<u64> {
        if let Some(newest) = self.newest.get() {
            return Ok(*newest);
        }
        let wanted = Wanted { sort: Sort::Date, size: 1, ..Wanted::total(Ask::Everything) };
        let found = self.keeper.find(&wanted, until)?.articles;
        let date = found.first().and_then(|article| article.date.map(|known| known.date.packed()));
        Ok(*self.newest.get_or_init(|| date.unwrap_or_default()))
    }

    /// The headlines of the newest articles that match.
    pub fn newest_titles(&self, ask: Ask, most: usize, until: Option<Instant>) -> Result<Vec<String>> {
        if let Some(known) = self.titles().get(&ask) {
            return Ok(known.clone());
        }
        let wanted = Wanted { sort: Sort::Date, size: most, ..Wanted::total(ask.clone()) };
        let articles = self.keeper.find(&wanted, until)?.articles;
        let found: Vec<String> = articles.into_iter().filter_map(|article| article.title).collect();
        let mut titles = self.titles();
        if titles.len() >= TITLES {
            titles.clear();
        }
        titles.insert(ask, found.clone());
        Ok(found)
    }

    fn titles(&self) -> MutexGuard<'_, FxHashMap<Ask, Vec<String>>> {
        self.titles.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with a commit of articles that are here, until all that it asked of the others is known: what is not known yet is
    /// guessed, noted, looked up together, and the thing is done anew. So a query costs a few requests and not one for each word.
    pub fn settled<T>(
        self: &Arc<Self>,
        here: &Searcher,
        fields: Fields,
        until: Option<Instant>,
        mut work: impl FnMut(&Arc<Commit>) -> tantivy::Result<T>,
    ) -> Result<T> {
        let mut rounds = 0;
        loop {
            let asking = Arc::new(Asking::of(Arc::clone(self), rounds >= MOST_ROUNDS, fields, until));
            let commit = Arc::new(Commit::of(here.clone(), fields).within(Arc::clone(&asking) as _));
            let done = work(&commit).map_err(|error| self.own_error(error))?;
            let asked = asking.noted();
            if asked.is_empty() {
                return Ok(done);
            }
            self.look_up(&asked, until)?;
            rounds += 1;
        }
    }

    /// An error as it was before the engine carried it.
    pub fn own_error(&self, error: tantivy::TantivyError) -> Error {
        match error {
            tantivy::TantivyError::IoError(cause) => match Arc::try_unwrap(cause).map(std::io::Error::into_inner) {
                Ok(Some(inner)) => match inner.downcast::<Error>() {
                    Ok(own) => *own,
                    Err(other) => Error::Invalid(other.to_string()),
                },
                Ok(None) => Error::Invalid("reading failed".to_owned()),
                Err(shared) => Error::Invalid(shared.to_string()),
            },
            other => index_error(std::path::Path::new(&self.keeper.name()), other),
        }
    }
}

/// What an ask is remembered by.
fn key(ask: &Ask) -> u128 {
    let half = |seed: u8| {
        let mut hasher = DefaultHasher::new();
        (seed, ask).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

/// An error that the engine carries.
pub(super) fn carried(error: Error) -> tantivy::TantivyError {
    tantivy::TantivyError::IoError(Arc::new(std::io::Error::other(error)))
}
