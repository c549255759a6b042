//! The sample corpus, repeated until it is large enough to measure.

use std::fmt::Write;

use izdeu::{Corpus, RawArticle};

/// All articles of the sample corpus so many times over, each copy with an id and a number word of its own, and the bytes of
/// their text.
pub fn repeated(times: usize) -> (Vec<RawArticle>, usize) {
    let corpus = Corpus::open([concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")]).unwrap();
    let once: Vec<RawArticle> = corpus.map(Result::unwrap).collect();
    let copies = (0..times).flat_map(|copy| {
        once.iter().map(move |article| {
            let mut article = article.clone();
            article.id = format!("{copy}/{}", article.id).into();
            write!(article.text, "\nКопия номер {copy}.").unwrap();
            article
        })
    });
    let articles: Vec<RawArticle> = copies.collect();
    let bytes = articles.iter().map(|article| article.text.len()).sum();
    (articles, bytes)
}
