//! The words of all articles, and how words of a place stand together as one term.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy_fst::MapBuilder;

use super::Keeper;
use super::ask::{RowOf, TOGETHER};
use crate::error::{Error, Result};
use crate::search::collection::Lexicon;

/// A part of the lexicon, as articles were added together: lines of a word, a blank, and how many of the articles have it.
#[derive(Debug, Clone, Default)]
pub(crate) struct LexiconLeaf {
    /// Words as written.
    pub words: String,
    /// Terms that stand for several forms at one place.
    pub form_keys: String,
    /// The same of words as written.
    pub written_keys: String,
}

impl LexiconLeaf {
    fn lines(text: &str) -> impl Iterator<Item = (&str, u64)> {
        text.lines().filter_map(|line| line.rsplit_once(' ')).map(|(word, count)| (word, count.parse().unwrap_or(1)))
    }
}

/// The terms that stand for several words, by each of these words.
#[derive(Default)]
pub(super) struct Keys {
    forms: Several,
    written: Several,
}

/// Terms that stand for several words, in order, and by each word their numbers, those that most articles have first.
#[derive(Default)]
struct Several {
    terms: Vec<Box<str>>,
    of: FxHashMap<Box<str>, Vec<u32>>,
}

impl Keys {
    /// The terms of a row that stand for any of these words: first the words by themselves, then what most articles have.
    pub fn of<'a>(&'a self, row: RowOf, words: &'a [Box<str>]) -> Vec<&'a str> {
        let several = match row {
            RowOf::Forms => &self.forms,
            RowOf::Written => &self.written,
        };
        let mut keys: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        let of_words: Vec<&[u32]> = words.iter().filter_map(|word| several.of.get(word)).map(Vec::as_slice).collect();
        // Of each word in turn, as what stands first is what is met most.
        for rank in 0..of_words.iter().map(|numbers| numbers.len()).max().unwrap_or(0) {
            for number in of_words.iter().filter_map(|numbers| numbers.get(rank)) {
                let term = &*several.terms[*number as usize];
                if !keys.contains(&term) {
                    keys.push(term);
                }
            }
        }
        keys
    }
}

impl Several {
    fn of(counts: BTreeMap<&str, u64>) -> Several {
        let mut in_order: Vec<(&str, u64)> = counts.into_iter().collect();
        in_order.sort_by_key(|(_, articles)| Reverse(*articles));
        let mut several = Several::default();
        for (number, (term, _)) in (0..).zip(in_order) {
            for word in term.split(TOGETHER) {
                several.of.entry(word.into()).or_default().push(number);
            }
            several.terms.push(term.into());
        }
        several
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
        let is_same = names.len() == known.leaves.len() && names.iter().all(|name| known.leaves.contains_key(name));
        if let (true, Some(read)) = (is_same, &known.read) {
            return Ok(read.clone());
        }
        let mut leaves = BTreeMap::new();
        for name in names {
            let leaf = match known.leaves.get(&name) {
                Some(leaf) => Arc::clone(leaf),
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
    let [mut words, mut forms, mut written] = <[BTreeMap<&str, u64>; 3]>::default();
    for leaf in leaves {
        for (counts, text) in
            [(&mut words, &leaf.words), (&mut forms, &leaf.form_keys), (&mut written, &leaf.written_keys)]
        {
            LexiconLeaf::lines(text).for_each(|(word, articles)| *counts.entry(word).or_default() += articles);
        }
    }
    let keys = Keys { forms: Several::of(forms), written: Several::of(written) };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terms_of_a_word_that_most_articles_have_come_first() {
        let leaf = |words: &str, keys: &str| LexiconLeaf {
            words: words.to_owned(),
            form_keys: keys.to_owned(),
            written_keys: String::new(),
        };
        let leaves = [leaf("мост 2\n", "мост+мосты 1\nмост+мостить 2\n"), leaf("мост 3\nмоста 1\n", "мост+мосты 4\n")];
        let (lexicon, keys) = put_together(leaves.iter()).unwrap();
        let mut found = Vec::new();
        lexicon.between("", None, |word, articles| {
            found.push((word.to_owned(), articles));
            std::ops::ControlFlow::Continue(())
        });
        assert_eq!(found, [("мост".to_owned(), 5), ("моста".to_owned(), 1)]);
        let of = |words: &[&str]| {
            let words: Vec<Box<str>> = words.iter().map(|word| Box::from(*word)).collect();
            keys.of(RowOf::Forms, &words).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(of(&["мост"]), ["мост", "мост+мосты", "мост+мостить"]);
        assert_eq!(of(&["мостить", "мосты"]), ["мостить", "мосты", "мост+мостить", "мост+мосты"]);
        assert_eq!(of(&["река"]), ["река"]);
    }
}
