//! 100,000 articles that differ, and queries that people would ask of them.

use izdeu::{Corpus, Index, RawArticle};
use tempfile::TempDir;

/// How many articles are made where no file of them is named.
const ARTICLES: usize = 100_000;

/// A file of articles to search in place of the made ones.
const FILE: &str = "IZDEU_LATENCY_ARTICLES";

/// The articles in an index of their own; their titles.
pub fn indexed() -> (TempDir, Index, Vec<String>) {
    let articles: Box<dyn Iterator<Item = RawArticle>> = match std::env::var_os(FILE) {
        Some(path) => Box::new(Corpus::open([path]).unwrap().map(Result::unwrap)),
        None => Box::new(shuffled(ARTICLES)),
    };
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    let mut writer = index.writer().unwrap();
    let mut titles = Vec::new();
    for article in articles {
        titles.extend(article.metadata.title.clone());
        writer.add(article).unwrap();
    }
    writer.commit().unwrap();
    writer.close().unwrap();
    (folder, index, titles)
}

/// So many queries of two to five words: the first words of headlines that lie evenly among all.
pub fn queries(titles: &[String], count: usize) -> Vec<String> {
    let long = titles.iter().filter(|title| title.split_whitespace().count() >= 5);
    let step = (long.clone().count() / count).max(1);
    let words =
        |(number, title): (usize, &String)| title.split_whitespace().take(2 + number % 4).collect::<Vec<_>>().join(" ");
    long.step_by(step).take(count).enumerate().map(words).collect()
}

/// So many articles of sentences that are drawn from the sample corpus, always the same.
fn shuffled(count: usize) -> impl Iterator<Item = RawArticle> {
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
