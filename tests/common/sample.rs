//! The sample corpus, repeated until it is large enough to measure.

#![allow(dead_code, reason = "each bench uses a part of it")]

use std::fmt::Write;
use std::path::Path;

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

/// The same as text files in a folder; gives the bytes of their text.
pub fn write_repeated(times: usize, folder: &Path) -> usize {
    let (articles, bytes) = repeated(times);
    for (number, article) in articles.iter().enumerate() {
        std::fs::write(folder.join(format!("{number:05}.txt")), &article.text).unwrap();
    }
    bytes
}
