//! Syncs and searches in one process for as long as is wanted, and watches its memory, its open files and the size of the index.
//!
//! `cargo test --release --test soak -- --ignored --nocapture` runs for 30 minutes; `IZDEU_SOAK_MINUTES=3` for as many.
#![cfg(target_os = "linux")]

#[path = "common/house.rs"]
mod house;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use fastrand::Rng;
use house::{ARTICLES, House};
use izdeu::{Corpus, Index, LocalSearcher, SearchRequest, Searcher};

const USUAL_MINUTES: f64 = 30.0;

/// How much of the memory at the first third of the time may be added until its end: what an allocator needs to settle.
const MOST_GROWTH: f64 = 0.15;

/// What the process and its index take.
#[derive(Debug, Clone, Copy)]
struct Sample {
    memory: u64,
    open_files: u64,
    index_files: u64,
    index_bytes: u64,
}

impl Sample {
    fn take(index: &Path) -> Sample {
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let line = |name: &str| status.lines().find(|line| line.starts_with(name)).expect("Linux says so");
        // Memory of the process's own: pages of the index that happen to be mapped are none.
        let memory = line("RssAnon:").split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024;
        let files: Vec<_> = fs::read_dir(index).unwrap().filter_map(Result::ok).collect();
        let index_bytes = files.iter().filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum();
        let open_files = fs::read_dir("/proc/self/fd").unwrap().count() as u64;
        Sample { memory, open_files, index_files: files.len() as u64, index_bytes }
    }

    /// The largest of each.
    fn most(samples: &[Sample]) -> Sample {
        let most = |of: fn(&Sample) -> u64| samples.iter().map(of).max().unwrap_or_default();
        Sample {
            memory: most(|sample| sample.memory),
            open_files: most(|sample| sample.open_files),
            index_files: most(|sample| sample.index_files),
            index_bytes: most(|sample| sample.index_bytes),
        }
    }
}

#[test]
#[ignore = "takes 30 minutes"]
fn nothing_grows() {
    let minutes = std::env::var("IZDEU_SOAK_MINUTES").ok().and_then(|text| text.parse().ok()).unwrap_or(USUAL_MINUTES);
    let whole = Duration::from_secs_f64(minutes * 60.0);
    let mut rng = Rng::with_seed(7);
    let mut house = House::new(&mut rng);
    let index_path = house.path().join("index");
    let index = Index::open_or_create(&index_path).unwrap();
    let lasting = LocalSearcher::open(&index).unwrap();
    let (started, mut samples) = (Instant::now(), Vec::new());
    let (mut syncs, mut searches) = (0, 0);
    while started.elapsed() < whole {
        house.change(&mut rng);
        let mut writer = index.writer().unwrap();
        let report = writer.sync(Corpus::open([house.path().join(ARTICLES)]).unwrap(), |_| {}).unwrap();
        assert!(report.problems.is_empty(), "{:?}", report.problems);
        writer.close().unwrap();
        syncs += 1;
        lasting.reload().unwrap();
        let fresh = LocalSearcher::open(&Index::open(&index_path).unwrap()).unwrap();
        for searcher in [&lasting, &fresh] {
            let found = searcher.search(&SearchRequest::new("мост").literal(true).limit(100)).unwrap();
            assert_eq!(found.total, house.state().len());
            for query in ["завод ИЛИ шклоа", "«мост правка»", "аст* -река", "jpthj", "дата:нет"]
            {
                let found = searcher.search(&SearchRequest::new(query).explain()).unwrap();
                found.hits.first().map(|hit| searcher.similar(&hit.id, 5).unwrap());
                searches += 1;
            }
            searcher.suggest("мо", 5).unwrap();
        }
        if samples.len() < (started.elapsed().as_secs_f64() * 2.0) as usize {
            samples.push(Sample::take(&index_path));
        }
    }
    let thirds: Vec<Sample> = samples.chunks(samples.len().div_ceil(3)).map(Sample::most).collect();
    eprintln!("{minutes} minutes, {syncs} syncs, {searches} searches; the most in each third:");
    thirds.iter().for_each(|third| eprintln!("  {third:?}"));
    let (first, last) = (thirds[0], thirds[2]);
    let bearable = |first: u64, slack: u64| first + (first as f64 * MOST_GROWTH) as u64 + slack;
    assert!(last.memory <= bearable(first.memory, 8 << 20), "memory grows");
    assert!(last.open_files <= bearable(first.open_files, 2), "open files grow");
    assert!(last.index_files <= bearable(first.index_files, 20), "files of the index grow");
    assert!(last.index_bytes <= bearable(first.index_bytes, 200_000), "the index grows");
}
