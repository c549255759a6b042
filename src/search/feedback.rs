//! What the first answers have in common helps to order all of them: a second look with the words that they share.
//!
//! Pseudo-relevance feedback after RM3 (Abdul-Jaleel et al., UMass at TREC 2004): the weight of a word is how often the first
//! articles have it, an article counting by its score, times how rare the word is (BM25's idf). Such words only score; what
//! matches stays as it is.

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use tantivy::TantivyDocument;

use super::commit::Commit;
use super::compile::Compiled;
use super::leaf::Leaf;
use super::page::Found;
use super::ranking::{FEEDBACK, rarity};
use super::sought::Sought;
use crate::analysis::TextAnalyzer;
use crate::index::article_of;
use crate::index::schema::Fields;

/// A word of the first articles.
#[derive(Default)]
struct Shared {
    weight: f32,
    articles: usize,
    last: usize,
}

/// Whether a query gains by what its answers share.
pub(super) fn helps(compiled: &Compiled) -> bool {
    (1..=FEEDBACK.longest_query).contains(&compiled.content_words)
}

/// The words that the first answers share, which only score.
pub(super) fn shared_words(
    first: &[Found],
    compiled: &Compiled,
    fields: &Fields,
    commit: &Commit,
    analyzer: &mut TextAnalyzer,
) -> tantivy::Result<Vec<Leaf>> {
    let best = first.iter().map(|found| found.rank.score).fold(0.0, f32::max);
    if first.len() < FEEDBACK.sharing || best <= 0.0 {
        return Ok(Vec::new());
    }
    let mut words: HashMap<String, Shared, FxBuildHasher> = HashMap::default();
    for (number, Found { rank, address, .. }) in first.iter().enumerate() {
        let article = article_of(&commit.doc::<TantivyDocument>(*address)?, fields);
        let share = rank.score / best;
        for text in article.title.iter().map(String::as_str).chain([head(&article.body, FEEDBACK.head)]) {
            analyzer.words(text, article.language, |word| {
                let terms = word.terms();
                let Some(form) = terms.forms().next() else { return };
                if terms.is_function_word || form.chars().nth(2).is_none() || compiled.marks.knows(terms) {
                    return;
                }
                let shared = words.entry_ref(form).or_default();
                shared.weight += share;
                if shared.articles == 0 || shared.last != number {
                    (shared.articles, shared.last) = (shared.articles + 1, number);
                }
            });
        }
    }
    let weighed = weightiest(words, commit)?;
    let sum: f32 = weighed.iter().map(|(weight, _)| weight).sum();
    let together = FEEDBACK.weight * compiled.content_words as f32;
    let leaf = |(weight, form): (f32, String)| Leaf::word(Sought::form(&form), together * weight / sum);
    Ok(weighed.into_iter().map(leaf).collect())
}

/// The words that weigh most, the first first, among those that several of the articles have.
fn weightiest(
    words: impl IntoIterator<Item = (String, Shared)>,
    commit: &Commit,
) -> tantivy::Result<Vec<(f32, String)>> {
    let total = commit.documents() as f32;
    let mut words: Vec<_> = words.into_iter().filter(|(_, shared)| shared.articles >= FEEDBACK.sharing).collect();
    words.sort_unstable_by(|(_, a), (_, b)| b.weight.total_cmp(&a.weight));
    // No word is rarer than one of these articles alone: most need not be looked up to see that they weigh too little.
    let rarest = rarity(total, FEEDBACK.sharing as f32);
    let mut weighed: Vec<(f32, String)> = Vec::with_capacity(FEEDBACK.words + 1);
    for (form, shared) in words {
        let least = weighed.get(FEEDBACK.words - 1).map_or(0.0, |(weight, _)| *weight);
        if shared.weight * rarest < least {
            break;
        }
        let having = commit.articles(&Sought::form(&form))? as f32;
        weighed.push((shared.weight * rarity(total, having), form));
        weighed.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        weighed.truncate(FEEDBACK.words);
    }
    Ok(weighed)
}

/// The first words of a text: about so many.
fn head(text: &str, words: usize) -> &str {
    let end = text.char_indices().filter(|(_, letter)| letter.is_whitespace()).nth(words);
    end.map_or(text, |(end, _)| &text[..end])
}
