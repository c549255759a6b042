//! How fast articles are read, analysed and kept, in bytes of their text a second. `benches/README.md` says how to run it.

use std::path::Path;
use std::time::Duration;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use izdeu::{Extractor, Index, StepTimes};

mod sample;

/// How often the sample corpus is repeated: about 3 MB of text.
const TIMES: usize = 20;

fn main() {
    print_steps();
    divan::main();
}

/// What each step of extraction takes by itself, in one thread: the best of some rounds.
fn print_steps() {
    let (articles, bytes) = sample::repeated(TIMES);
    let extractor = Extractor::new();
    let rounds = (0..5).map(|_| {
        let mut times = StepTimes::default();
        articles.iter().cloned().for_each(|article| drop(black_box(extractor.extract_timed(article, &mut times))));
        times.iter().map(|(_, time)| time).collect::<Vec<_>>()
    });
    let best = rounds.reduce(|best, round| best.into_iter().zip(round).map(|(a, b)| a.min(b)).collect());
    let best = best.expect("there are some rounds");
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    for ((step, _), time) in StepTimes::default().iter().zip(&best) {
        println!(
            "{:10} {:6.1} ms {:7.1} MB/s",
            format!("{step:?}").to_lowercase(),
            time.as_secs_f64() * 1e3,
            speed(*time)
        );
    }
    let all: Duration = best.iter().sum();
    println!("{:10} {:6.1} ms {:7.1} MB/s\n", "together", all.as_secs_f64() * 1e3, speed(all));
}

/// Title, date, cities and furniture, in one thread.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn extract(bencher: Bencher) {
    let (articles, bytes) = sample::repeated(TIMES);
    let extractor = Extractor::new();
    bencher.counter(BytesCount::new(bytes)).with_inputs(|| articles.clone()).bench_local_values(|articles| {
        articles.into_iter().for_each(|article| {
            black_box(extractor.extract(article));
        });
    });
}

/// Extraction, analysis and the engine's part together, in one thread that feeds the engine's own, until all is committed.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn index(bencher: Bencher) {
    let (articles, bytes) = sample::repeated(TIMES);
    bencher.counter(BytesCount::new(bytes)).with_inputs(|| articles.clone()).bench_local_values(|articles| {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        articles.into_iter().for_each(|article| writer.add(article).unwrap());
        writer.commit().unwrap();
        index
    });
}

/// What `search index` does: files are read in one thread, analysed in all, and the index is written to disk.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn sync_a_folder(bencher: Bencher) {
    let corpus = tempfile::tempdir().unwrap();
    let bytes = write_repeated(TIMES, corpus.path());
    bencher.counter(BytesCount::new(bytes)).with_inputs(|| tempfile::tempdir().unwrap()).bench_local_refs(|folder| {
        let index = Index::open_or_create(folder.path()).unwrap();
        let mut writer = index.writer().unwrap();
        let report = writer.sync(izdeu::Corpus::open([corpus.path()]).unwrap(), |_| {}).unwrap();
        assert!(report.problems.is_empty() && report.added > 0);
        writer.close().unwrap();
    });
}

/// The same when nothing has changed: reading, hashing and comparing.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn sync_an_unchanged_folder(bencher: Bencher) {
    let (corpus, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let bytes = write_repeated(TIMES, corpus.path());
    let index = Index::open_or_create(folder.path()).unwrap();
    let sync = || index.writer().unwrap().sync(izdeu::Corpus::open([corpus.path()]).unwrap(), |_| {}).unwrap();
    sync();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let report = sync();
        assert!(report.added == 0 && report.unchanged > 0);
    });
}

/// The repeated sample corpus as text files in a folder; gives the bytes of their text.
fn write_repeated(times: usize, folder: &Path) -> usize {
    let (articles, bytes) = sample::repeated(times);
    for (number, article) in articles.iter().enumerate() {
        std::fs::write(folder.join(format!("{number:05}.txt")), &article.text).unwrap();
    }
    bytes
}
