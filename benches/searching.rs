//! How long a search takes, snippets and facets included. `benches/README.md` says how to run it.

use std::sync::LazyLock;

use divan::Bencher;
use izdeu::{Index, LocalSearcher, SearchRequest, SearchResults, Searcher};

mod sample;

/// How often the sample corpus is repeated: about 6,000 articles, 15 MB of text.
const TIMES: usize = 100;

/// Queries by what makes them cheap or dear.
const QUERIES: [(&str, &str); 6] = [
    ("rare word", "Уимблдон"),
    ("common word", "город"),
    ("two words", "Конституция Астана"),
    ("phrase", "«новая Конституция»"),
    ("alternatives and exclusion", "(паводок ИЛИ наводнение) -Кульсары"),
    (
        "long headline",
        "Костанайские мукомолы заявили что зерна хватает но хлеб в магазинах области всё равно продолжает дорожать",
    ),
];

static SEARCHER: LazyLock<LocalSearcher> = LazyLock::new(|| {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    sample::repeated(TIMES).0.into_iter().for_each(|article| writer.add(article).unwrap());
    writer.commit().unwrap();
    writer.close().unwrap(); // a search meets merged segments, as it does in an index that has come to rest
    LocalSearcher::open(&index).unwrap()
});

fn main() {
    LazyLock::force(&SEARCHER);
    divan::main();
}

fn search(request: &SearchRequest) -> SearchResults {
    let results = SEARCHER.search(request).unwrap();
    assert!(results.total > 0, "{} finds nothing: this would measure nothing", request.query);
    results
}

/// A page of ten hits with their snippets, and all facets.
#[divan::bench(args = QUERIES.map(|(kind, _)| kind))]
fn ten_hits(bencher: Bencher, kind: &str) {
    let (_, query) = QUERIES.into_iter().find(|(name, _)| *name == kind).unwrap();
    let request = SearchRequest::new(query);
    bencher.bench(|| search(&request));
}

/// Counting alone: every article matches and no hit is shown.
#[divan::bench]
fn facets_of_every_article(bencher: Bencher) {
    let request = SearchRequest::new("-абракадабра").limit(0);
    bencher.bench(|| search(&request));
}

/// Within one city and one year.
#[divan::bench]
fn filtered(bencher: Bencher) {
    let request = SearchRequest::new("город").city("Астана").from("2026".parse().unwrap());
    bencher.bench(|| search(&request));
}

/// Two threads that share one searcher.
#[divan::bench(threads = 2)]
fn two_at_a_time(bencher: Bencher) {
    let request = SearchRequest::new("Конституция Астана");
    bencher.bench(|| search(&request));
}
