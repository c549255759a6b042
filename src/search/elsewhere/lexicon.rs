//! The words of all articles, and how words of a place stand together as one term.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy_fst::MapBuilder;

use super::Keeper;
use super::ask::RowOf;
use crate::error::{Error, Result};
use crate::search::collection::Lexicon;

/// Stands between the words of one place.
const TOGETHER: char = '+';

/// A part of the lexicon, as articles were added together.
#[derive(Debug, Clone, Default)]
pub(crate) struct LexiconLeaf {
    /// Lines of a word as written and in how many of the articles it stands.
    pub words: String,
    /// Lines of terms that stand for several forms at one place.
    pub form_keys: String,
    /// The same of words as written.
    pub written_keys: String,
}

/// The terms that stand for several words, by each of these words.
#[derive(Debug, Default)]
pub(super) struct Keys {
    forms: FxHashMap<Box<str>, Vec<Box<str>>>,
    written: FxHashMap<Box<str>, Vec<Box<str>>>,
}

impl Keys {
    /// The terms of a row that stand for any of these words.
    pub fn of<'a>(&'a self, row: RowOf, words: &'a [Box<str>]) -> Vec<&'a str> {
        let several = match row {
            RowOf::Forms => &self.forms,
            RowOf::Written => &self.written,
        };
        let of_word = |word: &'a Box<str>| {
            let more = several.get(word).into_iter().flatten();
            std::iter::once(&**word).chain(more.map(|key| &**key))
        };
        let mut keys: Vec<&str> = words.iter().flat_map(of_word).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

/// The words of all articles, read when they are first asked for and kept as long as they stay the same.
#[derive(Default)]
pub(super) struct Words {
    known: Mutex<Known>,
}

/// What was read last.
#[derive(Default)]
struct Known {
    leaves: BTreeMap<String, Arc<LexiconLeaf>>,
    read: Option<(Arc<Lexicon>, Arc<Keys>)>,
}

impl Words {
    /// The words as they are now. Of parts that are known none is read again.
    pub fn read(&self, keeper: &dyn Keeper) -> Result<(Arc<Lexicon>, Arc<Keys>)> {
        // Who comes meanwhile waits: two would read the same.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let names = keeper.leaves()?;
        let is_known = |(name, stays): &(String, bool)| *stays && known.leaves.contains_key(name);
        let is_same = names.len() == known.leaves.len() && names.iter().all(is_known);
        if let (true, Some(read)) = (is_same, &known.read) {
            return Ok(read.clone());
        }
        let mut leaves = BTreeMap::new();
        for (name, stays) in names {
            let leaf = match known.leaves.remove(&name).filter(|_| stays) {
                Some(leaf) => leaf,
                None => Arc::new(keeper.leaf(&name)?),
            };
            leaves.insert(name, leaf);
        }
        let (lexicon, keys) = put_together(leaves.values().map(|leaf| &**leaf))?;
        let read = (Arc::new(lexicon), Arc::new(keys));
        *known = Known { leaves, read: Some(read.clone()) };
        Ok(read)
    }
}

/// The lexicon of all leaves.
fn put_together<'l>(leaves: impl Iterator<Item = &'l LexiconLeaf>) -> Result<(Lexicon, Keys)> {
    let mut words: BTreeMap<&str, u64> = BTreeMap::new();
    let mut keys = Keys::default();
    for leaf in leaves {
        for line in leaf.words.lines() {
            let Some((word, articles)) = line.rsplit_once(' ') else { continue };
            *words.entry(word).or_default() += articles.parse::<u64>().unwrap_or(1);
        }
        for (lines, several) in [(&leaf.form_keys, &mut keys.forms), (&leaf.written_keys, &mut keys.written)] {
            for key in lines.lines() {
                for word in key.split(TOGETHER) {
                    several.entry(word.into()).or_default().push(key.into());
                }
            }
        }
    }
    for keys in keys.forms.values_mut().chain(keys.written.values_mut()) {
        keys.sort_unstable();
        keys.dedup();
    }
    let failed = |error: tantivy_fst::Error| {
        Error::Invalid(format!("the words of the articles cannot be put together: {error}"))
    };
    let mut builder = MapBuilder::memory();
    for (word, articles) in words {
        builder.insert(word, articles).map_err(failed)?;
    }
    let words = builder.into_inner().and_then(tantivy_fst::Map::from_bytes).map_err(failed)?;
    Ok((Lexicon::of(words), keys))
}
