//! The sample corpus, repeated or shuffled until it is large enough to measure.

#![allow(dead_code, reason = "each benchmark takes what it needs")]

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

/// So many articles of sentences that are drawn from the sample corpus, always the same.
pub fn shuffled(count: usize) -> impl Iterator<Item = RawArticle> {
    let corpus = Corpus::open([concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")]).unwrap();
    let texts: Vec<String> = corpus.map(|article| article.unwrap().text).collect();
    let sentences: Vec<String> = texts
        .iter()
        .flat_map(|text| text.split_inclusive(['.', '!', '?', '\n']))
        .map(str::trim)
        .filter(|sentence| sentence.chars().count() > 30)
        .map(str::to_owned)
        .collect();
    let mut random = fastrand::Rng::with_seed(2026);
    (0..count).map(move |number| {
        let draw = |random: &mut fastrand::Rng| random.choice(&sentences).expect("the corpus has sentences").as_str();
        let length = random.usize(5..25);
        let text: Vec<&str> = (0..length).map(|_| draw(&mut random)).collect();
        let title: Vec<&str> = draw(&mut random).split_whitespace().take(9).collect();
        let day = format!("{}-{:02}-{:02}", random.u32(2014..=2026), random.u32(1..=12), random.u32(1..=28));
        RawArticle::new(format!("made/{number}"), text.join(" ")).title(title.join(" ")).date(day)
    })
}
