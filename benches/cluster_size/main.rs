//! What articles and searches cost an engine of many machines: bytes sent, bytes on disk, words in memory, computing time, requests.
//! `docs/cluster.md` goes by these figures.
//!
//!     cargo bench --bench cluster_size                                   # the articles of corpus/
//!     cargo bench --bench cluster_size -- news.jsonl queries.jsonl …     # others; lines with `query`, each file for itself
//!
//! There is no engine here. Its disk is measured with an index of tantivy that has the fields which Quickwit is told of, and requests are
//! counted between the searcher and the double of `tests/cluster`. `SEARCH_CLUSTER_QUERIES` says how many of each file are asked (100).

#[allow(dead_code, unused_imports)] // what only the tests of the double use
#[path = "../../tests/cluster/double/mod.rs"]
mod double;
mod engine;
mod growth;
mod queries;
mod relay;
mod sent;
mod time;

use std::path::PathBuf;

use izdeu::{Article, Corpus, Extractor};

/// More articles than this are too many for the double, which has all of them in memory.
const MOST_IN_DOUBLE: usize = 10_000;

fn main() {
    let mut paths =
        std::env::args_os().skip(1).filter(|word| !word.to_string_lossy().starts_with("--")).map(PathBuf::from);
    let corpus = paths.next().unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/corpus").into());
    let raw: Vec<_> = Corpus::open([&corpus]).unwrap().filter_map(Result::ok).collect();
    let extractor = Extractor::new();
    let (articles, extraction) =
        time::computing(|| raw.into_iter().map(|raw| extractor.extract(raw)).collect::<Vec<Article>>());
    println!("# {} articles of {}\n", articles.len(), corpus.display());
    sent::print(&articles, extraction);
    growth::print(&articles);
    engine::print(&articles);
    if articles.len() > MOST_IN_DOUBLE {
        println!("Searches are not measured: the double takes {MOST_IN_DOUBLE} articles at most.");
        return;
    }
    let files: Vec<PathBuf> = paths.collect();
    queries::print(&corpus, &articles, &files);
}
