//! The words of all articles, and how words of a place stand together as one term.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tantivy_fst::MapBuilder;

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

/// The lexicon of all leaves.
pub(super) fn read(leaves: &[LexiconLeaf]) -> Result<(Lexicon, Keys)> {
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
