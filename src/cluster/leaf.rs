//! The words of a group of articles. All leaves together are the dictionary of what an engine has, for slips, patterns and Kazakh roots.

use std::collections::BTreeMap;
use std::time::Duration;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::backoff::Backoff;
use super::client::Client;
use super::delivery::deliver;
use super::document::value_of;
use super::fields::{FORM_KEYS, LEAF, LEAF_WORDS, PART, PIECE, WRITTEN_KEYS};
use super::terms::Terms;
use super::whole::{count, hits, search_made, values_of};
use crate::error::Result;

/// The most bytes of a part.
const LONGEST_PART: usize = 3 << 20;

/// The words of a group of articles.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Leaf {
    /// In how many articles each word stands as it is written.
    pub words: FxHashMap<String, u64>,
    /// The same of the terms of rows that are several words: of forms, and of words as written.
    pub form_keys: FxHashMap<String, u64>,
    pub written_keys: FxHashMap<String, u64>,
}

impl Leaf {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.form_keys.is_empty() && self.written_keys.is_empty()
    }

    /// Takes the words of an article.
    pub fn add(&mut self, terms: &mut Terms) {
        for (counts, found) in [
            (&mut self.words, &mut terms.words),
            (&mut self.form_keys, &mut terms.form_keys),
            (&mut self.written_keys, &mut terms.written_keys),
        ] {
            found.drain().for_each(|word| *counts.entry(word).or_default() += 1);
        }
    }

    /// Takes the words of another one.
    pub fn join(&mut self, other: Leaf) {
        for (counts, more) in [
            (&mut self.words, other.words),
            (&mut self.form_keys, other.form_keys),
            (&mut self.written_keys, other.written_keys),
        ] {
            more.into_iter().for_each(|(word, articles)| *counts.entry(word).or_default() += articles);
        }
    }

    /// Sends the leaf; it may come twice, and counts once.
    pub fn send(&self, client: &Client, name: &str, leaf: &str) -> Result<SentLeaf> {
        let parts = self.parts();
        let sent = SentLeaf { name: leaf.to_owned(), parts: parts.len() };
        // The first goes last: where it is seen, the others mostly are.
        for (number, mut part) in parts.into_iter().enumerate().rev() {
            let piece = format!("{leaf} {number} {}", sent.parts);
            (part[LEAF], part[PART], part[PIECE]) = (json!(leaf), json!(number), json!(piece));
            deliver(client, &format!("{name}-words"), &[(format!("{leaf}-{number}"), part)])?;
        }
        Ok(sent)
    }

    fn parts(&self) -> Vec<Value> {
        let (mut parts, mut texts) = (Vec::new(), <[String; 3]>::default());
        let part = |texts: &mut [String; 3]| {
            let [words, forms, written] = std::mem::take(texts);
            json!({ LEAF_WORDS: words, FORM_KEYS: forms, WRITTEN_KEYS: written })
        };
        for (field, counts) in [&self.words, &self.form_keys, &self.written_keys].into_iter().enumerate() {
            for (word, articles) in counts.iter().collect::<BTreeMap<_, _>>() {
                let line = format!("{word} {articles}\n");
                if texts.iter().map(String::len).sum::<usize>() + line.len() > LONGEST_PART {
                    parts.push(part(&mut texts));
                }
                texts[field].push_str(&line);
            }
        }
        parts.push(part(&mut texts));
        parts
    }

    /// Adds a part as the engine gives it.
    fn add_part(&mut self, part: &Value) {
        for (field, counts) in
            [(LEAF_WORDS, &mut self.words), (FORM_KEYS, &mut self.form_keys), (WRITTEN_KEYS, &mut self.written_keys)]
        {
            for line in value_of(part, field).as_str().unwrap_or_default().lines() {
                let Some((word, articles)) = line.rsplit_once(' ') else { continue };
                *counts.entry(word.to_owned()).or_default() += articles.parse().unwrap_or(0);
            }
        }
    }

    /// Adds a leaf of an engine.
    pub fn read(&mut self, client: &Client, name: &str, leaf: &str) -> Result<()> {
        each_part(client, name, leaf, |part| self.add_part(part))
    }
}

