//! What a search asks of an engine: how many requests, one after the other and in all, and the bytes of them. The engine is the double.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use izdeu::{
    Article, Cluster, ClusterAddress, ClusterOptions, ClusterSearcher, ClusterSyncOptions, Corpus, SearchRequest,
    Searcher,
};
use serde_json::Value;

use crate::double::{Double, Engine, Seen};
use crate::relay::Relay;

/// How much later answers come where rounds are counted: much longer than anything that is done here for one.
const PAUSE: Duration = Duration::from_millis(250);

/// Of so many queries of each file rounds are counted.
const TIMED: usize = 20;

/// What a search cost.
#[derive(Default, Clone, Copy)]
struct Cost {
    /// Requests for a number alone, for articles, for words.
    counts: usize,
    articles: usize,
    words: usize,
    asked: u64,
    answered: u64,
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
    let most = std::env::var("SEARCH_CLUSTER_QUERIES").map_or(100, |most| most.parse().unwrap());
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
    let cost = |searcher: &ClusterSearcher, query: &str| {
        double.forget_requests();
        relay.bytes();
        searcher.search(&request(query)).unwrap();
        let [asked, answered] = relay.bytes();
        let requests = double.requests();
        let of = |is_it: &dyn Fn(&Seen) -> bool| requests.iter().filter(|seen| is_it(seen)).count();
        let size = |seen: &Seen| seen.body.as_ref().and_then(|body| body["size"].as_u64());
        let is_of_words = |seen: &Seen| seen.target.contains("-words");
        Cost {
            counts: of(&|seen| !is_of_words(seen) && size(seen) == Some(0)),
            articles: of(&|seen| !is_of_words(seen) && size(seen) != Some(0)),
            words: of(&is_of_words),
            asked,
            answered,
        }
    };
    // The first search after a change, which has to look up all it needs; then all of them again, with what one searcher has learned.
    let first: Vec<Cost> = queries.iter().map(|query| cost(&cluster.searcher().unwrap(), query)).collect();
    let searcher = cluster.searcher().unwrap();
    let in_turn: Vec<Cost> = queries.iter().map(|query| cost(&searcher, query)).collect();
    let again: Vec<Cost> = queries.iter().map(|query| cost(&searcher, query)).collect();
    for (when, costs) in [("alone", &first), ("in turn", &in_turn), ("again", &again)] {
        row(&format!("{when}: requests for a number"), costs, |cost| cost.counts as u64);
        row(&format!("{when}: requests for articles"), costs, |cost| cost.articles as u64);
        row(&format!("{when}: requests for words"), costs, |cost| cost.words as u64);
        row(&format!("{when}: bytes asked"), costs, |cost| cost.asked);
        row(&format!("{when}: bytes answered"), costs, |cost| cost.answered);
    }
    let timed = &queries[..queries.len().min(TIMED)];
    for (when, has_learned) in [("alone", false), ("in turn", true)] {
        let shared = cluster.searcher().unwrap();
        let rounds: Vec<u64> = timed
            .iter()
            .map(|query| {
                let own = cluster.searcher().unwrap();
                let searcher = if has_learned { &shared } else { &own };
                relay.pause(PAUSE);
                let started = Instant::now();
                searcher.search(&request(query)).unwrap();
                let took = started.elapsed();
                relay.pause(Duration::ZERO);
                (took.as_millis() / PAUSE.as_millis()) as u64
            })
            .collect();
        numbers(&format!("{when}: requests one after the other (of {} queries)", timed.len()), rounds);
    }
    println!();
}

/// A query as people type it: what is no letter or digit would be an operator.
fn request(query: &str) -> SearchRequest {
    let plain: String = query.chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect();
    SearchRequest::new(plain)
}

fn row(what: &str, costs: &[Cost], value: impl Fn(&Cost) -> u64) {
    numbers(what, costs.iter().map(value).collect());
}

fn numbers(what: &str, mut values: Vec<u64>) {
    values.sort_unstable();
    let at = |share: usize| values[(values.len() * share / 100).min(values.len() - 1)];
    println!("| {what} | {} | {} | {} |", at(50), at(90), at(100));
}
