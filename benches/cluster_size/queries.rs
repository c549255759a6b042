//! What a search asks of an engine: how many requests, one after the other and in all, and the bytes of them. The engine is the double.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use izdeu::{
    Article, Cluster, ClusterAddress, ClusterOptions, ClusterSearcher, ClusterSyncOptions, Corpus, SearchRequest,
    Searcher,
};
use serde_json::Value;

use crate::double::{Double, Engine};
use crate::relay::Relay;

/// How much later answers come where rounds are counted.
const PAUSE: Duration = Duration::from_millis(100);

/// How long a search may take here.
const PATIENCE: Duration = Duration::from_secs(600);

/// So many queries of each file are asked by a searcher of their own, too, which knows nothing yet.
const ALONE: usize = 10;

/// What a search cost.
#[derive(Clone, Copy)]
struct Cost {
    /// Requests for a number alone, for articles, for words.
    counts: usize,
    articles: usize,
    words: usize,
    asked: u64,
    answered: u64,
    /// By the clock, with the double on the same machine.
    took: Duration,
}

/// A table for each file of queries; without one the headlines of the articles are asked.
pub fn print(corpus: &Path, articles: &[Article], files: &[PathBuf]) {
    let double = Double::start(Engine::Quickwit);
    let relay = Relay::before(double.url().trim_start_matches("http://").to_owned());
    let cluster = Cluster::connect(ClusterAddress::new(&format!("http://{}", relay.address)).unwrap()).unwrap();
    cluster.init(ClusterOptions::new().commit_seconds(1)).unwrap();
    relay.bytes();
    let report = cluster.sync(Corpus::open([corpus]).unwrap(), ClusterSyncOptions::new(), |_| {}).unwrap();
    let [asked, answered] = relay.bytes();
    let requests = double.requests();
    let bulk = requests.iter().filter(|seen| seen.is_bulk()).count();
    println!("| a sync into the double | |\n|---|---|");
    println!("| articles, copies | {}, {} |", report.added, report.copies);
    println!("| requests, of them bulk | {}, {bulk} |", requests.len());
    println!("| bytes sent, come back | {asked}, {answered} |");
    double.forget_requests();
    cluster.sync(Corpus::open([corpus]).unwrap(), ClusterSyncOptions::new(), |_| {}).unwrap();
    let [_, listed] = relay.bytes();
    let each = listed as f64 / report.added as f64;
    println!(
        "| a sync without a change: requests, bytes come back | {}, {listed} ({each:.0} an article) |\n",
        double.requests().len()
    );
    // `cargo test --benches` only sees whether it runs.
    let usual = if std::env::args().any(|word| word == "--bench") { 100 } else { 3 };
    let most = std::env::var("SEARCH_CLUSTER_QUERIES").map_or(usual, |most| most.parse().unwrap());
    if files.is_empty() {
        let headlines = articles.iter().filter_map(|article| article.title.clone());
        ask(&cluster, &double, &relay, "headlines", &headlines.take(most).collect::<Vec<_>>());
    }
    for file in files {
        let lines = std::fs::read_to_string(file).unwrap();
        let query = |line| serde_json::from_str::<Value>(line).unwrap()["query"].as_str().unwrap().to_owned();
        let queries: Vec<String> = lines.lines().map(query).take(most).collect();
        ask(&cluster, &double, &relay, &file.file_stem().unwrap().to_string_lossy(), &queries);
    }
}

fn ask(cluster: &Cluster, double: &Double, relay: &Relay, name: &str, queries: &[String]) {
    println!("| {} queries: {name} | median | 90 of 100 | most |\n|---|---|---|---|", queries.len());
    let cost = |searcher: &ClusterSearcher, query: &String| {
        double.forget_requests();
        relay.bytes();
        let started = Instant::now();
        let refused = searcher.search(&request(query)).err();
        let took = started.elapsed();
        let [asked, answered] = relay.bytes();
        let (mut counts, mut articles, mut words) = (0, 0, 0);
        for seen in double.requests() {
            let is_number = seen.body.as_ref().is_some_and(|body| body["size"] == 0);
            match (seen.target.contains("-words"), is_number) {
                (true, _) => words += 1,
                (false, true) => counts += 1,
                (false, false) => articles += 1,
            }
        }
        if let Some(error) = &refused {
            println!("| «{query}» | {error} | | |");
        }
        Cost { counts, articles, words, asked, answered, took }
    };
    let slowly = |searcher: &ClusterSearcher, query: &String| {
        relay.pause(PAUSE);
        let cost = cost(searcher, query);
        relay.pause(Duration::ZERO);
        cost
    };
    let rounds = |slow: &[Cost], fast: &[Cost]| {
        let rounds =
            |(slow, fast): (&Cost, &Cost)| slow.took.saturating_sub(fast.took).as_secs_f64() / PAUSE.as_secs_f64();
        slow.iter().zip(fast).map(rounds).map(|rounds| rounds.round() as u64).collect::<Vec<u64>>()
    };
    let own = || cluster.searcher().unwrap();
    let some = &queries[..queries.len().min(ALONE)];
    let alone: Vec<Cost> = some.iter().map(|query| cost(&own(), query)).collect();
    let slow: Vec<Cost> = some.iter().map(|query| slowly(&own(), query)).collect();
    table("by a new searcher", &alone, rounds(&slow, &alone));
    let [fast, slow] = [own(), own()];
    let in_turn: Vec<Cost> = queries.iter().map(|query| cost(&fast, query)).collect();
    let later: Vec<Cost> = queries.iter().map(|query| slowly(&slow, query)).collect();
    table("in turn", &in_turn[1..], rounds(&later[1..], &in_turn[1..]));
    let again: Vec<Cost> = queries.iter().map(|query| cost(&fast, query)).collect();
    let later: Vec<Cost> = some.iter().map(|query| slowly(&slow, query)).collect();
    table("a second time", &again, rounds(&later, &again));
    println!();
}

/// A query as people type it: what is no letter or digit would be an operator.
fn request(query: &str) -> SearchRequest {
    let plain: String = query.chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect();
    SearchRequest::new(plain).deadline(PATIENCE)
}

fn table(how: &str, costs: &[Cost], rounds: Vec<u64>) {
    let row = |what: &str, value: &dyn Fn(&Cost) -> u64| numbers(how, what, costs.iter().map(value).collect());
    row("requests for a number", &|cost| cost.counts as u64);
    row("requests for articles", &|cost| cost.articles as u64);
    row("requests for words", &|cost| cost.words as u64);
    numbers(how, "requests one after the other", rounds);
    row("bytes asked", &|cost| cost.asked);
    row("bytes answered", &|cost| cost.answered);
    row("milliseconds, with the double on this machine", &|cost| cost.took.as_millis() as u64);
}

fn numbers(how: &str, what: &str, mut values: Vec<u64>) {
    values.sort_unstable();
    let at = |share: usize| values[(values.len() * share / 100).min(values.len() - 1)];
    println!("| {how}: {what} | {} | {} | {} |", at(50), at(90), at(100));
}
