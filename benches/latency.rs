//! How long people wait: queries of two to five words, some of them mistyped, over 100,000 synthetic articles, in one thread.
//! `benches/README.md` says how to run it.

mod scale;

use izdeu::{LocalSearcher, SearchRequest, Searcher};

/// How many queries are asked.
const QUERIES: usize = 500;

/// One query in so many is mistyped, so that it has to be put right.
const SLIP_IN: usize = 5;

fn main() {
    let (_folder, index, titles) = scale::indexed();
    let searcher = LocalSearcher::open(&index).unwrap();
    let count = searcher.stats().unwrap().articles;
    println!(
        "{count} articles, {QUERIES} queries of 2 to 5 words with ten snippets, all facets and corrections, one thread"
    );
    let (mut right, mut slipped) = (Vec::new(), Vec::new());
    for (number, query) in scale::queries(&titles, QUERIES).into_iter().enumerate() {
        let is_slip = number % SLIP_IN == 0;
        let query = if is_slip { with_a_slip(&query) } else { query };
        let results = searcher.search(&SearchRequest::new(&query)).unwrap();
        let times = if is_slip && results.corrected_query.is_some() { &mut slipped } else { &mut right };
        times.push(results.took_ms);
    }
    assert!(
        !right.is_empty() && !slipped.is_empty(),
        "no query was mistyped and put right: this would measure nothing"
    );
    let all = [&right[..], &slipped].concat();
    [("as typed", right), ("corrected", slipped), ("all", all)]
        .into_iter()
        .for_each(|(name, times)| print(name, times));
}

/// The query without a letter in the middle of its longest word.
fn with_a_slip(query: &str) -> String {
    let longest = query.split(' ').max_by_key(|word| word.chars().count()).unwrap_or_default();
    let middle = longest.chars().count() / 2;
    let slip: String = longest.chars().enumerate().filter(|(at, _)| *at != middle).map(|(_, letter)| letter).collect();
    query.replacen(longest, &slip, 1)
}

fn print(name: &str, mut times: Vec<f64>) {
    times.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() as f64 * share) as usize).min(times.len() - 1)];
    let (median, p90, p99, max) = (at(0.5), at(0.9), at(0.99), at(1.0));
    println!(
        "{name:10} {:4} queries  median {median:5.1} ms  p90 {p90:5.1} ms  p99 {p99:5.1} ms  max {max:5.1} ms",
        times.len()
    );
}
