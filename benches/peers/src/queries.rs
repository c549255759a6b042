//! Queries as people type them: one to four telling words of a sentence that some article has.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::Result;

use crate::articles::each;

/// Queries are drawn from so many articles, so that a part of a file has the same ones as the whole.
const READ_FROM: usize = 30_000;
/// Words that a larger share of the articles has tell nothing; people leave them out.
const MOST_COMMON: f64 = 0.05;
/// Words that a smaller share has are slips and names that no other engine would be asked for ten articles of.
const RAREST: f64 = 0.0005;
/// The shortest word, in letters.
const SHORTEST: usize = 4;
/// Always the same queries.
const SEED: u64 = 2026;

/// How the words of a query belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One word.
    One,
    /// All of the words.
    And,
    /// Any of the words.
    Or,
}

/// A query; each engine writes it its own way.
#[derive(Debug, Clone)]
pub struct Query {
    /// How its words belong together.
    pub kind: Kind,
    /// Lowercase words in Cyrillic letters, each once.
    pub words: Vec<String>,
}

/// So many queries, always the same for a file: a quarter of one word, the rest of two to four, one in three of these with any of
/// its words and the others with all.
pub fn draw(count: usize, file: &Path) -> Result<Vec<Query>> {
    let (sentences, shares) = read(file)?;
    let mut random = fastrand::Rng::with_seed(SEED);
    let (mut queries, mut seen) = (Vec::new(), HashSet::new());
    for _ in 0..count * 100 {
        if queries.len() == count {
            break;
        }
        let (kind, length) = match random.u32(..100) {
            0..25 => (Kind::One, 1),
            25..60 => (Kind::And, 2),
            60..70 => (Kind::And, 3),
            70..75 => (Kind::And, 4),
            75..90 => (Kind::Or, 2),
            _ => (Kind::Or, 3),
        };
        let Some(sentence) = random.choice(&sentences) else { break };
        let telling = sentence.split(|sign: char| !sign.is_alphanumeric()).filter_map(|word| telling(word, &shares));
        let mut words: Vec<String> = Vec::new();
        telling.for_each(|word| {
            if !words.contains(&word) {
                words.push(word)
            }
        });
        if words.len() < length {
            continue;
        }
        let start = random.usize(..=words.len() - length);
        let words: Vec<String> = words.drain(start..start + length).collect();
        if seen.insert((kind == Kind::Or, words.clone())) {
            queries.push(Query { kind, words });
        }
    }
    Ok(queries)
}

/// Sentences of the articles, and the share of the articles that has each word.
fn read(file: &Path) -> Result<(Vec<String>, HashMap<String, f64>)> {
    let (mut sentences, mut counts, mut articles) = (Vec::new(), HashMap::<String, usize>::new(), 0);
    each(file, |article| {
        if articles < READ_FROM {
            articles += 1;
            let words: HashSet<String> =
                article.text.split(|sign: char| !sign.is_alphanumeric()).filter_map(plain).collect();
            words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
            sentences.extend(article.text.split(['.', '!', '?', '\n']).nth(articles % 7).map(str::to_owned));
        }
        Ok(())
    })?;
    let shares = counts.into_iter().map(|(word, count)| (word, count as f64 / articles as f64)).collect();
    Ok((sentences, shares))
}

/// The word, if somebody would type it.
fn telling(word: &str, shares: &HashMap<String, f64>) -> Option<String> {
    plain(word).filter(|word| shares.get(word).is_some_and(|share| (RAREST..=MOST_COMMON).contains(share)))
}

/// The word in small letters, if all of them are Cyrillic and there are enough.
fn plain(word: &str) -> Option<String> {
    let is_plain =
        word.chars().count() >= SHORTEST && word.chars().all(|letter| ('\u{400}'..'\u{530}').contains(&letter));
    is_plain.then(|| word.to_lowercase())
}
