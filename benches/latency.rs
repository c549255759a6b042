//! How long people wait: queries of two to five words, some of them mistyped, over 100,000 synthetic articles, in one thread.
//! `benches/README.md` says how to run it.

use izdeu::{Corpus, Index, LocalSearcher, RawArticle, SearchRequest, Searcher};

/// How many articles are made where no file of them is named.
const ARTICLES: usize = 100_000;

/// How many queries are asked.
const QUERIES: usize = 500;

/// One query in so many is mistyped, so that it has to be put right.
const SLIP_IN: usize = 5;

/// A file of articles to search in place of the made ones.
const FILE: &str = "IZDEU_LATENCY_ARTICLES";

fn main() {
    let articles: Box<dyn Iterator<Item = RawArticle>> = match std::env::var_os(FILE) {
        Some(path) => Box::new(Corpus::open([path]).unwrap().map(Result::unwrap)),
        None => Box::new(shuffled(ARTICLES)),
    };
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    let mut writer = index.writer().unwrap();
    let (mut titles, mut count) = (Vec::new(), 0);
    for article in articles {
        titles.extend(article.metadata.title.clone());
        count += 1;
        writer.add(article).unwrap();
    }
    writer.commit().unwrap();
    writer.close().unwrap();
    let searcher = LocalSearcher::open(&index).unwrap();
    println!(
        "{count} articles, {QUERIES} queries of 2 to 5 words with ten snippets, all facets and corrections, one thread"
    );
    let (mut right, mut slipped) = (Vec::new(), Vec::new());
    for (number, query) in queries(&titles).enumerate() {
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

/// The first words of headlines that lie evenly among all.
fn queries(titles: &[String]) -> impl Iterator<Item = String> {
    let long = titles.iter().filter(|title| title.split_whitespace().count() >= 5);
    let step = (long.clone().count() / QUERIES).max(1);
    long.step_by(step).take(QUERIES).enumerate().map(|(number, title)| {
        let words: Vec<&str> = title.split_whitespace().take(2 + number % 4).collect();
        words.join(" ")
    })
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