/// Reads a leaf of an engine part by part: one may be as large as an answer can be.
///
/// # Errors
/// [`Error::Cluster`](crate::Error::Cluster) where the engine does not answer, or does not show a part in time.
pub(super) fn each_part(client: &Client, name: &str, leaf: &str, mut take: impl FnMut(&Value)) -> Result<()> {
    let (mut number, mut parts) = (0, 1);
    let mut backoff = Backoff::new(client.times().patience);
    while number < parts {
        let filter = [json!({ "term": { LEAF: leaf } }), json!({ "term": { PART: number } })];
        let body = json!({ "query": { "bool": { "filter": filter } }, "size": 1, "track_total_hits": true });
        let source = [PIECE, LEAF_WORDS, FORM_KEYS, WRITTEN_KEYS];
        let answer = search_made(client, &format!("{name}-words"), &body, &source)?;
        let Some(part) = hits(&answer).first() else {
            if !backoff.wait(None) {
                return Err(client.error(format!(
                    "part {number} of the words «{leaf}» is not to be seen; see how the engine's indexing is, and do the same again"
                )));
            }
            continue;
        };
        parts = piece(value_of(&part["_source"], PIECE)).map_or(1, |(_, parts)| parts);
        take(&part["_source"]);
        number += 1;
    }
    Ok(())
}

/// A leaf that an engine has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SentLeaf {
    pub name: String,
    pub parts: usize,
}

impl SentLeaf {
    /// Waits until the engine shows it whole: before that no state may name it.
    ///
    /// # Errors
    /// [`Error::Cluster`](crate::Error::Cluster) where that does not happen in time.
    pub fn wait_until_seen(&self, client: &Client, name: &str, commit_seconds: u32) -> Result<()> {
        let mut backoff = Backoff::new(client.times().patience + Duration::from_secs(3 * u64::from(commit_seconds)));
        for part in 0..self.parts {
            let filter = vec![json!({ "term": { LEAF: self.name } }), json!({ "term": { PART: part } })];
            while count(client, &format!("{name}-words"), filter.clone(), Vec::new())? == 0 {
                if !backoff.wait(None) {
                    let what = "the engine took the words of articles and does not show them; see how its indexing is, and sync again";
                    return Err(client.error(what));
                }
            }
        }
        Ok(())
    }
}

/// The leaves of a run that the engine shows whole. What lacks a part is none: it may come yet, or was lost with a node.
pub(super) fn leaves_of(client: &Client, name: &str, is_of_run: impl Fn(&str) -> bool) -> Result<Vec<String>> {
    /// As many as engines count.
    const MOST: usize = 50_000;
    let pieces = values_of(client, &format!("{name}-words"), &json!({ "match_all": {} }), PIECE, MOST)?;
    // How many parts of each are missing.
    let mut missing = BTreeMap::<&str, usize>::new();
    for (leaf, parts) in pieces.iter().filter_map(|(value, _)| piece(value)).filter(|(leaf, _)| is_of_run(leaf)) {
        let left = missing.entry(leaf).or_insert(parts);
        *left = left.saturating_sub(1);
    }
    Ok(missing.into_iter().filter(|(_, missing)| *missing == 0).map(|(leaf, _)| leaf.to_owned()).collect())
}

/// The leaf of a piece, and how many parts that has.
fn piece(value: &Value) -> Option<(&str, usize)> {
    let mut words = value.as_str()?.split(' ');
    Some((words.next()?, words.nth(1)?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_leaf_comes_back_from_its_parts() {
        let mut leaf = Leaf::default();
        for number in 0..200_000u64 {
            leaf.words.insert(format!("слово{number}"), number % 7 + 1);
            leaf.form_keys.insert(format!("слово{number}+слов"), 1);
        }
        leaf.written_keys.insert("а+б".to_owned(), 7);
        let parts = leaf.parts();
        assert!(parts.len() > 1 && parts.iter().all(|part| part.to_string().len() < LONGEST_PART * 3 / 2));
        let mut again = Leaf::default();
        parts.iter().for_each(|part| again.add_part(part));
        assert_eq!(again, leaf);
    }

    #[test]
    fn a_piece_names_its_leaf_and_how_many_parts_that_has() {
        assert_eq!(piece(&json!("a-g0 1 3")), Some(("a-g0", 3)));
        assert_eq!(piece(&json!("a-g0")), None);
    }
}
