//! Files and queries that nobody would write: no reader, no extraction and no search may panic on them or take long.
//!
//! `IZDEU_FUZZ=100000 cargo test --release --test fuzz` tries as many of each instead of the usual few. What was ever found stands in
//! `tests/fuzz_findings/` (the ending of the name tells the reader; `.query` is a query) and is tried first.

mod mutation;
#[path = "../common/packed.rs"]
mod packed;
mod queries;
mod readers;
mod samples;

use std::path::PathBuf;

/// How many cases of a property are tried.
fn cases(usual: u32) -> u32 {
    std::env::var("IZDEU_FUZZ").ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

/// The findings of the past.
fn findings() -> Vec<(PathBuf, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzz_findings");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}
